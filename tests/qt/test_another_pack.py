"""The record screen under another pack: nothing of it knows a rule of Zhengzhou. Under a damaged one it says so."""

from collections.abc import Callable

import pytest

from inspector_app.bootstrap import Parts, key_file
from inspector_app.config import PACK, Config
from inspector_app.domain.finding import Category
from inspector_app.domain.policy import pack
from inspector_app.services.changes import Changes
from inspector_app.ui.record.state import Verdict
from tests import policies
from tests.qt.laptop import Laptop

MakeLaptop = Callable[..., Laptop]


def begun(a_laptop: MakeLaptop, **chosen: str) -> Laptop:
    laptop = a_laptop(**chosen).with_shift()
    laptop.begin()
    laptop.settle()
    return laptop


def verdict(laptop: Laptop) -> Verdict:
    assert isinstance(laptop.page.state.verdict, Verdict)
    return laptop.page.state.verdict


def test_the_screen_decides_by_the_rules_of_another_city_and_in_its_words(a_laptop: MakeLaptop) -> None:
    laptop = begun(a_laptop, pack="example-city")
    laptop.screens.window.resize(1920, 1080)  # where the law is unfolded
    laptop.tap("流动摊贩", "主干道", "配合", "无隐患")
    assert (verdict(laptop).tier, verdict(laptop).primary) == ("management", "EC_BIG_ROAD")
    assert "示例市街面秩序条例" in laptop.words()
    assert "书面责改" in laptop.words()


def test_what_is_recorded_names_the_pack_of_the_other_city(a_laptop: MakeLaptop) -> None:
    laptop = begun(a_laptop, pack="example-city")
    laptop.tap("流动摊贩", "次干道", "当场已改正", "无隐患")
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    found = laptop.store.reads.finding(laptop.rows()[0].id)
    assert (found.judgement.pack, found.judgement.primary) == ("example-city", "EC_ADVISED")
    assert found.judgement.pack_digest == policies.shipped("example-city").digest


def test_answers_that_contradict_are_provisional_and_named_on_the_screen(a_laptop: MakeLaptop) -> None:
    laptop = begun(a_laptop)
    laptop.page.view.keys.chosen.emit(Category.PARKING)
    laptop.tap("机动车", "人行道", "次干道", "在场、驶离", "拒不改正", "无隐患")
    assert (verdict(laptop).tier, verdict(laptop).primary) == ("enforcement", "PM_REFUSES_LEAVE")
    assert verdict(laptop).provisional
    assert {"driver", "attitude"} <= set(verdict(laptop).missing)


def test_another_policy_that_came_with_a_reference_pack_is_told_and_decides(a_laptop: MakeLaptop) -> None:
    laptop = begun(a_laptop)
    assert laptop.preferences.choices.policy == "721-v1.1"
    laptop.pack = "example-city"
    laptop.workplace.feed.publish(Changes(references=frozenset({"pack"})))
    laptop.rest()
    assert "从现在起按另一套规则判定：示例市分类处置规则" in laptop.words()
    assert laptop.preferences.choices.policy == "example-city"
    laptop.tap("流动摊贩", "次干道", "当场已改正", "无隐患")
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    found = laptop.store.reads.finding(laptop.rows()[0].id)
    assert found.judgement.pack_digest == policies.shipped("example-city").digest


def test_a_road_of_the_traffic_police_is_one_tap(a_laptop: MakeLaptop) -> None:
    laptop = begun(a_laptop)
    laptop.page.view.keys.chosen.emit(Category.PARKING)
    laptop.page.answer("vehicle", "motor")
    laptop.page.answer("police_strict", True)
    assert any("只报告" in words for _, words in verdict(laptop).flags)


def test_a_start_is_told_which_pack_to_use(tmp_path: object, qapp: object) -> None:
    parts = Parts(Config(data=tmp_path, pack="example-city"), key=key_file)  # type: ignore[arg-type]
    assert parts.workplace.load_policy().pack.name == "example-city"
    assert Config(data=tmp_path).pack == PACK  # type: ignore[arg-type]


def test_damaged_rules_are_told_by_their_file_and_a_finding_stays_a_draft(
    a_laptop: MakeLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = policies.sealed()
    files["rules.csv"] = files["rules.csv"].replace(b"management", b"enforcement", 1)
    monkeypatch.setattr(policies, "shipped", lambda _: pack.load(files))
    laptop = a_laptop().with_shift()
    laptop.begin()
    laptop.settle(lambda: laptop.screens.duty.state.opened)
    told = "（rules.csv）已损坏或被改动"
    assert told in laptop.words()

    laptop.screens.window.tell("别的消息")
    laptop.page.answer("form", "shop_overflow")
    laptop.page.saver.save(go_on=True)
    laptop.rest()

    assert told in laptop.words()
    assert (laptop.page.state.queued, laptop.rows()) == (False, [])
    assert laptop.page.state.draft.facts["form"] == "shop_overflow"
