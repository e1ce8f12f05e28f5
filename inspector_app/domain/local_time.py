"""The clocks of the city: China has one offset all year (Asia/Shanghai)."""

from datetime import timedelta, timezone

OFFSET = timedelta(hours=8)
LOCAL = timezone(OFFSET, "Asia/Shanghai")


def is_inside(clock: str, window: tuple[str, str]) -> bool:
    """Whether hh:mm lies in a daily window; its end is excluded, and an end before its start is on the next day."""
    start, end = window
    return start <= clock < end if start <= end else clock >= start or clock < end
