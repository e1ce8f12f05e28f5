"""A relief point in words: what helps an officer to choose one."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference.nearest import DEMAND, Near
from inspector_app.ui import translation

translate = QCoreApplication.translate
ALL_DAY = timedelta(hours=24)
FACT = "nearest_relief"


def about(near: Near, now: datetime, catalogue: Catalogue, near_m: int | None) -> str:
    """`步行 240 m · 剩余 6/24 · 至 22:00 · 餐饮食品`; `较远` before it, where the walk is longer than `near_m`."""
    goods = translate("ReliefWords", ", ").join(_goods(near, catalogue))
    return " · ".join(part for part in (*_room(near, near_m), _closes(near, now), goods) if part)


def short(near: Near, near_m: int | None) -> str:
    """`丰庆路市场 · 步行 240 m · 剩余 6/24`."""
    return " · ".join((near.point.name, *_room(near, near_m)))


def flag(code: str, words: str, facts: Mapping[str, object], near_m: int | None) -> str:
    """The words of a policy's flag; that no point is near says how near, because farther ones may be offered beside it."""
    if code != DEMAND or near_m is None:
        return words
    if FACT not in facts:
        told = translate("ReliefWords", "{words} (not checked: no position, or no point is known)")
        return told.format(words=words)
    return translate("ReliefWords", "{words} (near: a walk of up to {metres} m)").format(words=words, metres=near_m)


def _room(near: Near, near_m: int | None) -> Iterable[str]:
    if near_m is not None and near.distance_m is not None and near.distance_m > near_m:
        yield translate("ReliefWords", "Farther off")
    if near.distance_m is None:
        yield translate("ReliefWords", "Distance unknown")
    elif near.by_road:
        yield translate("ReliefWords", "Walk: {metres} m").format(metres=near.distance_m)
    else:
        yield translate("ReliefWords", "Walk: about {metres} m").format(metres=near.distance_m)
    yield translate("ReliefWords", "Free: {free}/{slots}").format(free=near.free, slots=near.point.slots)


def _closes(near: Near, now: datetime) -> str:
    if near.open_until - now >= ALL_DAY:
        return ""
    closes = near.open_until.astimezone(LOCAL)
    return translate("ReliefWords", "Open until {time}").format(time=f"{closes:%H:%M}")


def _goods(near: Near, catalogue: Catalogue) -> Iterable[str]:
    control, language = catalogue.control("stall", "goods"), translation.language()
    known = {choice.value for choice in control.values}
    return (control.label(code, language) if code in known else code for code in sorted(near.point.goods))
