"""The four big keys at the top of the form: 1 to 4."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from inspector_app.domain.finding import Category
from inspector_app.ui import texts, theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.shortcut import bind


class CategoryKey(QAbstractButton):
    def __init__(self, category: Category, key: str, parent: QWidget):
        super().__init__(parent)
        self._key = key
        self.setText(texts.category(category.value))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setFont(theme.font(18, bold=True))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, f"Alt+{key}")

    def nextCheckState(self) -> None:
        """Only the state says which category it is."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 74, max(66, self.fontMetrics().height() + 34))

    def minimumSizeHint(self) -> QSize:
        least = theme.fitting(self.text(), 0, 18, bold=True)
        return QSize(QFontMetrics(least).horizontalAdvance(self.text()) + 46, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, chosen = theme.current(), self.isChecked()
        painter = QPainter(self)
        paint.smooth(painter)
        face = paint.face(self.rect())
        ground = look.accent.tint if chosen else (look.sunken if self.underMouse() else look.surface)
        paint.panel(painter, face, 12, ground, look.accent.solid if chosen else look.edge, 2 if chosen else 1)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 14)
        ink = look.accent.ink if chosen else look.text
        box = QFontMetrics(theme.font()).horizontalAdvance(self._key) + 12
        painter.setFont(theme.fitting(self.text(), face.width() - box - 18, 18, bold=True))
        words = painter.fontMetrics().horizontalAdvance(self.text())
        left = face.left() + (face.width() - words - box - 10) // 2
        painter.setPen(ink)
        painter.drawText(QRect(left, face.top(), words + 2, face.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        key = QRect(left + words + 10, face.center().y() - 11, box, 24)
        paint.panel(painter, key, 5, None, ink, 1)
        painter.setFont(theme.font())
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()


class CategoryKeys(QWidget):
    """`chosen(Category)`; the digits work whenever no text is being typed, Alt and the digit always."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._keys = {}
        for number, category in enumerate(Category, start=1):
            key = CategoryKey(category, str(number), self)
            key.clicked.connect(lambda _=False, category=category: self.chosen.emit(category))
            self._keys[category] = key
            row.addWidget(key, key.sizeHint().width())  # in a narrow window each gets what its words need

    def present(self, category: Category) -> None:
        for one, key in self._keys.items():
            key.setChecked(one is category)
