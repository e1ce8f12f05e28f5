"""The opening of a shift: who signs, with whom, where, until when."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.officer import Role
from inspector_app.ui import texts, theme
from inspector_app.ui.opening.state import OpeningState
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Ink, Words, flush


class OpeningView(QWidget):
    """`changed(OpeningState)` with each key, `open_wanted()`, `restore_wanted()`."""

    changed = Signal(object)
    open_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._state = OpeningState()
        self._fields: dict[str, Field] = {}
        self._role = ChipRow(self.tr("Role"), [Choice(r.value, texts.role(r.value)) for r in Role], clearable=False)
        self._role.chosen.connect(lambda value: self._tell(role=str(value)))
        self._sworn = Ink("", tone="warning")
        self._open = KeyButton(self.tr("Open the shift"), weight=Weight.PRIMARY, key="F10")
        self._open.clicked.connect(self.open_wanted)
        self._restore = KeyButton(self.tr("Make a lost laptop again…"), weight=Weight.QUIET)
        self._restore.clicked.connect(self.restore_wanted)
        self._lay_out()
        self.setFocusProxy(self._fields["number"])

    def _lay_out(self) -> None:
        card = Card(margin=22, spacing=6)
        card.body.addWidget(flush(Words(self.tr("Who signs this shift"), size=20, bold=True)))
        told = self.tr("Every finding carries the officer's number. It is remembered on this laptop.")
        card.body.addWidget(flush(Words(told, role="muted")))
        card.body.addLayout(self._grid(
            ("number", self.tr("Officer's number")), ("name", self.tr("Name")), ("certificate", self.tr("Certificate")),
        ))  # fmt: skip
        card.body.addWidget(flush(Words(self.tr("Role"), role="muted", wrap=False)))
        card.body.addWidget(self._role)
        card.body.addSpacing(10)
        card.body.addWidget(flush(Words(self.tr("Second officer, where there is one"), size=16, bold=True)))
        card.body.addLayout(self._grid(
            ("second_number", self.tr("Second officer's number")), ("second_name", self.tr("Second officer's name")),
            ("second_certificate", self.tr("Second certificate")),
        ))  # fmt: skip
        card.body.addSpacing(10)
        card.body.addLayout(self._grid(
            ("unit", self.tr("Unit")), ("planned_from", self.tr("Planned from")), ("planned_to", self.tr("Planned to")),
        ))  # fmt: skip
        card.body.addSpacing(6)
        card.body.addLayout(self._deed())
        self._centre(card)

    def _deed(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(flush(self._sworn), 1)
        row.addWidget(self._open)
        return row

    def _centre(self, card: Card) -> None:
        card.setMaximumWidth(theme.px(900))
        holder = QHBoxLayout()
        holder.addStretch(1)
        holder.addWidget(card, 20)
        holder.addStretch(1)
        scroll = ScrollColumn(self)
        scroll.body.addStretch(1)
        scroll.body.addLayout(holder)
        scroll.body.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignHCenter)
        scroll.body.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        column.addWidget(scroll)

    def _grid(self, *named: tuple[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for column, (name, head) in enumerate(named):
            field = Field(
                head,
                hint="hh:mm" if name.startswith("planned") else "",
                longest=5 if name.startswith("planned") else 60,
            )
            field.changed.connect(lambda text, name=name: self._tell(**{name: text}))
            self._fields[name] = field
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        return grid

    def _tell(self, **typed: str) -> None:
        self.changed.emit(self._state._replace(**typed))  # type: ignore[arg-type]  # only texts are typed

    def present(self, state: OpeningState, problems: dict[str, str]) -> None:
        """`problems` are sentences by field."""
        self._state = state
        for name, field in self._fields.items():
            field.show_text(getattr(state, name))
            field.show_problem(problems.get(name, ""))
        self._role.show_value(state.role)
        self._sworn.setText(self._told(state.sworn))
        self._sworn.set_tone("good" if state.sworn > 1 else "warning")
        self._open.setEnabled(not state.opening)
        self._restore.setVisible(state.unused)

    def _told(self, sworn: int) -> str:
        if sworn > 1:
            return self.tr("Two certified officers: orders and penalties are possible.")
        return self.tr("Fewer than two certified officers: no orders, no penalties on this shift.")

    def take_to(self, name: str) -> None:
        self._fields[name].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
        else:
            super().keyPressEvent(event)
