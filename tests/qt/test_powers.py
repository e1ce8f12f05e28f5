"""The card shows what the role of the signer does not carry, with the reason, and lets nobody tap it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from inspector_app.domain.officer import Officer, Role
from inspector_app.ui.shift.state import Panel
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import Chip
from tests.qt.laptop import LI, WANG, Laptop
from tests.qt.test_measures_taken import a_refusal, button, offered, saved, taken, tap

MakeLaptop = Callable[..., Laptop]
TWO, ROLE = "须有两名", "您的岗位"
UNCERTIFIED = replace(WANG, certificate="")


@pytest.fixture
def of(a_laptop: MakeLaptop) -> Callable[..., Laptop]:
    """Makes laptops with a shift of these officers."""

    def make(officer: Officer, second: Officer | None = None) -> Laptop:
        laptop = a_laptop().with_shift(officer, second)
        laptop.begin()
        laptop.settle()
        return laptop

    return make


def deeds(laptop: Laptop) -> list[str]:
    buttons = laptop.page.view.decision.override.findChildren(QAbstractButton)
    return [one.text() for one in buttons if one.isVisible()]


def asks_for_history(laptop: Laptop) -> bool:
    """Whether the form shows what is known of the party or the place from before."""
    form = laptop.page.view.form(laptop.page.state.draft.category)
    form.complete()
    laptop.page.tell()
    laptop.rest()
    head = laptop.screens.rulebook.catalogue.control("stall", "history").label_zh
    return head in [label.text() for label in form.findChildren(QLabel) if label.isVisible()]


def shift_page(laptop: Laptop) -> ShiftView:
    """The page with the finding that was just saved."""
    laptop.settle(lambda: laptop.screens.window.shown_key == "shift")
    view = laptop.screens.window.page("shift")
    assert isinstance(view, ShiftView)
    laptop.settle(view.details.panel.isVisible)
    return view


def test_an_order_of_one_officer_is_shown_with_the_reason_and_cannot_be_tapped(of: Callable[..., Laptop]) -> None:
    laptop = of(LI, UNCERTIFIED)
    a_refusal(laptop)
    order = button(laptop, "责令限期改正")
    assert TWO in order.accessibleName()
    assert not order.isEnabled()
    tap(laptop, "责令限期改正")
    assert taken(laptop) == []


def test_a_second_certified_officer_who_comes_makes_it_takeable(of: Callable[..., Laptop]) -> None:
    laptop = of(LI, None)
    a_refusal(laptop)
    assert not button(laptop, "责令限期改正").isEnabled()
    laptop.page.answer("sworn_present", 2)
    tap(laptop, "责令限期改正")
    assert taken(laptop) == [("written_order", "")]


def test_an_order_whose_second_officer_was_not_there_after_all_is_to_be_taken_back_first(laptop: Laptop) -> None:
    a_refusal(laptop)
    tap(laptop, "责令限期改正")
    laptop.page.answer("sworn_present", 1)
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert list(laptop.rows()) == []
    assert laptop.page.state.problems == {"measures": "second_officer_needed"}
    assert button(laptop, "责令限期改正").hasFocus()
    tap(laptop, "责令限期改正")
    assert saved(laptop).measures == ()


def test_an_auxiliary_persuades_and_sees_why_no_order_is_theirs(of: Callable[..., Laptop]) -> None:
    laptop = of(replace(LI, role=Role.AUXILIARY), WANG)
    a_refusal(laptop)
    assert ROLE in button(laptop, "责令限期改正").accessibleName()
    assert "由执法人员决定" in laptop.words()
    assert not [text for text in deeds(laptop) if "改判" in text]


def test_a_collector_records_and_does_not_see_what_was_known_before(of: Callable[..., Laptop]) -> None:
    laptop = of(replace(LI, role=Role.COLLECTOR))
    a_refusal(laptop)
    laptop.page.change(replace(laptop.page.state.draft, party="王记煎饼"))
    assert not asks_for_history(laptop)
    assert laptop.page.state.history is None
    assert laptop.page.state.draft.facts["history"] is None  # unknown, whatever the laptop knows
    assert ROLE in button(laptop, "立案").accessibleName()
    assert not button(laptop, "立案").isEnabled()
    assert "由执法人员决定" in laptop.words()


def test_an_officer_is_told_nothing_of_the_kind(laptop: Laptop) -> None:
    a_refusal(laptop)
    assert asks_for_history(laptop)
    assert not [name for name in offered(laptop) if TWO in name or ROLE in name]
    assert "由执法人员决定" not in laptop.words()
    assert [text for text in deeds(laptop) if "改判" in text]


def test_the_details_offer_what_may_be_taken_and_say_why_not_the_rest(of: Callable[..., Laptop]) -> None:
    laptop = of(LI, None)
    a_refusal(laptop)
    laptop.key(Qt.Key.Key_F9)
    view = shift_page(laptop)
    view.details.panel.wanted.emit(Panel.MEASURE)
    laptop.rest()
    chips = {chip.text() for chip in view.details.panel.findChildren(Chip) if chip.isVisible()}
    assert not chips & {"责令限期改正", "立案"}
    told = next(line for line in laptop.words().splitlines() if TWO in line)
    assert "责令限期改正" in told
    assert "立案" in told


def test_a_collector_cannot_change_a_tier_later(of: Callable[..., Laptop]) -> None:
    laptop = of(replace(LI, role=Role.COLLECTOR))
    a_refusal(laptop)
    laptop.key(Qt.Key.Key_F9)
    view = shift_page(laptop)
    change = next(one for one in view.details.panel.findChildren(KeyButton) if one.text() == "改判")
    assert not change.isEnabled()
    QTest.mouseClick(change, Qt.MouseButton.LeftButton)
    assert "确认改判" not in [one.text() for one in view.details.panel.findChildren(KeyButton) if one.isVisible()]
