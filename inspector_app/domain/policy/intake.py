"""Facts as they come from a form, a file or the journal, laid out for the rules: one slot each, exact decimals, defaults for what is absent."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from inspector_app.domain.policy.names import Fact
from inspector_app.domain.policy.state import Reading, State

_Take = Callable[[object, list[Reading], set[str]], None]


class Intake:
    """Turns facts into a fresh `State`; facts that no rule reads are passed over."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._template: list[Reading] = [fact.when_absent for fact in facts.values()]
        self._takes: dict[str, _Take] = {}
        for fact in facts.values():
            if "." not in fact.name:
                parts = {
                    name.partition(".")[2]: part for name, part in facts.items() if name.startswith(f"{fact.name}.")
                }
                self._takes[fact.name] = _group(fact, parts) if fact.kind == "group" else _single(fact)

    def state(self, facts: Mapping[str, object]) -> State:
        """The state before the first rule."""
        values = self._template.copy()
        nulls: set[str] = set()
        takes = self._takes
        for name, value in facts.items():
            take = takes.get(name)
            if take is not None:
                take(value, values, nulls)
        return State(values, nulls)

    def answered(self, state: State, path: str, value: object) -> State:
        """A fresh state as `state` was, with one answer more, or another one; `path` names a fact that the pack reads."""
        values, nulls = state.facts.copy(), state.nulls - {path}
        name, _, part = path.partition(".")
        nulls.discard(name)
        self._takes[name]({part: value} if part else value, values, nulls)
        return State(values, nulls)


def _single(fact: Fact) -> _Take:
    slot, name, nullable = fact.slot, fact.name, fact.nullable
    convert = _CONVERT.get(fact.kind)

    def take(value: object, values: list[Reading], nulls: set[str]) -> None:
        if value is None:
            # Null in a fact that is not nullable counts as absent: the default stays (domain §3.7.11).
            if nullable:
                values[slot] = None
                nulls.add(name)
        else:
            values[slot] = convert(value) if convert else value  # type: ignore[call-overload]

    return take


def _group(fact: Fact, parts: Mapping[str, Fact]) -> _Take:
    slot, name, nullable = fact.slot, fact.name, fact.nullable
    takes = {part: _single(inner) for part, inner in parts.items()}

    def take(value: object, values: list[Reading], nulls: set[str]) -> None:
        if not isinstance(value, Mapping):
            if nullable:
                nulls.add(name)
            return
        values[slot] = True
        for part, inner in value.items():
            if part in takes:
                takes[part](inner, values, nulls)

    return take


def _number(value: object) -> Reading:
    # The shortest text of a float is what a person typed: 73.2 is 73.2, not 73.2000000000000028.
    return Decimal(repr(value)) if isinstance(value, float) else value  # type: ignore[return-value]


def _list(value: object) -> Reading:
    return tuple(value)  # type: ignore[arg-type]


def _time(value: object) -> Reading:
    return str(value)[11:16]


def _text(value: object) -> Reading:
    return str(value).strip() or None


_CONVERT: dict[str, Callable[[object], Reading]] = {
    "number": _number,
    "list": _list,
    "window": _list,
    "time": _time,
    "text": _text,
}
