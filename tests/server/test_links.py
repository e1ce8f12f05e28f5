"""Findings that an officer took for the same, codes that were scanned, and grids near a border, as the centre shows them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_shift
from tests.server.test_measures import page_of

GRIDS = ("410105002001001", "410105002001002")
NEAR_BORDER = {
    "source": "receiver", "lat_e7": 347_604_500, "lon_e7": 1_136_608_800, "accuracy_mm": 5_000, "address": "经三路",
    "grid": GRIDS[0], "grids": list(GRIDS),
}  # fmt: skip


def test_the_page_of_a_finding_names_its_double_its_code_and_both_grids(centre: House, laptop: Laptop) -> None:
    laptop.record(
        a_shift(), a_finding("f-first"),
        a_finding("f-second", duplicate_of="f-first", asset="4101050101000017<b>", place=NEAR_BORDER),
    )  # fmt: skip
    laptop.push()
    page = page_of(centre, laptop, "f-second")

    assert "id=f-first" in page
    assert "4101050101000017&lt;b&gt;" in page
    assert "410105002001001、410105002001002" in page
    assert "待认定" in page
    assert "同一事项" not in page_of(centre, laptop, "f-first")


def test_doubles_codes_and_grids_are_exported(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    laptop = laptops(own_centre)
    laptop.record(a_finding("f-1", duplicate_of="f-0", asset="=1+1", place=NEAR_BORDER))
    laptop.push()
    shown = json.loads(own_centre.run("findings", "show", "f-1"))
    assert (shown["duplicate_of"], shown["asset"], shown["place"]["grids"]) == ("f-0", "=1+1", list(GRIDS))

    own_centre.run("findings", "export", "--out", str(tmp_path / "all.csv"))
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["同一事项"], row["扫码"], row["网格"]) == ("f-0", "'=1+1", "；".join(GRIDS))
