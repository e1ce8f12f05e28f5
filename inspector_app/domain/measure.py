"""What an officer did about a finding, of what the policy suggests."""

from typing import NamedTuple


class Measure(NamedTuple):
    """A measure that was taken. `code` is one of the pack's; `target` a relief point, an authority or a department.

    `until` is the deadline that was told, UTC ISO text, empty without one.
    """

    id: str
    code: str
    target: str = ""
    until: str = ""
    note: str = ""


class Taken(NamedTuple):
    """A measure as the journal has it: by which officer, and when it was stated (UTC)."""

    measure: Measure
    officer: str
    taken_at: str
