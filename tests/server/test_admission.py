"""Who comes in: real processes with small lanes, the real engine that obeys, and strangers who cost nothing."""

import asyncio
import base64
import hashlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.bodies import Message
from sync.server.lanes import MEDIA, RECORDS, Admission, Limits
from sync.server.tickets import Tickets
from tests.postgres import free_port
from tests.server import plain
from tests.server.conftest import House
from tests.server.crowd import all_send, crowd
from tests.server.laptop import Laptop, a_finding, a_shift, problem
from tests.server.test_metrics import scraped

NARROW = ("--records", "1", "--media", "1", "--media-mb", "1", "--queue", "2", "--patience", "1")
TICKETS = Tickets(b"s" * 32, lambda: datetime(2026, 3, 2, tzinfo=UTC))


def test_a_crowd_before_a_narrow_door_gets_through_and_comes_back_when_it_was_told(
    houses: Callable[..., House],
) -> None:
    house = houses(*NARROW)
    members = crowd(house, 16, findings=6, photo_bytes=120_000)

    all_send(members)

    troubles = [trouble for member in members for trouble in member.troubles]
    assert troubles, "the door was not narrow enough to prove anything"
    assert {trouble.code for trouble in troubles} == {Problem.BUSY}
    assert all(trouble.retry_after_s and trouble.retry_after_s >= 1 for trouble in troubles)
    assert [pause for member in members for pause in member.pauses() if pause[1] < pause[0]] == []
    assert len(house.findings()) == 16 * 6
    for member in members:
        (said, agrees) = member.laptop.journal.receipts[-1]
        assert (said.findings, said.photos, said.missing_count, agrees) == (6, 6, 0, True)


def test_the_usual_door_sends_nobody_of_a_station_away(houses: Callable[..., House]) -> None:
    members = crowd(houses(), 16, findings=6, photo_bytes=120_000)

    all_send(members)

    assert [trouble for member in members for trouble in member.troubles] == []


def test_lines_come_in_while_the_photos_lane_is_full(houses: Callable[..., House], laptops: Any) -> None:
    port = free_port()
    house = houses(*NARROW, "--metrics-port", str(port))
    one, two = laptops(house), laptops(house)
    two.record(a_shift(), a_finding())
    with plain.client(house, headers=one.http.headers) as slow:

        def dripping() -> Any:
            yield b"x" * 1000
            until_in_flight(port, MEDIA)  # of two connections the later one may be heard first
            assert problem(two.http.post("/v1/media/have", content=b'{"sha256":[]}')).detail == "media: patience"
            assert two.push().added == 3
            yield b"x" * 1000

        slow.post(one.upload_path(b"x" * 2000), content=dripping(), headers={"Upload-Length": "2000"})


def until_in_flight(port: int, lane: str) -> None:
    """Returns when a call has its place in the lane."""
    deadline = time.monotonic() + 20
    while not scraped(port)("calls_in_flight", lane=lane):
        assert time.monotonic() < deadline, f"nobody came into {lane}"
        time.sleep(0.01)


def test_a_laptop_that_hammers_is_slowed_and_then_told_to_wait(houses: Callable[..., House], laptops: Any) -> None:
    house = houses("--rate", "2", "--burst", "5")
    hammer, other = laptops(house), laptops(house)
    answers = [hammer.http.post("/v1/pull", content=b'{"after":{}}') for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}

    async def at_once() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=house.url, headers=hammer.http.headers) as http:
            return await asyncio.gather(*(http.post("/v1/pull", content=b'{"after":{}}') for _ in range(6)))

    told = asyncio.run(at_once())

    assert sorted({answer.status_code for answer in told}) == [200, 503]
    away = [answer for answer in told if answer.status_code == 503]
    assert {problem(answer).detail for answer in away} == {"records: rate"}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in away)
    assert other.push().added == 1


def called(admission: Admission, path: str, *, token: str = "", length: int = 0) -> Any:
    """The call as the shell makes it; a body that somebody asks for is a failure of the test."""

    async def nobody_reads() -> Message:
        raise AssertionError("the body was read")

    async def send(_message: Message) -> None:
        return None

    headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-length", str(length).encode())]
    return admission({"type": "http", "path": path, "headers": headers}, nobody_reads, send)


def door(app: Any, limits: Limits) -> Admission:
    return Admission(app, TICKETS, limits, lambda: 0.0, random=lambda: 0.0)


def test_who_gets_no_place_is_refused_before_a_byte_of_the_body_is_read() -> None:
    async def story() -> None:
        ends = asyncio.Event()

        async def app(_scope: Any, _receive: Any, _send: Any) -> None:
            await ends.wait()

        one = door(app, Limits(media=1, queue=0))
        first = asyncio.ensure_future(called(one, "/v1/uploads/a", token=TICKETS.token("a"), length=1000))
        await asyncio.sleep(0)
        assert (one.lanes[MEDIA].in_flight, one.lanes[MEDIA].bytes) == (1, 2000)
        for path in ("/v1/uploads/b", f"/v1/uploads/b/{'0' * 64}", "/v1/media/have"):
            with pytest.raises(ProtocolProblem, match="media: queue"):
                await called(one, path, token=TICKETS.token("b"), length=4_000_000)
        ends.set()
        await first
        assert (one.lanes[MEDIA].in_flight, one.lanes[MEDIA].bytes) == (0, 0)

    asyncio.run(story())


@pytest.mark.parametrize("path", ["/v1/time", "/v1/enrol", "/v1/token", "/health", "/console", "/v1/packs/1"])
def test_what_has_no_lane_passes(path: str) -> None:
    passed = []

    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        passed.append(path)

    asyncio.run(called(door(app, Limits(records=0, media=0, queue=0)), path, token=TICKETS.token("a")))

    assert passed == [path]


@pytest.mark.parametrize("token", ["", "nonsense", "a.99999999999.", TICKETS.token("a")[:-1] + "_"])
def test_strangers_take_no_place_from_laptops(token: str) -> None:
    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        assert one.lanes[RECORDS].in_flight == 0

    one = door(app, Limits(records=0, queue=0))
    asyncio.run(called(one, "/v1/lines", token=token))


def test_a_body_of_unknown_length_counts_as_the_largest(houses: Callable[..., House], laptops: Any) -> None:
    laptop: Laptop = laptops(houses("--media-mb", "1"))
    photo = os.urandom(100_000)
    checksum = base64.b64encode(hashlib.sha256(photo).digest()).decode()

    answer = laptop.http.post(
        laptop.upload_path(photo), content=iter([photo]),
        headers={"Upload-Length": str(len(photo)), "Upload-Checksum": f"sha256 {checksum}"},
    )  # fmt: skip

    assert answer.status_code == 201  # alone in the lane: larger than its room, and let in all the same
