"""What belongs to what: order, roles, the noun a count stands by, words stitched together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.alignment.dates import dates
from rag.alignment.findings import Finding, Pair, Weight
from rag.alignment.frames import is_frame, together
from rag.alignment.lexicon import PREPOSITIONS, SPEECH
from rag.alignment.tokens import Token
from rag.alignment.voice import turned, without_agent


def moved(pair: Pair) -> Iterator[Finding]:
    """Yield names, figures and words that stand in another place of the sentence than they did."""
    by_whom = turned(pair)
    for block in _blocks(pair):
        tokens = [pair.statement.tokens[at] for at in block]
        heavy = [t for t in tokens if t.content]
        if not heavy or all(t.key in SPEECH for t in heavy):
            continue
        said = pair.statement.text[tokens[0].start : tokens[-1].end]
        if _dated(pair, heavy) and (rival := _date_in_gap(pair, block[0])):
            yield Finding("date_changed", Weight.AGAINST, f"“{said}” against “{rival}”")
            continue
        if _adverbial(pair, block):
            continue
        if any(t.figure for t in heavy) and not _dated(pair, tokens):
            if len(heavy) > 1 and together(pair, block):
                yield Finding("order_changed", Weight.SOFT, f"“{said}” stands elsewhere")
                continue
            yield Finding(
                "count_moved", pair.severe(Weight.AGAINST), f"“{said}” counts something else there"
            )
        elif by_whom or any(rule(pair, block) for rule in _HARMLESS):
            yield Finding("order_changed", Weight.SOFT, f"“{said}” stands elsewhere")
        elif any(t.name for t in heavy) or len(heavy) == len(tokens) == 1 or len(heavy) > 1:
            weight = Weight.MISSING if not _introduced(pair, block) else Weight.SOFT
            yield Finding("role_swapped", pair.severe(weight), f"“{said}” has another part there")
        else:
            yield Finding("order_changed", Weight.SOFT, f"“{said}” stands elsewhere")


def _behind_bare(pair: Pair, block: Sequence[int]) -> bool:
    """Tell whether moved words are one noun behind a figure that has none in the source."""
    before = block[0] - 1
    if len(block) > 1 or before not in pair.matching.kept:
        return False
    return pair.statement.tokens[before].figure is not None and _bare(pair, before)


_HARMLESS = (_behind_bare, without_agent, is_frame)


def _blocks(pair: Pair) -> list[list[int]]:
    """Return runs of moved tokens, with the small words between them."""
    blocks: list[list[int]] = []
    for at in sorted(pair.matching.moved):
        if blocks and at - blocks[-1][-1] <= 2:
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks


def _adverbial(pair: Pair, block: list[int]) -> bool:
    """Tell whether a block is a time or place moved as a whole to or from the sentence's edge."""
    tokens = pair.statement.tokens
    first = tokens[block[0]]
    before = tokens[block[0] - 1] if block[0] else None
    led = first.key in PREPOSITIONS or (before is not None and before.key in PREPOSITIONS)
    if not led and not _dated(pair, [tokens[at] for at in block]):
        return False
    at_edge = block[0] <= 1 or block[-1] >= len(tokens) - 1
    cut = block[-1] + 1 < len(tokens) and tokens[block[-1] + 1].clause != tokens[block[-1]].clause
    return (at_edge or cut) and together(pair, block)


def _introduced(pair: Pair, block: list[int]) -> bool:
    """Tell whether a block is the subject put first where the source has a pronoun for it."""
    tokens = pair.statement.tokens
    first = min((at for at, t in enumerate(tokens) if t.content), default=0)
    named = all(tokens[at].name or not tokens[at].content for at in block)
    pronoun = any(t.form.lower() in ("he", "she", "it", "they") for t in pair.source.tokens)
    return block[0] <= first and named and pronoun


def _dated(pair: Pair, tokens: list[Token]) -> bool:
    spans = [(w.start, w.end) for w in dates(pair.statement.text, pair.context.published)]
    return all(
        any(start <= t.start and t.end <= end for start, end in spans) for t in tokens if t.content
    )


def _date_in_gap(pair: Pair, at: int) -> str:
    """Return the date the source has where the statement has another one; empty if it has none."""
    free = pair.left_out(at)
    for when in dates(pair.source.text, pair.context.published):
        if any(when.start <= t.start and t.end <= when.end for t in free):
            return pair.source.text[when.start : when.end]
    return ""


def counted(pair: Pair) -> Iterator[Finding]:
    """Yield figures that stand by another noun than in the source."""
    for at, token in enumerate(pair.statement.tokens):
        if token.figure is None or at not in pair.matching.kept:
            continue
        noun = _noun(pair.statement.tokens, at)
        if noun is None or noun.key not in pair.source.keys:
            continue
        places = [j for j, t in enumerate(pair.source.tokens) if t.key == token.key]
        near = any(
            t.key == noun.key for j in places for t in pair.source.tokens[max(0, j - 4) : j + 7]
        )
        if not near:
            yield Finding(
                "count_moved",
                Weight.SOFT if _left_open(pair, at, noun) else pair.severe(Weight.MISSING),
                f"“{pair.said(token)}” does not stand by “{pair.said(noun)}” there",
            )


def _left_open(pair: Pair, at: int, noun: Token) -> bool:
    """Tell whether the source leaves to its reader what a figure counts."""
    return _bare(pair, at) or _carried_over(pair, pair.statement.tokens[at], noun)


def _bare(pair: Pair, at: int) -> bool:
    """Tell whether the partner of a figure ends its sentence: "built to carry 120"."""
    place, tokens = pair.matching.kept[at], pair.source.tokens
    return place + 1 == len(tokens) or tokens[place + 1].sentence != tokens[place].sentence


def _carried_over(pair: Pair, figure: Token, noun: Token) -> bool:
    """Tell whether a share is said of what another share was said of before it.

    "52 percent of those asked said so, and 66 percent the other": both are of those asked.
    """
    tokens = pair.source.tokens
    nouns = [(j, t.sentence) for j, t in enumerate(tokens) if t.key == noun.key]
    for place, token in enumerate(tokens):
        if token.key != figure.key or figure.figure is None or not _share(token):
            continue
        if any(t.key == "of" for t in tokens[place + 1 : place + 3]):
            continue
        before = [j for j, sentence in nouns if j < place and sentence == token.sentence]
        if any(map(_share, (t for j in before for t in tokens[max(0, j - 4) : j]))):
            return True
    return False


def _share(token: Token) -> bool:
    return token.figure is not None and token.figure.unit == "%"


def _noun(tokens: tuple[Token, ...], at: int) -> Token | None:
    for token in tokens[at + 1 : at + 4]:
        if token.clause != tokens[at].clause or token.figure is not None:
            return None
        if token.content:
            return token
    return None
