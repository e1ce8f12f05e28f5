"""Which calendar counts: the one that the centre states, else the program's own."""

from datetime import datetime

from inspector_app.domain.ids import iso
from inspector_app.domain.reference import calendar_body
from inspector_app.domain.reference.calendar import Calendar
from inspector_app.domain.reference.item import ReferenceKind, understood
from inspector_app.services.ports import Reads


def stated(reads: Reads, at: datetime) -> Calendar | None:
    """The calendar that the centre states for `at` (aware, UTC), of several the one with the greatest id; None without one."""
    found = understood(reads.references(ReferenceKind.CALENDAR), calendar_body.parse, iso(at))
    return found[-1] if found else None
