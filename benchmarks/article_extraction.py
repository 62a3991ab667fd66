"""How well the HTML reader tells an article from its page, beside trafilatura alone.

    python benchmarks/article_extraction.py FOLDER

FOLDER holds `ground-truth.json` (page name -> `articleBody`) and `html/NAME.html.gz`, as in
scrapinghub's article-extraction-benchmark. Prints precision, recall and F1 of words (bags of
words, mean over the pages) of body, list and table regions against the article's text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import trafilatura

from vectorstore.documents import RegionKind
from vectorstore.reading.html import read_html

TEXT = (RegionKind.BODY, RegionKind.LIST, RegionKind.TABLE)


def ours(page: bytes) -> str:
    """Return the article's text as its regions have it."""
    reading = read_html(page, "page")
    return "\n".join(each.span.of(reading.text) for each in reading.regions if each.kind in TEXT)


def trafilatura_default(page: bytes) -> str:
    """Return what trafilatura extracts as it comes, without comments."""
    return trafilatura.extract(page, include_comments=False) or ""


def trafilatura_precise(page: bytes) -> str:
    """Return what trafilatura extracts when told to prefer precision."""
    return trafilatura.extract(page, include_comments=False, favor_precision=True) or ""


def scores(found: str, wanted: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the words of `found`, as bags of words."""
    have, want = (Counter(re.findall(r"\w+", text)) for text in (found, wanted))
    shared = (have & want).total()
    precision = shared / have.total() if have else 0.0
    recall = shared / want.total() if want else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def main() -> None:
    """Score the three readers on every page of the folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="list our worst pages")
    options = parser.parse_args()
    truth = json.loads((options.folder / "ground-truth.json").read_text())
    pages = {
        name: gzip.decompress((options.folder / "html" / f"{name}.html.gz").read_bytes())
        for name in truth
    }
    readers: tuple[Callable[[bytes], str], ...] = (ours, trafilatura_default, trafilatura_precise)
    print(f"{len(pages)} pages    precision  recall  F1      pages/s")
    for reader in readers:
        began = time.perf_counter()
        texts = {name: reader(page) for name, page in pages.items()}
        rate = len(pages) / (time.perf_counter() - began)
        each = {name: scores(texts[name], truth[name]["articleBody"]) for name in pages}
        means = [sum(score[i] for score in each.values()) / len(each) for i in range(3)]
        print(f"{reader.__name__:20} " + "  ".join(f"{mean:.4f}" for mean in means), f"{rate:6.0f}")
        if reader is ours:
            for name in sorted(each, key=lambda name: each[name][2])[: options.worst]:
                print(f"    {each[name][2]:.3f} {name[:8]} {truth[name].get('url', '')}")


if __name__ == "__main__":
    main()
