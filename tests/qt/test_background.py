"""Jobs wait for the database, keep their order, answer on the UI thread, and never swallow an error."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.domain.photo import PhotoRefusal, PhotoRefused
from inspector_app.domain.policy.tables import CHANGED, DIGESTS, PackProblem
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.services.changes import Changes
from inspector_app.services.ports import Reads, UnitOfWork
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from inspector_app.ui.background import Background, Opened
from inspector_app.ui.change_feed import ChangeFeed
from inspector_app.ui.main_thread import MainThread
from inspector_app.ui.trouble import Side, Trouble, sort


class Memory:
    """A store that remembers whether its transactions ended well, and questions that answer from nothing."""

    def __init__(self) -> None:
        self.committed: list[str] = []

    @contextmanager
    def unit_of_work(self) -> Iterator[Any]:
        yield self
        self.committed.append(threading.current_thread().name.split("_")[0])

    def stop(self) -> None:
        self.committed.append("stopped")

    def open_shift(self) -> str:
        return threading.current_thread().name.split("_")[0]


def touch(_: UnitOfWork, finding: str = "f") -> Changes:
    return Changes(findings=frozenset({finding}))


def nothing(_: UnitOfWork) -> Changes:
    return Changes()


def break_rule(_: UnitOfWork) -> Changes:
    raise RuleBroken(Problem.NO_OPEN_SHIFT)


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def feed() -> ChangeFeed:
    return ChangeFeed()


@pytest.fixture
def closed(qtbot: QtBot, feed: ChangeFeed) -> Iterator[Background]:
    background = Background(MainThread(), feed)
    yield background
    background.close()


@pytest.fixture
def background(closed: Background, store: Memory) -> Background:
    closed.opened(opened(store))
    return closed


def opened(store: Memory) -> Opened:
    return Opened(*(cast("Any", store),) * 5)


def test_a_deed_runs_on_the_writer_and_the_feed_tells_before_the_caller(
    background: Background, store: Memory, feed: ChangeFeed, qtbot: QtBot
) -> None:
    told: list[str] = []
    feed.changed.connect(lambda changes: told.append(f"feed {set(changes.findings)}"))
    background.do(touch, "x").then(lambda _: told.append(f"then {threading.current_thread().name}"))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["feed {'x'}", "then MainThread"]
    assert store.committed == ["writer"]


def test_a_deed_that_touched_nothing_is_not_told(background: Background, feed: ChangeFeed, qtbot: QtBot) -> None:
    told: list[Changes] = []
    feed.changed.connect(told.append)
    with qtbot.waitCallback() as done:
        background.do(nothing).then(done)
    assert not told


def test_a_question_of_the_port_is_asked_on_a_reader(background: Background, qtbot: QtBot) -> None:
    with qtbot.waitCallback() as done:
        background.ask(Reads.open_shift).then(done)
    assert done.args == ["reader"]


def test_a_question_may_be_a_function_of_its_own(background: Background, qtbot: QtBot) -> None:
    with qtbot.waitCallback() as done:
        background.ask(lambda reads, end: f"{reads.open_shift()}{end}", "!").then(done)
    assert done.args == ["reader!"]


def test_jobs_wait_for_the_database_and_keep_their_order(closed: Background, store: Memory, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(5):
        closed.do(nothing).then(lambda _, number=number: done.append(number))  # type: ignore[misc]
    assert not closed.is_open
    closed.open(lambda: opened(store))
    qtbot.waitUntil(lambda: len(done) == 5)
    assert done == [0, 1, 2, 3, 4]


def test_what_needs_no_database_does_not_wait_for_it(closed: Background, qtbot: QtBot) -> None:
    with qtbot.waitCallback() as done:
        closed.prepare(lambda: threading.current_thread().name.split("_")[0]).then(done)
    assert done.args == ["reader"]


def test_a_broken_rule_comes_back_and_nothing_is_committed(background: Background, store: Memory, qtbot: QtBot) -> None:
    with qtbot.waitCallback() as done:
        background.do(break_rule).otherwise(done)
    assert done.args == [Trouble(Side.PERSON, "no_open_shift")]
    assert not store.committed


def test_trouble_that_nobody_takes_goes_to_the_banner(background: Background, qtbot: QtBot) -> None:
    told: list[Trouble] = []
    background.on_trouble = told.append
    background.do(break_rule)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "no_open_shift"


def test_a_database_that_cannot_be_opened_is_said(closed: Background, qtbot: QtBot) -> None:
    def locked() -> Opened:
        raise StorageTrouble(StorageCode.LOCKED_BY_ANOTHER)

    with qtbot.waitCallback() as done:
        closed.open(locked).otherwise(done)
    assert done.args[0].code == "locked_by_another"
    assert not closed.is_open


def test_after_closing_jobs_are_given_up_without_an_error(closed: Background) -> None:
    ended: list[str] = []
    closed.before_close.append(lambda: ended.append("sync"))
    closed.close()
    closed.prepare(lambda: None)
    assert ended == ["sync"]


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (RuleBroken(Problem.NOTE_TOO_LONG, "note"), Trouble(Side.PERSON, "note_too_long", "note")),
        (
            PhotoRefused("a.jpg", PhotoRefusal.EMPTY),
            Trouble(Side.PERSON, "photo_empty", "photos", "a.jpg"),
        ),
        (StorageTrouble(StorageCode.DAMAGED), Trouble(Side.SURROUNDINGS, "damaged")),
        (OSError(28, "full"), Trouble(Side.SURROUNDINGS, "disk")),
        (PackProblem(CHANGED, "", table="rules"), Trouble(Side.SURROUNDINGS, "pack_changed", subject="rules.csv")),
        (PackProblem(CHANGED, "", table=DIGESTS), Trouble(Side.SURROUNDINGS, "pack_changed", subject=DIGESTS)),
        (PackProblem("bad_order", "", table="terms"), Trouble(Side.SURROUNDINGS, "pack_broken", subject="terms.csv")),
        (ZeroDivisionError(), Trouble(Side.OURS, "ZeroDivisionError")),
    ],
)
def test_errors_are_sorted_by_who_can_act_on_them(error: Exception, trouble: Trouble) -> None:
    assert sort(error) == trouble
