"""Relief points, the street's policy, campaigns and the age of a history, in words."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference.history import is_fresh
from inspector_app.domain.reference.nearest import Near
from inspector_app.domain.reference.street import Campaign, StreetPolicy
from inspector_app.services.surroundings import Surroundings
from inspector_app.ui import relief_words, translation
from inspector_app.ui.record import place_words
from inspector_app.ui.record.state import Around, Freshness, Point

translate = QCoreApplication.translate


def point(near: Near, now: datetime, catalogue: Catalogue, near_m: int | None) -> Point:
    """`步行 240 m · 剩余 6/24 · 至 22:00 · 餐饮食品`."""
    spot = near.point.lat_e7, near.point.lon_e7
    return Point(near.point.id, near.point.name, relief_words.about(near, now, catalogue, near_m), spot)


def around(draft: Draft, known: Surroundings, catalogue: Catalogue) -> Around:
    """What holds at the place of the finding."""
    policy, running = known.street(draft), known.running(draft)
    old = (policy is not None or bool(running)) and known.is_old(draft)
    said = Around(
        _head(policy) if policy is not None else "",
        tuple(_rules(policy, catalogue)) if policy is not None else (),
        tuple(_campaign(one) for one in running),
        _old(known.as_of) if old else "",
    )
    return place_words.around(said, known.here, catalogue) if known.here is not None else said


def freshness(draft: Draft, known: Surroundings) -> Freshness | None:
    """How old the history is that was filled in; None where it was not."""
    as_of, moment = known.as_of, datetime.fromisoformat(draft.observed_at)
    if "history" not in draft.filled or draft.category is Category.OTHER or as_of is None:
        return None
    is_same_day = as_of.astimezone(LOCAL).date() == moment.astimezone(LOCAL).date()
    said = f"{as_of.astimezone(LOCAL):{'%H:%M' if is_same_day else '%Y-%m-%d %H:%M'}}"
    age = max(0, int((moment - as_of).total_seconds()))
    return Freshness(said, age, stale=not is_fresh(moment, as_of))


def _head(policy: StreetPolicy) -> str:
    said = translate("SurroundingsWords", "{street}: street policy, version {version}")
    return said.format(street=policy.name, version=policy.version)


def _rules(policy: StreetPolicy, catalogue: Catalogue) -> Iterable[str]:
    control, language = catalogue.control("stall", "street_policy"), translation.language()
    parts = {part.name: part for part in control.parts}
    codes = ((name, code) for name, code in (("zone", policy.zone), ("mode", policy.mode)) if code)
    hours = translate("SurroundingsWords", ", ").join(f"{start}–{end}" for start, end in policy.hours)
    yield _joined([*(parts[name].label(code, language) for name, code in codes), hours])
    if policy.line:
        yield translate("SurroundingsWords", "Line: {words}").format(words=policy.line)
    if policy.tolerance:
        yield translate("SurroundingsWords", "Tolerated: {words}").format(words=policy.tolerance)


def _campaign(campaign: Campaign) -> str:
    said = translate("SurroundingsWords", "Campaign: {name}, until {day}")
    return said.format(name=campaign.name, day=f"{campaign.last:%m-%d}")


def _old(as_of: datetime | None) -> str:
    if as_of is None:
        return translate("SurroundingsWords", "Never told to the end by the centre: ask before you rely on it.")
    said = translate("SurroundingsWords", "As of {day}, older than 7 days: ask before you rely on it.")
    return said.format(day=f"{as_of.astimezone(LOCAL):%m-%d}")


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
