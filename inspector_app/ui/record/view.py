"""The record screen: photos and place, the form, the decision. Dumb: `present(state)` draws, its parts tell what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.finding import Category
from inspector_app.ui import theme
from inspector_app.ui.record.bottom_bar import BottomBar
from inspector_app.ui.record.category_keys import CategoryKeys
from inspector_app.ui.record.fact_form import FactForm
from inspector_app.ui.record.state import POSITION, RecordState
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.widgets.card import Card, inset

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent

    from inspector_app.ui.record.decision_panel import DecisionPanel
    from inspector_app.ui.record.event_form import EventForm
    from inspector_app.ui.record.hints import Hints
    from inspector_app.ui.record.photos_card import PhotosCard
    from inspector_app.ui.record.place_card import PlaceCard
    from inspector_app.ui.record.sides import Sides

LEFT, CENTRE, RIGHT = 278, 596, 348  # px at 1366; more room is shared in this ratio
NARROWEST = (236, 536, 350)  # px: together they fit a screen of 1280, which 1920 at 150 % is
IDLE_MS = 10  # between two steps of what nobody waits for
DIGITS = {
    Qt.Key.Key_1.value: Category.STALL,
    Qt.Key.Key_2.value: Category.HOARDING,
    Qt.Key.Key_3.value: Category.PARKING,
    Qt.Key.Key_4.value: Category.OTHER,
}


class RecordView(QWidget):
    """`painted()` once; `form_made(form)` when a category is shown for the first time; `dropped(list of paths)`."""

    form_made = Signal(object)
    painted = Signal()
    dropped = Signal(list)

    def __init__(self, rulebook: Rulebook, parent: QWidget | None = None):
        super().__init__(parent)
        self._rulebook = rulebook
        self._forms: dict[Category, FactForm | EventForm] = {}
        self.keys = CategoryKeys(self)
        self._stack = QStackedWidget(self)
        self.bar = BottomBar(self)
        self._sides: Sides | None = None
        self._state: RecordState | None = None
        self._painted = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()

    def _lay_out(self) -> None:
        plate = Card(margin=12)
        plate.body.setContentsMargins(14, 8, 4, 8)
        plate.body.addWidget(self._stack)
        self._centre = centre = QVBoxLayout()
        centre.setSpacing(theme.GAP - 6)
        centre.addWidget(self.keys)
        centre.addLayout(inset(plate, theme.RING, 0, theme.RING, 0), 1)
        centre.addWidget(self.bar)
        row = QHBoxLayout(self)
        # Controls keep their ring free inside themselves: cards stand in by it, so that both align to the eye.
        row.setContentsMargins(theme.GAP, theme.GAP - theme.RING, 0, theme.GAP - theme.RING)
        row.setSpacing(theme.GAP - theme.RING)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, least, share in zip(
            (self._left, centre, self._right), NARROWEST, (LEFT, CENTRE, RIGHT), strict=True
        ):
            row.addWidget(_column(column, least), share)

    def complete(self) -> None:
        """Makes the side columns, which the first paint can do without."""
        if self._sides is None:
            from inspector_app.ui.record.sides import Sides

            self._sides = Sides(self, self._rulebook)
            self._sides.lay_out(self._left, self._centre, self._right)
            for form in self._forms.values():
                form.go_on()
            if self._state is not None:
                self.present(self._state)

    @property
    def photos(self) -> PhotosCard:
        return self._made().photos

    @property
    def place(self) -> PlaceCard:
        return self._made().place

    @property
    def hints(self) -> Hints:
        return self._made().hints

    @property
    def decision(self) -> DecisionPanel:
        return self._made().decision

    def _made(self) -> Sides:
        self.complete()
        assert self._sides is not None
        return self._sides

    def form(self, category: Category) -> FactForm | EventForm:
        """The form of a category, made when it is first asked for."""
        if category not in self._forms:
            made = self._make_form(category)
            self._forms[category] = made
            self._stack.addWidget(made)
            self.form_made.emit(made)
            if self._state is not None and self._state.draft.category is category:
                self._stack.setCurrentWidget(made)
            if self._sides is not None:
                made.go_on()
        return self._forms[category]

    def make_others(self) -> None:
        """Makes the forms of the other categories when nothing else is to be done, each in small steps."""
        missing = next((category for category in Category if category not in self._forms), None)
        if missing is not None:
            self.form(missing)
        elif all(form.is_complete for form in self._forms.values()):
            self._rehearse(list(self._forms.values()))
            return
        QTimer.singleShot(IDLE_MS, self, self.make_others)

    def _rehearse(self, forms: list[FactForm | EventForm]) -> None:
        """Draws a hidden form once, unseen: polishing and laying out a hundred widgets is not left to the first change."""
        form = forms.pop()
        if not form.isVisible():
            form.resize(self._stack.size())
            form.grab()
        if forms:
            QTimer.singleShot(IDLE_MS, self, lambda: self._rehearse(forms))

    def _make_form(self, category: Category) -> FactForm | EventForm:
        if category is not Category.OTHER:
            return FactForm(category.value, self._rulebook)
        from inspector_app.ui.record.event_form import EventForm

        return EventForm(self._rulebook)

    def tab_parts(self) -> list[QWidget]:
        """Tab goes as the eye does: keys, form, deeds, decision, photos, place."""
        sides = self._sides.parts() if self._sides is not None else []
        return [self.keys, self._stack, self.bar, *sides]

    def present(self, state: RecordState) -> None:
        self._state = state
        self.keys.present(state.draft.category)
        if state.draft.category in self._forms or not self._painted:
            self._show_form()
        else:
            QTimer.singleShot(0, self, self._show_form)  # made in a turn of its own: the key answers at once
        self.bar.present(state)
        if self._sides is not None:
            self._sides.present(state)

    def start_over(self) -> None:
        """Another draft: what was half typed in fields is gone, the form stands at its top."""
        for form in self._forms.values():
            form.start_over()
        if self._sides is not None:
            self._sides.place.start_over()

    def _show_form(self) -> None:
        if self._state is None:
            return
        form = self.form(self._state.draft.category)
        if self._stack.currentWidget() is not form:
            self._stack.setCurrentWidget(form)
        form.present(self._state)
        form.setEnabled(not self._state.saving)

    def show_field(self, path: str, category: Category) -> None:
        """Takes the person to what is missing or wrong."""
        if path == "override":
            self.decision.override.take_keyboard()
        elif path == "measures":
            self.decision.measures.take_keyboard()
        elif path == POSITION:
            self.place.take_keyboard()
        else:
            self.form(category).show_field(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)  # behind the flush of this very paint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        category = DIGITS.get(event.key())
        if category is not None and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.keys.chosen.emit(category)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def _column(column: QVBoxLayout, width: int) -> QWidget:
    holder = QWidget()
    holder.setLayout(column)
    column.setContentsMargins(0, 0, 0, 0)
    holder.setMinimumWidth(width)
    return holder
