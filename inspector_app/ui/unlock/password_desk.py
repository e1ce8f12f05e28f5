"""Asks the officer for the password of this laptop's data, where the computer has no keyring, while the writer waits."""

import queue
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from inspector_app.ui.main_thread import MainThread


class NobodyAnswered(Exception):
    """The window was closed before a password was given; the database stays closed."""

    code = "locked"


class PasswordDesk(QObject):
    """`wanted(new, wrong)` on the UI thread: whether a first password is chosen, and whether the last one was wrong.

    `ask_again` repeats it for a window that is made anew, while somebody still waits for the answer.
    """

    wanted = Signal(bool, bool)

    def __init__(self, main: MainThread):
        super().__init__()
        self._main = main
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._wrong = False
        self._waits: Callable[[], None] | None = None

    def ask(self, new: bool) -> str:
        """Waits for the password, on the writer thread; raises NobodyAnswered when the window is closed instead."""
        wrong, self._wrong = self._wrong, True  # asked again: the last answer did not open it
        self._waits = self._show(new, wrong)
        self._main.post(self._waits)
        answer = self._answers.get()
        self._waits = None
        if answer is None:
            raise NobodyAnswered
        return answer

    def _show(self, new: bool, wrong: bool) -> Callable[[], None]:
        return lambda: self.wanted.emit(new, wrong)

    def ask_again(self) -> None:
        if self._waits is not None:
            self._waits()

    def give(self, password: str) -> None:
        self._answers.put(password)

    def give_up(self) -> None:
        """The window closes: whoever waits goes on without an answer."""
        self._answers.put(None)
