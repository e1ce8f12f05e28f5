"""One deed is one transaction: all of it is durable at its end, or nothing of it ever was."""

from pathlib import Path

import pytest

from inspector_app import paths
from inspector_app.domain.events import Event, FindingRecorded, FindingWithdrawn, PhotoTaken, ShiftClosed, TaskAnswered
from inspector_app.domain.finding import Category, Draft, Tier
from inspector_app.domain.policy import facts
from inspector_app.domain.task import Outcome
from inspector_app.services import findings
from inspector_app.services.deciding import Policy
from inspector_app.services.ports import FindingFilter, Store, UnitOfWork
from inspector_app.storage import journal, tables
from inspector_app.storage.place import Place
from inspector_app.storage.project import project
from inspector_app.storage.store import Store as LaptopStore
from inspector_app.storage.unit_of_work import Work
from sync.protocol.lines import Entry
from tests import policies
from tests.calendars import calendar
from tests.storage.builders import (
    CLOCK,
    LI,
    MASTER,
    WANG,
    a_draft,
    a_finding,
    a_photo,
    a_shift,
    an_override,
    laptop,
    next_id,
    record,
    record_finding,
    tables_of,
)

FACTS = paths.resources() / "catalogue" / "facts.json"
EVERYTHING = ("journal", "drafts", *(name for name in tables.PROJECTIONS if name != "findings_text"))


class Interrupted(Exception):
    pass


def interrupted(store: LaptopStore, *events: Event, draft: Draft | None = None) -> None:
    """A deed that records all this and then fails."""

    def deed() -> None:
        with store.unit_of_work() as uow:
            for event in events:
                uow.record(event, officer=LI.number, at=CLOCK.now())
            if draft is not None:
                uow.save_draft(draft)
            raise Interrupted

    with pytest.raises(Interrupted):
        deed()


def satisfies_the_ports(store: LaptopStore, work: Work) -> tuple[Store, UnitOfWork]:
    """mypy proves it."""
    return store, work


def copied_ids(store: LaptopStore) -> list[str]:
    copy = Place.of(store.folder, MASTER, clock=CLOCK, ids=next_id).copy
    return [copied.line.id for copied in copy.every()]


def journal_ids(store: LaptopStore) -> list[str]:
    return [line.id for line in store.read(lambda c: list(journal.every(c)))]


def test_a_deed_that_fails_leaves_nothing(store: LaptopStore) -> None:
    record(store, a_shift())
    before, copied = tables_of(store, *EVERYTHING), copied_ids(store)
    interrupted(
        store,
        a_finding("f1", note="井盖"),
        PhotoTaken("f1", a_photo(b"p")),
        ShiftClosed("shift-1", 1, 1),
        draft=a_draft("d1"),
    )
    assert tables_of(store, *EVERYTHING) == before
    assert copied_ids(store) == copied
    assert store.reads.finding_count(FindingFilter(text="井盖")) == 0


def test_the_next_deed_goes_on_where_the_failed_one_began(store: LaptopStore) -> None:
    interrupted(store, a_finding("f1"))
    record(store, a_finding("f2"))
    assert [line.about for line in store.read(lambda c: list(journal.every(c)))][1:] == ["f2"]


def test_every_committed_line_is_in_the_second_copy(store: LaptopStore) -> None:
    record(store, a_shift())
    record_finding(store, "f1", b"one", b"two")
    assert copied_ids(store) == journal_ids(store)


def test_a_deed_sees_what_it_has_just_done(store: LaptopStore) -> None:
    with store.unit_of_work() as uow:
        uow.record(a_shift(), officer=LI.number, at=CLOCK.now())
        uow.record(a_finding("f1"), officer=LI.number, at=CLOCK.now())
        shift, finding = uow.open_shift(), uow.finding("f1")
    assert shift is not None
    assert shift.officer == LI
    assert finding is not None
    assert finding.row.id == "f1"


def test_a_screen_sees_nothing_of_a_deed_before_its_end(store: LaptopStore) -> None:
    with store.unit_of_work() as uow:
        uow.record(a_finding("f1"), officer=LI.number, at=CLOCK.now())
        assert store.reads.finding("f1") is None
    assert store.reads.finding("f1") is not None


