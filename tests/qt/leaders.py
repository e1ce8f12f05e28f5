"""Squad leaders as the centre states them, brought to a laptop with screens, and what happens where they give their word."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from inspector_app.domain.reference.leader import body_of
from inspector_app.ui.approval_row import ApprovalRow
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import Chip
from tests.qt import relief
from tests.qt.laptop import Laptop

CODE = "40718263"
ZHOU, CHEN = "410105-0001", "410105-0002"


def state(laptop: Laptop, number: str = ZHOU, name: str = "周正", code: str = CODE) -> None:
    """States a leader to the laptop, as a round with the centre would."""
    body = _body(number, name, code)
    relief.tell(
        laptop, "area/all", "reference.stated", number, {"kind": "leader", "id": number, "version": 1, "body": body}
    )


@cache
def _body(number: str, name: str, code: str) -> dict[str, object]:
    return body_of(number, name, code, bytes(16))


def forget(laptop: Laptop, number: str = ZHOU) -> None:
    relief.tell(laptop, "area/all", "reference.gone", number, {"kind": "leader", "id": number})


def row(page: QWidget) -> ApprovalRow | None:
    """The row in sight where a leader gives their word."""
    return next((one for one in page.findChildren(ApprovalRow) if one.isVisible()), None)


def names(page: QWidget) -> list[str]:
    found = row(page)
    return [chip.text() for chip in found.findChildren(Chip) if chip.isVisible()] if found is not None else []


def give(laptop: Laptop, page: QWidget, code: str = CODE, *, who: str = "") -> None:
    """Types the code as a person does, confirms, and waits for the answer."""
    found = row(page)
    assert found is not None
    for chip in found.findChildren(Chip):
        if chip.isVisible() and chip.text() == who:
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    field = found.code.editor
    field.setFocus()
    QTest.keyClicks(field, code)
    QTest.mouseClick(found.findChildren(KeyButton)[0], Qt.MouseButton.LeftButton)
    answered(laptop)


def answered(laptop: Laptop) -> None:
    """Waits until the code was checked; there are two reader threads, so that resting is not enough."""
    laptop.settle(lambda: not laptop.screens.leaders.state.checking)
