"""How the laptop stands with its receiver: which one was chosen, and what is heard of it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from inspector_app.domain.fix import CLOCK_WRONG_MS, OLD_MS, Fix, Trust

# Baud: the usual ones first; of the others the quick ones, since a slow burst lasts long enough to be tried at many.
SPEEDS = (9600, 115200, 38400, 57600, 4800, 230400, 460800, 19200)
NMEA_PORT = 10110  # what IANA gave to NMEA 0183 over a network
_LONGEST_NAME = 200


class Kind(StrEnum):
    """Where a position may come from."""

    AUTO = "auto"  # every serial port is listened to
    SERIAL = "serial"
    TCP = "tcp"
    UDP = "udp"
    SYSTEM = "system"  # the operating system's own positioning
    OFF = "off"


class Source(NamedTuple):
    """What was chosen. `name` is a serial port or a host, `number` a speed in baud or a port; 0 is any speed."""

    kind: Kind = Kind.AUTO
    name: str = ""
    number: int = 0

    @property
    def text(self) -> str:
        """As it is kept among the choices of this laptop."""
        if self.kind is Kind.SERIAL:
            return f"serial:{self.name}@{self.number}"
        if self.kind is Kind.TCP:
            return f"tcp:{self.name}:{self.number}"
        return f"udp:{self.number}" if self.kind is Kind.UDP else self.kind.value


def read_source(text: str) -> Source | None:
    """The source of that text; None for one that cannot be meant."""
    kind, _, rest = text.partition(":")
    if kind == Kind.SERIAL:
        name, _, speed = rest.rpartition("@")
        return Source(Kind.SERIAL, name, int(speed)) if _is_name(name) and speed in _SPEED_TEXTS else None
    if kind == Kind.TCP:
        host, _, port = rest.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        number = _port(port)
        return Source(Kind.TCP, host, number) if number and _is_name(host) else None
    if kind == Kind.UDP:
        number = _port(rest)
        return Source(Kind.UDP, "", number) if number else None
    return Source(Kind(kind)) if not rest and kind in (Kind.AUTO, Kind.SYSTEM, Kind.OFF) else None


class State(StrEnum):
    """What is heard."""

    OFF = "off"
    SEARCHING = "searching"  # nobody was found yet
    LISTENING = "listening"  # somebody is there; nothing said of a position yet
    FIX = "fix"
    VOID = "void"  # it talks, and has no fix
    GONE = "gone"  # it was there


class Hindrance(StrEnum):
    """Why nothing is heard, where that is known."""

    NONE = ""
    NO_PORT = "no_port"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    SILENT = "silent"  # it is open, and nothing comes that a receiver says
    ABSENT = "absent"  # this system has no positioning of its own
    REFUSED = "refused"  # it has, and its settings, or a person, do not let this program have it
    STOPPED = "stopped"  # it does not answer


@dataclass(frozen=True, slots=True)
class Reception:
    """`heard_ms` is the steady clock's moment of `fix`, `offset_ms` the receiver's UTC less the laptop's clock then.

    `where` names the port, the address or the system; `sentences` counts those with a right checksum since it was found.
    """

    state: State = State.OFF
    fix: Fix | None = None
    heard_ms: int = 0
    offset_ms: int | None = None
    where: str = ""
    sentences: int = 0
    hindrance: Hindrance = Hindrance.NONE

    def age_ms(self, steady_ms: int) -> int:
        return max(0, steady_ms - self.heard_ms)

    def is_old(self, steady_ms: int) -> bool:
        """Whether the fix has not been heard anew for so long that it may be another place by now."""
        return self.fix is not None and self.age_ms(steady_ms) > OLD_MS

    def trust(self, steady_ms: int) -> Trust:
        """What may be done with the position at this moment."""
        return self.fix.trust(self.age_ms(steady_ms)) if self.fix is not None else Trust.BY_HAND

    @property
    def clock_is_wrong(self) -> bool:
        """Whether the laptop's clock is so far from the receiver's that somebody should set it."""
        return self.offset_ms is not None and abs(self.offset_ms) > CLOCK_WRONG_MS


_SPEED_TEXTS = {"0", *map(str, SPEEDS)}


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NAME and not re.search(r"\s", text) and text.isprintable()


def _port(text: str) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,5}", text) else 0
    return number if number <= 65_535 else 0
