"""How far a long command is, for whoever is looking."""

from typing import TextIO


class Shown:
    """Tells each tenth of what is done, on a terminal alone."""

    def __init__(self, err: TextIO):
        self._err = err if err.isatty() else None
        self._tenths = 0

    def __call__(self, done: int, whole: int) -> None:
        tenths = 10 * done // max(whole, 1)
        if self._err is not None and tenths > self._tenths:
            self._tenths = tenths
            self._err.write(f"{tenths}0 %\n")
