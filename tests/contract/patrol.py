"""A laptop with its real store that works, syncs with a real centre and packs parcels; what both ends then hold."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from inspector_app import parcels
from inspector_app.domain.ids import iso
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.status import SyncReport
from tests.server.conftest import House
from tests.storage.builders import CLOCK, record_finding
from tests.sync.laptop import quietly

PHOTO = bytes(range(256)) * 800


def connected(store: Store, centre: House) -> HttpSyncApi:
    return HttpSyncApi(centre.url, store.device, store.signer, app="1.0.0")


def joined(store: Store, centre: House) -> Store:
    """The laptop, enrolled at the centre."""
    with closing(connected(store, centre)) as api:
        enrolling.enrol(
            centre.code(), centre.url, "巡查一号", device=store.device, signer=store.signer, api=api,
            store=LaptopSyncStore(store),
        )  # fmt: skip
    return store


def synced(store: Store, centre: House) -> SyncReport:
    with closing(connected(store, centre)) as api:
        engine = Engine(
            api, LaptopSyncStore(store), store.signer, now=lambda: iso(CLOCK.now()), steady=lambda: 0.0, app="1.0.0"
        )
        return engine.run_round(quietly, lambda: False)


def worked(store: Store, findings: int, *, first: int = 0) -> None:
    for n in range(first, first + findings):
        record_finding(store, f"finding-{n}", PHOTO + bytes([n]))


def packed(store: Store, stick: Path, **told: Any) -> Path:
    stick.mkdir(exist_ok=True)
    return Path(parcels.make(store, stick, now=CLOCK.now(), **told).path)


def arrived(centre: House, device: str) -> list[dict[str, Any]]:
    out = centre.folder / "all.jsonl"
    centre.run("findings", "export", "--out", str(out))
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["device"] == device]
