"""One photo over the whole page; Esc, Enter or a click puts it away. Nothing waits for it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme


class PhotoViewer(QWidget):
    """Lies over `page` and follows its size when it is opened."""

    def __init__(self, page: QWidget):
        super().__init__(page)
        self._page = page
        self._picture: QPixmap | None = None
        self._caption = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open_for(self, caption: str) -> None:
        """Shows itself with a name; the picture follows."""
        self._picture, self._caption = None, caption
        self.setAccessibleName(caption)
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def show_picture(self, picture: QPixmap) -> None:
        self._picture = picture
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.hide()
            self._page.setFocus()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()
        self._page.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 235))
        line = self.fontMetrics().height() + 16
        room = self.rect().adjusted(16, 16, -16, -line)
        if self._picture is not None and not self._picture.isNull():
            size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(room.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, self._picture)
        painter.setFont(theme.font())
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(
            self.rect().adjusted(16, 0, -16, -8),
            int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter),
            self._caption,
        )
        painter.end()
