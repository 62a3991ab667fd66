"""The keyword index: BM25 over the same passages, by tantivy.

A question is never parsed: its words become terms as the words of a passage do, so operators,
quotes and emoji are what they look like.
"""

from __future__ import annotations

import math
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import LibraryDamaged
from vectorstore.faults import reported
from vectorstore.records import KeyHit

if TYPE_CHECKING:
    import tantivy

_VERSION = 1
_WORD = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*"
    r"|\p{N}+(?:[.,]\p{N}+)*"
    r"|[\p{L}\p{M}\p{N}]+(?:'\p{L}+)*"
)
"""A word or a number; scripts that write no space between words go in character by character."""
_LONGEST_WORD = 60
_LONGEST_QUESTION = 100_000
_WRITER_BYTES = 32_000_000
_MOST_REPEATS = 3
_LARGE_SHARE, _LONGEST_SEARCH = 0.05, 2000


@dataclass(frozen=True, slots=True)
class LexicalConfig:
    """How text becomes terms, and how many of a question's terms are looked up.

    `language` names the stemmer and the stop words, None for no stemming. Of a question with more
    than `most_terms` different terms the rarest count.
    """

    language: str | None = "english"
    stop_words: bool = False
    most_terms: int = 64

    @property
    def fingerprint(self) -> str:
        """What the index depends on; another one means that it is built anew."""
        return f"bm25-{_VERSION} language={self.language} stop_words={self.stop_words}"


