"""The sync page as an officer uses it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.config import PACK
from inspector_app.services import shifts
from inspector_app.services.changes import Changes
from inspector_app.services.syncing import SyncPhase, SyncState
from inspector_app.ui.sync_page.controller import make
from inspector_app.ui.sync_page.state import Listing
from inspector_app.ui.sync_page.view import SyncView
from inspector_app.ui.widgets.buttons import KeyButton
from sync.client.status import Outcome, SyncReport
from sync.protocol.problems import Problem
from sync.protocol.receipt_file import Gap
from tests.qt import desks
from tests.qt.fakes import OVERVIEW, SHIFT, FakeReads, a_missing, a_proof
from tests.qt.laptop import WANG, Laptop
from tests.qt.screens import PageShow, button, texts
from tests.qt.test_sync_state import a_receipt, sent

Shown = tuple[desks.World, SyncView]
Show = Callable[[FakeReads], Shown]


@pytest.fixture
def show(pages: PageShow) -> Show:
    return partial(pages.page, SyncView, make)


def reads_with(**changed: object) -> FakeReads:
    reads = FakeReads()
    reads.overview = replace(OVERVIEW, **changed)  # type: ignore[arg-type]
    return reads


def test_the_line_is_looked_at_without_a_round(qtbot: QtBot, show: Show) -> None:
    world, _ = show(FakeReads())
    qtbot.waitUntil(lambda: world.desk.duty.state.link == "online")
    world.centre.reachable = False
    world.desk.sync.look()
    qtbot.waitUntil(lambda: world.desk.duty.state.link == "offline")
    assert world.desk.duty.state.pills()["link"][1] == "none"


def test_what_needs_somebody_takes_no_more_room_than_its_words(a_laptop: Callable[..., Laptop]) -> None:
    laptop = a_laptop().with_shift()
    laptop.close_shift()
    with laptop._open().store.unit_of_work() as uow:
        shifts.open_shift(uow, WANG, None, unit="", clock=laptop.clock, ids=laptop.workplace.ids)
    laptop.store.close()
    window = laptop.begin(1920, 1080)
    laptop.settle()
    window.show_page("sync")
    laptop.rest()
    laptop.wait(50)
    matters = window.page("sync").matters
    assert matters.filled
    assert matters.height() <= matters.heightForWidth(matters.width()) + 4


def test_a_laptop_without_a_centre_has_no_percentage(show: Show) -> None:
    nothing = {"last_seq": 0, "acknowledged_seq": 0, "unsent_lines": 0, "photos": 0, "photos_arrived": 0}
    _, view = show(reads_with(enrolled=False, centre="", others=(), **nothing))
    assert "100%" not in texts(view.progress)
    assert "At the centre" not in texts(view.progress)


def test_what_waits_is_counted_before_anything_is_sent(show: Show) -> None:
    _, view = show(FakeReads())
    shown = texts(view)
    assert "0%" in shown
    assert "To send: 57 records, 16 photos" in shown
    assert "129 / 186" in shown
    assert "41 / 57" in shown
    assert PACK in shown


def test_start_and_pause_are_one_tap_each(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    button(view, "Start sync").click()
    world.centre.say(SyncState(SyncPhase.LINES, 10, 57))
    qtbot.waitUntil(lambda: "Sending records 10 / 57" in texts(view))
    button(view, "Pause").click()
    assert "Pausing…" in texts(view)
    world.centre.say(SyncState(SyncPhase.PAUSED, 12, 57))
    qtbot.waitUntil(lambda: "Nothing is lost; it goes on from where it stopped." in texts(view))
    button(view, "Resume").click()
    assert world.centre.asked == [("start", ""), ("pause",), ("start", "")]


def test_a_round_tells_how_far_it_is_and_how_long_it_takes(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    world.centre.say(SyncState(SyncPhase.PHOTOS, 186, 186, 41, 57, 14_200_000, 18_200_000, rate=1_800_000.0, eta_s=38))
    qtbot.waitUntil(lambda: "Sending photos 41 / 57" in texts(view))
    assert "78%" in texts(view)
    assert "About 00:38 left · 1.8 MB/s" in texts(view)
    assert world.desk.duty.state.link == "online"


def test_without_a_network_the_next_try_is_announced(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    at = desks.NOW + timedelta(seconds=38)
    world.centre.say(SyncState(SyncPhase.WAITING, problem="unreachable", next_try_at=at))
    qtbot.waitUntil(lambda: "Next try in 00:38" in texts(view))
    qtbot.waitUntil(lambda: "There is no connection to the centre." in texts(view.matters))
    assert world.desk.duty.state.link == "offline"
    button(view, "Try now").click()
    assert world.centre.asked == [("start", "")]


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_is_explained_with_its_code(qtbot: QtBot, show: Show, problem: Problem) -> None:
    world, view = show(FakeReads())
    world.centre.say(SyncState(SyncPhase.TROUBLE, problem=problem.value))
    qtbot.waitUntil(lambda: f"({problem.value})" in texts(view.matters))


def test_a_problem_of_enrolment_leads_to_the_settings(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    world.centre.say(SyncState(SyncPhase.TROUBLE, problem="unknown_device"))
    qtbot.waitUntil(lambda: "unknown_device" in texts(view.matters))
    button(view, "Go to settings").click()
    assert world.went == ["settings"]


def test_an_unenrolled_laptop_is_led_to_the_code(show: Show) -> None:
    world, view = show(reads_with(enrolled=False, centre=""))
    assert "This laptop is not enrolled at a centre" in texts(view)
    button(view, "Enter enrolment code").click()
    assert world.went == ["settings"]


def test_findings_on_their_way_are_listed_with_their_photos(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    qtbot.waitUntil(lambda: view.table.model().rowCount() == 3)
    qtbot.waitUntil(lambda: str(view.table.model().index(2, 5).data()) == "Photos 1/3")


def test_the_rounds_of_the_day_are_listed(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    view.listing_chosen.emit(Listing.ROUNDS)
    qtbot.waitUntil(lambda: view.rounds()[0] == "12:31, 98 records · 31 photos, 13.4 MB · 00:21, Verified")


def test_the_receipt_proves_only_what_it_says(qtbot: QtBot, show: Show) -> None:
    reads = FakeReads()
    reads.overview = sent(receipt_body=a_receipt(missing_count=16))
    world, view = show(reads)
    assert "Photos are still missing" in texts(view.receipt)
    assert "16 photos missing" in texts(view.receipt)
    assert "have all arrived" not in texts(view.receipt)
    reads.overview = sent()
    world.desk.workplace.feed.publish(Changes(sync=True))
    qtbot.waitUntil(lambda: "Verified: nothing is missing" in texts(view.receipt))
    assert "Records 1–186 have all arrived" in texts(view.receipt)
    assert "End of chain 9f3c 71ab … e04d" in texts(view.receipt)
    assert "Centre's time 2026-11-22 16:03:11" in texts(view.receipt)


@pytest.mark.parametrize(
    ("phase", "lost", "said"),
    [
        (SyncPhase.WAITING, (), "Sent, but the centre still lacks 3 photos; they follow by themselves."),
        (SyncPhase.WAITING, ("a",), "Sent, but the centre still lacks 2 photos; they follow by themselves."),
        (SyncPhase.WAITING, ("a", "b", "c"), "Sent, but the centre has not confirmed yet that it has everything."),
        (SyncPhase.IDLE, ("a", "b", "c"), "Sent, without 3 photos that this laptop can no longer read"),
    ],
)  # fmt: skip
def test_a_round_that_brought_everything_but_photos_says_so(
    qtbot: QtBot, show: Show, phase: SyncPhase, lost: tuple[str, ...], said: str
) -> None:
    reads = FakeReads()
    reads.overview = sent(photos_arrived=54)
    world, view = show(reads)
    world.centre.say(SyncState(phase=phase, report=SyncReport(Outcome.INCOMPLETE, lost_photos=lost)))
    qtbot.waitUntil(lambda: said in texts(view.progress))
    assert "unknown reason" not in texts(view)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"photos_arrived": 56}, "Photos are still missing"), ({"unsent_lines": 2}, "2 records still to send"),
    ],
)  # fmt: skip
def test_what_an_older_epoch_lacks_is_said_beside_its_newer_receipt(
    show: Show, lacking: dict[str, int], said: str
) -> None:
    reads = FakeReads()
    reads.overview, reads.receipt = sent(**lacking), a_proof()
    _, view = show(reads)
    assert said in texts(view.receipt)
    assert "nothing is missing" not in texts(view.receipt)
    assert "have all arrived" not in texts(view.receipt)


@pytest.mark.parametrize(
    ("agrees", "said"),
    [(True, "Checked again now: nothing is missing"), (False, "Does not match this laptop's records")],
)
def test_the_receipt_is_checked_again_on_the_laptop(qtbot: QtBot, show: Show, agrees: bool, said: str) -> None:
    reads = FakeReads()
    reads.overview = sent()
    world, view = show(reads)
    world.centre.agrees = agrees
    button(view.receipt, "Check this laptop").click()
    qtbot.waitUntil(lambda: said in texts(view.receipt))


def test_a_missing_photo_and_a_gap_are_named(qtbot: QtBot, show: Show) -> None:
    reads = FakeReads()
    reads.receipt = a_proof(
        missing=(a_missing("现场1.jpg"), a_missing("现场2.jpg", here=False)),
        gaps=(Gap(epoch="e", first=187, last=203),),
    )
    _, view = show(reads)
    view.listing_chosen.emit(Listing.MISSING)
    assert view.missing() == [
        "现场1.jpg, Street trading · 花园路 32 号门前 · 11-22 09:14, Still to send",
        "现场2.jpg, Street trading · 花园路 32 号门前 · 11-22 09:14, No longer here",
        "Records 187–203, 17 records, Not covered yet",
    ]
    assert "17 records of it are not covered yet" in texts(view.receipt)


def test_a_receipt_older_than_later_records_says_so(show: Show) -> None:
    reads = FakeReads()
    reads.overview, reads.receipt = sent(), a_proof(later=5)
    _, view = show(reads)
    assert "Shift of 11-22 08:02: 23 findings, 57 photos" in texts(view.receipt)
    assert "5 newer records since this shift are not in it" in texts(view.receipt)


def test_a_receipt_that_lacks_nothing_says_so(show: Show) -> None:
    reads = FakeReads()
    reads.overview, reads.receipt = sent(), a_proof()
    _, view = show(reads)
    view.listing_chosen.emit(Listing.MISSING)
    assert view.missing() == []
    assert "The receipt of the shift lacks nothing." in texts(view)


def test_the_receipt_is_saved_as_a_pdf_with_one_key_and_its_folder_opened(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    reads = FakeReads()
    reads.overview, reads.receipt = sent(), a_proof()
    world, view = show(reads)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    QTest.keyClick(view, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: bool(world.told))
    _, shift, file = world.centre.asked[-1]
    assert (shift, Path(file).name) == (SHIFT.id, "receipt-20261122-410105-0317-186.pdf")
    assert world.told == [(f"The receipt was saved as {file}.", "good")]
    button(view, "Open folder").click()
    assert opened == [str(Path(file).parent)]


def test_a_receipt_that_cannot_be_written_is_not_said_to_be(qtbot: QtBot, show: Show) -> None:
    reads = FakeReads()
    reads.overview, reads.receipt = sent(), a_proof()
    world, view = show(reads)
    world.centre.full = True
    button(view, "Save as PDF").click()
    qtbot.waitUntil(lambda: bool(world.told))
    assert world.told[0][1] == "disk"
    assert "Open folder" not in [one.text() for one in view.findChildren(KeyButton) if one.isVisible()]


def test_without_a_receipt_there_is_nothing_to_save(show: Show) -> None:
    _, view = show(FakeReads())
    assert "Save as PDF" not in [one.text() for one in view.findChildren(KeyButton) if one.isVisible()]


def test_the_sync_of_a_closed_shift_still_lists_its_findings(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    assert world.desk.sync.last_shift == SHIFT.id
    world.reads.shift = None
    world.desk.workplace.feed.publish(Changes(shifts=frozenset({SHIFT.id}), sync=True))
    qtbot.waitUntil(lambda: world.desk.duty.state.shift is None)
    qtbot.waitUntil(lambda: view.table.model().rowCount() == 3)


def test_a_start_before_the_database_is_open_is_granted_later(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    world = desks.world(qapp, tmp_path, FakeReads())
    world.desk.sync.start(SHIFT.id)
    qtbot.waitUntil(lambda: world.centre.asked == [("start", SHIFT.id)])
    world.background.close()
    assert world.centre.asked[-1] == ("cancel",)
