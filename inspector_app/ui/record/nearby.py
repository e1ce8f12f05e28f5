"""What is known around a place: the findings of this shift and the open tasks that say where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.ui.map.plan import Spot

if TYPE_CHECKING:
    from inspector_app.services.ports import Reads

MOST = 60  # findings looked at, the newest


def spots(reads: Reads, shift: str) -> tuple[Spot, ...]:
    """Findings that stand, newest first, then open tasks; those without a position are left out."""
    from inspector_app.domain.task import TaskState
    from inspector_app.services.ports import FindingFilter

    found = []
    for row in reads.first_rows(FindingFilter(shift=shift), MOST):
        details = None if row.withdrawn else reads.finding(row.id)
        if details is not None and details.place.lat_e7 is not None and details.place.lon_e7 is not None:
            found.append(Spot(details.place.lat_e7, details.place.lon_e7, row.tier.value, row.address))
    for each in reads.tasks():
        task = each.task
        if each.state is TaskState.OPEN and task.lat_e7 is not None and task.lon_e7 is not None:
            found.append(Spot(task.lat_e7, task.lon_e7, "task", task.title or task.address))
    return tuple(found)
