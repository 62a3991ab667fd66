"""Somebody's finished text, footnoted: every sentence that claims something, held to the library.

The same checks as for an answer, but no model wrote what is checked. A few sentences at a time are
searched for, aligned, and what is reworded is read by the judge in one call; so the result can be
watched as it grows, and a long draft takes no more memory than what it cites.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.answers import (
    Citation,
    Evidence,
    Filters,
    Label,
    Provenance,
    Spans,
    Verdict,
    VerdictClass,
)
from rag.cite import Footnotes
from rag.claiming import Kind, kind_of
from rag.desk import Desk
from rag.errors import RequestError
from rag.leaning import query, unnamed
from rag.manuscript.prose import Place, Sentence
from rag.manuscript.read import Form, Manuscript
from rag.run import Run
from rag.verify import Checked
from vectorstore.documents import Document, Span

_AT_A_TIME = 16


class Standing(StrEnum):
    """How a sentence of a draft stands once it was looked up."""

    FOOTNOTED = "footnoted"
    REWORDED = "reworded"
    NO_SOURCE = "no_source"
    CONTRADICTED = "contradicted"
    NO_SOURCE_NEEDED = "no_source_needed"
    NOT_CHECKED = "not_checked"


_STANDINGS = {
    VerdictClass.REWORDED: Standing.REWORDED,
    VerdictClass.NOT_FOUND: Standing.NO_SOURCE,
    VerdictClass.CONTRADICTED: Standing.CONTRADICTED,
}
_ATTENTION = (Standing.NO_SOURCE, Standing.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft: where it stands, its words without marks, and what came of it.

    `why` says why one that is no claim was not checked. A claim has a verdict, and footnotes on the
    spans that support or contradict it; `spans` are all it was held against.
    """

    span: Span
    words: str
    place: Place
    kind: Kind
    why: str = ""
    verdict: Verdict | None = None
    citations: tuple[Citation, ...] = ()
    spans: Spans = ()

    def __post_init__(self) -> None:
        if (self.kind is Kind.CLAIM) != (self.verdict is not None):
            raise ValueError("A claim has a verdict, and nothing else has.")

    @property
    def standing(self) -> Standing:
        """How it stands."""
        if self.verdict is None:
            return Standing(self.kind.value)
        return _STANDINGS.get(self.verdict.kind, Standing.FOOTNOTED)


@dataclass(frozen=True, slots=True)
class SentenceChecked:
    """A sentence that is settled, its place among all of them, and how many there are."""

    sentence: CheckedSentence
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with what came of each of its sentences, in order."""

    text: str
    form: Form
    sentences: tuple[CheckedSentence, ...]
    provenance: Provenance

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every footnote once, by number."""
        found = {c.number: c for s in self.sentences for c in s.citations}
        return tuple(found[number] for number in sorted(found))

    @property
    def counts(self) -> Mapping[Standing, int]:
        """How many sentences came to what."""
        return Counter(sentence.standing for sentence in self.sentences)

    @property
    def classes(self) -> Mapping[VerdictClass, int]:
        """How many claims are of which class."""
        return Counter(s.verdict.kind for s in self.sentences if s.verdict is not None)

    @property
    def attention(self) -> bool:
        """Whether a claim has no source or is contradicted."""
        return any(self.counts.get(standing) for standing in _ATTENTION)


def check_draft(
    desk: Desk, draft: str | Manuscript, filters: Filters | None = None, run: Run | None = None
) -> Iterator[SentenceChecked | CheckedDraft]:
    """Yield each sentence as it is settled, in order, and at the end the whole.

    A string is taken for Markdown. Raises RequestError for an empty draft or library, Cancelled
    when the run is called off.
    """
    manuscript = Manuscript(draft) if isinstance(draft, str) else draft
    if desk.library.empty:
        raise RequestError(
            "The library holds no documents yet: add some with 'footnoted ingest PATH', "
            "then check the draft again."
        )
    checking = _Checking(desk, filters or Filters(), manuscript.document_id, run or Run())
    with checking.run.timed("read"):
        sentences = list(manuscript.sentences())
    settled: list[CheckedSentence] = []
    for start in range(0, len(sentences), _AT_A_TIME):
        for sentence in checking.settle(sentences[start : start + _AT_A_TIME]):
            settled.append(sentence)
            yield SentenceChecked(sentence, len(settled), len(sentences))
    yield CheckedDraft(manuscript.text, manuscript.form, tuple(settled), checking.provenance())


