"""The way of the Tab key: as the eye goes, also through what was made later."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step(parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Gives the keyboard to the next control of these parts, round and round; False when there is none."""
    stops = [widget for part in parts for widget in (part, *part.findChildren(QWidget)) if _is_stop(widget)]
    if not stops:
        return False
    now = QApplication.focusWidget()
    if now in stops:
        place = stops.index(now) + (1 if forward else -1)
    else:
        place = _after(parts, stops, now) if forward else _after(parts, stops, now) - 1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[place % len(stops)].setFocus(reason)
    return True


def _after(parts: Sequence[QWidget], stops: Sequence[QWidget], now: QWidget | None) -> int:
    """The place of the first stop behind a widget that is no stop itself: a chip that was clicked, a page."""
    if now is None:
        return 0
    order = {
        id(widget): place
        for place, widget in enumerate(w for part in parts for w in (part, *part.findChildren(QWidget)))
    }
    mine = order.get(id(now), -1)
    return next((place for place, stop in enumerate(stops) if order[id(stop)] > mine), 0)


def _is_stop(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return takes and widget.isVisible() and widget.isEnabled()
