"""The pills at the top share the room: the longest words shorten first."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app import paths
from inspector_app.ui import theme
from inspector_app.ui.widgets.pill import Pill
from inspector_app.ui.widgets.top_bar import MARGIN, SPACING, TopBar

ADDRESS = "金水区花园路街道办事处纬四路社区农业路与经三路交叉口西北角向北一百二十米路东某某房地产开发有限公司售楼部门前"
SAID = {
    "clock": f"复查 31 小时 13 分 · {ADDRESS}", "place": "GPS ±4.0 m · 经三路 · 网格 1034", "link": "未注册 · 待传 3",
    "shift": "08:00–16:00 中队", "signer": "签署 李敏 410105-0317 + 王强 410105-0288",
}  # fmt: skip


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> TopBar:
    theme.wear(qapp, theme.load(paths.resources() / "themes", "day"))
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.show_title("任务与复查")
    for place, text in SAID.items():
        bar.tell(place, text)
    bar.show()
    return bar


def pills(bar: TopBar) -> dict[str, Pill]:
    return bar._pills


def shortened(bar: TopBar, clock: int, place: int) -> set[str]:
    """The pills whose words are shortened, where clock and place would have so many px between them, and the others their own."""
    others = sum(pill.sizeHint().width() for name, pill in pills(bar).items() if name not in ("clock", "place"))
    title = bar._title.sizeHint().width()
    bar.resize(2 * MARGIN + title + SPACING * len(SAID) + others + clock + place, bar.height())
    layout = bar.layout()
    assert layout is not None
    layout.activate()
    return {name for name, pill in pills(bar).items() if pill.width() < pill.sizeHint().width()}


def test_one_long_address_takes_nothing_from_the_others(bar: TopBar) -> None:
    place = pills(bar)["place"].sizeHint().width()

    assert shortened(bar, place + 40, place) == {"clock"}
    assert pills(bar)["clock"].width() >= place + 38, "the room is used"


def test_where_room_is_short_the_longest_become_equally_long(bar: TopBar) -> None:
    part = pills(bar)["place"].sizeHint().width() - 20

    assert shortened(bar, part, part) == {"clock", "place"}
    assert abs(pills(bar)["clock"].width() - pills(bar)["place"].width()) <= 1


def test_room_that_comes_back_is_used(bar: TopBar) -> None:
    shortened(bar, 200, 200)

    assert shortened(bar, *(pills(bar)[name].sizeHint().width() for name in ("clock", "place"))) == set()
