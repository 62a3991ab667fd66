"""The tools beside the page, on the same server; without a browser, whose loop allows no other."""

from __future__ import annotations

from tests.ui.mcp.calling import called


def test_the_tools_are_beside_the_page(address: str) -> None:
    asked = {"question": "How many troops does the mission have now?"}
    (result,) = called(f"{address}/mcp", ("ask", asked))
    assert result.structured_content["citations"]
