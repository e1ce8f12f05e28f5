"""A whole centre in one file: carried from one database to the other, or not at all."""

import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from sync.server.desk import archive, vault
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

PHOTO = b"evidence" * 1000


def filled(house: House, laptops: Callable[[House], Laptop]) -> Laptop:
    laptop = laptops(house)
    laptop.record(a_shift(), a_finding("f-1", photos=[]), a_photo(PHOTO))
    laptop.push()
    laptop.begin_photo(PHOTO, PHOTO)
    assert laptop.account(findings=1, photos=1).complete
    return laptop


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_backup_makes_the_same_centre_again_in_either_database(
    own_centre: House, laptops: Callable[[House], Laptop], tmp_path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    laptop = filled(own_centre, laptops)
    saved = tmp_path / "centre.tar"
    own_centre.run("backup", "--out", str(saved))
    own_centre.kill()
    url = (
        request.getfixturevalue("postgres_cluster").make_database(f"restored_{tmp_path.name}")
        if target == "postgresql"
        else ""
    )
    restored = House(tmp_path / "restored", url)

    restored.run("restore", "--from", str(saved))
    restored.start()

    try:
        laptop.http.base_url = httpx.URL(restored.url)
        answer = laptop.authenticated().account(findings=1, photos=1)
        assert answer.complete
        assert laptop.statement(answer.receipt).through_seq == 4
        assert restored.findings()[0]["photos"][0]["stored"]
        laptop.record(a_finding("f-2"))
        assert laptop.push(laptop.lines[4:]).added == 1
    finally:
        restored.stop()


def test_a_backup_is_private_and_a_restore_overwrites_nothing(
    embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    filled(embedded, laptops)
    saved = tmp_path / "centre.tar"
    embedded.run("backup", "--out", str(saved))
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600

    with pytest.raises(ValueError, match="not empty"):
        embedded.run("restore", "--from", str(saved))
    assert not (embedded.folder / vault.IN_THE_MAKING).exists()


def test_a_damaged_photo_does_not_stop_a_backup_but_is_named(
    embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    filled(embedded, laptops)
    photo = next((embedded.folder / "photos" / "sha256").glob("*/*"))
    photo.write_bytes(b"bit rot")

    said = embedded.run("backup", "--out", str(tmp_path / "b.tar"), exit_code=1)

    assert f"damaged or missing in the photo store: {photo.name}" in said


def test_a_restored_centre_asks_again_for_a_photo_that_its_backup_lacks(
    embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    laptop, saved = filled(embedded, laptops), tmp_path / "b.tar"
    photo = next((embedded.folder / "photos" / "sha256").glob("*/*"))
    photo.unlink()
    embedded.run("backup", "--out", str(saved), exit_code=1)
    embedded.kill()
    restored = House(tmp_path / "restored")
    restored.run("restore", "--from", str(saved))
    restored.start()

    try:
        laptop.http.base_url = httpx.URL(restored.url)
        answer = laptop.authenticated().account(findings=1, photos=1)
        assert not answer.complete
        assert laptop.statement(answer.receipt).missing == (photo.name,)
        laptop.begin_photo(PHOTO, PHOTO)
        assert laptop.account(findings=1, photos=1).complete
    finally:
        restored.stop()


@pytest.fixture
def saved(embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path) -> Path:
    """A backup of a centre with a finding and a photo."""
    filled(embedded, laptops)
    embedded.run("backup", "--out", str(tmp_path / "centre.tar"))
    return tmp_path / "centre.tar"


def offsets(saved: Path) -> list[int]:
    with tarfile.open(saved) as tar:
        return [member.offset for member in tar.getmembers()]


def refused(backup: Path, why: str) -> None:
    """Restoring says why not, and there is nothing afterwards."""
    with pytest.raises(ValueError, match=why):
        House(backup.parent / "new").run("restore", "--from", str(backup))
    assert not (backup.parent / "new").exists()


def test_a_backup_that_was_cut_off_anywhere_restores_nothing(saved: Path) -> None:
    whole, cut = saved.read_bytes(), saved.with_name("cut.tar")
    inside = [100_000 % len(whole), len(whole) // 2, *(offset + 700 for offset in offsets(saved))]

    for size in {*offsets(saved)[1:], *inside}:  # between two members no byte is missing from any of them
        cut.write_bytes(whole[:size])
        refused(cut, archive.DAMAGED)


@pytest.mark.parametrize("member", ["tables/lines.jsonl", "keys/tickets.secret", "photos/", "end.json"])
def test_a_backup_with_one_flipped_bit_restores_nothing(saved: Path, member: str) -> None:
    with tarfile.open(saved) as tar:
        place = next(one.offset_data for one in tar.getmembers() if one.name.startswith(member))
    content = bytearray(saved.read_bytes())
    content[place + 5] ^= 1
    saved.write_bytes(content)

    refused(saved, archive.DAMAGED)


@pytest.mark.parametrize("content", [b"", b"no tar at all", bytes(10_240)])
def test_what_is_no_backup_restores_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.tar").write_bytes(content)

    refused(tmp_path / "other.tar", archive.NO_BACKUP)


def test_a_restore_that_is_forced_keeps_what_was_there(saved: Path, tmp_path: Path) -> None:
    target = House(tmp_path / "target")
    target.folder.mkdir()
    (target.folder / "precious").write_text("kept")

    target.run("restore", "--from", str(saved), "--force")

    (aside,) = tmp_path.glob("target.before-*")
    assert [(file.name, file.read_text()) for file in aside.iterdir()] == [("precious", "kept")]
    assert [one["finding"] for one in json_lines(target, tmp_path)] == ["f-1"]


def json_lines(house: House, folder: Path) -> list[dict[str, object]]:
    house.run("findings", "export", "--out", str(folder / "all.jsonl"))
    return [json.loads(line) for line in (folder / "all.jsonl").read_text().splitlines()]
