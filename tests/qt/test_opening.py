"""Opening a shift: who signs is asked once, remembered, and always in sight."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from inspector_app.domain.officer import Role
from inspector_app.preferences import Choices
from inspector_app.ui.opening.state import OpeningState, is_clock, problems_of, remembered, to_remember
from inspector_app.ui.opening.view import OpeningView
from inspector_app.ui.widgets.pill import Pill
from tests.qt.laptop import Laptop

MakeLaptop = Callable[..., Laptop]
FULL = OpeningState(
    "410105-0317", "李敏", "豫A-0317", "officer", "410105-0288", "王强", "豫A-0288", "花园路中队", "08:00", "16:00"
)


@pytest.fixture
def opening(a_laptop: MakeLaptop) -> Laptop:
    laptop = a_laptop()
    laptop.begin()
    laptop.settle()
    return laptop


def form(laptop: Laptop) -> OpeningView:
    view = laptop.screens.window.findChild(OpeningView)
    assert isinstance(view, OpeningView)
    return view


def write(laptop: Laptop, name: str, text: str) -> None:
    editor = next(e for e in form(laptop).findChildren(QLineEdit) if e.accessibleName() == name)
    editor.selectAll()
    editor.insert(text)


def pills(laptop: Laptop) -> str:
    return "\n".join(pill.accessibleName() for pill in laptop.screens.window.findChildren(Pill) if pill.isVisible())


def test_without_a_shift_the_page_asks_who_signs(opening: Laptop) -> None:
    assert form(opening).isVisible()
    assert opening.page.title() == "开班"
    assert "未开班" in pills(opening)


def test_an_opened_shift_shows_who_signs_and_brings_the_form(opening: Laptop) -> None:
    write(opening, "巡查员编号", "410105-0317")
    write(opening, "姓名", "李敏")
    write(opening, "执法证号", "豫A-0317")
    write(opening, "第二人编号", "410105-0288")
    write(opening, "第二人执法证号", "豫A-0288")
    opening.key(Qt.Key.Key_F10)
    opening.settle(lambda: opening.screens.duty.state.shift is not None)
    assert opening.page.view.isVisible()
    assert "签署 李敏 410105-0317 + 410105-0288" in pills(opening)
    assert opening.page.state.draft.facts["sworn_present"] == 2
    assert opening.preferences.choices.officer_number == "410105-0317"


def test_a_shift_without_a_number_is_not_opened(opening: Laptop) -> None:
    opening.key(Qt.Key.Key_F10)
    opening.rest()
    assert "请填写巡查员编号。" in opening.words()
    assert opening.screens.duty.state.shift is None


def test_what_was_typed_before_the_shift_opened_is_still_there(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop()
    laptop.begin()
    laptop.page.answer("form", "mobile_vendor")
    laptop.settle()
    assert form(laptop).isVisible()
    write(laptop, "巡查员编号", "1")
    QTest.mouseClick(
        next(b for b in form(laptop).findChildren(QAbstractButton) if b.text() == "开始巡查"), Qt.MouseButton.LeftButton
    )
    laptop.settle(lambda: laptop.screens.duty.state.shift is not None)
    assert laptop.page.state.draft.facts["form"] == "mobile_vendor"


def test_what_was_given_last_is_offered_again() -> None:
    kept = Choices()._replace(**to_remember(FULL))  # type: ignore[arg-type]  # only texts are remembered
    assert remembered(kept) == FULL


def test_a_role_that_is_not_known_becomes_an_officers() -> None:
    assert remembered(Choices(officer_role="king")).officer.role is Role.OFFICER


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"number": " "}, {"number": "officer_number_needed"}),
        ({"second_number": "410105-0317 "}, {"second_number": "same_officer_twice"}),
        ({"planned_to": "25:00"}, {"planned_to": "not_a_clock"}),
        ({"second_number": ""}, {}),
        ({"planned_from": ""}, {}),
    ],
)
def test_problems_name_their_field(changed: dict[str, str], problem: dict[str, str]) -> None:
    assert problems_of(FULL._replace(**changed)) == problem  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "good"), [("08:00", True), ("8:00", False), ("23:59", True), ("24:00", False), ("ab:cd", False)]
)
def test_times_of_the_day(text: str, good: bool) -> None:
    assert is_clock(text) is good


def test_two_certified_officers_are_counted() -> None:
    assert FULL.sworn == 2
    assert FULL._replace(second_number="").sworn == 1
    assert FULL._replace(role="auxiliary").sworn == 1


def test_an_officer_without_a_number_does_not_count() -> None:
    typed = OpeningState(name="李敏", certificate="豫A-0317", second_number="2", second_certificate="豫A-0288")
    assert typed.sworn == 1
    assert typed._replace(number="1").sworn == 2
