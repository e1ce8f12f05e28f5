"""What becomes of a draft: a finding, nothing, or one of those that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from inspector_app.ui.record import answers

if TYPE_CHECKING:
    from inspector_app.domain.finding import Category, Draft
    from inspector_app.ui.desk import Desk
    from inspector_app.ui.record.keeping import DraftKeeper
    from inspector_app.ui.record.state import RecordState
    from inspector_app.ui.record.surroundings_desk import SurroundingsDesk
    from inspector_app.ui.record.view import RecordView
    from inspector_app.ui.trouble import Trouble


class DraftPage(Protocol):
    """What the saver needs of the page that it acts for; the page itself knows the saver."""

    desk: Desk
    view: RecordView
    state: RecordState
    keeper: DraftKeeper
    attempted: bool

    def tell(self, **told: Any) -> None: ...
    def start(self, draft: Draft) -> None: ...
    def blank(self, category: Category, after: Draft | None = None) -> Draft: ...


class Saver(QObject):
    """Acts on the draft of one record page."""

    def __init__(self, page: DraftPage, around: SurroundingsDesk, parent: QObject):
        super().__init__(parent)
        self._page, self._around = page, around
        self._thrown_away: Draft | None = None
        self._others: list[Draft] = []
        self._pending = 0  # findings that are on their way to the disk
        self._waits: tuple[str, bool] | None = None  # a save that waits: of which draft, and whether to go on
        self.asked_for_drafts = False
        around.settled.connect(self.go_on)
        page.view.bar.save_wanted.connect(self.save)
        page.view.bar.discard_wanted.connect(self.discard)
        page.view.bar.other_wanted.connect(self.next_draft)

    def drafts(self) -> dict[str, Any]:
        """The part of the state that speaks of other drafts."""
        restore = self._thrown_away is not None
        return {"other_drafts": len(self._others), "may_restore": restore, "pending": self._pending}

    def save(self, go_on: bool) -> None:
        """Records the finding; says so only when it is durable."""
        page = self._page
        if page.state.saving:
            return
        if self._is_blank(page.state.draft):
            page.tell(said=self.tr("There is nothing to save yet."))
            return
        page.attempted = True
        page.tell(queued=False)
        if page.state.problems:
            page.view.show_field(next(iter(page.state.problems)), page.state.draft.category)
        elif (trouble := page.desk.rulebook.trouble) is not None:
            page.desk.tell_trouble(trouble)  # it would wait for ever
        elif page.desk.rulebook.policy is None or self._around.is_looking:
            self._waits = page.state.draft.id, go_on
            page.tell(queued=True)
        else:
            self._record(go_on=go_on)

    def _record(self, *, go_on: bool) -> None:
        from inspector_app.services import findings

        page, place = self._page, self._page.desk.workplace
        policy = page.desk.rulebook.policy
        assert policy is not None
        draft = self._signed(page.state.draft)
        page.keeper.close(draft.id)
        self._pending += 1
        page.tell(saving=not go_on, queued=False)
        saving = place.background.do(findings.record, draft, policy=policy, clock=place.clock)
        if go_on:
            page.start(page.blank(draft.category, after=draft))  # the next one does not wait for the disk
            saving.then(lambda _: self._saved()).otherwise(lambda trouble: self._brought_back(draft, trouble))
        else:
            saving.then(lambda _: self._saved_and_done(draft)).otherwise(self._not_saved)

    def go_on(self) -> None:
        """The policy came, or the grid: a save that waited for it happens now."""
        waits, self._waits = self._waits, None
        if waits is not None and waits[0] == self._page.state.draft.id:
            self.save(waits[1])

    def _signed(self, draft: Draft) -> Draft:
        shift = self._page.desk.duty.state.shift
        if draft.override is None or draft.override.by or shift is None:
            return draft
        return replace(draft, override=replace(draft.override, by=shift.officer.number))

    def _saved(self) -> None:
        self._pending -= 1
        self._page.tell(said=self.tr("Saved."))

    def _saved_and_done(self, draft: Draft) -> None:
        page = self._page
        self._saved()
        page.start(self._others.pop(0) if self._others else page.blank(draft.category, after=draft))
        page.desk.go("shift")

    def _brought_back(self, draft: Draft, trouble: Trouble) -> None:
        """A finding that could not be recorded waits among the drafts; nothing of it is lost."""
        from inspector_app.services import drafts

        page = self._page
        self._pending -= 1
        self._others.insert(0, draft)
        page.desk.workplace.background.do(drafts.save, draft)
        page.tell()
        page.desk.tell_trouble(trouble)
        page.desk.duty.read()

    def _not_saved(self, trouble: Trouble) -> None:
        page = self._page
        self._pending -= 1
        page.keeper.reopen(page.state.draft.id)
        page.tell(saving=False)
        page.desk.tell_trouble(trouble)
        page.desk.duty.read()

    def discard(self) -> None:
        """Throws the draft away, or brings back the one just thrown away."""
        page, thrown = self._page, self._page.state.draft
        if self._thrown_away is not None:
            back, self._thrown_away = self._thrown_away, None
            page.start(back)
            page.keeper.reopen(back.id)
        elif not self._is_blank(thrown) and not page.state.saving:
            from inspector_app.services import drafts

            page.keeper.close(thrown.id)
            page.desk.workplace.background.do(drafts.discard, thrown.id)
            page.start(self._others.pop(0) if self._others else page.blank(thrown.category))
            self._thrown_away = thrown
            page.tell(said=self.tr("Draft discarded."))

    def _is_blank(self, draft: Draft) -> bool:
        """Nothing was said; what was typed and cannot be read is something all the same."""
        return answers.is_untouched(draft) and not self._page.state.unreadable

    def forget_thrown_away(self) -> None:
        """The person goes on with another draft."""
        self._thrown_away = None

    def put_aside(self) -> None:
        """Keeps the draft on the screen for later."""
        self._page.keeper.keep()
        if not answers.is_untouched(self._page.state.draft):
            self._others.append(self._page.state.draft)

    def next_draft(self) -> None:
        """Shows the draft that has waited longest."""
        if self._others:
            self.put_aside()
            self._page.start(self._others.pop(0))

    def find_drafts(self) -> None:
        """Looks once for what an earlier run left."""
        self.asked_for_drafts = True
        self._page.keeper.find(self._found)

    def _found(self, found: Sequence[Draft]) -> None:
        left = [draft for draft in found if draft.id != self._page.state.draft.id]
        if left and answers.is_untouched(self._page.state.draft):
            self._others = left[1:]
            self._page.start(left[0])
        else:
            self._others = left
            self._page.tell()
