"""The form of one category, made from the catalogue: a control for every fact, the common ones first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.catalogue import Catalogue, FactControl
from inspector_app.ui import theme
from inspector_app.ui.record import form
from inspector_app.ui.record.answers import ABSENT, party_answer, value_of
from inspector_app.ui.record.controls import ChipInput, FactInput, GroupHead, Row, labelled
from inspector_app.ui.record.party_row import PartyRow
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.rulebook import Rulebook, hint, spoken
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from inspector_app.ui.record.written_rows import WrittenRows


class FactForm(ScrollColumn):
    """`answered(path, value)`, `unreadable(path, bool)`; `party_answered`, `type_chosen`, `party_typed`, `note_typed`.

    What is answered by a tap most often is there at once, the rest comes with `go_on`.
    """

    answered = Signal(str, object)
    unreadable = Signal(str, bool)
    party_answered = Signal(object)
    type_chosen = Signal(str)
    party_typed = Signal(str)
    note_typed = Signal(str)

    def __init__(self, category: str, rulebook: Rulebook, parent: QWidget | None = None):
        super().__init__(parent, spacing=2)
        self._category, self._rulebook = category, rulebook
        self._controls = rulebook.catalogue.categories[category]
        self._rows: dict[str, Row] = {}
        self._inputs: dict[str, FactInput] = {}
        self._unknowns: dict[str, ChipRow] = {}
        self._blocks: dict[str, QWidget] = {}
        self._block_heads: dict[str, Row | GroupHead] = {}
        self._heads: list[tuple[Words, tuple[str, ...]]] = []
        self._party: PartyRow | None = None
        self._written: WrittenRows | None = None
        self._kinds: ChipRow | None = None
        self._state: RecordState | None = None
        self._coming = list(form.groups(category, rulebook.catalogue))
        first = self._coming.pop(0)
        at = first.items.index(form.PARTY)
        self._add_group(form.Group("first", first.items[:at]))
        self._coming.insert(0, form.Group("first", first.items[at:]))  # the first paint does without
        self.body.addStretch(1)

    def go_on(self) -> None:
        """Makes the other groups, one in each of the next turns of the event loop."""
        QTimer.singleShot(0, self, self._add_next)

    def _add_next(self) -> None:
        if self._coming:
            self._add_group(self._coming.pop(0))
            if self._state is not None:
                self.present(self._state)
            QTimer.singleShot(0, self, self._add_next)

    @property
    def is_complete(self) -> bool:
        return not self._coming

    def complete(self) -> None:
        """Makes the groups that are still to come at once."""
        while self._coming:
            self._add_group(self._coming.pop(0))

    def _add_group(self, group: form.Group) -> None:
        head = self._head(group.name)
        if head:
            words = Words(head, size=16, bold=True, wrap=False)
            words.setContentsMargins(0, 16, 0, 4)
            self._put(words)
            self._heads.append((words, group.items))
        for item in group.items:
            self._add_item(item)

    def _put(self, widget: QWidget) -> None:
        last = self.body.count() - 1
        stretched = last >= 0 and self.body.itemAt(last).spacerItem() is not None
        self.body.insertWidget(last if stretched else self.body.count(), widget)

    def _add_item(self, item: str) -> None:
        if item == form.PARTY:
            self._party = PartyRow(self._rulebook.catalogue.answers)
            self._party.chosen.connect(self.party_answered)
            self._put(self._party)
        elif item == form.WRITTEN:
            from inspector_app.ui.record.written_rows import WrittenRows

            self._written = WrittenRows()
            self._written.party_typed.connect(self.party_typed)
            self._written.note_typed.connect(self.note_typed)
            self._put(self._written)
        elif item == form.KIND:
            self._add_kinds()
        elif self._controls[item].kind == "group":
            self._put(self._group_block(self._controls[item]))
        else:
            self._put(self._row(self._controls[item], item))

    def _add_kinds(self) -> None:
        kinds = [kind for kind in self._rulebook.kinds if kind.category == self._category and not kind.facts]
        name = self.tr("Kind")
        self._kinds = ChipRow(name, [Choice(kind.event_type, spoken(kind)) for kind in kinds], clearable=False)
        self._kinds.chosen.connect(lambda code: self.type_chosen.emit(str(code)))
        self._put(labelled(name, self._kinds))

    def _row(self, control: FactControl, path: str) -> Row:
        fact_input = _input(control, self._rulebook.catalogue, self)
        fact_input.changed.connect(lambda value: self.answered.emit(path, value))
        fact_input.unreadable.connect(lambda wrong: self.unreadable.emit(path, wrong))
        self._inputs[path] = fact_input
        self._rows[path] = Row(spoken(control), hint(control), fact_input)
        if not control.shown({}):
            self._rows[path].hide()  # before it is ever shown: hiding later makes the whole form anew
        return self._rows[path]

    def _group_block(self, control: FactControl) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        if control.nullable:
            unknown = ChipRow(spoken(control), [Choice(None, self.tr("Unknown"))])
            unknown.chosen.connect(lambda value: self.answered.emit(control.name, ABSENT if value is CLEARED else None))
            self._unknowns[control.name] = unknown
            head: Row | GroupHead = labelled(spoken(control), unknown, hint(control))
        else:
            head = GroupHead(spoken(control))
        self._block_heads[control.name] = head
        column.addWidget(head)
        for part in control.parts:
            column.addWidget(self._row(part, f"{control.name}.{part.name}"))
        self._blocks[control.name] = block
        if not control.shown({}):
            block.hide()
        return block

    def _head(self, name: str) -> str:
        return {
            "first": "",
            "site": self.tr("Site and permit"),
            "records": self.tr("What is known already"),
            "person": self.tr("The party"),
            "rest": self.tr("Time and circumstances"),
        }[name]

    def present(self, state: RecordState) -> None:
        """Shows the answers of the draft; what is not asked beside them is hidden."""
        self._state = state
        facts = state.draft.facts
        for path, row in self._rows.items():
            if "." not in path:
                row.setVisible(self._controls[path].shown(facts))
            self._inputs[path].show_value(value_of(facts, path))
            self._inputs[path].show_problem(self._problem(state, path))
            if "." not in path:
                row.mark(filled=path in state.draft.filled)
        for name, block in self._blocks.items():
            block.setVisible(self._is_shown(name, state))
            self._block_heads[name].mark(filled=name in state.draft.filled)
        for head, items in self._heads:
            head.setVisible(any(self._is_shown(item, state) for item in items))
        for name, unknown in self._unknowns.items():
            unknown.show_value(facts.get(name, CLEARED) if facts.get(name, CLEARED) is None else CLEARED)
        self._present_places(state)

    def _is_shown(self, name: str, state: RecordState) -> bool:
        hidden = name in form.RECORDS and not state.sees_subjects
        return not hidden and self._controls[name].shown(state.draft.facts)

    def _present_places(self, state: RecordState) -> None:
        if self._party is not None:
            self._party.present(party_answer(state.draft, self._rulebook.catalogue))
        if self._written is not None:
            self._written.present(state)
        if self._kinds is not None:
            self._kinds.show_value(state.draft.type_code or CLEARED)

    def _problem(self, state: RecordState, path: str) -> str:
        if path not in state.problems:
            return ""
        from inspector_app.ui.record.fact_words import fact_problem

        return fact_problem(state.problems[path], self._control(path))

    def _control(self, path: str) -> FactControl:
        return self._rulebook.catalogue.control(self._category, path)

    def start_over(self) -> None:
        for fact_input in self._inputs.values():
            fact_input.start_over()
        self.verticalScrollBar().setValue(0)

    def show_field(self, path: str) -> None:
        """Brings the control of a field into sight and gives it the keyboard."""
        self.complete()
        name = path if path in self._inputs else next((key for key in self._inputs if key.startswith(f"{path}.")), "")
        if name:
            self._inputs[name].take_keyboard()
            self.ensureWidgetVisible(self._rows[name], 0, theme.px(40))

    def paths(self) -> Mapping[str, Any]:
        """The control of each fact by its path, for tests of completeness."""
        self.complete()
        return dict(self._inputs)


def _input(control: FactControl, catalogue: Catalogue, parent: QWidget) -> FactInput:
    """The control that asks for a fact; groups are made of their parts' controls."""
    if control.kind in ("one", "many", "flag"):
        return ChipInput(control, parent)
    from inspector_app.ui.record import typed_inputs

    if control.kind == "time":
        return typed_inputs.TimeInput(control, parent)
    if control.kind == "window":
        return typed_inputs.WindowInput(control, parent)
    return typed_inputs.TypedInput(control, spoken(catalogue.units[control.unit]) if control.unit else "", parent)
