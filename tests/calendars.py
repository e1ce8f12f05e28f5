"""The calendar that ships with the program, and moments in local time, for tests."""

from datetime import datetime
from functools import cache

from inspector_app import paths
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference import calendar_body
from inspector_app.domain.reference.calendar import Calendar

FILE = paths.resources() / "catalogue" / "calendar.json"


@cache
def calendar() -> Calendar:
    return calendar_body.read(FILE.read_bytes())


def local(text: str) -> datetime:
    """The moment of `YYYY-MM-DD hh:mm` in Asia/Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def local_text(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
