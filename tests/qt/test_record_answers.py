"""What one tap does to a draft, what keeps it from being recorded, and how typed numbers are read. No Qt."""

from dataclasses import replace
from typing import Any

import pytest

from inspector_app import paths
from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.domain.officer import Officer, Role
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import PlaceSource
from inspector_app.domain.task import Task, TaskKind
from inspector_app.services.ports import Shift
from inspector_app.ui.record import answers, places
from inspector_app.ui.record.answers import ABSENT
from inspector_app.ui.record.numbers import read_number, read_position, shown_number, shown_position
from inspector_app.ui.record.state import FactWrong, RecordState, problems_of, wanted_shots
from inspector_app.ui.rulebook import Rulebook
from tests import policies
from tests.calendars import calendar
from tests.qt.laptop import LI, WANG, StandingClock, make_ids

CATALOGUE = policies.catalogue()
SHIFT = Shift("s", LI, WANG, "花园路中队", "08:00", "16:00", "2026-11-22T00:00:00.000Z")


def a_draft(category: Category = Category.STALL, after: Draft | None = None, shift: Shift | None = SHIFT) -> Draft:
    return answers.blank(category, clock=StandingClock(), ids=make_ids(), shift=shift, after=after)


def told(draft: Draft, **facts: Any) -> Draft:
    for name, value in facts.items():
        draft = answers.answered(draft, CATALOGUE, name.replace("__", "."), value)
    return draft


def a_photo(**changed: Any) -> Photo:
    return replace(Photo("ab" * 32, 10, "image/jpeg", Origin.IMPORT, 4, 3), **changed)


def test_a_new_draft_knows_the_local_time_and_how_many_certified_officers_there_are() -> None:
    assert a_draft().facts == {"observed_at": "2026-11-22T09:14", "sworn_present": 2}
    assert a_draft().observed_at == "2026-11-22T01:14:05.000Z"


@pytest.mark.parametrize(
    ("second", "count"),
    [(None, 1), (WANG, 2), (Officer("7", "赵"), 1), (Officer("7", "赵", "豫A-7", Role.AUXILIARY), 1)],
)
def test_only_certified_officers_count_as_sworn(second: Officer | None, count: int) -> None:
    assert replace(SHIFT, second=second).sworn == count


def test_a_draft_is_untouched_until_somebody_says_something() -> None:
    assert answers.is_untouched(a_draft())
    assert not answers.is_untouched(told(a_draft(), form="mobile_vendor"))
    assert not answers.is_untouched(replace(a_draft(), note="x"))
    assert not answers.is_untouched(replace(a_draft(), photos=(a_photo(),)))


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u3000"])
def test_blanks_say_nothing(blank: str) -> None:
    draft = answers.blank(Category.STALL, clock=StandingClock(), ids=make_ids(), shift=None)
    place = replace(draft.place, address=blank)
    assert answers.is_untouched(replace(draft, party=blank, note=blank, place=place))


def test_an_answer_taken_back_leaves_the_fact_absent() -> None:
    draft = told(a_draft(), form="mobile_vendor", history__order="none", history__warnings_30d=2)
    draft = told(draft, form=ABSENT, history__order=ABSENT)
    assert "form" not in draft.facts
    assert draft.facts["history"] == {"warnings_30d": 2}
    assert "history" not in told(draft, history__warnings_30d=ABSENT).facts


def test_unknown_is_an_answer_of_its_own() -> None:
    draft = told(a_draft(), hazard=None, history=None)
    assert answers.value_of(draft.facts, "hazard") is None
    assert answers.value_of(draft.facts, "history") is None
    assert answers.value_of(draft.facts, "permit") is ABSENT
    assert told(draft, history__order="none").facts["history"] == {"order": "none"}


def test_nothing_blocked_is_an_absent_fact() -> None:
    assert "blocks" not in told(told(a_draft(), blocks=["fire_lane"]), blocks=[]).facts


def test_what_is_not_asked_any_more_is_gone_and_so_is_what_hung_on_it() -> None:
    draft = told(a_draft(), goods="open_bbq", bbq_designated=True)
    assert "bbq_designated" not in told(draft, goods="food").facts


