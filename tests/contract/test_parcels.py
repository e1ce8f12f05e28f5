"""A shift that went to the centre on a stick: the same lines and photos, the same receipt, and nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app import parcels
from inspector_app.services.ports import Send
from inspector_app.storage.store import Store
from sync.client.status import Outcome
from sync.protocol.problems import Problem, ProtocolProblem
from tests.contract.patrol import arrived, joined, packed, synced, worked
from tests.server.conftest import House
from tests.storage.builders import CLOCK, a_shift, laptop, record


@pytest.fixture
def store(folder: Path, real_centre: House) -> Iterator[Store]:
    with laptop(folder) as opened:
        record(opened, a_shift())
        yield joined(opened, real_centre)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "laptop"


def test_a_shift_on_a_stick_arrives_and_its_receipt_makes_the_laptop_green(
    store: Store, real_centre: House, tmp_path: Path
) -> None:
    worked(store, 3)
    parcel = packed(store, tmp_path / "stick")

    said = real_centre.run("parcel", "import", str(parcel))
    waits = store.reads.sync_overview().unsent_lines
    parcels.take_receipt(store, parcel.with_suffix(".receipt"))

    overview = store.reads.sync_overview()
    finding = store.reads.finding("finding-1")
    assert "3 photos; complete" in said
    assert waits > 0
    assert (overview.unsent_lines, overview.photos, overview.photos_arrived) == (0, 3, 3)
    assert overview.receipt_agrees
    assert finding is not None
    assert finding.row.send is Send.ARRIVED
    assert {row["finding"]: row["photos_received"] for row in arrived(real_centre, store.device)} == {
        f"finding-{n}": 1 for n in range(3)
    }


def test_a_parcel_that_is_taken_twice_and_synced_besides_changes_nothing(
    store: Store, real_centre: House, tmp_path: Path
) -> None:
    worked(store, 2)
    parcel = packed(store, tmp_path / "stick")

    real_centre.run("parcel", "import", str(parcel))
    real_centre.run("parcel", "import", str(parcel))
    report = synced(store, real_centre)

    assert (report.outcome, report.lines, report.sent_bytes) == (Outcome.COMPLETE, 0, 0)
    assert len(arrived(real_centre, store.device)) == 2


def test_a_parcel_after_a_sync_carries_only_what_is_new(store: Store, real_centre: House, tmp_path: Path) -> None:
    worked(store, 2)
    synced(store, real_centre)
    worked(store, 1, first=2)

    made = parcels.make(store, tmp_path, now=CLOCK.now())
    real_centre.run("parcel", "import", made.path)
    parcels.take_receipt(store, Path(made.path).with_suffix(".receipt"))

    assert (made.findings, made.photos, made.lines) == (1, 1, 2)
    assert store.reads.sync_overview().unsent_lines == 0
    assert len(arrived(real_centre, store.device)) == 3


def test_a_laptop_without_anything_new_makes_no_parcel(store: Store, real_centre: House, tmp_path: Path) -> None:
    synced(store, real_centre)

    with pytest.raises(ProtocolProblem) as trouble:
        packed(store, tmp_path / "stick")

    assert trouble.value.code is Problem.NOTHING_TO_CARRY
    assert list((tmp_path / "stick").iterdir()) == []
