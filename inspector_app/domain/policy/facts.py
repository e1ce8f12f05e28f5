"""Facts from outside: checked against the catalogue, and sealed into whole numbers for the journal."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from inspector_app.domain.catalogue import Catalogue, FactControl, Unit

__all__ = ["Catalogue", "FactCode", "FactProblem", "seal", "unseal", "validate"]

MAX_ENTRIES = 64
"""A list fact has at most so many entries; the same value twice counts once."""


class FactCode(StrEnum):
    """What is wrong with a fact."""

    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    NOT_ALLOWED = "not_allowed"
    OUT_OF_RANGE = "out_of_range"
    NOT_FINITE = "not_finite"
    BAD_TIME = "bad_time"
    BAD_WINDOW = "bad_window"
    BAD_TEXT = "bad_text"


class FactProblem(ValueError):
    """A fact that cannot be taken: `field` is its path (`history.order`), `message` a short English sentence."""

    def __init__(self, code: FactCode, field: str, message: str) -> None:
        super().__init__(f"{code.value} {field}: {message}")
        self.code = code
        self.field = field
        self.message = message


_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def validate(facts: object, catalogue: Catalogue) -> None:
    """Nothing when every fact is one of the category and within its bounds, else `FactProblem` for the first that is not.

    Null counts as not given for every fact, so it is never a wrong type (domain §3.7.11).
    """
    if not isinstance(facts, Mapping):
        raise FactProblem(FactCode.WRONG_TYPE, "", "facts are an object")
    controls = catalogue.categories[_category(facts, catalogue)]
    _check_all(facts, controls, "")
    for control in controls.values():
        if control.required and facts.get(control.name) is None:
            raise FactProblem(FactCode.MISSING_FIELD, control.name, "must be given")


def _category(facts: Mapping[object, object], catalogue: Catalogue) -> str:
    category = facts.get("category")
    if category is None:
        raise FactProblem(FactCode.MISSING_FIELD, "category", "must be given")
    if not isinstance(category, str):
        raise FactProblem(FactCode.WRONG_TYPE, "category", "must be a text")
    if category not in catalogue.categories:
        raise FactProblem(FactCode.NOT_ALLOWED, "category", f"must be one of {', '.join(catalogue.categories)}")
    return category


def _check_all(facts: Mapping[object, object], controls: Mapping[str, FactControl], prefix: str) -> None:
    for name, value in facts.items():
        if not isinstance(name, str) or name not in controls:
            raise FactProblem(FactCode.UNKNOWN_FIELD, f"{prefix}{str(name)[:64]}", "is not a fact of this category")
        if value is not None:
            control = controls[name]
            _CHECKS[control.kind](value, control, f"{prefix}{name}")


def _check_one(value: object, control: FactControl, field: str) -> None:
    _want(isinstance(value, str), FactCode.WRONG_TYPE, field, "must be a text")
    for choice in control.values:
        if choice.value == value:
            return
    words = ", ".join(choice.value for choice in control.values)
    raise FactProblem(FactCode.NOT_ALLOWED, field, f"must be one of {words}")


def _check_many(value: object, control: FactControl, field: str) -> None:
    if not isinstance(value, list | tuple):
        raise FactProblem(FactCode.WRONG_TYPE, field, "must be a list")
    _want(len(value) <= MAX_ENTRIES, FactCode.OUT_OF_RANGE, field, f"must have at most {MAX_ENTRIES} entries")
    for entry in value:
        _check_one(entry, control, field)


def _check_flag(value: object, _control: FactControl, field: str) -> None:
    _want(isinstance(value, bool), FactCode.WRONG_TYPE, field, "must be true or false")


def _check_number(value: object, control: FactControl, field: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FactProblem(FactCode.WRONG_TYPE, field, "must be a number")
    _want(math.isfinite(value) if isinstance(value, float) else True, FactCode.NOT_FINITE, field, "must be finite")
    _want(not control.whole or isinstance(value, int), FactCode.WRONG_TYPE, field, "must be a whole number")
    low, high = control.min, control.max
    if (low is not None and value < low) or (high is not None and value > high):
        raise FactProblem(FactCode.OUT_OF_RANGE, field, f"must be from {low} to {high}")


def _check_text(value: object, control: FactControl, field: str) -> None:
    if not isinstance(value, str):
        raise FactProblem(FactCode.WRONG_TYPE, field, "must be a text")
    _want(len(value) <= (control.max or 0), FactCode.OUT_OF_RANGE, field, f"must have at most {control.max} characters")
    # Control characters and lone surrogates cannot stand in the journal, nor in UTF-8.
    plain = all(unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") for character in value)
    _want(plain, FactCode.BAD_TEXT, field, "must be plain text")


def _check_time(value: object, _control: FactControl, field: str) -> None:
    if not isinstance(value, str):
        raise FactProblem(FactCode.WRONG_TYPE, field, "must be a text")
    try:
        good = _TIME.fullmatch(value) is not None and datetime.fromisoformat(value).tzinfo is None
    except ValueError:
        good = False
    _want(good, FactCode.BAD_TIME, field, "must be a local time, YYYY-MM-DDThh:mm")


def _check_window(value: object, _control: FactControl, field: str) -> None:
    if not isinstance(value, list | tuple):
        raise FactProblem(FactCode.WRONG_TYPE, field, "must be a list")
    good = len(value) == 2 and all(isinstance(end, str) and _CLOCK.fullmatch(end) for end in value)
    _want(good, FactCode.BAD_WINDOW, field, 'must be two times, ["hh:mm", "hh:mm"]')


def _check_group(value: object, control: FactControl, field: str) -> None:
    if not isinstance(value, Mapping):
        raise FactProblem(FactCode.WRONG_TYPE, field, "must be an object")
    _check_all(value, {part.name: part for part in control.parts}, f"{field}.")


def _want(good: bool, code: FactCode, field: str, message: str) -> None:
    if not good:
        raise FactProblem(code, field, message)


_CHECKS: dict[str, Callable[[object, FactControl, str], None]] = {
    "one": _check_one,
    "many": _check_many,
    "flag": _check_flag,
    "number": _check_number,
    "text": _check_text,
    "time": _check_time,
    "window": _check_window,
    "group": _check_group,
}


def seal(facts: Mapping[str, object], catalogue: Catalogue) -> dict[str, object]:
    """Valid facts as a journal body without floats: metres as mm, m² as cm², hours as s, each under a name that says so."""
    return _sealed(facts, catalogue.categories[str(facts["category"])], catalogue.units)


def unseal(body: Mapping[str, object], catalogue: Catalogue) -> dict[str, object]:
    """The facts of a sealed body: the exact inverse of `seal` down to its units."""
    return _unsealed(body, catalogue.categories[str(body["category"])], catalogue.units)


def _sealed(
    facts: Mapping[str, object], controls: Mapping[str, FactControl], units: Mapping[str, Unit]
) -> dict[str, object]:
    sealed: dict[str, object] = {}
    for name, value in facts.items():
        control = controls[name]
        unit = units.get(control.unit)
        if isinstance(value, Mapping):
            sealed[name] = _sealed(value, {part.name: part for part in control.parts}, units)
        elif isinstance(value, list | tuple):
            sealed[name] = list(value) if control.kind == "window" else list(dict.fromkeys(value))
        elif isinstance(value, str):
            sealed[name] = unicodedata.normalize("NFC", value)
        elif unit and unit.factor:
            sealed_name, sealed_value = _in_small_units(name, value, unit)
            sealed[sealed_name] = sealed_value
        else:
            sealed[name] = value
    return sealed


def _in_small_units(name: str, value: object, unit: Unit) -> tuple[str, int | None]:
    whole = None if value is None else int((Decimal(repr(value)) * unit.factor).to_integral_value(ROUND_HALF_EVEN))
    if unit.whole_stays and (whole is None or whole % unit.factor == 0):
        return name, None if whole is None else whole // unit.factor
    return _sealed_name(name, unit), whole


def _sealed_name(name: str, unit: Unit) -> str:
    return name.removesuffix(unit.drop) + unit.sealed


def _unsealed(
    body: Mapping[str, object], controls: Mapping[str, FactControl], units: Mapping[str, Unit]
) -> dict[str, object]:
    names = {
        _sealed_name(control.name, units[control.unit]): control
        for control in controls.values()
        if control.unit and units[control.unit].factor
    }
    facts: dict[str, object] = {}
    for name, value in body.items():
        control = names.get(name)
        if control is not None:
            facts[control.name] = _fraction(value, units[control.unit])
        elif isinstance(value, Mapping):
            facts[name] = _unsealed(value, {part.name: part for part in controls[name].parts}, units)
        else:
            facts[name] = list(value) if isinstance(value, list | tuple) else value
    return facts


def _fraction(value: object, unit: Unit) -> int | float | None:
    if not isinstance(value, int):
        return None
    return value / unit.factor if value % unit.factor else value // unit.factor
