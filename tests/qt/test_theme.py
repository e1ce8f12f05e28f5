"""Every theme can be read: contrast is computed from its table (WCAG 2), and nothing is told by colour alone."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from inspector_app import paths
from inspector_app.ui import texts, theme
from inspector_app.ui.theme import Theme, Tint
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.buttons import KeyButton

THEMES = paths.resources() / "themes"
GROUNDS = ("page", "surface", "sunken")
TIERS = ("none", "service", "management", "enforcement")
TINTS = (*TIERS, "accent", "good", "warning", "alarm")
BODY, BADGE, SHAPE = 7.0, 4.5, 3.0


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2, 1.4.3: the ratio of the relative luminances."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=theme.NAMES)
def look(request: pytest.FixtureRequest) -> Theme:
    return theme.load(THEMES, request.param)


def tint(look: Theme, name: str) -> Tint:
    return look.tier(name)


def test_a_deed_that_is_not_possible_has_not_the_frame_of_one_that_is(look: Theme, qapp: QApplication) -> None:
    theme.wear(qapp, look)
    button = KeyButton("收班")
    possible = button.colours()
    button.setEnabled(False)
    assert button.colours()[1] != possible[1]


def test_an_empty_bar_does_not_look_full(look: Theme, qapp: QApplication) -> None:
    theme.wear(qapp, look)
    assert all(contrast(paint.track(), tint(look, name).solid) >= 2 for name in TINTS if name != "none")


def test_black_on_white_is_21_to_1() -> None:
    assert round(contrast(QColor("#000"), QColor("#fff")), 2) == 21


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_body_text_stands_out_seven_to_one(look: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(look, ink), getattr(look, ground)) >= BODY


@pytest.mark.parametrize("name", TINTS)
def test_text_on_a_plate_and_coloured_text_stand_out_seven_to_one(look: Theme, name: str) -> None:
    colours = tint(look, name)
    assert contrast(colours.ink, colours.tint) >= BODY
    assert contrast(look.text, colours.tint) >= BODY
    assert contrast(colours.ink, look.surface) >= BODY


@pytest.mark.parametrize("name", TINTS)
def test_a_badge_stands_out_four_and_a_half_to_one(look: Theme, name: str) -> None:
    assert contrast(tint(look, name).on_solid, tint(look, name).solid) >= BADGE


def test_the_rail_and_the_main_button_can_be_read(look: Theme) -> None:
    assert contrast(look.rail_text, look.rail) >= BODY
    assert contrast(look.rail_chosen_text, look.rail_chosen) >= BODY
    assert contrast(look.accent.on_solid, look.accent.solid) >= BODY


@pytest.mark.parametrize("ground", ["surface", "page"])
def test_controls_and_the_focus_ring_can_be_made_out(look: Theme, ground: str) -> None:
    assert contrast(look.edge, getattr(look, ground)) >= SHAPE
    assert contrast(look.focus, getattr(look, ground)) >= SHAPE


def test_the_sun_theme_is_black_on_white_with_wide_lines() -> None:
    sun = theme.load(THEMES, "sun")
    assert contrast(sun.text, sun.surface) == pytest.approx(21)
    assert sun.line_width == 2


def test_each_tier_has_a_sign_of_its_own() -> None:
    assert [texts.sign(tier) for tier in TIERS] == ["无", "服", "管", "执"]


def test_no_text_is_smaller_than_15_px(qapp: QApplication) -> None:
    assert theme.TEXT == 15
    theme.set_type(qapp, "", 50)
    assert theme.font().pixelSize() == 15
    theme.set_type(qapp, "", 200)
    assert theme.font().pixelSize() == 24
    theme.set_type(qapp, "", 100)


def test_a_theme_is_worn_as_a_palette_without_a_style_sheet(qapp: QApplication, look: Theme) -> None:
    theme.wear(qapp, look)
    assert theme.current() is look
    assert qapp.palette().windowText().color() == look.text
    assert qapp.palette().placeholderText().color() == look.muted
    assert not qapp.styleSheet()


def test_a_broken_installation_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        theme.load(tmp_path, "day")
