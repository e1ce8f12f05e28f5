"""Syncing runs rounds when asked, tries again by itself, and stops when told; nothing here waits for real time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from inspector_app.services.changes import Changes
from inspector_app.services.syncing import Syncing, SyncPhase, SyncState
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.client.engine import Engine
from sync.client.status import Outcome, Phase, Progress, SyncReport
from sync.protocol.problems import Problem, ProtocolProblem
from tests.sync.centre import World
from tests.sync.test_engine import a_shift

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
Play = Callable[[Callable[[Progress], None], Callable[[], bool]], SyncReport]


class Desk:
    """A Syncing whose threads, timers and clock are ours, with rounds that play what the test wrote."""

    def __init__(self, *plays: Play) -> None:
        self.plays = list(plays)
        self.jobs: list[Callable[[], None]] = []
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.states: list[SyncState] = []
        self.changes: list[Changes] = []
        self.joined: list[tuple[str, str, str]] = []
        self.seconds = 0.0
        self.carried: list[frozenset[str] | None] = []
        self.in_background: list[bool] = []
        self.syncing = Syncing(
            lambda: self,  # type: ignore[arg-type, return-value]
            lambda url, code, name: self.joined.append((url, code, name)),
            submit=self.jobs.append, call_later=self.call_later, listener=self.states.append,
            publish=self.changes.append, clock=self, steady=lambda: self.seconds, random=lambda: 0.5,
        )  # fmt: skip

    @property
    def phase(self) -> SyncPhase:
        return self.syncing.state.phase

    def shows(self, phase: SyncPhase) -> bool:
        return self.phase is phase

    def now(self) -> datetime:
        return NOW

    def call_later(self, seconds: float, deed: Callable[[], None]) -> Callable[[], None]:
        timer = (seconds, deed)
        self.timers.append(timer)
        return lambda: self.timers.remove(timer) if timer in self.timers else None

    def run_round(
        self, report: Callable[[Progress], None], stop: Callable[[], bool], *, shift: str, only: frozenset[str] | None,
        background: bool,
    ) -> SyncReport:  # fmt: skip
        self.carried.append(only)
        self.in_background.append(background)
        return self.plays.pop(0)(report, stop)

    def work(self) -> None:
        """Does what was given to the sync thread."""
        while self.jobs:
            self.jobs.pop(0)()

    def ring(self) -> float:
        """Lets the armed timer come; returns its seconds."""
        (seconds, deed) = self.timers.pop()
        deed()
        self.work()
        return seconds


def ends(outcome: Outcome, **facts: object) -> Play:
    def play(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        return SyncReport(outcome, **facts)  # type: ignore[arg-type]

    return play


def fails(code: Problem, retry_after_s: float | None = None) -> Play:
    def play(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        raise ProtocolProblem(code, retry_after_s=retry_after_s)

    return play


def test_a_round_ends_done_and_tells_which_tasks_came() -> None:
    desk = Desk(ends(Outcome.COMPLETE, tasks=frozenset({"task-1"})))

    desk.syncing.start()
    assert desk.shows(SyncPhase.CONNECTING)
    desk.work()

    assert desk.shows(SyncPhase.DONE)
    assert desk.syncing.state.tasks == {"task-1"}
    assert desk.changes[-1] == Changes(tasks=frozenset({"task-1"}), sync=True)
    assert desk.timers == []


def test_start_returns_before_the_round_begins_and_two_starts_make_two_rounds() -> None:
    desk = Desk(ends(Outcome.COMPLETE), ends(Outcome.COMPLETE))

    desk.syncing.start()
    desk.syncing.start()
    assert len(desk.jobs) == 1
    desk.work()

    assert desk.plays == []


def test_an_unreachable_centre_is_tried_again_at_growing_intervals() -> None:
    desk = Desk(*[fails(Problem.UNREACHABLE)] * 9, ends(Outcome.COMPLETE))
    desk.syncing.start()
    desk.work()

    assert desk.shows(SyncPhase.WAITING)
    assert desk.syncing.state.problem == "unreachable"
    assert desk.syncing.state.next_try_at == NOW + timedelta(seconds=2)
    assert [desk.ring() for _ in range(9)] == [2, 4, 8, 16, 32, 64, 128, 150, 150]
    assert (desk.phase, desk.syncing.state.problem) == (SyncPhase.DONE, "")


def test_what_the_centre_told_is_obeyed() -> None:
    desk = Desk(fails(Problem.BUSY, retry_after_s=40), ends(Outcome.COMPLETE))
    desk.syncing.start()
    desk.work()

    assert 40 <= desk.ring() <= 48


def test_trouble_that_a_person_must_mend_is_shown_and_tried_seldom() -> None:
    desk = Desk(fails(Problem.FAKE_CENTRE), ends(Outcome.COMPLETE))
    desk.syncing.start()
    desk.work()

    assert (desk.phase, desk.syncing.state.problem) == (SyncPhase.TROUBLE, "fake_centre")
    assert desk.ring() == 300


def test_a_round_that_breaks_in_an_unforeseen_way_still_arms_the_timer() -> None:
    def breaks(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        raise RuntimeError("storage is closed")

    desk = Desk(breaks, ends(Outcome.COMPLETE))
    desk.syncing.start()
    desk.work()

    assert (desk.phase, desk.syncing.state.problem) == (SyncPhase.WAITING, "laptop_broke")
    desk.ring()
    assert desk.shows(SyncPhase.DONE)


def test_a_full_disk_of_the_laptop_is_not_said_to_be_the_centres() -> None:
    def is_full(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        raise StorageTrouble(StorageCode.OUT_OF_SPACE)

    desk = Desk(is_full)
    desk.syncing.start()
    desk.work()

    assert (desk.phase, desk.syncing.state.problem) == (SyncPhase.WAITING, "laptop_out_of_space")


def test_an_incomplete_round_is_tried_again() -> None:
    desk = Desk(ends(Outcome.INCOMPLETE), ends(Outcome.COMPLETE))
    desk.syncing.start()
    desk.work()

    assert desk.shows(SyncPhase.WAITING)
    desk.ring()
    assert desk.shows(SyncPhase.DONE)


def test_pause_ends_the_round_and_resume_goes_on() -> None:
    asked: list[bool] = []

    def is_paused(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        asked.append(stop())
        desk.syncing.pause()
        asked.append(stop())
        return SyncReport(Outcome.PAUSED)

    desk = Desk(is_paused, ends(Outcome.COMPLETE))
    desk.syncing.start()
    desk.work()
    assert asked == [False, True]
    assert (desk.phase, desk.timers) == (SyncPhase.PAUSED, [])

    desk.syncing.resume()
    desk.work()
    assert desk.shows(SyncPhase.DONE)


def test_pause_while_waiting_calls_the_timer_off_and_cancel_forgets() -> None:
    desk = Desk(fails(Problem.UNREACHABLE))
    desk.syncing.start()
    desk.work()

    desk.syncing.pause()
    assert (desk.phase, desk.timers) == (SyncPhase.PAUSED, [])
    desk.syncing.cancel()
    assert desk.shows(SyncPhase.IDLE)


def test_a_problem_while_pausing_arms_nothing() -> None:
    def cut_while_pausing(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        desk.syncing.pause()
        raise ProtocolProblem(Problem.UNREACHABLE)

    desk = Desk(cut_while_pausing)
    desk.syncing.start()
    desk.work()

    assert (desk.phase, desk.timers) == (SyncPhase.PAUSED, [])


def test_speed_and_time_left_come_from_bytes_that_really_went() -> None:
    def sends(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        desk.seconds = 2.0
        report(Progress(Phase.PHOTOS, sent_bytes=2_000_000, bytes_total=8_000_000, photos=2, photos_total=8))
        return SyncReport(Outcome.PAUSED)

    desk = Desk(sends)
    desk.syncing.start()
    desk.work()

    shown = next(state for state in desk.states if state.phase is SyncPhase.PHOTOS)
    assert (shown.rate, shown.eta_s, shown.photos, shown.photos_total) == (1_000_000, 6, 2, 8)


def test_screens_are_told_at_every_phase_but_not_more_often_than_they_can_see() -> None:
    def rushes(report: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        for n in range(1000):
            desk.seconds += 0.001
            report(Progress(Phase.LINES, lines=n))
        report(Progress(Phase.PHOTOS, lines=1000))
        return SyncReport(Outcome.COMPLETE)

    desk = Desk(rushes)
    desk.syncing.start()
    desk.work()

    assert len(desk.states) < 16
    assert len(desk.changes) < 5
    assert next(state for state in desk.states if state.phase is SyncPhase.PHOTOS).lines == 1000


def test_a_real_engine_runs_behind_it() -> None:
    world, desk = World(), Desk()
    laptop = a_shift(world)
    engines: list[Engine] = [laptop.engine(world.api("laptop-1"))]
    desk.syncing._make_engine = engines.pop

    desk.syncing.start("shift-1")
    desk.work()

    assert desk.shows(SyncPhase.DONE)
    assert desk.syncing.state.report is not None
    assert desk.syncing.state.report.lines == 10


def test_joining_a_centre_tells_the_screens() -> None:
    desk = Desk()

    assert desk.syncing.enrol("https://centre.example", "CODE", "巡查一号") == Changes(sync=True)
    assert desk.joined == [("https://centre.example", "CODE", "巡查一号")]


def test_a_round_on_the_way_carries_what_it_may_and_rests_afterwards() -> None:
    desk = Desk(ends(Outcome.PARTLY))
    assert desk.syncing.carry(frozenset({"a"}))
    desk.work()
    assert desk.shows(SyncPhase.IDLE)
    assert (desk.carried, desk.timers, desk.in_background) == ([frozenset({"a"})], [], [True])


def test_a_round_on_the_way_that_failed_is_let_go_in_time_so_that_its_photos_are_judged_anew() -> None:
    desk = Desk(fails(Problem.UNREACHABLE), fails(Problem.UNREACHABLE), ends(Outcome.PARTLY))
    assert desk.syncing.carry(None)
    desk.work()
    assert desk.shows(SyncPhase.WAITING)
    assert desk.ring() == 2
    assert desk.shows(SyncPhase.IDLE)
    assert desk.carried == [None], "over a line that may cost by volume now"
    assert desk.syncing.carry(frozenset())
    desk.work()
    assert desk.timers[0][0] == 4, "it waits longer each time all the same"
    desk.syncing.hurry()
    assert (desk.phase, desk.timers, desk.jobs) == (SyncPhase.IDLE, [], [])


def test_what_is_urgent_does_not_wait_for_the_next_try_of_another_round() -> None:
    desk = Desk(fails(Problem.BUSY, retry_after_s=150), ends(Outcome.PARTLY), ends(Outcome.COMPLETE))
    desk.syncing.start("shift-1")
    desk.work()
    assert not desk.syncing.carry(frozenset({"a"}))
    assert desk.syncing.carry(frozenset({"a"}), urgent=True)
    desk.work()
    assert desk.carried == [None, frozenset({"a"}), None], "and what the officer asked for follows"
    assert (desk.phase, desk.timers) == (SyncPhase.DONE, [])


def test_nothing_urgent_goes_against_a_pause() -> None:
    desk = Desk()
    desk.syncing.pause()
    assert not desk.syncing.carry(frozenset({"a"}), urgent=True)


def test_a_round_that_lacks_only_photos_which_the_laptop_lost_rests() -> None:
    desk = Desk(ends(Outcome.INCOMPLETE, lost_photos=("a",), only_lost=True))
    desk.syncing.start()
    desk.work()
    assert (desk.phase, desk.timers) == (SyncPhase.IDLE, [])
    assert desk.syncing.carry(frozenset({"b"})), "what is urgent goes on"


def test_nothing_goes_on_the_way_while_something_else_is_done_waited_for_or_was_paused() -> None:
    desk = Desk(fails(Problem.UNREACHABLE))
    desk.syncing.start()
    assert not desk.syncing.carry(None)
    desk.work()
    assert desk.shows(SyncPhase.WAITING)
    assert not desk.syncing.carry(None)
    desk.syncing.pause()
    assert not desk.syncing.carry(None)


def test_a_round_that_the_officer_wants_follows_one_on_the_way_and_carries_everything() -> None:
    desk = Desk(ends(Outcome.PARTLY), ends(Outcome.COMPLETE))
    desk.syncing.carry(frozenset())
    desk.syncing.start("shift-1")
    desk.work()
    assert desk.carried == [frozenset(), None]
    assert desk.shows(SyncPhase.DONE)


def test_when_the_line_is_back_what_waits_begins_at_once_and_nothing_else_does() -> None:
    desk = Desk(fails(Problem.UNREACHABLE), ends(Outcome.COMPLETE))
    desk.syncing.hurry()
    assert desk.jobs == []
    desk.syncing.start()
    desk.work()
    desk.syncing.hurry()
    desk.work()
    assert desk.shows(SyncPhase.DONE)
    assert desk.timers == []
