"""A photo that a laptop lost is named everywhere that a person looks, and once it is back the receipt is whole."""

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pypdf
import pytest
from pytestqt.qtbot import QtBot

from inspector_app.bootstrap import key_file
from inspector_app.centre_line import CentreLine
from inspector_app.cli import receipt
from inspector_app.services.overview import ShiftReceipt
from inspector_app.storage import keys
from inspector_app.storage.store import Store
from inspector_app.ui.sync_page.missing_list import MissingList
from sync.client.status import Outcome
from tests.e2e.test_offline_shift import CLOCK, DAY, Laptop, close_shift, open_shift, record
from tests.forked import ForkedCentre

PASSWORD = "correct horse"
WHOLE = "COMPLETE: nothing is missing"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[ForkedCentre]:
    house = ForkedCentre(tmp_path / "centre").start()
    house.add_person("desk", PASSWORD)
    yield house
    house.stop()


@pytest.fixture
def laptop(centre: ForkedCentre, tmp_path: Path) -> Laptop:
    folder = tmp_path / "laptop"
    joined = Laptop(folder, key_file(folder), centre.url)
    with joined.opened() as store:
        joined.join(store, centre.enrol_code())
    return joined


def proof(store: Store) -> ShiftReceipt:
    found = store.reads.shift_receipt()
    assert found is not None
    return found


def on_screen(qtbot: QtBot, store: Store) -> list[str]:
    """The rows of the sync page's list of what is missing."""
    shown = MissingList()
    qtbot.addWidget(shown)
    shown.present(proof(store))
    return shown.said()


def saved(store: Store, to: Path) -> Path:
    """Saved as the button of the sync page does it."""
    line = CentreLine(store, CLOCK, submit=lambda deed: deed(), hear=lambda _: None, publish=lambda _: None)
    return line.save_receipt(proof(store).account.shift, to)


def verified(file: Path, key: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    code = receipt.run(["verify", str(file), "--key", key], out, err)
    report = out.getvalue()
    assert code == (0 if WHOLE in report.splitlines() else 1), err.getvalue()
    return report


def page_of(centre: ForkedCentre, device: str) -> str:
    with httpx.Client(base_url=centre.url, follow_redirects=True) as browser:
        browser.post("/console/login", data={"name": "desk", "password": PASSWORD})
        return browser.get("/console/device", params={"id": device}).text


def words(pdf: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(pdf).pages)


def test_a_dropped_photo_is_named_everywhere_until_it_is_back(
    centre: ForkedCentre, laptop: Laptop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = centre.run("keys", "list").split()[0]
    with laptop.opened() as store:
        shift = open_shift(store)
        draft = record(store, next(seen for seen in DAY["findings"] if seen["photos"]))
        dropped = draft.photos[0]
        original = store.photos.original(dropped.sha256)
        (laptop.folder / "photos" / dropped.sha256[:2] / f"{dropped.sha256}.gcm").unlink()
        close_shift(store)
        assert laptop.sync(store, shift).outcome is not Outcome.COMPLETE

        (row,) = on_screen(qtbot, store)
        pdf = saved(store, tmp_path / "receipt.pdf")
        assert dropped.file_name in row
        assert dropped.file_name in words(pdf)
        assert "还缺1张照片" in words(pdf)
        report = verified(pdf, key)
        assert f"{dropped.sha256}  {dropped.file_name}" in report
        assert f"{dropped.file_name} of {draft.category.value}" in report
        assert "INCOMPLETE" in report
        assert "as this program draws them" in report
        page = page_of(centre, store.device)
        assert (dropped.file_name in page, draft.id in page, "缺的照片 1" in page) == (True, True, True)

        store.photos.keep(original)
        assert laptop.sync(store, shift).outcome is Outcome.COMPLETE
        assert on_screen(qtbot, store) == []
        whole = saved(store, tmp_path / "whole.pdf")
        assert "全部到达，没有缺失" in words(whole)
        assert WHOLE in verified(whole, key).splitlines()
        assert "缺的照片" not in page_of(centre, store.device)
        assert "as held now" in centre.run("receipts", "verify", str(saved(store, tmp_path / "whole.json")))

    assert WHOLE in verified(exported(laptop, tmp_path, monkeypatch), key).splitlines()


def exported(laptop: Laptop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The receipt of the shift that the command line lists, saved by it once the app is closed."""
    monkeypatch.setattr(keys, "master_key", lambda _folder, **_: laptop.master)
    out = io.StringIO()
    assert receipt.run(["list", "--data", str(laptop.folder)], out, io.StringIO()) == 0
    shift = out.getvalue().split()[0]
    file = folder / "exported.json"
    words_of_it = ["export", "--shift", shift, "--out", str(file), "--data", str(laptop.folder)]
    assert receipt.run(words_of_it, io.StringIO(), io.StringIO()) == 0
    return file


def test_two_savings_of_one_receipt_are_the_same_file(centre: ForkedCentre, laptop: Laptop, tmp_path: Path) -> None:
    with laptop.opened() as store:
        shift = open_shift(store)
        record(store, DAY["findings"][0])
        laptop.sync(store, shift)
        for ending in ("pdf", "json"):
            first, second = (saved(store, tmp_path / f"{name}.{ending}").read_bytes() for name in ("a", "b"))
            assert first == second


def test_after_the_centre_changed_its_key_the_old_fingerprint_still_proves(
    centre: ForkedCentre, laptop: Laptop, tmp_path: Path
) -> None:
    first = centre.run("keys", "list").split()[0]
    centre.run("keys", "rotate")
    with laptop.opened() as store:
        shift = open_shift(store)
        record(store, DAY["findings"][0])
        assert laptop.sync(store, shift).outcome is Outcome.COMPLETE
        newest = centre.run("keys", "list").split()[0]
        file = saved(store, tmp_path / "receipt.json")
    assert newest != first
    for pinned in (first, newest):
        assert WHOLE in verified(file, pinned).splitlines()


def test_while_the_app_is_open_the_command_line_says_so(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "master_key", lambda _folder, **_: laptop.master)
    err = io.StringIO()
    with laptop.opened():
        assert receipt.run(["list", "--data", str(laptop.folder)], io.StringIO(), err) == 2
    assert "locked_by_another" in err.getvalue()
