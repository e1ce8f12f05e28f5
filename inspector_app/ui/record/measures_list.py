"""What can be done now, one tap each: a tap takes a measure, another one takes it back until the finding is saved."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.deadlines import AT_ONCE, argument
from inspector_app.ui import icons, texts, theme
from inspector_app.ui.measure_words import MeasureWords
from inspector_app.ui.record import offers
from inspector_app.ui.record.state import Offer, RecordState
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.words import SectionLabel, Words

SIGN, RING_SIDE = 34, 26  # px


class MeasureButton(QAbstractButton):
    """One thing to do now: its first sign in a square as it stands on the leaflets, and a ring that is ticked when it was done."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._name, self._about = Words("", self), Words("", self, role="muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(
            SIGN + 22 + theme.RING, 8 + theme.RING, RING_SIDE + 22 + theme.RING, 8 + theme.RING
        )
        self._column.setSpacing(0)
        self._column.addStretch(1)
        for words in (self._name, self._about):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(words)
        self._column.addStretch(1)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(theme.TARGET + 2 * theme.RING)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tell(self, name: str, about: str, *, taken: bool) -> None:
        self._name.setText(name)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.setChecked(taken)
        self.setAccessibleName(f"{name} {about}".strip())
        self.update()

    def nextCheckState(self) -> None:
        """Only the state says what was taken."""

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, face, taken = theme.current(), paint.face(self.rect()), self.isChecked()
        painter = QPainter(self)
        paint.smooth(painter)
        may = self.isEnabled()
        ground = look.good.tint if taken else (look.sunken if self.underMouse() or not may else look.surface)
        edge = look.good.solid if taken else look.edge
        paint.panel(painter, face, 11, ground, edge, max(look.line_width, 2 if taken else 1))
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 13)
        box = QRect(face.left() + 10, face.center().y() - SIGN // 2, SIGN, SIGN)
        paint.panel(painter, box, 8, look.accent.tint, None)
        painter.setFont(theme.font(16, bold=True))
        painter.setPen(look.accent.ink if may else look.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._name.text()[:1])
        if not may and not taken:
            painter.end()  # without the ring: there is nothing to tick
            return
        ring = QRect(face.right() - RING_SIDE - 10, face.center().y() - RING_SIDE // 2, RING_SIDE, RING_SIDE)
        paint.panel(
            painter, ring, RING_SIDE / 2, look.good.solid if taken else look.surface, None if taken else look.edge, 2
        )
        if taken:
            painter.drawPixmap(
                ring.center().x() - 9, ring.center().y() - 9, icons.pixmap("check", look.good.on_solid.name(), 20)
            )
        painter.end()


class MeasuresList(QWidget):
    """`tapped(Offer)`."""

    tapped = Signal(object)

    def __init__(self, rulebook: Rulebook, parent: QWidget | None = None):
        super().__init__(parent)
        self._words = MeasureWords(rulebook)
        self._buttons: list[MeasureButton] = []
        self._offers: tuple[Offer, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._head = SectionLabel(self.tr("What to do now"))
        self._column.addWidget(self._head)

    def present(self, state: RecordState) -> None:
        self._offers = offers.of(state)
        while len(self._buttons) < len(self._offers):
            self._add()
        for position, button in enumerate(self._buttons):
            button.setVisible(position < len(self._offers))
        for offer, button in zip(self._offers, self._buttons, strict=False):
            button.tell(self._name(offer), self._about(offer), taken=offer.taken is not None)
            button.setEnabled(not state.saving and (offer.lack is None or offer.taken is not None))
        self.setVisible(bool(self._offers))

    def take_keyboard(self) -> None:
        """To the first measure that was taken and may not be."""
        wrong = (
            button for offer, button in zip(self._offers, self._buttons, strict=False) if offer.taken and offer.lack
        )
        button = next(wrong, None)
        if button is not None:
            button.setFocus()

    def _add(self) -> None:
        button, position = MeasureButton(self), len(self._buttons)
        button.clicked.connect(lambda: self.tapped.emit(self._offers[position]))
        self._buttons.append(button)
        self._column.addWidget(button)

    def _name(self, offer: Offer) -> str:
        if offer.point is not None:
            return self._words.name(offer.advice.measure, offer.point.id, offer.point.name)
        return self._words.name(offer.advice.measure, offer.advice.to)

    def _about(self, offer: Offer) -> str:
        told = [self._words.allowed(offer.advice), offer.point.about if offer.point else ""]
        if offer.taken is not None:
            at_once = argument(offer.advice.arguments) == AT_ONCE
            told[0] = told[0] if at_once else self._words.due(offer.taken.until, "") or told[0]
            told.insert(0, self.tr("Taken"))
        if offer.lack is not None:
            return texts.sentence(Trouble(Side.PERSON, offer.lack.value))
        return " · ".join(part for part in told if part)
