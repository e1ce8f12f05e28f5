"""Text on the screen: labels that wrap, labels that shorten with a tool tip, section heads."""

import re
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from inspector_app.ui import theme

Label = TypeVar("Label", bound=QLabel)
# A figure and its unit, of letters or Chinese, and the thousands of one figure: they are one word to the eye.
UNIT = re.compile(
    r"(?<=\d) (?=(?:[ckm]?m[²³]?|k?m/h|m?s|min|h|d|days?|[kKMGT]?B(?:/s)?|%)(?![^\W_])|\d{3}(?!\d)|[\u4e00-\u9fff])"
)


def unbroken(text: str) -> str:
    """No line ends between a figure and its unit."""
    return UNIT.sub("\u00a0", text)


class Words(QLabel):
    """A label in the text role `text` or `muted`; it never takes rich text, so that given text cannot pretend."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, size: int = theme.TEXT, bold: bool = False,
        role: str = "text", wrap: bool = True,
    ):  # fmt: skip
        super().__init__(parent)
        self._given = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, bold=bold))
        self.setWordWrap(wrap)
        self.setText(text)
        if role == "muted":
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def text(self) -> str:
        """As it was given."""
        return self._given

    def setText(self, text: str) -> None:
        self._given = text
        super().setText(unbroken(text))


class Ink(Words):
    """A label in the ink of a tint: a tier, `accent`, `good`, `warning`, `alarm`; an empty one is plain text."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, tone: str, size: int = theme.TEXT, bold: bool = False,
        wrap: bool = True,
    ):  # fmt: skip
        super().__init__(text, parent, size=size, bold=bold, wrap=wrap)
        self._tone = tone

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, palette = theme.current(), self.palette()
        ink = look.tier(self._tone).ink if self._tone else look.text
        if palette.color(QPalette.ColorRole.WindowText) != ink:
            palette.setColor(QPalette.ColorRole.WindowText, ink)
            self.setPalette(palette)
        super().paintEvent(event)


class SectionLabel(Words):
    """The quiet head of a group of controls."""

    def __init__(self, text: str = "", parent: QWidget | None = None):
        super().__init__(text, parent, role="muted", wrap=False)


def flush(words: Label) -> Label:
    """Words above or below controls: these keep their focus ring free inside themselves, so words stand in by it."""
    words.setContentsMargins(theme.RING, 0, theme.RING, 0)
    return words


class Elided(QWidget):
    """One line of given text (a name, an address) that shortens with … before its tail, and then tells the whole in a tool tip."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, size: int = theme.TEXT, bold: bool = False,
        role: str = "text",
    ):  # fmt: skip
        super().__init__(parent)
        self._text, self._tail, self._role = text, "", role
        self.setFont(theme.font(size, bold=bold))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The whole, with its tail."""
        return self._text + self._tail

    def set_text(self, text: str, tail: str = "") -> None:
        """`tail` is never shortened: what matters stands there, as the number of an article does."""
        if (text, tail) != (self._text, self._tail):
            self._text, self._tail = text, tail
            self.setAccessibleName(self.text)
            self._explain()
            self.updateGeometry()
            self.update()

    def _explain(self) -> None:
        whole = self.fontMetrics().horizontalAdvance(self.text) <= self.contentsRect().width()
        self.setToolTip("" if whole else self.text)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text) + 2, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(40, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._explain()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        name, _, part = self._role.partition(".")
        painter = QPainter(self)
        painter.setPen(getattr(getattr(look, name), part) if part else getattr(look, name))
        box = self.contentsRect()
        room = box.width() - self.fontMetrics().horizontalAdvance(self._tail)
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room) + self._tail
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()
