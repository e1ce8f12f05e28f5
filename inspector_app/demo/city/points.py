"""What stands at one spot: premises, car parks, permits, assets (部件) with their codes, stations."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city.addresses import Addresses
from inspector_app.demo.city.blocks import Lot
from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.ground import FOOTPATH
from inspector_app.demo.city.houses import House
from inspector_app.demo.city.network import Street
from inspector_app.demo.city.plan import Plan
from inspector_app.demo.city.plane import Shape, Spot
from inspector_app.demo.city.signs import shop

Row: TypeAlias = dict[str, Any]  # `spot` is where, in metres; the rest are columns of the layer
PREMISES, PERMITS = 3000, 160
PARKED = frozenset({"mall", "office", "tower", "hospital", "campus", "stadium"})
# Class, sub-class, name, metres between two on one side, for which roads.
_ASSETS = (
    ("01", "03", "雨水箅子", 190, ("main", "secondary", "branch")),
    ("01", "12", "路灯", 130, ("main", "secondary", "branch")),
    ("01", "18", "消火栓", 520, ("main", "secondary", "branch")),
    ("01", "25", "通信交接箱", 640, ("main", "secondary")),
    ("02", "01", "公交候车亭", 560, ("main", "secondary")),
    ("02", "09", "交通护栏", 430, ("main",)),
    ("03", "04", "果皮箱", 260, ("main", "secondary")),
    ("04", "02", "行道树池", 340, ("secondary", "branch")),
)
_KEEPERS = {
    "01": "金水区市政设施养护所",
    "02": "金水区交通设施管理所",
    "03": "金水区环卫清洁公司",
    "04": "金水区园林绿化所",
}
_PHONE = "000-721{:04d}"  # nobody's


def premises(plan: Plan, houses: Sequence[House], district: Shape, at: Addresses) -> Iterator[Row]:
    """Shops along the streets and the places of the plan; `owner` is a company that does not exist."""
    for number, told in enumerate(plan.told["premises"], 1):
        yield {
            "spot": tuple(told["at"]), "code": f"41010500P{number:05d}", "name": told["name"], "address": f"金水区{told['address']}",
            "type": told["type"], "hours": "", "owner": "", "phone": "", "district": plan.told["district"],
        }  # fmt: skip
    fronts = [house for house in houses if house.kind in ("shop", "mall", "office")]
    centres = shapely.centroid([house.shape for house in fronts])
    inside = [at for at, is_in in enumerate(shapely.contains(district, centres).tolist()) if is_in]
    left = PREMISES - len(plan.told["premises"])
    for place, at_house in enumerate(inside):
        if (place + 1) * left // len(inside) == place * left // len(inside):
            continue  # evenly over the city, and as many as are wanted
        spot = (float(centres[at_house].x), float(centres[at_house].y))
        number = place * left // len(inside) + len(plan.told["premises"]) + 1
        yield _shop(Chance("shop", number), number, spot, at, plan.told["district"])


def _shop(chance: Chance, number: int, spot: Spot, at: Addresses, district: str) -> Row:
    trade, name, hours = shop(chance)
    street, address = at.road(spot), at.at(spot)
    branch = f"（{street.name}店）" if street is not None and chance.often(45) else ""
    return {
        "spot": spot, "code": f"41010500P{number:05d}", "name": f"{name}{branch}", "address": address, "type": trade,
        "hours": hours, "owner": f"{name}经营部", "phone": _PHONE.format(number), "district": district,
    }  # fmt: skip


def car_parks(lots: Sequence[Lot], district: Shape, at: Addresses) -> Iterator[Row]:
    """Car parks of malls, offices and towers, and where one changes to the metro (P+R)."""
    number = 0
    for place, lot in enumerate(lots):
        inner = lot.shape.representative_point()
        chance = Chance("car park", place)
        if lot.use not in PARKED or not district.contains(inner) or not chance.often(45):
            continue
        number += 1
        spot, spaces = (float(inner.x), float(inner.y)), chance.between(4, 60) * 10
        street = at.road(spot)
        kind = "P+R停车场" if number % 17 == 0 else chance.of(("停车场", "地下停车场", "立体停车库"))
        yield {
            "spot": spot, "code": f"410105C{number:04d}", "name": f"{lot.name or (street.name if street else '')}{kind}",
            "address": at.at(spot), "spaces": spaces, "bicycles": chance.between(0, 12) * 10,
            "hours": chance.of(("00:00-24:00", "06:00-23:00", "07:00-22:00")), "phone": _PHONE.format(9000 + number),
        }  # fmt: skip


def permits(plan: Plan, streets: Sequence[Street], district: Shape, at: Addresses, day: date) -> Iterator[Row]:
    """Permits to occupy a road, counted from `day`: hoardings, digging, events."""
    for told in plan.told["permits"]:
        first, last = (day + timedelta(days=days) for days in told["days"])
        yield _permit(told["permit"], told["name"], tuple(told["at"]), f"金水区{told['address']}", first, last) | {
            "holder": told["holder"], "use": told["use"], "area_dm2": told["area"] * 100, "length_cm": told["length"] * 100,
        }  # fmt: skip
    chosen = [street for street in streets if street.is_inside and street.rank in ("main", "secondary", "branch")]
    number = 100
    while number < 100 + PERMITS - len(plan.told["permits"]):
        chance = Chance("permit", number)
        number += 1
        street = chance.of(chosen)
        spot = _beside(street, chance.below(1000) / 1000, chance.often(50), 2.0)
        if not shapely.contains_xy(district, *spot):
            continue
        use, word = chance.of(
            (("hoarding", "围挡"), ("digging", "管线开挖"), ("event", "展销活动"), ("stand", "临时设施"))
        )
        begin = day - timedelta(days=chance.between(5, 300))
        length, deep = chance.between(12, 120), chance.between(10, 40)
        row = _permit(
            f"豫金占〔{begin.year}〕{number:04d}", f"{street.name}{word}", spot, at.at(spot), begin,
            begin + timedelta(days=chance.of((30, 60, 90, 180, 365))),
        )  # fmt: skip
        yield row | {"holder": f"某{word}单位", "use": use, "area_dm2": length * deep * 10, "length_cm": length * 100}


def _permit(permit: str, name: str, spot: Spot, address: str, first: date, last: date) -> Row:
    return {
        "spot": spot,
        "permit": permit,
        "code": "",
        "name": name,
        "address": address,
        "first": str(first),
        "last": str(last),
    }


def assets(area: str, streets: Sequence[Street], district: Shape) -> Iterator[Row]:
    """Street furniture in a row along the roads; `code` is what its plate says: 6 + 2 + 2 + 6 digits."""
    serial: dict[str, int] = {}
    for big, small, name, every, ranks in _ASSETS:
        for street in streets:
            for spot in _along(street, every) if street.rank in ranks else ():
                if not shapely.contains_xy(district, *spot):
                    continue
                serial[big + small] = serial.get(big + small, 0) + 1
                yield {
                    "spot": spot, "code": f"{area}{big}{small}{serial[big + small]:06d}", "class": f"{big}{small}", "name": name,
                    "address": f"金水区{street.name}", "owner": _KEEPERS[big], "phone": _PHONE.format(8000 + int(big)),
                }  # fmt: skip


def _along(street: Street, every: int) -> Iterable[Spot]:
    count = int(street.drawn.length // every)
    return (_beside(street, (one + 0.5) / count, one % 2 == 0, 1.0) for one in range(count))


def _beside(street: Street, part: float, left: bool, off: float) -> Spot:
    """A spot on the footpath, `off` metres from the kerb."""
    line = street.drawn
    along = line.length * part
    here, on = line.interpolate(along), line.interpolate(min(line.length, along + 1))
    x, y = on.x - here.x, on.y - here.y
    size = (x * x + y * y) ** 0.5 or 1.0
    reach = (street.width / 2 + min(off, FOOTPATH[street.rank])) * (1 if left else -1)
    return float(here.x - y / size * reach), float(here.y + x / size * reach)
