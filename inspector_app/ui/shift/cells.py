"""How a finding is painted in the list: one line of a table, struck through when it was withdrawn."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
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
AND = " · "
WORD = r"[!-~]+\s*|.\s*"  # a run of Latin signs, or one Chinese sign


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
            return words.withdrawn() if row.withdrawn else words.done(row)
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
            return _widest(plain, ("00:00", "00-00")) + 2 * PAD
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
            (upper, lower), (above, below) = _halves(box), two_lines(day, text)
            _write(painter, upper, above, look.muted)
            _write(painter, lower, below, look.muted if row.withdrawn else look.text, struck=row.withdrawn)
        else:
            self._paint_words(painter, box, row, column, text)

    def _paint_words(self, painter: QPainter, box: QRect, row: FindingRow, column: Column, text: str) -> None:
        """On one line, or on two where the column is too narrow; the kind shrinks before it is cut."""
        look, bold = theme.current(), column is Column.KIND
        only_suggested = column is Column.MEASURE and not row.taken
        colour = look.muted if row.withdrawn or only_suggested else look.text
        struck = row.withdrawn and column is not Column.MEASURE
        lines = folded(text, theme.metrics(bold=bold), box.width(), at_dot=bold)
        for line, place in zip(lines, _halves(box) if len(lines) > 1 else (box,), strict=True):
            font = theme.fitting(line, box.width(), bold=True) if bold else theme.font()
            _write(painter, place, line, colour, font=font, struck=struck)

    def _paint_sent(self, painter: QPainter, box: QRect, row: FindingRow, text: str) -> None:
        look = theme.current()
        tint = look.good if row.send is Send.ARRIVED else look.warning
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint.solid)
        painter.drawEllipse(QRect(box.left(), box.center().y() - DOT // 2 + 1, DOT, DOT))
        _write(painter, box.adjusted(DOT + 8, 0, 0, 0), text, look.text)


def _halves(box: QRect) -> tuple[QRect, QRect]:
    """Room for two lines that stand close together in the middle."""
    line = theme.metrics().height()
    top = box.center().y() - line
    return QRect(box.left(), top, box.width(), line), QRect(box.left(), top + line, box.width(), line)


def _write(
    painter: QPainter, box: QRect, text: str, colour: QColor, *, font: QFont | None = None, struck: bool = False
) -> None:
    font = QFont(font or theme.font())
    font.setStrikeOut(struck)
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def two_lines(day: str, clock: str) -> tuple[str, str]:
    """Day and time; year and day for a finding of another year, which the column has no third line for."""
    year, _, rest = day.partition("-")
    return (year, rest) if len(year) == len("2026") else (day, clock)


def folded(text: str, metrics: QFontMetrics, width: int, *, at_dot: bool = False) -> tuple[str, ...]:
    """`text` on one line when it is narrower than `width` px, else on two: parted at its dot when that is wanted or both parts fit,
    else where the first line is full."""
    if metrics.horizontalAdvance(text) < width:
        return (text,)
    parts = tuple(text.split(AND, 1))
    if len(parts) > 1 and (at_dot or all(metrics.horizontalAdvance(part) < width for part in parts)):
        return parts
    words, end = re.findall(WORD, text), 0
    while end < len(words) and metrics.horizontalAdvance("".join(words[: end + 1]).rstrip()) < width:
        end += 1
    end = max(end, 1)
    lines = ("".join(words[:end]), "".join(words[end:]))
    return tuple(line.strip(AND) for line in lines if line)


def _widest(metrics: QFontMetrics, texts: Iterable[str]) -> int:
    return max(metrics.horizontalAdvance(text) for text in texts) + 1  # for the fraction that Qt rounds away
