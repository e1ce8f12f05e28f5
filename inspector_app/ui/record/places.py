"""What is said about where a finding is; where each position came from is never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inspector_app.domain.finding import Draft
from inspector_app.domain.place import Place, PlaceSource

if TYPE_CHECKING:
    from inspector_app.domain.task import Task

BY_HAND, OF_TASK = "typed", "task"  # reasons of a pin, as codes


def addressed(draft: Draft, text: str) -> Draft:
    return replace(draft, place=replace(draft.place, address=text))


def pinned(draft: Draft, at: tuple[int, int] | None) -> Draft:
    """A position typed by hand (degrees × 10⁷), or none any more."""
    if at is None:
        return replace(draft, place=Place(address=draft.place.address))
    return replace(draft, place=Place(PlaceSource.PIN, at[0], at[1], address=draft.place.address, pin_reason=BY_HAND))


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
        place = Place(PlaceSource.PIN, task.lat_e7, task.lon_e7, address=task.address, pin_reason=OF_TASK)
    return replace(draft, place=place, task=task.id)
