"""Files on their way from the browser: each is sent as it is, and may be called off."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from ui.web.library.faults import unwritten
from ui.web.library.intake import Intake
from ui.web.library.jobs import Job, Stage
from ui.web.library.librarian import Librarian, Librarians, said, telling
from ui.web.library.phrases import LibraryPhrases
from ui.web.library.progress import uploads_html
from ui.wording import ENGLISH, Wording

_MEGABYTE = 1_000_000


def sending(librarians: Librarians) -> APIRouter:
    """Return the endpoints that take files, tell how far they are, and stop them."""
    words, here, of = librarians.words, librarians.here, Depends(librarians.of)
    router = APIRouter(
        prefix="/uploads",
        route_class=telling(words.wording),
        dependencies=[Depends(librarians.may_change)],
    )

    @router.get("")
    def uploads(at: Librarian = of) -> Response:
        going = "1" if at.intake.going else "0"  # before the list, which then is no older
        html = uploads_html(at.intake.jobs(), words, here)
        return HTMLResponse(html, headers={"X-Going": going, "Cache-Control": "no-store"})

    @router.put("")
    async def send(request: Request, name: str, at: Librarian = of) -> Response:
        """Take one file: the body is its bytes."""
        intake, length = at.intake, request.headers.get("content-length", "")
        size = int(length) if length.isdecimal() else 0
        if not intake.room():
            return _refused(intake, name, here.too_many.format(f"{intake.limits.most:,}"))
        if size > intake.limits.largest:
            return _refused(intake, name, _too_large(intake, here, name, size))
        try:
            job = intake.begin(name, size)
        except OSError as error:
            return _refused(intake, name, unwritten(error), words.wording, 507)
        try:
            if not await _receive(request, job, intake.limits.largest):
                intake.lose(job, _too_large(intake, here, name, job.done))
                return said(job.reason, 413)
        except ClientDisconnect:
            intake.lose(job)
            return said("", 400)
        except OSError as error:
            intake.lose(job, unwritten(error))
            return said(words.wording.told(job.reason), 507)
        intake.received(job)
        return said("")

    @router.delete("")
    def stop(at: Librarian = of) -> Response:
        at.intake.stop()
        return said("")

    @router.delete("/ended")
    def clear(at: Librarian = of) -> Response:
        at.intake.clear()
        return said("")

    return router


async def _receive(request: Request, job: Job, largest: int) -> bool:
    """Write what comes to where the job holds it; tell whether it was not too much."""
    assert job.held is not None
    with job.held.open("wb") as file:
        async for block in request.stream():
            job.done += len(block)
            if job.done > largest:
                return False
            if job.stage is Stage.STOPPED:
                return True
            file.write(block)
    return True


def _refused(
    intake: Intake, name: str, reason: str, wording: Wording = ENGLISH, status: int = 413
) -> Response:
    intake.refuse(name, reason)
    return said(wording.told(reason), status)


def _too_large(intake: Intake, here: LibraryPhrases, name: str, size: int) -> str:
    most = intake.limits.largest
    return here.too_large.format(name, f"{size / _MEGABYTE:,.0f}", f"{most / _MEGABYTE:,.0f}")
