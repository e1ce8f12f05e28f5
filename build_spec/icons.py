"""Draws the icon atlas from the Material Design glyphs that qtawesome carries, so that the app never imports it.

Run `python -m build_spec.icons` after a change of ICONS; `resources/icons/README.md` describes what it writes.
"""

import json
import os
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPainterPath, QRawFont, QTransform

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (20, 24, 32, 48)
SCALES = {1: "icons.png", 2: "icons@2x.png"}
UNITS = 480.0  # drawn large once, then scaled as a path: no hinting, the same on every machine

# our name: the glyph's name in Material Design Icons
ICONS = {
    "account": "account",
    "accounts": "account-multiple",
    "alert": "alert",
    "alert-circle": "alert-circle",
    "area": "vector-square",
    "calendar": "calendar",
    "camera": "camera",
    "car": "car",
    "chart": "chart-bar",
    "check": "check",
    "check-circle": "check-circle",
    "chevron-down": "chevron-down",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "chevron-up": "chevron-up",
    "clock": "clock-outline",
    "close": "close",
    "close-circle": "close-circle",
    "copy": "content-copy",
    "delete": "delete",
    "document": "file-document",
    "dots": "dots-horizontal",
    "export": "export",
    "eye": "eye",
    "filter": "filter-variant",
    "gavel": "gavel",
    "gps": "crosshairs-gps",
    "hand-heart": "hand-heart",
    "home": "home",
    "image": "image",
    "image-broken": "image-broken",
    "image-plus": "image-plus",
    "import": "tray-arrow-down",
    "information": "information",
    "key": "key",
    "list": "format-list-bulleted",
    "lock": "lock",
    "login": "login",
    "logout": "logout",
    "magnify": "magnify",
    "map": "map",
    "minus": "minus",
    "moon": "weather-night",
    "note": "note-text",
    "paste": "clipboard-text",
    "pause": "pause",
    "pencil": "pencil",
    "phone": "phone",
    "pin": "map-marker",
    "play": "play",
    "plus": "plus",
    "printer": "printer",
    "qrcode": "qrcode",
    "question": "help-circle",
    "refresh": "refresh",
    "ruler": "ruler",
    "save": "content-save",
    "send": "send",
    "server": "server",
    "settings": "cog",
    "shield-check": "shield-check",
    "star": "star",
    "store": "storefront",
    "sun": "weather-sunny",
    "sync": "sync",
    "tasks": "checkbox-marked-outline",
    "translate": "translate",
    "undo": "undo",
    "upload": "upload",
    "usb": "usb-flash-drive",
    "wall": "wall",
    "wifi": "wifi",
    "wifi-off": "wifi-off",
}


def outlines() -> dict[str, QPainterPath]:
    """Returns each icon's outline on a square of UNITS."""
    package = find_spec("qtawesome")
    assert package is not None
    assert package.submodule_search_locations
    fonts = Path(package.submodule_search_locations[0]) / "fonts"
    codes = json.loads(next(fonts.glob("materialdesignicons6-*-charmap-*.json")).read_text(encoding="utf-8"))
    face = QRawFont(str(next(fonts.glob("materialdesignicons6-*.ttf"))), UNITS)
    return {name: outline(face, chr(int(codes[glyph], 16))) for name, glyph in ICONS.items()}


def outline(face: QRawFont, character: str) -> QPainterPath:
    (glyph,) = face.glyphIndexesForString(character)
    assert glyph, f"the font lacks {character!r}"
    return QTransform.fromTranslate(0, face.ascent()).map(face.pathForGlyph(glyph))


def draw_atlas(scale: int) -> QImage:
    """Returns white glyphs on nothing: a row for each icon, in each row a cell for each of SIZES."""
    row = max(SIZES) * scale
    atlas = QImage(sum(SIZES) * scale, row * len(ICONS), QImage.Format.Format_ARGB32_Premultiplied)
    atlas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(atlas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.white)
    for number, path in enumerate(outlines().values()):
        for left, size in zip(columns(), SIZES, strict=True):
            cell = QRectF(left * scale, number * row, size * scale, size * scale)
            painter.setTransform(
                QTransform.fromTranslate(cell.x(), cell.y()).scale(cell.width() / UNITS, cell.height() / UNITS)
            )
            painter.drawPath(path)
    painter.end()
    return atlas


def columns() -> list[int]:
    return [sum(SIZES[:place]) for place in range(len(SIZES))]


def index() -> str:
    """Returns the atlas's table of contents as JSON."""
    contents = {
        "row": max(SIZES),
        "columns": dict(zip(map(str, SIZES), columns(), strict=True)),
        "icons": {name: number for number, name in enumerate(ICONS)},
    }
    return json.dumps(contents, indent=1) + "\n"


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    for scale, name in SCALES.items():
        draw_atlas(scale).save(str(FOLDER / name))
    (FOLDER / "icons.json").write_text(index(), encoding="utf-8")
    app.quit()


if __name__ == "__main__":
    main()
