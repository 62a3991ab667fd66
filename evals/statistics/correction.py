"""Many metrics, one promise: Holm's correction (1979)."""

from __future__ import annotations

from collections.abc import Mapping


def holm(chances: Mapping[str, float]) -> dict[str, float]:
    """Return the p-values so raised that, of all together, 5 % are false alarms at 0.05."""
    raised: dict[str, float] = {}
    least = 0.0
    for place, (name, chance) in enumerate(sorted(chances.items(), key=lambda one: one[::-1])):
        least = max(least, min(1.0, chance * (len(chances) - place)))
        raised[name] = least
    return {name: raised[name] for name in chances}
