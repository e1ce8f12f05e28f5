"""How a process goes: it says so first, takes what still comes, ends what it has in hand, and is not held up for ever."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_shift, problem

PHOTO = b"x" * 200_000


def told_to_go(house: House) -> None:
    os.kill(house.pid, signal.SIGTERM)
    while httpx.get(f"{house.url}/health").status_code == 200:
        pass


def exit_code(house: House) -> int:
    process, house._process = house._process, None  # it has ended: nobody needs to stop it
    assert process is not None
    return process.wait(30)


def begun(house: House, laptop: Laptop) -> socket.socket:
    """A connection on which a photo has begun and never ends."""
    host, _, port = house.url.removeprefix("http://").partition(":")
    headers = {"Host": "localhost", "Upload-Length": str(len(PHOTO)), "Content-Length": str(len(PHOTO))}
    headers["Authorization"] = laptop.http.headers["Authorization"]
    text = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line = socket.create_connection((host, int(port)), timeout=30)
    line.sendall(f"POST {laptop.upload_path(PHOTO)} HTTP/1.1\r\n{text}\r\n".encode() + PHOTO[:1000])
    laptop.hello()  # the other call has surely begun
    return line


def test_health_says_draining_while_calls_are_still_taken_and_each_answer_ends_its_connection(
    houses: Callable[..., House], laptops: Any
) -> None:
    house = houses("--notice", "3")
    laptop = laptops(house)
    laptop.record(a_shift(), a_finding())
    assert "connection" not in laptop.http.get("/v1/time").headers

    told_to_go(house)
    health = httpx.get(f"{house.url}/health")
    pushed = laptop.post_lines(laptop.lines)

    assert (health.status_code, problem(health).detail, health.headers["Retry-After"]) == (503, "draining", "1")
    assert (pushed.status_code, pushed.headers["connection"]) == (200, "close")
    assert exit_code(house) == 0


def test_a_call_that_does_not_end_is_cut_after_its_time(houses: Callable[..., House], laptops: Any) -> None:
    house = houses("--drain", "1")
    with begun(house, laptops(house)):
        began = time.monotonic()
        os.kill(house.pid, signal.SIGTERM)
        assert exit_code(house) == 0

    assert time.monotonic() - began < 15
    assert "calls took longer than 1 s" in (house.folder / "centre.log").read_text()


def test_a_second_signal_ends_the_notice(houses: Callable[..., House]) -> None:
    house = houses("--notice", "600")
    told_to_go(house)

    os.kill(house.pid, signal.SIGTERM)

    assert exit_code(house) == 0


def test_in_a_storm_every_call_is_answered_or_finds_the_door_closed(houses: Callable[..., House], laptops: Any) -> None:
    house = houses("--notice", "1")
    crowd: list[Laptop] = [laptops(house) for _ in range(6)]
    for laptop in crowd:
        laptop.record(a_shift(), *(a_finding(f"f-{n}") for n in range(400)))
    cut: list[httpx.HTTPError] = []
    answered: dict[str, int] = {}
    running = threading.Barrier(len(crowd) + 1)

    def send(laptop: Laptop) -> None:
        answered[laptop.device] = laptop.push(laptop.lines[:1]).through_seq
        running.wait()
        try:
            for place in range(1, len(laptop.lines)):
                answered[laptop.device] = laptop.push([laptop.lines[place]]).through_seq
        except (httpx.ConnectError, httpx.RemoteProtocolError):
            return  # shut before the call had begun (hyper#3792): nothing was taken, and a proxy asks another process
        except httpx.HTTPError as trouble:
            cut.append(trouble)

    senders = [threading.Thread(target=send, args=(laptop,)) for laptop in crowd]
    for sender in senders:
        sender.start()
    running.wait()
    told_to_go(house)
    for sender in senders:
        sender.join()
    assert exit_code(house) == 0
    house.start()

    assert cut == []
    assert all(0 < answered[laptop.device] < len(laptop.lines) for laptop in crowd)
    assert {laptop.device: laptop.hello().through_seq for laptop in crowd} == answered
