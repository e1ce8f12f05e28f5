"""The second copy: written after the commit, complete again at the next start, readable around damage."""

import errno
import os
import re
import shutil
from pathlib import Path

import pytest

from inspector_app.storage import journal, second_copy
from inspector_app.storage.second_copy import SecondCopy
from inspector_app.storage.store import Store
from sync.protocol.lines import ORIGIN, Entry, Line, seal
from tests.storage.builders import MASTER, laptop, record_finding


def lines(count: int, size: int = 10) -> list[Line]:
    made: list[Line] = []
    for seq in range(1, count + 1):
        entry = Entry(
            f"line-{seq}", "visit.made", "f", "2026-11-22T01:00:00.000Z", "1", b'{"note":"%s"}' % (b"x" * size)
        )
        made.append(seal("laptop-1", "epoch-1", seq, made[-1].digest if made else ORIGIN, entry))
    return made


def written(folder: Path, some: list[Line]) -> SecondCopy:
    copy = SecondCopy(folder, MASTER)
    for line in some:
        frames = copy.framed("laptop-1", [line])
        copy.reserve(line.seq, len(frames))
        copy.append(frames)
    return copy


def held(copy: SecondCopy) -> list[Line]:
    return [copied.line for copied in copy.every()]


def test_lines_come_back_byte_for_byte(tmp_path: Path) -> None:
    some = lines(30)
    assert held(written(tmp_path, some)) == some


def test_lines_fill_one_segment_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_copy, "SEGMENT_BYTES", 4096)
    some = lines(40, size=500)
    assert held(written(tmp_path, some)) == some
    assert len(list(tmp_path.iterdir())) > 5


def test_a_batch_larger_than_a_segment_gets_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_copy, "SEGMENT_BYTES", 4096)
    some = lines(40, size=500)
    copy = SecondCopy(tmp_path, MASTER)
    frames = copy.framed("laptop-1", some)
    copy.reserve(1, len(frames))
    copy.append(frames)
    assert held(copy) == some


def test_writing_goes_on_behind_what_is_there(tmp_path: Path) -> None:
    some = lines(9)
    written(tmp_path, some[:4])
    assert held(written(tmp_path, some[4:])) == some
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("cut", [1, 10, 17, 40, 100, 200])
def test_a_torn_frame_is_left_alone_and_costs_only_itself(tmp_path: Path, cut: int) -> None:
    some = lines(5)
    written(tmp_path, some[:4])
    (segment,) = tmp_path.iterdir()
    content = bytearray(segment.read_bytes())
    copy = SecondCopy(tmp_path, MASTER)
    frame = copy.framed("laptop-1", some[4:])
    end = len(copy.framed("laptop-1", some[:4]))  # a sealed frame may itself end in zeros
    content[end : end + cut] = frame[:cut]
    segment.write_bytes(content)
    copy = written(tmp_path, some[4:])
    assert held(copy) == some
    assert segment.read_bytes() == bytes(content)


def test_what_a_failed_append_left_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = lines(4)
    copy = written(tmp_path, some[:1])

    def is_full(descriptor: int) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", is_full)
        with pytest.raises(OSError, match="full"):
            copy.append(copy.framed("laptop-1", some[1:]))
    (left,) = (path.read_bytes() for path in tmp_path.glob("*.lines"))
    frames = copy.framed("laptop-1", some[1:2])
    copy.reserve(2, len(frames))
    copy.append(frames)
    assert min(tmp_path.glob("*.lines")).read_bytes().startswith(left.rstrip(b"\0"))
    assert [line.seq for line in held(copy)] == [1, 2, 3, 4, 2]


def test_one_damaged_frame_costs_one_line(tmp_path: Path) -> None:
    some = lines(20)
    written(tmp_path, some)
    (segment,) = tmp_path.iterdir()
    places = [found.start() for found in re.finditer(b"721L", segment.read_bytes())]
    for place in range(places[10], places[11], 5):
        content = bytearray(segment.read_bytes())
        content[place] ^= 1
        damaged = tmp_path / "damaged"
        damaged.mkdir(exist_ok=True)
        (damaged / segment.name).write_bytes(content)
        left = held(SecondCopy(damaged, MASTER))
        assert [line for line in some if line not in left] == [some[10]]


def test_another_key_reads_nothing(tmp_path: Path) -> None:
    written(tmp_path, lines(3))
    assert held(SecondCopy(tmp_path, b"\1" * 32)) == []


def ids(store: Store) -> list[str]:
    return [line.id for line in store.read(lambda c: list(journal.every(c)))]


def copied(folder: Path) -> list[str]:
    return [one.line.id for one in SecondCopy(folder / "lines", MASTER).every()]


def test_a_lost_copy_is_made_again_at_the_next_start(folder: Path) -> None:
    with laptop(folder) as store:
        for n in range(20):
            record_finding(store, f"f{n}")
        before = ids(store)
    shutil.rmtree(folder / "lines")
    with laptop(folder) as store:
        assert ids(store) == before
        assert copied(folder) == before


def test_a_missing_tail_is_appended_at_the_next_start(folder: Path) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1")
    shutil.copytree(folder / "lines", folder / "old")
    with laptop(folder) as store:
        record_finding(store, "f2", b"1")
        before = ids(store)
    shutil.rmtree(folder / "lines")
    (folder / "old").rename(folder / "lines")
    with laptop(folder):
        assert copied(folder) == before


def fails(self: SecondCopy, frames: bytes) -> None:
    raise OSError(5, "input/output error")


def test_a_copy_that_cannot_be_written_after_the_commit_is_made_up_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(SecondCopy, "append", fails)
        record_finding(store, "f1")
        record_finding(store, "f2")
    assert store.reads.finding("f2") is not None, "what is durable in the database is not said to be lost"
    assert len(copied(store.folder)) < len(ids(store))
    record_finding(store, "f3")
    assert copied(store.folder) == ids(store)


def test_a_copy_that_cannot_be_completed_at_a_start_is_made_up_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(SecondCopy, "append", fails)
        with laptop(folder) as store:
            record_finding(store, "f1")
        with laptop(folder) as store:  # the copy lacks what the run before could not write, and cannot be written yet
            assert store.reads.finding("f1") is not None
            patched.undo()
            record_finding(store, "f2")
            assert copied(folder) == ids(store)


def test_what_a_dead_program_wrote_and_never_flushed_is_flushed_before_it_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1")
    flushed: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda opened: flushed.append(Path(f"/proc/self/fd/{opened}").readlink()))

    with laptop(folder):
        assert set((folder / second_copy.FOLDER).iterdir()) <= set(flushed)


def test_lines_that_the_disk_refuses_stand_once_until_it_takes_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop(folder) as store:

        def refuse(_copy: SecondCopy, _frames: bytes) -> None:
            raise OSError(errno.EIO, "refused")

        with monkeypatch.context() as broken:
            broken.setattr(SecondCopy, "append", refuse)
            record_finding(store, "f1")
            once = store.owed
            assert (len(once), store.repay()) == (1, 1)

        assert once[0] not in held(SecondCopy(folder / second_copy.FOLDER, MASTER))
        assert (store.repay(), store.owed) == (0, ())
        assert once[0] in held(SecondCopy(folder / second_copy.FOLDER, MASTER))
