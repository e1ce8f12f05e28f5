"""Words of the map: lengths, areas, directions, and what is wrong with a base map."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector_app.domain.tiles import MapDatum, TileFacts

DATUMS = {MapDatum.WGS84: "WGS-84", MapDatum.CGCS2000: "CGCS2000", MapDatum.GCJ02: "GCJ-02"}
SENTENCES = {
    "not_a_map": QT_TRANSLATE_NOOP("map", "The new base map is no PMTiles or MBTiles file."),
    "newer_map": QT_TRANSLATE_NOOP("map", "The new base map has a newer format: update this program first."),
    "map_truncated": QT_TRANSLATE_NOOP("map", "The new base map is cut off: copy the file again."),
    "map_damaged": QT_TRANSLATE_NOOP("map", "The new base map is damaged: copy the file again."),
    "map_kind_unknown": QT_TRANSLATE_NOOP(
        "map", "The new base map has pictures or a packing that cannot be read here."
    ),
    "map_wrong_grid": QT_TRANSLATE_NOOP("map", "The new base map is not in the Web Mercator grid and would lie wrong."),
    "map_wrong_datum": QT_TRANSLATE_NOOP("map", "The new base map is in a datum that cannot be converted here."),
    "map_unreadable": QT_TRANSLATE_NOOP("map", "The file of the new base map cannot be read."),
    "tile_damaged": QT_TRANSLATE_NOOP("map", "A part of the base map is damaged."),
}
_ROSE = (
    QT_TRANSLATE_NOOP("map", "north"), QT_TRANSLATE_NOOP("map", "northeast"), QT_TRANSLATE_NOOP("map", "east"),
    QT_TRANSLATE_NOOP("map", "southeast"), QT_TRANSLATE_NOOP("map", "south"), QT_TRANSLATE_NOOP("map", "southwest"),
    QT_TRANSLATE_NOOP("map", "west"), QT_TRANSLATE_NOOP("map", "northwest"),
)  # fmt: skip


def sentence(code: str, *, kept: bool) -> str:
    """Why a base map is not shown; `kept`: the old one still is."""
    known = SENTENCES.get(code, SENTENCES["map_unreadable"])
    rest = _say(_OLD if kept else _NONE)
    return f"{_say(known)} {rest}" if code != "tile_damaged" else _say(known)


_OLD = QT_TRANSLATE_NOOP("map", "The old one stays.")
_NONE = QT_TRANSLATE_NOOP("map", "Everything else on the map works.")


def length(metres: float) -> str:
    if metres < 100:
        return f"{metres:.1f} m"
    return f"{metres:.0f} m" if metres < 10_000 else f"{metres / 1000:.1f} km"


def area(square_metres: float) -> str:
    if square_metres < 1000:
        return f"{square_metres:.1f} m²"
    return f"{square_metres:,.0f} m²".replace(",", " ") if square_metres < 1e6 else f"{square_metres / 1e6:.2f} km²"


def direction(degrees: float) -> str:
    """One of eight."""
    return _say(_ROSE[round(degrees / 45) % 8])


def source(facts: TileFacts) -> str:
    """What must stand on a map: whose it is, of when, in which datum, and its 审图号."""
    name = " ".join(part for part in (facts.attribution or _say(_BASE), facts.made) if part)
    return " · ".join(part for part in (name, DATUMS[facts.datum], facts.approval) if part)


_BASE = QT_TRANSLATE_NOOP("map", "Offline base map")


def _say(text: object) -> str:
    return QCoreApplication.translate("map", str(text))
