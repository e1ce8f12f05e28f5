"""Two findings that may be one: the same kind within 30 m and 30 minutes, or the same plate within a day (domain.md §6.2)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from inspector_app.domain.finding import Draft
from inspector_app.domain.geometry import Box, Ground
from inspector_app.domain.ids import iso
from inspector_app.domain.reference.history import Entry, subject_key

NEAR_M = 30.0
WITHIN = timedelta(minutes=30)
PLATE_WITHIN = timedelta(days=1)  # who is parked there tomorrow is found anew


@dataclass(frozen=True, slots=True)
class Likeness:
    """What another finding is compared with. `at` is UTC ISO; `plate` a subject_key, empty where none was read."""

    finding: str
    category: str
    at: str
    plate: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None

    def window(self, by: timedelta) -> tuple[str, str]:
        """From and until (UTC ISO) so long before and after."""
        moment = datetime.fromisoformat(self.at)
        return iso(moment - by), iso(moment + by)

    def near(self) -> Box | None:
        """Around all that is near enough; None where the draft has no place."""
        if self.lat_e7 is None or self.lon_e7 is None:
            return None
        return Ground(self.lat_e7, self.lon_e7).box(NEAR_M)

    def told(self, subject: str, entry: Entry) -> "Alike | None":
        """What the centre told of a subject, when it may be the same."""
        at, off = iso(entry.at.astimezone(UTC)), self.off_m(entry.lat_e7, entry.lon_e7)
        same_plate = bool(self.plate) and subject == self.plate and self._is_within(PLATE_WITHIN, at)
        is_near = off is not None and off <= NEAR_M and self._is_within(WITHIN, at)
        is_own = entry.finding == self.finding != ""
        if entry.category != self.category or is_own or not (same_plate or is_near):
            return None
        return Alike(
            entry.finding, at, off_m=None if off is None else round(off), same_plate=same_plate, told=entry.what.value
        )

    def _is_within(self, by: timedelta, at: str) -> bool:
        since, until = self.window(by)
        return since <= at <= until

    def off_m(self, lat_e7: int | None, lon_e7: int | None) -> float | None:
        """How far another finding is; None where one of the two places is unknown."""
        if self.lat_e7 is None or self.lon_e7 is None or lat_e7 is None or lon_e7 is None:
            return None
        return Ground(self.lat_e7, self.lon_e7).distance_m(lat_e7, lon_e7)


@dataclass(frozen=True, slots=True)
class Alike:
    """What may be the same. `finding` is empty where the centre told of it without saying which: it cannot be linked then.

    `told` is empty for a finding of this laptop.
    """

    finding: str
    observed_at: str
    address: str = ""
    off_m: int | None = None
    same_plate: bool = False
    told: str = ""  # what the centre knew, by code


def likeness(draft: Draft) -> Likeness | None:
    """What to look for; None while the draft says neither where it is nor a plate."""
    plate = subject_key(str(draft.facts.get("plate") or ""))
    place = draft.place
    if not plate and (place.lat_e7 is None or place.lon_e7 is None):
        return None
    return Likeness(draft.id, draft.category.value, draft.observed_at, plate, place.lat_e7, place.lon_e7)
