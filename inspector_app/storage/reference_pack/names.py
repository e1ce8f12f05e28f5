"""Finding an address, a road or a shop by typing: Chinese signs, whole sounds, initials, or a mixture of them."""

import heapq
import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from inspector_app.domain.geometry import Ground
from inspector_app.domain.location import Spot
from inspector_app.domain.reference.suggestion import Suggestion
from inspector_app.storage.database import Connection
from sync.protocol.reference_pack import LONGEST_INITIALS, LONGEST_SOUNDS

LONGEST, MOST_RUNS = 40, 6  # of what is typed; the rest tells no more
MOST_FOUND, MOST_READ = 20_000, 120  # names weighed, names whose words are compared
GREATEST_ID = 4_000_000  # ids beyond it, or so much rarer than their numbers, are not found: they would cost memory
SPARSEST = 8
_TOKEN = re.compile(r"[a-z]+|[0-9]+|[^\W_]")
_RUN = re.compile(r"[a-z]+|[0-9]+|[^\W_a-z0-9]+")
_LETTERS = re.compile(r"[a-z]+")

_PLACES = (
    "SELECT n.id, weight, lat, lon FROM names n JOIN areas a ON a.id = n.ref WHERE n.of = 'areas'",
    "SELECT n.id, weight, (south + north) / 2, (west + east) / 2 FROM names n JOIN roads_box r ON r.id = n.ref WHERE n.of = 'roads'",
    "SELECT n.id, weight, lat, lon FROM names n JOIN points p ON p.id = n.ref WHERE n.of = 'points'",
)
_WORDS = {
    "areas": "SELECT id, kind, name, '' FROM areas WHERE id IN ({})",
    "roads": "SELECT id, 'road', name, '' FROM roads WHERE id IN ({})",
    "points": "SELECT id, kind, name, address FROM points WHERE id IN ({})",
}


class Weights:
    """What each name weighs and where it is, in memory: a hundred thousand take 1.2 MB."""

    def __init__(self) -> None:
        self._weight, self._lat, self._lon = array("q"), array("q"), array("q")

    @staticmethod
    def read(connection: Connection) -> "Weights":
        made = Weights()
        last, count = connection.execute("SELECT coalesce(max(id), 0), count(*) FROM names").fetchone()
        greatest = min(last, SPARSEST * count, GREATEST_ID)
        made._weight, made._lat, made._lon = (array("q", bytes(8 * (greatest + 1))) for _ in range(3))
        for query in _PLACES:
            for number, weight, lat, lon in connection.execute(query):
                if 0 <= number <= greatest:
                    made._weight[number], made._lat[number], made._lon[number] = weight, lat, lon
        return made

    def of(self, number: int) -> int:
        return self._weight[number]

    def at(self, number: int) -> tuple[int, int]:
        return self._lat[number], self._lon[number]

    def first(self, numbers: Iterable[int], ground: Ground, most: int) -> list[int]:
        """The heaviest of them, of equal ones the nearest."""
        weight, lat, lon = self._weight, self._lat, self._lon
        here_lat, here_lon, to_north, to_east = ground.lat_e7, ground.lon_e7, ground.to_north, ground.to_east
        # Squares are compared and nothing is called: it runs for every name that begins with a letter.
        ranked = [
            (-weight[n], ((lat[n] - here_lat) * to_north) ** 2 + ((lon[n] - here_lon) * to_east) ** 2, n)
            for n in numbers
            if 0 <= n < len(weight)
        ]
        return [number for _, _, number in heapq.nsmallest(most, ranked)]


class Row(NamedTuple):
    number: int
    kind: str
    name: str
    address: str


def suggestions(
    connection: Connection, weights: Weights, typed: str, here: Spot | None, *, most: int
) -> list[Suggestion]:
    """Exact names first, then those that begin so, then the others; of equal ones the heaviest, then the nearest."""
    text = plain(typed)
    runs = _RUN.findall(text)[:MOST_RUNS]
    if not runs:
        return []
    ground = Ground(here.lat_e7, here.lon_e7) if here is not None else Ground(0, 0)
    ranks: dict[int, int] = {}
    for rank, query in enumerate(_queries(runs)):
        if query and len(ranks) < most:
            for number in weights.first(_matching(connection, query), ground, MOST_READ):
                ranks.setdefault(number, rank)
    wanted, place = "".join(runs), {number: at for at, number in enumerate(weights.first(ranks, ground, len(ranks)))}
    rows = _rows(connection, list(ranks))
    rows.sort(key=lambda row: (0 if _signs(row.name) == wanted else ranks[row.number], place[row.number]))
    return _distinct((_suggestion(row, weights, ground if here is not None else None) for row in rows), most)


