"""Who a source says that a quotation is of."""

from __future__ import annotations

import pytest

from rag.alignment.attribution import speaker_of
from vectorstore.documents import Span


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“Nobody may open it,” said its defence minister, Anselm Pryce.", "Anselm Pryce"),
        ("“Nobody may open it,” said Anselm Pryce, who left.", "Anselm Pryce"),
        ("“Nobody may open it,” Anselm Pryce said on the radio.", "Anselm Pryce"),
        ("Anselm Pryce said: “Nobody may open it.”", "Anselm Pryce"),
        ("Hanne Verlo, who chairs the board, said: “Nobody may open it.”", "Hanne Verlo"),
        ("Hanne Verlo, mayor of Kastrel, said: “Nobody may open it.”", "Hanne Verlo"),
        ("“Nobody may open it,” said the mayor of Kastrel, Hanne Verlo.", "Hanne Verlo"),
        ("“Nobody may open it,” said Ruth Amadi-Voss.", "Ruth Amadi-Voss"),
        ("Anselm Pryce recently said that “nobody may open it”.", "Anselm Pryce"),
        ("He said that Wagner “sees that nobody may open it”.", None),
        ("She told them on 12 April that “nobody may open it”.", None),
        ("“Nobody may open it,” she said.", None),
        ("“Nobody may open it,” officials in Kastrel said.", None),
        ("Kastrel officials said: “Nobody may open it.”", None),
        ("“Nobody may open it,” said Hanne Verlo. Anselm Pryce said no.", "Hanne Verlo"),
        ("“Nobody may open it,” said Hanne Verlo, and Anselm Pryce said so too.", None),
        ("Anselm Pryce said that nobody may open it.", None),
        ("“Ask Anselm Pryce, who says nobody may open it.”", None),
    ],
)
def test_a_speaker_is_whom_the_source_names_beside_the_verb(text: str, name: str | None) -> None:
    whole = f"Anna Berg told a story.\n{text}\nMarta Holm said more."
    at = whole.index("obody may open it")
    found = speaker_of(whole, Span(at, at + 10))
    assert (found and found.of(whole)) == name


def test_outside_a_quotation_nobody_speaks() -> None:
    text = "“Nobody may open it,” said Hanne Verlo on Monday in the hall."
    assert speaker_of(text, Span(text.index("Monday"), len(text))) is None
