"""What a scanned code stands for, and what it fills in where the officer said nothing (一码智管)."""

from dataclasses import dataclass, replace
from datetime import datetime

from inspector_app.domain.codes import meant
from inspector_app.domain.finding import LONGEST_NOTE, LONGEST_TEXT, Draft
from inspector_app.domain.geometry import Ground
from inspector_app.domain.location import Point
from inspector_app.domain.place import PinReason, Place, PlaceSource
from inspector_app.services.ports import Reads

FAR_M = 200.0  # beyond this an asset does not stand where the finding is


@dataclass(frozen=True, slots=True)
class Looked:
    """A cleaned `code` of the draft `about` with the point that it stands for; `has_pack`: there was something to look it up in."""

    about: str
    code: str
    point: Point | None = None
    has_pack: bool = True


def look_up(reads: Reads, code: str, draft: Draft, at: datetime) -> Looked:
    """The point of the code, or of the link that it is; of several with one code the one nearest to the finding."""
    city = reads.city
    if city is None:
        return Looked(draft.id, code, None, has_pack=False)
    for part in meant(code):
        found = city.points_of(part, at)
        if found:
            return Looked(draft.id, code, min(found, key=lambda one: apart_m(draft.place, one)))
    return Looked(draft.id, code)


def apart_m(near: Place, point: Point) -> float:
    """Metres between a finding's place and the point; 0 where the place is not known."""
    if near.lat_e7 is None or near.lon_e7 is None:
        return 0.0
    return Ground(near.lat_e7, near.lon_e7).distance_m(point.lat_e7, point.lon_e7)


def filled(draft: Draft, point: Point) -> Draft:
    """The draft with what the code says; what the officer, a receiver or a photo said before stays.

    An asset that stands elsewhere gives no address: the finding would have two places.
    """
    place = draft.place
    if place.lat_e7 is None or place.lon_e7 is None:
        place = Place(
            PlaceSource.PIN, point.lat_e7, point.lon_e7, address=place.address, pin_reason=PinReason.CODE.value
        )
    if not place.address.strip() and apart_m(place, point) <= FAR_M:
        written = f"{point.address}（{point.name}）" if point.address and point.name else point.address or point.name
        place = replace(place, address=written[:LONGEST_TEXT])
    party = draft.party if draft.party.strip() else point.owner[:LONGEST_TEXT]
    return replace(draft, asset=point.code, party=party, place=place)


def noted(draft: Draft, code: str) -> Draft:
    """The draft with an unknown code in its note, because the officer wants it there."""
    note = f"{draft.note.rstrip()}\n{code}".strip()
    return draft if code in draft.note or len(note) > LONGEST_NOTE else replace(draft, note=note)
