"""Finding an address, a road or a shop on the map, by signs, sounds or initials."""

from typing import Any, Protocol

from PySide6.QtCore import QObject

from inspector_app.domain.location import Spot
from inspector_app.domain.reference.suggestion import Suggestion
from inspector_app.services import locating
from inspector_app.services.locating import Suggested
from inspector_app.ui.desk import Desk
from inspector_app.ui.map.state import Found
from inspector_app.ui.map.view import MapView
from inspector_app.ui.trouble import Trouble


class Map(Protocol):
    """What the search needs of the page's controller."""

    def show(self, **changed: Any) -> None: ...
    def lead_to(self, found: Found) -> None: ...


class Search(QObject):
    def __init__(self, page: Map, desk: Desk, view: MapView):
        super().__init__(view)
        self._page, self._desk, self._view = page, desk, view
        view.search.looked_for.connect(self._look_for)
        view.search.picked.connect(self._pick)

    def _look_for(self, typed: str) -> None:
        """Asks on a reader thread; of equal names the nearest to the middle of the map comes first."""
        lat, lon = self._view.canvas.view.middle
        near = Spot(round(lat * 1e7), round(lon * 1e7))
        found = self._desk.workplace.background.ask(locating.suggestions, typed, near)
        found.then(self._offer).otherwise(self._failed)

    def _offer(self, said: Suggested) -> None:
        """What lies nowhere cannot be shown."""
        said = said._replace(found=tuple(one for one in said.found if one.lat_e7 is not None))
        self._view.search.suggest(said)
        if said.typed == self._view.search.text:
            self._page.show(unknown=bool(said.typed.strip()) and not said.found)

    def _failed(self, trouble: Trouble) -> None:
        self._desk.tell_trouble(trouble)

    def _pick(self, one: Suggestion) -> None:
        assert one.lat_e7 is not None
        assert one.lon_e7 is not None
        self._view.search.show_text(one.written)
        self._page.lead_to(Found(one.name, one.lat_e7 / 1e7, one.lon_e7 / 1e7))
