"""The frozen program is whole, may be shipped, and proves itself without a display."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from build_spec import build
from inspector_app.cli import policy
from inspector_app.documents import receipts as documents
from tests import policies
from tests.receipts import PINNED, everything

pytestmark = pytest.mark.xdist_group("frozen")  # one worker, so that it is built once


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.freeze(tmp_path_factory.mktemp("frozen"))


def test_these_tests_share_one_worker(request: pytest.FixtureRequest) -> None:
    """Two workers would build it twice at once into PyInstaller's one cache. xdist names a group it keeps in the test's id."""
    assert "PYTEST_XDIST_WORKER" not in os.environ or request.node.nodeid.endswith("@frozen")


def test_it_passes_its_own_check(program: Path, tmp_path: Path) -> None:
    said = build.self_check(program, tmp_path / "window.png")

    assert said["versions"]["built"] == "frozen"
    assert QImage(str(tmp_path / "window.png")).width() >= 1366


@pytest.mark.parametrize("deed", policy.DEEDS)
def test_it_knows_every_deed_of_a_policy(program: Path, deed: str) -> None:
    said = subprocess.run([program, "policy", deed, "-h"], capture_output=True, text=True, check=True)

    assert said.stdout.startswith(f"usage: inspector policy {deed}")


def test_it_draws_a_receipt_and_verifies_the_pages(program: Path, tmp_path: Path) -> None:
    pdf = documents.write(tmp_path / "receipt.pdf", everything())
    command = [str(program), "receipt", "verify", str(pdf), "--key", PINNED, "--json"]
    done = subprocess.run(command, check=False, capture_output=True)
    said = json.loads(done.stdout)

    assert (said["verified"], said["pages_as_drawn"], done.returncode) == (True, True, 1), "something is missing in it"


def test_it_makes_a_workbook_of_a_policy_and_a_policy_of_the_workbook(program: Path, tmp_path: Path) -> None:
    book, back = tmp_path / "pack.xlsx", tmp_path / "back"
    for words in (["export", "721-v1", "--xlsx", str(book)], ["import", str(book), "--out", str(back)]):
        subprocess.run([str(program), "policy", *words], check=True, capture_output=True)

    assert {file.name: file.read_bytes() for file in back.iterdir()} == policies.sealed("721-v1")


def test_no_part_of_qt_that_is_gpl_only_is_in_it(program: Path) -> None:
    assert build.gpl_only(program.parent) == []


def test_it_carries_the_licences(program: Path) -> None:
    folder = program.parent / "_internal"
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*")}

    assert {
        "LICENSE",
        "resources/fonts/OFL.txt",
        "licences/LGPL-3.0.txt",
        "licences/msgspec/LICENSE",
        "licences/typst/LICENSE",
    } <= files


@pytest.mark.parametrize("name", ["libQt6Charts.so.6", "Qt6VirtualKeyboard.dll", "libQt6WaylandCompositor.so.6"])
def test_a_gpl_only_library_would_be_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / "libQt6Widgets.so.6").touch()

    assert build.gpl_only(tmp_path) == [name]