class _Checking:
    """One draft on its way: the numbers given so far, and the documents cited, each held once."""

    def __init__(self, desk: Desk, filters: Filters, own: str | None, run: Run) -> None:
        self.run = run
        self._desk = desk
        self._filters = filters
        self._own = own
        self._footnotes = Footnotes()
        self._documents: dict[tuple[str, str], Document] = {}
        self._judge: str | None = None

    def settle(self, sentences: Sequence[Sentence]) -> Iterator[CheckedSentence]:
        """Yield what came of some sentences; the reworded ones among them are judged together."""
        kinds = [kind_of(sentence) for sentence in sentences]
        claims = [s for s, (kind, _) in zip(sentences, kinds, strict=True) if kind is Kind.CLAIM]
        aligned = [(sentence.words, self._aligned(sentence)) for sentence in claims]
        checked = iter(self._desk.examiner.judged(aligned, self.run))
        for sentence, (kind, why) in zip(sentences, kinds, strict=True):
            if kind is Kind.CLAIM:
                yield self._claim(sentence, next(checked))
            else:
                yield _settled(sentence, kind, why)

    def _aligned(self, sentence: Sentence) -> Checked:
        self.run.go_on()
        with self.run.timed("retrieve"):
            found = self._desk.retriever.retrieve(query(sentence), self._filters).evidence
        evidence = [each for each in found if each.document.id != self._own]
        if len(evidence) < len(found):
            self.run.note("The draft is in the library itself; it is not taken for a source.")
        with self.run.timed("verify"):
            return self._desk.examiner.verifier.check(sentence.words, (), evidence)

    def _claim(self, sentence: Sentence, checked: Checked) -> CheckedSentence:
        verdict = _meant(sentence, checked)
        if verdict.judgement is not None:
            self._judge = verdict.judgement.by
        spans = tuple((self._kept(evidence), span) for evidence, span in checked.spans)
        cited = verdict.kind is not VerdictClass.NOT_FOUND
        citations = self._footnotes.cite(spans) if cited else ()
        return replace(
            _settled(sentence, Kind.CLAIM, "", verdict), citations=citations, spans=spans
        )

    def _kept(self, evidence: Evidence) -> Evidence:
        """Return the same with the document as it is already held, so that it is held once."""
        document = evidence.document
        known = self._documents.setdefault((document.id, document.content_hash), document)
        return evidence if known is document else replace(evidence, document=known)

    def provenance(self) -> Provenance:
        """Return what produced the result."""
        return Provenance(
            answerer="draft",
            embedder=self._desk.embedder,
            settings=self._desk.settings,
            library_revision=self._desk.library.revision,
            prompts=dict(self.run.prompts),
            timings_ms=dict(self.run.timings_ms),
            judge=self._judge,
            notes=tuple(self.run.notes),
            usage=self.run.usage,
        )


def _settled(
    sentence: Sentence, kind: Kind, why: str, verdict: Verdict | None = None
) -> CheckedSentence:
    return CheckedSentence(sentence.span, sentence.words, sentence.place, kind, why, verdict)


def _meant(sentence: Sentence, checked: Checked) -> Verdict:
    """Return the verdict; of a sentence that may mean somebody else, that it was not judged."""
    verdict = checked.verdict
    if verdict.kind is VerdictClass.NOT_FOUND:
        return verdict
    names = unnamed(sentence, checked.spans)
    if not names:
        return verdict
    return replace(
        verdict,
        label=Label.UNCHECKED,
        kind=VerdictClass.REWORDED,
        reason=f"It leans on the sentence before it, and the source does not name {names}.",
    )
