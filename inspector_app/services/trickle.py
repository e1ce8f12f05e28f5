"""What goes to the centre while a shift is under way, so that little is left for its end and nothing urgent waits for it.

Two lanes (design §7). What is urgent, a danger to life or a hand-over to the police whose time runs out, goes at once over
any line. All else trickles every few minutes: whole over a line that costs nothing, without photos over a metered one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain.clocks import ClockKind, RunningClock
from inspector_app.services.ports import FindingDetails, FindingFilter, Reads, Send

URGENT = "urgent"  # the flag by which a policy says that it cannot wait (domain.md §3.7.11, P1)
EVERY_S = 300.0
MOST_LOOKED_AT = 500  # waiting findings


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
    found = [one for one in _urgent(reads, pressing) if one is not None] if lines or photos else []
    lacking = frozenset(row.photo.sha256 for one in found for row in one.photos if not row.arrived)
    return Waiting(lines, photos, bool(found), lacking)


def _urgent(reads: Reads, pressing: frozenset[str]) -> Iterable[FindingDetails | None]:
    for row in reads.first_rows(FindingFilter(unsent_only=True), MOST_LOOKED_AT):
        if row.send is Send.ARRIVED or row.withdrawn:
            continue
        details = reads.finding(row.id)
        judged = details.judgement if details is not None else None
        if row.id in pressing or (judged is not None and URGENT in judged.flags):
            yield details


def pressing(clocks: Iterable[RunningClock]) -> frozenset[str]:
    """The findings whose hand-over was made here, has been warned of, and is not at the centre yet."""
    return frozenset(one.about for one in clocks if one.kind is ClockKind.HANDOVER and one.waiting and one.warnings)


def due(seen: Waiting, *, before: Waiting, since_last_s: float, metered: bool) -> Carry | None:
    """The round that should begin now, `since_last_s` after one that met `before`; None for none.

    Something urgent that is still there though nothing else came, a damaged photo say, waits its minutes like all else.
    """
    if seen.urgent and seen != before:
        return Carry(seen.urgent_photos, urgent=True)
    if since_last_s < EVERY_S or not (seen.lines or (seen.photos and not metered) or seen.urgent):
        return None
    return Carry(seen.urgent_photos if metered else None)
