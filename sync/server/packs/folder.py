"""The folder that a pack is made of: which file is which layer, in which datum, and what its columns are called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from sync.protocol.canonical import clean_text
from sync.protocol.reference_pack import CALENDAR, MAPS, POLICY
from sync.server.packs.ledger import BadFolder
from sync.server.packs.texts import decoded

CITY = "city.json"
PROBLEMS = ".problems.csv"  # what a build tells of a folder, and may lie in it
AREAS = ("districts", "streets", "communities")
POINTS = ("relief_points", "car_parks", "permits", "premises", "assets")
LAYERS = (*AREAS, "units", "grids", "roads", *POINTS, "history", "codes")
MAP_LAYERS = ("water", "green", "buildings", "roads_around", "rail")  # that a base map alone shows
ALL = (*LAYERS, *MAP_LAYERS)
ENDINGS = (".geojson", ".json", ".gpkg", ".shp", ".csv")
FOREIGN = (
    ".xlsx",
    ".xls",
    ".et",
    ".kml",
    ".kmz",
    ".tab",
    ".mif",
    ".dwg",
    ".dxf",
    ".mdb",
    ".zip",
    ".rar",
    ".txt",
)  # told, and not read
LARGEST_FILE = 512 * 1024 * 1024
LARGEST_CITY = 256 * 1024
Datum = Literal["", "wgs84", "cgcs2000", "gcj02"]
DATUMS = ("wgs84", "cgcs2000", "gcj02")
WORDS = {
    "str": "a text in quotes",
    "object": "a list of names in { }",
    "array": "a list in [ ]",
    "int": "a number",
    "null": "nothing",
}


class FileSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `city.json` says of one file; `columns` maps our names to the file's, `crs` is one like EPSG:4547."""

    layer: str = ""
    datum: Datum = ""
    crs: Annotated[str, Meta(max_length=1000)] = ""
    columns: dict[str, str] = {}


class City(msgspec.Struct, frozen=True):
    """`city.json`. `area` is the code of the city or district, `name` what people call it; `datum` by file, or of all that do not say it."""

    area: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    attribution: Annotated[str, Meta(max_length=200)] = ""
    datum: dict[str, Datum] | Datum = {}
    files: dict[str, FileSaid] = {}

    @property
    def datums(self) -> Mapping[str, Datum]:
        """By file."""
        return self.datum if isinstance(self.datum, dict) else {}


