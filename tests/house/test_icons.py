"""The committed atlas is what its table draws."""

import json
import re

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from build_spec import icons
from tests.conftest import ROOT


@pytest.mark.parametrize(("scale", "name"), icons.SCALES.items())
def test_the_atlas_is_a_fresh_drawing(qtbot: QtBot, scale: int, name: str) -> None:
    committed = QImage(str(icons.FOLDER / name))
    committed.setDevicePixelRatio(1)

    assert committed == icons.draw_atlas(scale).convertToFormat(committed.format())


def test_the_index_is_a_fresh_one() -> None:
    assert (icons.FOLDER / "icons.json").read_text(encoding="utf-8") == icons.index()


def test_every_glyph_lies_within_its_cell(qtbot: QtBot) -> None:
    cell = QRectF(0, 0, icons.UNITS, icons.UNITS)

    outside = [name for name, path in icons.outlines().items() if not cell.contains(path.boundingRect())]

    assert outside == []


def test_every_icon_that_the_app_names_is_drawn() -> None:
    known = json.loads(icons.index())["icons"]
    used = {
        name
        for file in (ROOT / "inspector_app" / "ui").rglob("*.py")
        for name in re.findall(r"(?:\bicons\.\w+\(\s*|\bicon=)\"([a-z-]+)\"", file.read_text(encoding="utf-8"))
    }

    assert used - set(known) == set()
