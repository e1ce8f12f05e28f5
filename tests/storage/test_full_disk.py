"""A full disk: a coded refusal, nothing half written, and everything goes on when there is room again."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.services.ports import FindingFilter
from inspector_app.storage import journal
from inspector_app.storage.second_copy import SecondCopy
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.protocol.lines import ORIGIN, verify
from tests.storage.builders import MASTER, a_draft, backed_up, laptop, opened, record_finding

SIZE = 8 << 20  # bytes of the small disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that holds SIZE bytes: a disk of its own for root, a limit on the size of files for others."""
    if os.geteuid() == 0:
        disk = tmp_path / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], check=True)
        yield disk / "data"
        subprocess.run(["umount", "-l", str(disk)], check=True)
    else:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, before[1]))
        yield tmp_path / "data"
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(folder: Path, leave: int = 0) -> Path:
    """Takes all the room that is left, but `leave` bytes."""
    ballast = folder.parent / "ballast"
    room = os.statvfs(folder)
    with ballast.open("wb") as file:
        file.write(bytes(max(0, room.f_bavail * room.f_frsize - leave)))
    return ballast


def whole(store: Store) -> list[str]:
    lines = store.read(lambda c: list(journal.every(c)))
    verify(store.device, lines, after=ORIGIN)
    return [line.id for line in lines]


def filled_up(store: Store) -> tuple[int, StorageCode]:
    """Records until the disk is full; how many findings were saved, and the code of the refusal."""
    for n in range(10_000):
        try:
            record_finding(store, f"f{n}", note="占道经营" * 400)
        except StorageTrouble as trouble:
            return n, trouble.code
    raise AssertionError("the small disk never filled up")


def test_a_full_disk_is_coded_and_every_saved_finding_is_whole(small_disk: Path) -> None:
    with laptop(small_disk) as store:
        saved, code = filled_up(store)
        assert code in (StorageCode.OUT_OF_SPACE, StorageCode.UNREADABLE)
        assert store.reads.finding_count(FindingFilter()) == saved
        ids = whole(store)
        assert len(ids) == saved + 1
    assert [one.line.id for one in SecondCopy(small_disk / "lines", MASTER).every()] == ids


class RoomAgain:
    """On a disk of its own, which only root can make: others are root in a namespace of their own."""

    @pytest.mark.parametrize("leave", [0, 4096, 40_000, 200_000])
    def test_saving_goes_on_when_there_is_room_again(self, small_disk: Path, leave: int) -> None:
        with laptop(small_disk) as store:
            record_finding(store, "first", b"1")
            ballast = fill(small_disk, leave)
            saved, code = filled_up(store)
            assert code is StorageCode.OUT_OF_SPACE
            ballast.unlink()
            record_finding(store, "after", b"2")
            assert store.reads.finding_count(FindingFilter()) == saved + 2
            assert len(whole(store)) == saved + 5

    def test_a_photo_that_does_not_fit_is_coded_and_leaves_no_name(self, small_disk: Path) -> None:
        with laptop(small_disk) as store:
            fill(small_disk, 50_000)
            with pytest.raises(StorageTrouble) as trouble:
                store.photos.keep(os.urandom(200_000))
            assert trouble.value.code is StorageCode.OUT_OF_SPACE
            assert list((small_disk / "photos").rglob("*.gcm")) == []

    def test_a_draft_that_does_not_fit_leaves_the_one_before(self, small_disk: Path) -> None:
        with laptop(small_disk) as store:
            with store.unit_of_work() as uow:
                uow.save_draft(a_draft("d1"))
            fill(small_disk)
            with pytest.raises(StorageTrouble) as trouble:
                save_huge_draft(store)
            assert trouble.value.code is StorageCode.OUT_OF_SPACE
            assert store.reads.drafts() == [a_draft("d1")]

    def test_a_full_disk_at_the_start_is_coded_and_harms_nothing(self, small_disk: Path) -> None:
        with laptop(small_disk) as store:
            record_finding(store, "f1")
        ballast = fill(small_disk)
        assert code_of_opening(small_disk) in (None, StorageCode.OUT_OF_SPACE)
        ballast.unlink()
        with laptop(small_disk) as store:
            assert store.salvage is None
            assert store.reads.finding("f1") is not None

    def test_a_backup_that_does_not_fit_leaves_no_false_one(self, small_disk: Path) -> None:
        with laptop(small_disk) as store:
            for n in range(100):
                record_finding(store, f"f{n}", note="占道经营" * 400)
            good = backed_up(store)
            fill(small_disk, 50_000)
            with pytest.raises(StorageTrouble) as trouble:
                store.upkeep.backup()
            assert trouble.value.code is StorageCode.OUT_OF_SPACE
            assert list((small_disk / "backup").glob("*.db")) == [good]


if os.geteuid() == 0:
    TestRoomAgain = RoomAgain
else:

    def test_room_again_in_a_namespace_of_our_own(tmp_path: Path) -> None:
        own = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-m", "pytest"]
        done = subprocess.run(
            [*own, "-q", f"--basetemp={tmp_path / 'own'}", __file__], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def code_of_opening(folder: Path) -> StorageCode | None:
    try:
        opened(folder).close()
    except StorageTrouble as trouble:
        return trouble.code
    return None


def save_huge_draft(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.save_draft(a_draft("d1", facts={"text": "x" * 500_000}))


def test_python_runs_these_tests_with_the_limit_signal_ignored() -> None:
    """Else a limit on the size of files would end the process instead of raising."""
    import signal

    assert sys.platform == "win32" or signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN
