"""Rows of a bureau's files, whatever their format: text by column, a shape, and where in the file they stand."""

import json
import re
import struct
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]
from shapely.errors import ShapelyError  # type: ignore[import-untyped]

from sync.protocol.canonical import clean_text
from sync.server.packs import tables
from sync.server.packs.folder import Source
from sync.server.packs.ledger import BadFolder
from sync.server.packs.shapes import Shape
from sync.server.packs.texts import text_of

MOST_ROWS = 1_000_000
MOST_CORNERS = 200_000  # of one shape
SHORT, LONG = 10, ("police_strict", "charity_slots")  # of a Shapefile's column, and ours that are longer
FARTHEST = 1e9  # of any coordinate, metres or degrees
Cells = Mapping[str, str]
_ITS_NAMES = re.compile(r"\w+Exception: |Error parsing JSON: |'?\[json\.[^]]*\] ")
_SHX_HEADER, _SHX_RECORD = 100, struct.Struct(">II")  # where a shape begins and how long it is, in words of two bytes


@dataclass(frozen=True, slots=True)
class Row:
    """`where` is `line 7` of a table or `feature 7` of a map; `trouble` says what is wrong with the shape."""

    where: str
    cells: Cells
    shape: Shape | None
    trouble: str = ""

    def __call__(self, name: str) -> str:
        """The text of a column, empty where there is none."""
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file, in its coordinates; `crs` is what it says of them itself, empty for nothing."""

    rows: list[Row]
    crs: str = ""


def read(source: Source) -> Table:
    """Every row. Raises BadFolder for a file that is not what its name says, OSError."""
    table = _read(source)
    return replace(table, crs=source.crs) if source.crs else table


def _read(source: Source) -> Table:
    ending = source.path.suffix.lower()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # drivers warn of what the ledger tells row by row
        if ending == ".csv":
            return Table(list(_bounded(source, _table(source))))
        if ending in (".geojson", ".json"):
            return _geojson(source)
        return _drawn(source)


def _bounded(source: Source, rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise BadFolder(f"{source.path.name}: more than {MOST_ROWS} rows")
        yield row


def _table(source: Source) -> Iterator[Row]:
    titles, lines = tables.read(source)
    for line, cells in lines:
        yield _tabled(source, line, titles, cells)


def _tabled(source: Source, line: int, titles: Sequence[str], cells: Sequence[str]) -> Row:
    said = _renamed(source, {title: cell for title, cell in zip(titles, cells, strict=False) if title})
    where = f"line {line}"
    if any(cell.strip() for cell in cells[len(titles) :]):
        return Row(where, said, None, f"{len(cells)} cells under {len(titles)} columns")
    try:
        if said.get("wkt"):
            return _shaped(where, said, shapely.from_wkt(said["wkt"]))
        spot = tables.place(said)
        return _shaped(where, said, shapely.Point(spot)) if spot is not None else Row(where, said, None)
    except ShapelyError as trouble:
        return Row(where, said, None, f"wkt is no shape: {str(trouble).rpartition(': ')[2][:80]}")
    except ValueError as trouble:
        return Row(where, said, None, str(trouble))


def _geojson(source: Source) -> Table:
    name, text = source.path.name, text_of(source.path)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        raise BadFolder(f"{name} is no JSON, or was cut off: {trouble}") from trouble
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise BadFolder(f"{name} is no FeatureCollection{_instead(told)}")
    crs = told.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    said = named.get("name", "") if isinstance(named, dict) else ""
    rows = (_feature(source, number, one) for number, one in enumerate(features, 1))
    return Table(list(_bounded(source, rows)), str(said))


def _instead(told: Any) -> str:
    kind = told.get("type") if isinstance(told, dict) else None
    return f" but a {kind[:40]}: export it as GeoJSON" if isinstance(kind, str) else ""


def _feature(source: Source, number: int, told: Any) -> Row:
    where = f"feature {number}"
    if not isinstance(told, dict) or not isinstance(told.get("properties") or {}, dict):
        return Row(where, {}, None, "no feature")
    cells = _renamed(source, told.get("properties") or {})
    if told.get("geometry") is None:
        return Row(where, cells, None)
    try:
        return _shaped(where, cells, shapely.from_geojson(json.dumps(told["geometry"], allow_nan=False)))
    except (ShapelyError, ValueError, TypeError, RecursionError) as trouble:
        return Row(where, cells, None, f"no shape: {_why(trouble)}")


def _drawn(source: Source) -> Table:
    """A GeoPackage or Shapefile."""
    about, _, shapes, columns = _read_by_driver(source)
    titles = [str(field) for field in about["fields"]]
    if shapes is None:
        shapes = [None] * (len(columns[0]) if len(columns) else 0)
    rows = (
        _from_wkb(source, number, {title: column[number - 1] for title, column in zip(titles, columns, strict=True)}, shape)
        for number, shape in enumerate(shapes, 1)
    )  # fmt: skip
    return Table(list(_bounded(source, rows)), str(about.get("crs") or ""))


def _read_by_driver(source: Source) -> Any:
    """What pyogrio has of it. Raises BadFolder in our words: the drivers' own name functions and folders of this machine."""
    import pyogrio  # type: ignore[import-untyped]
    from pyogrio.errors import DataSourceError  # type: ignore[import-untyped]

    path = source.path
    in_one_file = path.suffix.lower() == ".gpkg"
    try:
        if in_one_file:
            there = [str(one[0]) for one in pyogrio.list_layers(path)]
            return pyogrio.raw.read(path, layer=_layer(source, there))
        if lost := [suffix for suffix in (".shx", ".dbf") if _beside(path, suffix) is None]:
            raise BadFolder(f"{path.name} cannot be read: its {' and '.join(lost)} is not beside it")
        read = pyogrio.raw.read(path, encoding=_dbf_encoding(path))
        _check_end(path)
    except BadFolder:
        raise
    except UnicodeDecodeError as trouble:
        raise BadFolder(
            f"{path.name} cannot be read: its .dbf or .prj is damaged, or its texts are neither UTF-8 nor GB18030"
        ) from trouble
    except (
        DataSourceError,
        ValueError,
        RuntimeError,
        UnboundLocalError,
    ) as trouble:  # the last: a .prj that is no UTF-8
        wrong = "it is no GeoPackage" if in_one_file else "its .shx, .dbf or .prj is damaged or missing"
        raise BadFolder(f"{path.name} cannot be read: it was cut off or is damaged, or {wrong}") from trouble
    return read


