"""What this laptop knows of its city, in use: the installed reference pack, its base map, and where the receiver says we are."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.domain import datum
from inspector_app.domain.geometry import Box
from inspector_app.services.map_ports import Bounds, Here, MapSources, Outline, Tiles
from inspector_app.services.ports import Clock
from inspector_app.storage import pack_rules, packs
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.storage.tiles import opening
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.protocol.problems import ProtocolProblem

if TYPE_CHECKING:
    from inspector_app.domain.reception import Reception
    from inspector_app.services.position_ports import Receiver
    from inspector_app.storage.store import Store


class CityInUse:
    """Made with the open database; `base_map` is shown in place of the pack's own, where one is given."""

    def __init__(self, store: "Store", clock: Clock, base_map: Path | None = None):
        self._store, self._clock, self._given = store, clock, base_map
        self._pack: packs.Installed | None = None
        self._told: Reception | None = None
        self.receiver: Receiver | None = None  # once somebody listens

    def take_up(self) -> None:
        """Looks things up in the installed pack from now on. One that cannot be opened makes way for the one before it."""
        found = self._store.installed_pack()
        while found is not None:
            city = PackReading(found.path, found.key)
            try:
                city.check()
            except StorageTrouble:
                found = self._store.installed_pack() if packs.set_back(self._store.folder) else None
                continue
            self._store.reads.look_up_in(city)
            self._pack = found
            return
        self._store.reads.look_up_in(None)
        self._pack = None

    @property
    def brings_rules(self) -> bool:
        """Whether the pack in use says how to decide."""
        return self._pack is not None and pack_rules.brings(self._pack.manifest)

    def rules(self) -> pack_rules.Brought:
        """The policy and the calendar that the pack in use brought. Raises StorageTrouble(PACK_DAMAGED)."""
        pack = self._pack
        try:
            return pack_rules.read(pack.manifest, pack.files) if pack is not None else pack_rules.Brought()
        except (ProtocolProblem, OSError) as trouble:
            raise StorageTrouble(StorageCode.PACK_DAMAGED, str(trouble)[:200]) from trouble

    def hear(self, told: "Reception") -> None:
        """What the receiver says now."""
        self._told = told

    @property
    def edition(self) -> str:
        """Which base map is shown."""
        return str(self._map or "")

    @property
    def _map(self) -> Path | None:
        return self._given or (self._pack.map_path if self._pack is not None else None)

    def tiles(self) -> Tiles | None:
        """The base map, opened; None while there is none. Raises MapTrouble."""
        return opening.open_tiles(self._map) if self._map is not None else None

    def grids(self, bounds: Bounds, most: int) -> Sequence[Outline]:
        """The grids in bounds that are valid now, at most so many."""
        city = self._store.reads.city
        if city is None:
            return ()
        west, south, east, north = (round(value * 10_000_000) for value in bounds)
        found = city.grids(Box(west, east, south, north), self._clock.now(), most=most)
        return [Outline(one.code, [_corners(ring) for ring in one.rings]) for one in found]

    def here(self) -> Here | None:
        """Where the receiver says we are; None while it does not."""
        if self._told is None or self._told.fix is None or self.receiver is None:
            return None
        fix, age_ms = self._told.fix, self._told.age_ms(self.receiver.now_ms())
        return Here(fix.lat_e7 / 1e7, fix.lon_e7 / 1e7, (fix.accuracy_mm or 0) / 1000, age_ms / 1000)


def sources(of: Callable[[], CityInUse | None]) -> MapSources:
    """What the map is made of; nothing while the database is not open."""

    def grids(bounds: Bounds, most: int) -> Sequence[Outline]:
        city = of()
        return city.grids(bounds, most) if city is not None else ()

    def here() -> Here | None:
        city = of()
        return city.here() if city is not None else None

    def tiles() -> Tiles | None:
        city = of()
        return city.tiles() if city is not None else None

    def edition() -> str:
        city = of()
        return city.edition if city is not None else ""

    return MapSources(tiles, grids, here, datum.to_gcj02, edition)


def _corners(ring: Sequence[int]) -> list[tuple[float, float]]:
    return [(lat / 1e7, lon / 1e7) for lon, lat in zip(ring[::2], ring[1::2], strict=True)]
