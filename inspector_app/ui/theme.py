"""The three looks: day, night, sun. Tables of colours in `resources/themes`, worn as a palette and by our own painting.

There is no style sheet: a change of theme is a new palette and one repaint.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

NAMES = ("day", "night", "sun")
TEXT = 15  # px, the smallest text anywhere (design.md §11)
TARGET = 48  # px, the smallest thing to touch
RING = 3  # px around every control, kept free for the focus ring
GAP = 14  # px between cards


class Tint(NamedTuple):
    """One meaning in colour: `solid` with `on_solid` upon it, `tint` with `ink` upon it."""

    solid: QColor
    on_solid: QColor
    tint: QColor
    ink: QColor


class Theme(NamedTuple):
    """`line` widths are in px. Text roles keep 7:1 on the grounds they stand on, badges 4.5:1; a test computes both."""

    name: str
    line_width: int
    page: QColor
    surface: QColor
    sunken: QColor
    line: QColor
    edge: QColor  # of controls: 3:1 on the surface
    text: QColor
    muted: QColor
    rail: QColor
    rail_text: QColor
    rail_chosen: QColor
    rail_chosen_text: QColor
    focus: QColor
    accent: Tint
    none: Tint
    service: Tint
    management: Tint
    enforcement: Tint
    good: Tint
    warning: Tint
    alarm: Tint

    def tier(self, name: str) -> Tint:
        tint: Tint = getattr(self, name)
        return tint


_worn: Theme | None = None
_scale = 1.0


def load(folder: Path, name: str) -> Theme:
    """The theme of `folder/NAME.json`; KeyError and OSError mean a broken installation."""
    table = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return Theme(**{name: _value(name, table[name]) for name in Theme._fields})


def _value(name: str, told: Any) -> Any:
    if name in ("name", "line_width"):
        return told
    if isinstance(told, str):
        return QColor(told)
    return Tint(**{part: QColor(colour) for part, colour in told.items()})


def current() -> Theme:
    """The theme that is worn now; painting asks it each time."""
    assert _worn is not None
    return _worn


def wear(app: QApplication, theme: Theme) -> None:
    """Puts the theme on: a palette for Qt's own widgets, a repaint for ours."""
    global _worn  # noqa: PLW0603 -- as global as QApplication's palette, which it accompanies
    _worn = theme
    app.setPalette(_palette(theme))


def _palette(theme: Theme) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    for roles, colour in (
        ((role.Window,), theme.page),
        ((role.Base, role.Button, role.ToolTipBase), theme.surface),
        ((role.AlternateBase,), theme.sunken),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), theme.text),
        ((role.PlaceholderText,), theme.muted),
        ((role.Highlight, role.Link), theme.accent.solid),
        ((role.HighlightedText,), theme.accent.on_solid),
        ((role.Mid, role.Dark, role.Shadow), theme.edge),
        ((role.Light, role.Midlight), theme.line),
    ):
        for each in roles:
            palette.setColor(each, colour)
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, theme.muted)
    return palette


def set_type(app: QApplication, family: str, percent: int) -> None:
    """The app's one family and its text size in percent (100 is 15 px)."""
    global _scale  # noqa: PLW0603 -- see `wear`
    _scale = max(100, min(percent, 160)) / 100
    face = QFont(family) if family else QFont()
    face.setPixelSize(px(TEXT))
    app.setFont(face)
    font.cache_clear()
    metrics.cache_clear()


def px(size: int) -> int:
    """A text size at the chosen percentage."""
    return round(size * _scale)


@cache
def font(size: int = TEXT, *, bold: bool = False) -> QFont:
    """The app's face in `size` px (before the chosen percentage). Shared: never change it."""
    made = QFont(QApplication.font())
    made.setPixelSize(px(size))
    made.setBold(bold)
    return made


def fitting(text: str, width: int, size: int = TEXT, *, bold: bool = False) -> QFont:
    """The face in `size` px at the chosen percentage; smaller where `text` would be wider than `width` px, down to `size`."""
    chosen = font(size, bold=bold)
    needed = metrics(size, bold=bold).horizontalAdvance(text)
    if needed <= width or chosen.pixelSize() <= size:
        return chosen
    smaller = QFont(chosen)
    smaller.setPixelSize(max(size, chosen.pixelSize() * width // needed))
    return smaller


@cache
def metrics(size: int = TEXT, *, bold: bool = False) -> QFontMetrics:
    """The measures of `font(size, bold=bold)`."""
    return QFontMetrics(font(size, bold=bold))
