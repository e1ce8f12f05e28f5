"""The record page knows what is around: street, campaigns and history answer what nobody answered, and it is said how old they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from inspector_app.domain.finding import Category
from inspector_app.domain.place import Place
from inspector_app.domain.task import Outcome, TaskState
from inspector_app.services import tasks
from inspector_app.ui.record.decision_card import Notes
from inspector_app.ui.record.fact_form import FactForm
from inspector_app.ui.record.place_card import PlaceCard
from inspector_app.ui.record.state import Freshness, Verdict
from tests.qt import relief
from tests.qt.laptop import Laptop
from tests.qt.screens import texts
from tests.qt.test_measures_taken import saved, tap
from tests.qt.test_opening import pills, write

MakeLaptop = Callable[..., Laptop]
STREET = {
    "name": "经三路", "version": 4, "mode": "guide", "zone": "controlled", "hours": [["07:00", "09:30"], ["18:00", "01:00"]],
    "line": "门前1.2米红线内", "tolerance": "早餐摊可至9:30", "first": "2026-01-01",
}  # fmt: skip
CAMPAIGN = {"name": "冬季占道整治", "first": "2026-11-20", "last": "2026-11-30", "streets": ["经三路"]}
STALE = "2026-11-21T01:00:00.000Z"  # more than 24 h before the laptop's clock


def a_vendor(laptop: Laptop, *, party: str = "煎饼车", address: str = "经三路与纬四路口") -> None:
    laptop.tap("流动摊贩", "次干道", "配合")
    laptop.page.change(replace(laptop.page.state.draft, party=party, place=Place(address=address)))
    laptop.rest()


def a_history(laptop: Laptop, *what: str, subject: str = "煎饼 车") -> None:
    entries = [
        {"at": f"2026-11-{10 + n}T02:00:00.000Z", "what": one, "category": "stall"} for n, one in enumerate(what)
    ]
    relief.look_up(laptop, "history", "h-1", {"subject": subject, "entries": entries})


def facts(laptop: Laptop) -> dict[str, Any]:
    return laptop.page.state.draft.facts


def verdict(laptop: Laptop) -> Verdict:
    found = laptop.page.state.verdict
    assert isinstance(found, Verdict)
    return found


def place_words(laptop: Laptop) -> str:
    return texts(laptop.screens.window.findChildren(PlaceCard)[0])


def notes(laptop: Laptop) -> str:
    return texts(laptop.page.view.decision.findChildren(Notes)[0])


def form_words(laptop: Laptop) -> list[str]:
    form = laptop.page.view.form(Category.STALL)
    assert isinstance(form, FactForm)
    form.complete()
    laptop.page.tell()
    return [label.text() for label in form.findChildren(QLabel) if not label.isHidden()]


def test_street_and_campaign_answer_and_are_told_where_the_place_is(laptop: Laptop) -> None:
    relief.look_up(laptop, "street", "js3-4", STREET)
    relief.look_up(laptop, "campaign", "winter", CAMPAIGN)
    relief.all_told(laptop)

    a_vendor(laptop)

    assert facts(laptop)["street_policy"] == {"mode": "guide", "zone": "controlled", "hours": ["07:00", "09:30"]}
    assert facts(laptop)["campaign"] is True
    told = place_words(laptop)
    for words in (
        "经三路 · 一街一策（第4版）", "严控区 · 引导 · 07:00–09:30、18:00–01:00", "红线：门前1.2米红线内", "容许：早餐摊可至9:30",
        "专项整治：冬季占道整治，至 11-30",
    ):  # fmt: skip
        assert words in told
    assert saved(laptop).facts["street_policy"]["zone"] == "controlled"


def test_what_was_looked_up_is_marked_on_the_form_until_the_officer_answers(laptop: Laptop) -> None:
    relief.look_up(laptop, "street", "js3-4", STREET)
    relief.look_up(laptop, "campaign", "winter", CAMPAIGN)
    relief.all_told(laptop)
    a_vendor(laptop)
    marked = [words for words in form_words(laptop) if "资料填入" in words]
    assert marked == ["历史记录\n资料填入", "一街一策 · 资料填入", "专项整治期间\n资料填入"]

    laptop.page.answer("street_policy.zone", "regulated")
    laptop.page.answer("campaign", False)
    laptop.page.answer("history.order", "pending")
    laptop.rest()
    laptop.page.change(replace(laptop.page.state.draft, place=Place(address="经三路 12 号")))
    laptop.rest()

    assert facts(laptop)["street_policy"]["zone"] == "regulated"
    assert facts(laptop)["campaign"] is False
    assert facts(laptop)["history"]["order"] == "pending"
    assert [words for words in form_words(laptop) if "资料填入" in words] == []


def test_another_street_takes_back_what_was_looked_up(laptop: Laptop) -> None:
    relief.look_up(laptop, "street", "js3-4", STREET)
    relief.all_told(laptop)
    a_vendor(laptop)
    form_words(laptop)

    laptop.page.change(replace(laptop.page.state.draft, place=Place(address="丰庆路 3 号")))
    laptop.rest()

    assert "street_policy" not in facts(laptop)
    assert "一街一策" not in place_words(laptop)
    form = laptop.page.view.form(Category.STALL)
    hours = [one.text() for one in form.findChildren(QLineEdit) if one.accessibleName() in ("从", "至")]
    assert hours == ["", ""]


def test_the_policy_of_the_day_on_which_it_was_observed_counts(laptop: Laptop) -> None:
    relief.look_up(laptop, "street", "js3-4", STREET | {"last": "2026-11-21"})
    relief.look_up(laptop, "street", "js3-5", STREET | {"version": 5, "mode": "strict", "first": "2026-11-22"})
    relief.all_told(laptop)
    a_vendor(laptop)
    assert facts(laptop)["street_policy"]["mode"] == "strict"

    laptop.page.answer("observed_at", "2026-11-21T21:00")

    assert facts(laptop)["street_policy"] == {"mode": "guide", "zone": "controlled", "hours": ["18:00", "01:00"]}
    assert "第4版" in place_words(laptop)


def test_the_history_of_the_party_counts_and_its_age_is_told(laptop: Laptop) -> None:
    a_history(laptop, "warned")
    relief.all_told(laptop)

    a_vendor(laptop)

    assert facts(laptop)["history"]["warnings_30d"] == 1
    assert verdict(laptop).primary == "REPEAT_WARNED"
    assert not verdict(laptop).provisional
    assert "截至 08:10（1 小时前）" in notes(laptop)


def test_another_party_has_another_history(laptop: Laptop) -> None:
    a_history(laptop, "warned")
    relief.all_told(laptop)
    a_vendor(laptop)

    laptop.page.change(replace(laptop.page.state.draft, party="水果车"))
    assert "history" not in facts(laptop)  # never the one of somebody else, not even for a moment
    laptop.rest()

    assert facts(laptop)["history"] == {
        "order": "none", "basis": "identity", "orders_90d": 0, "warnings_30d": 0, "violations_365d": 0
    }  # fmt: skip


def test_a_stale_history_is_unknown_and_the_card_warns(laptop: Laptop) -> None:
    a_history(laptop, "ordered", "violated", "violated", "warned", "warned", "warned")
    relief.all_told(laptop, STALE)

    a_vendor(laptop)

    assert facts(laptop)["history"] is None
    assert (verdict(laptop).primary, verdict(laptop).provisional) == ("ST_GUIDE_ALT", True)
    assert laptop.page.state.history == Freshness("2026-11-21 09:00", 87_245, stale=True)
    assert "截至 2026-11-21 09:00（24 小时前），已过时：按未知处理，不作不利认定。" in notes(laptop)


def test_a_history_that_no_centre_tells_is_left_to_the_officer(laptop: Laptop) -> None:
    a_vendor(laptop)

    assert "history" not in facts(laptop)
    assert laptop.page.state.history is None


def test_a_pull_makes_a_stale_history_fresh_on_the_draft_on_the_screen(laptop: Laptop) -> None:
    a_history(laptop, "warned")
    relief.all_told(laptop, STALE)
    a_vendor(laptop)
    assert facts(laptop)["history"] is None

    relief.all_told(laptop)

    assert facts(laptop)["history"]["warnings_30d"] == 1
    assert laptop.page.state.history == Freshness("08:10", 3845)


def test_an_officer_who_knows_the_history_is_not_told_how_old_the_centres_is(laptop: Laptop) -> None:
    relief.all_told(laptop, STALE)
    a_vendor(laptop)

    laptop.page.answer("history.order", "none")

    assert facts(laptop)["history"] == {"order": "none"}
    assert laptop.page.state.history is None
    assert not verdict(laptop).provisional


def test_old_streets_are_used_with_a_warning_and_the_result_is_provisional(laptop: Laptop) -> None:
    relief.look_up(laptop, "street", "js3-4", STREET)
    relief.all_told(laptop, "2026-11-12T00:10:00.000Z")

    a_vendor(laptop)

    assert facts(laptop)["street_policy"]["mode"] == "guide"
    assert verdict(laptop).provisional
    assert "资料截至 11-12，已超过7天，请核实后再用。" in place_words(laptop)


def test_an_order_of_this_laptop_is_running_at_once_and_over_when_a_visit_found_it_done(laptop: Laptop) -> None:
    relief.all_told(laptop)
    laptop.tap("流动摊贩", "主干道", "配合")
    laptop.page.change(replace(laptop.page.state.draft, party="煎饼车", place=Place(address="花园路")))
    laptop.rest()
    tap(laptop, "责令限期改正")
    saved(laptop)

    laptop.clock.forward(minutes=30)
    a_vendor(laptop)
    assert facts(laptop)["history"]["order"] == "pending"
    assert facts(laptop)["history"]["violations_365d"] == 1

    visit = next(
        row.task for row in laptop.store.reads.tasks() if row.state is TaskState.OPEN and row.task.why == "order"
    )
    laptop.background.do(tasks.answer, visit.id, Outcome.SOLVED, clock=laptop.clock)
    laptop.rest()
    laptop.page.change(replace(laptop.page.state.draft, observed_at="2026-11-22T02:00:00.000Z"))
    assert (facts(laptop)["history"]["order"], facts(laptop)["history"]["complied_days"]) == ("complied", 0)


def test_without_a_party_what_happened_at_the_place_counts_for_the_place_alone(laptop: Laptop) -> None:
    relief.all_told(laptop)
    laptop.tap("流动摊贩", "主干道", "拒不改正")
    laptop.page.change(replace(laptop.page.state.draft, place=Place(address="经三路 12 号")))
    laptop.rest()
    saved(laptop)

    a_vendor(laptop, party="", address="经三路12号")

    assert (facts(laptop)["history"]["violations_365d"], facts(laptop)["history"]["basis"]) == (1, "place")


def test_what_is_only_looked_up_begins_no_draft_and_is_not_carried_as_an_answer(laptop: Laptop) -> None:
    relief.look_up(laptop, "campaign", "winter", {**CAMPAIGN, "streets": [], "last": "2026-11-22"})
    relief.all_told(laptop)
    assert facts(laptop)["campaign"] is True
    assert laptop.page.state.verdict is None
    a_vendor(laptop)
    saved(laptop)

    assert "campaign" in laptop.page.state.draft.filled


def test_a_shift_across_midnight_holds_what_is_found_after_it(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop()
    laptop.clock.moment = datetime(2026, 11, 22, 9, 58, tzinfo=UTC)  # 17:58 in Zhengzhou
    laptop.begin()
    laptop.settle()
    for name, text in (("巡查员编号", "410105-0317"), ("计划开始", "18:00"), ("计划结束", "02:00")):
        write(laptop, name, text)
    laptop.key(Qt.Key.Key_F10)
    laptop.settle(lambda: laptop.screens.duty.state.shift is not None)
    shift = laptop.screens.duty.state.shift
    assert shift is not None
    relief.look_up(laptop, "street", "js3-4", STREET | {"mode": "tolerate", "hours": [["19:00", "01:00"]]})
    relief.all_told(laptop, "2026-11-22T10:00:00.000Z")
    shown = []

    for minutes in (6 * 60, 62):  # 23:58, and 01:00 on the next day
        laptop.clock.forward(minutes=minutes)
        laptop.tap("突店经营", "支路、背街小巷", "配合")
        laptop.page.answer("within_line", True)
        laptop.page.change(replace(laptop.page.state.draft, party="面馆", place=Place(address="经三路 8 号")))
        laptop.rest()
        shown.append((facts(laptop)["observed_at"], verdict(laptop).primary))
        assert saved(laptop).shift == shift.id

    assert shown == [("2026-11-22T23:58", "ST_POLICY_TOLERATED"), ("2026-11-23T01:00", "ST_SHOP_FRONT_DUTY")]
    assert laptop.store.reads.tier_counts(shift.id).all == 2
    assert "18:00–02:00" in pills(laptop)
