"""A lost laptop made again by an officer who types no command: from the centre, from its parcel, from its own folder."""

import errno
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app import bootstrap
from inspector_app.bootstrap import key_file
from inspector_app.config import Config
from inspector_app.services.halt import Halt
from inspector_app.storage import durable
from inspector_app.storage.password_file import PasswordFile
from inspector_app.ui.restore_page.state import Step
from inspector_app.ui.workplace import Workplace
from sync.client.wire import Answer, Wire
from sync.protocol.problems import Problem, ProtocolProblem
from tests.contract.patrol import arrived, joined, synced, worked
from tests.qt.sticks import OFFER, RestoreOnScreen, Start, a_parcel, press, shown_buttons, type_into, until
from tests.server.conftest import House
from tests.storage.builders import MASTER, a_shift, opened, record
from tests.storage.builders import laptop as a_store

PASSWORD = "巡查 2026"
Begin = Callable[[str], Start]


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("centre"))
    house.start()
    yield house
    house.stop()


@pytest.fixture
def begin(qapp: QApplication, tmp_path: Path) -> Iterator[Begin]:
    """Starts the program on a folder, and ends it."""
    starts: list[Start] = []

    def make(folder: str) -> Start:
        starts.append(Start(tmp_path / folder, key_file))
        return starts[-1]

    yield make
    for start in starts:
        start.end()


@pytest.fixture
def page(begin: Begin) -> RestoreOnScreen:
    return RestoreOnScreen(begin("new"))


def a_lost_laptop(centre: House, folder: Path, *, findings: int = 3) -> str:
    """The id of a laptop that has synced so many findings, with a photo each."""
    with a_store(folder) as store:
        joined(store, centre)
        record(store, a_shift())
        worked(store, findings)
        synced(store, centre)
        return store.device


def a_lost_folder(folder: Path, *, findings: int = 3) -> str:
    """The same, never synced, behind a password."""
    PasswordFile(folder).make(MASTER, PASSWORD)
    with a_store(folder) as store:
        record(store, a_shift())
        worked(store, findings)
        return store.device


def code_for(centre: House, device: str) -> str:
    return centre.run("devices", "restore-code", device).strip()


def opened_again(page: RestoreOnScreen, begin: Begin) -> Start:
    """F10 closes the window; the program opens again as bootstrap lets it."""
    QTest.keyClick(page.view, Qt.Key.Key_F10)
    until(lambda: not page.start.screens.window.isVisible(), lambda: page.line.state)
    page.start.end()
    assert page.start.parts.has_successor()
    return begin("new")


def test_from_the_centre_everything_comes_back_and_the_laptop_goes_on(
    page: RestoreOnScreen, begin: Begin, centre: House, tmp_path: Path
) -> None:
    device = a_lost_laptop(centre, tmp_path / "lost")
    page.type(centre.url, code_for(centre, device))
    page.begin()
    page.until(Step.DONE, Step.STOPPED)

    assert "Came back: 3 findings, 3 photos" in page.words
    assert f"Laptop {device}" in page.words
    assert "Nothing is missing." in page.words

    start = opened_again(page, begin)
    assert start.parts.store is not None
    assert start.parts.store.device == device
    until(lambda: start.screens.duty.state.shift is not None)
    assert start.parts.preferences.choices.centre_url == centre.url
    start.show("settings")
    until(lambda: "here are records" in start.words)
    assert OFFER not in shown_buttons(start.screens.window)


def test_from_a_parcel_comes_what_never_reached_the_centre_before(
    page: RestoreOnScreen, centre: House, tmp_path: Path
) -> None:
    device, parcel = a_parcel(centre, tmp_path)
    page.come_from("A parcel")
    page.choose(parcel)
    page.type(centre.url, code_for(centre, device))
    page.begin()
    page.until(Step.DONE, Step.STOPPED)

    assert "Came back: 3 findings, 3 photos" in page.words
    assert len(arrived(centre, device)) == 3


def test_a_wrong_code_and_a_centre_that_is_away_change_nothing(
    page: RestoreOnScreen, centre: House, tmp_path: Path
) -> None:
    device = a_lost_laptop(centre, tmp_path / "lost")
    page.type(centre.url, centre.code())
    page.begin()
    page.until(Step.STOPPED)
    assert "The one-time code is wrong, was used by another laptop, or is too old." in page.words

    code = code_for(centre, device)
    page.type("http://127.0.0.1:9", code)
    page.begin()
    page.until(Step.STOPPED)
    assert "There is no connection to the centre." in page.words
    assert "go on with the same code" in page.words

    page.type(centre.url, code)
    page.begin()
    page.until(Step.DONE)


