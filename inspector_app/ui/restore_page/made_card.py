"""What came back of a lost laptop, and by name what did not."""

from collections.abc import Iterator

from PySide6.QtWidgets import QStackedLayout, QWidget

from inspector_app.services.restoring import LostPhoto, Remade
from inspector_app.ui import texts
from inspector_app.ui.counts import counts
from inspector_app.ui.shift.state import local
from inspector_app.ui.sync_page.figures import breaking
from inspector_app.ui.sync_page.list_row import RowsColumn, Said
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words


class MissingCard(Card):
    """The photos that nobody has any more, each with its finding."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self.body.addWidget(SectionLabel(self.tr("What is missing"), self))
        self._rows = RowsColumn((30, 46, 24), self, reads=self.tr("What is missing"))
        self._more = Words("", self, role="muted")
        self._bodies = QStackedLayout()
        self._bodies.addWidget(EmptyState("check-circle", self.tr("Nothing is missing."), self))
        self._bodies.addWidget(self._rows)
        self.body.addLayout(self._bodies, 1)
        self.body.addWidget(self._more)

    def present(self, made: Remade | None) -> None:
        rows = list(self._told(made)) if made is not None else []
        self._rows.show_rows(rows)
        self._bodies.setCurrentIndex(bool(rows))
        more = made.missing - len(made.named) if made is not None else 0
        self._more.setVisible(more > 0)
        self._more.setText(self.tr("and %n more photo(s)", "", more))

    def _told(self, made: Remade) -> Iterator[Said]:
        if made.lost_records:
            cells = (counts.records(made.lost_records), "", self.tr("Cannot be read"))
            yield Said(cells, "alarm")
        for photo in made.named:
            yield Said((photo.file_name or photo.sha256[:16], self._of(photo), self.tr("Nobody has it")), "alarm")

    def _of(self, photo: LostPhoto) -> str:
        at = local(photo.observed_at)
        kind = texts.category(photo.kind) if photo.kind else ""
        return " · ".join(part for part in (kind, photo.address, at.strftime("%m-%d %H:%M") if at else "") if part)

    def said(self) -> list[str]:
        """Each row in words."""
        return self._rows.said()


class MadeCard(Card):
    """The summary; there is none before all is done."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=7)
        self._head = Words("", self, size=18, bold=True)
        self._verdict = Ink("", self, tone="none", bold=True)
        self._told = Words("", self, role="muted")
        self.body.addWidget(SectionLabel(self.tr("What came back"), self))
        for part in (self._head, self._verdict, self._told):
            self.body.addWidget(part)

    def present(self, made: Remade | None) -> None:
        self.setVisible(made is not None)
        if made is None:
            return
        self.set_tone("good" if made.is_whole else "warning")
        self._head.setText(
            self.tr("{findings}, {photos}").format(
                findings=counts.findings(made.findings), photos=counts.photos(made.photos)
            )
        )
        self._verdict.setText(self.tr("Nothing is missing") if made.is_whole else self._missing(made))
        self._verdict.set_tone("good" if made.is_whole else "warning")
        self._told.setText("\n".join(self._lines(made)))

    def _missing(self, made: Remade) -> str:
        lost = [counts.records(made.lost_records)] if made.lost_records else []
        lost += [counts.photos(made.missing)] if made.missing else []
        return self.tr("Missing: {what}").format(what=" · ".join(lost))

    def _lines(self, made: Remade) -> Iterator[str]:
        yield self.tr("Laptop {device}").format(device=breaking(made.device))
        yield self.tr("{records} in its journal").format(records=counts.records(made.records))
        if made.drafts:
            yield counts.drafts_again(made.drafts)
