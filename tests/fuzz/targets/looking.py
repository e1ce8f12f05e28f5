"""Everything that a laptop asks its reference pack."""

import atexit
from datetime import UTC, datetime
from functools import cache

from inspector_app.domain.geometry import Box
from inspector_app.domain.ids import iso
from inspector_app.domain.location import Spot
from inspector_app.domain.reference.alike import Likeness
from inspector_app.storage.reference_pack.reading import PackReading
from tests import reference_packs
from tests.fuzz import places
from tests.reference_packs import LAT, LON, SIDE, CityPack

AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
HERE = Spot(LAT + SIDE // 2, LON + SIDE // 2, 12_000)
SUBJECT = "豫A12345"
TYPED = ("g", "jmb", "花园", "huayuan", "经1路", "\0", '"', "* OR name:", "ﬁ" * 50)
MOST = 12


def small_city() -> CityPack:
    """A little of everything that a pack may hold, around `HERE`."""
    pack = reference_packs.city(grids=121, names=12)
    pack.point(
        "relief",
        "花园路疏导点",
        LON + 3000,
        LAT + 3000,
        code="rp-1",
        body={"slots": 9, "free_slots": 4, "goods": ["snacks"]},
    )
    pack.point("car_park", "经三路停车场", LON + 5000, LAT + 2000, body={"spaces": 120})
    pack.point(
        "asset",
        "雨水井盖",
        LON + 4000,
        LAT + 4000,
        code="4101050101000001",
        address="经三路12号",
        body={"owner": "市政处"},
    )
    pack.point("premises", "葛记焖饼", LON + 4500, LAT + 4500, unit="u1", body={"hours": "10:00-22:00"})
    pack.counted(SUBJECT, "stall", 3, "2026-11-25T00:00:00.000Z")
    return pack.happened(SUBJECT, "stall", "warned", "2026-11-01T02:00:00.000Z")


@cache
def city() -> PackReading:
    """The small city, whole."""
    reading = PackReading(small_city().made(places.folder("city") / "reference.db"))
    atexit.register(reading.close)
    return reading


def ask(pack: PackReading) -> None:
    """Raises StorageTrouble, or finds at most so much as was asked for."""
    pack.check()
    where = pack.locate(HERE, AT)
    assert len(where.candidates) <= MOST
    assert len(pack.grids(Box(LON, LON + 2 * SIDE, LAT, LAT + 2 * SIDE), AT, most=MOST)) <= MOST
    assert len(pack.walks(HERE, [(LAT, LON), (LAT + 9 * SIDE, LON)])) == 2
    for kind in ("relief", "car_park", "premises"):
        near = pack.nearest_points(HERE, kind, AT, most=MOST)
        assert len(near) <= MOST
        for one in near:
            assert one.point.owner is not None
    for typed in TYPED:
        assert len(pack.suggestions(typed, HERE, most=MOST)) <= MOST
    pack.points_of("4101050101000001", AT)
    pack.history(SUBJECT)
    asked = Likeness("", "stall", iso(AT), SUBJECT, HERE.lat_e7, HERE.lon_e7)
    assert len(pack.happened(asked)) <= 2 * MOST
