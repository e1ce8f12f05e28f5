"""The closed language of conditions: text in, a small tree out. It can ask facts and the state of the decision, and nothing else.

condition := and-part { "or" and-part }          and-part := piece { "and" piece }
piece     := "not" piece | "(" condition ")" | test
test      := NAME                                 a yes/no fact, a term, or `hard`
           | sum ("=" | "!=" | "<" | "<=" | ">" | ">=") (sum | WORD)
           | NAME ["not"] "in" "(" WORD {"," WORD} ")"
           | NAME "has" ("any of" | "other than") "(" WORD {"," WORD} ")"
           | NAME "within" (NAME | "(" @THRESHOLD "," @THRESHOLD ")")
           | NAME "is" ("null" | ["not"] ("known" | "empty"))
sum       := product { ("+" | "-") product }      product := atom { "*" atom }
atom      := NAME | NUMBER | @THRESHOLD
"""

import re
from dataclasses import dataclass

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

MAX_LENGTH = 1000
MAX_DEPTH = 12


class ExpressionProblem(ValueError):
    """A condition that is not in the language; `at` is the position of the first wrong character."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,9}(?:\.\d{1,9})?)|(?P<threshold>@[a-z][a-z0-9_]{0,63})"
    r"|(?P<word>[A-Za-z][A-Za-z0-9_]{0,63}(?:\.[a-z][a-z0-9_]{0,63})?)|(?P<sign><=|>=|!=|[=<>()+*,-]))"
)
_KEYWORDS = frozenset(
    ["and", "or", "not", "in", "has", "any", "of", "other", "than", "within", "is", "known", "empty", "null"]
)
_ORDER = ("=", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Condition:
    """The tree of a condition of at most 1000 characters and depth 12; `ExpressionProblem` says what is wrong and where."""
    if len(text) > MAX_LENGTH:
        raise ExpressionProblem(f"a condition has at most {MAX_LENGTH} characters", MAX_LENGTH)
    reader = _Reader(_tokens(text))
    condition = reader.condition(0)
    reader.end()
    return condition


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise ExpressionProblem("not a word of the language", at)
        tokens.append(_Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)))
        at = found.end()
    tokens.append(_Token("end", "", len(text)))
    return tokens


class _Reader:
    """Reads the tokens from left to right, one rule of the grammar per method."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def condition(self, depth: int) -> Condition:
        parts = [self._and_part(depth)]
        while self._take("or"):
            parts.append(self._and_part(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def end(self) -> None:
        if self._next.kind != "end":
            raise self._problem("end of the condition")

    def _and_part(self, depth: int) -> Condition:
        parts = [self._piece(depth)]
        while self._take("and"):
            parts.append(self._piece(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _piece(self, depth: int) -> Condition:
        if depth >= MAX_DEPTH:
            raise ExpressionProblem(f"a condition is at most {MAX_DEPTH} deep", self._next.at)
        if self._take("not"):
            return Not(self._piece(depth + 1))
        if self._take("("):
            inner = self.condition(depth + 1)
            self._expect(")")
            return inner
        return self._test()

    def _test(self) -> Condition:
        left = self._sum()
        if self._next.text in _ORDER:
            return Compare(self._advance(), left, self._sum())
        if not isinstance(left, Name):
            raise self._problem("a comparison")
        return self._question(left.name)

    def _question(self, name: str) -> Condition:
        if self._take("in"):
            return Among("in", name, self._words())
        if self._take("has"):
            how = "any of" if self._take("any") else "other than"
            if how == "other than":
                self._expect("other")
            self._expect(how.split()[1])
            return Among(how, name, self._words())
        if self._take("within"):
            return Within(name, self._window())
        if self._take("is"):
            return self._is(name)
        if self._take("not"):
            self._expect("in")
            return Not(Among("in", name, self._words()))
        return Name(name)

    def _is(self, name: str) -> Condition:
        if self._take("null"):
            return Is("null", name)
        negated = self._take("not")
        for what in ("known", "empty"):
            if self._take(what):
                return Not(Is(what, name)) if negated else Is(what, name)
        raise self._problem("known, empty or null")

    def _window(self) -> str | tuple[str, str]:
        if not self._take("("):
            return self._kind("word")
        start = self._kind("threshold")[1:]
        self._expect(",")
        end = self._kind("threshold")[1:]
        self._expect(")")
        return start, end

    def _words(self) -> tuple[str, ...]:
        self._expect("(")
        words = [self._kind("word")]
        while self._take(","):
            words.append(self._kind("word"))
        self._expect(")")
        return tuple(words)

    def _sum(self) -> Value:
        value = self._product()
        while self._next.text in ("+", "-"):
            value = Arithmetic(self._advance(), value, self._product())
        return value

    def _product(self) -> Value:
        value = self._atom()
        while self._take("*"):
            value = Arithmetic("*", value, self._atom())
        return value

    def _atom(self) -> Value:
        if self._next.kind == "number":
            return Number(self._advance())
        if self._next.kind == "threshold":
            return Threshold(self._advance()[1:])
        if self._next.kind == "word" and self._next.text not in _KEYWORDS:
            return Name(self._advance())
        raise self._problem("a name, a number or an @threshold")

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _advance(self) -> str:
        # Never called at the closing mark, so that every method may look at `_next`.
        text = self._next.text
        self._at += 1
        return text

    def _take(self, text: str) -> bool:
        if self._next.text != text:
            return False
        self._at += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._problem(text)

    def _kind(self, kind: str) -> str:
        if self._next.kind != kind:
            raise self._problem(f"a {kind}")
        return self._advance()

    def _problem(self, wanted: str) -> ExpressionProblem:
        found = self._next.text or "the end"
        return ExpressionProblem(f"expected {wanted}, found {found}", self._next.at)
