"""A calendar that the centre states takes the place of the program's own, at once and after a restart."""

import json
from collections.abc import Callable
from typing import Any

import msgspec

from inspector_app.services.changes import Changes
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.canonical import canonical
from sync.protocol.messages import BucketPage, FeedItem
from tests.calendars import FILE
from tests.qt.laptop import Laptop


def a_calendar(**changed: Any) -> dict[str, Any]:
    """The program's own, with the day of the tests as a statutory holiday."""
    table: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    day = {"zh": "市庆日", "en": "City Day", "rest": ["2026-11-22", "2026-11-22"], "statutory": ["2026-11-22"]}
    table["years"][-1]["holidays"].append(day)
    return table | {"version": "zz-2026.2"} | changed


def state(laptop: Laptop, body: dict[str, Any], n: int = 1) -> None:
    """The centre tells, as a round does it."""
    said = canonical({"kind": "calendar", "id": "zz", "version": n, "body": body})
    item = FeedItem(n=n, kind="reference.stated", about="zz", body=msgspec.Raw(said))
    LaptopSyncStore(laptop.store).apply([BucketPage(bucket="area/all", items=(item,), head=n)])
    laptop.feed.publish(Changes(references=frozenset({"calendar"})))
    laptop.rest()


def version(laptop: Laptop) -> str:
    policy = laptop.screens.rulebook.policy
    assert policy is not None
    return policy.calendar.version


def test_the_form_knows_at_once_what_the_new_calendar_says(laptop: Laptop) -> None:
    assert laptop.page.state.draft.facts["is_legal_holiday"] is False
    state(laptop, a_calendar())
    assert version(laptop) == "zz-2026.2"
    laptop.page.start(laptop.page.blank(laptop.page.state.draft.category))
    laptop.rest()
    assert laptop.page.state.draft.facts["is_legal_holiday"] is True


def test_it_is_there_after_a_restart(laptop: Laptop, a_laptop: Callable[..., Laptop]) -> None:
    state(laptop, a_calendar())
    laptop.end()
    again = a_laptop(laptop.folder.name)
    again.begin()
    again.settle()
    again.rest()
    assert version(again) == "zz-2026.2"


def test_one_that_this_version_cannot_read_is_passed_over(laptop: Laptop) -> None:
    state(laptop, a_calendar(hours="always"))
    assert version(laptop) == "cn-2026.1"
    state(laptop, a_calendar(), n=2)
    assert version(laptop) == "zz-2026.2"
