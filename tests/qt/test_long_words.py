"""Given words of any length: who signs is always seen, and words of ours shrink before they are cut."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.officer import Officer
from inspector_app.services import shifts
from inspector_app.ui import theme
from inspector_app.ui.record.explanation import TurnRow
from inspector_app.ui.widgets.banner import Banner
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import ChipRow
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.notice import Notice
from inspector_app.ui.widgets.pill import Pill
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.tier_badge import TierBadge
from inspector_app.ui.widgets.words import Words
from tests.qt.laptop import Laptop

MakeLaptop = Callable[..., Laptop]
NAME = "欧阳娜仁花·买买提江·阿卜杜热合曼"
UNIT = "花园路中队第一巡查大队夜间机动组第三小队临时借调人员"


def with_long_names(laptop: Laptop) -> Laptop:
    opened = laptop._open()
    with opened.store.unit_of_work() as uow:
        shifts.open_shift(
            uow, Officer("410105-0317", NAME, "豫A-0317"), Officer("410105-0288", NAME[::-1], "豫A-0288"), unit=UNIT,
            clock=laptop.clock, ids=laptop.workplace.ids,
        )  # fmt: skip
    laptop.store.close()
    return laptop


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_numbers_that_sign_and_what_waits_are_seen_beside_long_names(a_laptop: MakeLaptop, language: str) -> None:
    laptop = with_long_names(a_laptop(language=language))
    window = laptop.begin(1366, 768)
    laptop.settle()
    for page in ("record", "shift", "tasks", "map", "sync", "settings"):
        window.show_page(page)
        laptop.rest()
        assert window.width() == 1366
        pills = [pill for pill in window.findChildren(Pill) if pill.isVisible()]
        signer = next(pill for pill in pills if "410105-0317" in pill.accessibleName())
        link = pills[0]
        assert "410105-0288" in signer.accessibleName()
        for pill in (signer, link):
            assert pill.width() >= pill.sizeHint().width(), (page, pill.accessibleName())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_largest_text_and_the_longest_names_leave_the_window_as_it_is(a_laptop: MakeLaptop, language: str) -> None:
    laptop = with_long_names(a_laptop(language=language))
    laptop.preferences.change(text_percent=150)
    window = laptop.begin(1366, 768)
    laptop.settle()
    for page in ("record", "shift", "tasks", "map", "sync", "settings"):
        window.show_page(page)
        laptop.rest()
        assert (window.width(), window.height()) == (1366, 768), page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ["sync", "settings"])
def test_the_largest_text_under_a_notice_is_scrolled_and_not_cut(
    a_laptop: MakeLaptop, language: str, page: str
) -> None:
    laptop = a_laptop(language=language).with_shift()
    laptop.preferences.change(text_percent=150)
    window = laptop.begin(1366, 768)
    laptop.settle()
    window.show_page(page)
    window.show_notice("A" * 40, "What has happened. " * 18, seen=lambda: None)
    laptop.wait(50)
    assert cut_chips(window) == []
    labels = [label for label in window.page(page).findChildren(QLabel) if label.isVisible()]
    assert [label.text() for label in labels if label.height() < label.fontMetrics().height()] == []


def test_what_was_told_over_the_page_leaves_no_room_behind(laptop: Laptop) -> None:
    window, page = laptop.screens.window, laptop.page
    laptop.wait(50)
    before = page.mapTo(window, page.rect().topLeft()).y()
    for _ in range(3):
        window.show_call("The reminder is over", "Look again", answered=lambda: None)
        laptop.wait(20)
        assert page.mapTo(window, page.rect().topLeft()).y() > before
        window.end_call()
    window.tell("Something went wrong.", "warning")
    window.findChildren(Banner)[0].clear()
    window.show_notice("Refused", "Nothing was arranged.", seen=lambda: None)
    window.findChildren(Notice)[0].seen.emit()
    laptop.wait(50)
    assert page.mapTo(window, page.rect().topLeft()).y() == before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_with_the_largest_text_every_tier_can_be_chosen(a_laptop: MakeLaptop, language: str) -> None:
    laptop = a_laptop(language=language).with_shift()
    laptop.preferences.change(text_percent=150)
    laptop.begin(1366, 768)
    laptop.settle()
    laptop.key(Qt.Key.Key_F6)
    laptop.wait(50)
    assert cut_chips(laptop.page.view.decision) == []


def cut_chips(widget: QWidget) -> list[str]:
    """Rows of chips whose last line does not fit."""
    rows = [row for row in widget.findChildren(ChipRow) if row.isVisible()]
    assert rows
    return [row.accessibleName() for row in rows if row.height() < row.heightForWidth(row.width())]


@pytest.mark.parametrize(
    ("given", "glued"),
    [
        ("Walk: about 2336 m", "Walk: about 2336~m"), ("步行 240 m，3.5 MB/s", "步行 240~m，3.5~MB/s"),
        ("2 h 30 min ago", "2~h 30~min ago"), ("612 m² · ±3 m", "612~m² · ±3~m"), ("等待 20 分钟", "等待 20~分钟"),
        ("5 photos, 12 made", "5 photos, 12 made"), ("art. 18 minutes", "art. 18 minutes"), ("10 000 m", "10~000~m"),
    ],
)  # fmt: skip
def test_a_figure_and_its_unit_stand_on_one_line(qapp: QApplication, given: str, glued: str) -> None:
    words = Words(given)
    assert QLabel.text(words) == glued.replace("~", "\u00a0")
    assert words.text() == given


def test_a_long_answer_is_read_from_its_beginning_until_somebody_types(qtbot: QtBot, laptop: Laptop) -> None:
    field = Field("坐标")
    qtbot.addWidget(field)
    field.show_text("34.775120, 113.685700")
    assert field.editor.cursorPosition() == 0


def test_words_of_ours_shrink_before_they_are_cut(laptop: Laptop, qapp: QApplication) -> None:
    theme.set_type(qapp, QApplication.font().family(), 150)
    try:
        wide = theme.metrics(16).horizontalAdvance("Decide differently")
        assert theme.fitting("Decide differently", wide, 16) == theme.font(16)
        assert theme.fitting("Decide differently", wide - 40, 16).pixelSize() < theme.px(16)
        assert theme.fitting("Decide differently", 10, 16).pixelSize() == 16
    finally:
        theme.set_type(qapp, QApplication.font().family(), 100)


def test_what_an_answer_leads_to_stands_under_its_tier_where_large_words_have_no_room_beside_it(
    laptop: Laptop, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.set_type(qapp, QApplication.font().family(), 150)
    try:
        column, row = QWidget(), TurnRow()
        qtbot.addWidget(column)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(row)
        row.tell("enforcement", ["Unauthorised publications"])
        badge, words = row.findChildren(TierBadge)[0], row.findChildren(Words)[0]
        room = max(badge.width(), words.minimumSizeHint().width())
        assert column.minimumSizeHint().width() <= room, "a side column would lose its right edge"
        column.resize(room + 4, 200)
        column.show()
        qtbot.waitUntil(lambda: words.y() > badge.geometry().bottom())
        assert row.rect().contains(words.geometry())
        column.resize(3 * room, 200)
        qtbot.waitUntil(lambda: words.x() > badge.geometry().right())
    finally:
        theme.set_type(qapp, QApplication.font().family(), 100)


def test_what_has_the_keyboard_stays_in_sight_while_a_column_grows_until_somebody_scrolls(
    laptop: Laptop, qtbot: QtBot
) -> None:
    column, above, button = ScrollColumn(), Words(""), KeyButton("此处无信号")
    qtbot.addWidget(column)
    for part in (above, button):
        column.body.addWidget(part)
    column.resize(200, 120)
    column.show()
    qtbot.waitUntil(column.isActiveWindow)
    button.setFocus()

    def is_seen() -> bool:
        top = button.mapTo(column.viewport(), QPoint(0, 0)).y()
        return 0 <= top <= 120 - button.height()

    above.setMinimumHeight(500)
    qtbot.waitUntil(lambda: column.verticalScrollBar().maximum() > 300 and is_seen())
    column.verticalScrollBar().setValue(0)
    above.setMinimumHeight(600)
    qtbot.waitUntil(lambda: column.verticalScrollBar().maximum() > 400)
    qtbot.wait(20)
    assert column.verticalScrollBar().value() == 0


def test_a_column_of_words_is_reached_and_scrolled_by_keys(laptop: Laptop) -> None:
    window = laptop.screens.window
    window.show_page("settings")
    laptop.rest()
    column = next(each for each in window.findChildren(ScrollColumn) if each.accessibleName() == "所用组件")
    for _ in range(60):
        laptop.key(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is column:
            break
    assert QApplication.focusWidget() is column
    laptop.key(Qt.Key.Key_Down)
    assert column.verticalScrollBar().value() > 0
