"""Batches and photos go over any line: smaller where they must, on from where they were, never stuck on one."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sync.client.ports import Content
from sync.client.status import Outcome
from sync.protocol.messages import CHUNK_BYTES, BundleAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from tests.sync.centre import World
from tests.sync.laptop import Laptop, quietly
from tests.sync.test_engine import BIG, a_shift, check_in_step
from tests.sync.test_trust import Forger


def test_a_photo_that_is_gone_from_the_disk_holds_nothing_up() -> None:
    world = World()
    laptop = a_shift(world)
    gone = next(iter(laptop.journal.photos))
    del laptop.journal.photos[gone]

    report = laptop.sync(world.api("laptop-1"))

    assert (report.outcome, report.lost_photos, report.photos) == (Outcome.INCOMPLETE, (gone,), 4)
    assert report.only_lost, "another round brings nothing"


def test_what_the_centre_lacks_beside_a_lost_photo_is_tried_again() -> None:
    world = World()
    laptop = a_shift(world)
    del laptop.journal.photos[next(iter(laptop.journal.photos))]

    report = laptop.sync(Forger(world, {"findings": 99}))

    assert (report.outcome, report.only_lost) == (Outcome.INCOMPLETE, False)


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


class Bundles:
    """The door of a World that notes how many photos come in each bundle; `refuse` may raise instead of passing one on."""

    def __init__(self, world: World, refuse: Callable[[Mapping[str, Content]], None] = lambda _: None) -> None:
        self._api = world.api("laptop-1")
        self._refuse = refuse
        self.sizes: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._api, name)

    def bundle(self, photos: Mapping[str, Content]) -> BundleAnswer:
        self._refuse(photos)
        self.sizes.append(len(photos))
        return self._api.bundle(photos)


def with_small_photos(world: World, count: int, size: int = 60_000) -> Laptop:
    laptop = Laptop().enrol(world.api("laptop-1"), world.code())
    for n in range(count):
        laptop.journal.record_finding(f"finding-{n}", bytes([n]) * size)
    return laptop


def test_small_photos_go_together_and_more_of_them_on_a_quick_line() -> None:
    world = World()
    laptop, api = with_small_photos(world, 59), Bundles(world)

    assert laptop.engine(api, call_s=0.01).run_round(quietly, lambda: False).outcome is Outcome.COMPLETE
    assert api.sizes == [8, 17, 34]  # half a MiB, one, two
    check_in_step(world, laptop)


def test_a_slow_line_is_not_asked_for_more() -> None:
    world = World()
    laptop, api = with_small_photos(world, 30), Bundles(world)

    laptop.engine(api, call_s=1.0).run_round(quietly, lambda: False)

    assert api.sizes == [8, 8, 8, 6]


def test_a_bundle_that_was_cut_costs_itself_alone() -> None:
    def cut(photos: Mapping[str, Content]) -> None:
        if len(api.sizes) == 1:
            raise ProtocolProblem(Problem.UNREACHABLE)

    world = World()
    laptop = with_small_photos(world, 20)
    api = Bundles(world, cut)

    with pytest.raises(ProtocolProblem):
        laptop.sync(api)

    assert len(laptop.journal.stored) == 8
    assert laptop.journal.stored == set(world.laptops["laptop-1"].photos)
    assert laptop.sync(world.api("laptop-1")).photos == 12


def test_only_what_the_centre_says_it_stored_is_marked() -> None:
    class Forgetful(Bundles):
        def bundle(self, photos: Mapping[str, Content]) -> BundleAnswer:
            return BundleAnswer(stored=(*super().bundle(photos).stored[:1], "f" * 64))

    world = World()
    laptop = with_small_photos(world, 3)

    with pytest.raises(ProtocolProblem) as trouble:
        laptop.sync(Forgetful(world))

    assert trouble.value.code is Problem.NOT_THE_CENTRE
    assert laptop.journal.stored == set(list(laptop.journal.photos)[:1])


def test_a_proxy_that_takes_less_gets_less_in_the_same_round() -> None:
    def narrow(photos: Mapping[str, Content]) -> None:
        if sum(map(len, photos.values())) > 200_000:
            raise ProtocolProblem(Problem.TOO_LARGE)

    world = World()
    laptop = with_small_photos(world, 20)
    api = Bundles(world, narrow)

    assert laptop.engine(api, call_s=0.01).run_round(quietly, lambda: False).outcome is Outcome.COMPLETE
    assert api.sizes == [2] * 10


def test_a_proxy_that_takes_less_gets_smaller_chunks_in_the_same_round() -> None:
    class Narrow:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.api("laptop-1"), name)

        def upload(self, sha256: str, offset: int, chunk: bytes, total: int) -> int:
            if len(chunk) > CHUNK_BYTES // 2:
                raise ProtocolProblem(Problem.TOO_LARGE)
            return world.api("laptop-1").upload(sha256, offset, chunk, total)

    world = World()
    laptop = Laptop().enrol(world.api("laptop-1"), world.code())
    laptop.journal.record_finding("one", BIG)

    assert laptop.sync(Narrow()).outcome is Outcome.COMPLETE
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


def test_a_round_on_the_way_brings_every_line_and_only_the_photos_that_may_go() -> None:
    world = World()
    laptop = with_small_photos(world, 5)
    may_go = frozenset(list(laptop.journal.photos)[1:3])

    report = laptop.engine(world.api("laptop-1")).run_round(quietly, lambda: False, only=may_go)

    assert (report.outcome, report.photos) == (Outcome.PARTLY, 2)
    assert set(world.laptops["laptop-1"].photos) == may_go
    assert laptop.sync(world.api("laptop-1")).photos == 3
    check_in_step(world, laptop)
