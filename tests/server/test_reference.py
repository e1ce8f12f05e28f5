"""What laptops look up: brought in by a file, told when it changed, and by no bad row."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.server.desk import reference_rows
from tests.calendars import FILE as CALENDAR
from tests.server.conftest import House
from tests.server.laptop import Laptop
from tests.unit.reference.points import a_body

HEAD = (
    "id,name,address,lat,lon,slots,charity_slots,free_slots,free_at,hours,days,goods,manager,phone,valid_from,valid_to"
)
ROW = (
    "rp-1,纬四路疏导点,纬四路 12 号,34.77,113.68,20,2,4,2026-03-02T08:00,05:00-07:30 19:00-01:00,1-5 7,"
    "food daily_goods,赵师傅,0371-0000,2026-01-01T00:00,"
)


def a_table(folder: Path, *rows: str, head: str = HEAD) -> str:
    file = folder / "points.csv"
    file.write_text("\n".join((head, *rows)), encoding="utf-8-sig")
    return str(file)


def objects(folder: Path, *items: Any) -> str:
    file = folder / "items.json"
    file.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8")
    return str(file)


def a_point(item_id: str = "rp-1", **changed: Any) -> dict[str, Any]:
    return {"id": item_id, "body": a_body(**changed)}


def a_street(item_id: str, **changed: Any) -> dict[str, Any]:
    return {"id": item_id, "body": {"name": "经三路", "first": "2026-01-01"} | changed}


def stated(laptop: Laptop) -> list[tuple[str, Any]]:
    """The items of the feed that every laptop gets, from its beginning."""
    return [(item.kind, msgspec.json.decode(item.body)) for item in laptop.pull()["area/all"].items]


def test_a_table_becomes_what_laptops_get(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    laptop = laptops(own_centre)

    said = own_centre.run("reference", "load", "relief_point", "--from", a_table(tmp_path, ROW))

    assert said == "relief_point: 1 new or changed, 0 as they were, 0 left out\n"
    body = {
        "name": "纬四路疏导点", "address": "纬四路 12 号", "lat_e7": 347700000, "lon_e7": 1136800000, "slots": 20,
        "charity_slots": 2, "free_slots": 4, "free_at": "2026-03-02T00:00:00.000Z",
        "hours": [["05:00", "07:30"], ["19:00", "01:00"]], "days": [1, 2, 3, 4, 5, 7], "goods": ["food", "daily_goods"],
        "manager": "赵师傅", "phone": "0371-0000",
    }  # fmt: skip
    assert stated(laptop) == [
        ("reference.stated", {"kind": "relief_point", "id": "rp-1", "version": 1, "body": body}
         | {"valid_from": "2025-12-31T16:00:00.000Z", "valid_to": ""}),
    ]  # fmt: skip


def test_what_did_not_change_is_not_told_again(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    laptop = laptops(own_centre)
    load = ["reference", "load", "relief_point", "--from"]
    own_centre.run(*load, objects(tmp_path, a_point("a"), a_point("b")))

    said = own_centre.run(*load, objects(tmp_path, a_point("a"), a_point("b", free_slots=3), a_point("c")))

    assert said == "relief_point: 2 new or changed, 1 as they were, 0 left out\n"
    assert [(body["id"], body["version"], body["body"]["free_slots"]) for _, body in stated(laptop)] == [
        ("a", 1, 4), ("b", 1, 4), ("b", 2, 3), ("c", 1, 4),
    ]  # fmt: skip
    assert stated(laptops(own_centre)) == stated(laptop)  # a new laptop gets all of it


def test_what_is_taken_away_is_told_once_and_may_come_back(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    load = ["reference", "load", "relief_point", "--from", objects(tmp_path, a_point())]
    own_centre.run(*load)

    own_centre.run("reference", "remove", "relief_point", "rp-1")
    own_centre.run("reference", "remove", "relief_point", "rp-1", exit_code=1)
    assert own_centre.run("reference", "list") == ""
    own_centre.run(*load)

    told = stated(laptops(own_centre))
    assert [kind for kind, _ in told] == ["reference.stated", "reference.gone", "reference.stated"]
    assert told[1][1] == {"kind": "relief_point", "id": "rp-1"}
    assert told[2][1]["version"] == 2


def test_the_list_shows_what_is_there_and_of_one_kind_alone(own_centre: House, tmp_path: Path) -> None:
    own_centre.run("reference", "load", "relief_point", "--from", a_table(tmp_path, ROW))
    own_centre.run("reference", "load", "street", "--from", objects(tmp_path, a_street("s-1")))

    both, streets = own_centre.run("reference", "list"), own_centre.run("reference", "list", "street")

    assert len(both.splitlines()) == 2
    for said in ("relief_point", "rp-1", "version 1", "纬四路疏导点", "2025-12-31T16:00:00.000Z to …"):
        assert said in both
    assert ("s-1" in streets, "always" in streets, "rp-1" in streets) == (True, True, False)


@pytest.mark.parametrize(
    "written", ["05:00-07:30 19:00-01:00", "5:00–7:30、19：00至1：00", "5:00 ~ 7:30; 19:00 - 1:00"]
)
def test_hours_are_read_as_people_write_them(written: str) -> None:
    said = reference_rows.body({"hours": written}, reference_rows.RELIEF_POINT)

    assert said == {"hours": [["05:00", "07:30"], ["19:00", "01:00"]]}


WRONG = [
    (ROW.replace("rp-1,", ","), "id: "),
    (ROW.replace("rp-1,", "rp 1,"), "id: "),
    (ROW.replace("34.77", "134.77"), "lat_e7: "),
    (ROW.replace("34.77", "1e999999"), "lat: degrees"),
    (ROW.replace(",20,2,4,", ",20,2,40,"), "free_slots: "),
    (ROW.replace(",20,2,4,", ",many,2,4,"), "slots: a whole number"),
    (ROW.replace("05:00-07:30 ", "5-7 "), "hours: "),
    (ROW.replace("1-5 7", "1-8"), "days: "),
    (ROW.replace("food daily_goods", ""), "goods: "),
    (ROW.replace("2026-03-02T08:00", "today"), "a moment like"),
    (ROW.replace("2026-01-01T00:00,", "2026-01-01T00:00,2025-01-01T00:00"), "valid_to: "),
    (ROW + ",more,cells", "18 cells under 16 columns"),
    (ROW.replace("纬四路疏导点", "路" * 6000), "body: at most"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_nothing_of_a_file_with_a_bad_row_is_loaded_and_its_line_is_named(
    tmp_path: Path, row: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    house = House(tmp_path / "centre")
    house.code()
    table = a_table(tmp_path, ROW.replace("rp-1", "good"), '"two\nlines"' + "," * 15, row)

    house.run("reference", "load", "relief_point", "--from", table, exit_code=1)

    said = capsys.readouterr().err.splitlines()
    assert f"points.csv, line 5: {reason}" in said[1]
    assert said[2] == "inspector-center: nothing was loaded; --keep-good loads the 1 good ones"
    assert house.run("reference", "list") == ""


def test_the_good_of_a_bad_file_is_loaded_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = House(tmp_path / "centre")
    house.code()
    items = [a_point("a"), a_point("a"), a_point("b", slots=1), a_point("c", colour="red"), a_point("d"), {"id": "e"}]

    said = house.run("reference", "load", "relief_point", "--from", objects(tmp_path, *items), "--keep-good")

    assert said == "relief_point: 2 new or changed, 0 as they were, 4 left out\n"
    reasons = [line.partition(": ")[2].partition(": ")[2] for line in capsys.readouterr().err.splitlines()]
    assert reasons == [
        "id: a stands in the file twice", "charity_slots: a whole number from 0 to 1", "colour: no field of this kind",
        "an object with id and body is wanted, and perhaps valid_from and valid_to",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("x.json", "{}", "a JSON list is wanted"), ("x.json", '[\n{"id": "a",}]', "line 2: no JSON"),
        ("x.json", '[{"id": "a"} {"id": "b"}]', "a comma or the end"), ("x.json", "[" * 100_000, "line 1: no JSON"),
        ("x.csv", "name,slots\n", "one of them is id"), ("x.csv", "id,colour\n", "column colour is not among"),
        ("x.csv", "id,name,name\n", "column name is not among"), ("x.csv", 'id,name\na,"b', "unexpected end of data"),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_refused_in_a_sentence(tmp_path: Path, name: str, text: str, reason: str) -> None:
    house = House(tmp_path / "centre")
    house.code()
    (tmp_path / name).write_text(text)

    with pytest.raises(ValueError, match=reason):
        house.run("reference", "load", "relief_point", "--from", str(tmp_path / name))


def test_numbers_with_a_fraction_have_no_exact_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = House(tmp_path / "centre")
    house.code()

    house.run(
        "reference", "load", "street", "--from", objects(tmp_path, {"id": "s", "body": {"width": 1.5}}), exit_code=1
    )

    assert "line 2: body: " in capsys.readouterr().err


TABLES = {
    "street": (
        "id,name,version,mode,zone,hours,line,tolerance,first,last",
        "js3-4,经三路,4,guide,controlled,07:00-09:30 18:00-01:00,门前1.2米红线内,早餐摊,2026-01-01,",
        {"name": "经三路", "version": 4, "mode": "guide", "zone": "controlled", "hours": [["07:00", "09:30"], ["18:00", "01:00"]],
         "line": "门前1.2米红线内", "tolerance": "早餐摊", "first": "2026-01-01"},
    ),
    "campaign": (
        "id,name,first,last,streets,categories",
        "winter,冬季占道整治,2026-11-20,2026-11-30,经三路 丰庆路,stall",
        {"name": "冬季占道整治", "first": "2026-11-20", "last": "2026-11-30", "streets": ["经三路", "丰庆路"], "categories": ["stall"]},
    ),
    "history": (
        "id,subject,entries",
        "h-1,豫A·7K213,2026-11-01T10:00 ordered parking 2026-11-04T18:00；2026-11-04T17:00 complied parking",
        {"subject": "豫A·7K213", "entries": [
            {"at": "2026-11-01T02:00:00.000Z", "what": "ordered", "category": "parking", "until": "2026-11-04T10:00:00.000Z"},
            {"at": "2026-11-04T09:00:00.000Z", "what": "complied", "category": "parking"},
        ]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_streets_campaigns_and_histories_come_as_tables_and_as_objects(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path, kind: str
) -> None:
    head, row, body = TABLES[kind]

    own_centre.run("reference", "load", kind, "--from", a_table(tmp_path, row, head=head))

    said = {"kind": kind, "id": row.partition(",")[0], "version": 1, "body": body, "valid_from": "", "valid_to": ""}
    assert stated(laptops(own_centre)) == [("reference.stated", said)]
    again = own_centre.run("reference", "load", kind, "--from", objects(tmp_path, {"id": said["id"], "body": body}))
    assert again == f"{kind}: 0 new or changed, 1 as they were, 0 left out\n"


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "reason"),
    [
        ("street", "controlled", "red", "zone: one of prohibited, controlled, regulated, or nothing"),
        ("street", "07:00-09:30", "7-9", "hours: at most 8 pairs like 07:00-09:30"),
        ("street", "2026-01-01", "2026-13-01", "first: a day like 2026-11-22"),
        ("street", ",4,", ",four,", "version: a whole number"),
        ("campaign", "2026-11-30", "2026-11-19", "last: not before first"),
        ("campaign", ",stall", ",stalls", "categories: of stall, hoarding, parking, other, not stalls"),
        ("history", "complied parking", "complied", "entries: like 2026-11-01T10:00 ordered stall"),
        ("history", "complied parking", "sung parking", "entries: no. 2 is no {at, what, category, until}"),
        ("history", "complied parking", "complied cars", "entries: no. 2 is no {at, what, category, until}"),
        ("history", "2026-11-01T10:00", "yesterday", "a moment like"),
        ("history", "豫A·7K213", "··", "subject, entries: "),
    ],
)
def test_a_bad_row_of_them_is_named_with_its_line_and_reason(
    tmp_path: Path, kind: str, right: str, wrong: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    house = House(tmp_path / "centre")
    house.code()
    head, row, _ = TABLES[kind]
    assert right in row
    table = a_table(tmp_path, row.replace(right, wrong, 1), head=head)

    house.run("reference", "load", kind, "--from", table, exit_code=1)

    assert f"points.csv, line 2: {reason}" in capsys.readouterr().err
    assert house.run("reference", "list") == ""


def test_a_calendar_is_checked_before_laptops_reckon_by_it(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    laptop, body = laptops(own_centre), json.loads(CALENDAR.read_text(encoding="utf-8"))
    bad = {"id": "next", "body": body | {"hours": [{"since": "01-01", "windows": [["12:00", "08:30"]]}]}}
    load = ("reference", "load", "calendar", "--from")
    own_centre.run(*load, objects(tmp_path, {"id": "cn", "body": body}, bad), exit_code=1)
    assert stated(laptop) == []
    own_centre.run(*load, objects(tmp_path, {"id": "cn", "body": body}))
    said = {"kind": "calendar", "id": "cn", "version": 1, "body": body, "valid_from": "", "valid_to": ""}
    assert stated(laptop) == [("reference.stated", said)]
