"""What is said about where a finding is; where each position came from is never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inspector_app.domain.finding import LONGEST_TEXT, Draft
from inspector_app.domain.fix import NOT_FROM_SATELLITES, PIN_FAR_M, Trust
from inspector_app.domain.geometry import Ground
from inspector_app.domain.place import PinReason, Place, PlaceSource
from inspector_app.domain.reception import Reception, State

if TYPE_CHECKING:
    from inspector_app.domain.reference.suggestion import Suggestion
    from inspector_app.domain.task import Task

# Those that a person may choose from; the laptop knows the first three itself.
REASONS = (PinReason.NO_RECEIVER, PinReason.NO_FIX, PinReason.INACCURATE, PinReason.ELSEWHERE)
FOUND = ("", PinReason.TASK, PinReason.MAP, PinReason.ADDRESS, PinReason.CODE)  # what no person said
AREAS = ("city", "district", "street", "community", "road")  # too large to say where somebody stands


def addressed(draft: Draft, text: str) -> Draft:
    return replace(draft, place=replace(draft.place, address=text))


def suggested(draft: Draft, one: Suggestion) -> Draft:
    """The address that was picked; where nobody said the position, the pack's is a pin with that reason."""
    draft = addressed(draft, one.written[:LONGEST_TEXT])
    if draft.place.lat_e7 is not None or one.lat_e7 is None or one.lon_e7 is None or one.kind in AREAS:
        return draft
    place = Place(
        PlaceSource.PIN, one.lat_e7, one.lon_e7, address=draft.place.address, pin_reason=PinReason.ADDRESS.value
    )
    return replace(draft, place=place)


def pinned(draft: Draft, at: tuple[int, int] | None, reason: str = "") -> Draft:
    """A position typed by hand (degrees × 10⁷), or none any more; a reason that was given stays."""
    if at is None:
        return replace(draft, place=Place(address=draft.place.address))
    if draft.place.pin_reason not in FOUND:
        reason = draft.place.pin_reason or reason
    return replace(draft, place=Place(PlaceSource.PIN, at[0], at[1], address=draft.place.address, pin_reason=reason))


def pointed(draft: Draft, at: tuple[int, int], told: Reception, steady_ms: int) -> Draft:
    """A position that a person showed on the map: near a usable fix that is reason enough, else it is asked for as of any pin."""
    placed = pinned(because(draft, ""), at, reason_of(told, steady_ms))
    is_near = told.trust(steady_ms) is not Trust.BY_HAND and far_from_fix(placed.place, told) is None
    return because(placed, PinReason.MAP.value) if is_near else placed


def because(draft: Draft, reason: str) -> Draft:
    """Why the hand set it."""
    return replace(draft, place=replace(draft.place, pin_reason=reason)) if draft.place.by_hand else draft


def reason_of(told: Reception, steady_ms: int) -> str:
    """What the laptop itself knows of why a hand is needed; empty where the receiver is good enough and a person must say."""
    if told.trust(steady_ms) is not Trust.BY_HAND:
        return ""
    if told.state in (State.OFF, State.SEARCHING, State.GONE):
        return PinReason.NO_RECEIVER.value
    is_now = told.state is State.FIX and not told.is_old(steady_ms)
    is_real = told.fix is not None and told.fix.quality not in NOT_FROM_SATELLITES
    return (PinReason.INACCURATE if is_now and is_real else PinReason.NO_FIX).value


def from_receiver(draft: Draft, told: Reception, steady_ms: int) -> Draft:
    """The receiver's fix as the place of the draft, with all that says how good it is."""
    fix = told.fix
    if fix is None:
        return draft
    place = Place(
        PlaceSource.RECEIVER, fix.lat_e7, fix.lon_e7, fix.accuracy_mm, told.age_ms(steady_ms), fix.satellites,
        draft.place.address, quality=fix.quality, hdop_milli=fix.hdop_milli, receiver_utc=fix.utc,
        clock_offset_ms=told.offset_ms, receiver=" ".join(part for part in (fix.source, told.where) if part),
    )  # fmt: skip
    return replace(draft, place=place)


def far_from_fix(place: Place, told: Reception) -> int | None:
    """Metres from the last fix, where a place by hand is farther from it than a person would point."""
    metres = metres_from_fix(place, told) if place.by_hand else None
    return metres if metres is not None and metres > PIN_FAR_M else None


def metres_from_fix(place: Place, told: Reception) -> int | None:
    """From the last fix; None where there is none."""
    fix = told.fix
    if fix is None or place.lat_e7 is None or place.lon_e7 is None:
        return None
    return round(Ground(place.lat_e7, place.lon_e7).distance_m(fix.lat_e7, fix.lon_e7))


def asks_why(place: Place) -> bool:
    """Whether a person's hand set it for a reason that only a person, or the lack of a fix, can give."""
    return place.by_hand and place.pin_reason not in FOUND[1:]


def from_photo(draft: Draft) -> Draft:
    """The position that the first located photo carries in its EXIF; how good it is nobody knows."""
    for photo in draft.photos:
        if photo.exif_lat_e7 is not None and photo.exif_lon_e7 is not None:
            place = Place(PlaceSource.PHOTO, photo.exif_lat_e7, photo.exif_lon_e7, address=draft.place.address)
            return replace(draft, place=place)
    return draft


def of_task(draft: Draft, task: Task) -> Draft:
    """The draft as the answer to a task, at the place that the centre named."""
    place = Place(address=task.address)
    if task.lat_e7 is not None and task.lon_e7 is not None:
        place = Place(PlaceSource.PIN, task.lat_e7, task.lon_e7, address=task.address, pin_reason=PinReason.TASK.value)
    return replace(draft, place=place, task=task.id)


def again(place: Place) -> Place:
    """The place of an earlier finding for one that follows it: no receiver has said it this time."""
    if place.lat_e7 is None:
        return place
    return Place(
        PlaceSource.PIN, place.lat_e7, place.lon_e7, address=place.address, road_class=place.road_class, grid=place.grid,
        pin_reason=PinReason.TASK.value,
    )  # fmt: skip
