"""Opening and closing a shift."""

from inspector_app.domain.events import ShiftClosed, ShiftOpened
from inspector_app.domain.ids import Ids
from inspector_app.domain.officer import Officer
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.services.changes import Changes
from inspector_app.services.findings import required_shift
from inspector_app.services.ports import Clock, UnitOfWork


def open_shift(
    uow: UnitOfWork, officer: Officer, second: Officer | None = None, *, unit: str = "", planned_from: str = "",
    planned_to: str = "", clock: Clock, ids: Ids,
) -> Changes:  # fmt: skip
    """Starts a shift that `officer` signs, with a `second` officer where there is one (行政处罚法 art. 42)."""
    if uow.open_shift() is not None:
        raise RuleBroken(Problem.SHIFT_ALREADY_OPEN)
    if not officer.number.strip() or (second is not None and not second.number.strip()):
        raise RuleBroken(Problem.OFFICER_NUMBER_NEEDED, "officer")
    if second is not None and second.number.strip() == officer.number.strip():
        raise RuleBroken(Problem.SAME_OFFICER_TWICE, "second")
    shift = ids()
    uow.record(
        ShiftOpened(shift, officer, second, unit, planned_from, planned_to), officer=officer.number, at=clock.now()
    )
    return Changes(shifts=frozenset({shift}), sync=True)


def close_shift(uow: UnitOfWork, *, clock: Clock) -> Changes:
    """Ends the open shift with the count of what it holds, for the centre to compare."""
    shift = required_shift(uow)
    findings, photos = uow.shift_totals(shift.id)
    uow.record(ShiftClosed(shift.id, findings, photos), officer=shift.officer.number, at=clock.now())
    return Changes(shifts=frozenset({shift.id}), sync=True)
