"""What the map needs of the world: a base map, grids, and where this laptop is."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from inspector_app.domain.tiles import TileFacts

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
Shift = Callable[[float, float], tuple[float, float]]  # (lon, lat) in WGS-84 to (lon, lat) in GCJ-02


class Tiles(Protocol):
    """An open base map. Its questions may come from any thread, several at once; what they answer is bounded."""

    @property
    def facts(self) -> TileFacts: ...
    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The unpacked tile; None where the map has none. Raises MapTrouble."""

    def close(self) -> None: ...


class Here(NamedTuple):
    """Where the receiver says the laptop is (WGS-84), and how good and old that is."""

    lat: float
    lon: float
    accuracy_m: float
    age_s: float = 0.0


class Outline(NamedTuple):
    """A grid (单元网格) or another area: rings of (lat, lon)."""

    code: str
    rings: Sequence[Sequence[tuple[float, float]]]


def nowhere() -> Here | None:
    """Where no receiver is wired."""
    return None


def no_map() -> Tiles | None:
    """Where no base map is installed."""
    return None


def no_grids(_: Bounds, __: int) -> Sequence[Outline]:
    """Where no reference pack is installed."""
    return ()


class MapSources(NamedTuple):
    """`open_tiles` and `grids(bounds, most)` are called off the UI thread, `here` on it, each second while the map is shown.

    `edition` names the base map that is installed now; when it changes, the map is opened anew.
    `shift` converts into GCJ-02, for base maps that are in it; without it such maps are refused.
    """

    open_tiles: Callable[[], Tiles | None] = no_map
    grids: Callable[[Bounds, int], Sequence[Outline]] = no_grids
    here: Callable[[], Here | None] = nowhere
    shift: Shift | None = None
    edition: Callable[[], str] = lambda: ""
