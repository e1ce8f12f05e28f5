"""How sending treats the line: whether it costs by volume, and how much of it may be taken."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.metered import Metered
from inspector_app.ui.settings.state import SEND_LIMITS, SettingsState
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.words import SectionLabel, Words, flush


class LineCard(Card):
    """One tap each, at once."""

    metered_chosen = Signal(object)  # a Metered value
    limit_chosen = Signal(object)  # kilobytes a second, 0 for none

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=4)
        kinds = {
            Metered.AUTO: self.tr("As the system says"), Metered.YES: self.tr("Yes"), Metered.NO: self.tr("No"),
        }  # fmt: skip
        self._metered = self._chips(
            self.tr("The line costs by volume"), [Choice(kind.value, label) for kind, label in kinds.items()]
        )
        self._metered.chosen.connect(self.metered_chosen)
        told = self.tr(
            "Over such a line records go at once, photos wait for the end of the shift; what is urgent never waits."
        )
        self.body.addWidget(flush(Words(told, self, role="muted")))
        self._limits = self._chips(
            self.tr("Sending takes at most"), [Choice(limit, self._limit(limit)) for limit in SEND_LIMITS]
        )
        self._limits.chosen.connect(self.limit_chosen)

    def _chips(self, head: str, choices: list[Choice]) -> ChipRow:
        chips = ChipRow(head, choices, self, clearable=False)
        self.body.addWidget(flush(SectionLabel(head, self)))
        self.body.addWidget(chips)
        return chips

    def _limit(self, kilobytes: int) -> str:
        if not kilobytes:
            return self.tr("No limit")
        if kilobytes % 1000 == 0:
            return self.tr("{count} MB/s").format(count=kilobytes // 1000)
        return self.tr("{count} KB/s").format(count=kilobytes)

    def present(self, state: SettingsState) -> None:
        self._metered.show_value(state.choices.metered)
        self._limits.show_value(state.choices.send_limit_kb)
