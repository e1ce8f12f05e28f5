"""What the shift page shows, before any pixel."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.finding import Tier
from inspector_app.services.ports import TierCounts
from inspector_app.ui.shift.state import Choice, DetailsState, ListState, Panel, clock_text, day_text, shares
from tests.qt.fakes import SHIFT, a_row, some_details

COUNTS = TierCounts(none=1, service=16, management=5, enforcement=2, waiting=9)
amounts = st.integers(0, 100_000)


def test_the_chips_count_the_shift() -> None:
    page = ListState(shift=SHIFT, counts=COUNTS)
    assert [page.count_of(choice) for choice in Choice] == [24, 16, 5, 2, 9]


def test_a_chip_and_the_search_make_the_question() -> None:
    wanted = ListState(shift=SHIFT, choice=Choice.ENFORCEMENT, text=" 农业路 ").wanted
    assert (wanted.shift, wanted.tier, wanted.text, wanted.unsent_only) == (SHIFT.id, Tier.ENFORCEMENT, "农业路", False)


def test_what_waits_to_be_sent_is_of_any_tier() -> None:
    wanted = ListState(shift=SHIFT, choice=Choice.UNSENT).wanted
    assert (wanted.tier, wanted.unsent_only) == (None, True)


def test_without_a_shift_everything_on_the_laptop_is_listed() -> None:
    assert ListState(shift=None).wanted.shift == ""
    assert ListState(shift=SHIFT, everything=True).wanted.shift == ""
    assert not ListState(shift=None).can_close


def test_withdrawn_findings_are_listed_but_not_counted() -> None:
    page = ListState(shift=SHIFT, counts=COUNTS, length=26, loaded=True, counted=True)
    assert page.withdrawn == 2
    assert replace(page, text="路").withdrawn == 0


def test_percentages_of_the_design_add_up_to_a_hundred() -> None:
    assert shares(TierCounts(service=16, management=5, enforcement=2)) == (69, 22, 9)


def test_thirds_give_the_odd_percent_to_the_first() -> None:
    assert shares(TierCounts(service=1, management=1, enforcement=1)) == (34, 33, 33)


def test_a_shift_without_breaches_has_no_shares() -> None:
    assert shares(TierCounts(none=3)) == (0, 0, 0)


@given(amounts, amounts, amounts)
def test_shares_add_up_to_a_hundred_and_are_at_most_one_off(service: int, management: int, enforcement: int) -> None:
    parts, total = (service, management, enforcement), service + management + enforcement
    whole = shares(TierCounts(0, *parts))
    assert sum(whole) == (100 if total else 0)
    assert all(abs(share - part * 100 / total) < 1 for share, part in zip(whole, parts, strict=True) if total)


def test_a_withdrawal_waits_for_its_reason() -> None:
    details = DetailsState(some_details(a_row()), on_duty=True).opened(Panel.WITHDRAW)
    assert not details.ready
    assert replace(details, text="重复记录").ready


def test_an_override_wants_a_tier_and_a_reason() -> None:
    details = replace(DetailsState(some_details(a_row()), on_duty=True).opened(Panel.OVERRIDE), text="三次劝导无效")
    assert not details.ready
    assert replace(details, tier=Tier.MANAGEMENT).ready


def test_nobody_acts_off_duty_or_on_a_withdrawn_finding() -> None:
    assert not DetailsState(some_details(a_row())).may_act
    assert not DetailsState(some_details(a_row(withdrawn=True)), on_duty=True).may_act


def test_a_fresh_reading_keeps_the_reason_that_is_being_written() -> None:
    writing = replace(DetailsState(some_details(a_row(1)), on_duty=True).opened(Panel.WITHDRAW), text="重复")
    assert writing.shown(some_details(a_row(1, photos_arrived=2))).text == "重复"
    assert writing.shown(some_details(a_row(2))).panel is Panel.NONE
    assert writing.shown(some_details(a_row(1, withdrawn=True))).panel is Panel.NONE


def test_times_are_those_of_the_street() -> None:
    now = datetime(2026, 11, 22, 3, tzinfo=UTC)
    assert clock_text("2026-11-22T01:14:07.000Z") == "09:14"
    assert [day_text(f"{day}T01:14:07.000Z", now) for day in ("2026-11-22", "2026-11-20", "2025-12-31")] == [
        "", "11-20", "2025-12-31",
    ]  # fmt: skip
    assert clock_text("") == ""
