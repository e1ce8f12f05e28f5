"""What the officer should see before saving: a finding that may be the same, and a code that nobody knows."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.record.state import RecordState, Same
from inspector_app.ui.widgets.buttons import IconButton, KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Ink, Words

MOST_SIGNS, ENDING = 80, 24  # of an unknown code on the screen; the note takes all of it
UNBROKEN = 16  # signs without a blank


class Hint(Card):
    """One line of warning with one deed, over the buttons of the page; it never takes the keyboard by itself."""

    def __init__(self, deed: str, key: str, parent: QWidget):
        super().__init__(parent, margin=4)
        self.set_tone("warning")
        self.head, self.words = Ink("", self, tone="warning", bold=True), Words("", self)
        self.deed = KeyButton(deed, self, key=key)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.head)
        said.addWidget(self.words)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(10, 0, 0, 0)
        self.row.addLayout(said, 1)
        self.row.addWidget(self.deed)
        self.body.addLayout(self.row)
        self.hide()

    def tell(self, head: str, text: str) -> None:
        self.head.setText(head)
        self.words.setText(_short(text))
        self.setAccessibleName(f"{head} {text}")


class Hints(QWidget):
    """`linked(finding id)`, empty to take the link back; `kept()` and `dropped()` of the unknown code."""

    linked = Signal(str)
    kept = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._same, self._code = Hint(self.tr("Link"), "F7", self), Hint(self.tr("Keep in the note"), "F8", self)
        self._finding = ""
        self._same.deed.clicked.connect(lambda: self.linked.emit(self._finding))
        self._code.deed.clicked.connect(self.kept)
        close = IconButton("close", self.tr("Forget this code"), self)
        close.clicked.connect(self.dropped)
        self._code.row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._same)
        column.addWidget(self._code)
        self.hide()

    def present(self, state: RecordState) -> None:
        self._present_same(state)
        code = state.scanned
        self._code.setVisible(code is not None)
        if code is not None:
            self._code.tell(code.text, code.code)
        self.setVisible(code is not None or bool(state.same) or bool(state.draft.duplicate_of))

    def _present_same(self, state: RecordState) -> None:
        linked = state.draft.duplicate_of
        shown = _first(state)
        self._same.setVisible(shown is not None or bool(linked))
        more = len(state.same) - 1
        others = self.tr("and %n more", "", more) if more > 0 else ""
        head = self.tr("Linked as the same finding") if linked else self.tr("May be recorded already")
        text = " · ".join(part for part in (shown.text if shown is not None else "", others) if part)
        self._same.tell(head, text)
        self._finding = "" if linked else shown.finding if shown is not None else ""
        self._same.deed.change_text(self.tr("Take the link back") if linked else self.tr("Link"))
        self._same.deed.setVisible(bool(linked or self._finding))


def _short(text: str) -> str:
    """In few lines, and none of them cut: of a long code what it begins and ends with, broken where there is no blank."""
    kept = text if len(text) <= MOST_SIGNS else f"{text[: MOST_SIGNS - ENDING - 1]}…{text[-ENDING:]}"
    return re.sub(rf"\S{{{UNBROKEN}}}(?=\S)", "\\g<0>\u200b", kept)


def _first(state: RecordState) -> Same | None:
    """The linked one, else the first that can be linked, else the first."""
    wanted = state.draft.duplicate_of
    by_link = next((one for one in state.same if one.finding == wanted), None) if wanted else None
    if wanted:
        return by_link
    return next((one for one in state.same if one.finding), state.same[0] if state.same else None)
