"""What would change the decision and why it is what it is: looked for a moment after the last answer, on another thread."""

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.finding import Draft
from inspector_app.ui import translation
from inspector_app.ui.background import Background
from inspector_app.ui.record import verdict
from inspector_app.ui.rulebook import Rulebook

PAUSE_MS = 120


class TurnFinder(QObject):
    """`found(Explained | None)`, always for the draft that was looked at last."""

    found = Signal(object)

    def __init__(self, background: Background, rulebook: Rulebook, page: QObject):
        super().__init__(page)
        self._background, self._rulebook = background, rulebook
        self._draft: Draft | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._find)

    def look(self, draft: Draft | None) -> None:
        """Soon tells what would change the decision on this draft; None: there is no decision to change."""
        if draft is not None and self._draft is not None and draft.facts == self._draft.facts:
            same = draft.category is self._draft.category
        else:
            same = draft is self._draft
        self._draft = draft
        if not same:
            self._pause.start()

    def _find(self) -> None:
        draft, policy = self._draft, self._rulebook.policy
        if draft is None or policy is None:
            self.found.emit(None)
            return

        def tell(explained: object) -> None:
            if draft is self._draft or (self._draft is not None and draft.facts == self._draft.facts):
                self.found.emit(explained)

        self._background.prepare(verdict.explained, draft, policy, translation.language()).then(tell)
