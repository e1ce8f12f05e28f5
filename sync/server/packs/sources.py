"""Rows of a bureau's files, whatever their format: text by column, a shape, and where in the file they stand."""

import csv
import io
import json
import struct
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]
from shapely.errors import ShapelyError  # type: ignore[import-untyped]

from sync.protocol.canonical import clean_text
from sync.server.packs.folder import Source
from sync.server.packs.ledger import BadFolder
from sync.server.packs.shapes import Shape

MOST_ROWS = 1_000_000
MOST_CORNERS = 200_000  # of one shape
FARTHEST = 1e9  # of any coordinate, metres or degrees
LONGEST_CELL = 16 * 1024 * 1024  # of a CSV file: a polygon as WKT
Cells = Mapping[str, str]
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
    ending = source.path.suffix.lower()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # drivers warn of what the ledger tells row by row
        if ending == ".csv":
            return Table(list(_bounded(source, _table(source))))
        if ending in (".geojson", ".json"):
            return _geojson(source)
        return _drawn(source)


def text_of(path: Path) -> str:
    """A text file in UTF-8 or GB18030, as spreadsheets in China write them. Raises BadFolder."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFolder(f"{path.name} is neither UTF-8 nor GB18030")


def _bounded(source: Source, rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            raise BadFolder(f"{source.path.name}: more than {MOST_ROWS} rows")
        yield row


def _table(source: Source) -> Iterator[Row]:
    name = source.path.name
    csv.field_size_limit(LONGEST_CELL)
    text, cells = text_of(source.path), list[str]()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        titles = [title.strip() for title in next(reader, [])]
        if not any(titles) or len(set(titles)) < len(titles):
            raise BadFolder(f"{name}: the first row names the columns, each once")
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _tabled(source, line, titles, cells)
            line = reader.line_num + 1
        if cells and len(cells) < len(titles) and not text.endswith(("\n", "\r")):
            raise BadFolder(
                f"{name} was cut off: line {reader.line_num} ends after {len(cells)} of {len(titles)} cells"
            )
    except csv.Error as trouble:
        raise BadFolder(f"{name}, line {reader.line_num}: {trouble}") from trouble


def _tabled(source: Source, line: int, titles: list[str], cells: list[str]) -> Row:
    said = _renamed(source, dict(zip(titles, cells, strict=False)))
    where = f"line {line}"
    if len(cells) > len(titles):
        return Row(where, said, None, f"{len(cells)} cells under {len(titles)} columns")
    try:
        if said.get("wkt"):
            return _shaped(where, said, shapely.from_wkt(said["wkt"]))
        if said.get("lon") or said.get("lat"):
            return _shaped(where, said, shapely.Point(float(said.get("lon", "")), float(said.get("lat", ""))))
    except (ShapelyError, ValueError):
        return Row(where, said, None, "lon and lat are degrees like 113.68 and 34.76, wkt a shape")
    return Row(where, said, None)


def _geojson(source: Source) -> Table:
    name = source.path.name
    try:
        told = json.loads(text_of(source.path))
    except (ValueError, RecursionError) as trouble:
        raise BadFolder(f"{name} is no JSON, or was cut off: {trouble}") from trouble
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise BadFolder(f"{name} is no FeatureCollection")
    crs = told.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    said = named.get("name", "") if isinstance(named, dict) else ""
    rows = (_feature(source, number, one) for number, one in enumerate(features, 1))
    return Table(list(_bounded(source, rows)), str(said))


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
        return Row(where, cells, None, f"no shape: {str(trouble)[:120]}")


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
        read = pyogrio.raw.read(path, encoding=_dbf_encoding(path))
        _check_end(path)
    except BadFolder:
        raise
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
    """What the .cpg beside a Shapefile says, else what its texts are."""
    told = _beside(path, ".cpg")
    if told is not None:
        return told.read_text(encoding="ascii", errors="replace").strip()[:40]
    table = _beside(path, ".dbf")
    content = table.read_bytes() if table is not None else b""
    begins = int.from_bytes(content[8:10], "little")  # behind the header
    try:
        content[begins:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


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
        return Row(where, cells, None, f"no shape: {str(trouble)[:120]}")


def _shaped(where: str, cells: Cells, shape: Shape | None) -> Row:
    if shape is None or shape.is_empty:
        return Row(where, cells, None)
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        return Row(where, cells, None, f"more than {MOST_CORNERS} corners")
    flat = shapely.force_2d(shape)
    if not (abs(shapely.get_coordinates(flat)) < FARTHEST).all():  # which nan is not either
        return Row(where, cells, None, "a corner that is nowhere")
    return Row(where, cells, flat)


def _renamed(source: Source, values: Mapping[str, Any]) -> dict[str, str]:
    """Texts under our names: those of the file, and where `columns` says so another one."""
    told = {str(name): _text(value) for name, value in values.items()}
    return told | {ours: told.get(theirs, "") for ours, theirs in source.columns.items()}


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
