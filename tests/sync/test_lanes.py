"""Photos side by side: never more at once than the line bears, and what was under way when one failed still counts."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from sync.client.lanes import MOST, InTurn, SideBySide
from sync.client.ports import Content, Lanes
from sync.client.status import Outcome
from sync.protocol.messages import BundleAnswer, PushAnswer, PushRequest
from sync.protocol.problems import Problem, ProtocolProblem
from tests.sync.centre import World
from tests.sync.laptop import quietly
from tests.sync.test_engine import check_in_step
from tests.sync.test_sending import with_small_photos


@pytest.mark.parametrize("lanes", [InTurn(), SideBySide()])
def test_every_load_lands_once(lanes: Lanes) -> None:
    flight, done = lanes.open(_doubled), list[int | Exception]()
    for number in range(20):
        flight.start(number)
        done.extend(flight.landed(patiently=False))
    while flight.under_way:
        done.extend(flight.landed(patiently=True))
    flight.close()

    assert set(done) == {*range(0, 40, 2)}
    assert len(done) == 20


@pytest.mark.parametrize("lanes", [InTurn(), SideBySide()])
def test_a_load_that_failed_lands_as_what_it_raised_and_the_others_as_usual(lanes: Lanes) -> None:
    def work(number: int) -> int:
        if number == 1:
            raise ProtocolProblem(Problem.UNREACHABLE)
        return number

    flight, done = lanes.open(work), list[int | Exception]()
    for number in range(3):
        flight.start(number)
    while flight.under_way:
        done.extend(flight.landed(patiently=True))
    flight.close()

    assert {0, 2} < set(done)
    assert [str(one) for one in done if isinstance(one, ProtocolProblem)] == ["unreachable"]


def test_without_patience_nobody_waits_for_what_is_under_way() -> None:
    may_end = threading.Event()
    flight = SideBySide().open(may_end.wait)
    flight.start(5)

    assert (list(flight.landed(patiently=False)), flight.under_way) == ([], 1)
    may_end.set()
    assert list(flight.landed(patiently=True)) == [True]
    flight.close()


def _doubled(number: int) -> int:
    return number * 2


class Door:
    """A World's door for several threads; the `n`th bundle is cut."""

    def __init__(self, world: World, cut: int = 0) -> None:
        self._api, self._cut, self._lock, self.bundles = world.api("laptop-1"), cut, threading.Lock(), 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._api, name)

    def bundle(self, photos: Mapping[str, Content]) -> BundleAnswer:
        with self._lock:
            self.bundles += 1
            if self.bundles == self._cut:
                raise ProtocolProblem(Problem.UNREACHABLE)
            return self._api.bundle(photos)


def test_a_round_with_photos_side_by_side_brings_each_once() -> None:
    world = World()
    laptop, api = with_small_photos(world, 120), Door(world)

    report = laptop.engine(api, call_s=0.001, lanes=SideBySide()).run_round(quietly, lambda: False)

    assert (report.outcome, report.photos) == (Outcome.COMPLETE, 120)
    check_in_step(world, laptop)


def test_a_cut_among_several_loses_nothing_and_the_next_round_sends_the_rest() -> None:
    world = World()
    laptop = with_small_photos(world, 120)

    with pytest.raises(ProtocolProblem):
        laptop.engine(Door(world, cut=3), call_s=0.001, lanes=SideBySide()).run_round(quietly, lambda: False)

    there = len(laptop.journal.stored)
    assert laptop.journal.stored == set(world.laptops["laptop-1"].photos)
    assert laptop.sync(world.api("laptop-1")).photos == 120 - there
    check_in_step(world, laptop)


class Crowded(Door):
    """Counts how many bundles are there at once."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.now, self.most = 0, 0

    def bundle(self, photos: Mapping[str, Content]) -> BundleAnswer:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.005)
        with self._lock:
            self.now -= 1
        return super().bundle(photos)


@pytest.mark.parametrize(("call_s", "most"), [(2.0, 1), (0.0001, MOST)])
def test_no_more_calls_are_under_way_than_the_line_bears(call_s: float, most: int) -> None:
    world = World()
    laptop, api = with_small_photos(world, 250, 120_000), Crowded(world)

    laptop.engine(api, call_s=call_s, lanes=SideBySide()).run_round(quietly, lambda: False)

    assert api.most == most


class Watched(Door):
    """Writes down what went out, and lets no push pass before photos that may go beside it have come."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.order: list[str] = []
        self.came = threading.Event()

    def push(self, request: PushRequest) -> PushAnswer:
        if self.order:
            assert self.came.wait(5)
        self.order.append("push")
        answer: PushAnswer = self._api.push(request)
        return answer

    def bundle(self, photos: Mapping[str, Content]) -> BundleAnswer:
        self.order.append("bundle")
        answer = super().bundle(photos)
        self.came.set()
        return answer


