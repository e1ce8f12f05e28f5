"""The rules that a reference pack brings: its policy and calendar count beside the program's own, and never an older edition."""

import json
from pathlib import Path

import pytest

from inspector_app import bootstrap, paths
from inspector_app.config import Config
from inspector_app.storage import packs
from inspector_app.storage.packs import LaptopPacks
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests import policies
from tests.packs import ENROLMENT, a_city, brought, made


def with_rules(folder: Path, policy: str, **calendar: str) -> Path:
    """The folder of a city that brings a policy pack of this program, and its calendar with other values."""
    a_city(folder, only=("districts",))
    (folder / "policy").mkdir()
    for name, content in policies.sealed(policy).items():
        (folder / "policy" / name).write_bytes(content)
    own = json.loads((paths.resources() / "catalogue" / "calendar.json").read_bytes())
    (folder / "calendar.json").write_text(json.dumps(own | calendar), "utf-8")
    return folder


def test_the_policy_and_the_calendar_of_a_pack_count_beside_the_programs_own(tmp_path: Path, qapp: object) -> None:
    parts = bootstrap.Parts(Config(data=tmp_path / "laptop"), key=bootstrap.key_file)
    parts._open_store()
    assert parts.city is not None
    try:
        own = parts.workplace.load_policy()
        shelf = LaptopPacks(tmp_path / "laptop", parts._master, lambda: ENROLMENT)
        for version, name in enumerate(("721-v1", "example-city"), 1):
            brought(shelf, made(with_rules(tmp_path / name, name, version=f"city.{version}"), version))
            parts.city.take_up()
            now = parts.workplace.load_policy()
            assert now.calendar.version == f"city.{version}"
            assert now.pack.name == (own.pack.name if name == "721-v1" else name), (
                "never an older edition of the own one"
            )
        chosen = bootstrap.Parts(Config(data=tmp_path / "laptop", pack="721-v1"), key=bootstrap.key_file)
        chosen.city = parts.city
        assert chosen.workplace.load_policy().pack.name == "721-v1", "who chose one at the start has it"

        installed = packs.installed(tmp_path / "laptop", parts._master)
        assert installed is not None
        rules = installed.files["policy/rules.csv"]
        rules.write_bytes(rules.read_bytes().replace(b"management", b"enforcement", 1))
        with pytest.raises(StorageTrouble) as trouble:
            parts.workplace.load_policy()
        assert trouble.value.code is StorageCode.PACK_DAMAGED
    finally:
        parts.close()
