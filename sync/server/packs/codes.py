"""Codes in force (GB/T 2260 and on) and their names: what a district or street is called today."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspector_app import paths
from sync.server.packs import sources
from sync.server.packs.folder import Folder
from sync.server.packs.ledger import BadFolder

_KIND = re.compile("(街道办事处|办事处|街道|地区|社区|镇|乡|自治县|区|县|市)$")
_ALSO = re.compile("[;；、]")


@dataclass(frozen=True, slots=True)
class Codes:
    """`names` by code; `also` other and former names of a code."""

    names: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]]

    def find(self, name: str, digits: int, parent: str = "") -> str:
        """The one code of so many digits, below `parent` where that is known, that has the name; empty for none or several.

        街道, 镇 and 乡 are not told apart: towns become sub-districts, and keep their name.
        """
        for same in (lambda one: one == name, lambda one: core(one) == core(name)):
            found = [code for code in self.names if len(code) == digits and any(map(same, self.names_of(code)))]
            below = [code for code in found if parent and code.startswith(parent)]
            if len(below or found) == 1:
                return (below or found)[0]
        return ""

    def names_of(self, code: str) -> tuple[str, ...]:
        return (self.names[code], *self.also.get(code, ()))

    def district(self, said: str) -> str:
        """The code of the district that somebody names, by its code, its name or the beginning of it; empty for none."""
        if said in self.names:
            return said
        known = [code for code in self.names if len(code) == 6]
        exact = [code for code in known if said == self.names[code]]
        near = [code for code in known if len(core(said)) > 1 and self.names[code].startswith(core(said))]
        return (exact or near or [""])[0] if len(exact or near) == 1 else ""


def core(name: str) -> str:
    """A name without the kind of its area, unless nothing would be left."""
    return _KIND.sub("", name) or name


def read(folder: Folder) -> Codes:
    """Those of the folder, else those that the program has of this city. Raises BadFolder."""
    given = folder.of("codes")
    if given:
        return _codes({said.get("code", ""): said for source in given for said in _cells(sources.read(source).rows)})
    ours = paths.resources() / "places" / f"{folder.city.area[:4]}.csv"
    return _codes({row["code"]: row for row in _resource(ours)} if ours.is_file() else {})


def _cells(rows: list[sources.Row]) -> list[Mapping[str, str]]:
    for row in rows:
        if not re.fullmatch("[0-9]{6}|[0-9]{9}|[0-9]{12}", row("code")) or not row("name"):
            raise BadFolder(f"codes.csv, {row.where}: a code of 6, 9 or 12 digits and its name")
    return [row.cells for row in rows]


def _resource(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _codes(said: Mapping[str, Mapping[str, str]]) -> Codes:
    also = {code: tuple(filter(None, _ALSO.split(one.get("also", "")))) for code, one in said.items()}
    return Codes(
        {code: one["name"] for code, one in said.items()}, {code: names for code, names in also.items() if names}
    )
