"""`inspector pack install`: a reference pack from a stick, as people call it."""

import io
import json
from pathlib import Path

import msgspec
import pytest

from inspector_app.cli import laptop as cli_laptop
from inspector_app.cli import pack
from inspector_app.storage.sync_store import LaptopSyncStore
from tests.packs import ENROLMENT, a_city, made, written
from tests.storage.builders import MASTER, laptop


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop's data, joined at the centre in memory, with the key at hand."""
    data = tmp_path / "data"
    with laptop(data) as store:
        LaptopSyncStore(store).keep_enrolment(msgspec.structs.replace(ENROLMENT, device=store.device))
    monkeypatch.setattr("inspector_app.storage.keys.master_key", lambda *_args, **_named: MASTER)
    return data


def called(*words: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return pack.run([str(word) for word in words], out, err), out.getvalue(), err.getvalue()


def test_a_pack_from_a_stick_counts_at_once(folder: Path, tmp_path: Path) -> None:
    stick = written(made(a_city(tmp_path / "city"), 5), tmp_path / "city.pack")

    code, out, err = called("install", stick, "--data", folder)

    assert (code, err) == (0, "")
    assert out.startswith("郑州市, version 5, made at 2026-11-27T00:00:00.000Z: 1 asset, ")
    with laptop(folder) as store:
        now = store.installed_pack()
        assert now is not None
        assert now.manifest.version == 5


def test_refusals_have_codes_and_leave_the_pack_in_use(folder: Path, tmp_path: Path) -> None:
    city = a_city(tmp_path / "city")
    stick = written(made(city, 5), tmp_path / "city.pack")
    called("install", stick, "--data", folder)
    cut, none = tmp_path / "cut.pack", tmp_path / "none.pack"
    cut.write_bytes(written(made(city, 6), tmp_path / "six.pack").read_bytes()[:-40_000])
    none.write_bytes(b"no pack")
    unsigned = tmp_path / "unsigned.pack"
    from sync.protocol import pack_file

    with unsigned.open("wb") as out:
        six = made(city, 6)
        pack_file.write(out, pack_file.text_of(six.manifest), None, six.files)

    refused = {}
    for path in (stick, cut, none, unsigned, tmp_path / "absent.pack"):
        code, said, err = called("install", path, "--data", folder, "--json")
        assert (code, err.count("\n")) == (2, 1)
        refused[path.stem] = json.loads(said)["error"]["code"] if said else "no file"

    assert refused == {
        "city": "older_pack", "cut": "damaged_pack", "none": "not_a_pack", "unsigned": "false_pack", "absent": "no file",
    }  # fmt: skip
    with laptop(folder) as store:
        now = store.installed_pack()
        assert now is not None
        assert now.manifest.version == 5


def test_every_code_of_a_pack_has_a_sentence() -> None:
    assert {"not_a_pack", "newer_pack", "damaged_pack", "false_pack", "older_pack"} <= cli_laptop.SENTENCES.keys()
