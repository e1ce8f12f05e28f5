"""The controls whose answers are typed: numbers, texts, times."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inspector_app.domain.catalogue import FactControl
from inspector_app.ui.record.answers import ABSENT
from inspector_app.ui.record.controls import FactInput
from inspector_app.ui.record.numbers import read_number, shown_number
from inspector_app.ui.rulebook import spoken
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.words import Words

NARROW = 150


class TypedInput(FactInput):
    """number and text: a field, and a chip “unknown” where null is an answer."""

    def __init__(self, control: FactControl, unit: str, parent: QWidget):
        super().__init__(parent)
        self._control = control
        self._field = Field(
            spoken(control), self, unit=unit, hint=_range(control), longest=_longest(control), in_row=True
        )
        self._field.changed.connect(self._typed)
        self._unknown = self._unknown_chip() if control.nullable else None
        row = _fill(self, self._field, self._unknown)
        if control.kind == "number":
            self._field.setFixedWidth(NARROW + 60)
            row.addStretch(1)

    def _unknown_chip(self) -> ChipRow:
        chip = ChipRow(spoken(self._control), [Choice(None, self.tr("Unknown"))], self)
        chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        chip.chosen.connect(lambda value: self._declared(unknown=value is not CLEARED))
        return chip

    def _declared(self, *, unknown: bool) -> None:
        self._field.show_text("")
        self._field.show_problem("")
        self.unreadable.emit(False)
        self.changed.emit(None if unknown else ABSENT)

    def _typed(self, text: str) -> None:
        value, good = _read(self._control, text)
        self._field.show_problem("" if good else self.tr("Enter a number."))
        if self._unknown is not None:
            self._unknown.show_value(CLEARED)
        self.unreadable.emit(not good)
        self.changed.emit(value)

    def show_value(self, value: Any) -> None:
        if self._unknown is not None:
            self._unknown.show_value(CLEARED if value is not None else None)
        current, good = _read(self._control, self._field.text)
        if good and current != value:
            self._field.show_text("" if value is ABSENT or value is None else shown_number(value))

    def show_problem(self, sentence: str) -> None:
        _, good = _read(self._control, self._field.text)
        if good:
            self._field.show_problem(sentence)

    def take_keyboard(self) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_over(self) -> None:
        self._field.show_text("")
        self._field.show_problem("")


class TimeInput(FactInput):
    """A local time of day and date, typed as `2026-11-22 09:14`."""

    def __init__(self, control: FactControl, parent: QWidget):
        super().__init__(parent)
        self._field = Field(spoken(control), self, hint="YYYY-MM-DD hh:mm", longest=16, in_row=True)
        self._field.setMaximumWidth(NARROW + 70)
        self._field.changed.connect(self._typed)
        _fill(self, self._field).addStretch(1)

    def _typed(self, text: str) -> None:
        try:
            value: Any = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M").strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ007
        except ValueError:
            value = ABSENT
        wrong = value is ABSENT and bool(text.strip())
        self._field.show_problem(self.tr("Enter a date and time, for example 2026-11-22 09:14.") if wrong else "")
        self.unreadable.emit(wrong)
        self.changed.emit(value)

    def show_value(self, value: Any) -> None:
        if value is not ABSENT:
            self._field.show_text(str(value).replace("T", " "))
            self._field.show_problem("")

    def take_keyboard(self) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)


class WindowInput(FactInput):
    """Two times of the day, from and to."""

    def __init__(self, control: FactControl, parent: QWidget):
        super().__init__(parent)
        self._ends = [
            Field(head, self, hint="hh:mm", longest=5, in_row=True) for head in (self.tr("From"), self.tr("To"))
        ]
        for end in self._ends:
            end.setMaximumWidth(110)
            end.changed.connect(self._typed)
        _fill(self, self._ends[0], _dash(self), self._ends[1]).addStretch(1)

    @property
    def _texts(self) -> list[str]:
        return [end.text.strip() for end in self._ends]

    def _typed(self) -> None:
        ends = self._texts
        good = [_is_clock(end) for end in ends]
        for end, text, fine in zip(self._ends, ends, good, strict=True):
            end.frame.set_wrong(bool(text) and not fine)
        self.unreadable.emit(any(ends) and not all(good))
        self.changed.emit(ends if all(good) else ABSENT)

    def show_value(self, value: Any) -> None:
        shown = list(value) if isinstance(value, list | tuple) else ["", ""]
        # What is half typed is no answer either, and stays.
        if shown != self._texts and (any(shown) or all(map(_is_clock, self._texts))):
            for end, text in zip(self._ends, shown, strict=True):
                end.show_text(text)

    def take_keyboard(self) -> None:
        self._ends[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def start_over(self) -> None:
        for end in self._ends:
            end.show_text("")
            end.frame.set_wrong(False)


def _fill(owner: QWidget, *widgets: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        if widget is not None:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    return row


def _read(control: FactControl, text: str) -> tuple[Any, bool]:
    """The answer that a text stands for, and whether it can be read."""
    text = text.strip()
    if not text:
        return ABSENT, True
    if control.kind == "text":
        return text, True
    value = read_number(text, whole=control.whole)
    return (ABSENT, False) if value is None else (value, True)


def _longest(control: FactControl) -> int:
    return int(control.max or 200) if control.kind == "text" else 12


def _range(control: FactControl) -> str:
    if control.kind != "number" or control.min is None or control.max is None:
        return ""
    return f"{control.min:g}–{control.max:g}"


def _is_clock(text: str) -> bool:
    try:
        datetime.strptime(text, "%H:%M")  # noqa: DTZ007 -- a time of day without a day
    except ValueError:
        return False
    return len(text) == 5


def _dash(owner: QWidget) -> Words:
    dash = Words("–", owner, wrap=False)
    dash.setFixedHeight(owner.findChildren(Field)[0].sizeHint().height())
    return dash
