"""The tier, never by colour alone: 服 管 执 无 stand in it, in every language."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import texts, theme
from inspector_app.ui.widgets import paint


class TierBadge(QWidget):
    """A small plate with sign and word, for lists and sentences."""

    def __init__(self, tier: str = "none", parent: QWidget | None = None):
        super().__init__(parent)
        self._tier = tier
        self.setFont(theme.font(theme.TEXT, bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(texts.tier(tier))

    def show_tier(self, tier: str) -> None:
        if tier != self._tier:
            self._tier = tier
            self.setAccessibleName(texts.tier(tier))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(texts.badge(self._tier)) + 18, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw(painter, self.rect(), self._tier)
        painter.end()


class TierSign(QWidget):
    """The big square sign of the decision card."""

    SIDE = 60

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._tier = "none"
        self.setFixedSize(self.SIDE, self.SIDE)

    def show_tier(self, tier: str) -> None:
        if tier != self._tier:
            self._tier = tier
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_sign(painter, self.rect(), self._tier, 28)
        painter.end()


def draw(painter: QPainter, box: QRect, tier: str) -> None:
    """The small plate inside `box`, for delegates of lists too."""
    look = theme.current()
    tint = look.tier(tier)
    paint.smooth(painter)
    paint.panel(painter, box, 7, tint.tint, tint.solid if look.line_width > 1 else None, look.line_width)
    painter.setFont(theme.fitting(texts.badge(tier), box.width() - 10, bold=True))
    painter.setPen(tint.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, texts.badge(tier))


def draw_sign(painter: QPainter, box: QRect, tier: str, size: int) -> None:
    """The solid square with the sign alone; `size` in px of text."""
    tint = theme.current().tier(tier)
    paint.smooth(painter)
    paint.panel(painter, box, box.width() / 5, tint.solid, None)
    painter.setFont(theme.font(size, bold=True))
    painter.setPen(tint.on_solid)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, texts.sign(tier))
