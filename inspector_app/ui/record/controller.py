"""The record page: every gesture makes the next state, every state is drawn; saving and reading happen elsewhere."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.ui import translation
from inspector_app.ui.page import Page
from inspector_app.ui.record import answers, learning, verdict
from inspector_app.ui.record.doorway import Doorway
from inspector_app.ui.record.keeping import DraftKeeper
from inspector_app.ui.record.saving import Saver
from inspector_app.ui.record.state import LATER, POSITION, Offer, RecordState, Verdict, problems_of
from inspector_app.ui.record.surroundings_desk import SurroundingsDesk
from inspector_app.ui.record.turns import TurnFinder
from inspector_app.ui.record.view import RecordView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from inspector_app.domain.measure import Measure
    from inspector_app.domain.task import Task
    from inspector_app.ui.desk import Desk
    from inspector_app.ui.duty import OnDuty
    from inspector_app.ui.record.approving import ApprovalWiring
    from inspector_app.ui.record.event_form import EventForm
    from inspector_app.ui.record.fact_form import FactForm
    from inspector_app.ui.record.photo_wiring import PhotoWiring
    from inspector_app.ui.record.place_wiring import PlaceWiring

BREATH_MS = 10  # after the first paint: keys that were pressed meanwhile are taken before anything else begins


def make(desk: Desk) -> Page:
    return RecordPage(desk)


class RecordPage(Page):
    """Shows the form; with the database open and no shift, the opening of a shift in its place."""

    def __init__(self, desk: Desk):
        super().__init__()
        self.desk = desk
        self.attempted = False  # somebody wanted to save: what is missing is said from now on
        self._shelf: dict[str, Any] = {}
        self._measures: dict[Category, tuple[Measure, ...]] = {}  # that were tapped in each, until the draft goes
        self._photos: PhotoWiring | None = None
        self._place: PlaceWiring | None = None
        self._approving: ApprovalWiring | None = None
        duty = desk.duty.state
        self.state = RecordState(self.blank(Category.STALL), opened=duty.opened, signer=duty.shift)
        self.view = RecordView(desk.rulebook, self)
        self.keeper = DraftKeeper(desk.workplace.background, desk.workplace.clock, lambda: self.state.draft, self)
        self._surroundings = SurroundingsDesk(desk, self)
        self.saver = Saver(self, self._surroundings, self)
        self._turns = TurnFinder(desk.workplace.background, desk.rulebook, self)
        self._doorway = Doorway(desk, self.view, self)
        self._doorway.turned.connect(lambda: self.titled.emit(self.title()))
        self.view.form_made.connect(self._connect_form)
        self.view.keys.chosen.connect(self._choose_category)
        self.keeper.kept.connect(lambda age: self.tell(kept_s=age))
        self._surroundings.came.connect(self._look_again)
        self._turns.found.connect(lambda found: self.tell(explained=found))
        self.judge()
        self.view.painted.connect(lambda: QTimer.singleShot(BREATH_MS, self, self._learn))

    def _learn(self) -> None:
        self.desk.workplace.background.prepare(learning.sides).then(lambda _: self.complete())

    def complete(self) -> None:
        """Makes what the first paint could do without: photos, place, the explanation of the decision."""
        if self._photos is not None:
            return
        from inspector_app.ui.record.approving import ApprovalWiring
        from inspector_app.ui.record.photo_wiring import PhotoWiring
        from inspector_app.ui.record.place_wiring import PlaceWiring

        view, desk = self.view, self.desk
        view.complete()
        self._photos = PhotoWiring(desk, view, lambda: self.state, self)
        self._photos.changed.connect(self.change)
        self._photos.coming.connect(lambda count: self.tell(photos_coming=count))
        self._place = PlaceWiring(desk, view, lambda: self.state, self)
        self._place.changed.connect(self.change)
        self._place.hints.scanned.connect(lambda code: self.tell(scanned=code))
        self._photos.added.connect(self._place.hints.look_into)
        self._place.unreadable.connect(partial(self._mark_unreadable, POSITION))
        self._surroundings.read()
        self._approving = ApprovalWiring(desk, view.decision.override, lambda: self.state, self)
        self._approving.approved.connect(self.change)
        self._approving.told.connect(self.tell)
        view.decision.override.unfold_wanted.connect(self.unfold)
        view.decision.override.decided.connect(self._override)
        view.decision.override.withdrawn.connect(lambda: self.change(replace(self.state.draft, override=None)))
        view.decision.measures.tapped.connect(self.take)
        desk.duty.changed.connect(self._show_duty)
        desk.rulebook.came.connect(self._policy_came)
        self.tell()
        self._show_duty(desk.duty.state)
        self.settled.emit()
        desk.workplace.background.ask(learning.forms).then(lambda _: view.make_others())

    def _connect_form(self, form: FactForm | EventForm) -> None:
        form.party_typed.connect(lambda text: self.change(replace(self.state.draft, party=text)))
        form.note_typed.connect(lambda text: self.change(replace(self.state.draft, note=text)))
        form.type_chosen.connect(lambda code: self.change(replace(self.state.draft, type_code=code)))
        form.answered.connect(self.answer)
        form.unreadable.connect(self._mark_unreadable)
        form.party_answered.connect(lambda said: self.change(answers.party_answered(self.state.draft, said)))

    # What the person says

    def answer(self, path: str, value: Any) -> None:
        """One fact, or ABSENT for taken back."""
        draft = answers.answered(self.state.draft, self.desk.rulebook.catalogue, path, value)
        self.change(answers.timed(draft) if path == "observed_at" else draft)

    def _mark_unreadable(self, path: str, wrong: bool) -> None:
        marked = self.state.unreadable | {path} if wrong else self.state.unreadable - {path}
        self.state = self.state._replace(unreadable=marked)

    def _choose_category(self, category: Category) -> None:
        if category is not self.state.draft.category and not self.state.saving:
            self._shelf |= answers.said(self.state.draft)
            self._measures[self.state.draft.category] = self.state.draft.measures
            draft = answers.moved(self.state.draft, category, self.desk.rulebook.catalogue, self._shelf)
            # An order on a hoarding is none on a stall.
            draft = answers.without_word(replace(draft, measures=self._measures.get(category, ())))
            self.attempted = False
            self.state = self.state._replace(unreadable=self.state.unreadable & {POSITION}, overriding=False)
            self.change(draft)

    def _override(self, tier: str, reason: str) -> None:
        shift = self.desk.duty.state.shift
        by, was = shift.officer.number if shift is not None else "", self.state.draft.override
        word = was.approved_by if was is not None and was.tier.value == tier else ""
        self.change(replace(self.state.draft, override=Override(Tier(tier), reason.strip(), by, word)))

    def take(self, offer: Offer) -> None:
        """One tap: the measure is taken, or taken back when it was; not one that the signer may not take."""
        from inspector_app.services import measures
        from inspector_app.ui.record import offers

        if offer.lack is not None and offer.taken is None:
            return
        place, policy = self.desk.workplace, self.desk.rulebook.policy
        until = measures.deadline(offer.advice, place.clock.now(), policy) if policy is not None else ""
        self.change(offers.tapped(self.state.draft, offer, measure_id=place.ids(), until=until))

    def unfold(self, wanted: bool) -> None:
        """Shows or hides the panel of the officer's own decision."""
        self.tell(overriding=wanted)
        if wanted:
            self.view.decision.override.take_keyboard()

    def blank(self, category: Category, after: Draft | None = None) -> Draft:
        """A new draft; what holds for the whole day is taken over from the one before."""
        place = self.desk.workplace
        return answers.blank(category, clock=place.clock, ids=place.ids, shift=self.desk.duty.state.shift, after=after)

    def change(self, draft: Draft) -> None:
        """Another state of the draft: judged, drawn, and soon kept."""
        if answers.is_untouched(self.state.draft) and not answers.is_untouched(draft):
            draft = answers.begun(draft, self.desk.workplace.clock, was=self.state.draft)
            draft = self._place.begun(draft) if self._place is not None else draft
        if answers.is_about_another(draft, self.state.draft, judged=self.desk.rulebook.policy is not None):
            draft = answers.without_word(draft)
        draft = self._surroundings.completed(answers.typed(draft, self.desk.rulebook), was=self.state.draft)
        if draft != self.state.draft:
            self.saver.forget_thrown_away()
            self.keeper.touched()
        self.state = self.state._replace(draft=draft, said=self.state.said if answers.is_untouched(draft) else "")
        self.judge()

    def judge(self) -> None:
        """Asks the policy again and draws; a leader's word that was given for another guard is gone."""
        policy, state = self.desk.rulebook.policy, self.state
        draft, judged = verdict.reviewed(state.draft, state.verdict, policy, translation.language())
        self._turns.look(draft if isinstance(judged, Verdict) else None)
        self.tell(draft=draft, verdict=judged, **self._surroundings.told(draft))

    def tell(self, **told: Any) -> None:
        """Draws the state with these parts changed."""
        state = self.state._replace(**told)
        if self._approving is not None:
            state = state._replace(approval=self._approving.state(state))
        found = problems_of(state)
        shown = {path: code for path, code in found.items() if self.attempted or code not in LATER}
        self.state = state._replace(problems=shown, **self.saver.drafts())
        self.view.present(self.state)
        if self._photos is not None:
            self._photos.refresh(self.state)

    def start(self, draft: Draft) -> None:
        """Another draft on the screen."""
        self.attempted, self._shelf, self._measures = False, {}, {}
        draft = self._surroundings.completed(draft, was=self.state.draft)
        self.state = RecordState(draft, opened=self.state.opened, signer=self.state.signer, said=self.state.said)
        self.keeper.start_over()
        self.view.start_over()
        self.judge()
        self.titled.emit(self.title())
        self.view.setFocus()

    def begin_for(self, task: Task) -> None:
        """A finding that answers a task, or a visit that an earlier finding owes; what was on the screen waits as a draft."""
        from inspector_app.ui.record import following

        following.begin(self.desk, task, self.blank(self.state.draft.category), self.begin)

    def begin(self, draft: Draft, title: str) -> None:
        """A draft that answers the task of that title; what was on the screen waits."""
        self.saver.put_aside()
        self.start(draft)
        self.keeper.touched()
        self.tell(task_title=title)
        self.titled.emit(self.title())

    # What the world says

    def _show_duty(self, duty: OnDuty) -> None:
        newly = duty.opened and not self.saver.asked_for_drafts
        another = duty.shift != self.state.signer
        self.tell(opened=duty.opened, signer=duty.shift)
        if another:
            self._look_again()
        if newly:
            self.saver.find_drafts()
        draft, shift = self.state.draft, duty.shift
        if shift is not None and "sworn_present" not in draft.facts and draft.category is not Category.OTHER:
            self.answer("sworn_present", shift.sworn)
        self._doorway.stand_for(duty)

    def _look_again(self) -> None:
        """Other reference data, or the policy: what they answer may be another answer now."""
        draft = self._surroundings.completed(self.state.draft, was=self.state.draft)
        self.state = self.state._replace(draft=draft)
        self.judge()

    def _policy_came(self) -> None:
        self._look_again()
        self.saver.go_on()

    @property
    def photos(self) -> PhotoWiring:
        """The way of photos into the draft; `bring(paths)` takes files in."""
        self.complete()
        assert self._photos is not None
        return self._photos

    def title(self) -> str:
        if self._doorway.is_opening:
            return self.tr("Open a shift")
        if self.state.task_title:
            return self.tr("For the task: {title}").format(title=self.state.task_title)
        return self.tr("New finding")

    def tab_parts(self) -> list[QWidget]:
        return [self._doorway.shown] if self._doorway.is_opening else self.view.tab_parts()

    def entered(self) -> None:
        self._doorway.shown.setFocus()

    def left(self) -> None:
        self.keeper.keep()
