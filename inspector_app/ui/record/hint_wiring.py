"""Joins what is hinted with the draft: a link to the same finding, and codes from scanners and pictures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.codes import Pace
from inspector_app.domain.finding import Draft
from inspector_app.ui.desk import Desk
from inspector_app.ui.record.state import RecordState, Scanned
from inspector_app.ui.record.view import RecordView
from inspector_app.ui.record.wedge import Wedge

if TYPE_CHECKING:
    from inspector_app.domain.photo import Photo
    from inspector_app.services.codes import Looked

SETTINGS = "catalogue/scanner.json"


class HintWiring(QObject):
    """`changed(Draft)`; `scanned(Scanned | None)`: a code that is not known, or no longer one."""

    changed = Signal(object)
    scanned = Signal(object)

    def __init__(
        self, desk: Desk, view: RecordView, current: Callable[[], RecordState], begun: Callable[[Draft], Draft], page: QObject
    ):  # fmt: skip
        """`begun` gives a draft its place, where a good fix says it."""
        super().__init__(page)
        self._desk, self._current, self._begun = desk, current, begun
        self._before: Draft | None = None  # the draft before keys that may be a scan
        self._wedge = Wedge(view, self._pace(), self)
        self._wedge.began.connect(self._remember)
        self._wedge.scanned.connect(self._typed)
        view.hints.linked.connect(self._link)
        view.hints.kept.connect(self._keep)
        view.hints.dropped.connect(lambda: self.scanned.emit(None))

    def _pace(self) -> Pace:
        try:
            told = json.loads((self._desk.workplace.resources / SETTINGS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            told = {}
        return Pace.of(told if isinstance(told, dict) else {})

    def _link(self, finding: str) -> None:
        self.changed.emit(replace(self._current().draft, duplicate_of=finding))

    def _remember(self) -> None:
        self._before = self._current().draft

    def _typed(self, code: str) -> None:
        """What the scanner's keys did to the draft is undone before the code is looked up."""
        before, draft = self._before, self._current().draft
        if before is not None and before.id == draft.id and before != draft:
            self.changed.emit(before)
        self.look_up(code)

    def look_up(self, code: str) -> None:
        """Looks a cleaned code up, and fills in what it says where nothing was said."""
        from inspector_app.services import codes

        draft, place = self._current().draft, self._desk.workplace
        place.background.ask(codes.look_up, code, draft, place.clock.now()).then(self._found)

    def look_into(self, photo: Photo) -> None:
        """Codes in a picture that was added."""
        from inspector_app.services import photos

        self._desk.workplace.background.photo(photos.codes, photo.sha256).then(self._read)

    def _read(self, found: Sequence[str]) -> None:
        for code in found:
            self.look_up(code)

    def _found(self, looked: Looked) -> None:
        draft = self._current().draft
        if draft.id != looked.about:
            return
        if looked.point is None:
            self.scanned.emit(Scanned(looked.code, self._why(looked)))
            return
        from inspector_app.services import codes

        # A scan may be the first that is said: the fix goes before where the asset should stand.
        draft = self._begun(draft)
        self.changed.emit(codes.filled(draft, looked.point))
        name = looked.point.name or looked.point.address or looked.point.code
        apart = codes.apart_m(draft.place, looked.point)
        if apart > codes.FAR_M:
            told = self.tr("Scanned: {name}. It stands {far} km from the place of this finding: check both.")
            self._desk.tell(told.format(name=name, far=f"{apart / 1000:.1f}"), "warning")
            return
        self._desk.tell(self.tr("Scanned: {name}").format(name=name), "good")

    def _why(self, looked: Looked) -> str:
        if not looked.has_pack:
            return self.tr("There is no reference pack to look this code up in")
        return self.tr("Nobody knows this code")

    def _keep(self) -> None:
        from inspector_app.services import codes

        state = self._current()
        if state.scanned is not None:
            self.changed.emit(codes.noted(state.draft, state.scanned.code))
            self.scanned.emit(None)
