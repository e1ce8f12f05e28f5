"""What keeps a finding from being saved is pointed at; what was typed is never dropped in silence."""

from PySide6.QtWidgets import QLineEdit

from inspector_app.domain.finding import Category
from tests.qt.laptop import Laptop


def write(editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    editor.insert(text)
    editor.textEdited.emit(text)


def position(laptop: Laptop) -> QLineEdit:
    editors = laptop.page.view.place.findChildren(QLineEdit)
    return next(one for one in editors if one.accessibleName() == "坐标")


def test_a_position_that_cannot_be_read_keeps_the_finding_from_being_saved_without_it(laptop: Laptop) -> None:
    laptop.tap("流动摊贩")
    write(position(laptop), "34.77312")
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert laptop.rows() == []
    assert position(laptop).hasFocus()
    write(position(laptop), "34.77312, 113.68570")
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert len(laptop.rows()) == 1


def test_what_cannot_be_read_is_thrown_away_with_the_draft(laptop: Laptop) -> None:
    write(position(laptop), "abc")
    laptop.page.saver.discard()
    laptop.rest()
    assert position(laptop).text() == ""
    assert laptop.page.state.unreadable == frozenset()


def test_what_is_said_of_a_save_is_seen_beside_a_kept_draft(laptop: Laptop) -> None:
    laptop.tap("流动摊贩")
    laptop.settle(lambda: laptop.page.state.kept_s is not None)
    for category in (Category.PARKING, Category.OTHER):  # what was said of a stall waits on the shelf
        laptop.page.view.keys.chosen.emit(category)
        laptop.rest()
    laptop.page.saver.save(go_on=True)
    laptop.rest()
    assert "还没有可保存的内容。" in laptop.words()
