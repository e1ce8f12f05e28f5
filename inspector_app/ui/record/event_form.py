"""Any other event class: found by typing or by looking, with the officer's own tier."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.catalogue import EventClass
from inspector_app.ui.record.controls import labelled
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.record.written_rows import WrittenRows
from inspector_app.ui.rulebook import Rulebook, spoken
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Ink, Words


class EventForm(ScrollColumn):
    """`type_chosen(code)`; party and note as in the other forms; the signals about facts are there and silent."""

    type_chosen = Signal(str)
    answered = Signal(str, object)
    unreadable = Signal(str, bool)
    party_answered = Signal(object)
    party_typed = Signal(str)
    note_typed = Signal(str)

    def __init__(self, rulebook: Rulebook, parent: QWidget | None = None):
        super().__init__(parent, spacing=2)
        self._rows: list[tuple[EventClass, Words, ChipRow]] = []
        self._search = Field(self.tr("Search"), hint=self.tr("Name or number of the event"), in_row=True)
        self._search.changed.connect(self._look_for)
        self._nothing = Words(self.tr("No event has this name or number."), role="muted")
        self._nothing.hide()
        self._problem = Ink("", tone="alarm")
        self._problem.hide()
        self._written = WrittenRows()
        self._written.party_typed.connect(self.party_typed)
        self._written.note_typed.connect(self.note_typed)
        self.body.addWidget(self._written)
        self.body.addWidget(labelled(self.tr("Search"), self._search))
        self.body.addWidget(self._problem)
        self.body.addWidget(self._nothing)
        self.body.addStretch(1)
        self._state: RecordState | None = None
        self._coming = list(other_events(rulebook))

    def go_on(self) -> None:
        """Makes the rows of events, a class in each of the next turns of the event loop."""
        QTimer.singleShot(0, self, self._add_next)

    def _add_next(self) -> None:
        if self._coming:
            self._add_class(self._coming.pop(0))
            if self._state is not None:
                self.present(self._state)
            self.go_on()

    @property
    def is_complete(self) -> bool:
        return not self._coming

    def complete(self) -> None:
        """Makes the rows that are still to come at once."""
        while self._coming:
            self._add_class(self._coming.pop(0))

    def _add_class(self, group: EventClass) -> None:
        head = Words(spoken(group), role="muted", wrap=False)
        head.setContentsMargins(0, 10, 0, 0)
        row = ChipRow(spoken(group), [Choice(event.code, spoken(event)) for event in group.events], clearable=False)
        row.chosen.connect(lambda code: self.type_chosen.emit(str(code)))
        self.body.insertWidget(self.body.count() - 1, head)
        self.body.insertWidget(self.body.count() - 1, row)
        self._rows.append((group, head, row))

    def _look_for(self, text: str) -> None:
        self.complete()
        wanted, found = text.strip().casefold(), False
        for group, head, row in self._rows:
            fits = [
                not wanted or any(wanted in words.casefold() for words in (one.code, one.label_zh, one.label_en))
                for one in group.events
            ]
            row.show_only(fits)
            head.setVisible(any(fits))
            row.setVisible(any(fits))
            found = found or any(fits)
        self._nothing.setVisible(not found)

    def present(self, state: RecordState) -> None:
        self._state = state
        self._written.present(state)
        missing = "type_code" in state.problems
        self._problem.setText(self.tr("Choose what kind of event it is.") if missing else "")
        self._problem.setVisible(missing)
        for _, _, row in self._rows:
            row.show_value(state.draft.type_code or CLEARED)

    def start_over(self) -> None:
        self._search.show_text("")
        self._look_for("")
        self.verticalScrollBar().setValue(0)

    def show_field(self, path: str) -> None:
        self._search.setFocus()
        self.ensureWidgetVisible(self._search)


def other_events(rulebook: Rulebook) -> Sequence[EventClass]:
    """The event classes less those that a category of its own decides."""
    own = {kind.event_type for kind in rulebook.kinds}
    left = [
        EventClass(group.code, group.label_zh, group.label_en, tuple(e for e in group.events if e.code not in own))
        for group in rulebook.event_classes
    ]
    return [group for group in left if group.events]
