"""What the laptop's clock did, as a fact for the centre: deadlines are counted by it, so a jump must be known."""

from inspector_app.domain.events import ClockJumped
from inspector_app.services.changes import Changes
from inspector_app.services.ports import Clock, UnitOfWork


def note_jump(uow: UnitOfWork, jumped_ms: int, *, device: str, clock: Clock) -> Changes:
    """States that the clock was set forward (back: negative) by so much; nothing else changes, and nobody is stopped."""
    shift = uow.open_shift()
    uow.record(ClockJumped(device, jumped_ms), officer=shift.officer.number if shift else "", at=clock.now())
    return Changes(sync=True)