class LexicalIndex:
    """The keyword index of one collection. Safe between threads, not between processes.

    What is added or deleted can be found from the next `commit` on, which makes it durable. Raises
    LibraryDamaged when the files cannot be read, LibraryError when they cannot be written.
    """

    def __init__(
        self, folder: Path, config: LexicalConfig | None = None, *, create: bool = True
    ) -> None:
        self._folder = folder
        self._config = config or LexicalConfig()
        self._changing = threading.RLock()
        self._writer: tantivy.IndexWriter | None = None
        if not create and not (folder / "meta.json").is_file():
            raise LibraryDamaged(
                f"The keyword index in {folder} is gone; `footnoted doctor --repair` makes it anew."
            )
        with self._reported():
            import tantivy

            folder.mkdir(parents=True, exist_ok=True)
            self._schema = _schema()
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._analyzer = _analyzer(self._config)
            self._index.register_tokenizer("words", self._analyzer)
            self._index.reload()
            self._searcher = self._index.searcher()

    @property
    def count(self) -> int:
        """How many passages the index holds, stray ones included."""
        return int(self._searcher.num_docs)

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Add passages as (key, text) under keys that the index does not hold."""
        import tantivy

        with self._changing, self._reported():
            writer = self._open_writer()
            for key, text in passages:
                document = tantivy.Document()
                document.add_integer("key", key)
                document.add_text("text", _normal(text))
                writer.add_document(document)

    def delete(self, keys: Iterable[int]) -> None:
        """Drop these keys; unknown ones do no harm."""
        from tantivy import Query

        with self._changing, self._reported():
            query = Query.term_set_query(self._schema, "key", list(keys))
            self._open_writer().delete_documents_by_query(query)

    def commit(self) -> None:
        """Make what was added and deleted since the last commit durable, and let it be found."""
        with self._changing, self._reported():
            if self._writer is not None:
                self._writer.commit()
                self._index.reload()
                self._searcher = self._index.searcher()

    def rollback(self) -> None:
        """Forget what was added and deleted since the last commit."""
        with self._changing, self._reported():
            if self._writer is not None:
                self._writer.rollback()

    def keys(self) -> list[int]:
        """Return every key the index holds, one as often as it is held."""
        import tantivy

        searcher = self._searcher
        with self._reported():
            if not searcher.num_docs:
                return []
            query = tantivy.Query.all_query()
            found = searcher.search(query, searcher.num_docs, count=False)
            return self._keys(searcher, found)

    def query(self, text: str, k: int, allowed: AbstractSet[int] | None = None) -> list[KeyHit]:
        """Return up to `k` keys of passages that share terms with any text, best first.

        Scores are BM25 (k1 1.2, b 0.75). `allowed` restricts the search to those keys.
        """
        searcher = self._searcher
        if k < 1 or not searcher.num_docs or (allowed is not None and not allowed):
            return []
        with self._reported():
            terms = self._terms(text, searcher)
            if not terms:
                return []
            query = self._query(terms)
            if allowed is None:
                return self._search(searcher, query, k)
            share = len(allowed) / searcher.num_docs
            reach = int(1.5 * k / share) + k
            if share >= _LARGE_SHARE and reach <= _LONGEST_SEARCH:
                found = self._search(searcher, query, reach)
                hits = [hit for hit in found if hit.key in allowed]
                if len(hits) >= k or len(found) < reach:
                    return hits[:k]
            return self._search(searcher, self._within(query, allowed), k)

    def rarity(self, word: str) -> float:
        """Return a word's inverse document frequency as BM25 has it, scaled to 0..1.

        1 is a word of no passage, 0 one of every passage; of several terms the commonest counts.
        """
        searcher = self._searcher
        with self._reported():
            terms = set(self._analyzer.analyze(_normal(word)))
            frequency = max((searcher.doc_freq("text", term) for term in terms), default=0)
        count = max(searcher.num_docs, frequency, 1)
        odds = (count - frequency + 0.5) / (frequency + 0.5)
        return math.log1p(odds) / math.log1p((count + 0.5) / 0.5)

    def close(self) -> None:
        """Close the index, forgetting what was not committed; doing it twice is harmless."""
        with self._changing, self._reported():
            if self._writer is not None:
                self._writer.rollback()
                self._writer.wait_merging_threads()
                self._writer = None

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_WRITER_BYTES, 1)
        return self._writer

    def _terms(self, text: str, searcher: tantivy.Searcher) -> list[tuple[str, int]]:
        counts = Counter(self._analyzer.analyze(_normal(text[:_LONGEST_QUESTION])))
        if len(counts) <= self._config.most_terms:
            return list(counts.items())
        frequencies = {term: searcher.doc_freq("text", term) for term in counts}
        rarest = sorted((term for term in counts if frequencies[term]), key=frequencies.__getitem__)
        return [(term, counts[term]) for term in rarest[: self._config.most_terms]]

    def _query(self, terms: list[tuple[str, int]]) -> tantivy.Query:
        from tantivy import Occur, Query

        parts = []
        for term, count in terms:
            part = Query.term_query(self._schema, "text", term, "freq")
            weight = min(count, _MOST_REPEATS)
            parts.append((Occur.Should, Query.boost_query(part, weight) if weight > 1 else part))
        return Query.boolean_query(parts)

    def _within(self, query: tantivy.Query, allowed: AbstractSet[int]) -> tantivy.Query:
        from tantivy import Occur, Query

        keys = Query.term_set_query(self._schema, "key", list(allowed))
        filtered = Query.const_score_query(keys, 0.0)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, filtered)])

    def _search(self, searcher: tantivy.Searcher, query: tantivy.Query, k: int) -> list[KeyHit]:
        found = searcher.search(query, k, count=False)
        keys = self._keys(searcher, found)
        return [KeyHit(key, score) for key, (score, _) in zip(keys, found.hits, strict=True)]

    @staticmethod
    def _keys(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> list[int]:
        addresses = [address for _, address in found.hits]
        return [int(key) for key in searcher.fast_field_values("key", addresses)]

    def _reported(self) -> Any:
        return reported("keyword index", self._folder)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u2019", "'")


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="words", index_option="freq")
    return builder.build()


def _analyzer(config: LexicalConfig) -> tantivy.TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.regex(_WORD))
    builder = builder.filter(Filter.remove_long(_LONGEST_WORD)).filter(Filter.lowercase())
    if config.language and config.stop_words:
        builder = builder.filter(Filter.stopword(config.language))
    if config.language:
        builder = builder.filter(Filter.stemmer(config.language))
    return builder.filter(Filter.ascii_fold()).build()
