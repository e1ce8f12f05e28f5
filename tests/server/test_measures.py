"""Measures that officers took, as people at the centre see them and take them away."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from sync.server import centre as wiring
from sync.server import users
from sync.server.clock import system_clock
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_measure, a_shift

POINT = {"target": "rp-17", "note": "纬四路便民疏导点 <b>"}


def page_of(centre: House, laptop: Laptop, finding: str) -> str:
    async def add(inside: wiring.Centre) -> None:
        hashed = users.password_hash("correct horse")
        await inside.database.write(lambda c: users.keep(c, "值班员", hashed, system_clock))

    centre.inside(add)
    with plain.client(centre, follow_redirects=True) as browser:
        browser.post("/console/login", data={"name": "值班员", "password": "correct horse"})
        return browser.get("/console/finding", params={"device": laptop.device, "id": finding}).text


def test_the_page_of_a_finding_says_what_was_done(centre: House, laptop: Laptop) -> None:
    laptop.record(
        a_shift(), a_finding("f-done"), a_measure("handover", "f-done", target="police", until="2026-03-02T10:00:00.000Z"),
        a_measure("guide_relief_point", "f-done", id="m-2", **POINT), a_measure("handover", "f-done", id="m-3", target="squad"),
    )  # fmt: skip
    laptop.push()
    page = page_of(centre, laptop, "f-done")
    assert "移交：公安机关（限 2026-03-02 18:00 前）" in page
    assert "引导至疏导点：纬四路便民疏导点 &lt;b&gt;" in page
    assert "移交：中队" in page
    assert "采取措施" in page


def test_a_finding_without_measures_says_nothing_of_them(centre: House, laptop: Laptop) -> None:
    laptop.record(a_shift(), a_finding("f-bare"))
    laptop.push()
    assert "已采取措施" not in page_of(centre, laptop, "f-bare")


def test_measures_are_shown_and_exported(own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path) -> None:
    laptop = laptops(own_centre)
    laptop.record(a_finding("f-1"), a_measure("tidy"), a_measure("guide_relief_point", id="m-2", **POINT))
    laptop.push()
    shown = json.loads(own_centre.run("findings", "show", "f-1"))
    assert [(one["measure"], one["target"], one["officer"]) for one in shown["measures"]] == [
        ("tidy", "", "410105-0317"), ("guide_relief_point", "rp-17", "410105-0317"),
    ]  # fmt: skip
    own_centre.run("findings", "export", "--out", str(tmp_path / "all.csv"))
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["已采取措施"] == "现场规整；引导至疏导点：纬四路便民疏导点 <b>"


def test_a_search_finds_the_place_to_which_somebody_was_guided(centre: House, laptop: Laptop) -> None:
    mark = laptop.device[:8]
    laptop.record(a_finding("f-guided"), a_measure("guide_relief_point", "f-guided", target=mark, note="早市"))
    laptop.push()
    assert "f-guided" in centre.run("findings", "list", "--search", mark)


def test_a_measure_that_is_told_twice_is_one(centre: House, laptop: Laptop) -> None:
    laptop.record(a_finding("f-twice"), a_measure("tidy", "f-twice"), a_measure("tidy", "f-twice"))
    laptop.push()
    assert len(json.loads(centre.run("findings", "show", "f-twice"))["measures"]) == 1
