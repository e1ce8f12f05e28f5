"""What people do from a shell: the real commands, and a whole centre carried from one database to the other."""

import csv
import json
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from inspector_app.domain.policy.facts import seal
from tests import policies
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

PHOTO = b"evidence" * 1000


def center(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sync.server", *words], input=said, capture_output=True, text=True, check=False
    )


def filled(house: House, laptops: Callable[[House], Laptop]) -> Laptop:
    laptop = laptops(house)
    laptop.record(a_shift(), a_finding("f-1", photos=[], party="=HYPERLINK(evil)"), a_photo(PHOTO))
    laptop.push()
    laptop.begin_photo(PHOTO, PHOTO)
    assert laptop.account(findings=1, photos=1).complete
    return laptop


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "centre")]

    code = center("enrol-code", *data).stdout.strip()
    added = center("users", "add", "值班员", *data, said="long enough\n")
    short = center("users", "add", "值班员", *data, said="short\n")
    far = center("tasks", "add", "--title", "x", "--lat", "91", *data)
    unknown = center("findings", "show", "nobody", *data)
    wrong = center("findings", "paint", *data)
    nowhere = center("serve", "--port", "65536", *data)
    outside = center("serve", "--host", "0.0.0.0", *data)  # noqa: S104
    described = json.loads(center("openapi").stdout)

    assert len(code.replace("-", "")) == 32
    assert added.stdout == "值班员 can log in at /console\n"
    assert (short.returncode, "10 to 200" in short.stderr) == (1, True)
    assert (unknown.returncode, unknown.stderr.strip()) == (1, "inspector-center: there is no finding nobody")
    assert (far.returncode, far.stderr) == (1, "inspector-center: --lat and --lon are degrees\n")
    assert wrong.returncode == nowhere.returncode == 64
    assert "from 0 to 65535" in nowhere.stderr
    assert (outside.returncode, "--behind-proxy" in outside.stderr) == (1, True)
    assert "/v1/lines" in described["paths"]


def test_findings_are_shown_and_exported_with_the_centres_own_decision(
    embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    case = policies.cases()[0]
    laptop = laptops(embedded)
    facts = seal(case["input"], policies.catalogue())
    judgement = {
        "tier": case["expected"]["tier"], "primary": case["expected"]["primary"], "reasons": [], "fine_gate": "na",
        "flags": [], "refer": [], "missing": [], "measures": [], "provisional": False, "pack": "721-v1", "pack_digest": "",
    }  # fmt: skip
    laptop.record(
        a_finding("f-1", category=case["category"], facts=facts, judgement=judgement, party="=1+1", note=" ＝1+1")
    )
    laptop.push()

    embedded.run("findings", "export", "--out", str(tmp_path / "all.csv"))
    shown = json.loads(embedded.run("findings", "show", "f-1"))

    assert (shown["server_tier"], shown["server_primary"]) == (case["expected"]["tier"], case["expected"]["primary"])
    assert shown["facts"] == facts
    with (tmp_path / "all.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["finding"], row["party"], row["note"]) for row in rows] == [("f-1", "'=1+1", "' ＝1+1")]
    assert "f-1" in embedded.run("findings", "list", "--search", "经三路")
    assert laptop.device in embedded.run("devices", "list")


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
    with pytest.raises(ValueError, match="no backup"), tarfile.open(tmp_path / "other.tar", "w"):
        House(tmp_path / "new").run("restore", "--from", str(tmp_path / "other.tar"))
    cut = tmp_path / "cut.tar"
    cut.write_bytes(saved.read_bytes()[:-12_000])
    with pytest.raises(ValueError, match="a part of one"):
        House(tmp_path / "new").run("restore", "--from", str(cut))

    assert not (tmp_path / "new").exists()


def test_a_damaged_photo_does_not_stop_a_backup_but_is_named(
    embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    filled(embedded, laptops)
    photo = next((embedded.folder / "photos" / "sha256").glob("*/*"))
    photo.write_bytes(b"bit rot")

    done = center("backup", "--out", str(tmp_path / "b.tar"), "--data", str(embedded.folder))

    assert (done.returncode, photo.name in done.stdout) == (1, True)


def test_a_new_signing_key_is_trusted_through_the_old_one(embedded: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(embedded)
    before = laptop.statement(laptop.push().receipt).key_id

    embedded.run("keys", "rotate")

    assert len(laptop.hello().keys) == 2
    after = laptop.statement(laptop.push().receipt).key_id
    assert after != before
    assert embedded.code().replace("-", "").endswith(after)
