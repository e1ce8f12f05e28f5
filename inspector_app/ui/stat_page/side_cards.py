"""Beside the shares: what the officers decided differently and why, leniency and who came again, and the relief points."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.figures import Change, Figures
from inspector_app.ui import texts, theme
from inspector_app.ui.stat_page.mix_bars import SlotsRow
from inspector_app.ui.stat_page.state import Slots
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.tier_badge import TierBadge
from inspector_app.ui.widgets.words import Words

MOST_CHANGES, MOST_POINTS = 6, 8


class ChangesCard(Card):
    """Overrides: from which tier to which, how often, and the reason given most often."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=14, spacing=8)
        self._head = Words("", self, size=17, bold=True)
        self._none = Words(self.tr("No decision was changed."), self, role="muted")
        self.body.addWidget(self._head)
        self.body.addWidget(self._none)
        self._rows = [_ChangeRow(self) for _ in range(MOST_CHANGES)]
        for row in self._rows:
            self.body.addWidget(row)

    def present(self, found: Figures) -> None:
        decided = found.mix.total + found.mix.none
        share = self.tr("{share} %").format(share=f"{found.overridden * 100 / decided:.1f}" if decided else "0")
        self._head.setText(
            self.tr("Decided differently: {count} ({share})").format(
                count=found.overridden, share=share.replace(" ", "\u00a0")
            )
        )
        self._none.setVisible(not found.changes)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(found.changes))
            if place < len(found.changes):
                row.tell(found.changes[place])


class _ChangeRow(QWidget):
    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._was, self._tier = TierBadge("none", self), TierBadge("none", self)
        self._reason = Words("", self, role="muted")
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._was, Words("→", self, wrap=False), self._tier):
            head.addWidget(widget)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._reason)

    def tell(self, change: Change) -> None:
        self._was.show_tier(change.suggested)
        self._tier.show_tier(change.tier)
        self._reason.setText(self.tr("{count} × · {reason}").format(count=change.count, reason=change.reason))


class AgainCard(Card):
    """Leniency, and of each tier how many parties were found again: whether the mild way worked."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=14, spacing=8)
        self._head = Words("", self, size=17, bold=True)
        self._hint = Words(
            self.tr("Found again for the same kind, where the party has a name or a plate:"), self, role="muted"
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.body.addWidget(self._head)
        self.body.addWidget(self._hint)
        self.body.addLayout(self._grid)
        for column, words in enumerate((self.tr("30 days"), self.tr("365 days")), start=1):
            self._grid.addWidget(Words(words, self, role="muted", wrap=False), 0, column)
        self._rows = {tier: self._row(place, tier) for place, tier in enumerate(texts.FOUND, start=1)}

    def _row(self, place: int, tier: str) -> tuple[Words, Words]:
        badge = TierBadge(tier, self)
        badge.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)  # large words give way to the numbers
        self._grid.addWidget(badge, place, 0, Qt.AlignmentFlag.AlignLeft)
        cells = (Words("", self, wrap=False), Words("", self, wrap=False))
        for column, cell in enumerate(cells, start=1):
            self._grid.addWidget(cell, place, column)
        return cells

    def present(self, found: Figures) -> None:
        self._head.setText(self.tr("Spared: {count}").format(count=found.lenient))
        known = {repeat.tier: repeat for repeat in found.repeats}
        for tier, (month, year) in self._rows.items():
            repeat = known.get(tier)
            month.setText(f"{repeat.within_30} / {repeat.known}" if repeat else "–")
            year.setText(f"{repeat.within_365} / {repeat.known}" if repeat else "–")


class SlotsCard(Card):
    """Relief points and how full they are, the fullest first."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=14, spacing=10)
        self.body.addWidget(Words(self.tr("Relief points"), self, size=17, bold=True))
        self._none = Words(self.tr("The centre has named none yet; they come with the sync."), self, role="muted")
        self.body.addWidget(self._none)
        self._rows: list[SlotsRow] = []
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.GAP - 4)
        self.body.addLayout(self._body)

    def present(self, points: tuple[Slots, ...]) -> None:
        fullest = sorted(points, key=lambda one: (one.free * 1000 // max(1, one.total), one.name))[:MOST_POINTS]
        while len(self._rows) < len(fullest):
            self._rows.append(SlotsRow(self))
            self._body.addWidget(self._rows[-1])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(fullest))
            if place < len(fullest):
                one = fullest[place]
                row.tell(
                    one.name,
                    one.free,
                    one.total,
                    self.tr("{free} of {total} free").format(free=one.free, total=one.total),
                )
        self._none.setVisible(not fullest)
