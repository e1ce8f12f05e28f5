"""The chips over the map: what is shown, each with its count where one is known."""

from PySide6.QtWidgets import QWidget

from inspector_app.ui.map.state import Chip, MapState
from inspector_app.ui.widgets.count_chips import CountChips


class MapChips(CountChips):
    """`tapped(Chip)`."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(self.tr("Show on the map"), Chip, parent)
        self._words = {
            Chip.SHIFT: self.tr("This shift"), Chip.MONTH: self.tr("30 days"), Chip.TASKS: self.tr("Tasks"),
            Chip.RELIEF: self.tr("Relief points"), Chip.GRIDS: self.tr("Grids"), Chip.HEAT: self.tr("Heat"),
        }  # fmt: skip

    def present(self, state: MapState) -> None:
        self.tell(self._words, dict(state.counts), chosen=state.on)
        self.adjustSize()