def test_the_open_shift_is_the_one_that_was_not_closed(store: LaptopStore) -> None:
    record(store, a_shift("s1"))
    record(store, ShiftClosed("s1", 0, 0))
    assert store.reads.open_shift() is None
    record(store, a_shift("s2", WANG), officer=WANG.number)
    shift = store.reads.open_shift()
    assert shift is not None
    assert (shift.id, shift.officer, shift.unit, shift.closed_at) == ("s2", WANG, "花园路中队", "")


def test_a_shift_counts_what_was_not_withdrawn(store: LaptopStore) -> None:
    record_finding(store, "f1", b"1", b"2")
    record_finding(store, "f2", b"3")
    record(store, FindingWithdrawn("f2", "重复"))
    with store.unit_of_work() as uow:
        assert uow.shift_totals("shift-1") == (1, 2)


def test_a_second_line_about_the_same_finding_is_kept_and_changes_nothing(store: LaptopStore) -> None:
    record_finding(store, "f1", b"1")
    record(store, a_finding("f1", tier=Tier.ENFORCEMENT))
    found = store.reads.finding("f1")
    assert found is not None
    assert found.row.tier is Tier.SERVICE
    assert [entry.kind for entry in found.history].count(FindingRecorded.KIND) == 2
    assert store.reads.finding_count(FindingFilter()) == 1


def test_a_line_of_a_kind_from_the_future_is_kept_and_skipped(store: LaptopStore) -> None:
    with store.writing() as connection:
        entry = Entry(next_id(), "visit.made", "f1", "2026-11-22T01:00:00.000Z", LI.number, b'{"what":"new"}')
        project(connection, journal.append(connection, store.device, entry))
    record(store, a_finding("f1"))
    store.rebuild()
    found = store.reads.finding("f1")
    assert found is not None
    assert [entry.kind for entry in found.history] == ["visit.made", "finding.recorded"]


def test_an_answer_to_an_unknown_task_is_kept(store: LaptopStore) -> None:
    ids = record(store, TaskAnswered("t1", Outcome.CONFIRMED, ""))
    assert ids[0] in journal_ids(store)
    assert store.reads.tasks() == []


def test_what_was_recorded_is_there_after_opening_again(folder: Path) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1", b"1", note="占道")
        told = store.reads.finding("f1")
    with laptop(folder) as store:
        assert store.reads.finding("f1") == told
        assert store.photos.original(a_photo(b"1").sha256) == b"1"


def test_a_draft_is_kept_as_it_is(folder: Path) -> None:
    draft = a_draft("d1", facts={"width_m": 1.25, "goods": ["fruit"]}, photos=(a_photo(b"1"),), note="半句\t")
    with laptop(folder) as store, store.unit_of_work() as uow:
        uow.save_draft(a_draft("d1"))
        uow.save_draft(draft)
        uow.save_draft(a_draft("d2"))
    with laptop(folder) as store:
        assert store.reads.drafts() == [a_draft("d2"), draft]
        with store.unit_of_work() as uow:
            uow.drop_draft("d1")
        assert store.reads.drafts() == [a_draft("d2")]


def test_a_draft_is_no_line(store: LaptopStore) -> None:
    with store.unit_of_work() as uow:
        uow.save_draft(a_draft("d1"))
    assert store.read(journal.head).seq == 1


def test_a_double_click_records_once(store: LaptopStore) -> None:
    record(store, a_shift())
    draft = a_draft("f1", category=Category.OTHER, type_code="0803", override=an_override(), photos=(a_photo(b"1"),))
    policy = Policy(policies.shipped(), facts.Catalogue.load(FACTS.read_bytes()), calendar())
    for _ in range(2):
        with store.unit_of_work() as uow:
            findings.record(uow, draft, policy=policy, clock=CLOCK)
    kinds = [line.kind for line in store.read(lambda c: list(journal.every(c)))]
    assert kinds.count("finding.recorded") == kinds.count("photo.taken") == 1
