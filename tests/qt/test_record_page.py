"""The record page as an officer uses it: taps and keys on the real widgets, a real encrypted store behind them."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit
from shiboken6 import delete

from inspector_app.domain.finding import Category, Tier
from inspector_app.domain.task import Task, TaskKind
from inspector_app.services import shifts
from inspector_app.ui.record.fact_form import FactForm
from inspector_app.ui.record.state import Verdict
from inspector_app.ui.widgets.fold import FoldHead
from tests.qt.laptop import Laptop

MakeLaptop = Callable[..., Laptop]


def write(editor: Any, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    editor.insert(text) if isinstance(editor, QLineEdit) else editor.insertPlainText(text)


def a_field(laptop: Laptop, name: str) -> Any:
    """The editor in sight that a screen reader calls so."""
    editors = [*laptop.page.view.findChildren(QLineEdit), *laptop.page.view.findChildren(QPlainTextEdit)]
    return next(one for one in editors if one.accessibleName() == name and one.isVisible())


def a_stall(laptop: Laptop) -> None:
    laptop.tap("流动摊贩", "次干道", "当场已改正", "无隐患")


def verdict(laptop: Laptop) -> Verdict:
    assert isinstance(laptop.page.state.verdict, Verdict)
    return laptop.page.state.verdict


def test_the_decision_is_live_at_every_tap(laptop: Laptop) -> None:
    a_stall(laptop)
    assert verdict(laptop).tier == "service"
    laptop.tap("消防通道")
    assert verdict(laptop).tier == "management"
    laptop.tap("拒不改正")
    assert verdict(laptop).tier == "enforcement"
    assert "执法" in laptop.words()
    laptop.tap("消防通道", "配合")
    assert "消防" not in "".join(reason.text for reason in verdict(laptop).reasons)


def test_what_would_change_the_decision_follows_a_moment_later(laptop: Laptop) -> None:
    a_stall(laptop)
    laptop.settle(lambda: bool(laptop.page.state.turns))
    assert ("阻碍执法", "enforcement") in [tuple(turn) for turn in laptop.page.state.turns]
    heads = [head.text() for head in laptop.page.view.decision.findChildren(FoldHead) if head.isVisible()]
    assert heads == ["如果…则", "为什么不从轻", "为什么不从重"]
    assert "阻碍执法；危险紧迫" in laptop.words()


def test_f10_records_the_finding_and_goes_on_with_an_empty_form(laptop: Laptop) -> None:
    a_stall(laptop)
    write(a_field(laptop, "地址"), "经三路与纬四路口")
    write(a_field(laptop, "当事人"), "煎饼果子车摊主")
    first = laptop.page.state.draft.id
    laptop.key(Qt.Key.Key_F10)
    laptop.settle(lambda: laptop.page.state.said == "已保存。")
    (row,) = laptop.rows()
    assert (row.id, row.tier, row.type_code, row.address) == (first, Tier.SERVICE, "0501", "经三路与纬四路口")
    assert laptop.screens.window.shown_key == "record"
    assert not a_field(laptop, "当事人").text()
    assert "已保存。" in laptop.words()


def test_f9_records_the_finding_and_shows_the_shift(laptop: Laptop) -> None:
    a_stall(laptop)
    laptop.key(Qt.Key.Key_F9)
    laptop.settle(lambda: laptop.screens.window.shown_key == "shift")
    assert len(laptop.rows()) == 1


def test_nothing_is_saved_before_anything_was_said(laptop: Laptop) -> None:
    assert laptop.page.state.verdict is None
    assert "尚未点选" in laptop.words()
    laptop.key(Qt.Key.Key_F10)
    laptop.rest()
    assert "还没有可保存的内容。" in laptop.words()
    assert not laptop.rows()


def test_a_finding_that_cannot_be_recorded_waits_among_the_drafts(laptop: Laptop) -> None:
    a_stall(laptop)
    finding = laptop.page.state.draft.id
    with laptop.store.unit_of_work() as uow:
        shifts.close_shift(uow, clock=laptop.clock)
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert "请先开班" in laptop.words()
    assert [draft.id for draft in laptop.store.reads.drafts()] == [finding]
    assert laptop.page.state.other_drafts == 1


def test_two_quick_presses_record_one_finding(laptop: Laptop) -> None:
    a_stall(laptop)
    laptop.page.view.bar.save_wanted.emit(True)
    laptop.page.view.bar.save_wanted.emit(True)
    laptop.rest()
    assert len(laptop.rows()) == 1


def test_a_required_fact_is_asked_for_at_the_save_and_not_before(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_3)
    laptop.tap("消防通道")
    assert laptop.page.state.draft.category is Category.PARKING
    assert not laptop.page.state.problems
    laptop.page.saver.save(go_on=True)
    assert laptop.page.state.problems == {"vehicle": "missing_field"}
    assert "请选一项，否则无法判定。" in laptop.words()
    laptop.rest()
    assert not laptop.rows()
    laptop.tap("共享单车")
    assert not laptop.page.state.problems


def test_a_number_out_of_range_is_said_at_once_and_keeps_the_finding_back(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_3)
    laptop.tap("共享单车")
    write(a_field(laptop, "数量"), "6000")
    assert laptop.page.state.problems == {"count": "out_of_range"}
    assert "请填 1 到 5000 之间的数。" in laptop.words()
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert not laptop.rows()
    assert QApplication.focusWidget() is a_field(laptop, "数量")


def test_a_text_that_is_no_number_is_no_answer(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_3)
    laptop.tap("共享单车")
    write(a_field(laptop, "数量"), "很多")
    assert "count" not in laptop.page.state.draft.facts
    laptop.page.saver.save(go_on=True)
    assert laptop.page.state.problems == {"count": "unreadable"}
    write(a_field(laptop, "数量"), "12")
    assert laptop.page.state.draft.facts["count"] == 12
    assert not laptop.page.state.problems


def test_a_draft_is_kept_within_a_second_and_is_there_after_a_crash(laptop: Laptop, a_laptop: MakeLaptop) -> None:
    a_stall(laptop)
    write(a_field(laptop, "备注"), "上班高峰")
    laptop.wait(900)
    laptop.rest()
    assert [draft.note for draft in laptop.store.reads.drafts()] == ["上班高峰"]
    assert "草稿已存 · 00:0" in laptop.words()
    laptop.store.close()
    again = a_laptop()
    again.begin()
    again.settle()
    assert again.page.state.draft.facts["form"] == "mobile_vendor"
    assert a_field(again, "备注").toPlainText() == "上班高峰"


def test_a_recorded_draft_does_not_come_back(laptop: Laptop) -> None:
    a_stall(laptop)
    laptop.page.saver.save(go_on=True)
    laptop.wait(900)
    laptop.rest()
    assert not laptop.store.reads.drafts()


def test_a_discarded_draft_can_be_brought_back_until_something_else_is_said(laptop: Laptop) -> None:
    a_stall(laptop)
    laptop.page.saver.discard()
    laptop.rest()
    assert "form" not in laptop.page.state.draft.facts
    assert laptop.page.state.may_restore
    laptop.page.saver.discard()
    assert laptop.page.state.draft.facts["form"] == "mobile_vendor"
    laptop.page.saver.discard()
    laptop.tap("突店经营")
    assert not laptop.page.state.may_restore


def test_the_officers_own_tier_needs_a_reason(laptop: Laptop) -> None:
    a_stall(laptop)
    laptop.page.unfold(True)
    panel = laptop.page.view.decision.override
    chips = {chip.text(): chip for chip in panel.findChildren(QAbstractButton)}
    QTest.mouseClick(chips["管理"], Qt.MouseButton.LeftButton)
    assert laptop.page.state.draft.override is None
    write(a_field(laptop, "理由"), "昨天已劝导过")
    assert laptop.page.state.tier is Tier.MANAGEMENT
    assert "策略判定 服 服务" in laptop.words()
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    (row,) = laptop.rows()
    assert (row.tier, row.overridden) == (Tier.MANAGEMENT, True)
    details = laptop.store.reads.finding(row.id)
    assert (details.override.reason, details.override.by) == ("昨天已劝导过", "410105-0317")
    assert details.judgement.tier is Tier.SERVICE


def test_giving_the_override_up_brings_the_policys_tier_back(laptop: Laptop) -> None:
    a_stall(laptop)
    laptop.page.view.decision.override.decided.emit("none", "看错了")
    assert laptop.page.state.draft.override is not None
    laptop.page.view.decision.override.withdrawn.emit()
    assert laptop.page.state.tier is Tier.SERVICE


def test_another_event_is_found_by_typing_and_its_tier_is_the_officers(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_4)
    write(a_field(laptop, "备注"), "垃圾未清")
    laptop.page.saver.save(go_on=True)
    assert laptop.page.state.problems == {"type_code": "type_needed", "override": "tier_needed"}
    write(a_field(laptop, "搜索"), "落叶")
    assert "没有这样的事件类型。" in laptop.words()
    write(a_field(laptop, "搜索"), "0102")
    laptop.tap("暴露垃圾")
    panel = laptop.page.view.decision.override
    QTest.mouseClick(
        next(b for b in panel.findChildren(QAbstractButton) if b.text() == "服务"), Qt.MouseButton.LeftButton
    )
    write(a_field(laptop, "理由"), "当场清走")
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    (row,) = laptop.rows()
    assert (row.category, row.type_code, row.tier) == (Category.OTHER, "0102", Tier.SERVICE)


def test_a_typed_position_is_kept_and_a_wrong_one_is_said(laptop: Laptop) -> None:
    write(a_field(laptop, "坐标"), "34.77312, 113.68570")
    assert laptop.page.state.draft.place.lat_e7 == 347731200
    write(a_field(laptop, "坐标"), "34.77312")
    assert "填两个数" in laptop.words()
    assert laptop.page.state.draft.place.lat_e7 == 347731200


def test_the_plan_shows_what_this_shift_has_found_nearby(laptop: Laptop) -> None:
    a_stall(laptop)
    write(a_field(laptop, "坐标"), "34.77312, 113.68570")
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    write(a_field(laptop, "坐标"), "34.77400, 113.68570")
    plan = laptop.page.view.place.plan
    laptop.settle(lambda: bool(plan._spots))
    assert plan._spots[0].tier == "service"
    assert "98 m" in plan.accessibleName()


def test_a_finding_for_a_task_carries_it_and_the_other_draft_waits(laptop: Laptop) -> None:
    a_stall(laptop)
    task = Task(
        "task-1", TaskKind.VERIFY, "纬五路 38 号占道", address="纬五路 38 号", lat_e7=347745100, lon_e7=1136842300
    )
    laptop.page.begin_for(task)
    assert laptop.page.state.draft.task == "task-1"
    assert laptop.page.title() == "任务：纬五路 38 号占道"
    assert a_field(laptop, "地址").text() == "纬五路 38 号"
    assert laptop.page.state.other_drafts == 1
    laptop.page.saver.next_draft()
    assert laptop.page.state.draft.facts["form"] == "mobile_vendor"


def test_facts_of_the_shift_and_the_clock_are_there_without_asking(laptop: Laptop) -> None:
    shown = {"observed_at": "2026-11-22T09:14", "sworn_present": 2, "is_legal_holiday": False}
    assert laptop.page.state.draft.facts == shown


@pytest.mark.parametrize("category", ["stall", "hoarding", "parking"])
def test_every_fact_of_a_category_has_one_control(laptop: Laptop, category: str) -> None:
    form = laptop.page.view.form(Category(category))
    assert isinstance(form, FactForm)
    expected = set()
    for name, control in laptop.screens.rulebook.catalogue.categories[category].items():
        expected |= {f"{name}.{part.name}" for part in control.parts} or {name}
    assert set(form.paths()) == expected - {"category", "attitude", "corrected_on_site"}


def test_unknown_can_be_said_wherever_null_is_allowed(laptop: Laptop) -> None:
    laptop.key(Qt.Key.Key_2)
    form = laptop.page.view.form(Category.HOARDING)
    for path, control in laptop.screens.rulebook.catalogue.categories["hoarding"].items():
        if control.nullable and path in form.paths():  # type: ignore[union-attr]
            chips = [c.text() for c in form.paths()[path].findChildren(QAbstractButton)]  # type: ignore[union-attr]
            assert "不清楚" in chips, path
    laptop.page.answer("measured_area", None)
    assert laptop.page.state.draft.facts["measured_area"] is None


def test_a_save_waits_for_the_policy_too(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop().with_shift()
    laptop.begin()
    laptop.page.answer("form", "shop_overflow")
    laptop.page.saver.save(go_on=True)
    assert laptop.page.state.queued
    laptop.settle(lambda: laptop.page.state.said == "已保存。")
    assert [row.kind for row in laptop.rows()] == ["shop_overflow"]


def test_keys_are_taken_and_kept_while_the_database_is_still_opening(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop().with_shift()
    laptop.begin()
    laptop.screens.rulebook.take(laptop.workplace.load_policy())
    QTest.keyClick(laptop.page.view, Qt.Key.Key_3)
    assert laptop.page.state.draft.category is Category.PARKING
    laptop.page.view.keys.chosen.emit(Category.STALL)
    laptop.page.answer("form", "mobile_vendor")
    laptop.page.saver.save(go_on=True)
    assert not laptop.background.is_open
    assert "form" not in laptop.page.state.draft.facts  # the next one does not wait
    assert "数据库打开后立即保存…" in laptop.words()
    laptop.settle(lambda: laptop.page.state.said == "已保存。")
    assert [row.kind for row in laptop.rows()] == ["mobile_vendor"]


def test_a_form_that_goes_while_it_is_still_made_takes_its_timers_along(laptop: Laptop) -> None:
    form = FactForm(Category.STALL, laptop.page.desk.rulebook)
    form.go_on()
    delete(form)
    laptop.rest()  # an exception in the event loop fails the test


def test_a_head_stands_over_something_that_is_asked(laptop: Laptop) -> None:
    laptop.page.view.keys.chosen.emit(Category.PARKING)
    laptop.page.unfold(True)
    laptop.rest()
    assert "现场与许可" not in laptop.words()
    laptop.tap("机动车")
    assert "现场与许可" in laptop.words()
