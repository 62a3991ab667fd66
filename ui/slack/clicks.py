"""What buttons, menus and forms do. Each is a few calls to Slack, apart from the works."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from rag.answers import Answer, Turn
from ui.keeping.conversations import REMEMBERED, Asked, Conversation
from ui.keeping.feedback import LONGEST, Opinion, Reason
from ui.slack.answer_messages import OPINION, PASSAGE, SHARE, WITHHELD
from ui.slack.blocks import Block, shortened, unpacked
from ui.slack.clock import Clock
from ui.slack.errors import NotToSee, SlackError, SlackRefused
from ui.slack.files import ADD, LEAVE
from ui.slack.given_up import DISMISS, RETRY
from ui.slack.inbox import Inbox
from ui.slack.interactions import Body, enterprise_of, place_of, team_of
from ui.slack.kept import KeptWorks
from ui.slack.outbox import Outbox
from ui.slack.panes import Panes
from ui.slack.phrases import SlackPhrases
from ui.slack.private import RESPOND, TELL, alone
from ui.slack.views import notice_view, opinion_view, passage_view, withheld_view
from ui.slack.works import Kind, New, Place
from ui.terminal import one_line
from vectorstore.errors import FootnotedError

_LOG = logging.getLogger("footnoted.slack")
_QUESTION = 300
_KEPT = (
    *("actions", "user", "team", "team_id", "enterprise", "enterprise_id"),
    *("channel", "container", "trigger_id", RESPOND),
)
"""What of a click is needed to carry it out."""
_OPENED = "exchanged_trigger_id"
"""The code for a click whose view is open already."""


@dataclass(frozen=True)
class Clicks:
    """Carries out clicks, each once. `wake` is called when a click makes something to do."""

    inbox: Inbox
    outbox: Outbox
    clock: Clock
    kept: KeptWorks
    panes: Panes
    words: SlackPhrases
    wake: Callable[[], None]

    def take(self, body: Body) -> str:
        """Write a click down; return the key to `run` it with, empty where it is known already."""
        key = f"click/{body['trigger_id']}"
        kept = {name: body[name] for name in _KEPT if name in body}
        return key if self.inbox.errands.take(key, kept) else ""

    def run(self, key: str, body: Body) -> None:
        """Carry out a click; what cannot be done is said in a modal."""
        try:
            self._carry_out(body)
        except NotToSee as error:
            self._open(body, notice_view(str(error), self.words))
        except FootnotedError as error:
            _LOG.warning("a click failed: %s", error)
            self._open(body, notice_view(self.words.wording.told(str(error)), self.words))
        except Exception as error:
            _LOG.exception("a click broke")
            told = self.words.unexpected.format(type(error).__name__)
            self._open(body, notice_view(self.words.failed.format(told), self.words))
        self.inbox.errands.done(key)

    def opinion(self, body: Body) -> Block:
        """Keep what somebody says of an answer; return the view that says so."""
        value = unpacked(body["view"].get("private_metadata") or "{}")
        given = body["view"]["state"]["values"]
        place = Place(team_of(body), str(value.get("ch", "")), "", enterprise_of(body))
        user = body["user"]["id"]
        try:
            self.kept.get(place, user, value)
            reason = Reason(given["reason"]["reason"]["selected_option"]["value"])
            comment = (given["comment"]["comment"].get("value") or "")[:LONGEST]
            whose = f"slack:{place.team}:{user}"
            shelf = self.kept.shelf(place, user)
            shelf.kept.feedback.give(
                str(value["w"]),
                whose,
                Opinion(False, reason, comment),
                self._before(place, user, value),
            )
        except FootnotedError as error:
            return notice_view(self.words.wording.told(str(error)), self.words)
        return notice_view(self.words.thanks, self.words)

    def _before(self, place: Place, user: str, value: dict[str, Any]) -> list[Turn]:
        """Return the exchanges before an answer, as far as they may be seen there."""
        found = []
        for collection, work in self.inbox.kept_before((value["c"], value["w"]), REMEMBERED):
            with suppress(NotToSee):
                answer = self.kept.get(place, user, {"c": collection, "w": work})
                if isinstance(answer, Answer):
                    found.append(Asked(answer.question, answer))
        return Conversation(turns=tuple(found)).history

    def _carry_out(self, body: Body) -> None:
        action = body["actions"][0]
        chosen = action.get("selected_option") or {}
        value = unpacked(action.get("value") or chosen.get("value") or "{}")
        place, user = place_of(body), body["user"]["id"]
        match action["action_id"].partition(":")[0]:
            case name if name == PASSAGE:
                citation, label = self.kept.passage(place, user, value)
                self._open(body, passage_view(citation, self.words, label))
            case name if name == WITHHELD:
                answer = self.kept.get(place, user, value)
                assert isinstance(answer, Answer)
                self._open(body, withheld_view(answer, self.words))
            case name if name == OPINION:
                self.kept.get(place, user, value)
                self._open(body, opinion_view({**value, "ch": place.channel}, self.words))
            case name if name == SHARE:
                self._share(value, place, user, body)
            case name if name in (ADD, LEAVE):
                self._file(value, place, user, wanted=name == ADD)
            case name if name in (RETRY, DISMISS):
                self._given_up(value, place, user, again=name == RETRY)

    def _share(self, value: dict[str, Any], place: Place, user: str, body: Body) -> None:
        found = self.kept.get(place, user, value)
        asked = found.question if isinstance(found, Answer) else found.text
        new = New(
            f"{place.team}/{place.channel}/{value['w']}/share",
            Kind.SHARE,
            Place(place.team, place.channel, str(value.get("t", "")), place.enterprise),
            user,
            self._now(),
            shortened(one_line(asked), _QUESTION),
            detail={"c": value["c"], "w": value["w"], TELL: body.get(RESPOND, "")},
        )
        if self.inbox.take(new) or self.inbox.dead.again(new):
            self.wake()

    def _given_up(self, value: dict[str, Any], place: Place, user: str, *, again: bool) -> None:
        if not self.kept.audiences.admin(user):
            raise NotToSee(self.words.gone)
        works = self.panes.given_up
        told = (works.retry if again else works.dismiss)(place.team, value.get("k"))
        self.wake()
        self.panes.home(place.team, place.enterprise, user, told)

    def _file(self, value: dict[str, Any], place: Place, user: str, *, wanted: bool) -> None:
        work = self.inbox.by_id(str(value.get("k", "")))
        if work is None or work.place.channel != place.channel or work.place.team != place.team:
            raise NotToSee(self.words.gone)
        if not self.kept.audiences.may_add(place, user):
            raise NotToSee(self.words.file_admins.format(work.text))
        file = dict(work.detail["file"])
        if not wanted:
            file["id"] = ""
        new = New(
            f"{work.key}/add",
            Kind.ADD,
            work.place,
            user,
            self._now(),
            work.text,
            detail={"file": file},
        )
        if self.inbox.take(new, work.posts):
            self.wake()

    def _open(self, body: Body, view: Block) -> None:
        team, trigger = team_of(body), body["trigger_id"]
        try:
            self.outbox.once(team, "views.open", trigger_id=trigger, view=view)
        except SlackError as error:
            _LOG.warning("a click shows nothing: %s", error)
            opened = isinstance(error, SlackRefused) and error.code == _OPENED
            if (url := body.get(RESPOND)) and not opened:
                why = self.words.wording.told(str(error))
                self.outbox.attempt(team, RESPOND, **alone(url, self.words.not_opened.format(why)))

    def _now(self) -> str:
        return f"{self.clock.now():.6f}"