def says_gcj02(crs: str) -> bool:
    """Whether a CRS is the one that no register has: GCJ-02, GCJ02, gcj_02."""
    return re.search("gcj[-_ ]?02", crs, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a layer. `datum` is empty where only the file itself can say it; `otherwise` counts where it does not."""

    path: Path
    layer: str
    datum: Datum
    columns: Mapping[str, str]
    otherwise: Datum = ""
    crs: str = ""  # where `city.json` says it

    def datum_with(self, crs: str) -> Datum:
        """The datum that somebody said, when the file itself names this CRS; empty where only the CRS says it, or nobody."""
        return self.datum or ("gcj02" if says_gcj02(crs) else "" if crs else self.otherwise)


@dataclass(frozen=True, slots=True)
class Folder:
    """What was found: sources by layer, in the order of their names, and what is taken along as it is."""

    city: City
    sources: Mapping[str, tuple[Source, ...]]
    along: Mapping[str, Path] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()  # files like those of layers, by a name that is none
    lost: tuple[str, ...] = ()  # names that lead to no file

    def of(self, *layers: str) -> tuple[Source, ...]:
        return tuple(source for layer in layers for source in self.sources.get(layer, ()))


def read(path: Path, wanted: Sequence[str] = LAYERS) -> Folder:
    """Looks at the folder for any of the `wanted` layers; none is read yet. Raises BadFolder, OSError."""
    if not path.is_dir():
        raise BadFolder(f"{path.name} is no folder")
    city = _city(path / CITY)
    names = sorted(entry.name for entry in path.iterdir() if entry.is_file())
    lost = tuple(sorted(entry.name for entry in path.iterdir() if _is_lost(entry)))
    if missing := sorted((city.files.keys() | city.datums.keys()) - set(names)):
        raise BadFolder(f"{CITY} speaks of {missing[0]}, which is not there")
    found: dict[str, list[Source]] = {}
    for name in names:
        source = _source(path / name, city)
        if source is not None:
            found.setdefault(source.layer, []).append(source)
    if not found.keys() & set(wanted):
        nowhere = f"; {lost[0]} leads to no file" if lost else ""
        raise BadFolder(f"there is no layer in {path.name}: {', '.join(wanted[:5])} …{nowhere}")
    used = {source.path.name for its in found.values() for source in its}
    sources = {layer: tuple(its) for layer, its in found.items()}
    return Folder(city, sources, _along(path), _passed_over(names, used), lost)


def _is_lost(entry: Path) -> bool:
    """Whether somebody meant a file, and there is none behind the name."""
    return not entry.exists() or (entry.is_dir() and entry.name.lower().endswith((*ENDINGS, *MAPS)))


def _passed_over(names: Sequence[str], used: set[str]) -> tuple[str, ...]:
    known = {*used, CITY, CALENDAR}
    return tuple(
        name
        for name in names
        if name.lower().endswith((*ENDINGS, *FOREIGN)) and name not in known and PROBLEMS not in name
    )


def _city(path: Path) -> City:
    try:
        if path.stat().st_size > LARGEST_CITY:
            raise BadFolder(f"{CITY} is larger than {LARGEST_CITY >> 10} KiB")
        content = decoded(CITY, path.read_bytes()).encode()
        city = msgspec.json.decode(content, type=City)
    except FileNotFoundError as trouble:
        raise BadFolder(f'there is no {CITY}; it says at least {{"area": "410100", "name": "…"}}') from trouble
    except msgspec.MsgspecError as trouble:
        raise BadFolder(f"{CITY}: {_in_words(str(trouble), content)}") from trouble
    if any(clean_text(text) != text for text in (city.area, city.name, city.attribution)):
        raise BadFolder(f"{CITY}: area, name and attribution are plain texts, without control characters")
    for name, said in city.files.items():
        if said.layer not in ("", *ALL):
            raise BadFolder(f"{CITY}: {name} has no layer {said.layer[:40]}; there are {', '.join(ALL)}")
    return city


def _in_words(trouble: str, content: bytes) -> str:
    """What msgspec found, as somebody says it who wrote the file by hand."""
    said, _, path = trouble.partition(" - at `$")
    where = path.strip(".`").replace("[...]", "")
    named = f"{where}: " if where else ""
    if byte := re.search(r"\(byte (\d+)\)", said):
        line = content.count(b"\n", 0, int(byte[1])) + 1
        return f"line {line}: no JSON: {said.partition(': ')[2].partition(' (')[0]}"
    if "truncated" in said:
        return f"line {len(content.splitlines())}: no JSON: it was cut off, or a bracket is not closed"
    if kinds := re.fullmatch(r"Expected `(.+?)`, got `(.+?)`", said):
        wanted, got = (" or ".join(WORDS.get(kind, kind) for kind in kind.split(" | ")) for kind in kinds.groups())
        return f"{named}{wanted} is wanted, and {got} is there"
    if value := re.fullmatch("Invalid enum value (.+)", said):
        return f"{named}{', '.join(DATUMS)}, not {value[1]}"
    if "unknown field" in said:
        return f"{named}there is no {said.rpartition(' ')[2]}; a file has {', '.join(FileSaid.__struct_fields__)}"
    return f"{named}{'it is empty' if 'length >= 1' in said else said}"


def _source(path: Path, city: City) -> Source | None:
    """The source that a file is; None for one that is no layer."""
    said = city.files.get(path.name, FileSaid())
    layer = said.layer or path.name.partition(".")[0].lower()
    if path.suffix.lower() not in ENDINGS or layer not in ALL:
        if said.layer:
            raise BadFolder(f"{path.name}: files of layers end with {', '.join(ENDINGS)}")
        return None
    if path.stat().st_size > LARGEST_FILE:
        raise BadFolder(f"{path.name} is larger than {LARGEST_FILE >> 20} MiB")
    parts = path.name.lower().replace("-", "").split(".")
    named: Datum = next((datum for datum in ("wgs84", "cgcs2000", "gcj02") if datum in parts), "")
    otherwise: Datum = city.datum if isinstance(city.datum, str) else ""
    return Source(path, layer, said.datum or city.datums.get(path.name, "") or named, said.columns, otherwise, said.crs)


def _along(path: Path) -> dict[str, Path]:
    """Files that go into the pack as they are, by their names there."""
    found = {name: path / name for name in (*MAPS, CALENDAR) if (path / name).is_file()}
    if len(found.keys() & set(MAPS)) > 1:
        raise BadFolder(f"one base map at most: {' or '.join(MAPS)}")
    policy = path / POLICY
    if policy.is_dir():
        tables = [*policy.glob("*.csv"), *policy.glob("digests.json")]
        if not tables and any(policy.iterdir()):
            raise BadFolder(
                f"{POLICY} holds no table: the .csv files of a policy pack lie right in it, in no folder of their own"
            )
        found |= {f"{POLICY}{entry.name}": entry for entry in sorted(tables)}
    return found