@pytest.mark.parametrize("answer", CATALOGUE.answers, ids=lambda answer: answer.code)
def test_every_answer_of_the_party_is_one_tap_and_is_found_again(answer: Any) -> None:
    draft = answers.party_answered(a_draft(), answer)
    assert {name: draft.facts[name] for name in answer.facts} == dict(answer.facts)
    assert draft.party_absent is answer.party_absent
    assert answers.party_answer(draft, CATALOGUE) == answer


def test_taking_the_partys_answer_back_leaves_neither_attitude_nor_absence() -> None:
    absent = next(answer for answer in CATALOGUE.answers if answer.party_absent)
    draft = answers.party_answered(answers.party_answered(a_draft(), absent), None)
    assert not {"attitude", "corrected_on_site"} & set(draft.facts)
    assert not draft.party_absent
    assert answers.party_answer(draft, CATALOGUE) is None


def test_another_category_keeps_what_both_ask_for_and_the_shelf_gives_the_rest_back() -> None:
    stall = told(a_draft(), permit="valid", form="mobile_vendor", hazard="none", road_class="main")
    hoarding = answers.moved(stall, Category.HOARDING, CATALOGUE, stall.facts)
    assert hoarding.facts["hazard"] == "none"
    assert hoarding.facts["road_class"] == "main"
    assert "form" not in hoarding.facts
    back = answers.moved(hoarding, Category.STALL, CATALOGUE, stall.facts)
    assert back.facts["form"] == "mobile_vendor"


def test_a_tier_given_for_another_event_does_not_become_an_override_of_the_policy() -> None:
    other = replace(a_draft(Category.OTHER), override=Override(Tier.SERVICE, "因为", "1"), type_code="0102")
    assert answers.moved(other, Category.STALL, CATALOGUE, {}).override is None


def test_what_holds_for_the_day_goes_over_to_the_next_finding_and_nothing_else() -> None:
    before = told(a_draft(), campaign=True, is_legal_holiday=False, road_class="main", form="mobile_vendor")
    after = a_draft(after=before)
    assert after.facts["campaign"] is True
    assert after.facts["is_legal_holiday"] is False
    assert "road_class" not in after.facts
    assert answers.is_untouched(after)


def test_what_held_yesterday_does_not_go_over_midnight() -> None:
    before = told(a_draft(), campaign=True, observed_at="2026-11-21T23:50")
    assert "campaign" not in a_draft(after=before).facts


def observed(at: str, **facts: Any) -> Draft:
    return answers.timed(told(a_draft(), observed_at=at, **facts))


def test_the_calendar_says_whether_it_is_a_statutory_holiday() -> None:
    first = observed("2026-10-01T00:10")
    assert answers.dated(first, calendar(), was=first).facts["is_legal_holiday"] is True
    sixth = observed("2026-10-06T10:00")
    assert answers.dated(sixth, calendar(), was=first).facts["is_legal_holiday"] is False


def test_on_the_same_day_the_officers_own_answer_stands_and_on_another_the_calendars() -> None:
    corrected = observed("2026-10-01T09:00", is_legal_holiday=False)
    assert answers.dated(corrected, calendar(), was=observed("2026-10-01T08:00")) == corrected
    moved = observed("2026-10-02T09:00", is_legal_holiday=False)
    assert answers.dated(moved, calendar(), was=corrected).facts["is_legal_holiday"] is True


def test_a_year_without_a_calendar_is_asked_of_the_officer() -> None:
    unknown = observed("2031-10-01T09:00")
    assert "is_legal_holiday" not in answers.dated(unknown, calendar(), was=unknown).facts


def test_a_draft_that_waited_untouched_is_observed_at_its_first_answer() -> None:
    clock = StandingClock()
    waiting = a_draft()
    clock.forward(minutes=40)
    begun = answers.begun(told(waiting, form="mobile_vendor"), clock, was=waiting)
    assert begun.observed_at == "2026-11-22T01:54:05.000Z"
    assert begun.facts["observed_at"] == "2026-11-22T09:54"


def test_a_time_that_the_person_gives_counts() -> None:
    draft = answers.timed(told(a_draft(), observed_at="2026-11-21T23:30"))
    assert draft.observed_at == "2026-11-21T15:30:00.000Z"


