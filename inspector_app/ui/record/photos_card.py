"""The photos of the finding: how many are wanted, the thumbnails, and the ways to add more."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from inspector_app.domain.finding import Tier
from inspector_app.domain.photo import Origin, Photo
from inspector_app.ui import icons, theme
from inspector_app.ui.record import shot_words
from inspector_app.ui.record.state import RecordState, wanted_shots
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.photo_strip import PhotoStrip, Shot
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.shortcut import bind
from inspector_app.ui.widgets.words import Ink, Words


class AddTile(QAbstractButton):
    """A dashed tile: one way to add a photo, with its key."""

    def __init__(self, text: str, icon: str, key: str, parent: QWidget):
        super().__init__(parent)
        self._icon, self._key = icon, key
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(theme.font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, key)

    def sizeHint(self) -> QSize:
        return QSize(112, 2 * self.fontMetrics().height() + 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        face = paint.face(self.rect())
        painter.setPen(QPen(look.edge, 2, Qt.PenStyle.DashLine))
        painter.setBrush(look.sunken if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(face.adjusted(1, 1, -1, -1), 10, 10)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 12)
        line = self.fontMetrics().height()
        top = face.top() + (face.height() - 28 - 2 * line) // 2
        painter.drawPixmap(face.center().x() - 11, top, icons.pixmap(self._icon, look.text.name(), 24))
        painter.setPen(look.text)
        painter.setFont(theme.fitting(self.text(), face.width() - 10))
        painter.drawText(QRect(face.left(), top + 27, face.width(), line), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setFont(self.font())
        painter.setPen(look.muted)
        painter.drawText(
            QRect(face.left(), top + 27 + line, face.width(), line), Qt.AlignmentFlag.AlignCenter, self._key
        )
        painter.end()


class PhotosCard(Card):
    """`import_wanted`, `paste_wanted`, `removed(digest)`, `opened(digest)`."""

    import_wanted = Signal()
    paste_wanted = Signal()
    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=12, spacing=4)
        self._head = Words("", self, bold=True, wrap=False)
        self._wanted = Words("", self, role="muted")
        self._warning = Ink("", self, tone="warning")
        for words in (self._head, self._wanted, self._warning):
            words.setContentsMargins(theme.RING, 0, theme.RING, 0)  # as controls keep it free inside themselves
        self._strip = PhotoStrip(self)
        self._strip.removed.connect(self.removed)
        self._strip.opened.connect(self.opened)
        self._scroll = ScrollColumn(self)
        self._scroll.body.addWidget(self._strip)
        self._scroll.body.addStretch(1)
        for widget in (self._head, self._wanted, self._warning, self._scroll):
            self.body.addWidget(widget)
        self.body.addLayout(self._ways())

    def _ways(self) -> QHBoxLayout:
        bring = AddTile(self.tr("Import, drop"), "image-plus", "F3", self)
        bring.clicked.connect(self.import_wanted)
        paste = AddTile(self.tr("Paste"), "paste", "Ctrl+V", self)
        paste.clicked.connect(self.paste_wanted)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(bring, 1)
        row.addWidget(paste, 1)
        return row

    def present(self, state: RecordState) -> None:
        wanted, held = wanted_shots(state.draft, state.tier), len(state.draft.photos)
        self._head.setText(self.tr("Photos {held} of {wanted} or more").format(held=held, wanted=len(wanted)))
        self._wanted.setText(shot_words.shots(wanted))
        self._wanted.setVisible(held < len(wanted))
        self._warn(state)
        self._strip.show_shots([_shot(photo, self.tr("Imported"), self.tr("Pasted")) for photo in state.draft.photos])
        lines = (held + 1) // 2
        height = min(lines, 2 if lines < 3 else 2.5) * (96 + 2)
        self._scroll.setFixedHeight(int(height))
        self._scroll.setVisible(held > 0)

    def _warn(self, state: RecordState) -> None:
        coming = state.photos_coming
        words = self.tr("Photos on their way: {count}").format(count=coming) if coming else ""
        if not words and state.tier is not None and state.draft.evidence_imported(Tier(state.tier)):
            words = self.tr("Only imported photos: an enforcement finding is flagged.")
        self._warning.setText(words)
        self._warning.setVisible(bool(words))

    def missing_pictures(self) -> list[str]:
        return self._strip.missing_pictures()

    def show_picture(self, digest: str, picture: QPixmap) -> None:
        self._strip.show_picture(digest, picture)


def _shot(photo: Photo, imported: str, pasted: str) -> Shot:
    mark = {Origin.IMPORT: imported, Origin.PASTE: pasted, Origin.CAMERA: ""}[photo.origin]
    return Shot(photo.sha256, photo.exif_time, mark, photo.damaged, photo.file_name or photo.exif_time)
