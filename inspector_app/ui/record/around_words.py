"""What holds at the place of the finding: the street's policy, running campaigns, and a warning when that is old."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.record.state import Around
from inspector_app.ui.widgets.words import Ink, Words


class AroundWords(QWidget):
    """Hidden while nothing is known."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._street, self._rules = Words("", self, bold=True), Words("", self)
        self._campaigns, self._warning = Ink("", self, tone="accent", bold=True), Ink("", self, tone="warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        for words in (self._warning, self._campaigns, self._street, self._rules):
            column.addWidget(words)

    def present(self, around: Around) -> None:
        shown = {
            self._street: around.street,
            self._rules: "\n".join(around.rules),
            self._campaigns: "\n".join(around.campaigns),
            self._warning: around.warning,
        }
        for words, text in shown.items():
            words.setText(text)
            words.setVisible(bool(text))
        self.setVisible(any(shown.values()))