@pytest.mark.parametrize("fault", ["the line is cut", "the disk is full"])
def test_cut_amid_the_photos_it_goes_on_with_the_same_code(
    page: RestoreOnScreen, centre: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    page.type(centre.url, code_for(centre, a_lost_laptop(centre, tmp_path / "lost")))
    if fault == "the line is cut":
        fail_at_photos(monkeypatch)
        said = "There is no connection to the centre."
    else:
        fill_the_disk(monkeypatch)
        said = "The disk of this laptop is full."
    page.begin()
    page.until(Step.STOPPED)
    assert said in page.words

    monkeypatch.undo()
    press(page.view, "Go on")
    page.until(Step.DONE, Step.STOPPED)
    assert "Came back: 3 findings, 3 photos" in page.words


def fail_at_photos(monkeypatch: pytest.MonkeyPatch) -> None:
    send = Wire.send

    def cut(self: Wire, method: str, path: str, *rest: Any, **named: Any) -> Answer:
        if path.endswith("bundle"):
            raise ProtocolProblem(Problem.UNREACHABLE)
        return send(self, method, path, *rest, **named)

    monkeypatch.setattr(Wire, "send", cut)


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    write = durable.write

    def full(path: Path, content: bytes, **named: Any) -> None:
        if path.suffix == ".gcm":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content, **named)

    monkeypatch.setattr(durable, "write", full)


def test_from_its_folder_with_its_password_and_what_is_gone_is_named(
    page: RestoreOnScreen, begin: Begin, tmp_path: Path
) -> None:
    old = tmp_path / "stick"
    device = a_lost_folder(old)
    next((old / "photos").glob("??/*.gcm")).unlink()
    page.come_from("Its own folder")
    page.choose(old)
    until(lambda: page.line.state.asks_password)
    type_into(page.view, "Password of the lost laptop", "another")
    page.begin()
    page.until(Step.STOPPED)
    assert "With this password nothing in the folder can be read." in page.words

    old.rename(tmp_path / "pulled out")
    type_into(page.view, "Password of the lost laptop", PASSWORD)
    page.begin()
    page.until(Step.STOPPED)
    assert "The stick was pulled out, or cannot be read." in page.words

    (tmp_path / "pulled out").rename(old)
    page.begin()
    page.until(Step.DONE, Step.STOPPED)
    assert "Missing: 1 photo" in page.words
    (row,) = page.view.missing.said()
    assert "花园路" in row or "Street trading" in row

    start = opened_again(page, begin)
    assert start.parts.store is not None
    assert start.parts.store.device == device


def test_where_somebody_opened_a_shift_meanwhile_nothing_takes_place(page: RestoreOnScreen, tmp_path: Path) -> None:
    a_lost_folder(tmp_path / "stick")
    page.come_from("Its own folder")
    page.choose(tmp_path / "stick")
    until(lambda: page.line.state.asks_password)
    type_into(page.view, "Password of the lost laptop", PASSWORD)
    page.begin()
    page.until(Step.DONE)
    assert page.start.parts.store is not None
    record(page.start.parts.store, a_shift())

    press(page.view, "Go on working with it")
    page.until(Step.STOPPED)
    assert "Somebody has worked on this laptop already: here are records." in page.words
    assert page.start.screens.window.isVisible()


def test_a_laptop_that_was_worked_on_is_told_why_not(begin: Begin, tmp_path: Path) -> None:
    with closing(opened(tmp_path / "used", master=key_file(tmp_path / "used"))) as store:
        record(store, a_shift())
    start = begin("used")
    start.show("restore")
    until(lambda: "Somebody has worked on this laptop already" in start.words)
    assert "on which nobody has opened a shift" in start.words
    assert "Begin" not in shown_buttons(start.screens.window)


def test_the_program_opens_again_by_itself_on_the_laptop_that_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, seen = a_lost_folder(tmp_path / "stick"), list[str]()

    def show(workplace: Workplace, *, language: str = "") -> int:
        data = workplace.open_store()
        seen.append(data.reads.sync_overview().device)
        if len(seen) == 1:
            remaking = workplace.make_remaking()
            remaking.from_folder(str(tmp_path / "stick"), PASSWORD, Halt(), lambda *_: None)
            remaking.take_place()
        return len(seen)

    monkeypatch.setattr("inspector_app.ui.app.show", show)
    monkeypatch.setattr("inspector_app.storage.keys.master_key", lambda folder, **_: key_of(folder))
    assert bootstrap.run(Config(data=tmp_path / "new")) == 2
    assert seen[1] == device != seen[0]


def key_of(folder: Path) -> bytes:
    return PasswordFile(folder).open(PASSWORD) if PasswordFile(folder).exists() else key_file(folder)
