"""Values of numbers that stand for all others: on every limit that conditions draw, and between any two neighbours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy.conditions import Arithmetic, Compare, Name, Number, Threshold, Value
from inspector_app.domain.policy.names import Scope, constant

MOST_DIGITS = 12


class Unprovable(ValueError):
    """A condition that this proof cannot cover exactly; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A limit: the sum of `slopes` times facts, and `rest`, is zero on it."""

    slopes: tuple[tuple[str, Fraction], ...]
    rest: Fraction

    def slope(self, name: str) -> Fraction:
        return dict(self.slopes).get(name, Fraction(0))


def line(test: Compare, scope: Scope) -> Line:
    """The limit that a comparison of numbers draws; `Unprovable` when facts are multiplied with each other."""
    return _sum(_side(test.left, scope), _side(test.right, scope), -1)


def _line(slopes: Mapping[str, Fraction], rest: Fraction) -> Line:
    return Line(tuple(sorted((name, slope) for name, slope in slopes.items() if slope)), rest)


def _sum(a: Line, b: Line, times: Fraction | int) -> Line:
    names = dict(a.slopes).keys() | dict(b.slopes).keys()
    return _line({name: a.slope(name) + times * b.slope(name) for name in names}, a.rest + times * b.rest)


def _side(value: Value, scope: Scope) -> Line:
    match value:
        case Name(name):
            return Line(((name, Fraction(1)),), Fraction(0))
        case Number(text):
            return Line((), Fraction(constant(text)))
        case Threshold(name):
            return Line((), Fraction(scope.thresholds[name]))
        case Arithmetic("*", left, right):
            a, b = _side(left, scope), _side(right, scope)
            if a.slopes and b.slopes:
                raise Unprovable("a product of two facts is not covered by the proof")
            return _sum(Line((), Fraction(0)), *((b, a.rest) if b.slopes else (a, b.rest)))
        case Arithmetic(op, left, right):
            return _sum(_side(left, scope), _side(right, scope), 1 if op == "+" else -1)


def samples(
    names: Iterable[str], lines: Iterable[Line], controls: Mapping[str, FactControl]
) -> Iterator[dict[str, int | float]]:
    """Values of all these facts together, such that every position to the lines that any values can take is among them.

    The lines cut the space of the facts into pieces; one point of each piece is given (cylindrical decomposition: what
    matters for the last fact is projected on the others, down to one). `Unprovable` when decimals would miss some piece.
    """
    lines, names = set(lines), tuple(names)
    if len(names) > 1 and any(controls[name].whole for name in names) and not _in_steps(names, lines):
        raise Unprovable(f"whole numbers bound together as {', '.join(names)} are not covered by the proof")
    for order in permutations(names):
        if _tellable(order, lines):
            return _points(order, lines, controls, bound=len(names) > 1)
    raise Unprovable(f"the limits between {', '.join(names)} are not covered by the proof")


def _tellable(names: Sequence[str], lines: Iterable[Line]) -> bool:
    """Whether the last fact is a decimal on each line, whatever decimals the others are; and so on for the others."""
    *others, last = names
    bent = [line for line in lines if line.slope(last)]
    ratios = [slope / line.slope(last) for line in bent for name, slope in line.slopes if name != last]
    return all(map(_decimal, ratios)) and (not others or _tellable(others, _projected(lines, last)))


def _decimal(number: Fraction) -> bool:
    """Whether a number has an end when it is written out."""
    return 10**64 % number.denominator == 0


def _in_steps(names: Sequence[str], lines: Iterable[Line]) -> bool:
    """Whether there are two facts, and each line moves by whole steps with them."""
    whole = all(abs(slope) == 1 for line in lines for _, slope in line.slopes)
    return len(names) == 2 and whole and all(line.rest.denominator == 1 for line in lines)


def _points(
    names: Sequence[str], lines: Iterable[Line], controls: Mapping[str, FactControl], *, bound: bool
) -> Iterator[dict[str, int | float]]:
    if not names:
        yield {}
        return
    *others, last = names
    control = controls[last]
    ends = (_line({last: Fraction(1)}, -_bound(end)) for end in (control.min, control.max))
    lines = {*lines, *ends}
    for point in _points(others, _projected(lines, last), controls, bound=bound):
        for value in _values(last, lines, point, control, near=2 if bound else 1):
            yield {**point, last: value}


def _bound(limit: float | None) -> Fraction:
    if limit is None:
        raise Unprovable("a number without bounds in the catalogue is not covered by the proof")
    return Fraction(Decimal(repr(limit)))


def _projected(lines: Iterable[Line], last: str) -> set[Line]:
    free = [line for line in lines if not line.slope(last)]
    bent = [line for line in lines if line.slope(last)]
    crossings = {
        _sum(_sum(Line((), Fraction(0)), a, b.slope(last)), b, -a.slope(last))
        for position, a in enumerate(bent)
        for b in bent[position + 1 :]
    }
    return {line for line in (*free, *crossings) if line.slopes}


def _values(
    last: str, lines: Iterable[Line], point: Mapping[str, int | float], control: FactControl, *, near: int
) -> Iterator[int | float]:
    """The cuts and what lies between them; of whole numbers the `near` next to a cut and one farther off.

    Two lines of whole steps leave room for a whole number between them unless they are nearer than two.
    """
    low, high = _bound(control.min), _bound(control.max)
    cuts = sorted({cut for line in lines if line.slope(last) and low <= (cut := _cut(line, last, point)) <= high})
    for here, there in zip(cuts, [*cuts[1:], None], strict=True):
        yield from _told(here, control)
        if there is not None and control.whole:
            first, end = here.__floor__() + 1, there.__ceil__()
            yield from sorted({*range(first, min(first + near, end)), *range(max(first, end - near), end)})
            yield from range(first + near, end - near)[:1]
        elif there is not None:
            yield from _between(here, there)


def _cut(line: Line, last: str, point: Mapping[str, int | float]) -> Fraction:
    rest = line.rest + sum(slope * Fraction(Decimal(repr(point[name]))) for name, slope in line.slopes if name != last)
    return -rest / line.slope(last)


def _told(number: Fraction, control: FactControl) -> Iterator[int | float]:
    """The number, if anybody can tell it: whole where it must be, and no longer than a number of the journal."""
    if number.denominator == 1:
        yield int(number)
    elif not control.whole and Fraction(Decimal(repr(float(number)))) == number:
        yield float(number)


def _between(low: Fraction, high: Fraction) -> Iterator[int | float]:
    """The number with the fewest digits strictly between two others."""
    for digits in range(MOST_DIGITS):
        scaled = (low * 10**digits).__floor__() + 1
        if scaled < high * 10**digits:
            number = Fraction(scaled, 10**digits)
            yield int(number) if number.denominator == 1 else float(number)
            return
