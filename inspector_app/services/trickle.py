"""What goes to the centre while a shift is under way, so that little is left for its end and nothing urgent waits for it.

Two lanes (design §7). What is urgent, a danger to life or a hand-over to the police whose time runs out, goes at once over
any line. All else trickles every few minutes: whole over a line that costs nothing, without photos over a metered one.
Where nothing waits and the line costs nothing, a reference pack that is still to come has its turn. However little there is to send,
the centre is asked now and then: tasks, free slots and orders come to an officer who records nothing, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain.clocks import ClockKind, RunningClock
from inspector_app.services.ports import Reads

URGENT = "urgent"  # the flag by which a policy says that it cannot wait (domain.md §3.7.11, P1)
EVERY_S = 300.0
ASK_EVERY_S = 900.0  # a round with nothing new is one call of 2 KB, also over a metered line
PACK_EVERY_S = 60.0  # a pack comes in parts of a minute at most: between them the line is free


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the centre lacks: lines and photos in number, and of urgent findings whether lines, and which photos."""

    lines: int = 0
    photos: int = 0
    urgent: bool = False
    urgent_photos: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Carry:
    """A round that should begin now; `only` are the photos that may go, None for all. What is `urgent` waits for no other try."""

    only: frozenset[str] | None
    urgent: bool = False


def waiting(reads: Reads, pressing: frozenset[str]) -> Waiting:
    """Looks at what waits. `pressing` are findings that have become urgent since they were recorded."""
    seen = reads.sync_overview()
    lines, photos = seen.unsent_lines, seen.photos - seen.photos_arrived
    lacking = reads.urgent_photos(URGENT, pressing) if lines or photos else None
    return Waiting(lines, photos, lacking is not None, lacking or frozenset())


def pressing(clocks: Iterable[RunningClock]) -> frozenset[str]:
    """The findings whose hand-over was made here, has been warned of, and is not at the centre yet."""
    return frozenset(one.about for one in clocks if one.kind is ClockKind.HANDOVER and one.waiting and one.warnings)


def due(
    seen: Waiting,
    *,
    before: Waiting,
    since_last_s: float,
    since_asked_s: float = 0.0,
    metered: bool,
    pack_left: bool = False,
) -> Carry | None:
    """The round that should begin now, `since_last_s` after one that met `before`; None for none.

    `since_asked_s`: since the centre was asked, or the laptop began to look.
    `pack_left`: a reference pack, or a part of it, is still to come; a whole round brings it behind everything else.
    Something urgent that is still there though nothing else came, a damaged photo say, waits its minutes like all else.
    """
    if seen.urgent and seen != before:
        return Carry(seen.urgent_photos, urgent=True)
    if seen.lines or (seen.photos and not metered) or seen.urgent:
        return Carry(seen.urgent_photos if metered else None) if since_last_s >= EVERY_S else None
    if pack_left and not metered and since_last_s >= PACK_EVERY_S:
        return Carry(None)
    return Carry(frozenset() if metered else None) if since_asked_s >= ASK_EVERY_S else None
