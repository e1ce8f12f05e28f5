"""While a shift is under way records leave by themselves: when the line is there, and never against a pause."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.preferences import Preferences
from inspector_app.services.changes import Changes
from inspector_app.services.syncing import SyncPhase, SyncState
from inspector_app.services.trickle import ASK_EVERY_S
from inspector_app.ui import metered
from inspector_app.ui import trickler as module
from inspector_app.ui.metered import Metered
from inspector_app.ui.trickler import Trickler
from sync.client.status import Outcome, SyncReport
from tests.qt import desks
from tests.qt.fakes import OVERVIEW, FakeReads

NOTHING: frozenset[str] = frozenset()
Begin = Callable[..., tuple[desks.World, Trickler]]


@pytest.fixture
def begin(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    monkeypatch.setattr(module, "SOON_MS", 0)
    worlds: list[desks.World] = []

    def begun(
        reads: FakeReads | None = None, *, costs: bool = False, online: bool = True
    ) -> tuple[desks.World, Trickler]:
        world = desks.world(qapp, tmp_path, reads or FakeReads())
        worlds.append(world)
        world.centre.reachable = online
        desk = world.desk
        qtbot.waitUntil(lambda: desk.duty.state.opened and desk.sync.is_ready and bool(desk.duty.state.link))
        trickler = Trickler(desk.workplace, desk.duty, desk.sync, desk.clocks, lambda: costs)
        trickler.begin()
        return world, trickler

    yield begun
    for world in worlds:
        world.background.close()


def rested(qtbot: QtBot, trickler: Trickler) -> None:
    """The look that was begun has come to its end."""
    trickler.look()
    qtbot.waitUntil(lambda: not trickler._asking)


def test_what_waits_leaves_once_and_then_rests_for_some_minutes(qtbot: QtBot, begin: Begin) -> None:
    world, trickler = begin()
    rested(qtbot, trickler)
    rested(qtbot, trickler)
    assert world.centre.carried == [None]


def test_over_a_metered_line_the_records_leave_without_photos(qtbot: QtBot, begin: Begin) -> None:
    world, trickler = begin(costs=True)
    rested(qtbot, trickler)
    assert world.centre.carried == [NOTHING]


def test_without_a_line_nothing_is_begun_and_the_line_is_looked_at(qtbot: QtBot, begin: Begin) -> None:
    world, trickler = begin(online=False)
    rested(qtbot, trickler)
    assert world.centre.carried == []
    world.centre.reachable = True
    rested(qtbot, trickler)  # asks whether the line is back
    qtbot.waitUntil(lambda: world.centre.carried == [None])


@pytest.mark.parametrize("phase", [SyncPhase.PAUSED, SyncPhase.PHOTOS, SyncPhase.WAITING])
def test_a_pause_a_round_and_a_try_that_is_due_are_let_be(qtbot: QtBot, begin: Begin, phase: SyncPhase) -> None:
    world, trickler = begin()
    world.centre.say(SyncState(phase=phase))
    qtbot.waitUntil(lambda: world.desk.sync.sending.mode.value != "idle")
    rested(qtbot, trickler)
    assert world.centre.carried == []


def test_something_urgent_leaves_though_another_round_waits_for_its_next_try(qtbot: QtBot, begin: Begin) -> None:
    world, trickler = begin()
    world.centre.say(SyncState(phase=SyncPhase.WAITING))
    qtbot.waitUntil(lambda: world.desk.sync.sending.mode.value == "waiting")
    world.reads.urgent = photos = frozenset({"a" * 64})
    rested(qtbot, trickler)
    rested(qtbot, trickler)
    assert world.centre.carried == [photos]


def test_a_round_that_was_cut_goes_on_by_what_the_line_costs_now(qtbot: QtBot, begin: Begin) -> None:
    world, trickler = begin()
    rested(qtbot, trickler)
    trickler._is_metered = lambda: True  # from the office's WLAN to the phone's
    for phase in (SyncPhase.WAITING, SyncPhase.IDLE):
        world.centre.say(SyncState(phase=phase))
    qtbot.waitUntil(lambda: world.centre.carried == [None, NOTHING])


def test_an_officer_who_records_nothing_hears_of_the_centre_too(
    qtbot: QtBot, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, trickler = begin()
    world.reads.overview = replace(OVERVIEW, unsent_lines=0, photos=0, photos_arrived=0)
    for seconds, carried in ((0, []), (ASK_EVERY_S, [None]), (60, [None]), (ASK_EVERY_S, [None, None])):
        monkeypatch.setattr(desks, "NOW", desks.NOW + timedelta(seconds=seconds))
        rested(qtbot, trickler)
        assert world.centre.carried == carried


def test_a_pack_that_is_left_comes_while_nothing_waits(qtbot: QtBot, begin: Begin) -> None:
    world, trickler = begin()
    world.reads.overview = replace(OVERVIEW, unsent_lines=0, photos=0, photos_arrived=0)
    rested(qtbot, trickler)
    assert world.centre.carried == []
    left = SyncReport(Outcome.COMPLETE, pack_left=True)
    for phase in (SyncPhase.CONNECTING, SyncPhase.DONE):
        world.centre.say(SyncState(phase=phase, report=left))
    qtbot.waitUntil(lambda: world.centre.carried == [None])


def test_what_became_urgent_amid_a_round_leaves_behind_it(qtbot: QtBot, begin: Begin) -> None:
    world, trickler = begin()
    rested(qtbot, trickler)
    world.centre.say(SyncState(phase=SyncPhase.CONNECTING))
    qtbot.waitUntil(lambda: world.desk.sync.sending.mode.value == "running")
    world.reads.urgent = photos = frozenset({"a" * 64})
    rested(qtbot, trickler)
    assert world.centre.carried == [None]
    world.centre.say(SyncState(phase=SyncPhase.DONE))
    qtbot.waitUntil(lambda: world.centre.carried == [None, photos])


@pytest.mark.parametrize("lacking", ["shift", "centre"])
def test_without_a_shift_or_a_centre_nothing_leaves(qtbot: QtBot, begin: Begin, lacking: str) -> None:
    world, trickler = begin()
    world.reads.shift = None if lacking == "shift" else world.reads.shift
    world.reads.overview = replace(OVERVIEW, enrolled=lacking != "centre")
    world.desk.duty.read()
    duty = world.desk.duty
    qtbot.waitUntil(lambda: duty.state.shift is None or not duty.state.enrolled)
    world.centre.carried.clear()
    trickler._last = None
    rested(qtbot, trickler)
    assert world.centre.carried == []


def test_a_new_finding_is_looked_at_soon(qtbot: QtBot, begin: Begin) -> None:
    world, _ = begin()
    world.desk.workplace.feed.publish(Changes(findings=frozenset({"f1"})))
    qtbot.waitUntil(lambda: world.centre.carried == [None])


@pytest.mark.parametrize("said", Metered)
@pytest.mark.parametrize("system", [True, False])
def test_the_officers_word_on_the_line_counts_and_else_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Metered, *, system: bool
) -> None:
    monkeypatch.setattr(metered, "_system_says_so", lambda: system)
    preferences = Preferences(tmp_path / "preferences.json")
    preferences.change(metered=said.value)
    assert metered.is_metered(preferences) is (system if said is Metered.AUTO else said is Metered.YES)


def test_the_system_is_asked_without_trouble(qapp: QApplication) -> None:
    assert metered._system_says_so() in (True, False)
