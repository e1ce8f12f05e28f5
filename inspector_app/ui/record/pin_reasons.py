"""Why a position was set by hand: one tap, or a person's own words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.place import LONGEST_REASON, PinReason
from inspector_app.domain.problems import Problem
from inspector_app.ui import position_words, texts, theme
from inspector_app.ui.record.places import REASONS
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.words import Ink, Words

MISSING = Trouble(Side.PERSON, Problem.PIN_NEEDS_REASON.value)


class PinReasons(QWidget):
    """`given(str)`: a code of PinReason or free text; empty when it was taken back."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        choices = [Choice(reason.value, position_words.pin_reason(reason.value)) for reason in REASONS]
        self._chips = ChipRow(self.tr("Why by hand"), choices, self)
        self._chips.setMinimumWidth(1)  # the column is narrow: words shrink sooner than they widen it
        self._chips.chosen.connect(lambda value: self.given.emit("" if value is CLEARED else str(value)))
        self._own = Field(
            self.tr("Why by hand"), self, hint=self.tr("Another reason"), longest=LONGEST_REASON, in_row=True
        )
        self._own.changed.connect(lambda text: self.given.emit(text.strip()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._missing = Ink("", self, tone="alarm")
        for words in (Words(self.tr("Why by hand"), self, role="muted"), self._missing):
            words.setContentsMargins(theme.RING, 0, 0, 0)
            column.addWidget(words)
        column.addWidget(self._chips)
        column.addWidget(self._own)
        self.hide()

    def start_over(self) -> None:
        """Forgets what was half typed."""
        self._own.show_text("")

    def take_keyboard(self) -> None:
        self._chips.take_keyboard()

    def present(self, reason: str, *, shown: bool, missing: bool) -> None:
        coded = reason in tuple(PinReason)
        self._chips.show_value(reason if coded else CLEARED)
        own = reason if not coded else ""
        if self._own.text.strip() != own:
            self._own.show_text(own)
        self._missing.setText(texts.sentence(MISSING))
        self._missing.setVisible(missing)
        self.setVisible(shown)
