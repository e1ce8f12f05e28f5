"""The shift page as an officer uses it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from string import digits

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector_app.domain.events import DecisionOverridden, FindingAmended, FindingWithdrawn, PhotoTaken, ShiftClosed
from inspector_app.domain.finding import Tier
from inspector_app.services.changes import Changes
from inspector_app.services.ports import FindingRow, HistoryEntry
from inspector_app.ui.paged_table import PagedTable
from inspector_app.ui.shift import controller
from inspector_app.ui.shift.cells import Column
from inspector_app.ui.shift.state import Choice, Panel
from inspector_app.ui.shift.view import ShiftView
from tests.qt import desks
from tests.qt.fakes import SHIFT, FakeReads, a_row, an_override, some_details
from tests.qt.screens import PageShow, button, texts

Shown = tuple[desks.World, ShiftView]
Show = Callable[[FakeReads], Shown]


@pytest.fixture
def show(qtbot: QtBot, pages: PageShow) -> Show:
    def shown(reads: FakeReads) -> Shown:
        world, view = pages.page(ShiftView, controller.make, reads)
        qtbot.waitUntil(lambda: view.title()[-1] in digits)
        return world, view

    return shown


def rows(view: ShiftView) -> PagedTable[FindingRow]:
    model = view.table.model()
    assert isinstance(model, PagedTable)
    return model


def cells(view: ShiftView, position: int) -> list[str]:
    model = view.table.model()
    return [str(model.index(position, column).data()) for column in Column]


def test_the_findings_of_the_shift_are_listed_newest_first(show: Show) -> None:
    _, view = show(FakeReads())
    assert view.table.model().rowCount() == 8
    assert cells(view, 0) == ["09:14", "Street trading · Mobile vendor", "经三路与纬四路口", "服 Service",
                              "Guide to a relief point", "To send"]  # fmt: skip
    assert cells(view, 2)[5] == "Photos 1/3"
    assert [cells(view, place)[1] for place in (2, 6)] == [
        "Hoarding · Permit: Expired",
        "Street trading · Open barbecue",
    ]
    assert view.title() == "Findings of the shift 8"


def test_a_measure_that_nobody_took_is_only_suggested(show: Show) -> None:
    reads = FakeReads()
    reads.changed[0] = a_row(0, taken=())
    _, view = show(reads)
    assert cells(view, 0)[Column.MEASURE] == "Suggested: Guide to a relief point"


def test_without_an_open_shift_the_shares_are_those_of_all_shifts(show: Show) -> None:
    _, view = show(FakeReads(shift=None))
    assert view.title() == "All findings on this laptop 8"
    assert "All shifts" in texts(view)
    assert "This shift" not in texts(view)


def test_the_first_finding_is_shown_at_once(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    qtbot.waitUntil(lambda: "煎饼果子车摊主" in texts(view.details))
    qtbot.waitUntil(lambda: "Corrected on the spot" in texts(view.details))


def test_choosing_a_row_shows_its_reasons_with_their_basis(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    view.table.setCurrentIndex(view.table.model().index(2, 0))
    pack = desks.policy().pack
    qtbot.waitUntil(lambda: pack.text("reason", "HD_EXPIRED", "en") in texts(view.details))
    qtbot.waitUntil(lambda: pack.basis("HD_EXPIRED", "en") in texts(view.details))


def test_a_search_asks_storage_when_the_fingers_rest(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    view.searched.emit("农业路")
    qtbot.waitUntil(lambda: view.table.model().rowCount() == 1)
    qtbot.waitUntil(lambda: cells(view, 0)[2] == "农业路 8 号工地")


def test_a_search_without_a_match_offers_the_way_back(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    view.searched.emit("天安门")
    qtbot.waitUntil(lambda: "No finding matches." in texts(view))
    view.cleared.emit()
    qtbot.waitUntil(lambda: view.table.model().rowCount() == 8)


def test_chips_filter_by_tier_and_by_what_waits(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    view.filtered.emit(Choice.ENFORCEMENT)
    qtbot.waitUntil(lambda: view.table.model().rowCount() == 1)
    view.filtered.emit(Choice.UNSENT)
    qtbot.waitUntil(lambda: view.table.model().rowCount() == 3)


def test_ctrl_f_goes_to_the_search(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    view.activateWindow()
    QTest.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view._search.editor.hasFocus()


def test_a_withdrawal_wants_a_reason_and_becomes_a_line(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    qtbot.waitUntil(lambda: "煎饼果子车摊主" in texts(view.details))
    button(view, "Withdraw").click()
    assert not button(view.details, "Withdraw").isEnabled()
    view.details.panel.written.emit("重复记录")
    button(view.details, "Withdraw").click()
    qtbot.waitUntil(lambda: world.store.events == [FindingWithdrawn(a_row(0).id, "重复记录")])
    qtbot.waitUntil(lambda: "Withdraw this finding" not in texts(view))


def test_an_override_keeps_its_reason(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    qtbot.waitUntil(lambda: "煎饼果子车摊主" in texts(view.details))
    panel = view.details.panel
    panel.wanted.emit(Panel.OVERRIDE)
    panel.tier_chosen.emit(Tier.MANAGEMENT)
    panel.written.emit("三次劝导无效")
    panel.confirmed.emit()
    override = replace(an_override(), reason="三次劝导无效")
    qtbot.waitUntil(lambda: world.store.events == [DecisionOverridden(a_row(0).id, Tier.SERVICE, override)])


def test_a_note_is_added(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    qtbot.waitUntil(lambda: "煎饼果子车摊主" in texts(view.details))
    view.details.panel.wanted.emit(Panel.NOTE)
    view.details.panel.written.emit("已移至疏导点")
    view.details.panel.confirmed.emit()
    qtbot.waitUntil(lambda: world.store.events == [FindingAmended(a_row(0).id, note="已移至疏导点")])


def test_dropped_files_become_photos_and_bad_ones_are_named(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    world, view = show(FakeReads())
    qtbot.waitUntil(lambda: "煎饼果子车摊主" in texts(view.details))
    (tmp_path / "good.jpg").write_bytes(b"picture")
    (tmp_path / "empty.jpg").write_bytes(b"")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("good.jpg", "empty.jpg", "good.jpg")])
    drop = QDropEvent(
        QPoint(5, 5).toPointF(),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(drop)
    qtbot.waitUntil(lambda: len(world.store.events) == 1)
    taken = world.store.events[0]
    assert isinstance(taken, PhotoTaken)
    assert (taken.about, taken.photo.file_name) == (a_row(0).id, "good.jpg")
    assert [code for _, code in world.told] == ["photo_empty"]
    assert "empty.jpg" in world.told[0][0]


def test_a_withdrawn_finding_can_only_be_read(qtbot: QtBot, show: Show) -> None:
    reads = FakeReads()
    reads.changed[0] = a_row(0, withdrawn=True)
    _, view = show(reads)
    qtbot.waitUntil(lambda: "Withdrawn. The record itself is kept." in texts(view.details))
    assert not view.details.panel.isVisibleTo(view)
    assert cells(view, 0)[4] == "Withdrawn"
    assert "1 withdrawn" in texts(view)


def test_the_history_is_told_in_sentences(qtbot: QtBot, show: Show) -> None:
    reads, row, at = FakeReads(), a_row(0, overridden=True), "2026-11-22T01:15:00.000Z"
    history = (
        HistoryEntry(1, "finding.recorded", row.observed_at, "0317", {"tier": "service"}),
        HistoryEntry(2, "photo.taken", row.observed_at, "0317", {}),
        HistoryEntry(3, "photo.taken", row.observed_at, "0317", {}),
        HistoryEntry(4, "decision.overridden", at, "0317", {"was": "service", "override": {"tier": "management", "reason": "屡劝不改"}}),
        HistoryEntry(5, "something.newer", at, "0317", {}),
    )  # fmt: skip
    reads.details[row.id] = some_details(row, history=history, override=an_override())
    _, view = show(reads)
    qtbot.waitUntil(lambda: "09:15 0317 changed Service to Management: 屡劝不改" in texts(view.details))
    assert "09:14 0317 added 2 photos" in texts(view.details)
    assert "09:15 0317 something.newer" in texts(view.details)
    assert "Officer 410105-0317 decided Management" in texts(view.details)


def test_closing_the_shift_goes_on_to_the_sync_and_starts_it(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    button(view, "Close shift and sync").click()
    qtbot.waitUntil(lambda: world.centre.asked == [("start", SHIFT.id)])
    assert world.store.events == [ShiftClosed(SHIFT.id, 8, 16)]
    assert world.went == ["sync"]


def test_without_a_shift_the_way_to_one_is_shown(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads(0, shift=None))
    qtbot.waitUntil(lambda: "No findings on this laptop yet." in texts(view))
    assert not view.details.isVisible()
    button(view, "Record one").click()
    assert world.went == ["record"]
    assert not button(view, "Close shift and sync").isEnabled()


def test_a_fresh_shift_has_no_details_to_choose(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads(0))
    qtbot.waitUntil(lambda: "No findings in this shift yet." in texts(view))
    assert "Choose a finding" not in texts(view)


def test_another_officers_unsent_lines_are_a_count(show: Show) -> None:
    _, view = show(FakeReads())
    assert "5 records of officer 410105-0288 to send" in texts(view)


def test_what_others_change_is_read_again(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    world.reads.changed[0] = a_row(0, photos_arrived=2, send=a_row(3).send)
    world.desk.workplace.feed.publish(Changes(findings=frozenset({a_row(0).id}), sync=True))
    qtbot.waitUntil(lambda: cells(view, 0)[5] == "At the centre")


def test_a_new_finding_keeps_the_chosen_one_chosen(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    qtbot.waitUntil(lambda: rows(view).number_at(0) is not None)
    view.table.setCurrentIndex(view.table.model().index(2, 0))
    qtbot.waitUntil(lambda: "Hoarding" in texts(view.details))
    world.reads.order = [99, *range(8)]
    world.desk.workplace.feed.publish(Changes(findings=frozenset({a_row(99).id})))
    qtbot.waitUntil(lambda: view.table.model().rowCount() == 9)
    assert view.table.currentIndex().row() == 3


def test_a_hundred_thousand_findings_are_there_and_scrolled(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads(100_000))
    qtbot.waitUntil(lambda: rows(view).number_at(99_999) is not None)
    view.table.scrollToBottom()
    qtbot.waitUntil(lambda: cells(view, 99_999)[2] != "")
    assert world.reads.asked.count("finding_rows") < 20
