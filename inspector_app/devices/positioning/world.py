"""What a receiver needs of the laptop: clocks, ports, the system's own positioning. Tests make their own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from inspector_app.devices.clock import steady_ms, wall_ms
from inspector_app.devices.positioning import serial
from inspector_app.devices.positioning.dates import Span, of_now
from inspector_app.devices.positioning.lines import Line
from inspector_app.domain.fix import Fix
from inspector_app.domain.reception import Hindrance

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class OwnPositioning(Protocol):
    """The operating system's; both are for any thread."""

    def start(self, hear: Callable[[Fix | None, Hindrance], None]) -> None:
        """`hear` is given each fix, or None with what hinders."""

    def stop(self) -> None: ...


class World:
    """`system` makes the system's own positioning when it is first chosen; None where there is none to try."""

    def __init__(
        self, wall: Callable[[], int] = wall_ms, steady: Callable[[], int] = steady_ms,
        ports: Callable[[], list[serial.Port]] = serial.ports,
        open_port: Callable[[str, int], Line] = serial.SerialLine, system: Callable[[], OwnPositioning] | None = None,
    ):  # fmt: skip
        self.wall, self.steady, self.ports, self.open_port, self.system = wall, steady, ports, open_port, system

    def span(self) -> Span:
        """The days that a receiver may name now."""
        return of_now(_EPOCH + timedelta(milliseconds=self.wall()))
