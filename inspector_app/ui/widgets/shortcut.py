"""Keys for buttons. QAbstractButton's own shortcuts click a tenth of a second late and are forgotten with a new text."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton


def bind(button: QAbstractButton, key: str) -> None:
    """`key` (as in `F9`, `Ctrl+V`) clicks the button at once, while it is shown and enabled in the active window."""
    QShortcut(QKeySequence(key), button, button.click)
