"""Something that everybody must have read once: it stays over the page until it is closed, and work goes on behind it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Ink, Words


class Notice(Card):
    """`seen()` when its button was pressed."""

    seen = Signal()

    def __init__(self, head: str, told: str, parent: QWidget | None = None, *, tone: str = "warning"):
        super().__init__(parent, margin=8)
        self.set_tone(tone)
        self.head = head
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Ink(head, self, tone=tone, bold=True))
        words.addWidget(Words(told, self))
        button = KeyButton(self.tr("Understood"), self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.seen)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
