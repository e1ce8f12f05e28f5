"""The door of the record page, through which other pages hand it something."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from inspector_app.domain.finding import Category, Draft
from inspector_app.ui.page import Page
from inspector_app.ui.record import places, source_words
from inspector_app.ui.record.controller import RecordPage

APPROVED, MEASURED = "approved_area", "measured_area"  # facts of a hoarding


class OpenDoor:
    """Satisfies handing.RecordDoor."""

    def __init__(self, page: RecordPage, go: Callable[[], None]):
        self._page, self._go = page, go

    @property
    def is_hoarding(self) -> bool:
        return self._page.state.draft.category is Category.HOARDING

    @property
    def approved_m2(self) -> float | None:
        value = self._page.state.draft.facts.get(APPROVED)
        return float(value) if self.is_hoarding and isinstance(value, int | float) else None

    def pin(self, lat_e7: int, lon_e7: int) -> None:
        self._page.complete()
        self._page.change(self._pointed(lat_e7, lon_e7))
        self._go()
        if not self._page.state.draft.place.pin_reason:
            # Once the question is laid out, or the column would not know how far to scroll.
            QTimer.singleShot(0, self._page, self._page.view.place.take_keyboard)

    def pin_words(self, lat_e7: int, lon_e7: int) -> tuple[str, str]:
        return source_words.pointed(self._pointed(lat_e7, lon_e7).place, self._page.desk.positions.told)

    def _pointed(self, lat_e7: int, lon_e7: int) -> Draft:
        positions = self._page.desk.positions
        return places.pointed(self._page.state.draft, (lat_e7, lon_e7), positions.told, positions.now_ms())

    def measured(self, square_metres: float) -> None:
        self._page.answer(MEASURED, round(square_metres, 1))
        self._go()


def of(page: Page | None, go: Callable[[], None]) -> OpenDoor | None:
    return OpenDoor(page, go) if isinstance(page, RecordPage) else None
