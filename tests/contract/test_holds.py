"""From a file at the centre to an officer's laptop and back: the real server, the real client, the real store."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.events import MeasureTaken
from inspector_app.domain.reference.hold import GUIDE, HoldState
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.status import Outcome
from tests.server.conftest import House, own_centre
from tests.storage.builders import CLOCK, LI, a_shift, laptop, record, record_finding
from tests.unit.reference.points import a_body

__all__ = ["own_centre"]
Officer = tuple[Store, Callable[[], Outcome]]


@pytest.fixture
def officers(own_centre: House, tmp_path: Path) -> Iterator[Callable[[str], Officer]]:
    """Makes enrolled laptops: each its store, and a round with the centre."""
    with ExitStack() as stack:

        def joined(name: str) -> Officer:
            store = stack.enter_context(laptop(tmp_path / name))
            api = HttpSyncApi(own_centre.url, store.device, store.signer, app="1.0.0")
            stack.callback(api.close)
            inner = LaptopSyncStore(store)
            enrolling.enrol(
                own_centre.code(), own_centre.url, name, device=store.device, signer=store.signer, api=api, store=inner
            )
            now = lambda: CLOCK.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")  # noqa: E731
            engine = Engine(api, inner, store.signer, now=now, steady=lambda: 0.0, app="1.0.0")
            record(store, a_shift(f"shift-{name}"))
            return store, lambda: engine.run_round(lambda _: None, lambda: False, shift=f"shift-{name}").outcome

        yield joined


def load(centre: House, **changed: Any) -> None:
    file = centre.folder / "points.json"
    file.write_text(json.dumps([{"id": "rp-1", "body": a_body(**changed)}]), encoding="utf-8")
    centre.run("reference", "load", "relief_point", "--from", str(file))


def guide(store: Store, finding: str) -> None:
    record_finding(store, finding)
    with store.unit_of_work() as uow:
        uow.record(MeasureTaken(finding, f"m-{finding}", GUIDE, target="rp-1"), officer=LI.number, at=datetime.now(UTC))


def test_a_slot_is_asked_for_offline_and_answered_in_the_round_that_brings_it(
    own_centre: House, officers: Callable[[str], Officer]
) -> None:
    load(own_centre, free_slots=1)
    (first, sync_first), (second, sync_second) = officers("li"), officers("wang")
    assert [sync_first(), sync_second()] == [Outcome.COMPLETE] * 2
    assert [point.body["free_slots"] for point in first.reads.references("relief_point")] == [1]
    assert first.reads.reference_as_of()
    guide(first, "f-li")
    guide(second, "f-wang")
    assert [hold.state for hold in first.reads.holds()] == [HoldState.WAITING]

    sync_second()
    sync_first()

    assert [(hold.state, hold.reason) for hold in second.reads.holds("f-wang")] == [(HoldState.CONFIRMED, "")]
    assert [(hold.state, hold.reason) for hold in first.reads.holds("f-li")] == [(HoldState.REFUSED, "full")]
    (point,) = first.reads.references("relief_point")
    assert (point.version, [held["slots"] for held in point.body["held"]]) == (2, [1])
