"""The way of the Tab key."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain(parts: Sequence[QWidget]) -> None:
    """Tab goes through the parts in this order, inside each in the order in which its controls were made."""
    stops = [widget for part in parts for widget in part.findChildren(QWidget) if _takes_keyboard(widget)]
    for one, after in pairwise(stops):
        QWidget.setTabOrder(one, after)


def _takes_keyboard(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
