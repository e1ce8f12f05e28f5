"""Work saved to a stick from the sync page, and the receipt that comes back."""

from collections.abc import Callable
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.ui.sync_page.controller import make
from inspector_app.ui.sync_page.parcels import Parcels
from inspector_app.ui.sync_page.view import SyncView
from inspector_app.ui.texts import SENTENCES
from inspector_app.ui.widgets.chips import Chip
from sync.client.carrier import CarrierCode, CarrierTrouble
from sync.protocol.problems import Problem, ProtocolProblem
from tests.qt import desks
from tests.qt.fakes import FakeReads
from tests.qt.screens import PageShow, button, texts
from tests.qt.test_sync_page import reads_with

Show = Callable[[FakeReads], tuple[desks.World, SyncView]]


@pytest.fixture
def show(pages: PageShow) -> Show:
    return partial(pages.page, SyncView, make)


def said(view: SyncView) -> str:
    return texts(view.parcel)


def test_what_was_saved_where_is_said_and_that_it_is_not_sent_yet(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())

    _parcels(view).save("/media/stick")
    qtbot.waitUntil(lambda: "Saved and read back" in said(view))

    assert "12 findings, 186 records, 48 photos, 210.0 MB, in 721-0000000d-20261122T012000Z.parcel" in said(view)
    assert "it counts as sent when its receipt is back" in said(view)
    assert ("parcel", "/media/stick") in world.centre.asked
    assert button(view, "Save to USB…").isEnabled()


def test_a_receipt_that_came_back_is_taken(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    _parcels(view).take("/media/stick/x.receipt")
    qtbot.waitUntil(lambda: "fits this laptop" in said(view))
    assert ("receipt", "/media/stick/x.receipt") in world.centre.asked


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (CarrierTrouble(CarrierCode.FULL), "There is not enough room on the stick"),
        (CarrierTrouble(CarrierCode.DIFFERS), "What was read back from the stick is not what was written"),
        (ProtocolProblem(Problem.NOTHING_TO_CARRY), "Receipts cover everything on this laptop."),
        (ProtocolProblem(Problem.NO_SEALING_KEY), "Sync once over a network"),
    ],
)
def test_what_goes_wrong_is_said_and_can_be_tried_again(
    qtbot: QtBot, show: Show, trouble: Exception, words: str
) -> None:
    world, view = show(FakeReads())
    world.centre.parcel_trouble = trouble
    _parcels(view).save("/media/stick")
    qtbot.waitUntil(lambda: words in said(view))
    assert button(view, "Save to USB…").isEnabled()


def test_a_laptop_without_a_centre_can_seal_nothing(show: Show) -> None:
    _, view = show(reads_with(enrolled=False))
    assert not button(view, "Save to USB…").isEnabled()
    assert not button(view, "Take receipt…").isEnabled()


def test_every_carriers_code_has_a_sentence() -> None:
    assert set(CarrierCode) <= set(SENTENCES)


def _parcels(view: SyncView) -> Parcels:
    (found,) = view.parcel.findChildren(Parcels)
    return found


def test_everything_is_saved_only_where_it_is_wanted(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    assert "Wanted when the centre lacks earlier records" not in said(view)
    _chip(view, "Everything").click()
    assert "Wanted when the centre lacks earlier records" in said(view)

    _parcels(view).save("/media/stick")
    qtbot.waitUntil(lambda: "Saved and read back" in said(view))

    assert ("parcel", "/media/stick", "every") in world.centre.asked


def test_a_pc_without_a_centre_sends_parcels_of_others(show: Show) -> None:
    world, view = show(reads_with(enrolled=False))
    button(view, "Send a parcel from a stick…").click()
    assert world.went == ["parcel"]


def _chip(view: SyncView, words: str) -> Chip:
    (found,) = (chip for chip in view.parcel.findChildren(Chip) if chip.text() == words)
    return found
