"""The record page: every gesture makes the next state, every state is drawn; saving and reading happen elsewhere."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QStackedLayout

from inspector_app.domain.catalogue import Answer
from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.domain.task import Task
from inspector_app.services import drafts, findings
from inspector_app.ui import translation
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.opening.controller import OpeningDesk
from inspector_app.ui.page import Page
from inspector_app.ui.record import answers, places, verdict
from inspector_app.ui.record.fact_form import FactForm
from inspector_app.ui.record.keeping import DraftKeeper
from inspector_app.ui.record.nearby import spots
from inspector_app.ui.record.photo_wiring import PhotoWiring
from inspector_app.ui.record.state import RecordState, problems_of
from inspector_app.ui.record.turns import TurnFinder
from inspector_app.ui.record.view import RecordView
from inspector_app.ui.trouble import Trouble


def make(desk: Desk) -> Page:
    return RecordPage(desk)


class RecordPage(Page):
    """Shows the form; with the database open and no shift, the opening of a shift in its place."""

    def __init__(self, desk: Desk):
        super().__init__()
        self._desk = desk
        self._shelf: dict[str, Any] = {}
        self._thrown_away: Draft | None = None
        self._others: list[Draft] = []
        self._attempted = False
        self._after_save: bool | None = None  # whether to go on, while a save waits for the policy
        self.state = RecordState(self._blank(Category.STALL), opened=desk.duty.state.opened)
        self.view = RecordView(desk.rulebook, self)
        self._keeper = DraftKeeper(desk.workplace.background, desk.workplace.clock, lambda: self.state.draft)
        self._turns = TurnFinder(desk.workplace.background, desk.rulebook)
        self.photos = PhotoWiring(self, desk, self.view)
        self._opening: OpeningDesk | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._connect()
        self._show_duty(desk.duty.state)
        self._change(self.state.draft)

    def _connect(self) -> None:
        view, desk = self.view, self._desk
        view.form_made.connect(self._connect_form)
        view.keys.chosen.connect(self._choose_category)
        view.bar.save_wanted.connect(self.save)
        view.bar.discard_wanted.connect(self.discard)
        view.bar.other_wanted.connect(self._next_draft)
        view.place.address_typed.connect(lambda text: self._change(places.addressed(self.state.draft, text)))
        view.place.position_typed.connect(lambda at: self._change(places.pinned(self.state.draft, at)))
        view.place.photo_position_wanted.connect(lambda: self._change(places.from_photo(self.state.draft)))
        view.decision.override.unfold_wanted.connect(self._unfold)
        view.decision.override.decided.connect(self._override)
        view.decision.override.withdrawn.connect(lambda: self._change(replace(self.state.draft, override=None)))
        self._keeper.kept.connect(lambda age: self._set(kept_s=age))
        self._turns.found.connect(lambda found: self._set(turns=found))
        desk.duty.changed.connect(self._show_duty)
        desk.rulebook.came.connect(self._policy_came)

    def _connect_form(self, form: Any) -> None:
        form.party_typed.connect(lambda text: self._change(replace(self.state.draft, party=text)))
        form.note_typed.connect(lambda text: self._change(replace(self.state.draft, note=text)))
        if isinstance(form, FactForm):
            form.answered.connect(self._answer)
            form.unreadable.connect(self._mark_unreadable)
            form.party_answered.connect(self._answer_party)
            form.kind_chosen.connect(lambda code: self._change(replace(self.state.draft, type_code=code)))
        else:
            form.type_chosen.connect(lambda code: self._change(replace(self.state.draft, type_code=code)))

    # What the person says

    def _answer(self, path: str, value: Any) -> None:
        draft = answers.answered(self.state.draft, self._desk.rulebook.catalogue, path, value)
        self._change(answers.timed(draft) if path == "observed_at" else draft)

    def _answer_party(self, answer: Answer | None) -> None:
        self._change(answers.party_answered(self.state.draft, answer))

    def _mark_unreadable(self, path: str, wrong: bool) -> None:
        marked = self.state.unreadable | {path} if wrong else self.state.unreadable - {path}
        self.state = replace(self.state, unreadable=marked)

    def _choose_category(self, category: Category) -> None:
        if category is not self.state.draft.category and not self.state.saving:
            self._shelf |= self.state.draft.facts
            draft = answers.moved(self.state.draft, category, self._desk.rulebook.catalogue, self._shelf)
            self._attempted = False
            self.state = replace(self.state, unreadable=frozenset(), overriding=False)
            self._change(draft)

    def _override(self, tier: str, reason: str) -> None:
        shift = self._desk.duty.state.shift
        by = shift.officer.number if shift is not None else ""
        self._change(replace(self.state.draft, override=Override(Tier(tier), reason.strip(), by)))

    def _unfold(self, wanted: bool) -> None:
        self._set(overriding=wanted)
        if wanted:
            self.view.decision.override.take_keyboard()

    def take_photos(self, changed: Draft) -> None:
        """Another set of photos on the same draft."""
        self._change(changed)

    def count_coming(self, count: int) -> None:
        """So many photos are on their way."""
        self._set(photos_coming=count)

    # The next state

    def _blank(self, category: Category, after: Draft | None = None) -> Draft:
        place = self._desk.workplace
        return answers.blank(category, clock=place.clock, ids=place.ids, shift=self._desk.duty.state.shift, after=after)

    def _change(self, draft: Draft) -> None:
        if answers.is_untouched(self.state.draft) and not answers.is_untouched(draft):
            draft = answers.begun(draft, self._desk.workplace.clock, was=self.state.draft)
        draft = self._typed(draft)
        if draft != self.state.draft:
            self._thrown_away = None
            self._keeper.touched()
        self.state = replace(self.state, draft=draft)
        self._judge()

    def _typed(self, draft: Draft) -> Draft:
        """The draft with its event type, as far as the facts tell it."""
        if draft.category is Category.OTHER:
            return draft
        kind = self._desk.rulebook.kind(draft.category.value, draft.facts)
        if kind is None or (not kind.facts and draft.type_code):
            return draft
        return replace(draft, type_code=kind.event_type)

    def _judge(self) -> None:
        policy, draft = self._desk.rulebook.policy, self.state.draft
        decides = policy is not None and draft.category is not Category.OTHER
        judged = verdict.judge(draft, policy, translation.language()) if policy is not None and decides else None
        self._turns.look(draft if isinstance(judged, verdict.Verdict) else None)
        self._set(verdict=judged, may_restore=self._thrown_away is not None)

    def _set(self, **told: Any) -> None:
        state = replace(self.state, **told)
        found = problems_of(state)
        shown = {path: code for path, code in found.items() if self._attempted or code not in _LATER}
        self.state = replace(state, problems=shown, other_drafts=len(self._others))
        self.view.present(self.state)
        self.photos.refresh(self.state)

    # What the world says

    def _show_duty(self, duty: OnDuty) -> None:
        newly = duty.opened and not self.state.opened
        self._set(opened=duty.opened)
        if newly:
            self._keeper.find(self._found_drafts)
        if duty.shift is not None:
            if "sworn_present" not in self.state.draft.facts and self.state.draft.category is not Category.OTHER:
                self._answer("sworn_present", answers.sworn(duty.shift))
            self._desk.workplace.background.ask(spots, duty.shift.id).then(self._show_nearby)
        self._show_form(ready=duty.shift is not None or not duty.opened)

    def _show_form(self, *, ready: bool) -> None:
        if not ready and self._opening is None:
            self._opening = OpeningDesk(self._desk)
            self._stack.addWidget(self._opening.view)
        wanted = self.view if ready or self._opening is None else self._opening.view
        if self._stack.currentWidget() is not wanted:
            self._stack.setCurrentWidget(wanted)
            wanted.setFocus()
            self.titled.emit(self.title())

    def _show_nearby(self, found: Any) -> None:
        self.view.place.show_nearby(found)
        self.view.place.present(self.state)

    def _found_drafts(self, found: Any) -> None:
        left = [draft for draft in found if draft.id != self.state.draft.id]
        if left and answers.is_untouched(self.state.draft):
            self._others = left[1:]
            self._start(left[0])
        else:
            self._others = left
            self._set()

    def _policy_came(self) -> None:
        self._judge()
        if self._after_save is not None:
            go_on, self._after_save = self._after_save, None
            self.save(go_on)

    # Deeds

    def save(self, go_on: bool) -> None:
        """Records the finding; says so only when it is durable."""
        if self.state.saving:
            return
        self._attempted = True
        self._set()
        if self.state.problems:
            self.view.show_field(next(iter(self.state.problems)), self.state.draft.category)
            return
        policy, draft = self._desk.rulebook.policy, self.state.draft
        if policy is None:
            self._after_save = go_on
            self._set(queued=True)
            return
        self._keeper.close(draft.id)
        self._set(saving=True, queued=False)
        place = self._desk.workplace
        signed = self._signed(draft)
        saving = place.background.do(findings.record, signed, policy=policy, clock=place.clock)
        saving.then(lambda _: self._saved(signed, go_on=go_on)).otherwise(self._not_saved)

    def _signed(self, draft: Draft) -> Draft:
        shift = self._desk.duty.state.shift
        if draft.override is None or draft.override.by or shift is None:
            return draft
        return replace(draft, override=replace(draft.override, by=shift.officer.number))

    def _saved(self, draft: Draft, *, go_on: bool) -> None:
        self.state = replace(self.state, saving=False, said=self.tr("Saved."))
        self._start(self._others.pop(0) if self._others and not go_on else self._blank(draft.category, after=draft))
        if not go_on:
            self._desk.go("shift")

    def _not_saved(self, trouble: Trouble) -> None:
        self._keeper.reopen(self.state.draft.id)
        self._set(saving=False)
        self._desk.tell_trouble(trouble)
        self._desk.duty.read()

    def discard(self) -> None:
        """Throws the draft away, or brings back the one just thrown away."""
        if self._thrown_away is not None:
            back, self._thrown_away = self._thrown_away, None
            self._start(back)
            self._keeper.reopen(back.id)
            return
        thrown = self.state.draft
        if answers.is_untouched(thrown):
            return
        self._keeper.close(thrown.id)
        self._desk.workplace.background.do(drafts.discard, thrown.id)
        self._start(self._others.pop(0) if self._others else self._blank(thrown.category))
        self._thrown_away = thrown
        self._set(may_restore=True)

    def _next_draft(self) -> None:
        if self._others:
            self._keeper.keep()
            if not answers.is_untouched(self.state.draft):
                self._others.append(self.state.draft)
            self._start(self._others.pop(0))

    def _start(self, draft: Draft) -> None:
        """Another draft on the screen."""
        self._attempted, self._shelf, self._thrown_away = False, {}, None
        self.state = RecordState(draft, opened=self.state.opened, said=self.state.said)
        self._keeper.start_over()
        self.view.start_over()
        self._judge()
        self.titled.emit(self.title())
        self.view.setFocus()

    def begin_for(self, task: Task) -> None:
        """A finding that answers a task of the centre; what was on the screen waits among the drafts."""
        self._keeper.keep()
        if not answers.is_untouched(self.state.draft):
            self._others.insert(0, self.state.draft)
        self._start(places.of_task(self._blank(self.state.draft.category), task))
        self._keeper.touched()
        self._set(task_title=task.title)
        self.titled.emit(self.title())

    # A page of the window

    def title(self) -> str:
        if self._opening is not None and self._stack.currentWidget() is self._opening.view:
            return self.tr("Open a shift")
        if self.state.task_title:
            return self.tr("For the task: {title}").format(title=self.state.task_title)
        return self.tr("New finding")

    def entered(self) -> None:
        self._stack.currentWidget().setFocus()

    def left(self) -> None:
        self._keeper.keep()


_LATER = ("missing_field", "type_needed", "tier_needed")  # said only after somebody wanted to save
