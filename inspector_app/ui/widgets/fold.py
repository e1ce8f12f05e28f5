"""What can be unfolded: a head that is a button, and under it what not everybody needs at once."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets import paint

SIGN = 24  # px of the chevron


class FoldHead(QAbstractButton):
    """A line of words with a chevron at its right; checked is unfolded."""

    def __init__(self, text: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFont(theme.font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + SIGN + 24, max(theme.TARGET, metrics.height() + 20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, face = theme.current(), paint.face(self.rect())
        painter = QPainter(self)
        paint.smooth(painter)
        if self.underMouse():
            paint.panel(painter, face, 10, look.sunken, None)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 12)
        painter.setPen(look.muted)
        painter.setFont(self.font())
        words = QRect(face.left() + 9, face.top(), face.width() - SIGN - 12, face.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        draw_chevron(painter, face, unfolded=self.isChecked())
        painter.end()


class Fold(QWidget):
    """`body` is the column that is unfolded. A person's own choice stays; before it, `open_by_default` decides."""

    def __init__(self, title: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._chosen: bool | None = None
        self._head = FoldHead(title, self)
        self._head.clicked.connect(self._choose)
        self._inner = QWidget(self)
        self._inner.hide()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(12, 0, 12, 6)
        self.body.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._inner)

    @property
    def is_open(self) -> bool:
        return self._head.isChecked()

    def open_by_default(self, wanted: bool) -> None:
        self._show(wanted if self._chosen is None else self._chosen)

    def _choose(self) -> None:
        self._chosen = self._head.isChecked()
        self._show(self._chosen)

    def _show(self, unfolded: bool) -> None:
        self._head.setChecked(unfolded)
        self._inner.setVisible(unfolded)


def draw_chevron(painter: QPainter, face: QRect, *, unfolded: bool) -> None:
    """At the right end of `face`, on its first line of 48 px at most."""
    name = "chevron-up" if unfolded else "chevron-down"
    top = face.top() + (min(face.height(), theme.TARGET) - SIGN) // 2
    painter.drawPixmap(face.right() - SIGN - 4, top, icons.pixmap(name, theme.current().muted.name(), SIGN))
