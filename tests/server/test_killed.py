"""Kill -9 in the middle of a storm, start again, send again: no line lost, none twice, every receipt true."""

import itertools
import threading
from collections.abc import Callable

import httpx
import pytest

from tests.server import plain
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

FINDINGS = 60


def storm(laptop: Laptop, photos: list[bytes], stop: threading.Event) -> None:
    """Sends everything in small batches, one after the other, until the centre is gone."""
    try:
        for place in itertools.count(0, 3):
            batch = laptop.lines[place : place + 3]
            if not batch or stop.is_set():
                return
            laptop.post_lines(batch)
            photo = photos[(place // 3) % len(photos)]
            laptop.begin_photo(photo, photo[: len(photo) // 2])
            laptop.send_chunk(photo, len(photo) // 2, photo[len(photo) // 2 :])
    except httpx.HTTPError:
        return


@pytest.mark.parametrize("after_s", [0.05, 0.15, 0.4])
def test_after_a_kill_everything_arrives_once(
    own_centre: House, laptops: Callable[[House], Laptop], after_s: float
) -> None:
    laptop = laptops(own_centre)
    photos = [bytes([number]) * 60_000 for number in range(FINDINGS)]
    laptop.record(a_shift())
    for number, photo in enumerate(photos):
        laptop.record(a_finding(f"f-{number}"), a_photo(photo, f"f-{number}"))
    stop = threading.Event()
    sender = threading.Thread(target=storm, args=(laptop, photos, stop))

    sender.start()
    threading.Event().wait(after_s)  # the moment of the kill is what varies
    own_centre.kill()
    stop.set()
    sender.join()
    own_centre.start()

    held = laptop.hello().through_seq
    for place in range(held, len(laptop.lines), 50):
        laptop.push(laptop.lines[place : place + 50])
    for photo in photos:
        reached = int(laptop.begin_photo(photo, photo).headers["Upload-Offset"])
        if reached < len(photo):  # less than half of it, too, when the kill was amid the first half
            laptop.send_chunk(photo, reached, photo[reached:])
    answer = laptop.account(findings=FINDINGS, photos=FINDINGS)
    said = laptop.statement(answer.receipt)
    assert (answer.complete, said.through_seq, said.missing_count) == (True, len(laptop.lines), 0)
    assert sorted(one["finding"] for one in own_centre.findings()) == sorted(f"f-{n}" for n in range(FINDINGS))


def test_several_processes_on_one_postgresql_take_one_laptops_lines_once(
    own_centre: House, laptops: Callable[[House], Laptop]
) -> None:
    laptop = laptops(own_centre)
    laptop.record(a_shift(), *(a_finding(f"f-{number}") for number in range(40)))
    second = House(own_centre.folder, own_centre.settings.database_url)
    second.start()
    try:
        with plain.client(second, timeout=30, headers=laptop.http.headers) as http:
            other = Laptop(http, laptop.code, laptop.device, laptop.epoch, laptop.key, laptop.lines)
            senders = [
                threading.Thread(target=lambda one=one, place=place: one.post_lines(laptop.lines[: place + 2]))
                for one, place in zip(itertools.cycle((laptop, other)), range(0, 40, 4), strict=False)
            ]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
            said = laptop.statement(other.push().receipt)
    finally:
        second.stop()

    assert (said.through_seq, said.findings) == (42, 40)
    assert len(own_centre.findings()) == 40
