"""Keys for buttons. QAbstractButton's own shortcuts click a tenth of a second late and are forgotten with a new text."""

from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

_waiting: list[tuple[QAbstractButton, str]] | None = None


def bind(button: QAbstractButton, key: str) -> None:
    """`key` (as in `F9`, `Ctrl+V`) clicks the button at once, while it is shown and enabled in the active window."""
    if _waiting is None:
        _make(button, key)
    else:
        _waiting.append((button, key))


def hold() -> None:
    """Before the first paint: keys wait for `release`, because their classes cost start time."""
    global _waiting  # noqa: PLW0603 -- one first paint for one program
    _waiting = []


def release() -> None:
    """After the first paint: the keys that waited work from now on."""
    global _waiting
    waiting, _waiting = _waiting or [], None
    for button, key in waiting:
        if isValid(button):
            _make(button, key)


def _make(button: QAbstractButton, key: str) -> None:
    from PySide6.QtGui import QKeySequence, QShortcut

    QShortcut(QKeySequence(key), button, button.click)
