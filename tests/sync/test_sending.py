"""Batches and photos go over any line: smaller where they must, on from where they were, never stuck on one."""

from typing import Any

import pytest

from sync.client.status import Outcome
from sync.protocol.messages import CHUNK_BYTES
from sync.protocol.problems import Problem, ProtocolProblem
from tests.sync.centre import World
from tests.sync.laptop import Laptop, quietly
from tests.sync.test_engine import BIG, a_shift, check_in_step


def test_a_photo_that_is_gone_from_the_disk_holds_nothing_up() -> None:
    world = World()
    laptop = a_shift(world)
    gone = next(iter(laptop.journal.photos))
    del laptop.journal.photos[gone]

    report = laptop.sync(world.api("laptop-1"))

    assert (report.outcome, report.lost_photos, report.photos) == (Outcome.INCOMPLETE, (gone,), 4)


def test_batches_shrink_until_the_centre_takes_them() -> None:
    world = World()
    laptop = Laptop().enrol(world.api("laptop-1"), world.code())
    for n in range(100):
        laptop.journal.record("finding.recorded", f"f-{n}", {"note": "长" * 800})
    sizes = []

    class Narrow:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.api("laptop-1"), name)

        def push(self, request: Any) -> Any:
            if len(request.lines) > 7:
                raise ProtocolProblem(Problem.TOO_LARGE)
            sizes.append(len(request.lines))
            return world.api("laptop-1").push(request)

    assert laptop.sync(Narrow()).outcome is Outcome.COMPLETE
    assert max(sizes) <= 7
    assert sum(sizes) == 101


def test_a_cut_upload_goes_on_where_it_was() -> None:
    world = World()
    laptop = Laptop().enrol(world.api("laptop-1"), world.code())
    laptop.journal.record_finding("one", BIG)
    sha256 = next(iter(laptop.journal.photos))
    world.laptops["laptop-1"].parts[sha256] = BIG[:700_000]

    report = laptop.sync(world.api("laptop-1"))

    assert report.outcome is Outcome.COMPLETE
    assert report.sent_bytes < len(BIG) - 700_000 + 2000


def test_a_part_that_went_wrong_at_the_centre_is_sent_anew() -> None:
    world = World()
    laptop = Laptop().enrol(world.api("laptop-1"), world.code())
    laptop.journal.record_finding("one", BIG)
    world.laptops["laptop-1"].parts[next(iter(laptop.journal.photos))] = b"x" * 1000

    assert laptop.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE
    check_in_step(world, laptop)


def test_a_thin_line_gets_smaller_chunks() -> None:
    world = World()
    laptop = Laptop().enrol(world.api("laptop-1"), world.code())
    laptop.journal.record_finding("one", BIG)
    sizes: list[int] = []

    class Thin:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.api("laptop-1"), name)

        def upload(self, sha256: str, offset: int, chunk: bytes, total: int) -> int:
            sizes.append(len(chunk))
            if len(chunk) > CHUNK_BYTES // 4:
                raise ProtocolProblem(Problem.UNREACHABLE)
            return world.api("laptop-1").upload(sha256, offset, chunk, total)

    engine = laptop.engine(Thin())
    for _ in range(2):
        with pytest.raises(ProtocolProblem):
            engine.run_round(quietly, lambda: False)

    assert engine.run_round(quietly, lambda: False).outcome is Outcome.COMPLETE
    assert sizes[:3] == [CHUNK_BYTES, CHUNK_BYTES // 2, CHUNK_BYTES // 4]
