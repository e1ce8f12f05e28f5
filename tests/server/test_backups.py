"""A whole centre in one file: carried from one database to the other, or not at all."""

import hashlib
import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from sync.server.desk import archive, vault
from sync.server.desk.troubles import EXPECTED
from tests.packs import A_MAP, a_city
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

PHOTO = b"evidence" * 1000
MAP = A_MAP + bytes(range(256)) * 400


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


@pytest.mark.parametrize(
    "member",
    [
        "keys/../../evil", "keys/..", "/keys/evil", "keys/.hidden", "keys/a/b", "keys\\evil", "keys/" + "x" * 200, "keys/CON",
        "keys/nul.txt", "C:evil", "keys/..\n", "tables",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_restores_nothing(tmp_path: Path, member: str) -> None:
    backup = tmp_path / "backup.tar"
    with tarfile.open(backup, "w") as tar:
        writing = archive.Writing(tar, "2026-11-26T00:00:00.000Z")
        tar.addfile(a_link(member) if member == "tables" else tarfile.TarInfo(member))
        writing.end()

    refused(backup, "no backup of a centre")


def a_link(name: str) -> tarfile.TarInfo:
    link = tarfile.TarInfo(name)
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return link


def test_a_hole_that_unpacks_without_end_restores_nothing(tmp_path: Path) -> None:
    backup, header = tmp_path / "backup.tar", tarfile.TarInfo("keys/hole")
    header.type = tarfile.GNUTYPE_SPARSE
    raw = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    raw[483:495] = b"%011o " % (1 << 32)  # its size once it is unpacked
    raw[148:156] = b"%06o\0 " % (sum(raw[:148]) + 8 * 32 + sum(raw[156:512]))
    backup.write_bytes(bytes(raw) + bytes(1024))

    refused(backup, "no backup of a centre")


@pytest.mark.parametrize(
    "row",
    [
        b"[1]", b"null", b'"x"', b'{"name":"id","value":1e999}', b'{"name":"id","value":[1]}', b'{"more":1}', b"[" * 100_000, b"{",
        b'{"name":"id","value":99999999999999999999}', b'{"name":"\xff","value":""}',
    ],
)  # fmt: skip
def test_a_row_that_no_backup_holds_restores_nothing(tmp_path: Path, row: bytes) -> None:
    backup = tmp_path / "backup.tar"
    with tarfile.open(backup, "w") as tar:
        writing = archive.Writing(tar, "2026-11-26T00:00:00.000Z")
        writing.add(f"{vault.TABLES}centre.jsonl", io.BytesIO(row))
        writing.end()

    with pytest.raises(EXPECTED):
        House(tmp_path / "new").run("restore", "--from", str(backup))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("revision", ["[]", "{}", "1", "null", "[" * 100_000])
def test_a_revision_of_another_kind_restores_nothing(tmp_path: Path, revision: str) -> None:
    backup = tmp_path / "backup.tar"
    with tarfile.open(backup, "w") as tar:
        about = f'{{"format": 1, "revision": {revision}}}'.encode()
        header = tarfile.TarInfo(archive.ABOUT)
        header.size = len(about)
        tar.addfile(header, io.BytesIO(about))

    refused(backup, "no backup of a centre")


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


def published(house: House, folder: Path, version: int) -> Path:
    """A pack of a small city with a base map, published; the map's file at the centre."""
    city = a_city(folder / "city")
    (city / "map.pmtiles").write_bytes(MAP)
    house.run("pack", "build", "--from", str(city), "--out", str(folder / "x.pack"), "--version", str(version))
    house.run("pack", "publish", str(folder / "x.pack"))
    return house.folder / "packs" / "files" / hashlib.sha256(MAP).hexdigest()


def test_packs_come_back_whole_or_are_named(embedded: House, tmp_path: Path) -> None:
    published(embedded, tmp_path, 7)
    published(embedded, tmp_path, 8)
    saved, restored = tmp_path / "centre.tar", House(tmp_path / "restored")

    assert "2 packs" in embedded.run("backup", "--out", str(saved))
    restored.run("restore", "--from", str(saved))
    there, again = embedded.folder / "packs", restored.folder / "packs"
    files = sorted(path.relative_to(there) for path in there.rglob("*") if path.is_file())
    assert sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file()) == files
    assert all((there / name).read_bytes() == (again / name).read_bytes() for name in files)
    assert (again / "newest").read_text() == "8"

    rotten = published(embedded, tmp_path, 9)
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"?")
    said = embedded.run("backup", "--out", str(saved), exit_code=1)
    assert "0 packs" in said
    assert said.count("a file of it is damaged or missing: reference pack ") == 3, "all of them share the map"
    House(tmp_path / "packless").run("restore", "--from", str(saved))


def test_a_backup_with_a_changed_pack_restores_nothing(embedded: House, tmp_path: Path) -> None:
    published(embedded, tmp_path, 7)
    embedded.run("backup", "--out", str(tmp_path / "saved.tar"))
    for folder in ("packs", "manifests"):
        changed = tmp_path / f"{folder}.tar"
        with tarfile.open(tmp_path / "saved.tar") as saved, tarfile.open(changed, "w") as tar:
            writing = archive.Writing(tar, "2026-11-27T00:00:00.000Z")
            for one in saved.getmembers():
                content = saved.extractfile(one).read()  # type: ignore[union-attr]
                if "/" in one.name:
                    writing.add(one.name, io.BytesIO(content[:-1] if one.name.startswith(folder) else content))
            writing.end()
        refused(changed, archive.DAMAGED)
