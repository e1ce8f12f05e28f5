"""The controls of facts that are answered by a tap, and what all controls have in common."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.catalogue import FactControl
from inspector_app.ui import theme
from inspector_app.ui.record.answers import ABSENT
from inspector_app.ui.rulebook import spoken
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.words import Ink, Words

LABEL_WIDTH = 94


class FactInput(QWidget):
    """The base of all: `changed(value)` when the person answers, with ABSENT for taken back; `show_value` never emits;
    `unreadable(bool)` says that what is typed is no answer yet."""

    changed = Signal(object)
    unreadable = Signal(bool)

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def show_problem(self, sentence: str) -> None:
        """Says what is wrong with the answer; most choices cannot be wrong."""

    def take_keyboard(self) -> None:
        """Sets the focus where the answer is given."""
        raise NotImplementedError

    def start_over(self) -> None:
        """Forgets what was half typed."""


class ChipInput(FactInput):
    """one, many and flag: chips, with “unknown” where null is an answer."""

    def __init__(self, control: FactControl, parent: QWidget):
        super().__init__(parent)
        self._several = control.kind == "many"
        self._row = ChipRow(spoken(control), self._choices(control), self, several=self._several)
        self._row.chosen.connect(lambda value: self.changed.emit(ABSENT if value is CLEARED else value))
        self._problem: Ink | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._row)

    def _choices(self, control: FactControl) -> list[Choice]:
        if control.kind == "flag":
            choices = [Choice(True, self.tr("Yes")), Choice(False, self.tr("No"))]
        else:
            choices = [Choice(one.value, spoken(one)) for one in control.values]
        return [*choices, Choice(None, self.tr("Unknown"))] if control.nullable else choices

    def show_value(self, value: Any) -> None:
        self._row.show_value(CLEARED if value is ABSENT else value)

    def show_problem(self, sentence: str) -> None:
        if self._problem is None and sentence:
            self._problem = Ink("", self, tone="alarm")
            self._column.addWidget(self._problem)
        if self._problem is not None:
            self._problem.setText(sentence)
            self._problem.setVisible(bool(sentence))

    def take_keyboard(self) -> None:
        self._row.take_keyboard()


class Row(QWidget):
    """A label at the left, whatever asks beside it."""

    def __init__(self, label: str, explained: str, asks: QWidget, parent: QWidget | None = None):
        super().__init__(parent)
        self._label, self._filled = label, self.tr("Looked up")
        self._words = words = Words(label, self, role="muted")
        words.setFixedWidth(theme.px(LABEL_WIDTH))
        words.setMinimumHeight(50)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        words.setToolTip(explained)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(asks, 1)

    def mark(self, *, filled: bool) -> None:
        """Says under the label whether the answer was looked up in reference data."""
        self._words.setText(f"{self._label}\n{self._filled}" if filled else self._label)


class GroupHead(Words):
    """The label over the parts of a fact."""

    def __init__(self, label: str):
        super().__init__(label, role="muted", wrap=False)
        self._label = label

    def mark(self, *, filled: bool) -> None:
        """Says whether the answers were looked up in reference data."""
        self.setText(self.tr("{name} · looked up").format(name=self._label) if filled else self._label)


def labelled(label: str, asks: QWidget, explained: str = "") -> Row:
    """A row that is no fact of the catalogue by itself."""
    return Row(label, explained, asks)
