"""What a form can ask: facts with their controls, answers of the party, event classes (domain §2.4) and the kinds of findings."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

MAX_BYTES = 1 << 20


class Choice(NamedTuple):
    """One value of a `one` or `many` control."""

    value: str
    label_zh: str
    label_en: str


class Unit(NamedTuple):
    """A unit and how it is sealed: value * factor as a whole number, under the name without `drop` and with `sealed`.

    `factor` 0: whole already, never renamed. `whole_stays`: only fractions are converted.
    """

    label_zh: str
    label_en: str
    drop: str = ""
    sealed: str = ""
    factor: int = 0
    whole_stays: bool = False


class FactControl(NamedTuple):
    """One fact and the control that asks for it.

    kind: one (a choice), many (choices), flag (yes/no), number, text, time (local YYYY-MM-DDThh:mm), window
    ([hh:mm, hh:mm)), group (its `parts`). `min` and `max` bound a number, `max` the length of a text. `whole`: no
    fractions. `source`: officer, clock, shift (the roster) or reference (maps, ledgers, calendar). `shown_when`: every
    named fact must have one of the values; None stands for not answered.
    """

    name: str
    kind: str
    label_zh: str
    label_en: str
    required: bool
    nullable: bool
    values: tuple[Choice, ...]
    unit: str
    whole: bool
    min: float | None
    max: float | None
    source: str
    hint_zh: str
    hint_en: str
    shown_when: Mapping[str, tuple[object, ...]]
    parts: tuple["FactControl", ...]

    def shown(self, facts: Mapping[str, object]) -> bool:
        """Whether the form shows this control beside these answers; a hidden fact stays absent."""
        return all(_answers(facts.get(name), values) for name, values in self.shown_when.items())

    def label(self, value: object, lang: str) -> str:
        """The words for one of the values, in zh or en; `KeyError` when there are none."""
        return {choice.value: choice.label_zh if lang == "zh" else choice.label_en for choice in self.values}[
            str(value)
        ]


def _answers(given: object, values: tuple[object, ...]) -> bool:
    return any(item in values for item in given) if isinstance(given, list | tuple) else given in values


class Answer(NamedTuple):
    """How the party answered, as one tap: the facts it stands for; `party_absent` goes into the body of the finding."""

    code: str
    label_zh: str
    label_en: str
    facts: Mapping[str, object]
    party_absent: bool


class Catalogue(NamedTuple):
    """Every fact by category (common ones first in each), the units, and the answers of the party."""

    version: str
    categories: Mapping[str, Mapping[str, FactControl]]
    units: Mapping[str, Unit]
    answers: tuple[Answer, ...]

    @staticmethod
    def load(content: bytes) -> "Catalogue":
        """The catalogue in `facts.json`; `ValueError` when it is not one."""
        table = _json(content)
        try:
            units = {name: _unit(unit) for name, unit in table["units"].items()}
            facts = {group: [_control(entry) for entry in entries] for group, entries in table["facts"].items()}
            common = facts.pop("common")
            categories = {category: {fact.name: fact for fact in [*common, *own]} for category, own in facts.items()}
            answers = tuple(
                Answer(entry["code"], entry["zh"], entry["en"], entry["facts"], entry["party_absent"])
                for entry in table["answers"]
            )
            return Catalogue(table["version"], categories, units, answers)
        except (KeyError, TypeError, AttributeError) as trouble:
            raise ValueError(f"not a catalogue: {trouble}") from trouble

    def control(self, category: str, path: str) -> FactControl:
        """The control of a fact, or of a part of one (`history.order`); `KeyError` when the category has no such fact."""
        name, _, part = path.partition(".")
        control = self.categories[category][name]
        return {inner.name: inner for inner in control.parts}[part] if part else control


class EventType(NamedTuple):
    """An event sub-class of the platform: four digits, class and sub-class."""

    code: str
    label_zh: str
    label_en: str


class EventClass(NamedTuple):
    """An event class with its sub-classes; 21 is kept for local extensions."""

    code: str
    label_zh: str
    label_en: str
    events: tuple[EventType, ...]


class Kind(NamedTuple):
    """A kind of finding, its event type on the platform, and the facts that tell it from its neighbours."""

    kind: str
    category: str
    event_type: str
    label_zh: str
    label_en: str
    facts: Mapping[str, object]


def event_classes(content: bytes) -> tuple[EventClass, ...]:
    """The classes in `events.json`, in the order of their codes."""
    return tuple(
        EventClass(
            entry["code"],
            entry["zh"],
            entry["en"],
            tuple(EventType(event["code"], event["zh"], event["en"]) for event in entry["events"]),
        )
        for entry in _json(content)["classes"]
    )


def kinds(content: bytes) -> tuple[Kind, ...]:
    """The kinds in `kinds.json`, the more particular ones of a category first."""
    return tuple(
        Kind(entry["kind"], entry["category"], entry["code"], entry["zh"], entry["en"], entry["facts"])
        for entry in _json(content)["kinds"]
    )


def kind_of(facts: Mapping[str, object], known: tuple[Kind, ...]) -> Kind | None:
    """The first kind whose category and facts are among these; None when the officer has not said enough."""
    for kind in known:
        if kind.category == facts.get("category") and kind.facts.items() <= _scalars(facts):
            return kind
    return None


def _scalars(facts: Mapping[str, object]) -> set[tuple[str, object]]:
    return {(name, value) for name, value in facts.items() if isinstance(value, str | bool)}


def _json(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise ValueError(f"a catalogue has at most {MAX_BYTES} bytes")
    return json.loads(content)


def _unit(entry: dict[str, Any]) -> Unit:
    return Unit(
        entry["zh"],
        entry["en"],
        entry.get("drop", ""),
        entry.get("sealed", ""),
        entry.get("factor", 0),
        entry.get("whole_stays", False),
    )


def _control(entry: dict[str, Any]) -> FactControl:
    return FactControl(
        name=entry["name"],
        kind=entry["kind"],
        label_zh=entry["zh"],
        label_en=entry["en"],
        required=entry.get("required", False),
        nullable=entry.get("nullable", False),
        values=tuple(Choice(value["value"], value["zh"], value["en"]) for value in entry.get("values", ())),
        unit=entry.get("unit", ""),
        whole=entry.get("whole", False),
        min=entry.get("min"),
        max=entry.get("max"),
        source=entry.get("source", "officer"),
        hint_zh=entry.get("hint_zh", ""),
        hint_en=entry.get("hint_en", ""),
        shown_when={name: tuple(values) for name, values in entry.get("shown_when", {}).items()},
        parts=tuple(_control(part) for part in entry.get("parts", ())),
    )
