"""What happened to the database is told once and kept; backups and checks run while nobody waits."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.services.changes import Changes
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from inspector_app.ui import rescue_words
from inspector_app.ui.widgets.notice import Notice
from tests.qt import desks
from tests.qt.fakes import SHIFT, FakeReads
from tests.qt.laptop import Laptop
from tests.qt.screens import button, texts

MakeLaptop = Callable[..., Laptop]
SALVAGED = Rescue("2026-11-22T00:58:00.000Z", RescueKind.SALVAGED, 186, 180, 0, 2, "damaged/20261122T005800000000Z")


def spoil(laptop: Laptop) -> None:
    path = laptop.folder / "data" / FILE_NAME
    content = bytearray(path.read_bytes())
    content[5000] ^= 0x10
    path.write_bytes(content)


def notices(laptop: Laptop) -> list[Notice]:
    return [notice for notice in laptop.screens.window.findChildren(Notice) if notice.isVisible()]


def started(laptop: Laptop) -> Laptop:
    laptop.begin()
    laptop.settle()
    return laptop


def test_a_salvage_is_told_until_somebody_has_read_it(a_laptop: MakeLaptop) -> None:
    first = a_laptop(language="en").with_shift()
    spoil(first)
    started(first)
    (notice,) = notices(first)
    said = texts(notice)
    assert "damaged and has been rebuilt" in said
    assert "Nothing is lost." in said
    assert "goes there by itself with the next sync" in said
    assert str(Path("damaged")) in said
    first.end()

    second = started(a_laptop(language="en"))
    (notice,) = notices(second)
    second.tap("Mobile vendor")
    assert second.page.state.draft.facts["form"] == "mobile_vendor", "the work goes on behind it"
    button(notice, "Understood").click()
    second.rest()
    assert not notices(second)
    second.end()

    third = started(a_laptop(language="en"))
    assert not notices(third)
    third.screens.window.show_page("settings")
    third.rest()
    assert "damaged and has been rebuilt" in third.words()


def test_an_older_copy_that_was_put_back_is_told(a_laptop: MakeLaptop, tmp_path: Path) -> None:
    laptop = a_laptop(language="en").with_shift()
    data = laptop.folder / "data"
    shutil.copy(data / FILE_NAME, tmp_path / "older.db")
    laptop.close_shift()
    shutil.copy(tmp_path / "older.db", data / FILE_NAME)
    started(laptop)
    (notice,) = notices(laptop)
    assert "An older copy of the database was put back" in texts(notice)
    assert "1 record recovered" in texts(notice)


def test_another_language_does_not_take_the_notice_away(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop(language="en").with_shift()
    spoil(laptop)
    started(laptop)
    laptop.screens.appearance.speak("zh")
    laptop.rest()
    (notice,) = notices(laptop)
    assert "已重建" in texts(notice)


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[desks.World]:
    world = desks.world(qapp, tmp_path, FakeReads(), language="en")
    qtbot.waitUntil(lambda: world.desk.duty.state.opened and world.desk.upkeep.state.backed_up_at is not None)
    yield world
    world.background.close()


def test_what_was_lost_is_said_with_what_to_do(world: desks.World) -> None:
    said = " ".join(rescue_words.told(replace(SALVAGED, lost=3)))
    assert "3 records lost. Look through the list of the shift" in said
    assert "Nothing is lost" not in said
    assert "there is nothing to do" not in said
    assert "there is nothing to do" in " ".join(rescue_words.told(SALVAGED))
    assert "lies in" not in " ".join(rescue_words.told(replace(SALVAGED, moved_to="")))
    assert "was gone" in rescue_words.head(replace(SALVAGED, moved_to=""))


def test_drafts_that_may_have_been_there_are_not_said_to_be_safe(world: desks.World) -> None:
    said = " ".join(rescue_words.told(replace(SALVAGED, drafts_unsure=True)))
    assert "Drafts that were not saved may be lost" in said
    assert "Nothing is lost" not in said
    assert "there is nothing to do" not in said


def test_receipts_that_came_back_and_those_that_prove_nothing_are_counted(world: desks.World) -> None:
    said = " ".join(rescue_words.told(replace(SALVAGED, receipts=12, receipts_dropped=1, receipts_unsure=True)))
    assert "12 receipts recovered." in said
    assert "1 receipt could not be verified" in said
    assert "Other receipts may be missing" in said
    assert "eceipt" not in " ".join(rescue_words.told(SALVAGED))


def test_the_start_is_followed_by_a_check_and_a_backup_that_is_due(qtbot: QtBot, world: desks.World) -> None:
    assert world.desk.upkeep.state.backed_up_at == ""
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: bool(world.desk.upkeep.state.backed_up_at))
    assert world.desk.upkeep.state.checked_at == "2026-11-22T01:20:00.000Z"
    assert len(world.keeper.made) == 1
    assert world.told == []


@pytest.mark.parametrize(("hours", "made"), [(23, 1), (25, 2), (-1, 2)])
def test_a_backup_is_made_once_a_day(qtbot: QtBot, world: desks.World, hours: int, made: int) -> None:
    world.keeper.made = [desks.NOW - timedelta(hours=hours)]
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: bool(world.desk.upkeep.state.backed_up_at))
    assert len(world.keeper.made) == made


def test_a_shift_that_is_closed_leaves_a_backup(qtbot: QtBot, world: desks.World) -> None:
    world.desk.duty.changed.connect(world.desk.upkeep.see)
    world.desk.upkeep.see(world.desk.duty.state)
    world.reads.shift = None
    world.desk.workplace.feed.publish(Changes(shifts=frozenset({SHIFT.id})))
    qtbot.waitUntil(lambda: bool(world.desk.upkeep.state.backed_up_at))
    assert len(world.keeper.made) == 1


def test_damage_that_is_found_is_told_and_nothing_is_backed_up(qtbot: QtBot, world: desks.World) -> None:
    world.keeper.damage = StorageTrouble(StorageCode.DAMAGED)
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: bool(world.told))
    assert world.told == [("The database is damaged. Start the program again: it saves what can be read.", "alarm")]
    assert world.desk.upkeep.state.trouble == "damaged"
    assert world.keeper.made == []


def test_a_backup_that_fails_is_told_with_its_reason(qtbot: QtBot, world: desks.World) -> None:
    world.keeper.full = StorageTrouble(StorageCode.OUT_OF_SPACE)
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: bool(world.told))
    ((said, tone),) = world.told
    assert said.startswith("Today's backup of the database could not be made. The disk is full.")
    assert tone == "warning"


def test_the_end_of_the_program_does_not_wait_for_it(world: desks.World) -> None:
    world.background.close()
    assert world.keeper.stopped


def test_a_disk_that_is_nearly_full_is_told_once_and_backups_wait(qtbot: QtBot, world: desks.World) -> None:
    world.keeper.free = 999_000_000
    for _ in range(2):
        world.desk.upkeep.look_at_disk()
        qtbot.waitUntil(lambda: world.desk.upkeep.state.free == 999_000_000)
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: bool(world.desk.upkeep.state.checked_at))
    assert world.told == [
        ("Only 999.0 MB are free on this laptop's disk. Recording goes on; please free some space soon.", "warning")
    ]
    assert world.keeper.made == []
    world.keeper.free = 5_000_000_000
    world.desk.upkeep.look_at_disk()
    qtbot.waitUntil(lambda: world.desk.upkeep.state.free == 5_000_000_000)
    world.keeper.free = 10
    world.desk.upkeep.look_at_disk()
    qtbot.waitUntil(lambda: len(world.told) == 2)


def test_what_stands_only_once_is_told_as_soon_as_it_is_saved(qtbot: QtBot, world: desks.World) -> None:
    world.keeper.once = 2

    for _ in range(2):
        world.desk.workplace.feed.publish(Changes(findings=frozenset({"f1"})))
        qtbot.waitUntil(lambda: world.desk.upkeep.state.once == 2)

    said = "Saved, but only once: the disk refuses the second copy. Please sync soon, and free some space."
    assert world.told == [(said, "warning")]


def test_a_nearly_full_disk_stops_nobody_from_recording(a_laptop: MakeLaptop, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(".")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=500_000_000))
    laptop = started(a_laptop(language="en").with_shift())

    assert "Only 500.0 MB are free" in laptop.words()
    laptop.tap("Mobile vendor")
    assert laptop.page.state.draft.facts["form"] == "mobile_vendor"
    laptop.screens.window.show_page("settings")
    laptop.rest()
    assert "500.0 MB free on the disk" in laptop.words()


def test_old_photos_go_after_the_backup_and_only_then(qtbot: QtBot, world: desks.World) -> None:
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: world.keeper.purges == 1)
    assert len(world.keeper.made) == 1
