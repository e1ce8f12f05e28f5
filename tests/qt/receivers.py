"""A receiver that says what a test wants."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from inspector_app.domain.fix import Fix
from inspector_app.domain.reception import Reception, Source, State

HERE = Fix(
    4_445_000, date(2026, 11, 22), 347_731_200, 1_136_857_000, 1, 11, 640, 3_200, "nmea", "GNRMC+GNGGA"
)  # 01:14:05 UTC, as the standing clock of the laptop


class FakeReceiver:
    """`chosen` are the sources that were wanted; `at` is its steady clock in ms."""

    def __init__(self) -> None:
        self.chosen: list[Source] = []
        self.at = 50_000
        self.closed = False
        self._hear: Callable[[Reception], None] = lambda _: None

    def make(self, hear: Callable[[Reception], None]) -> "FakeReceiver":
        self._hear = hear
        return self

    def choose(self, source: Source) -> None:
        self.chosen.append(source)

    def now_ms(self) -> int:
        return self.at

    def ports(self) -> list[str]:
        return ["ttyUSB0", "ttyS4"]

    def close(self) -> None:
        self.closed = True

    def say(self, state: State, **told: object) -> None:
        """Something else than a fix."""
        self._hear(replace(Reception(state), **told))  # type: ignore[arg-type]

    def fix(self, accuracy_mm: int | None = 3_200, *, offset_ms: int | None = 400, **changed: object) -> None:
        """A fix that was just heard."""
        fix = replace(HERE, accuracy_mm=accuracy_mm, **changed)  # type: ignore[arg-type]
        self._hear(Reception(State.FIX, fix, self.at, offset_ms, "ttyUSB0 9600", 2418))
