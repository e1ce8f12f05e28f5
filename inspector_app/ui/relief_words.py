"""A relief point in words: what helps an officer to choose one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference.nearest import Near
from inspector_app.ui import translation

translate = QCoreApplication.translate
ALL_DAY = timedelta(hours=24)


def about(near: Near, now: datetime, catalogue: Catalogue) -> str:
    """`步行 240 m · 剩余 6/24 · 至 22:00 · 餐饮食品`."""
    goods = translate("ReliefWords", ", ").join(_goods(near, catalogue))
    return " · ".join(part for part in (*_room(near), _closes(near, now), goods) if part)


def short(near: Near) -> str:
    """`丰庆路市场 · 步行 240 m · 剩余 6/24`."""
    return " · ".join((near.point.name, *_room(near)))


def _room(near: Near) -> Iterable[str]:
    if near.distance_m is None:
        yield translate("ReliefWords", "Distance unknown")
    else:
        yield translate("ReliefWords", "Walk: {metres} m").format(metres=near.distance_m)
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
