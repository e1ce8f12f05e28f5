"""Where it is: a plan of what is around, an address, coordinates, and the honest word about where they come from."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.place import Place, PlaceSource
from inspector_app.ui.record.around_words import AroundWords
from inspector_app.ui.record.numbers import read_position, shown_position
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.widgets.buttons import IconButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.plan import Here, Plan, Spot
from inspector_app.ui.widgets.words import Words


class PlaceCard(Card):
    """`address_typed(str)`, `position_typed((lat_e7, lon_e7) | None)`, `unreadable(bool)` of the position,
    `photo_position_wanted()`."""

    address_typed = Signal(str)
    position_typed = Signal(object)
    unreadable = Signal(bool)
    photo_position_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=12, spacing=2)
        self._plan = Plan(
            self.tr("No position yet: type it, or take it from a photo."), self.tr("T", "sign of a task"), self
        )
        self._address = Field(self.tr("Address"), self, hint=self.tr("Road, number, landmark"), in_row=True)
        self._address.changed.connect(self.address_typed)
        self._position = Field(
            self.tr("Position"), self, hint=self.tr("e.g. 34.77312, 113.68570"), longest=40, in_row=True
        )
        self._position.changed.connect(self._typed)
        self._take = IconButton("gps", self.tr("Take the position from the photo"), self, weight=Weight.PLAIN)
        self._take.clicked.connect(self.photo_position_wanted)
        self._source = Words("", self, role="muted")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._position, 1)
        row.addWidget(self._take)
        self.body.addWidget(self._plan, 1)
        self.body.addSpacing(4)
        self.body.addWidget(self._address)
        self.body.addLayout(row)
        self.body.addWidget(self._source)
        self._around = AroundWords(self)
        self.body.addWidget(self._around)
        self._nearby: tuple[Spot, ...] = ()

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
        self._position.setFocus()

    def start_over(self) -> None:
        """Forgets what was half typed."""
        self._position.show_text("")
        self._position.show_problem("")

    def present(self, state: RecordState) -> None:
        place = state.draft.place
        self._address.show_text(place.address)
        held = (place.lat_e7, place.lon_e7) if place.lat_e7 is not None else None
        if read_position(self._position.text) != held:
            self._position.show_text(shown_position(place.lat_e7, place.lon_e7))
            self._position.show_problem("")
        self._take.setVisible(state.located_photo is not None)
        self._source.setText(self._told(place))
        self._around.present(state.around)
        self._plan.show_place(_here(place), self._nearby)

    def _told(self, place: Place) -> str:
        if place.source is PlaceSource.PHOTO:
            return self.tr("From the photo's EXIF, WGS-84; its accuracy is not known.")
        if place.source is PlaceSource.PIN:
            return self.tr("Typed by hand, WGS-84; no receiver has confirmed it.")
        if place.source is PlaceSource.RECEIVER and place.accuracy_mm is not None:
            return self.tr("From the receiver, WGS-84, ±{metres:.0f} m.").format(metres=place.accuracy_mm / 1000)
        return self.tr("Without a position the centre places it by the address.")


def _here(place: Place) -> Here | None:
    if place.lat_e7 is None or place.lon_e7 is None:
        return None
    return Here(place.lat_e7, place.lon_e7, (place.accuracy_mm or 0) / 1000)
