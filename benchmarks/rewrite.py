"""How well rag/rewrite.py makes follow-ups standalone, against human rewrites.

    python benchmarks/rewrite.py CANARD.json[.gz] [--standalone QUESTIONS.jsonl[.gz] ...]

CANARD (Elgohary et al., 2019) holds dialogues with each follow-up rewritten by a person; its
History is taken in pairs, the article's title and section being the first. Its articles are split
into two halves by a hash: the rules were tuned on the first half only. `--standalone` takes JSON
lines with a "question", "input", "text" or "question_sentence" each: self-contained questions,
asked after unrelated histories; every change to one is false.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from snowballstemmer import stemmer

from rag.answers import Turn
from rag.rewrite import RuleRewriter

_STOP = frozenset(
    """a an the and or but of in on at to for from with by about as is are was were be been being do
    does did have has had will would can could shall should may might must i you he she it we they
    me him her us them my your his its our their this that these those there here what who whom
    whose which when where why how not no any some other others else than aside besides addition
    also so then s t""".split()
)
_STEM = stemmer("english")
_FIELDS = ("question", "input", "text", "question_sentence")
_HEADER = (
    "half",
    "rewriter",
    "recall",
    "precision",
    "F1",
    "token F1",
    "BLEU-4",
    "changed",
    "false",
)
Rewrite = Callable[[str, Sequence[Turn]], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One follow-up of a dialogue and how a person rewrote it."""

    dialogue: str
    number: int
    history: tuple[Turn, ...]
    question: str
    gold: str

    @property
    def tuned_on(self) -> bool:
        """Whether it is in the half on which the rules were tuned."""
        return hashlib.sha256(self.dialogue.rpartition("_")[0].encode()).digest()[0] % 2 == 0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("canard", type=Path)
    parser.add_argument("--standalone", type=Path, nargs="*", default=[])
    parser.add_argument("--show", type=int, default=0, help="print so many of the tuned half")
    parser.add_argument("--grep", default="", help="of questions matching this pattern")
    options = parser.parse_args()
    items = list(_items(options.canard))
    rewriters: dict[str, Rewrite] = {
        "copy the question": lambda question, history: question,
        "prepend the previous question": lambda q, history: f"{history[-1].question} {q}",
        "rules": RuleRewriter().rewrite,
    }
    print(" | ".join(_HEADER))
    for half, tuned in {"tuned on": True, "held out": False}.items():
        mine = [item for item in items if item.tuned_on == tuned]
        for name, rewrite in rewriters.items():
            print(
                half, name, *_row(mine, [rewrite(i.question, i.history) for i in mine]), sep=" | "
            )
    _unrelated(items, options.standalone)
    _timed(items)
    if options.show:
        _show(items, options.show, options.grep)


def _items(path: Path) -> Iterator[Item]:
    for record in _load(path):
        said = record["History"]
        turns = tuple(Turn(q, a) for q, a in zip(said[::2], said[1::2], strict=True))
        yield Item(
            record["QuAC_dialog_id"],
            record["Question_no"],
            turns,
            record["Question"],
            record["Rewrite"],
        )


def _load(path: Path) -> Any:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return (
        [json.loads(line) for line in text.splitlines()]
        if ".jsonl" in path.name
        else json.loads(text)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"['’]s\b", "", text.lower()))


def _content(text: str) -> set[str]:
    return set(_STEM.stemWords([word for word in _words(text) if word not in _STOP]))


def _row(items: Sequence[Item], made: Sequence[str]) -> list[str]:
    """Compare the content words added with those the person added, and the whole texts."""
    hit = added = wanted = changed = false = same = 0
    for item, text in zip(items, made, strict=True):
        asked, gold, mine = _content(item.question), _content(item.gold), _content(text)
        hit += len((mine - asked) & (gold - asked))
        added += len(mine - asked)
        wanted += len(gold - asked)
        changed += text != item.question
        if _words(item.question) == _words(item.gold):
            same += 1
            false += text != item.question
    ours, theirs = [_words(text) for text in made], [_words(item.gold) for item in items]
    f1 = sum(_f1(mine, gold) for mine, gold in zip(ours, theirs, strict=True)) / len(items)
    recall, precision = hit / wanted, hit / max(added, 1)
    both = 2 * recall * precision / max(recall + precision, 1e-9)
    numbers = (recall, precision, both, f1, _bleu(ours, theirs), changed / len(items), false / same)
    return [*(f"{number:.3f}" for number in numbers), f"{len(items)} of which {same} unchanged"]


def _f1(mine: list[str], gold: list[str]) -> float:
    common = sum((Counter(mine) & Counter(gold)).values())
    return 2 * common / (len(mine) + len(gold))


def _bleu(mine: Iterable[list[str]], gold: Iterable[list[str]]) -> float:
    """Return corpus BLEU-4 with one reference (Papineni et al., 2002)."""
    hits, totals, length, reference = [0] * 4, [0] * 4, 0, 0
    for ours, theirs in zip(mine, gold, strict=True):
        length, reference = length + len(ours), reference + len(theirs)
        for n in range(4):
            grams = [
                Counter(zip(*(words[i:] for i in range(n + 1)), strict=False))
                for words in (ours, theirs)
            ]
            hits[n] += sum((grams[0] & grams[1]).values())
            totals[n] += sum(grams[0].values())
    brevity = min(0.0, 1 - reference / length)
    logs = (math.log(max(h, 1e-9) / t) for h, t in zip(hits, totals, strict=True))
    return math.exp(brevity + sum(logs) / 4)


def _unrelated(items: Sequence[Item], files: Sequence[Path]) -> None:
    """Ask self-contained questions after unrelated histories and count what is changed."""
    histories = [item.history for item in items if item.number >= 3]
    rewrite = RuleRewriter().rewrite
    sets = {"first questions of other dialogues": [i.gold for i in items if i.number == 1]}
    for path in files:
        found = (next(r[f] for f in _FIELDS if f in r) for r in _load(path))
        sets[path.name] = [str(question) for question in found]
    for name, questions in sets.items():
        pairs = [(q, histories[(7 * i + 3) % len(histories)]) for i, q in enumerate(questions)]
        wrong = [(q, out) for q, history in pairs if (out := rewrite(q, history)) != q]
        share = len(wrong) / len(pairs)
        print(f"standalone, {name}: {len(wrong)} of {len(pairs)} changed ({share:.3f})")
        for question, out in wrong[:: max(1, len(wrong) // 12)]:
            print(f"    {question}\n      -> {out}")


def _timed(items: Sequence[Item]) -> None:
    start, rewrite = time.perf_counter(), RuleRewriter().rewrite
    for item in items[:500]:
        rewrite(item.question, item.history)
    print(f"{(time.perf_counter() - start) / 500 * 1000:.2f} ms a rewrite")


def _show(items: Sequence[Item], count: int, pattern: str) -> None:
    mine = [i for i in items if i.tuned_on and re.search(pattern, i.question, re.IGNORECASE)]
    rewrite = RuleRewriter().rewrite
    for item in mine[:: max(1, len(mine) // count)]:
        for turn in item.history[:1] + item.history[1:][-2:]:
            print(f"--- {turn.question} / {turn.answer[:90]}")
        print(f"  asked {item.question}\n  ours  {rewrite(item.question, item.history)}")
        print(f"  gold  {item.gold}")


if __name__ == "__main__":
    main()
