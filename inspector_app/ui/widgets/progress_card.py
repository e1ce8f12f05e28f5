"""The card of something that takes a while: a percentage, what goes on in two lines, the buttons that rule it, a bar, and tiles."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.widgets.bar import Bar
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Words


class ProgressCard(Card):
    """A card of a page makes its buttons and tiles, and says `lay_out` once."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=20, spacing=18)
        self._percent = Words("", self, size=34, bold=True, wrap=False)
        self._headline = Words("", self, bold=True)
        self._detail = Words("", self, role="muted")
        self._bar = Bar(self)

    def lay_out(self, buttons: Sequence[QWidget], tiles: Sequence[QWidget] = ()) -> None:
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addStretch(1)
        said.addWidget(self._headline)
        said.addWidget(self._detail)
        said.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self._percent)
        row.addLayout(said, 1)
        row.addLayout(_row(buttons, spacing=4))
        self.body.addLayout(row)
        self.body.addWidget(self._bar)
        if tiles:
            self.body.addLayout(_row(tiles, spacing=12, stretch=1))

    def tell(self, percent: int | None, said: tuple[str, str], tone: str) -> None:
        """How far it is, None for nothing that could be measured; what goes on and what is to be known; the bar's tint."""
        self._percent.setText(f"{percent}%" if percent is not None else "—")
        self._headline.setText(said[0])
        self._detail.setText(said[1])
        self._bar.present(percent or 0, tone)


def _row(widgets: Sequence[QWidget], *, spacing: int, stretch: int = 0) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget, stretch)
    return row
