"""One finding in detail, and the deeds that an officer does with it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from inspector_app.domain.events import PhotoTaken
from inspector_app.domain.finding import Tier
from inspector_app.domain.measure import Measure
from inspector_app.domain.photo import Photo
from inspector_app.domain.problems import Problem
from inspector_app.services import findings, measures, relief
from inspector_app.services.changes import Changes
from inspector_app.services.ports import FindingDetails, Reads
from inspector_app.services.relief import Relief
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.shift.finding_photos import FindingPhotos
from inspector_app.ui.shift.state import DetailsState, Panel
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.trouble import Trouble


class FindingController(QObject):
    def __init__(self, desk: Desk, view: ShiftView):
        super().__init__(view)
        self._desk, self._view = desk, view
        shift = desk.duty.state.shift
        self.state = DetailsState(on_duty=shift is not None, signer=shift, approval=desk.leaders.state)
        self._asked = 0
        self._approving: tuple[str, Tier | None] = ("", None)  # the finding and the tier for which the code was given
        self.photos = FindingPhotos(desk, view, lambda: self.state)
        self._connect()
        view.present_details(self.state)

    def _connect(self) -> None:
        panel = self._view.details.panel
        panel.wanted.connect(lambda chosen: self._show(self.state.opened(chosen)))
        panel.cancelled.connect(lambda: self._show(self.state.opened(Panel.NONE)))
        panel.written.connect(lambda text: self._show(replace(self.state, text=text, problem=None)))
        panel.advice_chosen.connect(lambda one: self._show(replace(self.state, advice=one, problem=None)))
        panel.tier_chosen.connect(lambda tier: self._show(replace(self.state, tier=tier, approved_by="", problem=None)))
        panel.code_given.connect(self._check)
        panel.confirmed.connect(self._do)
        self._desk.leaders.changed.connect(self._show_leaders)
        self.photos.brought.connect(self._add_photos)
        self._desk.duty.changed.connect(self._show_duty)

    def open(self, finding_id: str) -> None:
        """Reads a finding and shows it; the last one asked for wins."""
        self._asked += 1
        place = self._desk.workplace
        place.background.ask(_finding, self._asked, finding_id, place.clock.now()).then(self._came)

    def touched(self, changes: Changes) -> None:
        """Reads the shown finding again when it, or what was sent of it, changed."""
        if self.state.finding is not None and (changes.sync or self.state.finding.row.id in changes.findings):
            self.open(self.state.finding.row.id)

    def _came(self, answer: tuple[int, FindingDetails | None, Relief]) -> None:
        asked, finding, known = answer
        if asked != self._asked:
            return
        state, policy = self.state.shown(finding), self._desk.rulebook.policy
        if finding is not None and policy is not None:
            points = measures.points(finding, known, policy, self._desk.workplace.clock.now())
            offered = measures.offered(finding, policy, [near.point.id for near in points])
            state = replace(state, points=points, near_m=policy.near_m, offered=offered)
        self._show(state)
        if finding is not None:
            self.photos.show(finding)

    def _do(self) -> None:
        finding, text = self.state.finding, self.state.text
        if finding is None or not self.state.ready:
            return
        if self.state.panel is Panel.WITHDRAW:
            self._begin(findings.withdraw, finding.row.id, reason=text)
        elif self.state.panel is Panel.OVERRIDE:
            tier, word = self.state.tier or Tier.NONE, self.state.approved_by
            self._begin(findings.override, finding.row.id, tier, reason=text, approved_by=word)
        elif self.state.panel is Panel.MEASURE:
            self._take(finding, text)
        else:
            self._begin(findings.amend, finding.row.id, note=text)

    def _show_duty(self, duty: OnDuty) -> None:
        self._show(replace(self.state, on_duty=duty.shift is not None, signer=duty.shift))

    def _show_leaders(self) -> None:
        self._show(replace(self.state, approval=self._desk.leaders.state))

    def _check(self, number: str, code: str) -> None:
        """A leader gives their word; there must be something to approve of."""
        if not self.state.text.strip():
            self._show(replace(self.state, problem=Problem.OVERRIDE_NEEDS_REASON))
            return
        self._approving = self._wanted()
        self._desk.leaders.check(number, code, self._approved)

    def _approved(self, number: str) -> None:
        if self._wanted() == self._approving:
            self._show(replace(self.state, approved_by=number))

    def _wanted(self) -> tuple[str, Tier | None]:
        return (self.state.finding.row.id if self.state.finding is not None else ""), self.state.tier

    def _take(self, finding: FindingDetails, note: str) -> None:
        advised, policy, place = self.state.advice, self._desk.rulebook.policy, self._desk.workplace
        assert advised is not None
        assert policy is not None
        until = measures.deadline(advised, place.clock.now(), policy)
        name = self.state.names.get(advised.to, "")  # of a place: the screens show it in place of its id
        said = " · ".join(words for words in (name, note.strip()) if words)
        taken = Measure(place.ids(), advised.measure, advised.to, until, said)
        self._begin(measures.take, finding.row.id, taken, policy=policy)

    def _begin(self, deed: Callable[..., Changes], *given: Any, **named: Any) -> None:
        self._show(replace(self.state, busy=True, problem=None))
        workplace = self._desk.workplace
        pending = workplace.background.do(deed, *given, **named, clock=workplace.clock)
        pending.then(self._done).otherwise(self._failed)

    def _add_photos(self, finding_id: str, photos: Sequence[Photo]) -> None:
        lines = tuple(PhotoTaken(finding_id, photo) for photo in photos)
        self._begin(findings.add_photos, finding_id, lines)

    def _done(self, _: Changes) -> None:
        self._show(replace(self.state, busy=False).opened(Panel.NONE))

    def _failed(self, trouble: Trouble) -> None:
        known = trouble.code in set(Problem) and self.state.panel is not Panel.NONE
        self._show(replace(self.state, busy=False, problem=Problem(trouble.code) if known else None))
        if not known:
            self._desk.tell_trouble(trouble)

    def _show(self, state: DetailsState) -> None:
        self.state = state
        self._view.present_details(state)


def _finding(reads: Reads, asked: int, finding_id: str, now: datetime) -> tuple[int, FindingDetails | None, Relief]:
    return asked, reads.finding(finding_id), relief.known(reads, now)
