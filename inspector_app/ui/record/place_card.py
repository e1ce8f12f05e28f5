"""Where it is: a plan of what is around, an address, coordinates, and the honest word about where they come from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inspector_app.domain.fix import Trust
from inspector_app.domain.place import Place
from inspector_app.domain.reception import Reception, State
from inspector_app.services.map_ports import Here
from inspector_app.ui import position_words, theme
from inspector_app.ui.map.plan import Plan, Spot
from inspector_app.ui.record import places, source_words
from inspector_app.ui.record.around_words import AroundWords
from inspector_app.ui.record.numbers import read_position, shown_position
from inspector_app.ui.record.pin_reasons import PinReasons
from inspector_app.ui.record.state import POSITION, RecordState
from inspector_app.ui.widgets.buttons import IconButton, KeyButton, Weight
from inspector_app.ui.widgets.card import Card, inset
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.suggest_field import SuggestField
from inspector_app.ui.widgets.words import Ink, Words


class PlaceCard(Card):
    """`address_typed(str)`, `position_typed((lat_e7, lon_e7) | None)`, `unreadable(bool)` of the position,
    `photo_position_wanted()`, `fix_wanted()`: the receiver's, `reason_given(str)` for a position by hand; `address` is the
    field that suggests."""

    address_typed = Signal(str)
    position_typed = Signal(object)
    unreadable = Signal(bool)
    photo_position_wanted = Signal()
    fix_wanted = Signal()
    reason_given = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=12, spacing=2)
        self.plan = Plan(
            self.tr("No position yet: take the receiver's, type it, or take it from a photo."),
            self.tr("T", "sign of a task"),
            self,
        )
        self.address = SuggestField(self.tr("Address"), self, hint=self.tr("Road, number, landmark"))
        self.address.changed.connect(self.address_typed)
        self._offered, self._offer = "", self._made_offer()
        self._position = Field(
            self.tr("Position"), self, hint=self.tr("e.g. 34.77312, 113.68570"), longest=40, in_row=True
        )
        self._position.changed.connect(self._typed)
        self._take = IconButton("gps", self.tr("Take the position from the photo"), self, weight=Weight.PLAIN)
        self._take.clicked.connect(self.photo_position_wanted)
        self._fix = KeyButton("", self, weight=Weight.QUIET, icon="gps")
        self._fix.setMinimumWidth(1)  # the column is narrow: its words shrink sooner than they widen it
        self._fix.clicked.connect(self.fix_wanted)
        self._reasons = PinReasons(self)
        self._reasons.given.connect(self.reason_given)
        self._source, self._warning = Words("", self, role="muted"), Ink("", self, tone="warning")
        self._around = AroundWords(self)
        self._lay_out()
        self._nearby: tuple[Spot, ...] = ()
        self._state: RecordState | None = None
        self._told, self._steady_ms = Reception(), 0

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._position, 1)
        row.addWidget(self._take)
        ring = theme.RING  # controls keep it free inside themselves: all else stands in by it
        self.body.addLayout(inset(self.plan, ring, 0, ring, 0), 1)
        for words in (self._source, self._warning):
            words.setContentsMargins(ring, 0, ring, 0)
        self.body.addSpacing(4)
        self.body.addWidget(self.address)
        self.body.addWidget(self._offer)
        self.body.addLayout(row)
        for part in (self._source, self._warning, self._reasons, self._fix, self._around):
            self.body.addWidget(part)

    def _typed(self, text: str) -> None:
        position = read_position(text)
        wrong = bool(text.strip()) and position is None
        self._position.show_problem(self.tr("Two numbers, for example 34.77312, 113.68570.") if wrong else "")
        self.unreadable.emit(wrong)
        if not wrong:
            self.position_typed.emit(position)

    def show_nearby(self, spots: Sequence[Spot]) -> None:
        """Other findings of the shift and tasks, for the plan."""
        self._nearby = tuple(spots)

    def take_keyboard(self) -> None:
        if self._reasons.isVisible():
            self._reasons.take_keyboard()
        else:
            self._position.setFocus()

    def start_over(self) -> None:
        """Forgets what was half typed."""
        self._position.show_text("")
        self._position.show_problem("")
        self._reasons.start_over()

    def hear(self, told: Reception, steady_ms: int) -> None:
        """What the receiver says now; `steady_ms` is the clock in which it tells when it was heard."""
        self._told, self._steady_ms = told, steady_ms
        if self._state is not None:
            self._show_source(self._state)

    def present(self, state: RecordState) -> None:
        self._state = state
        place = state.draft.place
        self.address.show_text(place.address)
        self._present_offer("".join(state.around.addresses[:1]) if not place.address else "")
        held = (place.lat_e7, place.lon_e7) if place.lat_e7 is not None else None
        if read_position(self._position.text) != held:
            self._position.show_text(shown_position(place.lat_e7, place.lon_e7))
            self._position.show_problem("")
        self._take.setVisible(state.located_photo is not None)
        self._show_source(state)
        self._around.present(state.around)
        self.plan.show_place(_here(place), (*self._nearby, *_relief(state)), by_hand=place.by_hand)

    def _show_source(self, state: RecordState) -> None:
        place, told, trust = state.draft.place, self._told, self._told.trust(self._steady_ms)
        self._source.setText(source_words.source(place, told, self._steady_ms))
        warning, tone = source_words.warning(place, told, self._steady_ms)
        self._warning.setText(warning)
        self._warning.set_tone(tone)
        self._warning.setVisible(bool(warning))
        self._reasons.present(place.pin_reason, shown=places.asks_why(place), missing=POSITION in state.problems)
        self._fix.setVisible(told.state is State.FIX and trust is not Trust.BY_HAND)
        taken = self.tr("Take anew: {accuracy}") if place.lat_e7 is not None else self.tr("Take it: {accuracy}")
        self._fix.change_text(taken.format(accuracy=position_words.offer(told, self._steady_ms)))

    def _made_offer(self) -> KeyButton:
        offer = KeyButton("", self, weight=Weight.QUIET, key="F4")
        offer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        offer.clicked.connect(lambda: self.address_typed.emit(self._offered))
        offer.hide()
        return offer

    def _present_offer(self, address: str) -> None:
        """The nearest door or crossing, one key away; a long one is shortened, and taken whole."""
        self._offered = address
        room = max(theme.px(120), self.width() - theme.px(110))
        self._offer.change_text(self._offer.fontMetrics().elidedText(address, Qt.TextElideMode.ElideMiddle, room))
        self._offer.setAccessibleName(address)
        self._offer.setToolTip(address)
        self._offer.setVisible(bool(address))


def _here(place: Place) -> Here | None:
    if place.lat_e7 is None or place.lon_e7 is None:
        return None
    return Here(place.lat_e7 / 1e7, place.lon_e7 / 1e7, (place.accuracy_mm or 0) / 1000)


def _relief(state: RecordState) -> list[Spot]:
    return [Spot(*one.spot, "relief", one.name) for one in state.points if one.spot is not None]
