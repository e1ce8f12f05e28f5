"""The 721 page: shares by period, kind and street, what was decided differently, who came again. Nobody is ranked."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.figures import NOTHING, Figures
from inspector_app.domain.finding import Category
from inspector_app.domain.shares import TARGET, Mix
from inspector_app.ui import texts, theme
from inspector_app.ui.page import Page
from inspector_app.ui.stat_page.mix_bars import MixCard, TierTile
from inspector_app.ui.stat_page.side_cards import AgainCard, ChangesCard, SlotsCard
from inspector_app.ui.stat_page.state import Period, StatState, local
from inspector_app.ui.stat_page.trend import Trend
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Words

SIDE_WIDTH = 362  # px, at least
MOST_STREETS, MOST_CHIPS = 12, 8  # shown as bars and as chips; the workbook has all
Rows = list[tuple[str, tuple[int, int, int], str]]


class StatView(Page):
    """Shows what it is given; the officer's wishes are signals. `days_typed(first, last)` as YYYY-MM-DD."""

    came = Signal()
    period_chosen = Signal(object)
    street_chosen = Signal(object)
    days_typed = Signal(str, str)
    export_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._now = now
        self._periods = ChipRow(self.tr("Period"), self._choices(), self, clearable=False)
        self._periods.chosen.connect(self.period_chosen)
        self._export = KeyButton(self.tr("Export to Excel"), self)
        self._export.clicked.connect(self.export_wanted)
        self._first, self._last = self._day(self.tr("From")), self._day(self.tr("To (included)"))
        self._chips: ChipRow | None = None
        self._named_streets: tuple[str, ...] = ()
        self._hint = Words("", self, role="muted")
        self._tiles = [TierTile(tier, self) for tier in texts.FOUND]
        self._kinds = MixCard(self.tr("By kind"), self)
        self._streets = MixCard(self.tr("By street"), self)
        self._trend = Trend(self)
        self._no_trend = Words(self.tr("The lines begin once two days have findings."), self, role="muted")
        self._changes, self._again, self._slots = ChangesCard(self), AgainCard(self), SlotsCard(self)
        self._lay_out()

    def _choices(self) -> list[Choice]:
        return [
            Choice(Period.SHIFT.value, self.tr("This shift")), Choice(Period.WEEK.value, self.tr("Last 7 days")),
            Choice(Period.MONTH.value, self.tr("Last 30 days")), Choice(Period.OWN.value, self.tr("Own period…")),
        ]  # fmt: skip

    def _day(self, head: str) -> Field:
        field = Field(head, self, hint="2026-01-31", longest=10)
        field.changed.connect(lambda _: self.days_typed.emit(self._first.text, self._last.text))
        return field

    def _lay_out(self) -> None:
        main, self._side = ScrollColumn(self, spacing=theme.GAP), ScrollColumn(self, spacing=theme.GAP)
        for column in (main, self._side):
            column.keep_bar_outside(theme.GAP)
        self._ask(main)
        tiles = QHBoxLayout()
        tiles.setSpacing(theme.GAP)
        for tile in self._tiles:
            tiles.addWidget(tile, 1)
        main.body.addLayout(tiles)
        main.body.addWidget(self._kinds)
        main.body.addWidget(self._streets)
        main.body.addWidget(self._trend_card(), 1)
        for card in (self._changes, self._again, self._slots):
            self._side.body.addWidget(card)
        self._side.body.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, 0, theme.GAP)
        row.setSpacing(0)
        row.addWidget(main, 1)
        row.addWidget(self._side)

    def _ask(self, main: ScrollColumn) -> None:
        """What the page is asked for: period, days, street."""
        head = QHBoxLayout()
        head.addWidget(self._periods, 1)
        head.addWidget(self._export, 0, Qt.AlignmentFlag.AlignTop)
        self._dates = QWidget(self)
        dates = QHBoxLayout(self._dates)
        dates.setContentsMargins(0, 0, 0, 0)
        dates.addWidget(self._first)
        dates.addWidget(self._last)
        self._chips_place = QVBoxLayout()
        main.body.addLayout(head)
        main.body.addWidget(self._dates)
        main.body.addLayout(self._chips_place)
        main.body.addWidget(self._hint)

    def _trend_card(self) -> Card:
        card = Card(self, margin=14)
        card.body.addWidget(Words(self.tr("Shares of each of the last 30 days, in percent"), card, size=17, bold=True))
        card.body.addWidget(self._no_trend, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self._trend, 1)
        return card

    def present(self, state: StatState) -> None:
        now, found = self._now(), state.figures or Figures()
        compared = state.is_comparable(now)
        self._show_choice(state, found)
        self._export.setEnabled(state.figures is not None)
        self._hint.setText(self._said(state, compared))
        for tile, part, share, target in zip(self._tiles, found.mix, found.mix.shares, TARGET, strict=False):
            tile.tell(share, self._under(part, share, target if compared else None))
        self._kinds.present(self._rows(self._kinds_of(found), compared))
        many = len(found.by_street) > 1
        self._streets.present(self._rows(self._named(found.by_street[:MOST_STREETS]), compared=False) if many else [])
        trend = state.trend.trend if state.trend is not None else ()
        self._trend.present(trend, local(now))
        self._trend.setVisible(self._trend.has_lines)
        self._no_trend.setVisible(not self._trend.has_lines)
        for card in (self._changes, self._again):
            card.present(found)
        self._slots.present(state.slots)

    def _show_choice(self, state: StatState, found: Figures) -> None:
        self._periods.show_value(state.period.value)
        self._dates.setVisible(state.period is Period.OWN)
        self._first.show_text(state.first)
        self._last.show_text(state.last)
        for name, field in (("first", self._first), ("last", self._last)):
            field.show_problem(self._problem(state.problems.get(name, "")) if getattr(state, name) else "")
        names = tuple(name for name, _ in found.by_street[:MOST_CHIPS] if name)
        names += (state.street,) if state.street and state.street not in names else ()
        if (len(names) > 1 or state.street) and names != self._named_streets:
            self._make_chips(names)
        if self._chips is not None:
            self._chips.show_value(state.street)
            self._chips.setVisible(state.period is not Period.SHIFT)

    def _make_chips(self, streets: tuple[str, ...]) -> None:
        had_keyboard = self._chips is not None and self._chips.isAncestorOf(QApplication.focusWidget() or self)
        if self._chips is not None:
            self._chips.deleteLater()
        self._named_streets = streets
        choices = [Choice("", self.tr("All streets")), *(Choice(street, street) for street in streets)]
        self._chips = ChipRow(self.tr("Street"), choices, self, clearable=False)
        self._chips.chosen.connect(self.street_chosen)
        self._chips_place.addWidget(self._chips)
        if had_keyboard:
            self._chips.take_keyboard()

    def _problem(self, code: str) -> str:
        return {
            "not_a_day": self.tr("Enter a day, for example 2026-01-31."),
            "ends_before_it_begins": self.tr("The period ends before it begins."),
        }.get(code, "")

    def _said(self, state: StatState, compared: bool) -> str:
        if state.figures is None:
            return self.tr("Reading…")
        if state.period is Period.SHIFT and not state.shift:
            return self.tr("No shift is open: choose a longer period.")
        if not state.is_long_enough(self._now()):
            return self.tr("70/20/10 is a ratio of a street or more over a week or more: here it is no measure.")
        if not compared:
            return self.tr(
                "Too few officers and findings to stand beside 70/20/10: a whole street's are at the centre."
            )
        return self.tr("What this laptop recorded. The ratio of the whole street is known at the centre.")

    def period_words(self, state: StatState) -> str:
        """The period in words, with its days where it has some."""
        name = next(choice.label for choice in self._choices() if choice.value == state.period.value).rstrip("…")
        days = state.days(local(self._now()))
        return f"{name} {days[0]:%Y-%m-%d} – {days[1] - timedelta(days=1):%Y-%m-%d}" if days is not None else name

    def _under(self, count: int, share: int, target: int | None) -> str:
        if target is None:
            return self._found(count)
        difference = share - target
        sign = "+" if difference > 0 else "−" if difference < 0 else "±"
        return self.tr("target {target} % · {difference} · {count}").format(
            target=target, difference=f"{sign}{abs(difference)}", count=self._found(count)
        )

    def _found(self, count: int) -> str:
        """Short: it stands in narrow tiles and at the end of bars."""
        return self.tr("%n finding(s)", "", count)

    def _rows(self, mixes: list[tuple[str, Mix]], compared: bool) -> Rows:
        rows = [(name, mix.shares, self._found(mix.total)) for name, mix in mixes if mix.total]
        target = [(self.tr("Target"), TARGET, "")] if compared and rows else []
        return [*target, *rows]

    def _kinds_of(self, found: Figures) -> list[tuple[str, Mix]]:
        known = dict(found.by_category)
        return [(texts.category(kind.value), known[kind.value]) for kind in Category if kind.value in known]

    def _named(self, mixes: tuple[tuple[str, Mix], ...]) -> list[tuple[str, Mix]]:
        return [(name or self.tr("Other places"), mix) for name, mix in mixes if mix != NOTHING]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._side.setFixedWidth(max(SIDE_WIDTH, event.size().width() * 29 // 100))
        super().resizeEvent(event)

    def title(self) -> str:
        return self.tr("721 figures")

    def entered(self) -> None:
        self.came.emit()
        self._periods.take_keyboard()
