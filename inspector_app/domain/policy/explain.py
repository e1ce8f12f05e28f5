"""Why a decision came out as it did, why not softer, why not harder, and what would change it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.policy.closures import closure
from inspector_app.domain.policy.conditions import All, Compare, Condition, Name
from inspector_app.domain.policy.contradictions import STEP as CONTRADICTION
from inspector_app.domain.policy.engine import Decision, decide
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.rules import Rule
from inspector_app.domain.policy.state import LEVELS, State
from inspector_app.domain.policy.tier import TIERS, Tier
from inspector_app.domain.policy.turns import Turn, turn_text, what_would_change
from inspector_app.domain.policy.wording import Wording

__all__ = [
    "Article", "Explanation", "Line", "Reason", "Turn", "Wording", "explanation", "turn_text", "what_would_change", "why",
    "why_not_harder", "why_not_softer",
]  # fmt: skip

NEAREST = 5
"""So many lines of a pack answer "why not"."""


class Reason(NamedTuple):
    """One step to the decision: the rule's code, the tier it speaks for, its sentence, its legal basis (may be empty)."""

    code: str
    tier: Tier
    text: str
    basis: str


class Article(NamedTuple):
    """An article of law: its name, the version that was read, and what it says in short."""

    name: str
    version: str
    says: str


class Line(NamedTuple):
    """One line of `rules.csv` (step `contradiction`: of `contradictions.csv`) and what became of it.

    `did`: stop, hit, hard, floor, lowered, capped, noted; `held` when leniency fitted and changed nothing; empty when it did
    not act. Then `unmet` are its conditions that did not hold, and `after` is the code of the line that took its turn.
    `tier` is the tier it speaks for (of a note or of leniency: the tier it found), `reached` the tier after it.
    """

    no: int
    step: str
    code: str
    did: str
    tier: Tier
    reached: Tier
    text: str
    bases: tuple[Article, ...]
    unmet: tuple[str, ...] = ()
    after: str = ""


class Explanation(NamedTuple):
    """A decision with all that explains it; `lines` acted, in order."""

    decision: Decision
    lines: tuple[Line, ...]
    not_softer: tuple[Line, ...]
    not_harder: tuple[Line, ...]
    turns: tuple[Turn, ...]


class _Try(NamedTuple):
    rule: Rule
    did: str
    found: int
    reached: int
    unmet: tuple[Condition, ...]
    before: Rule | None


def why(decision: Decision, pack: Pack, lang: str) -> tuple[Reason, ...]:
    """The reasons in the order in which they count, in `zh` or `en`; `KeyError` when the decision is not of this pack."""
    return tuple(
        Reason(code, tier, pack.text("reason", code, lang), pack.basis(code, lang))
        for code, tier in zip(decision.reasons, decision.reason_tiers, strict=True)
    )


def explanation(facts: Mapping[str, object], pack: Pack, catalogue: Catalogue, lang: str) -> Explanation:
    """Everything about the decision on valid facts, in `zh` or `en`."""
    decision = decide(facts, pack)
    words = Wording(pack, catalogue, str(facts["category"]), lang)
    tries = _tries(facts, pack, decision.tier.level)
    return Explanation(
        decision,
        tuple(_line(tried, words) for tried in tries if tried.did),
        tuple(_line(tried, words) for tried in _softer(tries, decision)),
        tuple(_line(tried, words) for tried in _harder(tries, decision, words)),
        what_would_change(facts, pack, catalogue),
    )


def why_not_softer(facts: Mapping[str, object], pack: Pack, catalogue: Catalogue, lang: str) -> tuple[Line, ...]:
    """What holds the tier: hard lines and floors that acted, then leniency that did not fit, or that the floor held up.

    Service has no leniency under it: there it is the nearest lines that end with nothing wrong.
    """
    decision = decide(facts, pack)
    words = Wording(pack, catalogue, str(facts["category"]), lang)
    return tuple(_line(tried, words) for tried in _softer(_tries(facts, pack, decision.tier.level), decision))


def why_not_harder(facts: Mapping[str, object], pack: Pack, catalogue: Catalogue, lang: str) -> tuple[Line, ...]:
    """The nearest lines that speak for a heavier tier and what they wanted; those of the step that decided come first."""
    decision = decide(facts, pack)
    words = Wording(pack, catalogue, str(facts["category"]), lang)
    return tuple(_line(tried, words) for tried in _harder(_tries(facts, pack, decision.tier.level), decision, words))


def _tries(facts: Mapping[str, object], pack: Pack, level: int) -> list[_Try]:
    """Every contradiction and rule in its turn, as `engine.decide` runs them; `level` is the tier it came to."""
    program = pack.programs[str(facts["category"])]
    state = program.intake.state(facts)
    chosen: Rule | None = None
    tries = []
    for rule in (step.rule for step in program.steps):
        before = chosen if chosen and (chosen.stops or (rule.choose and rule.choose == chosen.choose)) else None
        found = state.level
        if before is None and rule.test(state):
            rule.act(state)
            chosen = rule if rule.choose or rule.stops else chosen
            tries.append(_Try(rule, _did(rule, found, state), found, state.level, (), None))
        elif rule.level > level or rule.effect in ("stop", "lower", "cap") or (rule.choose and rule.effect == "note"):
            tries.append(_Try(rule, "", found, found, tuple(_unmet(rule, state, pack.scope)), before))
    return tries


