"""Every page at both sizes and in both languages: nothing is clipped, nothing is too small to touch, everything has a name."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from inspector_app.domain.finding import Category, Override, Tier
from inspector_app.ui import theme
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import Chip
from inspector_app.ui.widgets.field import Frame
from inspector_app.ui.widgets.rail import RailButton
from inspector_app.ui.widgets.scroll import ScrollColumn
from tests.qt.laptop import Laptop

MakeLaptop = Callable[..., Laptop]
Kind = TypeVar("Kind", bound=QWidget)
SIZES = [(1280, 720), (1366, 768), (1920, 1080)]
IN_RAIL = ("record", "shift", "tasks", "map", "stat", "sync", "settings")
PAGES = (*IN_RAIL, "parcel", "restore")
CATEGORIES = tuple(Category)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def screens_of(laptop: Laptop) -> Iterator[tuple[str, QWidget]]:
    """Each page once, the record page with each of its forms unfolded."""
    for key in PAGES:
        laptop.screens.window.show_page(key)
        laptop.rest()
        if key != "record":
            yield key, laptop.screens.window
            continue
        for category in CATEGORIES:
            laptop.page.view.keys.chosen.emit(category)
            laptop.page.unfold(True)
            laptop.page.view.form(category).show_field("observed_at")
            laptop.rest()
            yield f"record {category.value}", laptop.screens.window


def shown(window: QWidget, kind: type[Kind]) -> list[Kind]:
    return [widget for widget in window.findChildren(kind) if widget.isVisibleTo(window) and widget.window() is window]


def clipped_label(label: QLabel) -> bool:
    if not label.text():
        return False
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    wide = label.wordWrap() or label.sizeHint().width() <= label.width()
    return not wide or needed > label.height() + 1


def clipped_button(button: QAbstractButton) -> bool:
    return bool(button.text()) and button.minimumSizeHint().width() > button.width()


def wide_columns(window: QWidget) -> list[str]:
    """Columns whose content is cut at the right: they scroll up and down only."""
    cut = [one for one in shown(window, ScrollColumn) if one.widget().width() > one.viewport().width()]
    return [f"{type(one.parent()).__name__} {one.widget().width() - one.viewport().width()} px" for one in cut]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_words_are_clipped(a_laptop: MakeLaptop, language: str, width: int, height: int) -> None:
    laptop = a_laptop(language=language).with_shift()
    laptop.begin(width, height)
    laptop.settle()
    clipped = set()
    for place, window in screens_of(laptop):
        labels = [one.text() for one in shown(window, QLabel) if clipped_label(one)]
        buttons = [one.text() for one in shown(window, QAbstractButton) if clipped_button(one)]
        clipped |= {(place, text) for text in (*labels, *buttons, *wide_columns(window))}
        clipped |= {(place, f"{window.width()} x {window.height()}")} if window.width() != width else set()
    assert clipped == set()


def test_nothing_lies_over_something_else(a_laptop: MakeLaptop, language: str) -> None:
    laptop = a_laptop(language=language).with_shift()
    laptop.begin(1366, 768)
    laptop.settle()
    found = set()
    for place, window in screens_of(laptop):
        for part in shown(window, QWidget):
            parent = part.parentWidget()
            if (
                parent is None
                or isinstance(part, ScrollColumn)
                or isinstance(parent.parentWidget(), QAbstractScrollArea)
            ):
                continue
            if isinstance(part, (QLabel, QAbstractButton, QLineEdit)) and not parent.rect().contains(part.geometry()):
                found.add((place, type(part).__name__, part.accessibleName() or getattr(part, "text", str)()))
    assert found == set()


def test_with_a_banner_and_every_hint_the_photos_still_stand_apart(
    a_laptop: MakeLaptop, tmp_path: Path, language: str
) -> None:
    picture = tmp_path / "1.png"
    assert QImage(40, 30, QImage.Format.Format_RGB32).save(str(picture))
    laptop = a_laptop(language=language).with_shift()
    window = laptop.begin(1366, 768)
    laptop.settle()
    laptop.page.view.keys.chosen.emit(Category.HOARDING)
    laptop.page.change(replace(laptop.page.state.draft, override=Override(Tier.ENFORCEMENT, "批少建多", "410105-0317")))
    laptop.page.photos.bring([str(picture)])
    laptop.settle(lambda: len(laptop.page.state.draft.photos) == 1)
    window.tell("A" * 60, "warning")
    laptop.wait(50)
    assert over_each_other(laptop.page.view.photos) == []
    assert over_each_other(laptop.page.view.place) == []


def over_each_other(card: QWidget) -> list[tuple[str, str]]:
    """Pairs of a card's own parts that share pixels."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    parts = [part for part in card.findChildren(QWidget, options=direct) if part.isVisible()]
    return [
        (type(one).__name__, type(other).__name__)
        for one, other in itertools.combinations(parts, 2)
        if one.geometry().intersects(other.geometry())
    ]


