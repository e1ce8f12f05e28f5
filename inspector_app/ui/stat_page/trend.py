"""The shares of each day as three lines; each line carries its sign at its end, so that colour never speaks alone."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.domain.shares import Mix
from inspector_app.ui import texts, theme
from inspector_app.ui.stat_page.state import TREND_DAYS
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.tier_badge import draw_sign

TIERS = ("service", "management", "enforcement")
LEFT, RIGHT, TOP, BOTTOM = 44, 36, 10, 26  # px around the lines
SIGN = 22
LEAST = 2  # days with findings, below which there is no line


class Trend(QWidget):
    """`present` takes the mix of each local day that has findings; days without any are passed over."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._days: list[tuple[int, Mix]] = []
        self._last = date(2000, 1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(400, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 150)

    def present(self, trend: Sequence[tuple[str, Mix]], today: date) -> None:
        first = today - timedelta(days=TREND_DAYS - 1)
        self._last = today
        placed = (((date.fromisoformat(day) - first).days, mix) for day, mix in trend)
        self._days = [(place, mix) for place, mix in placed if 0 <= place < TREND_DAYS and mix.total]
        said = (f"{texts.tier(tier)} {self._share(number)} %" for number, tier in enumerate(TIERS))
        self.setAccessibleName(", ".join(said) if self.has_lines else "")
        self.update()

    @property
    def has_lines(self) -> bool:
        return len(self._days) >= LEAST

    def _share(self, number: int) -> int:
        return self._days[-1][1].shares[number] if self._days else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        self._paint_scale(painter)
        if self.has_lines:
            for number, tier in enumerate(TIERS):
                self._paint_line(painter, number, tier)
            self._paint_signs(painter)
        painter.end()

    def _paint_scale(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setFont(theme.font())
        for share in (0, 50, 100):
            y = self._y(share)
            painter.setPen(QPen(look.line, look.line_width))
            painter.drawLine(QPointF(LEFT, y), QPointF(self.width() - RIGHT, y))
            painter.setPen(look.muted)
            box = QRect(0, round(y) - 12, LEFT - 8, 24)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{share}")
        first = self._last - timedelta(days=TREND_DAYS - 1)
        foot = QRect(LEFT, self.height() - BOTTOM + 4, self.width() - LEFT - RIGHT, BOTTOM - 4)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{first:%m-%d}")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{self._last:%m-%d}")

    def _paint_line(self, painter: QPainter, number: int, tier: str) -> None:
        points = [QPointF(self._x(place), self._y(mix.shares[number])) for place, mix in self._days]
        pen = QPen(theme.current().tier(tier).solid, 3)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))

    def _paint_signs(self, painter: QPainter) -> None:
        """At the end of each line, pushed apart where lines end close together."""
        ends = sorted((self._y(self._share(number)), tier) for number, tier in enumerate(TIERS))
        lowest = self.height() - BOTTOM - SIGN * len(ends) + SIGN / 2
        below = 0.0
        for place, (y, tier) in enumerate(ends):
            middle = min(max(y, below), lowest + place * SIGN)
            draw_sign(painter, QRect(self.width() - RIGHT + 8, round(middle) - SIGN // 2, SIGN, SIGN), tier, 15)
            below = middle + SIGN + 2

    def _x(self, place: int) -> float:
        return LEFT + (self.width() - LEFT - RIGHT) * place / (TREND_DAYS - 1)

    def _y(self, share: int) -> float:
        return TOP + (self.height() - TOP - BOTTOM) * (100 - share) / 100