def _check_end(path: Path) -> None:
    """A driver gives rows without a shape where a Shapefile ends before its index does. Raises BadFolder."""
    index = _beside(path, ".shx")
    records = index.read_bytes()[_SHX_HEADER:] if index is not None else b""
    whole = len(records) // _SHX_RECORD.size * _SHX_RECORD.size
    needed = max((2 * (begin + words) + 8 for begin, words in _SHX_RECORD.iter_unpack(records[:whole])), default=0)
    if path.stat().st_size < needed:
        raise BadFolder(
            f"{path.name} was cut off: it has {path.stat().st_size} bytes, and its shapes reach to {needed}"
        )


def _layer(source: Source, there: list[str]) -> str:
    if source.layer in there or len(there) == 1:
        return source.layer if source.layer in there else there[0]
    raise BadFolder(f"{source.path.name} has no table {source.layer}: {', '.join(there)[:200]}")


def _dbf_encoding(path: Path) -> str:
    """That of the texts themselves: what the .cpg beside a Shapefile says (OEM, ANSI 936, UTF-8) is often another."""
    table = _beside(path, ".dbf")
    content = table.read_bytes() if table is not None else b""
    texts = content[int.from_bytes(content[8:10], "little") :]  # behind the header
    return min(("UTF-8", "GB18030"), key=lambda encoding: sum(map(_is_strange, texts.decode(encoding, "replace"))))


def _is_strange(sign: str) -> bool:
    """Whether no Chinese table has it: 住宅 in GB18030 is two letters of Hebrew and Armenian in UTF-8."""
    return "\x7f" < sign < "\u2000" or sign == "\ufffd"


def _beside(path: Path, suffix: str) -> Path | None:
    """The file of the same name that ends so, in capitals or not."""
    return next((file for file in path.parent.glob(f"{path.stem}.*") if file.suffix.lower() == suffix), None)


def _from_wkb(source: Source, number: int, values: Mapping[str, Any], shape: bytes | None) -> Row:
    where, cells = f"feature {number}", _renamed(source, values)
    if shape is None:
        return Row(where, cells, None)
    try:
        return _shaped(where, cells, shapely.from_wkb(shape))
    except ShapelyError as trouble:
        return Row(where, cells, None, f"no shape: {_why(trouble)}")


def _why(trouble: Exception) -> str:
    """What a library says, without its names for troubles."""
    return _ITS_NAMES.sub("", str(trouble)).strip("'")[:120]


def _shaped(where: str, cells: Cells, shape: Shape | None) -> Row:
    if shape is None or shape.is_empty:
        return Row(where, cells, None)
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        return Row(where, cells, None, f"more than {MOST_CORNERS} corners")
    flat = shapely.force_2d(shape)
    if not (abs(shapely.get_coordinates(flat)) < FARTHEST).all():  # which nan is not either
        return Row(where, cells, None, "a corner that is nowhere")
    # Formats begin rings elsewhere and turn them the other way: the same ground gives the same bytes.
    return Row(where, cells, shapely.normalize(flat) if flat.geom_type.endswith("Polygon") else flat)


def _renamed(source: Source, values: Mapping[str, Any]) -> dict[str, str]:
    """Texts under our names: those of the file in small letters, and where `columns` says so another one."""
    told = {str(name).strip(): _text(value) for name, value in values.items()}
    ours = {name.lower(): text for name, text in told.items()} | told
    if source.path.suffix.lower() == ".shp":  # whose names have ten letters at most
        ours |= {name: ours[name[:SHORT]] for name in LONG if name[:SHORT] in ours}
    return ours | {name: told[theirs] for name, theirs in source.columns.items() if theirs in told}


def _text(value: Any) -> str:
    """A value as a cell of a table would say it; lists become `a b`, pairs in lists `a-b c-d`."""
    value = value.item() if hasattr(value, "item") else value  # numbers of numpy
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return _text(" ".join("-".join(map(str, one)) if isinstance(one, list | tuple) else str(one) for one in value))
    return " ".join(clean_text(str(value)).split())