def test_on_a_quick_line_photos_go_beside_the_lines_once_their_own_line_is_there() -> None:
    world = World()
    laptop, api = with_small_photos(world, 120), Watched(world)

    report = laptop.engine(api, call_s=0.0001, lanes=SideBySide()).run_round(quietly, lambda: False)

    assert (report.outcome, report.photos) == (Outcome.COMPLETE, 120)
    assert api.order[:2] == ["push", "bundle"]
    assert "push" in api.order[2:]
    check_in_step(world, laptop)


def test_on_a_thin_line_every_line_goes_before_the_first_photo() -> None:
    world = World()
    laptop, api = with_small_photos(world, 120), Watched(world)
    api.came.set()

    laptop.engine(api, call_s=0.5, lanes=SideBySide()).run_round(quietly, lambda: False)

    last_push = max(place for place, what in enumerate(api.order) if what == "push")
    assert last_push < api.order.index("bundle")


class Patient(InTurn):
    """Lanes on which nothing arrives before somebody waits for it; `most` is how many loads stood there at once."""

    most = 0

    def open(self, work: Callable[[Any], Any]) -> Any:
        lanes = self

        class Standing:
            def __init__(self) -> None:
                self.loads: list[Any] = []

            @property
            def under_way(self) -> int:
                return len(self.loads)

            def start(self, load: Any) -> None:
                self.loads.append(load)
                lanes.most = max(lanes.most, len(self.loads))

            def landed(self, *, patiently: bool) -> list[Any]:
                return [work(self.loads.pop(0))] if patiently and self.loads else []

            def close(self) -> None:
                assert not self.loads

        return Standing()


def test_beside_lines_a_quick_line_has_photos_ready_for_every_lane_that_becomes_free() -> None:
    """Nobody starts a load while a push is under way: lanes stood empty for half of it."""
    world = World()
    laptop, lanes = with_small_photos(world, 250, 120_000), Patient()

    report = laptop.engine(world.api("laptop-1"), call_s=0.0001, lanes=lanes).run_round(quietly, lambda: False)

    assert report.outcome is Outcome.COMPLETE
    assert lanes.most == 2 * MOST
    check_in_step(world, laptop)


def test_what_waited_for_a_lane_when_another_failed_is_not_tried() -> None:
    world = World()
    laptop, api = with_small_photos(world, 250, 120_000), Door(world)

    def dead(photos: Mapping[str, Content]) -> BundleAnswer:
        with api._lock:
            api.bundles += 1
        time.sleep(0.02)  # all that are under way fail at the same time, as on a line that is cut
        raise ProtocolProblem(Problem.UNREACHABLE)

    api.bundle = dead  # type: ignore[method-assign]

    with pytest.raises(ProtocolProblem):
        laptop.engine(api, call_s=0.0001, lanes=SideBySide()).run_round(quietly, lambda: False)

    assert api.bundles <= MOST


@pytest.mark.parametrize(("call_s", "together"), [(0.0001, True), (0.5, False)])
def test_photos_that_land_quickly_are_marked_together_and_slowly_each_call(call_s: float, together: bool) -> None:
    world = World()
    laptop, marked = with_small_photos(world, 60), list[int]()
    mark = laptop.journal.mark_stored

    def marking(sha256: Sequence[str]) -> None:
        marked.append(len(sha256))
        mark(sha256)

    laptop.journal.mark_stored = marking  # type: ignore[method-assign]

    laptop.engine(world.api("laptop-1"), call_s=call_s).run_round(quietly, lambda: False)

    assert sum(marked) == 60
    assert (len(marked) == 1) is together
    check_in_step(world, laptop)


def test_photos_that_the_centre_has_just_called_missing_need_no_question() -> None:
    world = World()
    laptop, api = with_small_photos(world, 60), Door(world)
    asked: list[Sequence[str]] = []
    api.have = asked.append  # type: ignore[attr-defined]

    assert laptop.engine(api).run_round(quietly, lambda: False).outcome is Outcome.COMPLETE
    assert asked == []
    check_in_step(world, laptop)
