"""The desk's commands on reference packs, as a shell sees them."""

import asyncio
import csv
import subprocess
import sys
from pathlib import Path

import pytest

from sync.protocol.reference_pack import MAPS
from sync.server import centre
from sync.server.__main__ import main
from sync.server.clock import system_clock
from sync.server.packs import folder as folders
from sync.server.settings import Settings
from tests.packs import A_MAP, CITY, a_city, a_grid, point

Said = pytest.CaptureFixture[str]
AT = "2026-11-27T08:00"
HOLDS = (
    "1 asset, 1 car_park, 1 city, 1 community, 5 crossings, 2 district, 3 grids, 2 histories, 2 history_rows, "
    "1 permit, 1 premises, 1 relief, 3 roads, 1 street, 1 units, 4 ways"
)


def called(capsys: Said, *words: object, code: int = 0) -> tuple[str, str]:
    """Standard output and error of one command."""
    assert main([str(word) for word in words]) == code
    told = capsys.readouterr()
    return told.out, told.err


def built(folder: Path, out: Path, *words: object) -> list[object]:
    return ["pack", "build", "--from", folder, "--out", out, "--at", AT, *words]


def test_a_pack_is_built_and_inspected(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "city.pack"

    said, err = called(capsys, *built(a_city(tmp_path / "city"), out))

    assert said.splitlines()[:3] == [
        "pack        郑州市 (410100), version 20261127000000, made at 2026-11-27T00:00:00.000Z",
        "bounds      113.50000,34.70000 to 113.80000,34.85000",
        f"holds       {HOLDS}",
    ]
    assert err == ""
    inspected, _ = called(capsys, "pack", "inspect", out)
    assert inspected.startswith(said)
    assert "\nsigned by   nobody yet; publish signs it\nrejected    {}\n" in inspected
    assert "\nwhole       every file has its digest" in inspected
    assert list(tmp_path.glob("*.problems.csv")) == []


def test_the_same_words_make_the_same_file(tmp_path: Path, capsys: Said) -> None:
    folder = a_city(tmp_path / "city")
    for name in ("one.pack", "other.pack"):
        called(capsys, *built(folder, tmp_path / name, "--version", 3))

    assert (tmp_path / "one.pack").read_bytes() == (tmp_path / "other.pack").read_bytes()


def test_every_bad_row_is_told_and_kept_in_a_table(tmp_path: Path, capsys: Said) -> None:
    folder = a_city(tmp_path / "city", grids=[a_grid(n, 0) for n in range(1, 9)])
    out = tmp_path / "city.pack"

    _, err = called(capsys, *built(folder, out))

    assert err.count(" share ") == 5, "some of each reason"
    assert err.endswith("inspector-center: 28 overlap kept; every row is in city.problems.csv\n")
    with (tmp_path / "city.problems.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 28
    assert (rows[0]["file"], rows[0]["where"], rows[0]["reason"], rows[0]["in_the_pack"]) == (
        "grids.geojson", "feature 2", "overlap", "1",
    )  # fmt: skip


def test_a_bad_folder_leaves_the_old_pack(tmp_path: Path, capsys: Said) -> None:
    folder, out = a_city(tmp_path / "city"), tmp_path / "city.pack"
    called(capsys, *built(folder, out))
    before = out.read_bytes()
    (folder / "premises.geojson").write_text('{"type": "Feat', "utf-8")

    said, err = called(capsys, *built(folder, out), code=1)

    assert (said, out.read_bytes()) == ("", before)
    assert err.startswith("inspector-center: premises.geojson is no JSON, or was cut off")
    assert {path.name for path in tmp_path.iterdir()} == {"city", "city.pack"}, "nothing is left behind"


def test_strict_makes_nothing_while_a_row_is_left_out(tmp_path: Path, capsys: Said) -> None:
    folder = a_city(tmp_path / "city", grids=[a_grid(1), a_grid(1)])

    _, err = called(capsys, *built(folder, tmp_path / "city.pack", "--strict"), code=1)

    assert err.endswith("inspector-center: nothing was made; without --strict 1 rows are left out\n")
    assert not (tmp_path / "city.pack").exists()


def test_a_difference_has_names(tmp_path: Path, capsys: Said) -> None:
    folder = a_city(tmp_path / "city")
    called(capsys, *built(folder, tmp_path / "old.pack", "--version", 1))
    shops = [*CITY["premises"], ({"name": "新店", "address": "纬四路"}, point(113.682))]
    a_city(folder, premises=shops, grids=[a_grid(1, zone="prohibited"), a_grid(2, 1)])
    (folder / "map.pmtiles").write_bytes(A_MAP)
    called(capsys, *built(folder, tmp_path / "new.pack", "--version", 2))

    said, _ = called(capsys, "pack", "diff", tmp_path / "old.pack", tmp_path / "new.pack")

    assert said.splitlines() == [
        "grids: 1 removed: 410105001001003",
        "grids: 1 changed: 410105001001001",
        "points: 1 added: 新店",
        "file: added map.pmtiles",
        "from version 1 to 2",
    ]
    assert called(capsys, "pack", "diff", tmp_path / "old.pack", tmp_path / "old.pack")[0] == "from version 1 to 1\n"


def test_a_shop_that_moved_neither_came_nor_went(tmp_path: Path, capsys: Said) -> None:
    folder = a_city(tmp_path / "city", premises=[({"name": "老店"}, point()), ({"name": "分店"}, point(113.683))])
    called(capsys, *built(folder, tmp_path / "old.pack", "--version", 1))
    a_city(folder, premises=[({"name": "老店"}, point(113.682)), ({"name": "分店"}, point(113.683))])
    called(capsys, *built(folder, tmp_path / "new.pack", "--version", 2))

    said, _ = called(capsys, "pack", "diff", tmp_path / "old.pack", tmp_path / "new.pack")

    assert said.splitlines() == ["points: 1 changed: 老店", "from version 1 to 2"]


def test_a_history_that_is_counted_later_is_not_another_one(tmp_path: Path, capsys: Said) -> None:
    folder = a_city(tmp_path / "city")
    for name, at in (("old.pack", AT), ("new.pack", "2026-11-27T08:01")):
        called(capsys, *built(folder, tmp_path / name, "--version", 1, "--at", at))

    said, _ = called(capsys, "pack", "diff", tmp_path / "old.pack", tmp_path / "new.pack")

    assert said == "from version 1 to 1\n"


def test_of_two_packs_the_damaged_one_is_named(tmp_path: Path, capsys: Said) -> None:
    whole, cut = tmp_path / "whole.pack", tmp_path / "cut.pack"
    called(capsys, *built(a_city(tmp_path / "city"), whole))
    cut.write_bytes(whole.read_bytes()[:-30_000])

    _, err = called(capsys, "pack", "diff", whole, cut, code=1)

    assert "cut off or damaged" in err
    assert "(damaged_pack: cut.pack, " in err


def test_folders_that_are_none_are_named(tmp_path: Path, capsys: Said) -> None:
    folder = a_city(tmp_path / "city")

    for source in ("nowhere", "city/city.json"):
        _, err = called(capsys, *built(tmp_path / source, tmp_path / "city.pack"), code=1)
        assert err == f"inspector-center: {Path(source).name} is no folder\n"
    _, err = called(capsys, *built(folder, tmp_path / "nowhere" / "city.pack"), code=1)
    assert err == f"inspector-center: there is no folder {tmp_path / 'nowhere'} for city.pack\n"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda whole: b"PK" + whole, "this file is no pack"),
        (lambda whole: whole[:-30_000], "the pack is cut off or damaged"),
        (lambda whole: whole[:40_000] + b"x" + whole[40_001:], "the pack is cut off or damaged"),
    ],
)
def test_a_bad_pack_is_refused_in_a_sentence(tmp_path: Path, capsys: Said, spoil: object, said: str) -> None:
    out = tmp_path / "city.pack"
    called(capsys, *built(a_city(tmp_path / "city"), out))
    out.write_bytes(spoil(out.read_bytes()))  # type: ignore[operator]

    assert said in called(capsys, "pack", "inspect", out, code=1)[1]


def test_a_pack_of_another_centre_is_not_published(tmp_path: Path) -> None:
    ours, theirs, out = tmp_path / "ours", tmp_path / "theirs", tmp_path / "city.pack"
    for folder in (ours, theirs):
        asyncio.run(centre.found(Settings(folder), system_clock))
    assert main([*map(str, built(a_city(tmp_path / "city"), out)), "--data", str(theirs)]) == 0

    assert main(["pack", "publish", str(out), "--data", str(ours)]) == 1
    assert main(["pack", "publish", str(out), "--data", str(theirs)]) == 0


def test_the_help_says_what_the_folder_may_hold(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        main(["pack", "build", "--help"])
    said = capsys.readouterr().out.partition("FOLDER holds")[2]

    for word in (folders.CITY, *folders.LAYERS, *folders.ENDINGS, *MAPS, "WGS-84", "CGCS2000", "gcj02"):
        assert word in said, word


def test_commands_load_neither_geometry_nor_the_web_framework() -> None:
    slow = {"shapely", "numpy", "pyproj", "litestar"}
    asked = f"import sys, sync.server.desk.parser as p; p.parser(); print({slow} & set(sys.modules))"

    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout == "set()\n"
