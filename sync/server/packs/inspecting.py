"""What a pack says, whether it is whole, and how it differs from another."""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.protocol import pack_file
from sync.protocol.pack_file import Signature
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import APPLICATION_ID, DATABASE, SCHEMA, Manifest, PackFile

# By layer: what tells one row from another, and what people call it; then all that may change.
LAYERS: Mapping[str, tuple[str, str, str]] = {
    "areas": ("kind || ' ' || code || ' ' || first", "name", "SELECT * FROM areas"),
    "units": ("code", "name", "SELECT * FROM units"),
    "grids": ("code || ' ' || first", "code", "SELECT * FROM grids"),
    "roads": ("code || ' ' || name || ' ' || first || ' ' || hex(substr(line, 1, 24))", "name", "SELECT * FROM roads"),
    "points": (
        "kind || ' ' || CASE code WHEN '' THEN name || ' ' || address || ' ' || lat || ' ' || lon ELSE code END || ' ' || first",
        "name",
        "SELECT * FROM points",
    ),
    "histories": (
        "subject || ' ' || category",
        "subject",
        "SELECT * FROM (SELECT subject, category, violations_365d FROM histories)",
    ),  # each pack counts them as of another moment
}
NUMBERED = frozenset({"areas", "grids", "roads", "points"})  # whose first column is a number that means nothing


@dataclass(frozen=True, slots=True)
class Whole:
    """A pack that was read to its end. `signature` is None for one that nobody signed; `meta` is what it says of its making."""

    manifest: Manifest
    text: bytes
    signature: Signature | None
    meta: Mapping[str, str]
    files: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one layer: what people call the rows that are only in the new pack, only in the old, or other than they were."""

    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[str]


@contextmanager
def unpacked(path: Path, *, beside: Path | None = None) -> Iterator[Whole]:
    """The pack, proved whole, in a folder that is gone at the end; in `beside`, when it is to be moved from there.

    Raises ProtocolProblem: NOT_A_PACK, NEWER_PACK, DAMAGED_PACK; OSError.
    """
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        yield _read(path, Path(folder))


def _read(path: Path, folder: Path) -> Whole:
    """The pack, its files in `folder`. What is wrong with it is told with its name: of two it may be either."""
    files: dict[str, Path] = {}

    def save(file: PackFile, pieces: Iterator[bytes]) -> None:
        files[file.name] = folder / str(len(files))
        with files[file.name].open("xb") as out:
            out.writelines(pieces)

    try:
        with pack_file.opened(path) as pack:
            pack.files(save)
            meta = _checked(files[DATABASE], pack.manifest)
            return Whole(pack.manifest, pack.text, pack.signature, meta, files)
    except ProtocolProblem as trouble:
        raise ProtocolProblem(trouble.code, f"{path.name}, {trouble.detail}".removesuffix(", ")) from trouble


def _checked(path: Path, manifest: Manifest) -> Mapping[str, str]:
    """What the database says of itself, when it is one of ours and holds what the manifest counts."""
    try:
        with read_only(path) as database:
            (application,), (schema,) = (
                database.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
            )
            if (application, schema) != (APPLICATION_ID, manifest.schema) or schema > SCHEMA:
                raise ProtocolProblem(Problem.NOT_A_PACK, DATABASE)
            if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise ProtocolProblem(Problem.DAMAGED_PACK, DATABASE)
            held = dict(database.execute("SELECT kind, count(*) FROM areas GROUP BY 1").fetchall())
            held |= dict(database.execute("SELECT kind, count(*) FROM points GROUP BY 1").fetchall())
            for table in ("units", "grids", "roads", "crossings", "ways", "histories", "history_rows"):
                (held[table],) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our tables
            if {name: count for name, count in held.items() if count} != manifest.counts:
                raise ProtocolProblem(Problem.DAMAGED_PACK, "counts")
            return dict(database.execute("SELECT name, value FROM meta").fetchall())
    except sqlite3.Error as trouble:
        raise ProtocolProblem(Problem.DAMAGED_PACK, DATABASE) from trouble


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that is never written, however it was left."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        yield database


def difference(old: Path, new: Path) -> Mapping[str, Difference]:
    """By layer, how the database `new` differs from `old`."""
    with read_only(old) as before, read_only(new) as after:
        return {layer: _layer(layer, before, after) for layer in LAYERS}


def _layer(layer: str, before: sqlite3.Connection, after: sqlite3.Connection) -> Difference:
    was, now = _rows(layer, before), _rows(layer, after)
    added = Counter(now[key][0] for key in now if key not in was)
    removed = Counter(was[key][0] for key in was if key not in now)
    changed = Counter(now[key][0] for key in now if key in was and was[key][1] != now[key][1])
    # What nothing but its name and place tells apart has moved, or has another address: it neither came nor went.
    moved = added & removed
    return Difference(*(list(names.elements()) for names in (added - moved, removed - moved, changed + moved)))


def _rows(layer: str, database: sqlite3.Connection) -> dict[str, tuple[str, tuple[object, ...]]]:
    """By what tells rows apart: the name, and all that may change. Rows that nothing tells apart are counted."""
    key, name, rows = LAYERS[layer]
    found: dict[str, tuple[str, tuple[object, ...]]] = {}
    for told, called, *rest in database.execute(rows.replace("*", f"{key}, {name}, *", 1) + " ORDER BY 1, 3"):
        while told in found:
            told += "'"
        found[told] = str(called or told), tuple(rest[1:] if layer in NUMBERED else rest)
    return found
