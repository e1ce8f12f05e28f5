"""Districts, streets and communities: who begins where, and what each is called."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sync.server.packs import cells, shapes
from sync.server.packs.codes import Codes
from sync.server.packs.folder import AREAS, Folder, Source
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadFolder, BadRow, Ledger, Reason
from sync.server.packs.shapes import Shape
from sync.server.packs.sources import Row

KINDS = {"districts": ("district", 6), "streets": ("street", 9), "communities": ("community", 12)}
CITY = "city"


@dataclass(frozen=True, slots=True)
class Area:
    """`shape` is a polygon, or None where only the centre is known."""

    kind: str
    code: str
    name: str
    parent: str
    first: str
    last: str
    at: shapes.Corner
    shape: Shape | None


def read(folder: Folder, codes: Codes, ledger: Ledger) -> tuple[list[Area], Ground]:
    """All areas by kind and code, and the ground that the districts make."""
    found: list[Area] = []
    ground = Ground()
    for layer in AREAS:
        for source in folder.of(layer):
            found += cells.taken(
                source, cells.rows(source, ground, ledger), ledger, _reader(source, found, codes, ledger)
            )
        if layer == "districts":
            _check_city(folder.city.area, found)
            # Where one district is a mere place nobody knows where the city ends: its streets must not be thrown out.
            outlines = [area.shape for area in found if area.shape is not None]
            ground = Ground.of(outlines) if len(outlines) == len(found) else Ground()
        drawn = [(area.code, area.name, area.shape) for area in found if area.shape is not None]
        ground = replace(ground, landmarks=ground.landmarks.with_areas(drawn))
    return _with_city(folder, found), ground


def _check_city(area: str, districts: Sequence[Area]) -> None:
    """A wrong digit in city.json would make another city's pack of this one's ground."""
    stem = area[: 2 if area.endswith("0000") else 4]
    if _is_code(area) and districts and not any(one.code.startswith(stem) for one in districts):
        raise BadFolder(
            f"city.json says area {area}, and {districts[0].name} has the code {districts[0].code}: one of the two is of another city"
        )


def _is_code(area: str) -> bool:
    return area.isdigit() and len(area) == 6


def _reader(source: Source, known: list[Area], codes: Codes, ledger: Ledger) -> "_Reader":
    above = {one.code for one in known if one.kind == _ABOVE.get(source.layer)}
    spans = [(one.code, one.first, one.last) for one in known]
    return _Reader(source, above, spans, codes, ledger)


_ABOVE = {"streets": "district", "communities": "street"}


class _Reader:
    """Makes areas of rows. `above` are the codes of the kind above, empty where it was not given."""

    def __init__(
        self, source: Source, above: set[str], spans: Sequence[tuple[str, str, str]], codes: Codes, ledger: Ledger
    ) -> None:
        self._source, self._above, self._codes, self._ledger = source, above, codes, ledger
        self._spans = list(spans)
        self._kind, self._digits = KINDS[source.layer]

    def __call__(self, row: Row) -> Area:
        name = cells.text(row, "name", needed=True)
        code = cells.code(row, self._digits) if row("code") else self._named(row, name)
        first, last = cells.span(row)
        self._check_once(code, first, last)
        parent = cells.text(row, "parent") or code[: self._digits - 3 if self._digits > 6 else 4].ljust(6, "0")
        if self._digits > 6 and not code.startswith(parent):
            raise BadRow(Reason.WRONG_PARENT, f"code {code} does not begin with its parent's, {parent[:40]}")
        if self._above and parent not in self._above:
            self._ledger.warn(
                self._source.path.name, row.where, Reason.UNKNOWN_PARENT, f"there is no {parent} for {code}"
            )
        is_area = row.shape is not None and row.shape.geom_type.endswith("Polygon")
        shape = shapes.checked_area(row.shape) if is_area else None
        if shape is None and self._kind == "district":
            said = f"{name} has a place and no area: what lies in the city is not checked"
            self._ledger.warn(self._source.path.name, row.where, Reason.NO_SHAPE, said)
        return Area(self._kind, code, name, parent, first, last, shapes.point(row.shape), shape)

    def _named(self, row: Row, name: str) -> str:
        """The code of a name that came without one."""
        said = cells.text(row, "district") or cells.text(row, "parent")
        code = self._codes.find(name, self._digits, self._codes.district(said) if said else "")
        if not code:
            where = f" in {said}" if said else ""
            raise BadRow(Reason.NO_CODE, f"{name}{where}: no code in force has this name")
        return code

    def _check_once(self, code: str, first: str, last: str) -> None:
        for other, begins, ends in self._spans:
            if other == code and begins <= (last or "9") and first <= (ends or "9"):
                raise BadRow(Reason.DUPLICATE, f"code {code} stands there twice at once")
        self._spans.append((code, first, last))


def _with_city(folder: Folder, found: list[Area]) -> list[Area]:
    """The city itself, where its code is one and no file states it."""
    area, name = folder.city.area, folder.city.name
    districts = [one.at for one in found if one.kind == "district"]
    if _is_code(area) and districts and all(one.code != area for one in found):
        middle = tuple(sum(values) // len(districts) for values in zip(*districts, strict=True))
        found = [Area(CITY, area, name, "", "", "", (middle[0], middle[1]), None), *found]
    ranks = (CITY, *(kind for kind, _ in KINDS.values()))
    return sorted(found, key=lambda one: (ranks.index(one.kind), one.code, one.first))
