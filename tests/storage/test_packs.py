"""Reference packs on the laptop: proved before they count, encrypted, swapped in one step; whatever is bad leaves the old one."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.storage import packs
from inspector_app.storage.packs import LaptopPacks
from inspector_app.storage.reference_pack.opening import opened
from inspector_app.storage.reference_pack.reading import PackReading
from sync.protocol.pack_file import Signed
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import APPLICATION_ID, DATABASE, Manifest, PackFile
from sync.server.packs.making import Made
from tests.packs import A_MAP, ENROLMENT, a_city, brought, made, signed

MASTER = b"m" * 32
MAP = A_MAP + b"tiles" * 1000


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    """A pack, and the next one of the same city, with the same map."""
    folder = a_city(tmp_path_factory.mktemp("city") / "zhengzhou")
    (folder / "map.pmtiles").write_bytes(MAP)
    return made(folder, 1), made(folder, 2)


@pytest.fixture
def shelf(tmp_path: Path) -> LaptopPacks:
    return LaptopPacks(tmp_path, MASTER, lambda: ENROLMENT)


def counts(folder: Path, master: bytes = MASTER) -> int:
    """The version that counts; it opens, and a name is found in it."""
    now = packs.installed(folder, master)
    assert now is not None
    with closing(PackReading(now.path, now.key)) as reading:  # as the screens look things up
        reading.check()
        assert [one.name for one in reading.suggestions("gjmb", None, most=1)] != []
    with closing(opened(now.path, now.key)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        query = "SELECT count(*) FROM names_words WHERE names_words MATCH 'initials : gjmb*'"
        assert database.execute(query).fetchone() == (1,)
        assert database.execute("SELECT kind FROM points_box WHERE kind = 'permit'").fetchall() == [("permit",)]
    return now.manifest.version


def described(name: str, content: bytes) -> PackFile:
    import hashlib

    return PackFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def test_a_pack_counts_once_it_is_whole(tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]) -> None:
    assert packs.installed(tmp_path, MASTER) is None
    assert shelf.wants(1)

    brought(shelf, versions[0])

    now = packs.installed(tmp_path, MASTER)
    assert counts(tmp_path) == 1
    assert now is not None
    assert now.map_path is not None
    assert now.map_path.read_bytes() == MAP
    assert (shelf.wants(1), shelf.wants(2)) == (False, True)


def test_nothing_of_a_pack_lies_readable_on_the_disk(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]
) -> None:
    said, name = signed(versions[0]), "某工程公司".encode()
    (database,) = (file for file in shelf.begin(said) if file.name == DATABASE)
    content = versions[0].files[DATABASE].read_bytes()
    shelf.append(database, 0, content[:-1])
    assert name in content
    assert not any(name in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())

    shelf.append(database, len(content) - 1, content[-1:])
    shelf.take(*((file, [MAP]) for file in shelf.begin(said)).__next__())
    shelf.install(said)

    assert not any(name in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert list((tmp_path / "packs" / "parts").iterdir()) == []


def test_the_next_pack_takes_its_place_and_shares_its_files(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]
) -> None:
    heard: list[Manifest] = []
    shelf = LaptopPacks(tmp_path, MASTER, lambda: ENROLMENT, on_installed=heard.append)
    brought(shelf, versions[0])

    assert [file.name for file in shelf.begin(signed(versions[1]))] == [DATABASE], "the map is here"
    brought(shelf, versions[1])

    assert counts(tmp_path) == 2
    assert [one.version for one in heard] == [1, 2]
    assert len(list((tmp_path / "packs").glob("*.db"))) == 2, "the one before stays, for those who still read it"


def test_who_reads_the_old_pack_goes_on_reading_it(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]
) -> None:
    brought(shelf, versions[0])
    old = packs.installed(tmp_path, MASTER)
    assert old is not None

    with closing(opened(old.path, old.key)) as database:
        brought(shelf, versions[1])
        assert database.execute("SELECT value FROM meta WHERE name = 'version'").fetchone() == ("1",)


def test_a_pack_that_does_not_open_gives_way_to_the_one_before(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]
) -> None:
    brought(shelf, versions[0])
    brought(shelf, versions[1])

    assert packs.set_back(tmp_path)

    assert counts(tmp_path) == 1
    assert not shelf.wants(2), "it is not fetched again and again"
    assert not packs.set_back(tmp_path)


def test_a_cut_costs_one_piece(tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]) -> None:
    said = signed(versions[0])
    (database, _) = shelf.begin(said)
    content = versions[0].files[DATABASE].read_bytes()
    shelf.append(database, 0, content[:1000])
    shelf.append(database, 1000, content[1000:3000])
    part = tmp_path / "packs" / "parts" / database.sha256
    part.write_bytes(part.read_bytes()[:-7])  # the power went

    again = LaptopPacks(tmp_path, MASTER, lambda: ENROLMENT)
    assert again.begun(database) == 1000
    with pytest.raises(ProtocolProblem):
        again.append(database, 3000, content[3000:])
    brought(again, versions[0])
    assert counts(tmp_path) == 1


def by_another_centre(pack: Made) -> Signed:
    return signed(pack, Ed25519PrivateKey.from_private_bytes(b"9" * 32))


def changed_by_somebody(pack: Made) -> Signed:
    said = signed(pack)
    return Signed(said.manifest.replace("郑州市", "郑洲市"), said.signature)


def of_a_newer_schema(pack: Made) -> Signed:
    return signed(_of(pack, schema=2))


def of_the_same_version(pack: Made) -> Signed:
    return signed(_of(pack, version=1))


def _of(pack: Made, **changed: object) -> Made:
    return Made(msgspec.structs.replace(pack.manifest, **changed), pack.files, pack.ledger)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (by_another_centre, Problem.FALSE_PACK),
        (changed_by_somebody, Problem.FALSE_PACK),
        (of_a_newer_schema, Problem.NEWER_PACK),
        (of_the_same_version, Problem.OLDER_PACK),
    ],
)
def test_what_our_centre_did_not_sign_so_changes_nothing(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made], bad: Callable[[Made], Signed], code: Problem
) -> None:
    brought(shelf, versions[0])

    with pytest.raises(ProtocolProblem) as trouble:
        brought(shelf, versions[1], bad(versions[1]))

    assert trouble.value.code is code
    assert counts(tmp_path) == 1


def other_bytes(content: bytes) -> bytes:
    return content[:5000] + b"x" + content[5001:]


@pytest.mark.parametrize("spoil", [other_bytes, lambda content: content[::-1]])
def test_another_file_than_the_manifest_names_is_forgotten(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made], spoil: Callable[[bytes], bytes]
) -> None:
    brought(shelf, versions[0])
    (database,) = shelf.begin(signed(versions[1]))

    with pytest.raises(ProtocolProblem) as trouble:
        shelf.append(database, 0, spoil(versions[1].files[DATABASE].read_bytes()))

    assert trouble.value.code is Problem.DAMAGED_PACK
    assert (shelf.begun(database), counts(tmp_path)) == (0, 1)


def no_database(_: Path) -> bytes:
    return b"no database at all"


def cut_database(file: Path) -> bytes:
    return file.read_bytes()[:-8192]


def another_application(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA application_id = 7")
    return file.read_bytes()


def fewer_rows(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as database:
        database.execute("DELETE FROM grids WHERE id = 1")
        database.commit()
    return file.read_bytes()


def without_a_table(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TABLE units")
    return file.read_bytes()


def with_an_endless_view(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TABLE units")
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS code, i AS name, i AS phone FROM n"
        database.execute(f"CREATE VIEW units AS {endless}")
    return file.read_bytes()


def with_a_column_as_large_as_memory(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TABLE units")
        database.execute("CREATE TABLE units (code, name, phone AS (zeroblob(900000000)))")
        database.execute("INSERT INTO units VALUES (1, 2)")
        database.commit()
    return file.read_bytes()


def with_words_of_nonsense(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "UPDATE names_words_data SET block = x'0100000002000000ffffff7f00000080ffffff7f00000080' WHERE id > 10"
        )
        database.commit()
    return file.read_bytes()


def without_its_words(file: Path) -> bytes:
    with closing(sqlite3.connect(file)) as database:
        database.execute("DELETE FROM names_words_config")
        database.commit()
    return file.read_bytes()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (no_database, Problem.NOT_A_PACK),
        (cut_database, Problem.DAMAGED_PACK),
        (another_application, Problem.NOT_A_PACK),
        (fewer_rows, Problem.DAMAGED_PACK),
        (without_a_table, Problem.DAMAGED_PACK),
        (with_an_endless_view, Problem.DAMAGED_PACK),
        (with_a_column_as_large_as_memory, Problem.DAMAGED_PACK),
        (without_its_words, Problem.DAMAGED_PACK),
        (with_words_of_nonsense, Problem.DAMAGED_PACK),
    ],
)
def test_a_signed_pack_with_a_bad_database_is_refused_and_not_fetched_again(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made], spoil: Callable[[Path], bytes], code: Problem
) -> None:
    brought(shelf, versions[0])
    file = tmp_path / "spoiled.db"
    file.write_bytes(versions[1].files[DATABASE].read_bytes())
    file.write_bytes(spoil(file))
    rest = [one for one in versions[1].manifest.files if one.name != DATABASE]
    bad = Made(
        msgspec.structs.replace(versions[1].manifest, files=(described(DATABASE, file.read_bytes()), *rest)),
        dict(versions[1].files) | {DATABASE: file}, versions[1].ledger,
    )  # fmt: skip

    with pytest.raises(ProtocolProblem) as trouble:
        brought(shelf, bad)

    assert trouble.value.code is code
    assert (counts(tmp_path), shelf.wants(2), shelf.wants(3)) == (1, False, True)


def test_triggers_and_tables_that_a_database_brings_along_stay_behind(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]
) -> None:
    file = tmp_path / "rich.db"
    file.write_bytes(versions[0].files[DATABASE].read_bytes())
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE more (x)")
        database.execute("CREATE VIEW seen AS SELECT * FROM more")
        database.execute("CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM grids; END")
        database.commit()
    content = file.read_bytes()
    rest = [one for one in versions[0].manifest.files if one.name != DATABASE]
    manifest = msgspec.structs.replace(versions[0].manifest, files=(described(DATABASE, content), *rest))

    brought(shelf, Made(manifest, dict(versions[0].files) | {DATABASE: file}, versions[0].ledger))

    now = packs.installed(tmp_path, MASTER)
    assert now is not None
    with closing(opened(now.path, now.key)) as database:
        named = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert not {"more", "seen", "t"} & named


def test_a_full_disk_is_told_before_anything_is_fetched(
    shelf: LaptopPacks, versions: tuple[Made, Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "SPARE", 2**62)

    with pytest.raises(ProtocolProblem) as trouble:
        shelf.begin(signed(versions[0]))

    assert trouble.value.code is Problem.OUT_OF_SPACE


def test_a_laptop_without_a_centre_believes_nobody(tmp_path: Path, versions: tuple[Made, Made]) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        LaptopPacks(tmp_path, MASTER, lambda: None).begin(signed(versions[0]))

    assert trouble.value.code is Problem.UNKNOWN_DEVICE


def test_a_damaged_pointer_counts_as_no_pack(tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]) -> None:
    brought(shelf, versions[0])
    (tmp_path / "packs" / packs.POINTER).write_bytes(b"{")

    assert packs.installed(tmp_path, MASTER) is None
    brought(shelf, versions[0])
    assert counts(tmp_path) == 1


def test_a_pack_with_a_policy_that_cannot_decide_leaves_the_old_one(
    tmp_path: Path, shelf: LaptopPacks, versions: tuple[Made, Made]
) -> None:
    brought(shelf, versions[0])
    next_one, odd = versions[1], tmp_path / "rules.csv"
    odd.write_bytes(b"no rules")
    files = (*next_one.manifest.files, described("policy/rules.csv", odd.read_bytes()))
    manifest = msgspec.structs.replace(next_one.manifest, files=files)

    with pytest.raises(ProtocolProblem) as trouble:
        brought(shelf, Made(manifest, {**next_one.files, "policy/rules.csv": odd}, next_one.ledger))
    assert trouble.value.code is Problem.DAMAGED_PACK
    assert (counts(tmp_path), shelf.wants(2)) == (1, False)
