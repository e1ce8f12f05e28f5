"""The decision card of every worked case, as pictures to look at: `python -m tests.qt.card_sheet DIR [day|night|sun]`.

One sheet for each ten cases and language; beside each card its case. Nothing of it is a test: people judge what reads well.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import paths
from inspector_app.domain.finding import Category, Draft
from inspector_app.preferences import Preferences
from inspector_app.services.deciding import Policy
from inspector_app.ui import app, theme, translation
from inspector_app.ui.appearance import Appearance
from inspector_app.ui.record import verdict
from inspector_app.ui.record.decision_panel import DecisionPanel
from inspector_app.ui.record.state import RecordState, Verdict
from inspector_app.ui.rulebook import Rulebook
from tests import calendars, policies

CARD = QSize(368, 700)  # px: the right column of a window of 1366 x 768
ACROSS, DOWN, HEAD = 5, 2, 28
SETTLED = 10  # turns of the event loop after which words that wrap have moved each other for good


def state_of(case: dict[str, Any], policy: Policy) -> RecordState:
    """What the page shows when the case's facts were answered."""
    category = Category(case["category"])
    facts = {name: value for name, value in case["input"].items() if name != "category"}
    draft = Draft(case["id"], category, "2026-11-22T01:14:05.000Z", facts=facts)
    judged = verdict.judge(draft, policy, translation.language())
    assert isinstance(judged, Verdict), case["id"]
    return RecordState(draft, judged, verdict.explained(draft, policy, translation.language()), opened=True)


def cards(cases: Sequence[dict[str, Any]], size: QSize = CARD) -> Iterator[tuple[str, DecisionPanel]]:
    """Each case's id, and its card as the officer sees it: one panel, which shows the next case when it is asked for."""
    policy = Policy(policies.shipped(), policies.catalogue(), calendars.calendar())
    rulebook = Rulebook(paths.resources())
    rulebook.take(policy)
    wall = QWidget()
    panel = DecisionPanel(rulebook, wall)
    panel.resize(size)
    wall.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    wall.show()
    for case in cases:
        panel.present(state_of(case, policy))
        for _ in range(SETTLED):
            QApplication.processEvents()
        yield case["id"], panel


def sheets(cases: Sequence[dict[str, Any]]) -> Iterator[QImage]:
    """Pictures of ten cards each."""
    drawn = [(name, panel.grab().toImage()) for name, panel in cards(cases)]
    for start in range(0, len(drawn), ACROSS * DOWN):
        sheet = QImage(ACROSS * CARD.width(), DOWN * (CARD.height() + HEAD), QImage.Format.Format_RGB32)
        sheet.fill(theme.current().page)
        painter = QPainter(sheet)
        painter.setPen(QColor(theme.current().text))
        for position, (name, picture) in enumerate(drawn[start : start + ACROSS * DOWN]):
            corner = QPoint(position % ACROSS * CARD.width(), position // ACROSS * (CARD.height() + HEAD))
            painter.drawText(QRect(corner + QPoint(8, 4), QSize(CARD.width(), HEAD)), 0, name)
            painter.drawImage(corner + QPoint(0, HEAD), picture)
        painter.end()
        yield sheet


def main(folder: Path, look: str) -> int:
    """Writes every sheet into `folder`; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    application = app.application()
    count = 0
    for language in ("zh", "en"):
        with TemporaryDirectory() as home:
            dress(application, Path(home), language, look)
            for number, sheet in enumerate(sheets(policies.cases()), start=1):
                sheet.save(str(folder / f"cards-{language}-{look}-{number:02}.png"))
                count += 1
    return count


def dress(application: QApplication, home: Path, language: str, look: str) -> None:
    """The program's own language and theme."""
    preferences = Preferences(home / "preferences.json")
    preferences.change(theme=look, language=language)
    Appearance(application, paths.resources(), preferences).put_on()


if __name__ == "__main__":
    sys.stdout.write(f"{main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else 'day')} sheets\n")
