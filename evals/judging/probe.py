"""Pairs by which it is known whether judges still say what they said when they were measured.

What is published of a judge holds for the code that was measured. These pairs touch every measure:
figures, names, negations, references, long evidence, no evidence.
"""

from __future__ import annotations

from evals.judging.judgement import Judge

_FERRY = (
    "The ferry Halvard sank off Rask on 3 May 2024. Twelve of the 40 people on board were saved "
    "by fishermen. The cause is not known.",
    "The harbour of Rask has two piers. It was built in 1931 and has never been closed.",
)
_MILL = (
    "The council voted 7 to 4 for the new mill, said its clerk, Idris Fennmore. The old one burned "
    "down in March. Its owner denied that he had been warned. Nobody was hurt. The loss came to "
    "3,500,000 crowns, of which the insurer will pay two thirds. Work begins in spring.",
)
PAIRS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The ferry Halvard sank off Rask on 3 May 2024.", _FERRY),
    ("A ferry went down near Rask, and 12 people were rescued [1].", _FERRY),
    ("The ferry did not sink off Rask.", _FERRY),
    ("The ferry Halvard sank off Oslo on 4 May 2024 with 60 people on board.", _FERRY),
    ("The harbour was built in the thirties and never had to close.", _FERRY),
    ("A committee will rewrite the tax code next spring.", _FERRY),
    ("The council decided to have another mill, by seven votes to four.", _MILL),
    ("Fennmore said the council voted for the new mill.", _MILL),
    ("The loss came to 3.5 million crowns, and the insurer refused to pay.", _MILL),
    ("The owner had been warned of the fire.", _MILL),
    ("Work has begun in Halmet.", (*_MILL, *_FERRY)),
    ("The mill burned down.", ()),
)


def probed(judge: Judge) -> list[float | None]:
    """Return the judge's score of each pair."""
    found = [judge.judge(statement, evidence).score for statement, evidence in PAIRS]
    return [None if score is None else round(score, 3) for score in found]
