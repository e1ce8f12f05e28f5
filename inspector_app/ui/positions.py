"""What the receiver says, for every page: made after the first paint, listening once the database is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.fix import OLD_MS, Trust
from inspector_app.domain.reception import Kind, Reception, Source, State, read_source
from inspector_app.ui import position_words
from inspector_app.ui.whereabouts import Whereabouts

if TYPE_CHECKING:
    from inspector_app.services.position_ports import Receiver
    from inspector_app.ui.workplace import Workplace

EVERY_MS, LATER_MS = 1000, 100  # LATER: it is old by then, also on a timer that is early


class Positions(QObject):
    """`told` is what was heard last; `changed()` with anything else, and each second while the fix is old.

    A clock that is wrong is told once over the page, and again when it has been right meanwhile.
    """

    changed = Signal()

    def __init__(self, workplace: Workplace, tell: Callable[[str, str], None]):
        super().__init__()
        self._place, self._tell = workplace, tell
        self.told = Reception()
        self._receiver: Receiver | None = None
        self._whereabouts = Whereabouts(workplace, self)
        self._whereabouts.changed.connect(self.changed)
        self._begun = self._ended = self._told_of_clock = False
        self._grows_old = QTimer(self, singleShot=True)
        self._grows_old.timeout.connect(self._grow_old)

    @property
    def source(self) -> Source:
        """What was chosen on this laptop; automatic where that cannot be read."""
        return read_source(self._place.preferences.choices.receiver) or Source()

    def begin(self) -> None:
        """Starts listening; safe to call again."""
        make = self._place.make_receiver
        if not self._begun and make is not None:
            self._begun = True
            self._place.background.prepare(make, self._hear).then(self._made)

    def choose(self, source: Source) -> None:
        """Keeps the choice and listens to it."""
        self._place.preferences.change(receiver=source.text)
        if self._receiver is not None:
            self._receiver.choose(source)

    def look_for_ports(self, hear: Callable[[list[str]], None]) -> None:
        """Gives `hear` the serial ports that the system knows now: it takes a moment to list them."""
        if self._receiver is not None:
            self._place.background.prepare(self._receiver.ports).then(hear)

    def now_ms(self) -> int:
        """The steady clock of `told`."""
        return self._receiver.now_ms() if self._receiver is not None else 0

    def trust(self) -> Trust:
        """What may be done with the position now."""
        return self.told.trust(self.now_ms())

    def pill(self) -> tuple[str, str]:
        """Words and tone for the bar: how good the fix is, and on which road and in which grid that is."""
        words, tone = position_words.pill(self.told, self.now_ms())
        return " · ".join(part for part in (words, self._whereabouts.words) if part), tone

    def end(self) -> None:
        """Nothing is heard any more."""
        self._ended = True
        self._grows_old.stop()
        if self._receiver is not None:
            self._receiver.close()

    def _made(self, receiver: Receiver) -> None:
        if self._ended:
            receiver.close()
            return
        self._receiver = receiver
        if self.source.kind is not Kind.OFF:
            receiver.choose(self.source)

    def _hear(self, told: Reception) -> None:
        if self._ended:
            return
        self.told = told
        if told.state is State.FIX:
            self._grows_old.start(OLD_MS + LATER_MS)
        else:
            self._grows_old.stop()
        self._look_at_clock()
        self._whereabouts.hear(told, self.now_ms())
        self.changed.emit()

    def _grow_old(self) -> None:
        self._grows_old.start(EVERY_MS)
        self._whereabouts.hear(self.told, self.now_ms())
        self.changed.emit()

    def _look_at_clock(self) -> None:
        if self.told.clock_is_wrong and not self._told_of_clock:
            sentence = self.tr("{difference} Times of findings are taken from it: have it set.")
            self._tell(sentence.format(difference=position_words.clock(self.told.offset_ms)), "warning")
        if self.told.offset_ms is not None:
            self._told_of_clock = self.told.clock_is_wrong
