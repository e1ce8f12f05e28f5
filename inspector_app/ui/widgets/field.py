"""Fields for what is typed: one line with a unit, several lines, each in our frame and with its problem under it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.words import Ink, Words

HEIGHT = 50
RADIUS = 10


class Frame(QWidget):
    """The frame around one editor; it shows focus and whether the answer is wrong."""

    def __init__(self, editor: QWidget, parent: QWidget | None = None, *, unit: str = ""):
        super().__init__(parent)
        self._editor, self._wrong = editor, False
        editor.installEventFilter(self)
        self.setFocusProxy(editor)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 4, 12, 4)
        self.row.setSpacing(6)
        self.row.addWidget(editor, 1)
        if unit:
            self.row.addWidget(Words(unit, self, role="muted", wrap=False))

    def set_wrong(self, wrong: bool) -> None:
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        face = paint.face(self.rect())
        edge = look.alarm.solid if self._wrong else look.edge
        paint.panel(painter, face, RADIUS, look.surface, edge, max(look.line_width, 2 if self._wrong else 1))
        if self._editor.hasFocus():
            paint.focus_ring(painter, self.rect(), RADIUS + 2)
        painter.end()


class Field(QWidget):
    """A head, one line of text with an optional unit, and room for a sentence about what is wrong.

    `changed(str)` comes with each change that the person makes, not with `show_text`.
    """

    changed = Signal(str)

    def __init__(
        self, head: str, parent: QWidget | None = None, *, unit: str = "", hint: str = "", longest: int = 200,
        in_row: bool = False,
    ):  # fmt: skip
        super().__init__(parent)
        self.editor = QLineEdit(self)
        self.editor.setFrame(False)
        self.editor.setFont(theme.font(16))
        self.editor.setMaxLength(longest)
        self.editor.setPlaceholderText(hint)
        self.editor.setAccessibleName(head)
        self.editor.textEdited.connect(self.changed)
        clear_ground(self.editor)
        self.frame = Frame(self.editor, self, unit=unit)
        self.frame.setFixedHeight(max(HEIGHT, self.editor.sizeHint().height() + 14))
        self.setFocusProxy(self.editor)
        self._problem = Ink("", self, tone="alarm")
        self._problem.setContentsMargins(theme.RING, 0, 0, 0)
        self._problem.hide()
        self._lay_out("" if in_row else head)

    def _lay_out(self, head: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if head:
            column.addWidget(_head(head, self))
        column.addWidget(self.frame)
        column.addWidget(self._problem)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    @property
    def text(self) -> str:
        return self.editor.text()

    def show_text(self, text: str) -> None:
        """Shows `text` unless the person is typing just that; the cursor stays where it is."""
        if self.editor.text() != text:
            self.editor.setText(text)
            if not self.editor.hasFocus():  # a long one is read from its beginning
                self.editor.setCursorPosition(0)

    def show_problem(self, sentence: str) -> None:
        """Empty: nothing is wrong."""
        self.frame.set_wrong(bool(sentence))
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))


class NoteField(QWidget):
    """Several lines of text; Tab leaves it."""

    changed = Signal(str)

    def __init__(self, head: str, parent: QWidget | None = None, *, hint: str = "", lines: int = 2):
        super().__init__(parent)
        self.editor = QPlainTextEdit(self)
        self.editor.setFrameShape(QFrame.Shape.NoFrame)
        self.editor.setFont(theme.font(16))
        self.editor.setPlaceholderText(hint)
        self.editor.setAccessibleName(head)
        self.editor.setTabChangesFocus(True)
        self.editor.document().setDocumentMargin(2)
        clear_ground(self.editor)
        self.editor.textChanged.connect(self._edited)
        frame = Frame(self.editor, self)
        frame.row.setContentsMargins(11, 8, 8, 8)
        frame.setFixedHeight(self.editor.fontMetrics().lineSpacing() * lines + 28)
        self.setFocusProxy(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if head:
            column.addWidget(_head(head, self))
        column.addWidget(frame, 1)
        self._shown = ""

    @property
    def text(self) -> str:
        return self.editor.toPlainText()

    def show_text(self, text: str) -> None:
        if self.editor.toPlainText() != text:
            self._shown = text
            self.editor.setPlainText(text)

    def _edited(self) -> None:
        text = self.editor.toPlainText()
        if text != self._shown:
            self._shown = text
            self.changed.emit(text)


def _head(text: str, parent: QWidget) -> Words:
    """The quiet line over a field, flush with the field's edge."""
    head = Words(text, parent, role="muted", wrap=False)
    head.setContentsMargins(theme.RING, 0, 0, 0)
    return head


def clear_ground(editor: QWidget) -> None:
    """Lets the frame's own ground show through Qt's editor."""
    palette = editor.palette()
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    editor.setPalette(palette)
    editor.setAutoFillBackground(False)
