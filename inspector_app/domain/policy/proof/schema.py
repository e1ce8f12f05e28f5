"""Whether a pack and the catalogue of facts speak of the same facts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from inspector_app.domain.catalogue import Catalogue, FactControl
from inspector_app.domain.policy.names import Fact, Scope
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.proof.findings import Finding, Group, Said
from inspector_app.domain.policy.proof.form import by_path, every_path
from inspector_app.domain.policy.tables import Row

KINDS = {
    "one": "word",
    "many": "list",
    "flag": "yes_no",
    "number": "number",
    "text": "text",
    "time": "time",
    "window": "window",
    "group": "group",
}
"""The kind of a control, and the kind of fact that it gives."""


CATEGORY = "category"


def unlike(pack: Pack, catalogue: Catalogue) -> Iterator[Finding]:
    """Categories and facts that only the pack knows, and facts of which the two have other kinds or words."""
    met: set[str] = set()
    for category in pack.programs:
        if category not in catalogue.categories:
            yield _finding("pack", category, Said("事实目录里没有这个类别", "is no category of the catalogue"))
            continue
        controls = by_path(catalogue.categories[category], pack.scope)
        met |= controls.keys()
        for path, control in controls.items():
            yield from _differences(pack.scope.facts[path], control, category)
    for path in pack.scope.facts:
        if path not in met:
            yield _finding(
                "facts",
                path,
                Said("这些类别的表单都不问这个事实", "is a fact that no form of these categories asks for"),
            )


def unheard(neutral: Iterable[Row], scope: Scope) -> Iterator[Finding]:
    """Facts and words that a line of `neutral.csv` excuses and that nobody can answer."""
    for row in neutral:
        for path in row.words("facts"):
            fact = scope.facts.get(path)
            if fact is None or not fact.words.issuperset(row.words("words")):
                yield _finding(
                    "neutral",
                    path,
                    Said("事实目录里没有它，或没有这些取值", "is no fact of the catalogue, or never has these words"),
                )


def widened(scope: Scope, catalogue: Catalogue) -> Scope:
    """The names of the pack and, behind its facts, those that only the catalogue has: no rule can ask them, but laws may."""
    facts = dict(scope.facts)
    for controls in catalogue.categories.values():
        for path, control in every_path(controls):
            known = facts.get(path)
            words = frozenset(choice.value for choice in control.values)
            if known is None and path not in (CATEGORY, *scope.trees):
                facts[path] = Fact(path, len(facts), KINDS[control.kind], words, control.nullable, None)
            elif known is not None and path not in scope.facts:
                facts[path] = replace(known, words=known.words | words)
    return replace(scope, facts=facts)


def _differences(fact: Fact, control: FactControl, category: str) -> Iterator[Finding]:
    if KINDS[control.kind] != fact.kind:
        kinds = Said(
            f"策略包里是 {fact.kind}，{category} 的目录里是 {control.kind}",
            f"is a {fact.kind}, and in the catalogue of {category} a {control.kind}",
        )
        yield _finding("facts", fact.name, kinds)
    if fact.nullable != control.nullable:
        unknown = Said(
            f"能否“不清楚”，策略包与目录不一致（{category}）",
            f"may be unknown in one of pack and catalogue only ({category})",
        )
        yield _finding("facts", fact.name, unknown)
    for choice in control.values:
        if choice.value not in fact.words:
            value = Said(
                f"没有取值 {choice.value}，而 {category} 的表单可以这样回答",
                f"never has the value {choice.value}, which {category} can answer",
            )
            yield _finding("facts", fact.name, value)


def _finding(table: str, line: str, text: Said) -> Finding:
    return Finding(Group.SCHEMA, table, line, "", text)
