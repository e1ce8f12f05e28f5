"""A patrol without a network, by the commands alone: made on the laptop, sent from a PC, the receipt back; then the laptop is lost."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.demo.centre import CentreFailed
from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.storage.opening import open_store
from inspector_app.storage.password_file import PasswordFile
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.http import HttpSyncApi
from tests.forked import ForkedCentre
from tests.storage.builders import a_shift, record, record_finding

PASSWORD = "巡查 2026"
FINDINGS = 5


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[ForkedCentre]:
    made = ForkedCentre(tmp_path / "centre")
    made.start()
    yield made
    made.stop()


def inspector(*words: str, typed: str = PASSWORD + "\n", code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "inspector_app", *words], input=typed, capture_output=True, text=True, check=False,
        encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def a_laptop(folder: Path, centre: ForkedCentre) -> str:
    """A laptop behind a password that has joined and recorded, and never synced; its id."""
    master = PasswordFile(folder).make(bytes(range(32)), PASSWORD)
    store = open_store(folder, master, clock=SystemClock(), ids=OrderedIds())
    try:
        _work(store, centre)
        return store.device
    finally:
        store.close()


def _work(store: Store, centre: ForkedCentre) -> None:
    api = HttpSyncApi(centre.url, store.device, store.signer, app="1.0.0")
    enrolling.enrol(
        centre.enrol_code(), centre.url, "巡查一号", device=store.device, signer=store.signer, api=api,
        store=LaptopSyncStore(store),
    )  # fmt: skip
    api.close()
    record(store, a_shift())
    for n in range(FINDINGS):
        record_finding(store, f"finding-{n}", bytes([n]) * 100_000)


def test_a_shift_goes_to_the_centre_on_a_stick_and_the_laptop_is_made_again(
    centre: ForkedCentre, tmp_path: Path
) -> None:
    data, stick = tmp_path / "laptop", tmp_path / "stick"
    stick.mkdir()
    device = a_laptop(data, centre)

    made: dict[str, Any] = json.loads(inspector("parcel", "make", "--data", str(data), "--out", str(stick), "--json"))
    looked = inspector("parcel", "inspect", made["path"])
    sent = inspector("parcel", "send", made["path"], "--centre", centre.url)
    receipt = str(Path(made["path"]).with_suffix(".receipt"))
    taken = inspector("parcel", "receipt", receipt, "--data", str(data))

    assert (made["findings"], made["photos"], made["lost"]) == (FINDINGS, FINDINGS, 0)
    assert "whole, signed by its laptop" in looked
    assert "photos missing there: 0" in sent
    assert "records that no receipt covers yet: 0" in taken
    assert "nothing_to_carry" in inspector("parcel", "make", "--data", str(data), "--out", str(stick), code=2)

    code = centre.run("devices", "restore-code", device).strip()
    words = ("restore", "--from", made["path"], "--centre", centre.url, "--code", code, "--data", str(tmp_path / "new"))
    assert f"{FINDINGS} photos, 0 lost" in inspector(*words)
    assert "photos alone" in inspector(*words), "called again, there is nothing left to do"
    assert sorted(row["finding"] for row in centre.findings()) == [f"finding-{n}" for n in range(FINDINGS)]


def test_the_saved_folder_of_a_laptop_is_enough_with_its_password(centre: ForkedCentre, tmp_path: Path) -> None:
    a_laptop(tmp_path / "laptop", centre)
    words = ("restore", "--from", str(tmp_path / "laptop"), "--data", str(tmp_path / "new"))

    assert "wrong_key" in inspector(*words, typed="another\nanother\n", code=2)
    assert f"{FINDINGS} photos, 0 lost" in inspector(*words, typed=f"{PASSWORD}\nthe new one\n")
    assert "not_empty" in inspector(*words, typed=f"{PASSWORD}\nthe new one\n", code=2)


def test_a_command_of_the_centre_that_is_refused_says_why(centre: ForkedCentre) -> None:
    with pytest.raises(CentreFailed) as refused:
        centre.run("findings", "show", "nobody")

    assert str(refused.value) == "inspector-center: there is no finding nobody"
