"""Measures that were taken: lines beside the finding's, rows beside its row, and words that a search finds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.finding import MOST_MEASURES, Draft
from inspector_app.domain.measure import Measure
from inspector_app.domain.policy.remedies import Advice
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.services import findings, measures
from inspector_app.services.deciding import Policy
from inspector_app.services.ports import FindingFilter
from inspector_app.storage import journal
from inspector_app.storage.store import Store
from tests import calendars, policies
from tests.storage.builders import CLOCK, LI, WANG, a_draft, a_shift, laptop, record, record_finding

ORDER = Measure("m-order", "written_order", until="2026-11-22T10:00:00.000Z")
POLICE = Measure("m-police", "handover", "police")
GUIDED = Measure("m-guided", "guide_relief_point", "rp-17", note="纬四路便民疏导点")


@pytest.fixture
def on_duty(store: Store) -> Store:
    record(store, a_shift(second=WANG))
    return store


def policy() -> Policy:
    return Policy(policies.shipped(), policies.catalogue(), calendars.calendar())


def save(store: Store, draft: Draft) -> None:
    with store.unit_of_work() as uow:
        findings.record(uow, draft, policy=policy(), clock=CLOCK)


def take(store: Store, measure: Measure, finding: str = "f1") -> None:
    with store.unit_of_work() as uow:
        measures.take(uow, finding, measure, policy=policy(), clock=CLOCK)


def kinds(store: Store) -> list[str]:
    return [line.kind for line in store.read(lambda c: list(journal.every(c)))]


def found(store: Store, text: str) -> int:
    return store.reads.finding_count(FindingFilter(text=text))


def refused(store: Store, measure: Measure, finding: str = "f1") -> Problem:
    with pytest.raises(RuleBroken) as trouble:
        take(store, measure, finding)
    return trouble.value.code


def test_a_save_states_the_finding_and_its_measures_in_one_transaction(on_duty: Store) -> None:
    save(on_duty, a_draft("f1", facts={"form": "mobile_vendor"}, measures=(ORDER, POLICE)))
    assert kinds(on_duty)[-4:] == ["finding.recorded", "measure.taken", "measure.taken", "visit.planned"]
    finding = on_duty.reads.finding("f1")
    assert finding is not None
    assert [one.measure for one in finding.measures] == [ORDER, POLICE]
    assert {one.officer for one in finding.measures} == {LI.number}
    assert finding.row.taken == ("written_order", "handover")


def test_a_save_that_is_refused_states_no_measure(on_duty: Store) -> None:
    many = tuple(ORDER._replace(id=f"m-{n}") for n in range(MOST_MEASURES + 1))
    with pytest.raises(RuleBroken) as trouble:
        save(on_duty, a_draft("f1", facts={"form": "mobile_vendor"}, measures=many))
    assert trouble.value.code is Problem.TOO_MANY_MEASURES
    assert "measure.taken" not in kinds(on_duty)


def test_a_draft_keeps_its_measures(on_duty: Store) -> None:
    with on_duty.unit_of_work() as uow:
        uow.save_draft(a_draft("d1", measures=(GUIDED,)))
    assert [draft.measures for draft in on_duty.reads.drafts()] == [(GUIDED,)]


def test_a_measure_can_follow_the_finding_and_the_same_one_twice_is_one(on_duty: Store) -> None:
    record_finding(on_duty, "f1")
    take(on_duty, ORDER)
    take(on_duty, ORDER)
    assert kinds(on_duty).count("measure.taken") == 1
    assert on_duty.reads.first_rows(FindingFilter(), 1)[0].taken == ("written_order",)


def test_a_measure_makes_its_finding_wait_again(on_duty: Store) -> None:
    record_finding(on_duty, "f1")
    take(on_duty, ORDER)
    assert on_duty.reads.first_rows(FindingFilter(unsent_only=True), 9)[0].id == "f1"


def test_the_place_to_which_somebody_was_guided_is_found_by_a_search(on_duty: Store) -> None:
    record_finding(on_duty, "f1", note="井盖破损")
    take(on_duty, GUIDED)
    assert (found(on_duty, "纬四路"), found(on_duty, "rp-17"), found(on_duty, "井盖")) == (1, 1, 1)


def test_nothing_is_done_about_a_finding_that_is_gone_or_withdrawn_or_without_a_shift(store: Store) -> None:
    record_finding(store, "f1")
    assert refused(store, ORDER) is Problem.NO_OPEN_SHIFT
    record(store, a_shift(second=WANG))
    assert refused(store, ORDER, "nobody") is Problem.NO_SUCH_FINDING
    with store.unit_of_work() as uow:
        findings.withdraw(uow, "f1", reason="重复", clock=CLOCK)
    assert refused(store, ORDER) is Problem.ALREADY_WITHDRAWN


def test_bounds_are_said(on_duty: Store) -> None:
    record_finding(on_duty, "f1")
    assert refused(on_duty, ORDER._replace(note="长" * 201)) is Problem.NOTE_TOO_LONG
    for n in range(MOST_MEASURES):
        take(on_duty, ORDER._replace(id=f"m-{n}"))
    assert refused(on_duty, ORDER._replace(id="one-more")) is Problem.TOO_MANY_MEASURES


def test_a_lost_database_tells_the_measures_again(folder: Path) -> None:
    with laptop(folder) as store:
        record(store, a_shift(second=WANG))
        save(store, a_draft("f1", facts={"form": "mobile_vendor"}, measures=(ORDER, GUIDED)))
    (folder / "patrol.db").unlink()
    with laptop(folder) as store:
        assert store.salvage is not None
        assert store.reads.first_rows(FindingFilter(), 1)[0].taken == ("written_order", "guide_relief_point")


def test_a_measure_knows_its_deadline_from_the_moment_it_was_taken() -> None:
    at = datetime(2026, 11, 22, 1, tzinfo=UTC)
    ordered = Advice("operator_order", "", (("until", "2h"),))
    assert measures.deadline(ordered, at, policy()) == "2026-11-22T03:00:00.000Z"
    assert measures.deadline(Advice("tidy"), at, policy()) == ""
