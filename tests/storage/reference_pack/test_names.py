"""Finding an address, a road or a shop while it is typed: signs, sounds, initials, mixed."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.location import Spot
from inspector_app.storage.reference_pack.reading import PackReading
from tests.reference_packs import LAT, LON, CityPack, city
from tests.storage.reference_pack.conftest import Open

HERE = Spot(LAT, LON)


def a_district() -> CityPack:
    pack = CityPack().area("street", "410105002", "花园路街道")
    pack.road("金水路", [(LON, LAT), (LON + 9000, LAT)]).road("金水东路", [(LON, LAT + 90), (LON + 9000, LAT + 90)])
    pack.point("premises", "萧记烩面", LON + 900, LAT, address="金水路12号", weight=5)
    pack.point("premises", "金水面馆", LON + 90_000, LAT, address="纬四路3号")
    pack.point("premises", "金水面馆", LON + 9_000, LAT, address="经八路8号")
    return pack.point("premises", "KFC肯德基", LON, LAT + 900, address="花园路1号")


def found(opened: Open, typed: str, *, most: int = 8) -> list[str]:
    return [one.name for one in opened(a_district()).suggestions(typed, HERE, most=most)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("金水路", "金水路"), ("萧记", "萧记烩面"), ("记烩", "萧记烩面"), ("xjhm", "萧记烩面"), ("xiaojihuimian", "萧记烩面"),
        ("huimian", "萧记烩面"), ("hm", "萧记烩面"), ("jsl", "金水路"), ("jinshuilu", "金水路"), ("萧jhm", "萧记烩面"),
        ("xiaoji烩面", "萧记烩面"), ("金水路12", "萧记烩面"), ("kfc", "KFC肯德基"), ("ＫＦＣ", "KFC肯德基"), ("kendeji", "KFC肯德基"),
        ("  金水 路 ", "金水路"), ("hyl", "花园路街道"), ("jsl12h", "萧记烩面"), ("jinshuilu12", "萧记烩面"), ("wsl", "金水面馆"),
        ("jingbalu", "金水面馆"), ("金sl12", "萧记烩面"),
    ],
)  # fmt: skip
def test_what_is_typed_finds_what_is_meant(opened: Open, typed: str, first: str) -> None:
    assert found(opened, typed)[0] == first


def test_exact_comes_before_what_begins_so_then_weight_then_nearness(opened: Open) -> None:
    suggestions = opened(a_district()).suggestions("金水", HERE, most=8)

    assert [one.written for one in suggestions] == [
        "金水路", "金水东路", "经八路8号（金水面馆）", "纬四路3号（金水面馆）", "金水路12号（萧记烩面）",
    ]  # fmt: skip
    assert suggestions[2].distance_m == 82


def test_of_thousands_that_begin_with_a_letter_the_nearest_is_first(opened: Open) -> None:
    pack = CityPack()
    for number in range(5_000):
        pack.point("premises", "水果店", LON + 90_000 + number, LAT, address=f"{number}号")
    pack.point("premises", "书店", LON + 900, LAT).point("premises", "药店", LON, LAT)
    reading = opened(pack)

    for typed in ("s", "sh"):
        first = reading.suggestions(typed, HERE, most=3)
        assert [(one.name, one.distance_m) for one in first] == [("书店", 8), ("水果店", 824), ("水果店", 824)]


def test_a_street_with_its_number_comes_before_where_signs_and_numbers_are_only_strewn(opened: Open) -> None:
    pack = CityPack().point("premises", "甲", LON, LAT, address="经8路3号12室", weight=9)
    pack.point("premises", "乙", LON + 90_000, LAT, address="经3路12号")

    assert [one.name for one in opened(pack).suggestions("经3路12", HERE, most=8)] == ["乙", "甲"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "!?", "不存在的店", '"', "'; DROP TABLE names", "name:*", "^", "AND OR NOT NEAR("]
)
def test_what_finds_nothing_is_no_trouble(opened: Open, typed: str) -> None:
    assert found(opened, typed) == []


@pytest.mark.parametrize(
    "typed", ["zyccl", "ccl", "changchunlu", "xingyunjie", "hangyunjie", "zycclxyjkdlxzgs", "zhangchunlu"]
)
def test_an_address_is_found_by_any_common_reading_also_beyond_the_words_of_the_index(opened: Open, typed: str) -> None:
    pack = CityPack().point("premises", "面馆", LON, LAT, address="中原长椿路行云街口东乐新中公司")

    assert [one.name for one in opened(pack).suggestions(typed, HERE, most=8)] == ["面馆"]


def test_so_many_as_are_wanted_and_each_once(opened: Open) -> None:
    pack = city(100, names=300)
    pack.point("premises", "面馆", LON, LAT, address="同一处").point("premises", "面馆", LON, LAT, address="同一处")
    suggestions = opened(pack).suggestions("面", None, most=5)

    assert len(suggestions) == len({one.written for one in suggestions}) == 5
    assert all(one.distance_m is None for one in suggestions)


def test_a_name_whose_number_is_out_of_the_row_costs_no_memory(opened: Open) -> None:
    pack = a_district()
    pack.rows["names"].append((2**63 - 1, "points", 1, 9))
    city = opened(pack)
    tracemalloc.start()
    try:
        names = [one.name for one in city.suggestions("KFC", HERE, most=3)]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert names == ["KFC肯德基"]
    assert most < 1_000_000


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> PackReading:
    path: Path = tmp_path_factory.mktemp("names") / "reference.db"
    return PackReading(city(100, names=300).made(path))


@given(typed=st.text(max_size=300))
def test_whatever_is_typed_has_an_answer(big: PackReading, typed: str) -> None:
    assert len(big.suggestions(typed, HERE, most=8)) <= 8
