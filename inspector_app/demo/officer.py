"""The officer of the headless demo: opens the shift, records, answers, closes and sends, through the real screens."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from inspector_app.bootstrap import Parts
from inspector_app.demo import hands
from inspector_app.demo.script import Scene, Script
from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.finding import Override
from inspector_app.ui.approval_row import ApprovalRow
from inspector_app.ui.opening.view import OpeningView
from inspector_app.ui.record import offers
from inspector_app.ui.record.category_keys import CategoryKeys
from inspector_app.ui.record.controller import RecordPage
from inspector_app.ui.record.fact_form import FactForm
from inspector_app.ui.record.measures_list import MeasureButton
from inspector_app.ui.record.override_panel import ORDER
from inspector_app.ui.record.party_row import PartyRow
from inspector_app.ui.record.place_card import PlaceCard
from inspector_app.ui.record.written_rows import WrittenRows
from inspector_app.ui.screens import Screens
from inspector_app.ui.settings.centre_card import CentreCard
from inspector_app.ui.tasks_page.answer_card import AnswerCard
from inspector_app.ui.tasks_page.task_list import ROW, TaskTable
from inspector_app.ui.widgets.chips import ChipRow
from inspector_app.ui.widgets.field import Field, NoteField

translate = QCoreApplication.translate
COMBINED = ("attitude", "corrected_on_site")


class OfficerAtWork:
    """Acts on `screens`; `recorded` grows with each finding that the app says is saved."""

    def __init__(self, screens: Screens, parts: Parts):
        self.screens = screens
        self.recorded: list[str] = []
        self._parts = parts
        self._report: object = None  # of the last round that was waited for

    @property
    def window(self) -> Any:
        return self.screens.window

    def page(self, name: str) -> Any:
        self.window.show_page(name)
        hands.settle(100)
        return self.window.page(name)

    def enrol(self, url: str, code: str) -> None:
        """Types the centre's address and the one-time code into the settings."""
        card = hands.part(self.page("settings"), CentreCard)
        hands.until("the settings know the laptop", card.findChildren(Field)[2].isVisible)
        address, name, code_field = card.findChildren(Field)[:3]
        for field, text in ((address, url), (name, "演示终端"), (code_field, code)):
            hands.write(field, text)
        hands.press(card, translate("CentreCard", "Enrol"))
        hands.until("the laptop is enrolled", lambda: self.screens.duty.state.enrolled)

    def lose_the_line(self) -> None:
        """Waits until the pill says that the centre is out of reach."""

        def is_gone() -> bool:
            self.screens.sync.look()
            return self.screens.duty.state.link == "offline"

        hands.until("the line is gone", is_gone)

    def open_shift(self, script: Script) -> None:
        self.page("record")
        view = self._opening()
        first, second = script.officer, script.second
        texts = (
            first.number, first.name, first.certificate, second.number, second.name, second.certificate, script.unit,
            script.planned_from, script.planned_to,
        )  # fmt: skip
        for field, text in zip(view.findChildren(Field), texts, strict=True):
            hands.write(field, text)
        hands.press(view, translate("OpeningView", "Open the shift"))
        hands.until("the shift is open", lambda: self.screens.duty.state.shift is not None)

    def _opening(self) -> OpeningView:
        record = self.window.page("record")
        hands.until("the opening form", lambda: any(v.isVisible() for v in record.findChildren(OpeningView)))
        return hands.part(record, OpeningView)

    def fill(self, scene: Scene, photos: list[Path]) -> RecordPage:
        """Everything about one finding, up to the save."""
        page: RecordPage = self.page("record")
        hands.until("the policy is loaded", lambda: self.screens.rulebook.policy is not None)
        keys = hands.part(page, CategoryKeys)
        hands.key(page.view, _DIGIT[scene.category.value])
        hands.until(
            "the form of the category", lambda: page.state.draft.category is scene.category and keys.isVisible()
        )
        form = page.view.form(scene.category)
        assert isinstance(form, FactForm)
        for path, value in _leaves(scene.facts):
            if path not in COMBINED:
                self._answer(form, scene, path, value)
        self._answer_party(form, scene)
        written = hands.part(form, WrittenRows)
        hands.write(hands.part(written, Field), scene.party)
        hands.write(hands.part(written, NoteField), scene.note)
        address, position = hands.part(page, PlaceCard).findChildren(Field)[:2]
        hands.write(address, scene.address)
        hands.write(position, scene.position)
        self._bring_photos(page, photos)
        hands.click(hands.part(page.view.decision.measures, MeasureButton))  # what the policy advises first
        return page

    def decide(self, page: RecordPage, own: Override, code: str) -> None:
        """Another tier than the policy's, with a reason; the squad leader gives the code for it."""
        panel = page.view.decision.override
        page.unfold(True)
        hands.tap(hands.part(panel, ChipRow), ORDER.index(own.tier))
        hands.write(hands.part(panel, Field), own.reason)
        leader = hands.part(panel, ApprovalRow)
        hands.until("the leader is known", leader.code.isVisible)
        hands.write(leader.code, code)
        hands.press(leader, translate("ApprovalRow", "Confirm"))
        hands.until("the leader has approved", lambda: not page.state.awaits_leader)

    def _bring_photos(self, page: RecordPage, photos: list[Path]) -> None:
        if photos:
            hands.drop_files(page.view, photos)
            hands.until("the photos are in", lambda: page.state.photos_coming == 0)

    def _answer(self, form: FactForm, scene: Scene, path: str, value: Any) -> None:
        catalogue = self.screens.rulebook.catalogue
        control = catalogue.control(scene.category.value, path)
        place = form.paths()[path]
        if control.kind in ("one", "many", "flag"):
            for one in value if isinstance(value, list) else [value]:
                hands.tap(place, _index(control, one))
        else:
            hands.write(place, str(value))

    def _answer_party(self, form: FactForm, scene: Scene) -> None:
        wanted = {name: scene.facts[name] for name in COMBINED if name in scene.facts}
        answers = self.screens.rulebook.catalogue.answers
        for index, answer in enumerate(answers):
            if wanted and dict(answer.facts) == wanted and not answer.party_absent:
                hands.tap(hands.part(form, PartyRow), index)
                return

    def guide(self, page: RecordPage) -> None:
        """Guides the stall to the nearest relief point, which asks the centre for a slot."""
        hands.until("a relief point is offered", lambda: any(offer.point for offer in offers.of(page.state)))
        place, offer = next((place, offer) for place, offer in enumerate(offers.of(page.state)) if offer.point)
        if offer.taken is None:  # else it was what the policy advised first
            hands.click(page.view.decision.measures.findChildren(MeasureButton)[place])

    def save(self, page: RecordPage) -> str:
        """F10, and waits until the app says that the finding is durable; returns its id."""
        finding = page.state.draft.id
        hands.key(page.view, Qt.Key.Key_F10)
        hands.until("the finding is durable", lambda: page.state.draft.id != finding and page.state.pending == 0)
        self.recorded.append(finding)
        return finding

    def answer_task(self, note: str) -> None:
        """Answers the first task of the centre with its second outcome: it is not solved."""
        page = self.page("tasks")
        table, card = hands.part(page, TaskTable), hands.part(page, AnswerCard)
        model = table.model()
        hands.until("the tasks are listed", lambda: model.rowCount() > 0)
        places = [model.index(place, 0) for place in range(model.rowCount())]
        table.setCurrentIndex(next(place for place in places if not place.data(ROW).task.why))  # no visit of its own
        hands.until("the task is shown", lambda: any(row.isVisible() for row in card.findChildren(ChipRow)))
        hands.tap(hands.part(card, ChipRow), 1)
        hands.write(hands.part(card, NoteField), note)
        hands.press(card, translate("AnswerCard", "Answer"))
        hands.settle(400)

    def close_shift(self) -> None:
        """收班并同步: closes the shift; the app turns to the sync page and begins."""
        page = self.page("shift")
        hands.settle(400)
        hands.press(page, translate("ShiftView", "Close shift and sync"))
        hands.until("the shift is closed", lambda: self.screens.duty.state.shift is None)

    def begin_round(self) -> None:
        """Presses the sync page's own button."""
        page = self.page("sync")
        hands.until("the line is ready", lambda: self.screens.sync.is_ready)
        hands.press(page, translate("SyncProgress", "Start sync"))

    def wait_for_round(self, what: str) -> None:
        """Lets the sync work until a new round has ended with a receipt that covers everything."""
        hands.until(what, self._round_is_complete, seconds=600)

    def _round_is_complete(self) -> bool:
        line = self._parts.line
        if line is None or line.syncing.state.phase.value != "done" or line.syncing.state.report is self._report:
            return False
        self._report = line.syncing.state.report
        return True


_DIGIT = {"stall": Qt.Key.Key_1, "hoarding": Qt.Key.Key_2, "parking": Qt.Key.Key_3}


def _leaves(facts: dict[str, Any]) -> list[tuple[str, Any]]:
    """The facts by their paths: `history.order`, `form`, …"""
    found: list[tuple[str, Any]] = []
    for name, value in facts.items():
        inner = value.items() if isinstance(value, dict) else ()
        found += [(f"{name}.{part}", one) for part, one in inner] or [(name, value)]
    return found


def _index(control: FactControl, value: Any) -> int:
    values: list[Any] = [True, False] if control.kind == "flag" else [choice.value for choice in control.values]
    return len(values) if value is None else values.index(value)
