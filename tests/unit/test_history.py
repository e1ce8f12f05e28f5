"""History: counted at the moment of the finding, and never held against anybody once it is old."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import catalogue
from inspector_app.domain.policy.facts import validate
from inspector_app.domain.reference.history import (
    COUNTS_FOR,
    FRESH_FOR,
    LONGEST,
    Counted,
    Entry,
    What,
    facts_at,
    history_of,
    known,
    subject_key,
)
from inspector_app.paths import resources

NOW = datetime(2026, 11, 22, 1, 10, tzinfo=UTC)
FACTS = catalogue.Catalogue.load((resources() / "catalogue" / "facts.json").read_bytes())

moments = st.integers(0, 3 * 365 * 24).map(lambda hours: datetime(2027, 6, 1, tzinfo=UTC) - timedelta(hours=hours))
entries = st.lists(
    st.builds(Entry, moments, st.sampled_from(What), st.sampled_from(["stall", "parking"]), st.none() | moments),
    max_size=40,
)


def days(n: float) -> datetime:
    return NOW - timedelta(days=n)


def counted(*told: Entry) -> dict[str, object]:
    return facts_at(told, NOW, category="stall", by_identity=True)


def test_nothing_from_before_is_a_first_time() -> None:
    assert counted() == {"order": "none", "basis": "identity", "orders_90d": 0, "warnings_30d": 0, "violations_365d": 0}


@pytest.mark.parametrize(("until", "order"), [(days(-1), "pending"), (NOW, "pending"), (days(1), "overdue")])
def test_an_order_is_overdue_once_its_deadline_has_passed(until: datetime, order: str) -> None:
    assert counted(Entry(days(3), What.ORDERED, "stall", until))["order"] == order


def test_an_order_that_was_complied_with_tells_since_when() -> None:
    facts = counted(Entry(days(30), What.ORDERED, "stall", days(28)), Entry(days(29), What.COMPLIED, "stall"))
    assert (facts["order"], facts["complied_days"], facts["orders_90d"]) == ("complied", 29, 1)


def test_windows_count_whole_days_back_from_the_finding() -> None:
    told = [Entry(days(n), What.WARNED, "stall") for n in (0, 30, 30.01)]
    assert counted(*told)["warnings_30d"] == 2


def test_what_happens_later_and_what_was_another_matter_does_not_count() -> None:
    assert counted(Entry(days(-1), What.WARNED, "stall"), Entry(days(1), What.WARNED, "parking"))["warnings_30d"] == 0


def test_old_history_is_unknown_and_says_how_old_it_is() -> None:
    overdue = [Entry(days(9), What.ORDERED, "stall", days(8))]
    fresh = known(overdue, NOW, NOW - FRESH_FOR, category="stall", by_identity=True)
    old = known(overdue, NOW, NOW - FRESH_FOR - timedelta(minutes=1), category="stall", by_identity=True)
    assert fresh.facts is not None
    assert fresh.facts["order"] == "overdue"
    assert (old.facts, old.stale, old.as_of) == (None, True, NOW - FRESH_FOR - timedelta(minutes=1))


def test_history_that_never_came_is_unknown_and_not_stale() -> None:
    assert known([], NOW, None, category="stall", by_identity=True) == (None, None, False)


@given(entries, st.booleans())
def test_the_counters_are_always_facts_that_the_policy_takes(told: list[Entry], by_identity: bool) -> None:
    validate({"category": "stall", "history": facts_at(told, NOW, category="stall", by_identity=by_identity)}, FACTS)


@given(entries)
def test_the_order_in_which_entries_come_does_not_matter(told: list[Entry]) -> None:
    assert counted(*told) == counted(*reversed(told))


@pytest.mark.parametrize("text", ["豫A·12345", "豫a 12345", "豫A12345 ", "豫Ａ－１２３４５", "豫Ａ・１２３４５"])
def test_a_plate_is_the_same_however_it_is_written(text: str) -> None:
    assert subject_key(text) == "豫a12345"


def test_a_stated_history_is_read_and_what_cannot_be_read_is_passed_over() -> None:
    good = {"at": "2026-11-20T02:00:00.000Z", "what": "warned", "category": "stall"}
    bad = [{"at": "2026-11-20T02:00:00", "what": "warned", "category": "stall"}, {"what": "sung"}, 7, {**good, "at": 1}]
    history = history_of({"subject": "豫A·12345", "entries": [*bad, good]})
    assert history is not None
    assert history.subject == "豫a12345"
    assert [entry.what for entry in history.entries] == [What.WARNED]


@pytest.mark.parametrize("body", [{}, {"subject": "·"}, {"subject": "a", "entries": {}}, {"subject": 7, "entries": []}])
def test_a_body_without_subject_or_entries_states_no_history(body: dict[str, object]) -> None:
    assert history_of(body) is None


def test_a_history_is_bounded() -> None:
    good = {"at": "2026-11-20T02:00:00.000Z", "what": "warned", "category": "stall"}
    history = history_of({"subject": "a", "entries": [good] * (LONGEST + 5)})
    assert history is not None
    assert len(history.entries) == LONGEST


def in_a_pack(violations: int, as_of: datetime) -> Counted:
    return Counted(as_of, {"stall": violations})


def violations(counted: Counted, *told: Entry) -> object:
    return facts_at(told, NOW, category="stall", by_identity=True, counted=counted)["violations_365d"]


def test_what_a_pack_counted_and_what_came_later_add_up_and_nothing_counts_twice() -> None:
    told = [Entry(days(n), What.VIOLATED, "stall") for n in (20, 12, 10, 3)]

    assert violations(in_a_pack(4, days(10)), *told) == 5
    assert violations(in_a_pack(1, days(10)), *told) == 4  # whoever states more breaches one by one is believed
    assert violations(Counted(days(10), {"parking": 9}), *told) == 4


@pytest.mark.parametrize("as_of", [NOW - COUNTS_FOR - timedelta(seconds=1), days(-1)])
def test_the_count_of_an_old_pack_or_of_a_later_one_is_held_against_nobody(as_of: datetime) -> None:
    assert violations(in_a_pack(4, as_of)) == 0
