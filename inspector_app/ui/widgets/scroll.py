"""A column that scrolls, with a bar wide enough for a thumb."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint


class Bar(QScrollBar):
    """A quiet scroll bar: no arrows, a handle that is easy to take. `reached`: the keyboard scrolls it."""

    reached = False

    def sizeHint(self) -> QSize:
        return QSize(16, 48) if self.orientation() is Qt.Orientation.Vertical else QSize(48, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() <= self.minimum():
            return
        painter = QPainter(self)
        paint.smooth(painter)
        look = theme.current()
        paint.panel(painter, self._handle(), 4, look.focus if self.reached else look.edge, None)
        painter.end()

    def _handle(self) -> QRect:
        # Imported here: QStyle makes 300 enumerations, which the first paint can do without.
        from PySide6.QtWidgets import QStyle, QStyleOptionSlider

        option = QStyleOptionSlider()
        self.initStyleOption(option)
        box = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        across = 3 if self.width() < 16 else 4
        if self.orientation() is Qt.Orientation.Vertical:
            return QRect(across, box.top() + 1, self.width() - 2 * across, box.height() - 2)
        return QRect(box.left() + 1, across, box.width() - 2, self.height() - 2 * across)


class ScrollColumn(QScrollArea):
    """`body` is the column inside. What gets the keyboard focus is brought into sight, and stays there until somebody scrolls.

    `reads` names a column of words only: Tab stops at it when it holds more than fits, and the arrow keys scroll it.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8, reads: str = ""):
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = Bar(Qt.Orientation.Vertical, self)
        self.setVerticalScrollBar(self._bar)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A viewport of our own: to wrap Qt's, PySide would first look through every class that it knows.
        self._pane, inner = QWidget(), QWidget()
        self.setViewport(self._pane)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 4, 0)
        self.body.setSpacing(spacing)
        self.setWidget(inner)
        for widget in (self._pane, inner):
            palette = widget.palette()
            palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.transparent)
            widget.setPalette(palette)
            widget.setAutoFillBackground(False)
        self._follows = self._holds = self._scrolls = False
        self._bar.valueChanged.connect(self._scrolled)
        self._bar.rangeChanged.connect(self._grew)
        if reads:
            self.setAccessibleName(reads)
            self._bar.rangeChanged.connect(self._be_reached)

    def _be_reached(self, least: int, most: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if most > least else Qt.FocusPolicy.NoFocus)

    def keep_bar_outside(self, margin: int, *, left: int = 0) -> None:
        """The bar stands in a margin of that many px at the right; the content keeps its width with and without it."""
        self.body.setContentsMargins(left, 0, 0, 0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setFixedWidth(margin)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_reached(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_reached(False)

    def _show_reached(self, reached: bool) -> None:
        self._bar.reached = reached
        self._bar.update()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._follows:
            self._follows = True
            QApplication.instance().focusChanged.connect(self._bring_into_sight)  # type: ignore[union-attr]
        super().showEvent(event)

    def _bring_into_sight(self, _: QWidget | None, now: QWidget | None) -> None:
        self._holds = now is not None and self.widget() is not None and self.widget().isAncestorOf(now)
        if self._holds and now is not None:
            self._scrolls = True
            self.ensureWidgetVisible(now, 0, 40)
            self._scrolls = False

    def _scrolled(self) -> None:
        self._holds = self._holds and self._scrolls

    def _grew(self) -> None:
        if self._holds:  # what has just been unfolded is laid out after the bar was told
            QTimer.singleShot(0, self, lambda: self._bring_into_sight(None, QApplication.focusWidget()))
