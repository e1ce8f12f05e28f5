"""The finding that follows another, before any pixel."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.task import Task, TaskKind
from inspector_app.services.deciding import Policy
from inspector_app.services.ports import FindingDetails
from inspector_app.ui.record import following, places
from tests import policies
from tests.calendars import calendar
from tests.qt.fakes import a_judgement, a_row, some_details

POLICY = Policy(policies.shipped(), policies.catalogue(), calendar())
NOW = datetime(2026, 11, 22, 1, 14, 5, tzinfo=UTC)
BLANK = Draft(
    "f2", Category.STALL, "2026-11-22T01:14:05.000Z", facts={"observed_at": "2026-11-22T09:14", "sworn_present": 2}
)


def a_first(category: Category, reason: str, **facts: Any) -> FindingDetails:
    row = replace(a_row(), category=category)
    sealed = POLICY.sealed(category, {"observed_at": "2026-11-21T20:00", "sworn_present": 1, **facts})
    return some_details(row, facts=sealed, judgement=a_judgement(row, reason), party="赵师傅", party_absent=True)


def a_visit(due: str) -> Task:
    return Task("v1", TaskKind.REINSPECT, "", due=due, about="f1", why="order")


def test_what_was_found_at_the_place_goes_over_and_what_was_true_of_the_moment_does_not() -> None:
    first = a_first(
        Category.STALL, "ST_PROHIBITED_ORDER", form="mobile_vendor", passage_left_m=1.2, is_legal_holiday=True
    )
    draft = following.after(first, a_visit("2026-11-22T01:00:00.000Z"), BLANK, POLICY, NOW)
    assert draft.facts == {**BLANK.facts, "form": "mobile_vendor", "passage_left_m": 1.2}
    assert (draft.place, draft.party, draft.party_absent) == (places.again(first.place), "赵师傅", True)
    assert (draft.photos, draft.note, draft.override, draft.task, draft.id) == ((), "", None, "v1", "f2")


def test_the_minutes_since_the_reminder_are_filled_in_up_to_what_the_form_takes() -> None:
    first = a_first(Category.PARKING, "PM_REMINDER_START", vehicle="motor", driver="absent")

    def minutes(due: str) -> object:
        return following.after(first, a_visit(due), BLANK, POLICY, NOW).facts["reminder_min"]

    assert minutes("2026-11-22T01:14:05.000Z") == 10
    assert minutes("2026-11-22T01:20:05.000Z") == 4
    assert minutes("2026-11-22T00:59:05.000Z") == 25
    assert minutes("2026-11-12T01:14:05.000Z") == 1440


def test_another_event_has_its_type_and_no_facts() -> None:
    first = some_details(replace(a_row(), category=Category.OTHER, type_code="0803"), facts={}, judgement=None)
    draft = following.after(first, a_visit("2026-11-22T01:14:05.000Z"), BLANK, POLICY, NOW)
    assert (draft.category, draft.type_code, draft.facts) == (Category.OTHER, "0803", {})
