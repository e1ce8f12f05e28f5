"""A parcel sent from a stick, at a PC that knows no laptop: seen, sent, paused, gone on with; and its receipt."""

import errno
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.ui.parcel_page.state import Step
from inspector_app.ui.sync_page.parcels import Parcels
from sync.client import carrying
from sync.client.wire import Answer, Wire
from tests.contract.patrol import arrived, joined, worked
from tests.qt.laptop import Laptop
from tests.qt.screens import texts
from tests.qt.sticks import ParcelOnScreen, Start, a_parcel, choose, press, shown_buttons, until
from tests.server.conftest import House
from tests.storage.builders import MASTER, a_shift, record
from tests.storage.builders import laptop as a_store

MakeLaptop = Callable[..., Laptop]
SEND = Wire.send


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("centre"))
    house.start()
    yield house
    house.stop()


@pytest.fixture
def page(a_laptop: MakeLaptop) -> ParcelOnScreen:
    return ParcelOnScreen(a_laptop(language="en"))


@pytest.fixture
def parcel(centre: House, tmp_path: Path) -> Path:
    return a_parcel(centre, tmp_path)[1]


class Held:
    """A line on which the second call waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.calls, self.let_go = 0, threading.Event()

        def send(wire: Wire, *args: Any, **named: Any) -> Answer:
            self.calls += 1
            if self.calls == 2:
                self.let_go.wait(30)
            return SEND(wire, *args, **named)

        monkeypatch.setattr(Wire, "send", send)


def test_a_parcel_is_seen_sent_and_its_receipt_lies_beside_it(
    page: ParcelOnScreen, centre: House, tmp_path: Path
) -> None:
    device, parcel = a_parcel(centre, tmp_path)
    page.choose(parcel)

    assert "The parcel is whole and signed by its laptop" in page.words
    assert {device, parcel.name, "3", "Everything up to then that the centre had not confirmed"} <= set(
        page.words.split("\n")
    )

    page.send(centre.url)
    page.until(Step.SENT, Step.STOPPED)

    assert "Everything in it is at the centre" in page.words
    assert "The centre says that nothing is missing" in page.words
    assert parcel.with_suffix(".receipt").exists()
    assert len(arrived(centre, device)) == 3
    assert page.laptop.preferences.choices.parcel_url == centre.url


def test_paused_it_lets_the_stick_go_and_later_goes_on(
    page: ParcelOnScreen, parcel: Path, centre: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Held(monkeypatch)
    page.choose(parcel)
    page.send(centre.url)
    until(lambda: line.calls == 2)
    press(page.view, "Pause")
    assert "Leave the stick in until it has paused." in page.words
    line.let_go.set()
    page.until(Step.PAUSED)
    assert "The stick may be taken out" in page.words

    press(page.view, "Go on")
    page.until(Step.SENT)
    assert parcel.with_suffix(".receipt").exists()


def test_another_language_meanwhile_changes_the_words_alone(
    page: ParcelOnScreen, parcel: Path, centre: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Held(monkeypatch)
    page.choose(parcel)
    page.send(centre.url)
    until(lambda: line.calls == 2 and page.line.state.done > 0)
    page.laptop.screens.appearance.speak("zh")
    line.let_go.set()
    page.until(Step.SENT)
    until(lambda: "包内内容已全部到达中心" in texts(page.laptop.screens.window))


@pytest.mark.parametrize("when", ["before", "amid"])
def test_a_stick_that_is_pulled_out_loses_nothing_and_goes_on(
    page: ParcelOnScreen, parcel: Path, centre: House, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    page.choose(parcel)
    stick, calls = parcel.parent, iter(range(100))

    def pulled_out(*args: Any, **named: Any) -> Answer:
        answer = SEND(*args, **named)
        if next(calls) == 0:  # the next piece of the parcel cannot be read any more
            raise OSError(errno.EIO, "Input/output error")
        return answer

    if when == "before":
        stick.rename(stick.with_name("pulled out"))
    else:
        monkeypatch.setattr(Wire, "send", pulled_out)
    page.send(centre.url)
    page.until(Step.STOPPED)
    assert "The stick was pulled out, or cannot be read." in page.words
    assert "nothing is lost" in page.words

    if when == "before":
        stick.with_name("pulled out").rename(stick)
    press(page.view, "Go on")
    page.until(Step.SENT)


def test_a_centre_that_is_away_is_said_and_tried_again_elsewhere(
    page: ParcelOnScreen, parcel: Path, centre: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "WAIT_S", 0.01)
    page.choose(parcel)
    page.send("http://127.0.0.1:9")
    page.until(Step.STOPPED)
    assert "There is no connection to the centre." in page.words
    assert "Check the network of this PC" in page.words

    page.send(centre.url)
    page.until(Step.SENT)


def test_what_is_no_whole_parcel_is_not_sent(page: ParcelOnScreen, parcel: Path, tmp_path: Path) -> None:
    half, other = tmp_path / "half.parcel", tmp_path / "other.parcel"
    half.write_bytes(parcel.read_bytes()[:-1000])
    other.write_bytes(b"PK" * 1000)
    page.choose(half)
    assert "The parcel is cut off or damaged." in page.words
    page.choose(other)
    assert "This file is no parcel." in page.words
    assert "Send" not in shown_buttons(page.view)
    other.write_bytes(parcel.read_bytes())
    press(page.view, "Look again")
    page.until(Step.READ)


@pytest.mark.parametrize("where", ["beside it", "elsewhere"])
def test_a_receipt_that_finds_no_room_is_kept_until_it_is_saved(
    page: ParcelOnScreen, parcel: Path, centre: House, tmp_path: Path, where: str
) -> None:
    parcel.with_suffix(".receipt.part").symlink_to("/dev/full")
    page.choose(parcel)
    page.send(centre.url)
    page.until(Step.SENT)
    assert "There is no room on the stick for the receipt." in page.words
    assert "It was not saved yet; the laptop needs it." in page.words

    if where == "beside it":
        press(page.view, "Save the receipt again")
    else:
        press(page.view, "Save to another place…")
        choose(page.view, tmp_path)
    until(lambda: page.line.state.receipt != "")
    saved = parcel if where == "beside it" else tmp_path / parcel.name
    assert saved.with_suffix(".receipt").exists()
    assert "Saved for the laptop as" in page.words


def test_the_whole_way_from_the_laptop_and_back(page: ParcelOnScreen, centre: House, tmp_path: Path) -> None:
    with a_store(tmp_path / "laptop") as store:
        record(joined(store, centre), a_shift())
        worked(store, 2)
    (tmp_path / "stick").mkdir()
    own = Start(tmp_path / "laptop", lambda _: MASTER)
    try:
        own.show("sync")
        until(lambda: own.screens.sync.is_ready and "To send" in own.words)
        (parcels,) = own.screens.window.findChildren(Parcels)
        parcels.save(str(tmp_path / "stick"))
        until(lambda: "Saved and read back" in own.words)
        (parcel,) = (tmp_path / "stick").glob("*.parcel")

        page.choose(parcel)
        page.send(centre.url)
        page.until(Step.SENT)

        parcels.take(str(parcel.with_suffix(".receipt")))
        until(lambda: "The receipt is the centre's and fits this laptop" in own.words)
        until(lambda: "Everything is at the centre" in own.words)
    finally:
        own.end()
