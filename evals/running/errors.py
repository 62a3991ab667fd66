"""What can go wrong with a run of an evaluation.

EvaluationError
|-- RunBusy       another process is at this run
|-- OtherRun      the folder holds a run of something else
`-- NotARun       there is no run, or one of another version
"""

from __future__ import annotations

from vectorstore.errors import FootnotedError


class EvaluationError(FootnotedError):
    """An evaluation cannot be made as asked, and why."""


class RunBusy(EvaluationError):
    """Another process is at this run."""


class OtherRun(EvaluationError):
    """The folder holds a run of something else."""


class NotARun(EvaluationError):
    """There is no run to read, or it is of another version."""
