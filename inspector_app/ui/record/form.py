"""How the facts of a category are grouped on the form. The catalogue says what can be asked; this says where it stands.

A fact that no group names stands in the last one, so that a new fact of the catalogue has its control at once.
"""

from collections.abc import Container, Iterable
from typing import NamedTuple

from inspector_app.domain.catalogue import Catalogue

PARTY = "#party"  # attitude and correction in one tap, then who it is
KIND = "#kind"  # the kinds of a category that no fact tells apart
WRITTEN = "#written"  # party and note
COMBINED = ("attitude", "corrected_on_site")
ELSEWHERE = ("category", *COMBINED)  # the keys at the top, the one tap

FIRST: dict[str, tuple[str, ...]] = {
    "stall": ("form", "goods", "bbq_designated", "road_class", "blocks", PARTY, "hazard", WRITTEN),
    "hoarding": (
        KIND, "permit", "instant_permit_eligible", "days_to_expiry", "days_expired", "extension_applied",
        "hours_since_emergency", "approved_area", "measured_area", "blocks", "alternative_route", PARTY, "hazard", WRITTEN,
    ),
    "parking": (
        "vehicle", "plate", "count", "location", "bay_violation", "road_class", "driver", "reminder_min", "blocks", PARTY,
        "hazard", WRITTEN,
    ),
}  # fmt: skip

SITE: dict[str, tuple[str, ...]] = {
    "stall": (
        "passage_left_m", "permit", "in_relief_point", "relief_breach", "within_line", "nearest_relief",
    ),
    "hoarding": (
        "board", "enclosure", "signs", "work_finished", "days_since_finished", "idle_days", "idle_excused",
        "road_class", "dig_ban_period",
    ),
    "parking": ("abandoned", "emergency_duty"),
}  # fmt: skip

RECORDS = ("history",)
PERSON = ("subject", "no_fault_claim", "no_fault_evidence")


class Group(NamedTuple):
    """`name` is first, site, records, person or rest; `items` are fact names and the places beginning with #."""

    name: str
    items: tuple[str, ...]


def groups(category: str, catalogue: Catalogue) -> tuple[Group, ...]:
    """The form of a category from top to bottom: every fact of the category once."""
    known = catalogue.categories[category]
    plan = [
        Group("first", _there(FIRST.get(category, (PARTY, WRITTEN)), known)),
        Group("site", _there(SITE.get(category, ()), known)),
        Group("records", _there(RECORDS, known)),
        Group("person", _there(PERSON, known)),
    ]
    placed = {item for group in plan for item in group.items} | set(ELSEWHERE)
    rest = tuple(name for name in known if name not in placed)
    return (*(group for group in plan if group.items), Group("rest", rest))


def _there(items: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    return tuple(item for item in items if item.startswith("#") or item in known)
