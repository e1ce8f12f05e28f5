"""How far the lost laptop is made again, and the buttons that rule it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.counts import counts
from inspector_app.ui.restore_page import words
from inspector_app.ui.restore_page.state import RestoreState, Step
from inspector_app.ui.sync_page.figures import size_text
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.progress_card import ProgressCard


class RestoreProgress(ProgressCard):
    begin_wanted = Signal()
    pause_wanted = Signal()
    place_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._said = _Told(self)
        self._begin = KeyButton(self.tr("Begin"), self, weight=Weight.PRIMARY, key="F5")
        self._pause = KeyButton(self.tr("Pause"), self, key="F6")
        self._place = KeyButton(self.tr("Go on working with it"), self, weight=Weight.PRIMARY, key="F10")
        self._begin.clicked.connect(self.begin_wanted)
        self._pause.clicked.connect(self.pause_wanted)
        self._place.clicked.connect(self.place_wanted)
        self.lay_out((self._begin, self._pause, self._place))

    def present(self, state: RestoreState) -> None:
        step = state.step
        percent = None if step is Step.FORM or not state.allowed else state.percent
        whole = state.made is not None and state.made.is_whole
        self.tell(percent, self._said.of(state), ("good" if whole else "warning") if step is Step.DONE else "accent")
        waits = step in (Step.FORM, Step.PAUSED, Step.STOPPED)
        self._begin.setVisible(state.allowed and waits)
        self._begin.setEnabled(state.ready)
        self._begin.change_text(self.tr("Begin") if step is Step.FORM else self.tr("Go on"))
        self._pause.setVisible(state.is_busy)
        self._pause.setEnabled(step is Step.RUNNING)
        self._place.setVisible(step is Step.DONE)


class _Told(QObject):
    """The two lines beside the percentage."""

    def of(self, state: RestoreState) -> tuple[str, str]:
        """What goes on, and what is to be known or done."""
        if state.refusal is None:
            return self.tr("Reading…"), ""
        if state.refusal:
            advice = words.advice(state.refusal)
            return advice.happened, advice.deed
        if state.step is Step.STOPPED:
            advice = words.advice(state.problem)
            return advice.happened, advice.deed
        return self._of_step(state)

    def _of_step(self, state: RestoreState) -> tuple[str, str]:
        if state.step is Step.FORM:
            told = self.tr("Everything that can still be had comes back; nothing is taken from where it lies now.")
            return self.tr("Make a lost laptop again on this one"), told
        if state.step is Step.PAUSED:
            return self.tr("Paused"), self.tr(
                "What has come stays on this laptop. Go on with the same source and code."
            )
        if state.step is Step.PAUSING:
            return self.tr("Pausing…"), self.tr("The part in hand is finished first.")
        if state.step is Step.RUNNING:
            return self._going_on(state), self.tr("A broken connection loses nothing: it can always go on.")
        return self._done(state)

    def _going_on(self, state: RestoreState) -> str:
        if state.stage == "parcel":
            amount = {"done": size_text(state.done), "all": size_text(state.whole)}
            return self.tr("The parcel goes to the centre first: {done} of {all}").format(**amount)
        if state.stage == "photos":
            return self.tr("Photos {done} / {all}").format(done=state.done, all=state.whole)
        if state.stage == "records" and state.done:
            return self.tr("Records: {count} so far").format(count=state.done)
        return self.tr("Looking what there is of it")

    def _done(self, state: RestoreState) -> tuple[str, str]:
        assert state.made is not None
        made = state.made
        came = self.tr("Came back: {findings}, {photos}").format(
            findings=counts.findings(made.findings), photos=counts.photos(made.photos)
        )
        if made.is_whole:
            return came, self.tr("Nothing is missing. From now on this laptop is the lost one.")
        return came, self.tr("What nobody has any more is named below. All else is here.")
