"""The bar at the top: what page this is, and the state of the world in pills. Who signs stands always at its end."""

from bisect import bisect_right

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.pill import Pill
from inspector_app.ui.widgets.words import Words

HEIGHT, MARGIN, SPACING = 56, 18, 12
# Which of them stay whole when room is short, in px: the count of a clock, how good the fix is, what waits to be
# sent, and who signs.
PLACES = {"clock": 150, "place": 150, "link": 320, "shift": 44, "signer": 460}


class TopBar(QWidget):
    """Pills `clock`, `place`, `link`, `shift`, `signer`, in this order; an empty one is not shown.

    `clock_pressed()`: somebody wants to see the clocks; `place_pressed()`: what is heard of the receiver.
    """

    clock_pressed = Signal()
    place_pressed = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFixedHeight(max(HEIGHT, theme.px(HEIGHT)))
        self._title = Words("", self, size=20, bold=True, wrap=False)
        self._pills = {name: Pill(self, least=least) for name, least in PLACES.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(SPACING)
        row.addWidget(self._title)
        row.addStretch(1)
        for pill in self._pills.values():
            pill.hide()
            row.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
        for name, pressed in (("clock", self.clock_pressed), ("place", self.place_pressed)):
            self._pills[name].setCursor(Qt.CursorShape.PointingHandCursor)
            self._pills[name].pressed.connect(pressed)

    def show_title(self, title: str) -> None:
        self._title.setText(title)
        self._share()

    def tell(self, place: str, text: str, tone: str = "") -> None:
        self._pills[place].tell(text, tone)
        self._share()

    def _share(self) -> None:
        """The longest words shorten first: left alone, the row takes as much from the short ones, until they say nothing."""
        pills = [pill for pill in self._pills.values() if not pill.isHidden()]
        wanted = [(pill.sizeHint().width(), pill.minimumSizeHint().width()) for pill in pills]
        room = self.width() - 2 * MARGIN - self._title.sizeHint().width() - SPACING * len(pills)
        longest = max((want for want, _ in wanted), default=0)

        def taken(most: int) -> int:
            return sum(min(want, max(most, least)) for want, least in wanted)

        most = bisect_right(range(longest + 1), room, key=taken) - 1
        for pill, (want, least) in zip(pills, wanted, strict=True):
            pill.setMaximumWidth(min(want, max(most, least)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.fill(painter, self.rect(), look.surface)
        paint.fill(painter, QRect(0, self.height() - look.line_width, self.width(), look.line_width), look.line)
        painter.end()
