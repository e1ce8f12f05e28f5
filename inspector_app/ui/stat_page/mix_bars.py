"""Shares as bars: a name, a bar of three parts with their signs, the percentages and the number behind them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import texts, theme
from inspector_app.ui.widgets.bar import Bar
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.shares_bar import SharesBar
from inspector_app.ui.widgets.tier_badge import TierSign
from inspector_app.ui.widgets.words import Elided, Ink, Words

NAME_WIDTH, SHARES_WIDTH = 120, 104  # px at 100 %


class MixRow(QWidget):
    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._name = Elided("", self)
        self._name.setFixedWidth(theme.px(NAME_WIDTH))
        self._bar = SharesBar(self)
        self._shares = Words("", self, wrap=False)
        self._count = Words("", self, role="muted", wrap=False)
        self._shares.setMinimumWidth(theme.px(SHARES_WIDTH))
        for label in (self._shares, self._count):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._bar, 1)
        row.addWidget(self._shares)
        row.addWidget(self._count)

    def tell(self, name: str, shares: tuple[int, int, int], count: str, width: int) -> None:
        """`width` px for the count: the same in each row, so that the bars end together."""
        self._count.setFixedWidth(width)
        self._name.set_text(name)
        self._bar.present(shares)
        self._shares.setText(" / ".join(str(share) for share in shares))
        self._count.setText(count)


class MixCard(Card):
    """Rows under a head; the target's row first where the shares may be held against it."""

    def __init__(self, head: str, parent: QWidget | None = None):
        super().__init__(parent, margin=14, spacing=10)
        self.body.addWidget(Words(head, self, size=17, bold=True))
        self._rows: list[MixRow] = []
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        self.body.addLayout(self._body)

    def present(self, rows: list[tuple[str, tuple[int, int, int], str]]) -> None:
        """`rows`: name, whole percentages, the number in words."""
        width = max((theme.metrics().horizontalAdvance(count) for _, _, count in rows), default=0) + 2
        while len(self._rows) < len(rows):
            self._rows.append(MixRow(self))
            self._body.addWidget(self._rows[-1])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(rows))
            if place < len(rows):
                row.tell(*rows[place], width)
        self.setVisible(bool(rows))


class TierTile(Card):
    """One tier: its sign, its share, and how far it is from the target where there is one."""

    def __init__(self, tier: str, parent: QWidget | None = None):
        super().__init__(parent, margin=14)
        self._tier = tier
        self.set_tone(tier)
        sign = TierSign(self)
        sign.show_tier(tier)
        self._share = Ink("", self, tone=tier, size=20, bold=True)
        self._under = Words("", self)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._share)
        column.addWidget(self._under)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(column, 1)
        self.body.addLayout(row)

    def tell(self, share: int, under: str) -> None:
        said = self.tr("{tier} {share} %").format(tier=texts.tier(self._tier), share=share)
        self._share.setText(said.replace(" %", "\u00a0%"))  # in a narrow tile the name wraps, not the number
        self._under.setText(under)


class SlotsRow(QWidget):
    """A relief point: how many of its places are taken."""

    HEIGHT = 12

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._name = Elided("", self)
        self._count = Words("", self, role="muted", wrap=False)
        self._bar = Bar(self, height=self.HEIGHT)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._bar)

    def tell(self, name: str, free: int, total: int, words: str) -> None:
        self._name.set_text(name)
        self._count.setText(words)
        taken = min(100, (total - free) * 100 // total) if total else 0
        self._bar.present(taken, "service" if free > 0 else "alarm")