def test_facts_name_the_event_type() -> None:
    rulebook = Rulebook(paths.resources())
    assert answers.typed(told(a_draft(), form="shop_overflow"), rulebook).type_code == "0504"
    assert answers.typed(a_draft(Category.HOARDING), rulebook).type_code == "0304"
    chosen = replace(a_draft(Category.HOARDING), type_code="0305")
    assert answers.typed(chosen, rulebook).type_code == "0305"


def test_a_typed_position_says_so_and_keeps_the_address() -> None:
    draft = places.pinned(places.addressed(a_draft(), "经三路"), (347731200, 1136857000))
    assert (draft.place.source, draft.place.pin_reason, draft.place.address) == (PlaceSource.PIN, "", "经三路")
    assert problems_of(RecordState(draft))["position"] == "pin_needs_reason"
    assert "position" not in problems_of(RecordState(places.because(draft, "楼挡住了")))
    assert places.pinned(draft, None).place.source is PlaceSource.NONE


def test_a_photo_gives_its_position_without_an_accuracy() -> None:
    located = replace(a_draft(), photos=(a_photo(), a_photo(exif_lat_e7=1, exif_lon_e7=2)))
    place = places.from_photo(located).place
    assert (place.source, place.lat_e7, place.lon_e7, place.accuracy_mm) == (PlaceSource.PHOTO, 1, 2, None)
    assert places.from_photo(a_draft()) == a_draft()


def test_a_task_brings_its_place_and_its_id() -> None:
    draft = places.of_task(a_draft(), Task("t", TaskKind.CHECK, "看看", address="纬五路", lat_e7=1, lon_e7=2))
    assert (draft.task, draft.place.address, draft.place.pin_reason) == ("t", "纬五路", "task")


@pytest.mark.parametrize(
    ("text", "whole", "number"),
    [("3", True, 3), ("3.", False, 3), ("2.50", False, 2.5), ("１２", True, 12), ("2.5", True, None), ("abc", False, None),
     ("1e400", False, None), ("nan", False, None), ("", False, None), ("-4", True, -4)],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text: str, whole: bool, number: float | None) -> None:
    assert read_number(text, whole=whole) == number


def test_numbers_are_shown_without_needless_zeros() -> None:
    assert [shown_number(value) for value in (3, 2.5, 3.0, 100000.0)] == ["3", "2.5", "3", "100000"]


@pytest.mark.parametrize(
    ("text", "place"),
    [("34.77312, 113.68570", (347731200, 1136857000)), ("113.6857，34.77312", (347731200, 1136857000)),
     ("34.77312 N 113.6857 E", (347731200, 1136857000)), ("34.7", None), ("234, 113", None), ("x, y", None)],
)  # fmt: skip
def test_positions_are_read_in_either_order(text: str, place: tuple[int, int] | None) -> None:
    assert read_position(text) == place


def test_a_shown_position_reads_as_the_same_position() -> None:
    assert read_position(shown_position(347731234, -1136857001)) == (347731230, -1136857000)
    assert shown_position(None, 1) == ""


def test_enforcement_wants_more_photos_than_service() -> None:
    draft = a_draft()
    assert len(wanted_shots(draft, Tier.SERVICE)) == 2
    assert len(wanted_shots(draft, Tier.ENFORCEMENT)) == 4
    assert "front_with_plate" in wanted_shots(told(a_draft(Category.PARKING), vehicle="motor"), None)
    assert "blocked_feature" in wanted_shots(told(a_draft(Category.PARKING), vehicle="shared"), None)


def test_problems_name_their_field() -> None:
    state = RecordState(a_draft(), unreadable=frozenset({"passage_left_m"}), verdict=FactWrong("age", "out_of_range"))
    assert problems_of(state) == {"passage_left_m": "unreadable", "age": "out_of_range"}
    other = RecordState(a_draft(Category.OTHER))
    assert problems_of(other) == {"type_code": "type_needed", "override": "tier_needed"}


def test_the_tier_that_stands_is_the_officers_own() -> None:
    state = RecordState(replace(a_draft(), override=Override(Tier.NONE, "看错了", "1")))
    assert state.tier is Tier.NONE
