"""How a person, or the end of the program, ends a long deed on another thread."""

import threading
from collections.abc import Callable

Told = Callable[[int, int], None]  # how much is done, and all of it; called on the thread that works


class Halted(Exception):
    """A person paused it, or the program ends; what was done stays done."""

    code = "paused"


class Halt:
    """For one deed: `ask` ends it from any thread, and the deed hears of it wherever it tells how far it is, or waits."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self) -> None:
        self._asked.set()

    def sleep(self, seconds: float) -> None:
        """Waits; raises Halted as soon as somebody asks."""
        if self._asked.wait(seconds):
            raise Halted

    def heard(self, told: Told) -> Told:
        """`told`, which raises Halted once somebody has asked."""

        def tell(done: int, whole: int) -> None:
            self.sleep(0)
            told(done, whole)

        return tell
