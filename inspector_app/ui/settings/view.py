"""The settings page: looks and the centre at the left; the data, the line and what this program is at the right."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.page import Page
from inspector_app.ui.settings.about_card import AboutCard
from inspector_app.ui.settings.centre_card import CentreCard
from inspector_app.ui.settings.data_card import DataCard
from inspector_app.ui.settings.line_card import LineCard
from inspector_app.ui.settings.lost_card import LostCard
from inspector_app.ui.settings.receiver_card import ReceiverCard
from inspector_app.ui.settings.state import TEXT_SIZES, SettingsState
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import SectionLabel, Words, flush


class SettingsView(Page):
    """Every choice is a signal; nothing here is kept by the page itself."""

    came = Signal()
    theme_chosen = Signal(object)  # day, night, sun
    language_chosen = Signal(object)  # zh, en
    text_size_chosen = Signal(object)  # percent

    def __init__(self, version: str, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self.looks = LooksCard(self)
        self.receiver = ReceiverCard(self)
        self.line = LineCard(self)
        self.centre = CentreCard(self)
        self.lost = LostCard(self)
        self.data = DataCard(now, self)
        self.about = AboutCard(version, self)
        self.looks.theme_chosen.connect(self.theme_chosen)
        self.looks.language_chosen.connect(self.language_chosen)
        self.looks.text_size_chosen.connect(self.text_size_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        row.setSpacing(theme.GAP)
        row.addWidget(self._column(self.looks, self.centre, self.lost, grows=self.centre), 3)
        row.addWidget(self._column(self.data, self.receiver, self.line, self.about, grows=self.about), 2)

    def _column(self, *cards: Card, grows: Card) -> ScrollColumn:
        """It scrolls where large text under a notice needs more than a small screen has."""
        column = ScrollColumn(self, spacing=theme.GAP)
        column.body.setContentsMargins(0, 0, 0, 0)
        for card in cards:
            column.body.addWidget(card, int(card is grows))
        return column

    def present(self, state: SettingsState) -> None:
        self.looks.present(state)
        self.line.present(state)
        self.centre.present(state)
        self.lost.present(state)
        self.data.present(state)

    def title(self) -> str:
        return self.tr("Settings")

    def entered(self) -> None:
        self.came.emit()
        self.looks.take_focus()


class LooksCard(Card):
    """Theme, language, text size: one tap each, at once."""

    theme_chosen = Signal(object)  # day, night, sun
    language_chosen = Signal(object)  # zh, en
    text_size_chosen = Signal(object)  # percent

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=4)
        themes = (("day", self.tr("Day")), ("night", self.tr("Night")), ("sun", self.tr("Bright sun")))
        sizes = (self.tr("Standard"), self.tr("Large"), self.tr("Larger"), self.tr("Largest"))
        upper = QHBoxLayout()
        self._themes = self._chips(self.tr("Theme"), themes, upper)
        # Each language names itself, so that it is found by those who cannot read the other.
        self._languages = self._chips(self.tr("Language"), (("zh", "中文"), ("en", "English")), upper)
        self.body.addLayout(upper)
        self._sizes = self._chips(self.tr("Text size"), tuple(zip(TEXT_SIZES, sizes, strict=True)), self.body)
        self._themes.chosen.connect(self.theme_chosen)
        self._languages.chosen.connect(self.language_chosen)
        self._sizes.chosen.connect(self.text_size_chosen)
        said = self.tr("Changes show at once and are kept on this laptop.")
        self.body.addWidget(flush(Words(said, self, role="muted")))

    def _chips(self, head: str, choices: tuple[tuple[object, str], ...], place: QBoxLayout) -> ChipRow:
        chips = ChipRow(head, [Choice(value, label) for value, label in choices], self, clearable=False)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(flush(SectionLabel(head, self)))
        column.addWidget(chips)
        column.addStretch(1)
        place.addLayout(column)
        return chips

    def present(self, state: SettingsState) -> None:
        self._themes.show_value(state.choices.theme)
        self._languages.show_value(state.choices.language)
        self._sizes.show_value(state.choices.text_percent)

    def take_focus(self) -> None:
        self._themes.take_keyboard()
