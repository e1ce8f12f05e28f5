"""What a place says when there is nothing in it yet, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.words import Words


class EmptyState(QWidget):
    """An icon, a sentence, and, where something can be done, a button: `wanted()`."""

    wanted = Signal()

    def __init__(self, icon: str, sentence: str, parent: QWidget | None = None, *, deed: str = ""):
        super().__init__(parent)
        self._words = Words(sentence, self, role="muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(_Icon(icon, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        if deed:
            button = KeyButton(deed, self)
            button.clicked.connect(self.wanted)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def tell(self, sentence: str) -> None:
        self._words.setText(sentence)


class _Icon(QWidget):
    def __init__(self, name: str, parent: QWidget):
        super().__init__(parent)
        self._name = name
        self.setFixedSize(48, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.pixmap(self._name, theme.current().muted.name(), 48))
        painter.end()
