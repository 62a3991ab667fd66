"""Statements with evidence, and whether people found that it supports them.

Each public set has its shape; a function a shape turns one row of a file into labelled statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement, its evidence, and whether people found that the evidence supports it.

    Those of a group (one question, one article, one pair) share what makes them easy or hard.
    """

    statement: str
    evidence: tuple[str, ...]
    supported: bool
    group: str


def attributionbench(row: Row) -> Iterator[Labelled]:
    """Yield one of AttributionBench (Li et al. 2024, https://arxiv.org/abs/2402.15089)."""
    statement = row["claim"] or row["claim_raw_string"]
    supported = {"attributable": True, "not attributable": False}[row["attribution_label"]]
    yield Labelled(statement, tuple(row["references"]), supported, row["question"])


def wice(row: Row) -> Iterator[Labelled]:
    """Yield one of WiCE's chunks (Kamoi et al. 2023, https://arxiv.org/abs/2303.01432).

    Supported in part is not supported.
    """
    supported = {"supported": True, "partially_supported": False, "not_supported": False}
    yield Labelled(row["claim"], tuple(row["evidence"]), supported[row["label"]], row["claim"])


def expertqa(row: Row) -> Iterator[Labelled]:
    """Yield the claims of one question of ExpertQA (Malaviya et al. 2024, 2309.07852).

    Only those that carry evidence and were judged; only complete support counts.
    """
    for answer in row["answers"].values():
        for claim in answer["claims"]:
            texts = [text.partition("\n\n")[2].strip() for text in claim.get("evidence") or ()]
            if any(texts) and claim.get("support") not in (None, "", "N/A"):
                complete = claim["support"].startswith("Complete")
                evidence = tuple(filter(None, texts))
                yield Labelled(claim["claim_string"], evidence, complete, row["question"])


def fever_symmetric(row: Row) -> Iterator[Labelled]:
    """Yield one of FEVER-symmetric (Schuster et al. 2019, https://arxiv.org/abs/1908.05267)."""
    supported = {"SUPPORTS": True, "REFUTES": False}[row["label"]]
    pair = str(row["id"])
    group = pair[:-7] if pair[-7:-1] == "000000" else pair
    yield Labelled(row["claim"], (row["evidence"],), supported, group)


def faithbench(row: Row) -> Iterator[Labelled]:
    """Yield one summary of FaithBench (Bao et al. 2025, https://arxiv.org/abs/2410.13210).

    As its authors count: the worst label decides, and what is not in the source but harmless
    ("Benign") is let pass.
    """
    labels = {label.partition(".")[0] for one in row["annotations"] for label in one["label"]}
    supported = not labels & {"Unwanted", "Questionable"}
    yield Labelled(row["summary"].strip(), (row["source"],), supported, row["source"])


def qags(row: Row) -> Iterator[Labelled]:
    """Yield the sentences of one summary of QAGS (Wang et al. 2020, 2004.04228).

    Most of its three readers decide.
    """
    for sentence in row["summary_sentences"]:
        votes = [{"yes": 1, "no": -1}[one["response"]] for one in sentence["responses"]]
        evidence = (row["article"],)
        yield Labelled(sentence["sentence"], evidence, sum(votes) > 0, row["article"])


_TRUE = frozenset("1 true yes supported supports attributable".split())
_FALSE = frozenset(("0 false no unsupported refutes partly contradicted").split()) | {
    "not supported",
    "not attributable",
}


def table(row: Row) -> Iterator[Labelled]:
    """Yield a row of a table with the columns statement, evidence, supported and, if any, group.

    Further columns whose names begin with "evidence" are further texts. Without a group, what rests
    on one text is one.
    """
    said = str(row["supported"]).strip().casefold()
    if said not in _TRUE | _FALSE:
        raise ValueError(f'"supported" is {said!r}; write yes or no')
    texts = (row[name] for name in row if name and name.startswith("evidence"))
    evidence = tuple(text for text in texts if text and text.strip())
    group = row.get("group") or "\n".join(evidence)
    yield Labelled(row["statement"], evidence, said in _TRUE, group)


SHAPES: dict[str, Callable[[Row], Iterator[Labelled]]] = {
    "attributionbench": attributionbench,
    "wice": wice,
    "expertqa": expertqa,
    "fever-symmetric": fever_symmetric,
    "faithbench": faithbench,
    "qags": qags,
    "csv": table,
}
"""The shapes that can be read, by the name of the option `--kind`."""
FIELDS: dict[str, frozenset[str]] = {
    "attributionbench": frozenset({"claim", "references", "attribution_label", "question"}),
    "wice": frozenset({"claim", "evidence", "label", "meta"}),
    "expertqa": frozenset({"question", "answers"}),
    "fever-symmetric": frozenset({"id", "claim", "evidence", "label"}),
    "faithbench": frozenset({"source", "summary", "annotations"}),
    "qags": frozenset({"article", "summary_sentences"}),
    "csv": frozenset({"statement", "evidence", "supported"}),
}
"""What a row of each shape must have; the first that fits is taken where no kind is named."""
