"""Conditions in the words of people, for an explanation: the pack's own sentences for its terms, the catalogue's for facts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple, assert_never

from inspector_app.domain.catalogue import Catalogue, FactControl
from inspector_app.domain.policy.conditions import (
    All,
    Among,
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    Is,
    Name,
    Not,
    Number,
    Threshold,
    Value,
    Within,
)
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.state import LEVELS

_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "+": "+", "-": "−", "*": "×"}
_ZH = {
    "tier": "档次",
    "hard": "不得从轻的情形",
    "reasons": "已有理由",
    "flags": "已有标记",
    "primary": "主要理由",
    "and": "且",
    "or": "或",
    "not": "非“{}”",
    "is": "{}为{}",
    "is not": "{}不为{}",
    "in": "{}为{}",
    "any of": "{}含{}",
    "other than": "{}含{}以外的",
    "within": "{}在{}内",
    "known": "{}已知",
    "unknown": "{}不明",
    "null": "{}经查不明",
    "empty": "{}为空",
    "quoted": "“{}”",
    "true": "是",
    "false": "否",
}
_EN = {
    "tier": "the tier",
    "hard": "leniency is excluded",
    "reasons": "the reasons so far",
    "flags": "the flags so far",
    "primary": "the main reason",
    "and": " and ",
    "or": " or ",
    "not": "not: {}",
    "is": "{} is {}",
    "is not": "{} is not {}",
    "in": "{} is {}",
    "any of": "{} has {}",
    "other than": "{} has something other than {}",
    "within": "{} is within {}",
    "known": "{} is known",
    "unknown": "{} is not known",
    "null": "{} was asked and is unknown",
    "empty": "{} is empty",
    "quoted": "“{}”",
    "true": "yes",
    "false": "no",
}


class Wording(NamedTuple):
    """Says facts and conditions of one category in `zh` or `en`; what has no words is said by its name."""

    pack: Pack
    catalogue: Catalogue
    category: str
    lang: str

    def condition(self, asked: Condition) -> str:
        """The condition as a phrase."""
        match asked:
            case Name(name):
                return self._named(name)
            case Compare(op, left, right):
                return self._comparison(op, left, right)
            case Among(how, name, words):
                return self._say(how, self._named(name), self._join("or", [self.value(name, word) for word in words]))
            case Within(name, window):
                hours = self._named(window) if isinstance(window, str) else "–".join(map(self._limit, window))
                return self._say("within", self._named(name), hours)
            case Is(what, name):
                return self._say(what, self._named(name))
            case Not(Is("known", name)):
                return self._say("unknown", self._named(name))
            case Not(part):
                return self._say("not", self._inner(part))
            case All(parts):
                return self._join("and", [self._inner(part) for part in parts])
            case AnyOf(parts):
                return self._join("or", [self._inner(part) for part in parts])
        assert_never(asked)

    def fact(self, path: str) -> str:
        """What a fact is called; a part of a group with its group."""
        control = self._control(path)
        if control is None:
            return path
        group = path.rpartition(".")[0]
        return f"{self.fact(group)} · {self._label(control)}" if group else self._label(control)

    def value(self, path: str, value: object) -> str:
        """One value of a fact or of the decision's state."""
        kinds = {"tier": "tier", "reasons": "reason", "primary": "reason", "flags": "flag"}
        if path in kinds:
            return self._quoted(self._text(kinds[path], str(value)))
        if isinstance(value, bool):
            return self._words["true" if value else "false"]
        control = self._control(path)
        if control is None or isinstance(value, int | float | Decimal):
            return f"{number(value)}{self._unit(control)}" if not isinstance(value, str) else self._quoted(value)
        labels = {choice.value: choice.label_zh if self.lang == "zh" else choice.label_en for choice in control.values}
        return self._quoted(labels.get(str(value), str(value)))

    def between(self, path: str, bounds: Sequence[tuple[str, Decimal]]) -> str:
        """A fact between its bounds, as people write it: `7 <= idle_days <= 14`, or `idle_days >= 30` with only one."""
        (first, limit), *rest = bounds
        if not rest:
            return f"{self.fact(path)} {_SIGNS[first]} {self.value(path, limit)}"
        under = {">=": "≤", ">": "<"}[first]
        upper, most = rest[0]
        return f"{self.value(path, limit)} {under} {self.fact(path)} {_SIGNS[upper]} {self.value(path, most)}"

    def _comparison(self, op: str, left: Value, right: Value) -> str:
        path = left.name if isinstance(left, Name) else ""
        if op in ("=", "!="):
            said = "is" if op == "=" else "is not"
            is_word = isinstance(right, Name) and (path == "tier" or right.name not in self.pack.scope.facts)
            shown = self.value(path, right.name) if isinstance(right, Name) and is_word else self._amount(right, path)
            return self._say(said, self._amount(left, ""), shown)
        if path == "tier" and isinstance(right, Name) and right.name in LEVELS:
            return f"{self._named('tier')} {_SIGNS[op]} {self.value('tier', right.name)}"
        return f"{self._amount(left, '')} {_SIGNS[op]} {self._amount(right, path)}"

    def _amount(self, value: Value, path: str) -> str:
        """`path` is the fact it is compared with: its unit is the number's."""
        match value:
            case Name(name):
                return self._named(name)
            case Number(text):
                return self.value(path, Decimal(text))
            case Threshold(name):
                limit = self.pack.scope.thresholds[name]
                return limit if isinstance(limit, str) else self.value(path, limit)
            case Arithmetic(op, left, right):
                return f"{self._amount(left, '')} {_SIGNS[op]} {self._amount(right, '')}"
        assert_never(value)

    def _inner(self, part: Condition) -> str:
        return f"({self.condition(part)})" if isinstance(part, All | AnyOf) else self.condition(part)

    def _named(self, name: str) -> str:
        if name in self._words:
            return self._words[name]
        return self._text("term", name) if name in self.pack.scope.trees else self.fact(name)

    def _limit(self, threshold: str) -> str:
        return str(self.pack.scope.thresholds[threshold])

    def _text(self, kind: str, code: str) -> str:
        texts = self.pack.texts.get((kind, code))
        return texts[self.lang] if texts else code

    def _unit(self, control: FactControl | None) -> str:
        unit = self.catalogue.units.get(control.unit) if control else None
        if unit is None:
            return ""
        return unit.label_zh if self.lang == "zh" else f" {unit.label_en}"

    def _control(self, path: str) -> FactControl | None:
        try:
            return self.catalogue.control(self.category, path)
        except KeyError:
            return None

    def _label(self, control: FactControl) -> str:
        return control.label_zh if self.lang == "zh" else control.label_en

    @property
    def _words(self) -> dict[str, str]:
        return _ZH if self.lang == "zh" else _EN

    def _say(self, phrase: str, *parts: str) -> str:
        return self._words[phrase].format(*parts)

    def _quoted(self, word: str) -> str:
        return self._words["quoted"].format(word)

    def _join(self, word: str, parts: list[str]) -> str:
        return self._words[word].join(parts)


def number(value: object) -> str:
    """A number as people write it: no exponent, no zeros at the end."""
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
