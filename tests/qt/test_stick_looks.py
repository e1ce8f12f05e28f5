"""The pages of a parcel and of a lost laptop in each of their states: no words are clipped, every code has its two sentences."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from inspector_app.services.parcels import ParcelSeen, ParcelSent
from inspector_app.services.restoring import LostPhoto, Remade
from inspector_app.storage.trouble import StorageCode
from inspector_app.ui.parcel_page import state as parcel
from inspector_app.ui.parcel_page import words as of_parcel
from inspector_app.ui.restore_page import state as restore
from inspector_app.ui.restore_page import words as of_restore
from sync.client.carrier import CarrierCode
from sync.protocol.problems import Problem
from tests.qt.laptop import Laptop
from tests.qt.test_looks import clipped_button, clipped_label, shown

MakeLaptop = Callable[..., Laptop]
FILE = "/media/li/USB/721-a3f90d11-20261122T081500Z.parcel"
DEVICE = "019ab3c4-5d6e-7f80-9123-4567a3f90d11"
SEEN = ParcelSeen(
    FILE, DEVICE, "2f6c1e0a-9b7d-4c55-8a10-7d2e5f6a9b01", "2026-11-22T00:15:00.000Z", DEVICE, 57, 186, 57, 19_600_000
)
SENT = ParcelSent(
    DEVICE, 4186, 57, 57, 2, ("ab" * 32, "cd" * 32), 3, "2026-11-22T01:03:11.000Z", trouble="carrier_full"
)
MADE = Remade(
    DEVICE, 57, 186, 55, 1, 1, 2, (LostPhoto("ab" * 32, "IMG_2031.jpg", "stall", "花园路", "2026-11-22T00:31:00Z"),)
)

WHOLE = replace(MADE, lost_records=0, missing=0, named=())


def parcels() -> Iterator[parcel.ParcelState]:
    """Each step, and each code that can stop it."""
    whole = parcel.ParcelState(
        file=FILE, seen=SEEN, address="https://centre.zhengzhou.gov.cn", done=14_200_000, whole=19_600_000, sent=SENT,
        receipt_problem=SENT.trouble,
    )  # fmt: skip
    yield from (replace(whole, step=step) for step in parcel.Step if step is not parcel.Step.STOPPED)
    for code in sorted({*of_parcel.OWN, *of_parcel.DEEDS, "not_a_parcel", "an_unknown_one"}):
        yield replace(whole, step=parcel.Step.STOPPED, problem=code, sent=None)


def lost_laptops() -> Iterator[restore.RestoreState]:
    """The form of each source, each step, and each code that can stop it or keep it from beginning."""
    free = restore.RestoreState(
        refusal="", address="http://10.1.2.3", code="ABCD", parcel=FILE, folder="/media/li/USB/inspector-721",
        asks_password=True,
    )  # fmt: skip
    yield from (replace(free, source=source) for source in restore.Source)
    yield from (
        replace(free, step=step) for step in restore.Step if step not in (restore.Step.STOPPED, restore.Step.DONE)
    )
    yield from (replace(free, step=restore.Step.DONE, made=made) for made in (MADE, WHOLE))
    for code in sorted({*of_restore.OWN, *of_restore.DEEDS, "damaged_parcel", "an_unknown_one"}):
        yield replace(free, step=restore.Step.STOPPED, problem=code)
    yield restore.RestoreState(refusal="not_empty")


def clipped(window: QWidget) -> list[str]:
    labels = [one.text() for one in shown(window, QLabel) if clipped_label(one)]
    return labels + [one.text() for one in shown(window, QAbstractButton) if clipped_button(one)]


@pytest.mark.parametrize(("language", "percent"), [("zh", 100), ("en", 100), ("en", 130)])
def test_no_words_are_clipped_in_any_state(a_laptop: MakeLaptop, language: str, percent: int) -> None:
    laptop = a_laptop(language=language)
    laptop.preferences.change(text_percent=percent)
    window = laptop.begin(1280, 720)
    laptop.settle()
    found = set()
    for key, line, states in (
        ("parcel", laptop.screens.parcels, parcels()), ("restore", laptop.screens.restoring, lost_laptops()),
    ):  # fmt: skip
        window.show_page(key)
        laptop.rest()
        for state in states:
            line.state = state
            line.changed.emit()
            for _ in range(4):  # what is as high as its words are wide takes more than one turn
                QCoreApplication.processEvents()
            found |= {(key, state.step.value, state.problem, text) for text in clipped(window)}
    laptop.screens.appearance.resize(100)
    assert found == set()


def test_every_code_says_what_happened_and_what_to_do() -> None:
    codes = [*Problem, *CarrierCode, *StorageCode, "laptop_out_of_space", "laptop_unreadable", "not_open", "disk"]
    for advice in (of_parcel.advice, of_restore.advice):
        assert [code for code in map(str, codes) if not all(advice(code))] == []
