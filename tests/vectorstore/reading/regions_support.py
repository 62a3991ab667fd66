"""What region tests ask: the texts of the regions of a kind."""

from vectorstore.documents import RegionKind
from vectorstore.reading.reading import Reading


def texts(reading: Reading, kind: RegionKind) -> list[str]:
    return [each.span.of(reading.text) for each in reading.regions if each.kind is kind]


def kinds(reading: Reading) -> list[str]:
    return [each.kind.value for each in reading.regions]


def teasers(reading: Reading) -> dict[str | None, str]:
    return {
        each.title: each.span.of(reading.text)
        for each in reading.regions
        if each.kind is RegionKind.TEASER
    }


def kind_of(reading: Reading, words: str) -> RegionKind:
    """The kind of the region that holds `words`, which stand in the text once."""
    assert reading.text.count(words) == 1, words
    at = reading.text.index(words)
    return next(each.kind for each in reading.regions if each.span.start <= at < each.span.end)
