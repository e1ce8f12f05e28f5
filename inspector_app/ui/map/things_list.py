"""What the map shows, as a list: for the keyboard, for reading aloud, and where marks lie upon each other."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from inspector_app.ui import theme
from inspector_app.ui.map import map_words, markers
from inspector_app.ui.map.state import ListRow
from inspector_app.ui.widgets.buttons import IconButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.scroll import Bar
from inspector_app.ui.widgets.words import Words

ROW = 50  # px


class ThingsList(Card):
    """`looked_at(ListRow)` while the arrows pass over one, `opened(ListRow)` by Enter or a tap, `closed()`."""

    looked_at = Signal(object)
    opened = Signal(object)
    closed = Signal()

    def __init__(self, signs: dict[str, str], parent: QWidget | None = None):
        super().__init__(parent, margin=8, spacing=4)
        self._signs = signs
        self._rows: tuple[ListRow, ...] | None = None
        self._head = Words("", self, bold=True, wrap=False)
        self.list = _List(self)
        self.list.setAccessibleName(self.tr("What the map shows, the nearest first"))
        self.list.currentRowChanged.connect(self._look)
        self.list.itemClicked.connect(lambda _: self._open())
        self.list.entered_by_key.connect(self._open)
        self.list.escaped.connect(self.closed)
        close = IconButton("close", self.tr("Close"), self)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self._head, 1)
        head.addWidget(close)
        self.body.addLayout(head)
        self.body.addWidget(self.list, 1)

    def present(self, rows: tuple[ListRow, ...] | None) -> None:
        self.setVisible(rows is not None)
        if rows is None or rows == self._rows:
            return
        self._rows = rows
        self._head.setText(
            self.tr("%n thing(s) in sight", "", len(rows)) if rows else self.tr("Nothing in sight: move the map.")
        )
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            icon, picture = QIcon(), self._picture(row)
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                icon.addPixmap(picture, mode)
            where = f"{map_words.length(row.far_m)} {map_words.direction(row.bearing)}"
            item = QListWidgetItem(icon, f"{row.words} · {where}" if row.far_m >= 1 else row.words)
            item.setSizeHint(QSize(0, max(ROW, theme.metrics().height() + 20)))
            self.list.addItem(item)
        self.list.setCurrentRow(0 if rows else -1)
        self.list.blockSignals(False)

    def high(self) -> int:
        """px that all of it takes."""
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        return self.sizeHint().height() - self.list.sizeHint().height() + rows + 2 * self.list.frameWidth()

    def _picture(self, row: ListRow) -> QPixmap:
        if row.kind in self._signs:
            tone = "accent" if row.kind == "task" else "service"
            return markers.plate(self._signs[row.kind], tone, self.devicePixelRatioF())
        return markers.finding(row.kind, self.devicePixelRatioF())

    def _look(self, place: int) -> None:
        if self._rows and 0 <= place < len(self._rows):
            self.looked_at.emit(self._rows[place])

    def _open(self) -> None:
        place = self.list.currentRow()
        if self._rows and 0 <= place < len(self._rows):
            self.opened.emit(self._rows[place])


class _List(QListWidget):
    entered_by_key = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font())
        self.setIconSize(QSize(markers.MARK, markers.MARK))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # how far it is stands at the end
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(Bar(Qt.Orientation.Vertical, self))
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
