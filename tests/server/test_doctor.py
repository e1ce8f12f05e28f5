"""The doctor: a healthy centre is well, and each thing that is broken is found, named and comes with a deed."""

import asyncio
import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from sync.server import centre as wiring
from sync.server.desk.troubles import sentence
from sync.server.doctor import keeping, machine, pictures
from sync.server.doctor.verdict import Patient
from sync.server.identity import NoCentre
from sync.server.settings import Settings
from sync.server.store.connection import Connection
from sync.server.store.database import open_database
from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

PHOTO = b"\xff\xd8 a photo " * 5000
DIGEST = hashlib.sha256(PHOTO).hexdigest()
UNGUARDED = {
    "sqlite": ["DROP TRIGGER lines_no_update", "DROP TRIGGER lines_no_delete"],
    "postgresql": ["ALTER TABLE lines DISABLE TRIGGER USER"],
}


def examined(house: House, *words: str, well: bool = True) -> dict[str, dict[str, str]]:
    """What the doctor says, by name."""
    said = house.run("doctor", "--json", *words, exit_code=0 if well else 1)
    return {verdict["name"]: verdict for verdict in json.loads(said)}


def failures(house: House, *words: str) -> dict[str, str]:
    found = examined(house, *words, well=False)
    return {name: verdict["said"] for name, verdict in found.items() if verdict["state"] == "fail"}


def changed(house: House, *commands: str, unguarded: bool = False) -> None:
    """Runs SQL behind the centre's back."""

    async def deed(inside: wiring.Centre) -> None:
        kind = "sqlite" if inside.database.is_embedded else "postgresql"

        async def done(connection: Connection) -> None:
            for command in [*(UNGUARDED[kind] if unguarded else []), *commands]:
                await connection.execute(text(command))

        await inside.database.write(done)

    house.inside(deed)


def with_a_shift(folder: Path, url: str = "") -> House:
    """A centre that does not serve any more."""
    house = House(folder, url)
    house.start()
    with plain.client(house) as http:
        laptop = Laptop(http, house.code()).join()
        laptop.record(a_shift(), a_finding(), a_photo(PHOTO))
        laptop.push()
        laptop.send_bundle(PHOTO)
    house.run("tasks", "add", "--title", "看看")
    house.stop()
    return house


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> House:
    return with_a_shift(tmp_path_factory.mktemp("healthy") / "centre")


@pytest.fixture
def patient(healthy: House, tmp_path: Path) -> House:
    """A centre with a shift in it, to be hurt."""
    shutil.copytree(healthy.folder, tmp_path / "centre")
    return House(tmp_path / "centre")


@pytest.fixture
def on_postgresql(centre_url: str, tmp_path: Path) -> House:
    return with_a_shift(tmp_path / "centre", centre_url)


@pytest.mark.parametrize("words", [(), ("--all",)])
def test_a_healthy_centre_is_well(patient: House, words: tuple[str, ...]) -> None:
    found = examined(patient, *words)

    assert {verdict["state"] for verdict in found.values()} <= {"ok", "warn"}
    assert [
        verdict["name"] for verdict in found.values() if (verdict["state"] == "warn") != bool(verdict["advice"])
    ] == []
    assert found["chains"]["said"] == "4 lines of 1 epochs hold, and so do receipts over them"
    assert found["photos"]["said"] == (
        "1 of 1 held were looked at and are whole; records name 1 photos 1 times, 0 of them still to come"
    )
    assert found["feeds"]["said"] == "1 without a gap"
    lines = patient.run("doctor", *words).splitlines()
    assert [line.split(maxsplit=1)[0] for line in lines] == [verdict["state"] for verdict in found.values()]


def test_a_guard_that_was_taken_off_is_found(patient: House) -> None:
    changed(patient, unguarded=True)

    assert failures(patient).keys() == {"append-only"}


def test_on_postgresql_the_same_is_seen(on_postgresql: House) -> None:
    found = examined(on_postgresql)
    assert {name for name, verdict in found.items() if verdict["state"] == "ok"} > {
        "append-only", "durability", "connections", "standby", "partitions", "database's clock", "feeds", "chains", "photos",
    }  # fmt: skip
    assert found["role"]["said"] == "a superuser"

    changed(
        on_postgresql, "UPDATE lines SET officer = 'somebody else' WHERE seq = 2", "DELETE FROM feed", unguarded=True
    )

    said = failures(on_postgresql)
    assert said.keys() == {"append-only", "chains", "feeds"}
    assert said["append-only"] == "missing or disabled: lines_append_only, lines_no_truncate"


def test_a_line_that_was_changed_is_found(patient: House) -> None:
    changed(patient, "UPDATE lines SET officer = 'somebody else' WHERE seq = 2", unguarded=True)

    assert "line 2 is not what was chained" in failures(patient)["chains"]


def test_a_line_that_was_removed_is_found(patient: House) -> None:
    changed(patient, "DELETE FROM lines WHERE seq = 4", unguarded=True)

    assert "it ends at 3, not at 4" in failures(patient)["chains"]


def test_a_wrong_count_is_found(patient: House) -> None:
    changed(patient, "UPDATE epochs SET findings = 7")

    assert "1 findings, counted 7" in failures(patient)["chains"]


def test_a_gap_in_a_feed_is_found(patient: House) -> None:
    patient.run("tasks", "add", "--title", "再看看")
    changed(patient, "DELETE FROM feed WHERE n = 1")

    assert failures(patient) == {"feeds": "1 of 1 have gaps, like area/all"}


