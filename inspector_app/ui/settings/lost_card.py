"""Whether this laptop can take the place of a lost one, and if not, why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.settings.state import SettingsState
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Words, flush


class LostCard(Card):
    restore_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self._told = Words("", self, role="muted")
        self._restore = KeyButton(self.tr("Make a lost laptop again…"), self)
        self._restore.clicked.connect(self.restore_wanted)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(flush(self._told), 1)
        row.addWidget(self._restore)
        self.body.addLayout(row)

    def present(self, state: SettingsState) -> None:
        self._restore.setVisible(state.unused)
        self._told.setText(
            self.tr("Nobody has worked on this laptop yet: it can take the place of a lost one.")
            if state.unused
            else self.tr("A lost laptop is made again on one that nobody has worked with; here are records.")
        )
        self.setVisible(state.known)
