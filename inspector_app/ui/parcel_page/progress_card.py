"""How far a parcel is on its way to the centre, and the buttons that rule it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.parcel_page import words
from inspector_app.ui.parcel_page.state import ParcelState, Step
from inspector_app.ui.sync_page.figures import size_text, span_text
from inspector_app.ui.sync_page.meters import Tile
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.progress_card import ProgressCard

PHOTOS = 2  # their place among the tiles


class ParcelProgress(ProgressCard):
    choose_wanted = Signal()
    again_wanted = Signal()
    send_wanted = Signal()
    pause_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._said = _Said(self)
        self._choose = KeyButton(self.tr("Choose a parcel…"), self, weight=Weight.PRIMARY, key="F3")
        self._another = KeyButton(self.tr("Another parcel…"), self, key="F3")
        self._again = KeyButton(self.tr("Look again"), self, weight=Weight.PRIMARY, key="F5")
        self._send = KeyButton(self.tr("Send"), self, weight=Weight.PRIMARY, key="F5")
        self._pause = KeyButton(self.tr("Pause"), self, key="F6")
        for button, wanted in (
            (self._choose, self.choose_wanted), (self._another, self.choose_wanted), (self._again, self.again_wanted),
            (self._send, self.send_wanted), (self._pause, self.pause_wanted),
        ):  # fmt: skip
            button.clicked.connect(wanted)
        heads = (self.tr("Findings"), self.tr("Records"), self.tr("Photos"), self.tr("Size"))
        self._tiles = [Tile(head, self) for head in heads]
        self.lay_out((self._another, self._choose, self._again, self._send, self._pause), self._tiles)

    def present(self, state: ParcelState) -> None:
        step = state.step
        moving = state.seen is not None and step not in (Step.READ, Step.EMPTY)
        percent = state.percent if moving or step is Step.READING else None
        self.tell(percent, self._said.of(state), "good" if step is Step.SENT else "accent")
        self._choose.setVisible(step in (Step.EMPTY, Step.SENT))
        self._choose.change_text(self.tr("Choose a parcel…") if step is Step.EMPTY else self.tr("Another parcel…"))
        self._another.setVisible(step in (Step.READ, Step.PAUSED, Step.STOPPED))
        self._again.setVisible(state.can_look_again)
        self._send.setVisible(step in (Step.READ, Step.PAUSED, Step.STOPPED) and not state.can_look_again)
        self._send.setEnabled(state.can_send)
        self._send.change_text(self.tr("Send") if step is Step.READ else self.tr("Go on"))
        self._pause.setVisible(step in (Step.READING, Step.SENDING, Step.PAUSING))
        self._pause.setEnabled(step is not Step.PAUSING)
        self._pause.change_text(self.tr("Cancel") if state.seen is None else self.tr("Pause"))
        self._present_tiles(state)

    def _present_tiles(self, state: ParcelState) -> None:
        seen = state.seen
        values = (seen.findings, seen.lines, seen.photos) if seen is not None else ()
        shown = [*map(str, values), size_text(seen.size)] if seen is not None else ["—"] * 4
        foot, tone = (self.tr("In the parcel"), "none") if seen is not None else ("", "none")
        if state.step is Step.SENT:
            foot, tone = self.tr("At the centre"), "good"
        for tile, value in zip(self._tiles, shown, strict=True):
            tile.present(value, foot, tone)
        if state.sent is not None and state.sent.missing:
            self._tiles[PHOTOS].present(shown[PHOTOS], self.tr("Incomplete"), "warning")


class _Said(QObject):
    """The two lines beside the percentage."""

    def __init__(self, parent: QObject):
        super().__init__(parent)
        self._lines = {
            Step.EMPTY: self._empty, Step.READING: self._reading, Step.READ: self._read, Step.SENDING: self._sending,
            Step.PAUSING: self._pausing, Step.PAUSED: self._paused, Step.STOPPED: self._stopped, Step.SENT: self._sent,
        }  # fmt: skip

    def of(self, state: ParcelState) -> tuple[str, str]:
        """What goes on, and what is to be known or done."""
        return self._lines[state.step](state)

    def _empty(self, _: ParcelState) -> tuple[str, str]:
        return (
            self.tr("Send a parcel from a stick"),
            self.tr("Choose a file whose name ends with .parcel. This PC need not be enrolled."),
        )

    def _reading(self, state: ParcelState) -> tuple[str, str]:
        return self.tr("Reading the parcel"), self._amount(state)

    def _read(self, _: ParcelState) -> tuple[str, str]:
        return (
            self.tr("The parcel is whole and signed by its laptop"),
            self.tr("Only the centre can open it. Sent twice, it changes nothing."),
        )

    def _sending(self, state: ParcelState) -> tuple[str, str]:
        if state.is_being_checked:
            return self.tr("The centre checks what has arrived"), self.tr("The receipt comes in a moment.")
        if not state.whole:
            return self.tr("Connecting to the centre"), self.tr("The stick is read once more before anything is sent.")
        resumes = self.tr("A broken connection resumes by itself")
        return self.tr("Sending to the centre"), " · ".join([self._amount(state), *self._left(state), resumes])

    def _pausing(self, _: ParcelState) -> tuple[str, str]:
        return self.tr("Pausing…"), self.tr("Leave the stick in until it has paused.")

    def _paused(self, _: ParcelState) -> tuple[str, str]:
        return (
            self.tr("Paused"),
            self.tr(
                "What has arrived stays at the centre. The stick may be taken out; go on later, here or elsewhere."
            ),
        )

    def _stopped(self, state: ParcelState) -> tuple[str, str]:
        advice = words.advice(state.problem)
        return advice.happened, advice.deed

    def _sent(self, state: ParcelState) -> tuple[str, str]:
        assert state.sent is not None
        if state.sent.missing:
            head = self.tr("At the centre, which lacks %n photo(s)", "", state.sent.missing)
            return head, self.tr("They were gone or damaged on the laptop, or come with another parcel.")
        if state.receipt_problem:
            advice = words.advice(state.receipt_problem)
            return self.tr("Everything in it is at the centre"), f"{advice.happened} {advice.deed}"
        arrived = self.tr("Everything in it is at the centre")
        return arrived, self.tr("Take the stick back to the laptop: it counts there once its receipt is taken in.")

    def _amount(self, state: ParcelState) -> str:
        if not state.whole:
            return ""
        return self.tr("{done} of {all}").format(done=size_text(state.done), all=size_text(state.whole))

    def _left(self, state: ParcelState) -> list[str]:
        if state.seconds_left is None:
            return []
        return [self.tr("About {time} left").format(time=span_text(state.seconds_left))]
