"""Grid, street, unit and car parks of a place, and findings that may be the same, in words."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.location import Location, Nearby
from inspector_app.domain.reference.alike import Alike
from inspector_app.services.locating import Here
from inspector_app.ui import translation
from inspector_app.ui.record.state import Around, Same

translate = QCoreApplication.translate
HOUR = 60


def around(said: Around, here: Here, catalogue: Catalogue) -> Around:
    """What the feed states, with what the reference pack knows; the road's own policy where the feed states none."""
    location = here.location
    return said._replace(
        place=tuple(_place(location)), unsure=_unsure(location), parks=tuple(_park(one) for one in here.car_parks),
        addresses=location.addresses(), street=said.street or _road(location), rules=said.rules or _rules(location, catalogue),
    )  # fmt: skip


def _place(location: Location) -> Iterable[str]:
    areas = " · ".join(one.name for one in (location.street, location.community) if one.name)
    if areas:
        yield areas
    if location.grid is not None and not location.is_unsure:
        yield translate("PlaceWords", "Grid {code}").format(code=location.grid.code)
    unit = location.unit.name or location.unit.code
    if unit:
        phone = f" {location.unit.phone}" if location.unit.phone else ""
        yield translate("PlaceWords", "Looked after by {unit}").format(unit=unit) + phone


def _unsure(location: Location) -> str:
    if not location.is_unsure:
        return ""
    said = translate("PlaceWords", "Near a border, all of them are kept: {codes}")
    return said.format(codes=translate("PlaceWords", ", ").join(location.candidates))


def _road(location: Location) -> str:
    road = location.road
    if road is None or not road.street_policy():
        return ""
    return translate("PlaceWords", "{road}: from the reference pack").format(road=road.name)


def _rules(location: Location, catalogue: Catalogue) -> tuple[str, ...]:
    if location.road is None or not location.road.street_policy():
        return ()
    control, language = catalogue.control("stall", "street_policy"), translation.language()
    parts = {part.name: part for part in control.parts}
    policy = location.road.street_policy()
    return (" · ".join(parts[name].label(policy[name], language) for name in ("zone", "mode") if name in policy),)


def _park(near: Nearby) -> str:
    """`花园路停车场 · 步行 240 m · 泊位 60`."""
    spaces = near.point.body.get("spaces")
    parts = [near.point.name, _walk(near.walk_m, by_road=near.by_road)]
    if isinstance(spaces, int) and not isinstance(spaces, bool):
        parts.append(translate("PlaceWords", "Spaces: {count}").format(count=spaces))
    return " · ".join(parts)


def _walk(metres: int, *, by_road: bool) -> str:
    along = translate("PlaceWords", "Walk: {metres} m")
    return (along if by_road else translate("PlaceWords", "Walk: about {metres} m")).format(metres=metres)


def same(one: Alike, now: datetime) -> Same:
    """`4 分钟前 · 12 m · 经三路 12 号`, `车牌相同 · 08:40 · 中心已有记录`."""
    parts = [translate("PlaceWords", "Same plate")] if one.same_plate else []
    parts.append(_ago(datetime.fromisoformat(one.observed_at), now))
    if one.off_m is not None:
        parts.append(translate("PlaceWords", "{metres} m away").format(metres=one.off_m))
    if one.told:
        parts.append(translate("PlaceWords", "Known to the centre"))
    return Same(one.finding, " · ".join([*parts, *([one.address] if one.address else [])]))


def _ago(at: datetime, now: datetime) -> str:
    minutes = int((now - at).total_seconds() // 60)
    if minutes == 0:
        return translate("PlaceWords", "just now")
    if 0 < minutes < HOUR:
        return translate("PlaceWords", "{minutes} min ago").format(minutes=minutes)
    local = at.astimezone(LOCAL)
    same_day = local.date() == now.astimezone(LOCAL).date()
    return f"{local:%H:%M}" if same_day else f"{local:%m-%d %H:%M}"
