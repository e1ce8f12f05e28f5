"""One finding in detail: photos, place, facts in words, why it was decided so, and what happened to it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inspector_app.domain.finding import Category, Override
from inspector_app.domain.measure import Taken
from inspector_app.domain.place import PlaceSource
from inspector_app.services.ports import FindingDetails
from inspector_app.ui import hold_words, position_words, texts, theme
from inspector_app.ui.approval import Approval
from inspector_app.ui.measure_words import MeasureWords
from inspector_app.ui.record.form import RECORDS
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.shift import facts_text, history
from inspector_app.ui.shift.deed_panel import DeedPanel
from inspector_app.ui.shift.reasons import Reasons
from inspector_app.ui.shift.state import DetailsState, Panel, clock_text, day_text
from inspector_app.ui.shift.thumbs import Thumbs
from inspector_app.ui.shift.words import FindingWords
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.tier_badge import TierBadge
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words

Pairs = Iterable[tuple[str, str]]


class Details(Card):
    """Shows what it is given; the deeds are the panel's signals."""

    photo_opened = Signal(str)

    def __init__(self, rulebook: Rulebook, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._rulebook, self._now = rulebook, now
        self._words, self._measures = FindingWords(rulebook), MeasureWords(rulebook)
        self._shown: FindingDetails | None = None
        self._approval, self._sees_subjects = Approval(), True
        self.panel = DeedPanel(self._measures, self)
        self._badge = TierBadge("none", self)
        self._title = Words("", self, size=17, bold=True)
        self._thumbs = Thumbs(self)
        self._thumbs.opened.connect(self.photo_opened)
        self._story = ScrollColumn(self, spacing=8, reads=self.tr("Details of the finding"))
        self._lay_out()

    def _lay_out(self) -> None:
        empty = EmptyState("list", self.tr("Choose a finding to see its details."), self)
        full = QWidget(self)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._thumbs)
        column.addWidget(self._story, 1)
        column.addWidget(self.panel)
        self._pages = QStackedLayout()
        self._pages.addWidget(empty)
        self._pages.addWidget(full)
        self.body.addLayout(self._pages)

    def present(self, state: DetailsState) -> None:
        self.panel.present(state)
        self._pages.setCurrentIndex(0 if state.finding is None else 1)
        self.panel.setVisible(state.finding is not None and (state.may_act or state.panel is not Panel.NONE))
        known = (self._approval.leaders, self._sees_subjects) == (state.approval.leaders, state.sees_subjects)
        self._approval, self._sees_subjects = state.approval, state.sees_subjects
        if state.finding is not None and (state.finding != self._shown or not known):
            other = self._shown is None or self._shown.row.id != state.finding.row.id
            self._shown = state.finding
            self._tell(state.finding)
            if other:
                self._story.verticalScrollBar().setValue(0)

    def take_focus(self) -> None:
        """The keyboard goes on to the photos and deeds."""
        self.focusNextChild()

    def tell_again(self) -> None:
        """The rulebook came: the same finding in its words."""
        if self._shown is not None:
            self._tell(self._shown)

    def missing_pictures(self) -> list[str]:
        """Digests of photos whose small picture is not shown yet."""
        return self._thumbs.missing_pictures()

    def show_picture(self, digest: str, picture: QImage) -> None:
        self._thumbs.show_picture(digest, picture)

    def _tell(self, finding: FindingDetails) -> None:
        self._badge.show_tier(finding.row.tier.value)
        self._title.setText(self._words.title(finding.row))
        self._thumbs.present(finding.photos)
        _clear(self._story.body)
        for part in self._parts(finding):
            self._story.body.addWidget(part)
        self._story.body.addStretch(1)

    def _parts(self, finding: FindingDetails) -> Iterable[QWidget]:
        if finding.row.withdrawn:
            yield _note(self.tr("Withdrawn. The record itself is kept."), "alarm")
        if finding.evidence_imported:
            yield _note(self.tr("Enforcement evidence with imported photos only."), "warning")
        yield _grid([*self._place_and_party(finding), *self._facts(finding)])
        if finding.override is not None:
            yield _note(self._decided(finding.override), "accent")
        yield from self._taken(finding)
        yield from self._decision(finding)
        if finding.note:
            yield SectionLabel(self.tr("Note"))
            yield Words(finding.note)
        yield SectionLabel(self.tr("What happened"))
        for line in history.lines(finding, self._now(), self._measures, self._approval):
            yield Words(line)

    def _decided(self, override: Override) -> str:
        """`队员 410105-0317 判定为服务：…`, and under it whose word stands behind it."""
        said = self.tr("Officer {by} decided {tier}: {reason}")
        told = said.format(by=override.by, tier=texts.tier(override.tier.value), reason=override.reason)
        if not override.approved_by:
            return told
        approved = self.tr("Approved by {leader}").format(leader=self._approval.name(override.approved_by))
        return f"{told}\n{approved}"

    def _taken(self, finding: FindingDetails) -> Iterable[QWidget]:
        if finding.measures:
            yield SectionLabel(self.tr("Measures taken"))
        for one in finding.measures:
            yield Words(self._told(one, finding))

    def _told(self, one: Taken, finding: FindingDetails) -> str:
        """`责令限期改正 · 限 11-22 18:00 前`, `引导至疏导点：纬四路 · 中心已为其留位`."""
        due = self._measures.due(one.measure.until, one.taken_at)
        held = [hold_words.state(hold) for hold in finding.holds if hold.measure == one.measure.id]
        return " · ".join(part for part in (self._measures.of(one.measure), due, *held) if part)

    def _decision(self, finding: FindingDetails) -> Iterable[QWidget]:
        judgement = finding.judgement
        if judgement is None:
            return
        yield Reasons(self._words.reasons(judgement), judgement.tier.value)
        flags = self._words.flags(judgement, finding.facts)
        yield _grid(
            [
                (self.tr("Suggested"), self._words.measures(finding.row.measures)),
                (self.tr("Fine"), "" if judgement.fine_gate == "na" else self._words.said("gate", judgement.fine_gate)),
                (self.tr("Please note"), " · ".join(flags)),
                (self.tr("Policy"), judgement.pack),
            ]
        )

    def _place_and_party(self, finding: FindingDetails) -> Pairs:
        at = finding.row.observed_at
        yield self.tr("Time"), f"{day_text(at, self._now())} {clock_text(at)}".strip()
        grids = self.tr(" or ").join(finding.place.grids) or finding.place.grid
        yield self.tr("Place"), " · ".join(part for part in (finding.place.address, grids) if part)
        yield self.tr("Position"), self._position(finding)
        yield self.tr("Party"), finding.party or (self.tr("Not there") if finding.party_absent else "")
        yield self.tr("Code"), finding.asset
        yield self.tr("Same finding as"), finding.duplicate_of
        signers = " + ".join(number for number in (finding.officer, finding.second_officer) if number)
        yield self.tr("Signed by"), signers

    def _position(self, finding: FindingDetails) -> str:
        place = finding.place
        if place.lat_e7 is None or place.lon_e7 is None:
            return ""
        source = {
            PlaceSource.RECEIVER: self.tr("Receiver"), PlaceSource.PIN: self.tr("Set by hand"), PlaceSource.PHOTO: self.tr("From a photo"),
        }.get(place.source, "")  # fmt: skip
        parts = [f"{place.lat_e7 / 1e7:.5f} N {place.lon_e7 / 1e7:.5f} E", source]
        if place.accuracy_mm is not None:
            parts.append(f"±{position_words.metres(place.accuracy_mm)}")
        if place.satellites is not None:
            parts.append(self.tr("Satellites: {count}").format(count=place.satellites))
        if place.by_hand:
            parts.append(position_words.pin_reason(place.pin_reason))
        return " · ".join(part for part in parts if part)

    def _facts(self, finding: FindingDetails) -> Pairs:
        if finding.row.category is Category.OTHER:
            return ()
        hidden = () if self._sees_subjects else RECORDS
        facts = {name: value for name, value in finding.facts.items() if name not in hidden}
        return facts_text.lines(facts, self._rulebook.catalogue)


def _grid(pairs: Pairs) -> QWidget:
    """Heads at the left, answers at the right; empty answers are left out."""
    inner = QWidget()
    grid = QGridLayout(inner)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    shown = [(head, answer) for head, answer in pairs if answer]
    for row, (head, answer) in enumerate(shown):
        label = Words(head, role="muted")
        label.setFixedWidth(theme.px(96))
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        words = Words(answer)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    return inner


def _note(sentence: str, tone: str) -> Card:
    card = Card(margin=10)
    card.set_tone(tone)
    card.body.addWidget(Ink(sentence, tone=tone))
    return card


def _clear(column: QVBoxLayout) -> None:
    while column.count():
        widget = column.takeAt(0).widget()
        if widget is not None:
            widget.deleteLater()
