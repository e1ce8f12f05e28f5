"""Something that is to be done now: a sentence and its one deed, over the page until either is pressed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.widgets.buttons import IconButton, KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Ink


class Call(Card):
    """`answered()` when the deed was pressed, `dismissed()` when it is not wanted now. It never takes the keyboard."""

    answered = Signal()
    dismissed = Signal()

    def __init__(self, sentence: str, deed: str, parent: QWidget | None = None, *, tone: str = "alarm"):
        super().__init__(parent, margin=4)
        self.set_tone(tone)
        self.setAccessibleName(sentence)
        self.sentence = sentence
        button = KeyButton(deed, self, weight=Weight.PRIMARY)
        close = IconButton("close", self.tr("Later"), self)
        for each in (button, close):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.answered)
        close.clicked.connect(self.dismissed)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 0, 0)
        row.addWidget(Ink(sentence, self, tone=tone, bold=True), 1)
        row.addWidget(button)
        row.addWidget(close)
        self.body.addLayout(row)
