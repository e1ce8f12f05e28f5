"""One sentence about what went wrong, over the page and in nobody's way; it never takes the keyboard."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.widgets.buttons import IconButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Ink

GOOD_NEWS_MS = 6_000


class Banner(Card):
    """`tell` shows it, its × or `clear` takes it away; good news goes by itself, for it asks nothing of anybody."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=4)
        self._words = Ink("", self, tone="warning")
        close = IconButton("close", self.tr("Close this message"), self)
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.clear)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(close)
        self.body.addLayout(row)
        self._goes = QTimer(self, interval=GOOD_NEWS_MS, singleShot=True)
        self._goes.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def tell(self, sentence: str, tone: str = "warning") -> None:
        """`tone`: `warning`, `alarm`, `good` or `accent`."""
        self.set_tone(tone)
        self._words.set_tone(tone)
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
        self._goes.start() if tone == "good" else self._goes.stop()

    def clear(self) -> None:
        self._goes.stop()
        self.hide()
        self.dismissed.emit()
