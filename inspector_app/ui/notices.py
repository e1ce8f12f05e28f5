"""What must be read, one after the other: first what happened to the database, then which slots were refused."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from inspector_app.ui import hold_words, rescue_words
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.refusals import Refusals
from inspector_app.ui.upkeep import Upkeep
from inspector_app.ui.workplace import Workplace


class Notices(QObject):
    """`window` is looked up each time: it may be made again."""

    def __init__(self, place: Workplace, upkeep: Upkeep, window: Callable[[], MainWindow]):
        super().__init__()
        self._upkeep, self._window = upkeep, window
        self.refusals = Refusals(place)
        for teller in (upkeep, self.refusals):
            teller.changed.connect(self.present)
        self.refusals.read()

    def present(self) -> None:
        """Shows the first one that nobody has read, unless one is shown."""
        for rescue in self._upkeep.state.unseen[:1]:
            self._show(rescue_words.head(rescue), rescue_words.flow(rescue), partial(self._upkeep.seen, rescue))
        for refused in self.refusals.unseen[:1]:
            self._show(hold_words.head(refused), hold_words.told(refused), partial(self.refusals.seen, refused))

    def _show(self, head: str, told: str, seen: Callable[[], None]) -> None:
        self._window().show_notice(head, told, seen=seen)
