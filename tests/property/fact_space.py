"""The whole space of valid facts, built from the catalogue: as Hypothesis strategies, and quickly from a seeded generator."""

import random
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from inspector_app.domain.catalogue import Catalogue, FactControl

CLOCKS = ("00:00", "05:59", "06:00", "10:00", "18:00", "19:00", "21:59", "22:00", "23:00", "23:59")
NUMBERS = (0, 1, 2, 3, 4, 6, 7, 8, 10, 14, 15, 16, 20, 24, 25, 30, 31, 48, 49, 50, 99, 100, 101, 200, 250, 1000, 1001)
FRACTIONS = (0.5, 1.499, 1.5, 1.501, 9.5, 13.999, 24.001, 47.999, 61.5, 73.2, 73.21, 105.01, 209.99, 210.5, 240.001)

_CLOCK = st.sampled_from(CLOCKS) | st.times().map(lambda time: time.strftime("%H:%M"))


def facts(catalogue: Catalogue, *categories: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any valid facts of these categories (none given: of all)."""
    wanted = categories or tuple(catalogue.categories)
    return st.one_of(*(_object(catalogue.categories[category].values(), category) for category in wanted))


def _object(controls: Iterable[FactControl], category: str = "") -> st.SearchStrategy[dict[str, Any]]:
    controls = list(controls)
    return st.fixed_dictionaries(
        {c.name: st.just(category) if c.name == "category" else _value(c) for c in controls if c.required},
        optional={c.name: st.none() | _value(c) for c in controls if not c.required},
    )


def _value(control: FactControl) -> st.SearchStrategy[Any]:
    words = [choice.value for choice in control.values]
    match control.kind:
        case "one":
            return st.sampled_from(words)
        case "many":
            return st.lists(st.sampled_from(words), max_size=4, unique=True)
        case "flag":
            return st.booleans()
        case "number":
            return _number(control)
        case "time":
            return _CLOCK.map(lambda clock: f"2024-05-20T{clock}")
        case "window":
            return st.lists(_CLOCK, min_size=2, max_size=2)
        case "group":
            return _object(control.parts)
        case _:
            return st.sampled_from(["豫A12345", "豫AD12345", ""])


def _number(control: FactControl) -> st.SearchStrategy[Any]:
    low, high = int(control.min or 0), int(control.max or 0)
    known = st.sampled_from(_inside(control)) | st.integers(low, high)
    return known if control.whole else known | st.floats(low, high, allow_nan=False)


def _inside(control: FactControl) -> list[int | float]:
    numbers = NUMBERS if control.whole else NUMBERS + FRACTIONS
    return [number for number in numbers if (control.min or 0) <= number <= (control.max or 0)]


class Dice(random.Random):
    """Throws that come out the same on every version of Python: of the generator only `random()` is promised to."""

    def choice(self, seq: Any) -> Any:
        return seq[int(self.random() * len(seq))]

    def sample(self, population: Any, k: int, *, counts: Any = None) -> list[Any]:
        left = list(population)
        return [left.pop(int(self.random() * len(left))) for _ in range(k)]


class Chance:
    """A seeded source of valid facts, a few microseconds each; many at the edges of the rules, some near-equal areas."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self._catalogue = catalogue
        self._random = Dice(seed)

    def facts(self) -> dict[str, Any]:
        category = self._random.choice(tuple(self._catalogue.categories))
        dense = self._random.choice((0.15, 0.4, 0.8))
        found = self._object(self._catalogue.categories[category].values(), dense)
        if found.get("approved_area") and self._random.random() < 0.5:
            over = self._random.choice((1, 1.03, 1.05, 1.06, 1.2, 1.21, 1.5))
            found["measured_area"] = min(round(found["approved_area"] * over, 2), 100000)
        return found | {"category": category}

    def _object(self, controls: Iterable[FactControl], dense: float) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for control in controls:
            if control.required or self._random.random() < dense:
                null = not control.required and self._random.random() < 0.1
                found[control.name] = None if null else self._value(control, dense)
        return found

    def _value(self, control: FactControl, dense: float) -> Any:
        pick = self._random
        match control.kind:
            case "one":
                # The first value is the harmless one: with it more facts reach the rarer rules.
                return control.values[0].value if pick.random() < 0.4 else pick.choice(control.values).value
            case "many":
                # Mostly empty: otherwise hardly any facts would pass the gates.
                count = pick.choice((0, 0, 0, 1, 1, 2))
                return [choice.value for choice in pick.sample(control.values, count)]
            case "flag":
                return pick.random() < 0.5
            case "number":
                return pick.choice(_inside(control))
            case "time":
                return f"2024-05-20T{pick.choice(CLOCKS)}"
            case "window":
                return [pick.choice(CLOCKS), pick.choice(CLOCKS)]
            case "group":
                return self._object(control.parts, max(dense, 0.4))
            case _:
                return pick.choice(("豫A12345", "豫AD12345", ""))
