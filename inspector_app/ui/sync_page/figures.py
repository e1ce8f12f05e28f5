"""Sizes, spans and days of the sync page, as people read them."""

from collections.abc import Sequence
from datetime import datetime

from inspector_app.services.overview import SyncRound
from inspector_app.ui.shift.state import local


def rounds_today(rounds: Sequence[SyncRound], now: datetime) -> tuple[SyncRound, ...]:
    """Those that began on the day of `now` (UTC) as the street counts days."""
    today = local(now.isoformat())
    started = [(local(ended.started_at), ended) for ended in rounds]
    return tuple(ended for at, ended in started if at is not None and today is not None and at.date() == today.date())


def size_text(size: int) -> str:
    """Bytes in the unit that keeps them short."""
    if size < 1_000_000:
        return f"{max(0, size + 999) // 1000} kB"
    return f"{size / 1_000_000:.1f} MB" if size < 1_000_000_000 else f"{size / 1_000_000_000:.2f} GB"


def span_text(seconds: float) -> str:
    """mm:ss, or h:mm:ss from an hour on."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{minutes}" if hours else minutes


def breaking(identity: str) -> str:
    """An id that may be broken after its dashes, where a line is too short for it."""
    return identity.replace("-", "-\u200b")
