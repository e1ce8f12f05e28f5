"""What the screens need of a receiver; `devices/positioning` provides it, tests fake it."""

from collections.abc import Callable
from typing import Protocol

from inspector_app.domain.reception import Reception, Source


class Receiver(Protocol):
    """Listens on a thread of its own. None of these waits, but for `close`."""

    def choose(self, source: Source) -> None:
        """Listens to that from now on."""

    def now_ms(self) -> int:
        """The steady clock in which `Reception.heard_ms` is told; it runs through sleep."""
        ...

    def ports(self) -> list[str]:
        """The serial ports that the system knows now."""
        ...

    def close(self) -> None:
        """Lets go of the line; nothing is heard after that."""


MakeReceiver = Callable[[Callable[[Reception], None]], Receiver]
