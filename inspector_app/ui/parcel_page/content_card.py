"""What a parcel says to everybody: whose it is, of when, for whom; and the address to which it goes."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.services.parcels import ParcelSeen
from inspector_app.ui.parcel_page.state import ParcelState, Step, opened_at
from inspector_app.ui.settings.address_field import AddressField
from inspector_app.ui.shift.state import clock_text, day_text, local
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Elided, SectionLabel, Words

HEAD_WIDTH = 120  # px, of the left column at least
MOST_SIGNS = 100  # of a name that a file brings along


class ContentCard(Card):
    address_changed = Signal(str)
    send_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=10)
        self._now = now
        self.body.addWidget(SectionLabel(self.tr("In this parcel"), self))
        self.body.addLayout(self._grid())
        self._nothing = Words(
            self.tr("Nothing is chosen yet. What a laptop saved to a stick stands here before it is sent."), self,
            role="muted",
        )  # fmt: skip
        self.body.addWidget(self._nothing)
        self.address = AddressField(self)
        self.address.changed.connect(self.address_changed)
        self.address.editor.returnPressed.connect(self.send_wanted)
        self.body.addSpacing(8)
        self.body.addWidget(self.address)
        self.body.addStretch(1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, HEAD_WIDTH)
        grid.setColumnStretch(1, 1)
        heads = (
            self.tr("File"), self.tr("Laptop"), self.tr("Saved"), self.tr("Shift"), self.tr("For the centre"),
        )  # fmt: skip
        # What a file brings along stands on one line, however long it is.
        values: tuple[Elided | Words, ...] = (
            Elided("", self),
            Elided("", self),
            Words("", self),
            Words("", self),
            Elided("", self),
        )
        self._rows = [
            (Words(head, self, role="muted", wrap=False), value) for head, value in zip(heads, values, strict=True)
        ]
        for row, (head, value) in enumerate(self._rows):
            grid.addWidget(head, row, 0)
            grid.addWidget(value, row, 1)
        return grid

    def present(self, state: ParcelState, *, own_device: str) -> None:
        seen = state.seen
        told = list(self._told(seen, own_device)) if seen is not None else [_name(state.file)]
        for place, (head, value) in enumerate(self._rows):
            shown = place < len(told) and bool(told[place])
            head.setVisible(shown)
            value.setVisible(shown)
            text = told[place] if shown else ""
            if isinstance(value, Elided):
                value.set_text(text)
            else:
                value.setText(text)
        self._nothing.setVisible(not state.file)
        self.address.setVisible(state.asks_address)
        self.address.editor.setReadOnly(state.step in (Step.SENDING, Step.PAUSING))
        self.address.show_address(state.address)

    def _told(self, seen: ParcelSeen, own_device: str) -> Iterator[str]:
        yield _name(seen.path)
        device = seen.device[:MOST_SIGNS]
        yield self.tr("{device} (this one)").format(device=device) if seen.device == own_device else device
        yield self._when(seen.made_at)
        began = opened_at(seen.shift)
        if seen.shift and began is not None:
            yield self.tr("Up to the end of the shift of {when}").format(when=self._when(began.isoformat()))
        else:
            yield self.tr("Everything up to then that the centre had not confirmed")
        yield seen.centre[:MOST_SIGNS]

    def _when(self, moment: str) -> str:
        if local(moment) is None:
            return moment[:MOST_SIGNS]
        day = day_text(moment, self._now()) or self.tr("today")
        return f"{day} {clock_text(moment)}"


def _name(file: str) -> str:
    return file.replace("\\", "/").rsplit("/", 1)[-1]
