"""The cards over the map: a relief point, the measurement under way, and what is wrong with the base map."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.reference.hours import DAY, Hours
from inspector_app.domain.reference.relief import ReliefPoint
from inspector_app.ui import theme
from inspector_app.ui.map import map_words, overlay
from inspector_app.ui.map.measuring import Measured, Tool
from inspector_app.ui.map.state import MapState, Slots
from inspector_app.ui.rulebook import Rulebook, spoken
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.buttons import IconButton, KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.shortcut import bind
from inspector_app.ui.widgets.words import Ink, Words

WIDTH, MEASURE_WIDTH = 348, 400  # px


def grown(width: int) -> int:
    """With large text, half as much as the text: beside the list they still fit."""
    return (width + theme.px(width)) // 2


class Tag(QWidget):
    """A short word on a tinted plate."""

    def __init__(self, text: str, tone: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._text, self._tone = text, tone
        metrics = theme.metrics(theme.TEXT, bold=True)
        self.setFixedSize(QSize(metrics.horizontalAdvance(text) + 18, metrics.height() + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        tint, look = theme.current().tier(self._tone), theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        paint.panel(painter, self.rect(), 7, tint.tint, tint.solid if look.line_width > 1 else None, look.line_width)
        painter.setFont(theme.font(theme.TEXT, bold=True))
        painter.setPen(tint.ink)
        painter.drawText(QRect(self.rect()), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class ReliefCard(Card):
    """Name, free slots, hours, goods and the walk; `closed()`."""

    closed = Signal()

    def __init__(self, rulebook: Rulebook, parent: QWidget | None = None):
        super().__init__(parent, margin=10, spacing=6)
        self._rulebook = rulebook
        self._name = Words("", self, size=17, bold=True)
        self._room, self._goods = Words("", self), Words("", self)
        close = IconButton("close", self.tr("Close"), self)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(Tag(self.tr("Relief point"), "service", self))
        head.addWidget(self._name, 1)
        head.addWidget(close)
        self.body.addLayout(head)
        for words in (self._room, self._goods):
            words.setContentsMargins(4, 0, 4, 0)
            self.body.addWidget(words)

    def present(self, slots: Slots | None) -> None:
        self.setVisible(slots is not None)
        if slots is None:
            return
        point = slots.point
        self._name.setText(point.name)
        free = self.tr("Free {free} / {slots}").format(free=slots.free, slots=point.slots)
        opened = self.tr(", ").join(hours(point.hours)) or self.tr("Always open")
        self._room.setText(f"{free} · {opened}")
        walk = self.tr("{metres} m on foot").format(metres=slots.walk_m) if slots.walk_m is not None else ""
        self._goods.setText(" · ".join(part for part in (self._goods_of(point), walk) if part))
        self.setAccessibleName(f"{point.name}, {self._room.text()}, {self._goods.text()}")

    def _goods_of(self, point: ReliefPoint) -> str:
        choices = self._rulebook.catalogue.control("stall", "goods").values
        named = [spoken(choice) for choice in choices if choice.value in point.goods]
        return self.tr(", ").join(named)


def hours(told: Hours) -> list[str]:
    """`06:00–10:00` and `17:00–22:00`; none for what never closes."""
    if any(window.end - window.start >= DAY for window in told.windows) and len(told.days) == 7:
        return []
    return [f"{_clock(window.start)}–{_clock(window.end)}" for window in told.windows]


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour % 24 if minutes != DAY else 24:02d}:{minute:02d}"


class MeasureCard(Card):
    """What a tool says, and what to do with it: `undone()`, `ended()`, `left()`, `used()` in the record."""

    undone = Signal()
    ended = Signal()
    left = Signal()
    used = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=10, spacing=4)
        self._said = Words("", self, size=20, bold=True)
        self._hint = Words("", self, role="muted")
        self._beside = Ink("", self, tone="good", bold=True)
        self._undo = IconButton("undo", self.tr("Take back the last corner (Backspace)"), self, weight=Weight.PLAIN)
        self._end = KeyButton(self.tr("Finish"), self, key="F9")
        self._use = KeyButton("", self, weight=Weight.PRIMARY)
        bind(self._use, "F10")
        close = IconButton("close", self.tr("Close (Esc)"), self)
        for button, signal in (
            (self._undo, self.undone), (self._end, self.ended), (self._use, self.used), (close, self.left),
        ):  # fmt: skip
            button.clicked.connect(signal)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 0, 0)
        head.addWidget(self._said, 1)
        head.addWidget(close)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self._undo, self._end, self._use):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(head)
        for words in (self._hint, self._beside):
            words.setContentsMargins(4, 0, 4, 0)
            self.body.addWidget(words)
        self.body.addLayout(row)

    def present(self, state: MapState) -> None:
        measured = state.measured
        self.setVisible(measured.tool is not Tool.LOOK)
        pin, area = measured.tool is Tool.PIN, measured.tool is Tool.AREA
        self._said.setText(self._title(measured))
        self._hint.setText(self._hint_of(measured))
        self._undo.setEnabled(bool(measured.corners))
        self._end.setVisible(not pin)
        self._end.setEnabled(not measured.finished and measured.ended().finished)
        self._use.change_text(self.tr("Use in the record") if pin else self.tr("Use as its area"))
        self._use.setVisible(pin or (area and state.hoarding))
        self._use.setEnabled(bool(measured.corners) if pin else measured.area_m2 > 0)
        self._say_beside(state)

    def _title(self, measured: Measured) -> str:
        if measured.tool is Tool.PIN:
            if not measured.corners:
                return self.tr("Set a pin")
            lat, lon = measured.corners[0]
            return f"{lat:.6f}, {lon:.6f}"
        return overlay.told(measured)

    def _hint_of(self, measured: Measured) -> str:
        if measured.tool is Tool.PIN:
            return self.tr("Tap where it is; with keys, move the cross and press Enter.")
        if measured.crosses:
            return self.tr("The outline crosses itself: take corners back.")
        if measured.finished:
            return self.tr("%n corner(s), finished. The next tap begins anew.", "", len(measured.corners))
        if measured.tool is Tool.AREA and measured.corners:
            around = map_words.length(measured.length_m)
            return self.tr("Around it: {length}. Tap the next corner.").format(length=around)
        return self.tr("Tap the corners; with keys, move the cross and press Enter.")

    def _say_beside(self, state: MapState) -> None:
        """What the record would say of the pin; approved against measured, for a hoarding."""
        said, tone = state.pinned
        if state.measured.tool is Tool.PIN:
            self._beside.setVisible(bool(said))
            self._beside.set_tone(tone)
            self._beside.setText(said)
            return
        self._compare(state)

    def _compare(self, state: MapState) -> None:
        approved, measured = state.approved_m2, state.measured.area_m2
        self._beside.setVisible(
            state.measured.tool is Tool.AREA and approved is not None and not state.measured.crosses
        )
        if approved is None:
            return
        self._beside.set_tone("alarm" if measured > approved else "good")
        over = measured - approved
        share = f" ({over / approved:+.0%})" if approved else ""
        self._beside.setText(
            self.tr("Approved {approved} · measured {measured} · {over}").format(
                approved=map_words.area(approved), measured=map_words.area(measured), over=f"{over:+.1f} m²{share}"
            )
        )
