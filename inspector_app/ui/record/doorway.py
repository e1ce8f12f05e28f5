"""What stands on the record page: the form, or with the database open and no shift the opening of a shift in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

if TYPE_CHECKING:
    from inspector_app.ui.desk import Desk
    from inspector_app.ui.duty import OnDuty
    from inspector_app.ui.opening.controller import OpeningDesk


class Doorway(QObject):
    """`turned()`: the other one stands there now."""

    turned = Signal()

    def __init__(self, desk: Desk, form: QWidget, page: QWidget):
        super().__init__(page)
        self._desk, self._form = desk, form
        self._opening: OpeningDesk | None = None
        self._stack = QStackedLayout(page)
        self._stack.addWidget(form)

    @property
    def shown(self) -> QWidget:
        return self._stack.currentWidget()

    @property
    def is_opening(self) -> bool:
        return self.shown is not self._form

    def stand_for(self, duty: OnDuty) -> None:
        """Shows the one that fits."""
        is_ready = duty.shift is not None or not duty.opened
        if not is_ready and self._opening is None:
            from inspector_app.ui.opening.controller import OpeningDesk

            self._opening = OpeningDesk(self._desk)
            self._stack.addWidget(self._opening.view)
        wanted = self._form if is_ready or self._opening is None else self._opening.view
        if self.shown is not wanted:
            self._stack.setCurrentWidget(wanted)
            wanted.setFocus()
            self.turned.emit()
