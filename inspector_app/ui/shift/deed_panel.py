"""Under the details: what an officer can do with the finding, and the reason that it wants."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.finding import Tier
from inspector_app.ui import texts, theme, trouble
from inspector_app.ui.approval_row import ApprovalRow
from inspector_app.ui.measure_words import MeasureWords
from inspector_app.ui.shift.measure_chips import MeasureChips
from inspector_app.ui.shift.state import DetailsState, Panel
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.field import NoteField
from inspector_app.ui.widgets.words import Ink, Words

CHOICES = (Tier.SERVICE, Tier.MANAGEMENT, Tier.ENFORCEMENT, Tier.NONE)


class DeedPanel(QStackedWidget):
    """The buttons, or the form of the deed that one of them began; nothing opens a window."""

    wanted = Signal(object)  # Panel
    photos_wanted = Signal()
    written = Signal(str)
    tier_chosen = Signal(object)  # Tier or None
    advice_chosen = Signal(object)  # Advice or None
    code_given = Signal(str, str)  # a leader's number and code
    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, measures: MeasureWords, parent: QWidget | None = None):
        super().__init__(parent)
        self._buttons = Buttons(self)
        self._form = Form(measures, self)
        self._buttons.wanted.connect(self.wanted)
        self._buttons.photos_wanted.connect(self.photos_wanted)
        self._form.written.connect(self.written)
        self._form.tier_chosen.connect(self.tier_chosen)
        self._form.advice_chosen.connect(self.advice_chosen)
        self._form.code_given.connect(self.code_given)
        self._form.confirmed.connect(self.confirmed)
        self._form.cancelled.connect(self.cancelled)
        self.addWidget(self._buttons)
        self.addWidget(self._form)

    def present(self, state: DetailsState) -> None:
        self._buttons.present(state)
        self._form.present(state)
        page = self._buttons if state.panel is Panel.NONE else self._form
        if self.currentWidget() is not page:
            self.setCurrentWidget(page)
            if page is self._form:
                self._form.take_focus()
        self._fit()

    def _fit(self) -> None:
        """As high as the shown page needs at this width: chips wrap."""
        page = self.currentWidget()
        layout = page.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        height = layout.heightForWidth(self.width()) if layout is not None and wraps else page.sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()


class Buttons(QWidget):
    """Take a measure, add photos, add a note, change the tier, withdraw."""

    wanted = Signal(object)
    photos_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._measure = KeyButton(self.tr("Take a measure"), self)
        self._photos = KeyButton(self.tr("Add photos"), self)
        self._note = KeyButton(self.tr("Add a note"), self)
        self._override = KeyButton(self.tr("Change tier"), self)
        self._withdraw = KeyButton(self.tr("Withdraw"), self, weight=Weight.DANGER)
        self._photos.clicked.connect(self.photos_wanted)
        for button, panel in (
            (self._note, Panel.NOTE), (self._override, Panel.OVERRIDE), (self._withdraw, Panel.WITHDRAW),
            (self._measure, Panel.MEASURE),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, panel=panel: self.wanted.emit(panel))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self._measure, 0, 0, 1, 2)
        for place, button in enumerate((self._photos, self._note, self._override, self._withdraw)):
            grid.addWidget(button, 1 + place // 2, place % 2)

    def present(self, state: DetailsState) -> None:
        for button in (self._photos, self._note, self._override, self._withdraw):
            button.setEnabled(state.may_act)
        self._override.setEnabled(state.may_act and state.decides_tier)
        self._measure.setEnabled(state.may_act and bool(state.offered))


class Form(QWidget):
    """The reason, the tier or the measure where one is to be chosen, and the deed itself."""

    written = Signal(str)
    tier_chosen = Signal(object)
    advice_chosen = Signal(object)
    code_given = Signal(str, str)
    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, measures: MeasureWords, parent: QWidget | None = None):
        super().__init__(parent)
        self._measures = MeasureChips(measures, self)
        self._measures.chosen.connect(self.advice_chosen)
        self._head = Words("", self, bold=True)
        self._tiers = ChipRow(self.tr("New tier"), [Choice(tier, texts.badge(tier.value)) for tier in CHOICES], self)
        self._tiers.chosen.connect(lambda tier: self.tier_chosen.emit(None if tier is CLEARED else tier))
        self._text = NoteField("", self, lines=3)
        self._text.setMaximumHeight(theme.px(120))
        self._text.changed.connect(self.written)
        self._leader = ApprovalRow(self)
        self._leader.given.connect(self.code_given)
        self._problem = Ink("", self, tone="alarm")
        self._cancel = KeyButton(self.tr("Cancel"), self)
        self._confirm = KeyButton("", self, weight=Weight.PRIMARY)
        self._cancel.clicked.connect(self.cancelled)
        self._confirm.clicked.connect(self.confirmed)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._cancel)
        row.addWidget(self._confirm, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._head, self._tiers, self._measures, self._text, self._leader, self._problem):
            column.addWidget(widget)
        column.addLayout(row)

    def take_focus(self) -> None:
        if not self._measures.isHidden():
            self._measures.take_keyboard()
        else:
            (self._text if self._tiers.isHidden() else self._tiers.chips()[0]).setFocus()

    def present(self, state: DetailsState) -> None:
        self._tiers.setVisible(state.panel is Panel.OVERRIDE)
        self._tiers.show_value(state.tier)
        self._measures.present(state)
        self._present_leader(state)
        self._text.show_text(state.text)
        self._confirm.setEnabled(state.ready)
        said = texts.sentence(trouble.Trouble(trouble.Side.PERSON, state.problem.value)) if state.problem else ""
        self._problem.setText(said)
        self._problem.setVisible(bool(said))
        if state.panel is not Panel.NONE:
            head, hint, deed = self._words(state.panel)
            self._head.setText(head)
            self._text.editor.setPlaceholderText(hint)
            self._text.editor.setAccessibleName(hint)
            self._confirm.change_text(deed)

    def _present_leader(self, state: DetailsState) -> None:
        left = self._leader.has_keyboard() and bool(state.approved_by)
        self._leader.present(state.approval, needed=state.is_below_guard, approved_by=state.approved_by)
        if left:
            self._text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _words(self, panel: Panel) -> tuple[str, str, str]:
        """Head, hint and deed."""
        if panel is Panel.WITHDRAW:
            return self.tr("Withdraw this finding"), self.tr("Why? The record itself is kept."), self.tr("Withdraw")
        if panel is Panel.OVERRIDE:
            return self.tr("Change the tier"), self.tr("Why? The suggestion is kept beside it."), self.tr("Change")
        if panel is Panel.MEASURE:
            return self.tr("Take a measure"), self.tr("A word on it, if needed"), self.tr("Take")
        return self.tr("Add a note"), self.tr("What is to be added?"), self.tr("Add")