def test_what_is_touched_is_48_pixels_high_and_has_a_name(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop().with_shift()
    laptop.begin(1366, 768)
    laptop.settle()
    small, nameless = set(), set()
    for place, window in screens_of(laptop):
        for button in shown(window, QAbstractButton):
            name = button.accessibleName() or button.text()
            if not name:
                nameless.add((place, type(button).__name__))
            if button.height() < theme.TARGET or button.width() < theme.TARGET:
                small.add((place, name, button.width(), button.height()))
        for editor in (*shown(window, QLineEdit), *shown(window, QPlainTextEdit)):
            if not editor.accessibleName():
                nameless.add((place, type(editor).__name__))
            frame = editor.parentWidget()
            if frame is not None and frame.height() < theme.TARGET:
                small.add((place, editor.accessibleName(), frame.width(), frame.height()))
    assert small == set()
    assert nameless == set()


def test_no_text_is_smaller_than_15_pixels(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop().with_shift()
    laptop.begin(1366, 768)
    laptop.settle()
    small = {
        (place, type(one).__name__, one.font().pixelSize())
        for place, window in screens_of(laptop)
        for one in (*shown(window, QLabel), *shown(window, QAbstractButton))
        if one.font().pixelSize() < theme.TEXT
    }  # fmt: skip
    assert small == set()


@pytest.mark.parametrize(("percent", "width", "height"), [(130, 1920, 1080), (150, 1366, 768)])
def test_larger_text_still_fits(a_laptop: MakeLaptop, language: str, percent: int, width: int, height: int) -> None:
    laptop = a_laptop(language=language).with_shift()
    laptop.preferences.change(text_percent=percent)
    laptop.begin(width, height)
    laptop.settle()
    clipped = {
        (place, words)
        for place, window in screens_of(laptop)
        for words in (*(one.text() for one in shown(window, QLabel) if clipped_label(one)), *wide_columns(window))
    }  # fmt: skip
    assert clipped == set()


def test_tab_goes_through_the_form_before_the_side_columns_and_reaches_everything(laptop: Laptop) -> None:
    laptop.page.view.setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        laptop.key(Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in seen:
            break
        seen.append(now)
    view = laptop.page.view
    order = [
        next(name for name, part in parts(laptop).items() if part is widget or part.isAncestorOf(widget))
        for widget in seen
        if view.isAncestorOf(widget)
    ]
    assert list(dict.fromkeys(order)) == ["keys", "form", "bar", "decision", "photos", "place"]
    assert len([widget for widget in seen if isinstance(widget, RailButton)]) == len(IN_RAIL)


def parts(laptop: Laptop) -> dict[str, QWidget]:
    view = laptop.page.view
    return {
        "keys": view.keys, "form": view.form(laptop.page.state.draft.category), "bar": view.bar, "decision": view.decision,
        "photos": view.photos, "place": view.place,
    }  # fmt: skip


def test_what_has_the_keyboard_is_seen(laptop: Laptop) -> None:
    """The ring changes the picture of each control; what the form scrolls away is brought into sight."""
    form = laptop.page.view.form(Category.STALL)
    for widget in [
        *laptop.page.view.keys.findChildren(QAbstractButton),
        *laptop.page.view.bar.findChildren(QAbstractButton),
    ]:
        laptop.page.view.setFocus()
        if not widget.isVisible() or not widget.isEnabled():
            continue
        before = widget.grab().toImage()
        widget.setFocus()
        assert widget.grab().toImage() != before, widget.text()
    last = [chip for chip in form.findChildren(QAbstractButton) if chip.focusPolicy() is Qt.FocusPolicy.StrongFocus][-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    top = last.mapTo(form, QPoint(0, 0))
    assert form.rect().contains(QRect(top, last.size()))


def test_arrows_move_inside_a_row_of_chips(laptop: Laptop) -> None:
    laptop.tap("流动摊贩")
    laptop.key(Qt.Key.Key_Right)
    laptop.key(Qt.Key.Key_Space)
    assert laptop.page.state.draft.facts["form"] == "shop_overflow"


@pytest.mark.parametrize("name", theme.NAMES)
def test_a_theme_is_put_on_at_once_and_remembered(laptop: Laptop, name: str) -> None:
    laptop.screens.appearance.wear(name)
    picture = laptop.screens.window.grab().toImage()
    assert picture.pixelColor(5, 700) == theme.current().rail
    assert laptop.preferences.choices.theme == name


def test_the_language_changes_and_nothing_typed_is_lost(laptop: Laptop) -> None:
    laptop.tap("流动摊贩")
    laptop.screens.appearance.speak("en")
    laptop.rest()
    laptop.settle(lambda: laptop.page.state.draft.facts.get("form") == "mobile_vendor")
    assert laptop.page.title() == "New finding"


def test_the_plan_stands_flush_with_the_fields_under_it(laptop: Laptop) -> None:
    card = laptop.page.view.place
    edges = {part.mapTo(card, QPoint(inset, 0)).x() for part, inset in ((card.plan, 0), (card.address, theme.RING))}
    assert len(edges) == 1


def left_edges(card: Card) -> set[int]:
    """Where the words and the faces of the controls at the left of a card begin."""
    found = [
        one.mapTo(card, QPoint(one.contentsMargins().left() if isinstance(one, QLabel) else theme.RING, 0)).x()
        for one in (*card.findChildren(QLabel), *card.findChildren(Chip), *card.findChildren(Frame))
        if one.isVisibleTo(card) and (not isinstance(one, QLabel) or one.text())
    ]
    return {x for x in found if x < min(found) + 12}


def test_words_stand_flush_with_the_controls_under_them(a_laptop: MakeLaptop) -> None:
    laptop = a_laptop()
    window = laptop.begin(1366, 768)
    laptop.settle()
    opening = [{*left_edges(card)} for card in shown(window, Card) if card.findChildren(Chip)]
    assert [len(edges) for edges in opening] == [1]
    window.show_page("settings")
    laptop.rest()
    page = window.page("settings")
    lefts = [left_edges(card) for card in (page.looks, page.centre, page.data, page.receiver, page.line, page.about)]
    assert len(set.union(*lefts)) == 1
