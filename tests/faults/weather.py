"""What a line may do to a call, and to which: decided by a seed and by how often such a call was made, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """What happens to one call on its way."""

    CUT_UP = "cut_up"  # the line ends somewhere within the request
    CUT_DOWN = "cut_down"  # … within the answer
    RESET = "reset"  # it is reset (RST) once the centre has answered
    DELAY = "delay"
    STALL = "stall"  # a black hole, then the end
    TRICKLE = "trickle"  # 2 KB a second, both ways
    TWICE = "twice"  # the whole request arrives twice; the second answer is dropped
    LATE = "late"  # cut for the laptop; the centre gets the request after later ones
    AGAIN = "again"  # answered, and delivered once more after later ones
    BROKEN = "broken"  # 500
    GATEWAY = "gateway"  # 502
    BUSY = "busy"  # 503 with Retry-After
    CROWDED = "crowded"  # 429
    PORTAL = "portal"  # 200 with a page to log in
    REDIRECT = "redirect"  # … or sent there
    NO_HANDSHAKE = "no_handshake"  # TLS fails
    STRANGER = "stranger"  # another certificate than the centre's


TLS = (Fault.NO_HANDSHAKE, Fault.STRANGER)
FAMILIES = {
    "cuts": (Fault.CUT_UP, Fault.CUT_DOWN, Fault.RESET),
    "slow": (Fault.DELAY, Fault.STALL, Fault.TRICKLE),
    "order": (Fault.TWICE, Fault.LATE, Fault.AGAIN),
    "answers": (Fault.BROKEN, Fault.GATEWAY, Fault.BUSY, Fault.CROWDED, Fault.PORTAL, Fault.REDIRECT),
    "tls": TLS,
}


@dataclass(frozen=True, slots=True)
class Strike:
    """`part` from 0 to 1 decides what else is open: where it is cut, how long it stalls."""

    fault: Fault
    part: float


@dataclass(frozen=True, slots=True)
class Weather:
    """`share` of the calls meet one of `faults`; which, `seed` decides."""

    seed: str = ""
    faults: tuple[Fault, ...] = ()
    share: float = 0.0

    @property
    def wants_handshakes(self) -> bool:
        """Whether a connection carries one call only, so that TLS faults find something to strike."""
        return any(fault in TLS for fault in self.faults)

    def at(self, call: str, nth: int, only: Sequence[Fault] | None = None) -> Strike | None:
        """What meets the `nth` call of a kind; `only` are the faults that are possible there."""
        random = Random(f"{self.seed}/{call}/{nth}")
        possible = [fault for fault in self.faults if (fault in only if only is not None else fault not in TLS)]
        if not possible or random.random() >= self.share:
            return None
        return Strike(random.choice(possible), random.random())


FAIR = Weather()


def drawn(chance: int, *, tls: bool) -> Weather:
    """A bad weather: one family of faults above all, or a little of everything."""
    random = Random(chance)
    names = [name for name in FAMILIES if tls or name != "tls"]
    everything = tuple(fault for name in names for fault in FAMILIES[name])
    family = random.choice((None, *names))
    faults = FAMILIES[family] if family else everything
    return Weather(str(chance), faults, random.uniform(0.15, 0.6))
