"""Relief points as this laptop knows them: which to offer for a finding, and what they say about its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.place import Place
from inspector_app.domain.reference import hold, relief
from inspector_app.domain.reference.hold import Hold, HoldState
from inspector_app.domain.reference.item import ReferenceKind, understood
from inspector_app.domain.reference.nearest import Near, closest, nearest
from inspector_app.domain.reference.relief import ReliefPoint
from inspector_app.services.ports import Reads

FARTHEST_M, MOST_FREE = 5000, 500  # as the catalogue bounds the fact: what is beyond changes no decision


@dataclass(frozen=True, slots=True)
class Relief:
    """The points that are valid, and the slots that were asked for."""

    points: tuple[ReliefPoint, ...] = ()
    holds: tuple[Hold, ...] = ()
    names: Mapping[str, ReliefPoint] = field(default_factory=dict)  # the same points, by id
    walks: Mapping[str, int] = field(default_factory=dict)  # by id, along the ways from `walked_from`, in metres
    walked_from: tuple[int, int] | None = None

    def offers(self, draft: Draft, at: datetime) -> tuple[Near, ...]:
        """The three nearest points that can take the stall at `at`; none for what is no stall."""
        return self.near(draft.place, goods_of(draft), at) if draft.category is Category.STALL else ()

    def near(self, place: Place, goods: str, at: datetime) -> tuple[Near, ...]:
        """The three nearest points that can take a stall with such goods at `at`."""
        return nearest(self.points, place, at, goods, held=self._held(at), walks=self._walks(place))

    def fact(self, draft: Draft) -> dict[str, Any] | None:
        """The fact `nearest_relief` at the moment of the finding; None when it is no stall, or nobody knows how far it is.

        The nearest point that is open and has a free slot; where there is none, the nearest that takes the goods at all.
        """
        at = datetime.fromisoformat(draft.observed_at)
        if draft.category is not Category.STALL or draft.place.lat_e7 is None:
            return None
        held = self._held(at)
        walks = self._walks(draft.place)
        usable = nearest(self.points, draft.place, at, goods_of(draft), n=1, held=held, walks=walks)
        if usable:
            return _fact(usable[0].distance_m or 0, usable[0].free, open_now=True)
        found = closest(self.points, draft.place, goods_of(draft), walks)
        if found is None:
            return None
        walk, point = found
        free = max(0, point.free(iso(at)) - held.get(point.id, 0))
        return _fact(walk, free, open_now=point.open_until(at) is not None)

    def free(self, at: datetime) -> tuple[tuple[ReliefPoint, int], ...]:
        """Each point with its free slots at `at`, less those that this laptop asked for and that nobody answered yet."""
        held = self._held(at)
        return tuple((point, max(0, point.free(iso(at)) - held.get(point.id, 0))) for point in self.points)

    def _walks(self, place: Place) -> Mapping[str, int]:
        """The known walks from this place; none from another one."""
        return self.walks if (place.lat_e7, place.lon_e7) == self.walked_from else {}

    def _held(self, at: datetime) -> Mapping[str, int]:
        return hold.unanswered(self.holds, self.names, iso(at))


def known(reads: Reads, at: datetime) -> Relief:
    """What the laptop knows at `at` (aware, UTC)."""
    points = tuple(understood(reads.references(ReferenceKind.RELIEF_POINT), relief.parse, iso(at)))
    waiting = tuple(one for one in reads.holds() if one.state is HoldState.WAITING)
    return Relief(points, waiting, {point.id: point for point in points})


@dataclass(frozen=True, slots=True)
class Refused:
    """A slot that the centre refused: `measure` asked for it, `point` is its name, or its id where nobody knows the name."""

    measure: str
    address: str
    point: str
    reason: str


def refused(reads: Reads, seen: str) -> tuple[Refused, ...]:
    """Refusals that came after the one of the measure `seen` (of all, when there is none such), the first one first."""
    holds = [one for one in reads.holds() if one.state is HoldState.REFUSED]
    measures = [one.measure for one in holds]
    names = {item.id: str(item.body.get("name", "")) for item in reads.references(ReferenceKind.RELIEF_POINT)}
    found = []
    for one in holds[measures.index(seen) + 1 if seen in measures else 0 :]:
        finding = reads.finding(one.finding)
        address = finding.place.address if finding is not None else ""
        found.append(Refused(one.measure, address, names.get(one.point) or one.point, one.reason))
    return tuple(found)


def goods_of(draft: Draft) -> str:
    """What the stall sells, as far as it was said; empty otherwise."""
    return str(draft.facts.get("goods") or "")


def _fact(walk: int, free: int, *, open_now: bool) -> dict[str, Any]:
    return {"distance_m": min(walk, FARTHEST_M), "free_slots": min(free, MOST_FREE), "open_now": open_now}
