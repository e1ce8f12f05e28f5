"""The data on this laptop: where it lies, how old its backup is, and what happened to it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from inspector_app.domain.rescue import Rescue
from inspector_app.services.upkeep import is_short
from inspector_app.ui import rescue_words, texts, theme
from inspector_app.ui.settings.state import SettingsState
from inspector_app.ui.shift.state import clock_text, day_text
from inspector_app.ui.sync_page.figures import size_text
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.upkeep import Kept
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words, flush

HAPPENED_HEIGHT = (70, 160)  # px, at least and at most


class DataCard(Card):
    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self._now = now
        self._folder = Words("", self)
        self._size = Words("", self, role="muted")
        self._backup = Words("", self)
        self._check = Ink("", self, tone="none")
        self._free = Ink("", self, tone="warning")
        self._happened = Words("", self)
        self._column = ScrollColumn(self, reads=self.tr("What happened to the data"))
        self._column.body.addWidget(flush(self._happened))
        self._column.setMinimumHeight(theme.px(HAPPENED_HEIGHT[0]))
        self._column.setMaximumHeight(theme.px(HAPPENED_HEIGHT[1]))
        self.body.addWidget(flush(SectionLabel(self.tr("Data on this laptop"), self)))
        for part in (self._folder, self._size, self._free, self._backup, self._check):
            self.body.addWidget(flush(part))
        self.body.addWidget(self._column)

    def present(self, state: SettingsState) -> None:
        self._folder.setText(state.data_folder)
        if state.data_bytes is None:
            self._size.setText(self.tr("Measuring…"))
        else:
            said = self.tr("{size}, records and photos encrypted")
            self._size.setText(said.format(size=size_text(state.data_bytes)))

    def tell(self, kept: Kept) -> None:
        """How old the backup is, how the last look at the database ended, and what happened to it, the newest first."""
        self._backup.setText(self._age(kept.backed_up_at))
        self._check.setText(self._found(kept))
        self._check.set_tone("alarm" if kept.trouble else "good")
        self._check.setVisible(bool(kept.checked_at))
        self._free.setVisible(kept.free is not None and is_short(kept.free))
        self._free.setText(self.tr("{size} free on the disk").format(size=size_text(kept.free or 0)))
        self._happened.setText("\n\n".join(map(self._story, reversed(kept.rescues))))
        self._column.setVisible(bool(kept.rescues))

    def _story(self, rescue: Rescue) -> str:
        return "\n".join((f"{self._when(rescue.at)} · {rescue_words.head(rescue)}", *rescue_words.told(rescue)))

    def _age(self, backed_up_at: str | None) -> str:
        if backed_up_at is None:
            return self.tr("Reading…")
        if not backed_up_at:
            return self.tr("No backup yet; one is made when a shift is closed, or once a day.")
        return self.tr("Last backup: {when}").format(when=self._when(backed_up_at))

    def _found(self, kept: Kept) -> str:
        if kept.trouble:
            return texts.sentence(Trouble(Side.SURROUNDINGS, kept.trouble))
        return self.tr("Checked {when}: everything can be read").format(when=self._when(kept.checked_at))

    def _when(self, moment: str) -> str:
        day = day_text(moment, self._now()) or self.tr("today")
        return f"{day} {clock_text(moment)}"