def _did(rule: Rule, found: int, state: State) -> str:
    if rule.effect in ("lower", "cap"):
        return {"lower": "lowered", "cap": "capped"}[rule.effect] if state.level < found else "held"
    return "noted" if rule.effect == "note" else rule.effect


def _unmet(rule: Rule, state: State, scope: Scope) -> Iterator[Condition]:
    """Which parts of the condition do not hold; a term is opened only when all its parts must hold."""
    return (part for part in _parts(rule.condition, scope) if not closure(part, scope)(state))


def _parts(condition: Condition, scope: Scope) -> Iterator[Condition]:
    match condition:
        case All(parts):
            for part in parts:
                yield from _parts(part, scope)
        case Name(name) if isinstance(scope.trees.get(name), All):
            yield from _parts(scope.trees[name], scope)
        case _:
            yield condition


def _softer(tries: list[_Try], decision: Decision) -> list[_Try]:
    level = decision.tier.level
    holding = [
        tried
        for tried in tries
        if tried.did == "hard" or (tried.did == "floor" and tried.rule.level == level) or tried.did == "held"
    ]
    if level > LEVELS["service"]:
        leniency = [tried for tried in tries if tried.rule.effect in ("lower", "cap") and _could_lower(tried, tries)]
        return holding + leniency
    gates = [tried for tried in tries if tried.rule.stops and not tried.did] if level else []
    return holding + sorted(gates, key=_distance)[:NEAREST]


def _could_lower(tried: _Try, tries: list[_Try]) -> bool:
    """Not one that acted, lost its turn or would lose it to an earlier line, and not one for another tier."""
    if tried.did or tried.before is not None or any(map(_asks_tier, tried.unmet)):
        return False
    earlier = (one for one in tries if one.rule.choose == tried.rule.choose and one.rule.no < tried.rule.no)
    return not tried.rule.choose or not any(set(one.unmet) <= set(tried.unmet) for one in earlier if not one.did)


def _asks_tier(condition: Condition) -> bool:
    return isinstance(condition, Compare) and condition.left == Name("tier")


def _harder(tries: list[_Try], decision: Decision, words: Wording) -> list[_Try]:
    heavier = [
        tried
        for tried in tries
        if not tried.did and tried.rule.level > decision.tier.level and not _of_another_kind(tried, words)
    ]
    acted = [tried for tried in tries if tried.did in ("hit", "hard", "floor", "stop")]
    deciding = max(acted, key=lambda tried: tried.rule.level).rule.step if acted else ""
    heavier.sort(key=lambda tried: (tried.rule.step != deciding, *_distance(tried)))
    nearest = {tried.rule.code: tried for tried in reversed(heavier)}  # one line for a code: its nearest
    return sorted(nearest.values(), key=heavier.index)[:NEAREST]


def _of_another_kind(tried: _Try, words: Wording) -> bool:
    """It wants another value of a fact that must be given, such as the vehicle: that is no answer, it is another finding."""
    controls = words.catalogue.categories[words.category]
    return any(
        isinstance(part, Compare)
        and isinstance(part.left, Name)
        and part.left.name in controls
        and controls[part.left.name].required
        for part in tried.unmet
    )


def _distance(tried: _Try) -> tuple[int, int, int]:
    return len(tried.unmet) + (tried.before is not None), tried.rule.level, tried.rule.no


def _line(tried: _Try, words: Wording) -> Line:
    rule, pack, lang = tried.rule, words.pack, words.lang
    level = rule.level if rule.effect not in ("note", "lower") else tried.found
    return Line(
        rule.no, rule.step, rule.code, tried.did, TIERS[level], TIERS[tried.reached],
        pack.text("reason", rule.code, lang) if rule.code else _noted(rule, words),
        _articles(rule.code, pack, lang),
        tuple(words.condition(part) for part in tried.unmet),
        tried.before.code if tried.before else "",
    )  # fmt: skip


def _noted(rule: Rule, words: Wording) -> str:
    if rule.step == CONTRADICTION:
        against = words.pack.programs[words.category].contradictions
        return next(one.texts[words.lang] for one in against if one.no == rule.no)
    flags = [words.pack.text("flag", flag, words.lang) for flag in rule.flags]
    refer = [words.pack.text("refer", code, words.lang) for code in rule.refer]
    missing = [("缺少：" if words.lang == "zh" else "missing: ") + words.fact(path) for path in rule.missing]
    told = [*flags, *refer, *missing] or [
        words.condition(rule.condition)
    ]  # one that only keeps others of its choice away
    return ("；" if words.lang == "zh" else "; ").join(told)


def _articles(code: str, pack: Pack, lang: str) -> tuple[Article, ...]:
    return tuple(
        Article(basis[lang], basis["version"], basis[f"says_{lang}"]) for basis in (pack.bases[code] if code else ())
    )
