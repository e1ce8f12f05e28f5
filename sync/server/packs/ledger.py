"""What was wrong with the files of a bureau: every row by file, place and reason, whether it was left out or only told."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a row is told."""

    BAD_VALUE = "bad_value"  # a property that the contract does not take
    NO_SHAPE = "no_shape"  # no position, or another kind of shape than the layer has
    BROKEN_SHAPE = "broken_shape"  # a polygon that crosses itself, and the like
    SWAPPED = "swapped"  # latitude and longitude in each other's place
    OUTSIDE = "outside"  # not in the city
    NO_CODE = "no_code"  # a name that no code in force has
    DUPLICATE = "duplicate"
    WRONG_PARENT = "wrong_parent"  # a code that does not begin with that of its parent
    UNKNOWN_PARENT = "unknown_parent"  # its parent is not in the pack
    NO_LAYER = "no_layer"  # a whole file whose name is no layer's
    NO_FILE = "no_file"  # a whole name that leads to none: a link to what is not there, a folder called like a file
    NO_DATUM = "no_datum"  # a whole file that nobody said the datum of, taken as WGS-84
    WRONG_DATUM = "wrong_datum"  # a whole file whose rows lie where they say only in another datum
    OVERLAP = "overlap"  # two grids at once over the same ground
    WRONG_DISTRICT = "wrong_district"  # it lies elsewhere than it says
    FULL_WIDTH = "full_width"  # wide letters and digits; found as plain ones, shown as they are


@dataclass(frozen=True, slots=True)
class Told:
    """One row that was told; `where` is `line 7` or `feature 7`, `kept` whether it is in the pack all the same."""

    file: str
    where: str
    reason: Reason
    text: str
    kept: bool

    def __str__(self) -> str:
        return f"{self.file}, {self.where}: {self.text} ({self.reason}{', kept' if self.kept else ''})"


@dataclass(slots=True)
class Ledger:
    """All that was told, in the order of the files."""

    told: list[Told] = field(default_factory=list)

    def reject(self, file: str, where: str, reason: Reason, text: str) -> None:
        """The row is not in the pack."""
        self.told.append(Told(file, where, reason, text, kept=False))

    def warn(self, file: str, where: str, reason: Reason, text: str) -> None:
        """The row is in the pack as it is."""
        self.told.append(Told(file, where, reason, text, kept=True))

    @property
    def rejected(self) -> int:
        return sum(not one.kept for one in self.told)

    def counts(self, *, kept: bool) -> str:
        """How many of each reason, as JSON: what the pack itself says of how it was made."""
        found = Counter(one.reason.value for one in self.told if one.kept is kept)
        return json.dumps(dict(sorted(found.items())))


class BadFolder(ValueError):
    """Nothing can be built of the folder; the text is a sentence that says why."""


class BadRow(Exception):
    """A row cannot be taken; caught where its file is read."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(text)
        self.reason = reason
