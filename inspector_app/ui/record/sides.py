"""The side columns of the record screen: photos and place at the left, the decision at the right; hints over the buttons."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.record.decision_panel import DecisionPanel
from inspector_app.ui.record.hints import Hints
from inspector_app.ui.record.photos_card import PhotosCard
from inspector_app.ui.record.place_card import PlaceCard
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.widgets.card import inset
from inspector_app.ui.widgets.scroll import ScrollColumn


class Sides:
    def __init__(self, view: QWidget, rulebook: Rulebook):
        self.decision = DecisionPanel(rulebook, view)
        self.photos = PhotosCard(view)
        self.place = PlaceCard(view)
        self.hints = Hints(view)

    def lay_out(self, left: QVBoxLayout, centre: QVBoxLayout, right: QVBoxLayout) -> None:
        centre.insertLayout(centre.count() - 1, inset(self.hints, theme.RING, 0, theme.RING, 0))
        left.setContentsMargins(0, theme.RING, 0, theme.RING)
        column = ScrollColumn(spacing=theme.GAP)  # with a banner above and every hint shown, a small window is too low
        column.body.setContentsMargins(0, 0, 0, 0)
        column.body.addWidget(self.photos)
        column.body.addWidget(self.place, 1)
        left.addWidget(column)
        right.addWidget(self.decision)

    def parts(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [self.hints, self.decision, self.photos, self.place]

    def present(self, state: RecordState) -> None:
        for part in (self.photos, self.place, self.hints, self.decision):
            part.present(state)