@pytest.mark.parametrize(
    "damage",
    [lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(PHOTO[:-1] + b"X")],
)
def test_a_photo_that_is_gone_empty_or_damaged_is_found(patient: House, damage: Callable[[Path], None]) -> None:
    damage(patient.folder / "photos" / "sha256" / DIGEST[:2] / DIGEST)

    said = failures(patient)
    assert said.keys() == {"photos"}
    assert said["photos"].endswith(f"like {DIGEST}")


@pytest.mark.parametrize("words", [(), ("--all",), ("--ask-again",), ("--all", "--ask-again")])
def test_a_photo_that_is_lost_fails_the_examination_however_it_is_asked(patient: House, words: tuple[str, ...]) -> None:
    (patient.folder / "photos" / "sha256" / DIGEST[:2] / DIGEST).unlink()

    said = failures(patient, *words)
    assert said["photos"].startswith("1 of 1 held were looked at, 1 of them are gone or damaged; 0 are called stored")
    if "--ask-again" in words:
        later = "0 of 0 held were looked at and are whole; records name 1 photos 1 times, 1 of them still to come"
        assert examined(patient)["photos"]["said"] == later


def test_a_photo_for_two_findings_is_named_twice_and_one_that_did_not_come_is_still_to_come(own_centre: House) -> None:
    with plain.client(own_centre) as http:
        laptop = Laptop(http, own_centre.code()).join()
        laptop.record(a_shift(), a_finding(), a_photo(PHOTO), a_finding("f2"), a_photo(PHOTO, "f2"), a_photo(b"late"))
        laptop.push()
        laptop.send_bundle(PHOTO)

    said = examined(own_centre)["photos"]["said"]
    assert said == "1 of 1 held were looked at and are whole; records name 2 photos 3 times, 1 of them still to come"


def test_a_sample_reaches_each_photo_of_a_laptop_in_time(patient: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SAMPLE", 2)
    digests = [f"{n:x}" * 64 for n in range(16)]
    rows = [f"('{digest}', 1, 'now', (SELECT device FROM devices))" for digest in digests]
    changed(patient, "INSERT INTO media (sha256, size, stored_at, device) VALUES " + ", ".join(rows))

    async def sampled(inside: wiring.Centre) -> None:
        for _ in range(300):
            found = await inside.database.read(lambda connection: pictures._rows(connection, everything=False))
            assert len({row.sha256 for row in found}) == 2
            seen.update(row.sha256 for row in found)

    seen: set[str] = set()
    patient.inside(sampled)
    assert seen == {DIGEST, *digests}
    assert failures(patient)["photos"].startswith("2 of 17 held were looked at")


def test_a_photo_called_stored_without_a_row_is_found(patient: House) -> None:
    changed(patient, "DELETE FROM media")

    assert "1 are called stored without a row" in failures(patient)["photos"]


def test_keys_that_others_may_read_are_found(patient: House) -> None:
    (patient.folder / "keys").chmod(0o755)

    assert failures(patient) == {"keys": "others may read keys"}


def test_keys_that_are_gone_are_found_and_everything_else_is_looked_at_all_the_same(patient: House) -> None:
    for key in (patient.folder / "keys").glob("*.ed25519"):
        key.unlink()

    said = failures(patient)
    assert said.keys() == {"keys", "chains"}
    assert "restore it" in said["keys"]
    assert examined(patient, well=False)["photos"]["state"] == "ok"


def test_an_older_schema_is_found_and_left_alone(patient: House) -> None:
    async def age(inside: wiring.Centre) -> None:
        await inside.database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '0003'")))

    patient.inside(age)
    assert "schema" in failures(patient)
    assert "schema" in failures(patient)


def test_where_there_is_no_centre_the_doctor_makes_none(tmp_path: Path) -> None:
    house = House(tmp_path / "nowhere")

    with pytest.raises(NoCentre) as trouble:
        house.run("doctor")

    assert "inspector-center serve" in sentence(trouble.value)
    assert not house.folder.exists()


def test_the_address_must_lead_to_this_very_centre(embedded: House, tmp_path: Path) -> None:
    found = examined(embedded, "--url", embedded.url)
    assert {found[name]["state"] for name in ("address", "its clock", "metrics", "uploads")} == {"ok"}

    other = House(tmp_path / "other")
    other.code()
    assert failures(other, "--url", embedded.url) == {"address": "status 200, and not this centre"}


def test_an_address_where_nobody_listens_is_a_sentence(embedded: House) -> None:
    embedded.stop()

    assert failures(embedded, "--url", embedded.url) == {"address": "Connection refused"}


@pytest.mark.parametrize(
    ("version", "has_it"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 44, 5), True), ((3, 44, 6), False), ((3, 45, 0), True),
     ((3, 50, 6), True), ((3, 50, 7), False), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 53, 4), False)],
)  # fmt: skip
def test_versions_of_sqlite_with_the_reset_bug_are_known(version: tuple[int, ...], has_it: bool) -> None:
    assert machine.has_reset_bug(version) is has_it


@pytest.mark.parametrize(("apart", "state"), [(0, "ok"), (30, "warn"), (-3600, "fail")])
def test_a_clock_that_goes_wrong_is_told(apart: float, state: str) -> None:
    assert keeping.clock("its clock", time.time() + apart).state == state


def test_a_volatile_file_system_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "_kind_of", lambda _: "tmpfs")
    settings = Settings(tmp_path)

    verdicts = asyncio.run(machine.flushing(Patient(settings, open_database(settings.database))))

    assert [(one.state, one.advice) for one in verdicts] == [("fail", "put --data on a disk")]
