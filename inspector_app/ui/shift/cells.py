"""How a finding is painted in the list: one line of a table, struck through when it was withdrawn."""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector_app.services.ports import FindingRow, Send
from inspector_app.ui import theme
from inspector_app.ui.paged_table import ROW
from inspector_app.ui.shift.state import clock_text, day_text
from inspector_app.ui.shift.words import FindingWords
from inspector_app.ui.widgets import tier_badge

PAD = 10
DOT = 10
BADGE_PAD = 18


class Column(IntEnum):
    TIME = 0
    KIND = 1
    PLACE = 2
    TIER = 3
    MEASURE = 4
    SENT = 5


def cell_text(words: FindingWords, row: FindingRow, column: int) -> str:
    """What a screen reader hears, and what is painted but for badge and dot."""
    match column:
        case Column.TIME:
            return clock_text(row.observed_at)
        case Column.KIND:
            return words.title(row)
        case Column.PLACE:
            return row.address or words.no_address()
        case Column.TIER:
            return words.tier(row.tier)
        case Column.MEASURE:
            return words.withdrawn() if row.withdrawn else words.measures(row.measures[:2])
        case _:
            return words.sent(row)


class FindingCells(QStyledItemDelegate):
    """`now` tells which day is today: only other days are named."""

    def __init__(self, words: FindingWords, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._words = words
        self._now = now

    def row_height(self) -> int:
        """At least 48 px, and room for a second line in the chosen text size."""
        return max(56, 2 * QFontMetrics(theme.font()).height() + 12)

    def fixed_width(self, column: Column) -> int:
        """What a column of known words needs; 0 for those that share the rest."""
        plain, bold = QFontMetrics(theme.font()), QFontMetrics(theme.font(bold=True))
        if column is Column.TIME:
            return max(plain.horizontalAdvance(text) for text in ("00:00", "00-00")) + 2 * PAD
        if column is Column.TIER:
            return _widest(bold, self._words.every_tier()) + BADGE_PAD + 2 * PAD
        if column is Column.SENT:
            return _widest(plain, self._words.every_sent()) + DOT + 8 + 2 * PAD
        return 0

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, box = theme.current(), QRect(option.rect)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(box, look.accent.tint if chosen else look.surface)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, look.line)
        row = index.data(ROW)
        if isinstance(row, FindingRow):
            self._paint_cell(painter, box.adjusted(PAD, 0, -PAD, -1), row, Column(index.column()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(max(120, self.fixed_width(Column(index.column()))), self.row_height())

    def _paint_cell(self, painter: QPainter, box: QRect, row: FindingRow, column: Column) -> None:
        look, text = theme.current(), cell_text(self._words, row, column)
        if column is Column.TIER:
            width = QFontMetrics(theme.font(bold=True)).horizontalAdvance(text) + BADGE_PAD
            height = QFontMetrics(theme.font(bold=True)).height() + 4
            plate = QRect(box.left(), box.center().y() - height // 2, min(width, box.width()), height)
            tier_badge.draw(painter, plate, row.tier.value)
        elif column is Column.SENT:
            self._paint_sent(painter, box, row, text)
        elif column is Column.TIME and (day := day_text(row.observed_at, self._now())):
            upper, lower = QRect(box), QRect(box)
            upper.setBottom(box.center().y())
            lower.setTop(box.center().y())
            bottom, top = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
            _write(painter, upper, day, look.muted, align=bottom)
            _write(painter, lower, text, look.text, struck=row.withdrawn, align=top)
        else:
            colour = look.muted if row.withdrawn else look.text
            struck = row.withdrawn and column is not Column.MEASURE
            _write(painter, box, text, colour, bold=column is Column.KIND, struck=struck)

    def _paint_sent(self, painter: QPainter, box: QRect, row: FindingRow, text: str) -> None:
        look = theme.current()
        tint = look.good if row.send is Send.ARRIVED else look.warning
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint.solid)
        painter.drawEllipse(QRect(box.left(), box.center().y() - DOT // 2 + 1, DOT, DOT))
        _write(painter, box.adjusted(DOT + 8, 0, 0, 0), text, look.text)


def _write(
    painter: QPainter, box: QRect, text: str, colour: QColor, *, bold: bool = False, struck: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:  # fmt: skip
    font = theme.font(bold=bold)
    font.setStrikeOut(struck)
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align | Qt.AlignmentFlag.AlignLeft, shown)


def _widest(metrics: QFontMetrics, texts: Iterable[str]) -> int:
    return max(metrics.horizontalAdvance(text) for text in texts)
