"""A laptop is destroyed. Another one takes its place: every record and photo byte for byte, and nothing twice at the centre."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from inspector_app import restoring
from inspector_app.domain.rescue import RescueKind
from inspector_app.restoring import Place, Restored
from inspector_app.services.ports import FindingFilter
from inspector_app.storage import journal
from inspector_app.storage.backup import backup
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.client.status import Outcome
from sync.client.wire import Answer, Wire
from sync.protocol.enrolment import read
from sync.protocol.lines import EPOCH_OPENED, Line
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.restoring import RestorePhotosAnswer, RestorePhotosRequest
from tests.contract.patrol import PHOTO, arrived, connected, joined, packed, synced, worked
from tests.server.conftest import House
from tests.storage.builders import CLOCK, MASTER, a_shift, laptop, next_id, record, record_finding

OTHER_MASTER = bytes(range(1, 33))


def quietly(done: int, whole: int) -> None:
    """A listener that has no use for progress."""


def a_place(folder: Path) -> Place:
    return Place(folder, OTHER_MASTER, CLOCK, next_id)


def code_for(centre: House, device: str) -> str:
    return centre.run("devices", "restore-code", device).strip()


def restored(folder: Path, centre: House, device: str) -> Restored:
    return restoring.from_centre(a_place(folder), centre.url, code_for(centre, device), told=quietly)


def lines_of(store: Store) -> list[Line]:
    return store.read(lambda c: list(journal.every(c)))


def test_after_its_parcel_was_imported_another_laptop_goes_on(each_centre: House, tmp_path: Path) -> None:
    with laptop(tmp_path / "a") as store:
        joined(store, each_centre)
        record(store, a_shift())
        worked(store, 12)
        before, device = lines_of(store), store.device
        parcel = packed(store, tmp_path / "stick")
    shutil.rmtree(tmp_path / "a")
    each_centre.run("parcel", "import", str(parcel))

    done = restored(tmp_path / "b", each_centre, device)

    with a_place(tmp_path / "b").opened() as store:
        after = lines_of(store)
        assert after[: len(before)] == before
        assert [line.kind for line in after[len(before) :]] == [EPOCH_OPENED]
        assert [store.photos.original(photo) for photo in sorted(_named(store))] == sorted(
            (PHOTO + bytes([n]) for n in range(12)), key=_sha256
        )
        assert (done.photos, done.lost, store.device) == (12, 0, device)
        assert store.reads.open_shift() is not None
        assert store.reads.sync_overview().unsent_lines == 1
        worked(store, 1, first=12)
        assert synced(store, each_centre).outcome is Outcome.COMPLETE
        overview = store.reads.sync_overview()
        assert (overview.unsent_lines, overview.photos_arrived, overview.receipt_agrees) == (0, 13, True)
        assert [rescue.kind for rescue in store.reads.rescues()] == [RescueKind.RESTORED]
    rows = arrived(each_centre, device)
    assert sorted(row["finding"] for row in rows) == sorted(f"finding-{n}" for n in range(13))
    assert all(row["photos_received"] == 1 for row in rows)


def test_a_restore_that_is_cut_at_any_call_goes_on_with_the_same_code(
    each_centre: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = a_lost_laptop(each_centre, tmp_path / "a")
    code, cuts = code_for(each_centre, device), 0
    send = Wire.send
    for at in range(1, 40):
        calls = iter(range(1, 1000))

        def cut(*args: Any, calls: Iterator[int] = calls, at: int = at, **named: Any) -> Answer:
            if next(calls) == at:
                raise ProtocolProblem(Problem.UNREACHABLE)
            return send(*args, **named)

        monkeypatch.setattr(Wire, "send", cut)
        try:
            done = restoring.from_centre(a_place(tmp_path / "b"), each_centre.url, code, told=quietly)
            break
        except ProtocolProblem:
            cuts += 1

    assert cuts > 3
    assert (done.photos, done.lost) == (3, 0)
    with a_place(tmp_path / "b").opened() as store:
        assert store.reads.finding_count(FindingFilter()) == 3
        assert [rescue.kind for rescue in store.reads.rescues()] == [RescueKind.RESTORED]


def test_a_photo_from_before_the_laptop_was_made_again_is_asked_for_again(each_centre: House, tmp_path: Path) -> None:
    device = a_lost_laptop(each_centre, tmp_path / "a")
    restored(tmp_path / "b", each_centre, device)
    with a_place(tmp_path / "b").opened() as store:
        worked(store, 1, first=50)
        synced(store, each_centre)
        photo = min(_named(store))
        (gone,) = each_centre.folder.glob(f"photos/sha256/*/{photo}")
        gone.unlink()
        each_centre.run("doctor", "--all", "--ask-again", exit_code=1)

        report = synced(store, each_centre)

        assert (report.outcome, gone.read_bytes()) == (Outcome.COMPLETE, store.photos.original(photo))
        assert store.reads.sync_overview().receipt_agrees


def test_a_code_is_good_for_one_laptop_and_no_token_opens_anything_without_it(
    real_centre: House, tmp_path: Path
) -> None:
    device = a_lost_laptop(real_centre, tmp_path / "a")
    code = code_for(real_centre, device)
    restoring.from_centre(a_place(tmp_path / "b"), real_centre.url, code, told=quietly)

    for wrong in (code, real_centre.code(), code[:-1] + ("A" if code[-1] != "A" else "B")):
        with pytest.raises(ProtocolProblem) as trouble:
            restoring.from_centre(a_place(tmp_path / wrong), real_centre.url, wrong, told=quietly)
        assert trouble.value.code in (Problem.WRONG_CODE, Problem.FAKE_CENTRE)
    foreign = RestorePhotosRequest(code=read(real_centre.code()).secret)
    with (
        laptop(tmp_path / "a") as thief,
        closing(connected(thief, real_centre)) as api,
        pytest.raises(ProtocolProblem) as trouble,
    ):
        api.ask("/v1/restore/photos", foreign, RestorePhotosAnswer)
    assert trouble.value.code is Problem.WRONG_CODE


def test_a_revoked_laptop_is_not_restored(real_centre: House, tmp_path: Path) -> None:
    device = a_lost_laptop(real_centre, tmp_path / "a")
    code = code_for(real_centre, device)
    real_centre.run("devices", "revoke", device)

    real_centre.run("devices", "restore-code", device, exit_code=1)
    with pytest.raises(ProtocolProblem) as trouble:
        restoring.from_centre(a_place(tmp_path / "b"), real_centre.url, code, told=quietly)
    assert trouble.value.code is Problem.REVOKED_DEVICE


def test_a_folder_with_data_is_left_alone(real_centre: House, tmp_path: Path) -> None:
    device = a_lost_laptop(real_centre, tmp_path / "a")
    with a_place(tmp_path / "b").opened() as store:
        before = lines_of(store)

    with pytest.raises(StorageTrouble) as trouble:
        restored(tmp_path / "b", real_centre, device)

    assert trouble.value.code is StorageCode.NOT_EMPTY
    with a_place(tmp_path / "b").opened() as store:
        assert lines_of(store) == before


def test_a_photo_larger_than_an_answer_comes_in_pieces(real_centre: House, tmp_path: Path) -> None:
    large = bytes(range(256)) * 60_000
    with laptop(tmp_path / "a") as store:
        joined(store, real_centre)
        record(store, a_shift())
        record_finding(store, "finding-1", large, PHOTO)
        synced(store, real_centre)
        device = store.device

    assert restored(tmp_path / "b", real_centre, device).photos == 2
    with a_place(tmp_path / "b").opened() as store:
        assert store.photos.original(_sha256(large)) == large


def test_of_two_clones_the_newest_journal_comes_back_and_the_others_lines_with_it(
    real_centre: House, tmp_path: Path
) -> None:
    with laptop(tmp_path / "a") as store:
        joined(store, real_centre)
        record(store, a_shift())
        worked(store, 2)
        synced(store, real_centre)
        device = store.device
    shutil.copytree(tmp_path / "a", tmp_path / "clone")
    with laptop(tmp_path / "a") as store:
        worked(store, 1, first=10)
        synced(store, real_centre)
    with laptop(tmp_path / "clone") as store:
        worked(store, 2, first=20)
        synced(store, real_centre)
        worked(store, 1, first=30)
        synced(store, real_centre)
        before = lines_of(store)

    done = restored(tmp_path / "b", real_centre, device)

    with a_place(tmp_path / "b").opened() as store:
        assert lines_of(store)[: len(before)] == before
        assert store.reads.finding_count(FindingFilter()) == 6
        assert done.lost == 0
        assert synced(store, real_centre).outcome is Outcome.COMPLETE
    assert len(arrived(real_centre, device)) == 6


@pytest.mark.parametrize("left", ["all of it", "no database", "the second copy alone"])
def test_the_folder_of_a_lost_laptop_is_enough(real_centre: House, tmp_path: Path, left: str) -> None:
    with laptop(tmp_path / "a") as store:
        joined(store, real_centre)
        record(store, a_shift())
        worked(store, 3)
        synced(store, real_centre)
        worked(store, 2, first=3)
        before, device = lines_of(store), store.device
    if left != "all of it":
        for path in (tmp_path / "a").glob("patrol.db*"):
            path.unlink()
    if left == "the second copy alone":
        shutil.rmtree(tmp_path / "a" / "photos")

    done = restoring.from_folder(a_place(tmp_path / "b"), tmp_path / "a", MASTER)

    assert (done.photos, done.lost) == ((0, 5) if left == "the second copy alone" else (5, 0))
    with a_place(tmp_path / "b").opened() as store:
        after = lines_of(store)
        assert after[: len(before)] == before
        assert [line.kind for line in after[len(before) :]] == [EPOCH_OPENED]
        report = synced(store, real_centre)
    assert report.outcome is (Outcome.INCOMPLETE if done.lost else Outcome.COMPLETE)
    assert len(arrived(real_centre, device)) == 5


@pytest.mark.parametrize("kept_in", ["database", "backup"])
def test_a_folder_whose_identity_is_unreadable_keeps_the_laptops_key(
    real_centre: House, tmp_path: Path, kept_in: str
) -> None:
    with laptop(tmp_path / "a") as store:
        joined(store, real_centre)
        record(store, a_shift())
        worked(store, 2)
        synced(store, real_centre)
        worked(store, 1, first=2)
        identity = store.identity()
        backup(tmp_path / "a", MASTER, now=CLOCK.now())
    (tmp_path / "a" / "identity").write_bytes(b"rotten")
    if kept_in == "backup":
        (tmp_path / "a" / "patrol.db").write_bytes(b"rotten")

    restoring.from_folder(a_place(tmp_path / "b"), tmp_path / "a", MASTER)

    with a_place(tmp_path / "b").opened() as store:
        assert store.identity() == identity
        assert synced(store, real_centre).outcome is Outcome.COMPLETE
    assert len(arrived(real_centre, identity.device)) == 3


def a_lost_laptop(centre: House, folder: Path) -> str:
    """The id of a laptop that has synced three findings."""
    with laptop(folder) as store:
        joined(store, centre)
        record(store, a_shift())
        worked(store, 3)
        synced(store, centre)
        return store.device


def _named(store: Store) -> set[str]:
    return store.read(lambda c: {row[0] for row in c.execute("SELECT sha256 FROM photo_files")})


def _sha256(photo: bytes) -> str:
    return hashlib.sha256(photo).hexdigest()
