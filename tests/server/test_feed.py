"""Tasks go down, answers come up, and no reader of a feed misses an item."""

import asyncio
from collections.abc import Callable

import msgspec
import pytest

from sync.server import centre as wiring
from sync.server import feed
from sync.server.desk import values
from sync.server.store.connection import Connection
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_shift, entry


def test_a_task_reaches_every_laptop_as_it_was_stated(own_centre: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(own_centre)
    words = ["--title", "核实围挡", "--kind", "verify", "--address", "农业路", "--lat", "34.7466", "--lon", "113.6254"]
    task = own_centre.run("tasks", "add", *words, "--due", "2026-03-02T18:00").strip()

    page = laptop.pull()["area/all"]

    body = msgspec.json.decode(page.items[0].body)
    assert (page.head, page.items[0].n, page.items[0].kind, page.items[0].about) == (1, 1, "task.assigned", task)
    assert body | {"created_at": ""} == {
        "task": task, "kind": "verify", "title": "核实围挡", "note": "", "address": "农业路", "lat_e7": 347466000,
        "lon_e7": 1136254000, "due": "2026-03-02T10:00:00.000Z", "about": "", "created_at": "",
    }  # fmt: skip


def test_an_answer_is_told_to_the_bucket_and_kept_beside_others(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    one, two = laptops(own_centre), laptops(own_centre)
    task = own_centre.run("tasks", "add", "--title", "复查", "--kind", "reinspect").strip()
    for laptop in (one, two):
        laptop.record(entry("task.answered", task, {"outcome": "solved", "note": "", "finding": ""}))
        laptop.push()

    items = one.pull()["area/all"].items

    assert [item.kind for item in items] == ["task.assigned", "task.closed", "task.closed"]
    assert msgspec.json.decode(items[1].body) == {"task": task, "state": "answered", "outcome": "solved"}


def test_an_officers_bucket_opens_when_the_officer_opens_a_shift(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(own_centre)
    own_centre.run("tasks", "add", "--title", "只给一人", "--officer", "77")
    assert "officer/77" not in laptop.hello().heads
    assert laptop.pull(**{"officer/77": 0}).keys() == {"area/all", f"device/{laptop.device}"}

    laptop.record(a_shift(officer="77"))
    laptop.push()

    assert laptop.hello().heads["officer/77"] == 1
    assert len(laptop.pull()["officer/77"].items) == 1


def test_pages_go_on_after_the_cursor(own_centre: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(own_centre)
    for number in range(5):
        own_centre.run("tasks", "add", "--title", f"任务 {number}")

    seen = [item.n for item in laptop.pull(**{"area/all": 3})["area/all"].items]
    answer = laptop.http.post("/v1/pull", json={"after": {"area/all": 0}, "limit": 2})

    assert seen == [4, 5]
    assert [item["n"] for item in answer.json()["pages"][0]["items"]] == [1, 2]
    assert answer.json()["pages"][0]["head"] == 5


def test_a_reader_beside_many_writers_misses_nothing(own_centre: House) -> None:
    async def storm(centre: wiring.Centre) -> list[int]:
        async def write(number: int) -> None:
            async def deed(connection: Connection) -> None:
                await feed.publish(connection, [feed.News("area/all", "test", str(number), {})], "")

            await centre.database.write(deed)

        async def follow() -> list[int]:
            seen = [0]

            async def look(connection: Connection) -> list[int]:
                return [item.n for item in await feed.items(connection, "area/all", seen[-1], 7)]

            while seen[-1] < 60:
                seen += await centre.database.read(look)
            return seen

        _, seen = await asyncio.gather(asyncio.gather(*map(write, range(60))), follow())
        return seen

    assert own_centre.inside(storm) == list(range(61))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-03-02T18:00", "2026-03-02T10:00:00.000Z"),
        ("2026-03-02T18:00+00:00", "2026-03-02T18:00:00.000Z"),
    ],
)
def test_a_due_time_without_a_zone_is_chinese(said: str, meant: str) -> None:
    assert values.moment(said) == meant
