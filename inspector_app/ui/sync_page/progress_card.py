"""How far the sync is: a percentage, what goes on, how long it takes, and the one button that rules it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.counts import counts
from inspector_app.ui.sync_page import words
from inspector_app.ui.sync_page.figures import size_text, span_text
from inspector_app.ui.sync_page.meters import Tile
from inspector_app.ui.sync_page.state import Mode, Phase, Sending, SyncPageState
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.progress_card import ProgressCard

BUSY = (Mode.RUNNING, Mode.PAUSING)


class SyncProgress(ProgressCard):
    start_wanted = Signal()
    pause_wanted = Signal()
    enrol_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._start = KeyButton(self.tr("Start sync"), self, weight=Weight.PRIMARY, key="F5")
        self._pause = KeyButton(self.tr("Pause"), self, key="F6")
        self._enrol = KeyButton(self.tr("Enter enrolment code"), self, weight=Weight.PRIMARY)
        self._start.clicked.connect(self.start_wanted)
        self._pause.clicked.connect(self.pause_wanted)
        self._enrol.clicked.connect(self.enrol_wanted)
        heads = (self.tr("Records"), self.tr("Photos"), self.tr("Tasks"), self.tr("Policy"))
        self._lines, self._photos, self._tasks, self._pack = (Tile(head, self) for head in heads)
        self.lay_out((self._start, self._pause, self._enrol), (self._lines, self._photos, self._tasks, self._pack))

    def present(self, state: SyncPageState) -> None:
        percent = state.percent if state.enrolled else None
        said = self._going_on(state), self._explained(state)
        self.tell(percent, said, "good" if percent == 100 else "accent")
        mode = state.sending.mode
        self._enrol.setVisible(not state.enrolled)
        self._pause.setVisible(state.enrolled and mode in BUSY)
        self._pause.setEnabled(mode is Mode.RUNNING)
        self._start.setVisible(state.enrolled and mode not in BUSY)
        self._start.setEnabled(state.can_start)
        self._start.change_text(self._start_word(mode))
        self._present_tiles(state)

    def _start_word(self, mode: Mode) -> str:
        if mode is Mode.PAUSED:
            return self.tr("Resume")
        return self.tr("Try now") if mode in (Mode.WAITING, Mode.STOPPED) else self.tr("Start sync")

    def _going_on(self, state: SyncPageState) -> str:
        sending = state.sending
        if not state.enrolled:
            return self.tr("This laptop is not enrolled at a centre")
        if sending.mode in BUSY:
            return self.tr("Pausing…") if sending.mode is Mode.PAUSING else self._step(sending)
        if sending.mode is Mode.PAUSED:
            return self.tr("Paused")
        if sending.mode is Mode.IDLE:
            return self._resting(state)
        return words.advice(sending.problem).happened if sending.problem else self._incomplete(state)

    def _incomplete(self, state: SyncPageState) -> str:
        """A round without a problem after which the centre lacks something all the same."""
        missing = state.photos_waiting - state.sending.lost_photos
        if missing > 0:
            return self.tr("Sent, but the centre still lacks %n photo(s); they follow by themselves.", "", missing)
        return self.tr("Sent, but the centre has not confirmed yet that it has everything.")

    def _resting(self, state: SyncPageState) -> str:
        if state.overview is None:
            return self.tr("Reading…")
        if state.all_sent:
            return self.tr("Everything is at the centre")
        if state.only_lost:
            return self.tr("Sent, without %n photo(s) that this laptop can no longer read", "", state.photos_waiting)
        lines, photos = state.overview.unsent_lines, state.photos_waiting
        return self.tr("To send: {records}, {photos}").format(
            records=counts.records(lines), photos=counts.photos(photos)
        )

    def _step(self, sending: Sending) -> str:
        if sending.phase is Phase.LINES:
            return self.tr("Sending records {done} / {all}").format(done=sending.lines, all=sending.lines_total)
        if sending.phase is Phase.PHOTOS:
            return self.tr("Sending photos {done} / {all}").format(done=sending.photos, all=sending.photos_total)
        if sending.phase is Phase.MANIFEST:
            return self.tr("The centre checks that everything is there")
        return (
            self.tr("Fetching tasks and news") if sending.phase is Phase.PULL else self.tr("Connecting to the centre")
        )

    def _explained(self, state: SyncPageState) -> str:
        sending = state.sending
        if not state.enrolled:
            return self.tr("Until then findings stay safe on this laptop. The centre gives out the code.")
        if sending.mode in BUSY:
            return " · ".join([*self._pace(sending), self.tr("A broken connection resumes by itself")])
        if sending.mode is Mode.PAUSED:
            return self.tr("Nothing is lost; it goes on from where it stopped.")
        if sending.mode is Mode.WAITING and sending.next_try_s is not None:
            return self.tr("Next try in {time}").format(time=span_text(sending.next_try_s))
        if sending.mode in (Mode.WAITING, Mode.STOPPED):
            return words.advice(sending.problem).deed
        if state.all_sent:
            return self.tr("Nothing waits on this laptop. New tasks come with every sync.")
        if sending.mode is Mode.IDLE and state.only_lost:
            return self.tr("The list of what is missing names them; tell technical support.")
        return self.tr("Your work is safe on this laptop; sync at the end of the shift, or at any time.")

    def _pace(self, sending: Sending) -> list[str]:
        said = []
        if sending.seconds_left is not None:
            said.append(self.tr("About {time} left").format(time=span_text(sending.seconds_left)))
        if sending.bytes_per_s:
            said.append(f"{size_text(round(sending.bytes_per_s))}/s")
        return said

    def _present_arrived(self, tile: Tile, arrived: int, all_of_them: int, to_send: str) -> None:
        foot, tone = (self.tr("At the centre"), "good") if all_of_them else (self.tr("None yet"), "none")
        if arrived < all_of_them:
            foot, tone = to_send, "warning"
        tile.present(f"{arrived} / {all_of_them}", foot, tone)

    def _present_tiles(self, state: SyncPageState) -> None:
        waiting = state.overview.photo_bytes_waiting if state.overview is not None else 0
        self._present_arrived(self._lines, *state.lines, self.tr("To send"))
        self._present_arrived(self._photos, *state.photos, self.tr("{size} to send").format(size=size_text(waiting)))
        self._tasks.present(str(state.open_tasks), self.tr("Open"), "accent" if state.open_tasks else "none")
        self._pack.present(state.pack or "—", self.tr("In force"), "good" if state.pack else "none")
