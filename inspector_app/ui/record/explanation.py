"""Under the decision: what would change it, and why it is neither softer nor harder."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.record.state import Explained, Turn, Why
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.fold import Fold
from inspector_app.ui.widgets.rows import as_many
from inspector_app.ui.widgets.tier_badge import TierBadge
from inspector_app.ui.widgets.words import Words

BESIDE = 10  # px between a badge and its answers
TIERS = ("none", "service", "management", "enforcement")


class TurnRow(QWidget):
    """A tier, and every single answer that would lead to it: beside it, or under it where a long word has no room there."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._badge, self._words = TierBadge("none", self), Words("", self)
        self._badge.setFixedWidth(
            max(TierBadge(tier).sizeHint().width() for tier in TIERS)
        )  # the answers stand in a column
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 2, 0, 2)
        self._row.setSpacing(BESIDE)
        self._row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._words, 1)

    def tell(self, tier: str, answers: Iterable[str]) -> None:
        self._badge.show_tier(tier)
        self._words.setText(_listed(answers, self.tr("; ")))
        self._fit()

    def _fit(self) -> None:
        beside = self._badge.width() + BESIDE + self._words.minimumSizeHint().width() <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._row.direction():
            self._row.setDirection(way)
            self._row.setSpacing(BESIDE if beside else 2)

    def minimumSizeHint(self) -> QSize:
        """That of the narrower way, or the column would be made wide enough for the other."""
        wide = max(self._badge.width(), self._words.minimumSizeHint().width())
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class WhyRow(QWidget):
    """A line of the policy, and what it would have wanted."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._text, self._wants = Words("", self), Words("", self, role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        column.addWidget(self._text)
        column.addWidget(self._wants)

    def tell(self, why: Why) -> None:
        self._text.setText(why.text)
        self._wants.setText(self._reason(why))

    def _reason(self, why: Why) -> str:
        if why.holds:
            return self.tr("This holds the tier.")
        if why.after:
            return self.tr("Another rule comes first: {rule}").format(rule=why.after)
        return self.tr("Would need: {conditions}").format(conditions=_listed(why.wants, self.tr("; ")))


class Explanation(Card):
    """Three folds. `roomy`: the window has the room to unfold them all at once."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=3, spacing=0)
        self._turns = Fold(self.tr("If … then"), self)
        self._softer = Fold(self.tr("Why not softer"), self)
        self._harder = Fold(self.tr("Why not harder"), self)
        self._turn_rows, self._softer_rows, self._harder_rows = list[TurnRow](), list[WhyRow](), list[WhyRow]()
        self._nothing = Words(self.tr("No single answer would change it."), self, role="muted")
        self._turns.body.addWidget(self._nothing)
        for fold in (self._turns, self._softer, self._harder):
            self.body.addWidget(fold)

    def present(self, explained: Explained | None, *, roomy: bool) -> None:
        self.setVisible(explained is not None)
        if explained is not None:
            self._turns.open_by_default(True)
            self._show_turns(explained.turns)
            self._show_whys(self._softer, self._softer_rows, explained.softer, roomy=roomy)
            self._show_whys(self._harder, self._harder_rows, explained.harder, roomy=roomy)

    def _show_turns(self, turns: Sequence[Turn]) -> None:
        led = {tier: [turn.text for turn in turns if turn.tier == tier] for tier in TIERS}
        shown = [(tier, answers) for tier, answers in led.items() if answers]
        rows = as_many(self._turn_rows, len(shown), TurnRow, self._turns.body)
        for row, (tier, answers) in zip(rows, shown, strict=True):
            row.tell(tier, answers)
        self._nothing.setVisible(not shown)

    def _show_whys(self, fold: Fold, rows: list[WhyRow], whys: Sequence[Why], *, roomy: bool) -> None:
        fold.setVisible(bool(whys))
        fold.open_by_default(roomy)
        for row, why in zip(as_many(rows, len(whys), WhyRow, fold.body), whys, strict=True):
            row.tell(why)


def _listed(phrases: Iterable[str], mark: str) -> str:
    """One sentence of phrases that each could stand alone."""
    first, *others = phrases
    return mark.join([first, *(phrase[:1].lower() + phrase[1:] for phrase in others)])
