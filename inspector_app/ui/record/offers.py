"""The measures on the card: what the policy suggests, what was taken, and what a tap does to them. Pure, without Qt."""

from dataclasses import replace

from inspector_app.domain.finding import Draft
from inspector_app.domain.measure import Measure
from inspector_app.domain.policy.remedies import Advice
from inspector_app.domain.reference.hold import GUIDE
from inspector_app.ui.record.state import Offer, Point, RecordState, Verdict


def of(state: RecordState) -> tuple[Offer, ...]:
    """What is suggested, in its order; behind it what was taken and is not suggested any more: it was done all the same."""
    suggested = state.verdict.measures if isinstance(state.verdict, Verdict) else ()
    offers = [offer for advice in suggested for offer in _offers(advice, state)]
    shown = {offer.taken for offer in offers}
    gone = (taken for taken in state.draft.measures if taken not in shown)
    made = (*offers, *(Offer(Advice(taken.code, taken.target), _point(taken), taken) for taken in gone))
    return tuple(offer._replace(lack=state.lack(offer.advice.measure)) for offer in made)


def _offers(advice: Advice, state: RecordState) -> list[Offer]:
    points: tuple[Point | None, ...] = state.points if advice.measure == GUIDE else ()
    return [Offer(advice, point, _taken(state.draft, advice, point)) for point in points or (None,)]


def _taken(draft: Draft, advice: Advice, point: Point | None) -> Measure | None:
    wanted = (advice.measure, _target(advice, point))
    return next((one for one in draft.measures if (one.code, one.target) == wanted), None)


def _target(advice: Advice, point: Point | None) -> str:
    return point.id if point is not None else advice.to


def _point(taken: Measure) -> Point | None:
    return Point(taken.target, taken.note, "") if taken.note else None


def tapped(draft: Draft, offer: Offer, *, measure_id: str, until: str) -> Draft:
    """The draft with the measure taken, or taken back when it was. Nobody is guided to two places at once."""
    advice, point = offer.advice, offer.point
    kept = tuple(one for one in draft.measures if one != offer.taken)
    if offer.taken is not None:
        return replace(draft, measures=kept)
    if point is not None:
        kept = tuple(one for one in kept if one.code != advice.measure)
    name = point.name if point is not None else ""
    taken = Measure(measure_id, advice.measure, _target(advice, point), until, name)
    return replace(draft, measures=(*kept, taken))
