"""A mix of service, management and enforcement as one bar."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import texts, theme
from inspector_app.ui.widgets import paint

TIERS = ("service", "management", "enforcement")
HEIGHT = 24
WIDE_ENOUGH = 30  # px of a part that can carry its sign


class SharesBar(QWidget):
    """Each part carries its sign where there is room, so that colour never speaks alone."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._parts = (0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, parts: tuple[int, int, int]) -> None:
        """Whole percentages that add up to 100, or zeros."""
        if parts != self._parts:
            self._parts = parts
            self.update()
        said = (f"{texts.tier(tier)} {part} %" for tier, part in zip(TIERS, parts, strict=True))
        self.setAccessibleName(", ".join(said))

    def sizeHint(self) -> QSize:
        return QSize(200, theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = theme.current(), self.rect()
        painter = QPainter(self)
        paint.smooth(painter)
        shape = QPainterPath()
        shape.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setClipPath(shape)
        painter.fillRect(box, paint.track())
        left = 0
        for position, (tier, part) in enumerate(zip(TIERS, self._parts, strict=True)):
            right = box.width() * sum(self._parts[: position + 1]) // 100
            face = QRect(left, 0, right - left, box.height())
            painter.fillRect(face, look.tier(tier).solid)
            if face.width() >= WIDE_ENOUGH and part:
                painter.setFont(theme.font(theme.TEXT, bold=True))
                painter.setPen(look.tier(tier).on_solid)
                painter.drawText(face, Qt.AlignmentFlag.AlignCenter, texts.sign(tier))
            left = right
        if look.line_width > 1:
            painter.setClipping(False)
            paint.panel(painter, box, box.height() / 2, None, look.edge, look.line_width)
        painter.end()
