"""A round brings a laptop and its centre to the same state, whatever interrupts it."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from sync.client.status import Outcome, Phase, Progress
from sync.protocol.lines import verify
from sync.protocol.problems import Problem, ProtocolProblem
from tests.sync.centre import World, findings_of
from tests.sync.laptop import NOW, Laptop

BIG = bytes(range(256)) * 5000  # 1.28 MB: three chunks
SMALL = b"a small photo"


def a_shift(world: World, device: str = "laptop-1", findings: int = 3) -> Laptop:
    laptop = Laptop(device)
    laptop.enrol(world.api(device), world.code())
    for n in range(findings):
        laptop.journal.record_finding(f"{device}/finding-{n}", SMALL + str(n).encode(), BIG + str(n % 2).encode())
    return laptop


def check_in_step(world: World, laptop: Laptop) -> None:
    """Nothing lost, nothing twice, the chain whole, the receipt ours."""
    held = world.laptops[laptop.device]
    said, agrees = laptop.journal.receipts[-1]
    head = laptop.journal.head()
    assert held.epochs[head.epoch] == list(laptop.journal.lines_after(head.epoch, 0, 10_000))
    for lines in held.epochs.values():
        verify(laptop.device, lines, after=None)
    assert held.photos == laptop.journal.photos
    assert (agrees, said.through_seq, said.digest, said.missing_count) == (True, head.seq, head.digest, 0)


def test_a_shift_arrives_whole_and_the_receipt_proves_it() -> None:
    world = World()
    laptop = a_shift(world, findings=60)

    report = laptop.sync(world.api("laptop-1"))

    check_in_step(world, laptop)
    assert (report.outcome, report.lines, report.photos) == (Outcome.COMPLETE, 181, 62)
    assert report.statement is not None
    assert report.statement.findings == 60
    assert laptop.journal.rounds[-1].outcome == "complete"


def test_a_second_round_sends_nothing_again() -> None:
    world = World()
    laptop = a_shift(world)
    laptop.sync(world.api("laptop-1"))

    report = laptop.sync(world.api("laptop-1"))

    assert (report.outcome, report.lines, report.photos, report.sent_bytes) == (Outcome.COMPLETE, 0, 0, 0)


def test_tasks_come_down_once() -> None:
    world = World()
    laptop = a_shift(world)
    for n in range(250):
        world.add_task(f"task-{n}", "area/all" if n % 2 else "device/laptop-1")

    first, second = laptop.sync(world.api("laptop-1")), laptop.sync(world.api("laptop-1"))

    assert len(laptop.journal.tasks) == len(first.tasks) == 250
    assert second.tasks == frozenset()


def test_progress_is_real_and_in_order() -> None:
    world = World()
    told: list[Progress] = []

    a_shift(world).sync(world.api("laptop-1"), report=told.append)

    phases = list(dict.fromkeys(progress.phase for progress in told))
    assert phases == [Phase.CONNECTING, Phase.LINES, Phase.PHOTOS, Phase.MANIFEST, Phase.PULL]
    assert (told[-1].lines, told[-1].lines_total, told[-1].photos, told[-1].photos_total) == (10, 10, 5, 5)
    assert told[-1].sent_bytes == told[-1].bytes_total > 2 * len(BIG)
    assert all(before.sent_bytes <= after.sent_bytes for before, after in itertools.pairwise(told))
    photos = [progress for progress in told if progress.phase is Phase.PHOTOS]
    assert {progress.photos_total for progress in photos} == {5}, "never 0 of 0"
    shares = [progress.sent_bytes / progress.bytes_total for progress in told if progress.bytes_total]
    assert shares == sorted(shares), "it never seems to go back"
    assert max(s for s, p in zip(shares, told, strict=False) if p.phase is Phase.LINES) < 0.5


def test_what_a_stopped_round_carried_is_not_expected_again() -> None:
    for allowed in range(3, 20):
        world = World()
        laptop = a_shift(world)
        calls = iter([False] * allowed)
        laptop.sync(world.api("laptop-1"), stop=lambda calls=calls: next(calls, True))  # type: ignore[misc]
        told: list[Progress] = []

        laptop.sync(world.api("laptop-1"), report=told.append)

        assert (told[-1].sent_bytes, told[-1].photos) == (told[-1].bytes_total, told[-1].photos_total), allowed


class Flaky:
    """A centre behind a bad line: call number `at` is dropped before it arrives, or its answer after it did."""

    def __init__(self, api: object, at: int, *, answer_lost: bool) -> None:
        self._api = api
        self._left = at
        self._answer_lost = answer_lost
        self.broke = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._api, name)

        def through_the_line(*args: object, **kwargs: object) -> Any:
            self._left -= 1
            if self._left or self.broke:
                return call(*args, **kwargs)
            self.broke = True
            if self._answer_lost:
                call(*args, **kwargs)
            raise ProtocolProblem(Problem.UNREACHABLE)

        return through_the_line


@pytest.mark.parametrize("answer_lost", [False, True])
def test_after_a_cut_at_any_call_the_next_round_completes(answer_lost: bool) -> None:
    at, broke = 0, True
    while broke:
        at += 1
        world = World()
        laptop = a_shift(world)
        world.add_task("task-1")
        line = Flaky(world.api("laptop-1"), at, answer_lost=answer_lost)
        with suppress(ProtocolProblem):
            laptop.sync(line)
        broke = line.broke
        assert laptop.journal.rounds[-1].outcome == ("unreachable" if broke else "complete")

        assert laptop.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE
        check_in_step(world, laptop)
        assert laptop.journal.tasks == ["task-1"]
    assert at > 12  # every call of a round had its turn


def test_a_round_stopped_before_any_call_goes_on_later() -> None:
    for allowed in range(30):
        world = World()
        laptop = a_shift(world)
        calls = iter([False] * allowed)

        report = laptop.sync(world.api("laptop-1"), stop=lambda calls=calls: next(calls, True))  # type: ignore[misc]

        finished = report.outcome is Outcome.COMPLETE
        assert finished or report.outcome is Outcome.PAUSED
        assert laptop.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE
        check_in_step(world, laptop)
    assert finished


def test_two_laptops_do_not_disturb_each_other() -> None:
    world = World()
    one, two = a_shift(world, "laptop-1"), a_shift(world, "laptop-2")

    one.sync(world.api("laptop-1"))
    two.sync(world.api("laptop-2"))

    check_in_step(world, one)
    check_in_step(world, two)


def test_a_database_restored_from_a_backup_goes_on_in_a_new_epoch() -> None:
    world = World()
    laptop = a_shift(world)
    backup = laptop.twin("backup")
    laptop.journal.record_finding("after the backup", SMALL)
    laptop.sync(world.api("laptop-1"))
    backup.journal.mark_stored(list(backup.journal.photos))

    assert backup.sync(world.api("laptop-1")).new_epoch == "restored"
    backup.journal.record_finding("after the restoring", SMALL)
    report = backup.sync(world.api("laptop-1"))

    assert (report.outcome, report.new_epoch) == (Outcome.COMPLETE, "")
    assert list(world.laptops["laptop-1"].epochs) == ["laptop-1-e1", "backup-e1"]
    assert findings_of(world.all_lines("laptop-1")) == 5


def test_what_the_centre_has_of_a_restored_database_is_proved_to_it() -> None:
    world = World()
    laptop = a_shift(world)
    backup = laptop.twin("backup")
    laptop.sync(world.api("laptop-1"))
    laptop.journal.record_finding("after the backup")
    laptop.sync(world.api("laptop-1"))
    backup.journal.record_finding("after the restoring")

    backup.sync(world.api("laptop-1"))

    assert backup.journal.unsent_epochs() == []
    check_in_step(world, backup)


def test_a_clone_that_was_salvaged_carries_what_it_stated_before() -> None:
    world = World()
    laptop = a_shift(world)
    clone = laptop.twin("clone")
    laptop.journal.record_finding("original")
    laptop.sync(world.api("laptop-1"))
    clone.journal.record_finding("clone")
    clone.journal.open_epoch(after=clone.journal.head(), reason="salvaged", now=NOW)

    assert clone.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE

    assert findings_of(world.all_lines("laptop-1")) == 3 + 2
    check_in_step(world, clone)


@pytest.mark.parametrize("common", [1, 2, 40, 120])
def test_a_clone_carries_its_own_lines_into_a_new_epoch(common: int) -> None:
    world = World()
    laptop = Laptop().enrol(world.api("laptop-1"), world.code())
    for n in range(common):
        laptop.journal.record_finding(f"common-{n}")
    clone = laptop.twin("clone")
    for n in range(70):
        laptop.journal.record_finding(f"original-{n}")
    for n in range(60):
        clone.journal.record_finding(f"clone-{n}")
    laptop.sync(world.api("laptop-1"))

    report = clone.sync(world.api("laptop-1"))

    assert (report.outcome, report.new_epoch) == (Outcome.COMPLETE, "fork")
    assert findings_of(world.all_lines("laptop-1")) == common + 70 + 60
    assert world.all_lines("laptop-1")[common + 71].kind == "epoch.opened"


def test_two_clones_that_take_turns_both_arrive() -> None:
    world = World()
    laptop = a_shift(world, findings=2)
    clone = laptop.twin("clone")
    for turn in range(3):
        for holder, name in ((laptop, "original"), (clone, "clone")):
            holder.journal.record_finding(f"{name}-{turn}")
            assert holder.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE

    assert findings_of(world.all_lines("laptop-1")) == 2 + 6
    assert len(world.laptops["laptop-1"].epochs) == 2


def test_a_clone_that_pushes_between_hello_and_push_is_noticed() -> None:
    world = World()
    laptop = a_shift(world, findings=1)
    laptop.sync(world.api("laptop-1"))
    clone = laptop.twin("clone")
    laptop.journal.record_finding("mine")
    clone.journal.record_finding("other")

    class Overtaken:
        def __getattr__(self, name: str) -> Any:
            if name == "push" and not overtaken:
                overtaken.append(True)
                clone.sync(world.api("laptop-1"))
            return getattr(world.api("laptop-1"), name)

    overtaken: list[bool] = []
    report = laptop.sync(Overtaken())

    assert (report.outcome, report.new_epoch) == (Outcome.COMPLETE, "fork")
    assert findings_of(world.all_lines("laptop-1")) == 3


def test_a_centre_restored_from_a_backup_gets_everything_again() -> None:
    world = World()
    laptop = a_shift(world, findings=30)
    laptop.sync(world.api("laptop-1"))
    held = world.laptops["laptop-1"]
    del held.epochs["laptop-1-e1"][10:]
    held.photos.clear()

    assert laptop.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE

    check_in_step(world, laptop)


@pytest.mark.parametrize("told_since", [1, 2])
def test_a_restored_centre_that_has_told_as_much_as_before_is_heard(told_since: int) -> None:
    world = World()
    laptop = a_shift(world, findings=1)
    world.add_task("task-1")
    laptop.sync(world.api("laptop-1"))
    world.feeds["area/all"].clear()
    told = [f"task-new-{n}" for n in range(told_since)]
    for task in told:
        world.add_task(task)

    laptop.sync(world.api("laptop-1"))

    assert laptop.journal.tasks == ["task-1", *told]


def test_what_the_feed_tells_again_is_no_news() -> None:
    world = World()
    laptop = a_shift(world, findings=1)
    world.add_task("task-1")

    first, second = (laptop.sync(world.api("laptop-1")) for _ in range(2))

    assert (first.tasks, second.tasks) == (frozenset({"task-1"}), frozenset())


def test_a_centre_that_lost_all_epochs_gets_them_in_order() -> None:
    world = World()
    laptop = a_shift(world)
    laptop.sync(world.api("laptop-1"))
    restored = laptop.twin("restored")
    laptop.journal.record_finding("lost with the old disk")
    laptop.sync(world.api("laptop-1"))
    restored.journal.record_finding("new")
    restored.sync(world.api("laptop-1"))
    world.laptops["laptop-1"].epochs.clear()

    assert restored.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE
    assert list(world.laptops["laptop-1"].epochs) == ["laptop-1-e1", "restored-e1"]
    assert findings_of(world.all_lines("laptop-1")) == 4


def test_a_centre_whose_feed_counts_anew_is_followed() -> None:
    world = World()
    laptop = a_shift(world)
    for n in range(5):
        world.add_task(f"old-{n}")
    laptop.sync(world.api("laptop-1"))
    world.feeds["area/all"] = []
    world.add_task("new")

    laptop.sync(world.api("laptop-1"))

    assert laptop.journal.tasks[-1] == "new"


def test_a_revoked_laptop_sends_its_lines_and_gets_nothing() -> None:
    world = World()
    laptop = a_shift(world)
    world.add_task("task-1")
    world.laptops["laptop-1"].revoked = True

    report = laptop.sync(world.api("laptop-1"))

    assert report.revoked
    assert laptop.journal.tasks == []
    check_in_step(world, laptop)


def test_without_enrolment_there_is_no_round() -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        Laptop().sync(World().api("laptop-1"))

    assert trouble.value.code is Problem.UNKNOWN_DEVICE
