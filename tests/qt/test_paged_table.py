"""The table of any length: first rows at once, then a window of rows over numbers."""

from array import array

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.ui.paged_table import MOST_PAGES, MOST_WANTED, PAGE, PagedTable, Reading


class Storage:
    """Remembers what was asked and answers when told to."""

    def __init__(self) -> None:
        self.asked: list[Reading] = []
        self.edition = 1
        self.table: PagedTable[str]

    def answer(self) -> None:
        reading = self.asked.pop(0)
        self.table.deliver(reading, [f"row {n} v{self.edition}" for n in reading.numbers])

    def fail(self) -> None:
        self.asked.pop(0)
        self.table.give_up()


@pytest.fixture
def storage() -> Storage:
    return Storage()


@pytest.fixture
def table(qtbot: QtBot, storage: Storage) -> PagedTable[str]:
    storage.table = PagedTable(
        ["What", "Length"], cell=lambda row, column: row if column == 0 else str(len(row)), fetch=storage.asked.append
    )
    return storage.table


def shown(table: PagedTable[str], position: int) -> str:
    return str(table.index(position, 0).data())


def settle(qtbot: QtBot, storage: Storage) -> None:
    qtbot.waitUntil(lambda: bool(storage.asked))
    while storage.asked:
        storage.answer()


def test_the_first_rows_are_there_before_any_number(table: PagedTable[str], storage: Storage) -> None:
    table.show_first(["newest", "older"], 5)
    assert [shown(table, 0), shown(table, 1), shown(table, 2)] == ["newest", "older", ""]
    assert table.rowCount() == 5
    assert not storage.asked


def test_rows_in_view_are_read_by_their_numbers(qtbot: QtBot, table: PagedTable[str], storage: Storage) -> None:
    table.show_numbers(array("q", range(1000, 0, -1)))
    assert shown(table, 200) == ""
    settle(qtbot, storage)
    assert shown(table, 200) == "row 800 v1"


def test_rows_on_screen_stay_until_the_numbered_ones_are_here(
    qtbot: QtBot, table: PagedTable[str], storage: Storage
) -> None:
    table.show_first(["row 3 v0"], 1)
    table.show_numbers(array("q", [3]))
    assert shown(table, 0) == "row 3 v0"
    settle(qtbot, storage)
    assert shown(table, 0) == "row 3 v1"


def test_a_refresh_reads_the_rows_in_view_again(qtbot: QtBot, table: PagedTable[str], storage: Storage) -> None:
    table.show_numbers(array("q", range(10)))
    shown(table, 0)
    settle(qtbot, storage)
    storage.edition = 2
    table.refresh()
    assert shown(table, 0) == "row 0 v1"
    settle(qtbot, storage)
    assert shown(table, 0) == "row 0 v2"


def test_an_answer_to_an_earlier_question_is_dropped(qtbot: QtBot, table: PagedTable[str], storage: Storage) -> None:
    table.show_numbers(array("q", [1, 2, 3]))
    shown(table, 0)
    qtbot.waitUntil(lambda: bool(storage.asked))
    table.show_numbers(array("q", [9]))
    storage.answer()
    assert shown(table, 0) == ""
    settle(qtbot, storage)
    assert shown(table, 0) == "row 9 v1"


def test_a_failed_reading_is_tried_again_when_the_row_is_seen_again(
    qtbot: QtBot, table: PagedTable[str], storage: Storage
) -> None:
    table.show_numbers(array("q", [7]))
    shown(table, 0)
    qtbot.waitUntil(lambda: bool(storage.asked))
    storage.fail()
    shown(table, 0)
    settle(qtbot, storage)
    assert shown(table, 0) == "row 7 v1"


def test_a_drag_over_the_whole_list_reads_only_where_it_stops(
    qtbot: QtBot, table: PagedTable[str], storage: Storage
) -> None:
    table.show_numbers(array("q", range(100_000)))
    for position in range(0, 100_000, PAGE):
        shown(table, position)
    pages = 0
    qtbot.waitUntil(lambda: bool(storage.asked))
    while storage.asked:
        storage.answer()
        pages += 1
    assert pages <= MOST_WANTED
    assert shown(table, 99_999) == "row 99999 v1"


def test_memory_holds_a_window_only(qtbot: QtBot, table: PagedTable[str], storage: Storage) -> None:
    table.show_numbers(array("q", range(PAGE * (MOST_PAGES + 10))))
    for page in range(MOST_PAGES + 10):
        shown(table, page * PAGE)
        settle(qtbot, storage)
    assert table.row_at(0) is None
    assert table.row_at((MOST_PAGES + 9) * PAGE) is not None


def test_a_row_that_is_gone_is_blank(qtbot: QtBot, table: PagedTable[str], storage: Storage) -> None:
    table.show_numbers(array("q", [1, 2]))
    shown(table, 0)
    qtbot.waitUntil(lambda: bool(storage.asked))
    table.deliver(storage.asked.pop(0), ["row 1", None])
    assert [shown(table, 0), shown(table, 1)] == ["row 1", ""]


def test_a_number_is_found_where_it_moved_to(table: PagedTable[str]) -> None:
    table.show_numbers(array("q", [5, 4, 3]))
    assert (table.number_at(1), table.position_of(4), table.position_of(6), table.number_at(9)) == (4, 1, None, None)


def test_screen_readers_hear_the_words_of_a_cell(table: PagedTable[str]) -> None:
    table.show_first(["newest"], 1)
    assert table.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "6"
    assert table.headerData(0, Qt.Orientation.Horizontal) == "What"


def test_qt_finds_the_model_sound(qtmodeltester: ModelTester, table: PagedTable[str]) -> None:
    table.show_first(["a", "b"], 2)
    qtmodeltester.check(table)  # type: ignore[no-untyped-call]
    table.show_numbers(array("q", [2, 1, 0]))
    table.refresh()
