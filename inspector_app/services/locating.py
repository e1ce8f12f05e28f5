"""What the reference pack says of the place of a finding: grid, road, who looks after it, walks, and what may be the same."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.location import Location, Nearby, Point, Spot
from inspector_app.domain.reference import history, relief
from inspector_app.domain.reference.alike import WITHIN, Alike, Likeness
from inspector_app.domain.reference.history import Entry
from inspector_app.domain.reference.item import BadReference, ReferenceKind, understood
from inspector_app.domain.reference.relief import ReliefPoint
from inspector_app.domain.reference.suggestion import Suggestion
from inspector_app.services.city_ports import City
from inspector_app.services.ports import Reads

FACTS = ("road_class", "police_strict")  # what the place answers
GOOD_ENOUGH_M = 50.0  # a worse position says nothing about the road
MOST_PARKS, MOST_RELIEF, MOST_SUGGESTED, MOST_ALIKE = 3, 8, 8, 5
RELIEF, MOST_OF_PACK = "relief", 2000  # what the pack calls them; on the map at once
LONGEST_TYPED = 200
HOUR = len("2026-11-22T01")


@dataclass(frozen=True, slots=True)
class Where:
    """A spot at the moment `at` (UTC ISO); `parks`: somebody may want to know where to park."""

    spot: Spot
    at: str
    parks: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """What is known `where` the finding is; `walks` are those to relief points, by id, as far as ways lead there."""

    where: Where
    location: Location
    walks: Mapping[str, int] = field(default_factory=dict)
    car_parks: tuple[Nearby, ...] = ()
    relief: tuple[ReliefPoint, ...] = ()  # those of the pack

    def facts(self, draft: Draft) -> dict[str, Any]:
        """Those of FACTS that the place answers, and the road's own policy."""
        road = self.location.road
        if road is None or self.where.spot.unsure_m > GOOD_ENOUGH_M:
            return {}
        found: dict[str, Any] = {"road_class": road.road_class} if road.road_class else {}
        if road.police_strict and draft.category is Category.PARKING:
            found["police_strict"] = True
        policy = road.street_policy()
        return found | ({"street_policy": policy} if policy else {})

    def placed(self, draft: Draft) -> Draft:
        """The draft with grid, candidates and road class beside its position."""
        location, place = self.location, draft.place
        grid = location.grid.code if location.grid is not None else ""
        candidates = location.candidates if location.is_unsure or not grid else ()
        road = self.facts(draft).get("road_class")
        return replace(draft, place=replace(place, grid=grid, grids=candidates, road_class=road))


def where(draft: Draft) -> Where | None:
    """What to look up; None without a position."""
    place = draft.place
    if place.lat_e7 is None or place.lon_e7 is None:
        return None
    spot = Spot(place.lat_e7, place.lon_e7, place.accuracy_mm)
    return Where(spot, draft.observed_at, draft.category is Category.PARKING)


def here(reads: Reads, asked: Where) -> Here | None:
    """What is known there then; None while no reference pack is in use."""
    city = reads.city
    if city is None:
        return None
    at = datetime.fromisoformat(asked.at)
    stated = tuple(understood(reads.references(ReferenceKind.RELIEF_POINT), relief.parse, asked.at))
    points = stated or _points_of(city, asked.spot, at)
    walks = city.walks(asked.spot, [(point.lat_e7, point.lon_e7) for point in points])
    known = {point.id: walk for point, walk in zip(points, walks, strict=True) if walk is not None}
    parks = city.nearest_points(asked.spot, "car_park", at, most=MOST_PARKS) if asked.parks else ()
    return Here(asked, city.locate(asked.spot, at), known, tuple(parks), () if stated else points)


def location(reads: Reads, asked: Where) -> Location | None:
    """Grid and road there then; None while no reference pack is in use."""
    return reads.city.locate(asked.spot, datetime.fromisoformat(asked.at)) if reads.city is not None else None


def _points_of(city: City, spot: Spot, at: datetime) -> tuple[ReliefPoint, ...]:
    """Relief points of the pack, where the feed states none; their free slots are as old as the pack."""
    return _relief_of(near.point for near in city.nearest_points(spot, RELIEF, at, most=MOST_RELIEF))


def relief_of_pack(reads: Reads, at: datetime) -> tuple[ReliefPoint, ...]:
    """All relief points of the pack in use."""
    return _relief_of(reads.city.points(RELIEF, at, most=MOST_OF_PACK)) if reads.city is not None else ()


def _relief_of(points: Iterable[Point]) -> tuple[ReliefPoint, ...]:
    found = []
    for one in points:
        body = {**one.body, "name": one.name, "address": one.address, "lat_e7": one.lat_e7, "lon_e7": one.lon_e7}
        with suppress(BadReference):
            found.append(relief.parse(one.code, body))
    return tuple(found)


class Doubles(NamedTuple):
    """What may be the same as what was `asked` for."""

    asked: Likeness
    found: tuple[Alike, ...] = ()


def alike(reads: Reads, asked: Likeness) -> Doubles:
    """What may be the same finding: own ones, then what the centre told; of one finding only once."""
    own = tuple(reads.alike(asked))
    known = {one.finding for one in own} | {one.observed_at for one in own}
    told = [one for subject, entry in _happened(reads, asked) if (one := asked.told(subject, entry)) is not None]
    told.sort(key=lambda one: (one.observed_at, one.finding, one.told), reverse=True)
    told.sort(key=lambda one: (not one.same_plate, not one.finding))
    others: dict[object, Alike] = {}
    for one in told:
        if known.isdisjoint((one.finding, one.observed_at)):
            others.setdefault(one.finding or (one.observed_at, one.told), one)
    return Doubles(asked, (*own, *others.values())[:MOST_ALIKE])


def _happened(reads: Reads, asked: Likeness) -> Iterator[tuple[str, Entry]]:
    """What the feed and the pack state of the plate, and of anybody in that half hour."""
    stated = list(reads.histories(asked.plate) or ()) if asked.plate else []
    if asked.near() is not None:
        stated += reads.histories_dated(sorted({at[:HOUR] for at in asked.window(WITHIN)}))
    for item in stated:
        found = history.history_of(item.body) if item.is_valid(asked.at) else None
        if found is not None:
            yield from ((found.subject, entry) for entry in found.entries)
    city = reads.city
    if city is not None:
        yield from city.happened(asked)


class Suggested(NamedTuple):
    """What may be meant by what was `typed`."""

    typed: str
    found: tuple[Suggestion, ...] = ()


def suggestions(reads: Reads, typed: str, near: Spot | None) -> Suggested:
    """What a person may mean who has typed so much; nothing while no reference pack is in use."""
    city = reads.city
    found = city.suggestions(typed[:LONGEST_TYPED], near, most=MOST_SUGGESTED) if city is not None else ()
    return Suggested(typed, tuple(found))
