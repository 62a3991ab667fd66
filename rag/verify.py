"""Does what a statement cites say what it says: the check every sentence passes before it is shown.

Here a statement has to be its sources' own words, in order; anything else is not supported.
"""

from __future__ import annotations

from rag.answers import Claim, Label, Verdict, VerdictClass

BY = "verbatim"


class VerbatimVerifier:
    """Supports a claim when its text is, white space apart, the words of its spans in order."""

    def verify(self, claim: Claim) -> Verdict:
        """Compare the claim's words with the words it cites."""
        cited = " ".join(span.of(evidence.document.text) for evidence, span in claim.spans)
        if claim.spans and claim.text.split() == cited.split():
            return Verdict(
                Label.SUPPORTED, VerdictClass.QUOTED, BY, "The source says it in these words.", 1.0
            )
        return Verdict(
            Label.UNSUPPORTED,
            VerdictClass.NOT_FOUND,
            BY,
            "The words of the statement are not those of its source.",
            0.0,
        )
