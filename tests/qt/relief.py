"""Relief points and what else the centre states to look up, brought to a laptop with screens."""

from typing import Any

import msgspec

from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.canonical import canonical
from sync.protocol.messages import BucketPage, FeedItem
from tests.qt.laptop import Laptop
from tests.unit.reference.points import a_body


def state(laptop: Laptop, item_id: str = "rp-1", /, **changed: Any) -> None:
    """States a relief point to the laptop, as a round with the centre would."""
    body = {"kind": "relief_point", "id": item_id, "version": 1, "body": a_body(**changed)}
    tell(laptop, "area/all", "reference.stated", item_id, body)


def look_up(laptop: Laptop, kind: str, item_id: str, body: dict[str, Any]) -> None:
    """States a street, a campaign or a history."""
    said = {"kind": kind, "id": item_id, "version": 1, "body": body}
    tell(laptop, "area/all", "reference.stated", item_id, said)


def all_told(laptop: Laptop, at: str = "2026-11-22T00:10:00.000Z") -> None:
    """All that the centre had to tell was here at this moment; among it, the history of somebody else."""
    look_up(laptop, "history", "h-0", {"subject": "别人", "entries": []})
    LaptopSyncStore(laptop.store, on_changes=laptop.feed.publish).keep_pulled(at)
    laptop.rest()


def answer(laptop: Laptop, measure: str, *, confirmed: bool, reason: str = "") -> None:
    """The centre's answer to who asked for a slot."""
    tell(laptop, "device/d", "hold.answered", measure, {"measure": measure, "confirmed": confirmed, "reason": reason})


def tell(laptop: Laptop, bucket: str, kind: str, about: str, body: dict[str, Any]) -> None:
    inner = LaptopSyncStore(laptop.store, on_changes=laptop.feed.publish)
    n = inner.cursors().get(bucket, 0) + 1
    item = FeedItem(n=n, kind=kind, about=about, body=msgspec.Raw(canonical(body)))
    inner.apply([BucketPage(bucket=bucket, items=(item,), head=n)])
    laptop.rest()