def plain(text: str) -> str:
    """Full-width signs as plain ones, capitals as small letters, no blanks around, and no more than anybody types."""
    return unicodedata.normalize("NFKC", text[: 4 * LONGEST]).casefold().strip()[:LONGEST]


def words(text: str) -> str:
    """How the index writes a name: a blank between any two signs."""
    return " ".join(one for token in _TOKEN.findall(text) for one in token)


def _signs(name: str) -> str:
    """A name as it is compared with what was typed: its signs alone."""
    return "".join(_RUN.findall(plain(name)))


def _queries(runs: Sequence[str]) -> tuple[str, str, str]:
    """Whole sounds or initials from the first sign on, or signs and numbers as they were typed; what begins so; what holds it
    anywhere."""
    anywhere = [_anywhere(run) for run in runs]
    whole, text = "", "".join(runs)
    if len(runs) > 1:
        whole = f'({{name address}} : "{words(text)}" *)'  # such as a street with a number
        if text.isascii():
            whole += f" OR {_spelled(text)}"
    elif _LETTERS.fullmatch(text):
        whole = f'(initials : ^ "{text[:LONGEST_INITIALS]}") OR (sounds : ^ "{text[:LONGEST_SOUNDS]}")'
    begins = " AND ".join([_begins(runs[0]), *anywhere[1:]])
    return whole, begins, " AND ".join(anywhere)


def _begins(run: str) -> str:
    if not _LETTERS.fullmatch(run):
        return " OR ".join(f"(name : ^ {phrase})" for phrase in _phrases(run)).join("()")
    # A letter of a name is its own sound and initial: the name itself need not be asked.
    return _spelled(run, "^ ") if len(run) > 1 else f'(initials : ^ "{run}" *)'


def _anywhere(run: str) -> str:
    signs = f"({{name address}} : ({' OR '.join(_phrases(run))}))"
    if _LETTERS.fullmatch(run):
        return f"({_spelled(run)} OR {signs})"
    return signs


def _spelled(run: str, first: str = "") -> str:
    """Initials or sounds that begin so; what goes on beyond the words of the index is believed."""
    return f'((initials : {first}"{run[:LONGEST_INITIALS]}" *) OR (sounds : {first}"{run[:LONGEST_SOUNDS]}" *))'


def _phrases(run: str) -> list[str]:
    """As single signs and as one word; each once, because it is looked for as often as it is said."""
    return [f'"{text}" *' for text in dict.fromkeys((words(run), run))]


def _matching(connection: Connection, query: str) -> list[int]:
    # As one text: thousands of steps would hand the interpreter's lock to and fro with the screen.
    asked = "SELECT json_group_array(rowid) FROM (SELECT rowid FROM names_words WHERE names_words MATCH ? LIMIT ?)"
    return msgspec.json.decode(connection.execute(asked, (query, MOST_FOUND)).fetchone()[0], type=list[int])


def _rows(connection: Connection, numbers: Sequence[int]) -> list[Row]:
    marks = ", ".join("?" * len(numbers))
    stated = connection.execute(f"SELECT id, of, ref FROM names WHERE id IN ({marks})", numbers).fetchall()  # noqa: S608
    found: list[Row] = []
    for table, query in _WORDS.items():
        refs = {ref: number for number, of, ref in stated if of == table}
        rows = connection.execute(query.format(", ".join("?" * len(refs))), list(refs))
        found += [Row(refs[ref], kind, name, address) for ref, kind, name, address in rows]
    return found


def _suggestion(row: Row, weights: Weights, ground: Ground | None) -> Suggestion:
    lat, lon = weights.at(row.number)
    is_known = bool(lat or lon)
    far = round(ground.distance_m(lat, lon)) if ground is not None and is_known else None
    return Suggestion(row.kind, row.name, row.address, lat if is_known else None, lon if is_known else None, far)


def _distinct(found: Iterable[Suggestion], most: int) -> list[Suggestion]:
    """What is written alike is shown once, the first of them."""
    kept: dict[str, Suggestion] = {}
    for one in found:
        kept.setdefault(one.written, one)
        if len(kept) == most:
            break
    return list(kept.values())
