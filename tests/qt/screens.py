"""How tests look at a page: its words and its buttons."""

from PySide6.QtWidgets import QLabel, QWidget

from inspector_app.ui.widgets.buttons import KeyButton


def texts(widget: QWidget) -> str:
    """Everything that the labels on sight say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def button(widget: QWidget, words: str) -> KeyButton:
    """The button with these words; AssertionError when none is on sight."""
    found = [each for each in widget.findChildren(KeyButton) if each.text() == words and each.isVisibleTo(widget)]
    assert found, f"no button says {words}"
    return found[0]
