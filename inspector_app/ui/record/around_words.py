"""What holds at the place of the finding: its grid, the street's policy, running campaigns, and a warning when that is old."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.record.state import Around
from inspector_app.ui.widgets.words import Ink, Words


class AroundWords(QWidget):
    """Hidden while nothing is known."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._street, self._rules = Words("", self, bold=True), Words("", self)
        self._campaigns, self._warning = Ink("", self, tone="accent", bold=True), Ink("", self, tone="warning")
        self._place, self._parks = Words("", self, role="muted"), Words("", self)
        self._unsure = Ink("", self, tone="warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.RING, 6, theme.RING, 0)
        column.setSpacing(2)
        every = (self._place, self._unsure, self._warning, self._campaigns, self._street, self._rules, self._parks)
        for words in every:
            column.addWidget(words)

    def present(self, around: Around) -> None:
        shown = {
            self._place: "\n".join(around.place),
            self._unsure: around.unsure,
            self._parks: "\n".join(around.parks),
            self._street: around.street,
            self._rules: "\n".join(around.rules),
            self._campaigns: "\n".join(around.campaigns),
            self._warning: around.warning,
        }
        for words, text in shown.items():
            words.setText(text)
            words.setVisible(bool(text))
        self.setVisible(any(shown.values()))
