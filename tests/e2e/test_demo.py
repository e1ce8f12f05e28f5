"""The demo shift as a person starts it: real screens, a real centre, real photos, and what it says of them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector_app.demo import __main__ as demo

pytestmark = pytest.mark.xdist_group("demo")  # what is slow to make is made once

ROOT = Path(__file__).parents[2]
BAD = {"bomb.png": "photo_too_many_pixels", "empty.jpg": "photo_empty", "notes.jpg": "photo_not_an_image"}
DAMAGED = ["corrupted.jpg", "truncated.jpg"]


def shift(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "inspector_app.demo", "--headless", "--out", str(out), *options],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("demo")
    done = shift(out, "--photos", str(shared_data / "photos"))
    assert done.returncode == 0, done.stderr[-3000:]
    return out, json.loads((out / "summary.json").read_text(encoding="utf-8"))


def test_a_shift_ends_with_a_verified_receipt(told: tuple[Path, dict[str, Any]]) -> None:
    _, summary = told

    assert summary["findings"] == summary["at_centre"] == 12
    assert summary["receipt"]["verified"] is True
    assert summary["receipt"]["missing"] == []
    assert summary["receipt"]["through_seq"] == summary["journal_lines"]


def test_a_shift_meets_all_categories_and_tiers(told: tuple[Path, dict[str, Any]]) -> None:
    _, summary = told

    assert set(summary["categories"]) == {"stall", "hoarding", "parking"}
    assert set(summary["tiers"]) == {"none", "service", "management", "enforcement"}


def test_the_slot_that_was_asked_for_offline_is_held_by_the_centre(told: tuple[Path, dict[str, Any]]) -> None:
    _, summary = told

    assert summary["holds"] == {"confirmed": 1}


def test_streets_a_campaign_and_a_history_have_their_say(told: tuple[Path, dict[str, Any]]) -> None:
    _, summary = told

    assert summary["looked_up"] == {"street_policy": 2, "campaign": 1, "warned_before": 1}


def test_a_squad_leader_approves_once_of_going_below_safety(told: tuple[Path, dict[str, Any]]) -> None:
    out, summary = told

    exported = [json.loads(line) for line in (out / "centre" / "export.jsonl").read_text(encoding="utf-8").splitlines()]
    approved = [finding for finding in exported if finding["approved_by"]]
    assert summary["approved"] == 1
    assert [(one["suggested_tier"], one["tier"], one["approved_by"]) for one in approved] == [
        ("enforcement", "management", "410105-0001")
    ]


def test_bad_photos_are_refused_by_name_and_damaged_ones_kept(told: tuple[Path, dict[str, Any]]) -> None:
    _, summary = told

    assert {refused["file"]: refused["reason"] for refused in summary["refused_photos"]} == BAD
    assert summary["damaged_photos"] == DAMAGED
    assert summary["photos"] == 16


def test_every_screen_leaves_its_picture(told: tuple[Path, dict[str, Any]]) -> None:
    out, _ = told

    screens = {"opening", "record", "record-enforcement", "record-approved", "shift", "tasks", "sync", "settings"}
    assert screens <= {picture.stem for picture in out.glob("*.png")}


def test_a_second_shift_in_the_same_folder_begins_anew(told: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    out = shutil.copytree(told[0], tmp_path / "out")

    done = shift(out, "--findings", "1")

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["findings"] == 1
    assert (out / "laptop" / "closed").exists()  # the database was let go of, not dropped


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--out", "/proc/x"], 1, "/proc/x cannot be made"),
        (["--out", "here", "--findings", "0"], 64, "--findings is 1 or more"),
        (["--out", "here", "--photos", "/nowhere"], 64, "there is no folder /nowhere"),
        ([], 64, "--headless needs --out DIR"),
    ],
)
def test_wrong_words_are_one_sentence(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        demo.main(["--headless", *words])
    assert (ended.value.code, said in capsys.readouterr().err) == (code, True)


def test_data_that_is_not_of_a_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "laptop").mkdir()
    (tmp_path / "laptop" / "patrol.db").write_bytes(b"somebody's")

    done = shift(tmp_path)

    assert done.returncode == 1
    assert "another folder" in done.stderr
    assert (tmp_path / "laptop" / "patrol.db").read_bytes() == b"somebody's"


def test_without_a_place_for_its_results_the_demo_says_what_it_needs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "inspector_app.demo", "--headless"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "--out" in done.stderr
