"""The chips over the list: one filter at a time, each with its count."""

from PySide6.QtWidgets import QWidget

from inspector_app.ui import texts
from inspector_app.ui.shift.state import Choice, ListState
from inspector_app.ui.widgets.count_chips import CountChips


class Filters(CountChips):
    """`tapped(Choice)`."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(self.tr("Show"), Choice, parent)
        named = {Choice.ALL: self.tr("All"), Choice.UNSENT: self.tr("To send")}
        self._words = {choice: named.get(choice) or texts.tier(choice.value) for choice in Choice}

    def present(self, state: ListState) -> None:
        counts = {choice: state.count_of(choice) for choice in Choice} if state.counted else {}
        self.tell(self._words, counts, chosen=(state.choice,))
