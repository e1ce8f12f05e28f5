"""A policy pack: the 721 rules of a city as tables, compiled once. It is given as bytes and never touches a disk."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain import deadlines
from inspector_app.domain.policy.contradictions import Contradiction, contradiction
from inspector_app.domain.policy.gates import Gate, gates
from inspector_app.domain.policy.intake import Intake
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.questions import Question, question
from inspector_app.domain.policy.rules import EFFECTS, WITHOUT_TIER, Rule
from inspector_app.domain.policy.scope import ascending, condition, known, lines, meets, scope, unique
from inspector_app.domain.policy.state import LEVELS
from inspector_app.domain.policy.steps import Step, step
from inspector_app.domain.policy.tables import LANGUAGES, OPTIONAL, PackProblem, Row, read

FORMAT = "1"
NO_BASIS = "none"

_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Remedy:
    """A measure that a reason or flag suggests, from `least_level` on, with its arguments, such as (until, today)."""

    measure: str
    least_level: int
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Program:
    """What the interpreter runs for one category."""

    intake: Intake
    contradictions: tuple[Contradiction, ...]
    rules: tuple[Rule, ...]
    steps: tuple[Step, ...]  # those of the contradictions, then those of the rules
    gates: tuple[Gate, ...]
    questions: tuple[Question, ...]

    def contradicted(self, facts: Mapping[str, object], lang: str) -> tuple[str, ...]:
        """What cannot both be true among the facts, as sentences in zh or en; the decision is provisional then."""
        state = self.intake.state(facts)
        return tuple(one.texts[lang] for one in self.contradictions if one.test(state))


@dataclass(frozen=True, slots=True)
class Pack:
    """A compiled pack. `digest` is the SHA-256 over its cells, so line ends and byte order marks do not change it."""

    name: str
    digest: str
    titles: Mapping[str, str]
    no_finding: str
    scope: Scope
    programs: Mapping[str, Program]
    texts: Mapping[tuple[str, str], Mapping[str, str]]
    remedies: Mapping[str, tuple[Remedy, ...]]
    bases: Mapping[str, tuple[Mapping[str, str], ...]]

    def text(self, kind: str, code: str, lang: str) -> str:
        """The sentence for a code; kind is reason, flag, measure, term, tier, refer or gate; lang is zh or en."""
        return self.texts[kind, code][lang]

    def basis(self, code: str, lang: str) -> str:
        """The articles a reason rests on, joined as the language does; empty when it needs none."""
        return ("；" if lang == "zh" else "; ").join(basis[lang] for basis in self.bases[code])


def load(files: Mapping[str, bytes]) -> Pack:
    """The pack in these tables (`rules.csv` and its fellows); `PackProblem` names the table and line of the first fault."""
    tables = read(files)
    about = {row["key"]: row["value"] for row in unique(tables["pack"], "key")}
    if about.get("format") != FORMAT or not {"name", "zh", "en", "no_finding", "categories"} <= about.keys():
        raise PackProblem("wrong_format", f"needs format {FORMAT}, name, zh, en, no_finding, categories", table="pack")
    names = scope(tables)
    remedies = _remedies(tables)
    return Pack(
        name=about["name"],
        digest=_digest(tables),
        titles={lang: about[lang] for lang in LANGUAGES},
        no_finding=about["no_finding"],
        scope=names,
        programs=_programs(tables, names, tuple(about["categories"].split())),
        texts=_texts(tables),
        remedies=remedies,
        bases=_bases(tables),
    )


def _digest(tables: Mapping[str, Sequence[Row]]) -> str:
    # An optional table that is not there must not change the digest of a pack from before it was thought of.
    stated = {table: rows for table, rows in tables.items() if rows or table not in OPTIONAL}
    cells = {table: [list(row.cells.values()) for row in rows] for table, rows in stated.items()}
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _programs(tables: Mapping[str, list[Row]], names: Scope, categories: tuple[str, ...]) -> dict[str, Program]:
    words = {(row["kind"], row["code"]) for row in tables["words"]}
    rules = [_rule(row, names, words, categories) for row in ascending(tables["rules"])]
    _check_choices(rules, tables["rules"])
    for row in tables["contradictions"]:
        known(row, "category", categories)
    intake = Intake(names.facts)
    return {category: _program(category, tables, names, rules, intake) for category in categories}


def _program(
    category: str, tables: Mapping[str, list[Row]], names: Scope, rules: Sequence[Rule], intake: Intake
) -> Program:
    words = {(row["kind"], row["code"]) for row in tables["words"]}
    against = tuple(contradiction(row, names) for row in lines(tables["contradictions"], category))
    own = tuple(rule for rule in rules if category in rule.categories)
    return Program(
        intake=intake,
        contradictions=against,
        rules=own,
        steps=tuple(step(rule, names) for rule in (*(one.note(category) for one in against), *own)),
        gates=gates(tables["fine_gate"], category, names, words),
        questions=tuple(question(row, names) for row in tables["questions"] if meets(row, category)),
    )


def _rule(row: Row, names: Scope, words: set[tuple[str, str]], categories: tuple[str, ...]) -> Rule:
    _check_effect(row, names)
    known(row, "flags", names.flags)
    known(row, "refer", {word for kind, word in words if kind == "refer"})
    known(row, "missing", names.facts)
    known(row, "category", categories)
    tree, test = condition(row, names)
    return Rule(
        no=int(row["no"]),
        step=row["step"],
        categories=frozenset(row.words("category") or categories),
        choose=row["choose"],
        text=row["when"],
        condition=tree,
        test=test,
        effect=row["effect"],
        level=LEVELS.get(row["tier"], 0),
        code=row["code"],
        flags=row.words("flags"),
        refer=row.words("refer"),
        missing=row.words("missing"),
    )


def _check_effect(row: Row, names: Scope) -> None:
    effect, code, tier = row["effect"], row["code"], row["tier"]
    if effect not in EFFECTS or (tier not in LEVELS if effect not in WITHOUT_TIER else tier):
        raise row.problem("bad_effect", f"an effect is one of {', '.join(EFFECTS)}; note and lower take no tier")
    if (code not in names.codes) if effect != "note" else code:
        raise row.problem("unknown_name", f"{code or 'no code'} is not in reasons.csv, or a note has a code")


def _check_choices(rules: Sequence[Rule], rows: Sequence[Row]) -> None:
    """The lines of one choice stand together, so that "the first that fits" can be read off the sheet."""
    closed: set[str] = set()
    before = ""
    for rule, row in zip(rules, rows, strict=True):
        if rule.choose != before:
            closed.add(before)
        if rule.choose and rule.choose in closed:
            raise row.problem("bad_order", f"the lines of {rule.choose} do not stand together")
        before = rule.choose


def _texts(tables: Mapping[str, list[Row]]) -> dict[tuple[str, str], Mapping[str, str]]:
    named = [("reason", row["code"], row) for row in unique(tables["reasons"], "code")]
    named += [("flag", row["flag"], row) for row in unique(tables["flags"], "flag")]
    named += [("measure", row["measure"], row) for row in unique(tables["measures"], "measure")]
    named += [("term", row["name"], row) for row in unique(tables["terms"], "name")]
    named += [(row["kind"], row["code"], row) for row in tables["words"]]
    for kind, code, row in named:
        if not row["zh"] or not row["en"] or (kind == "reason" and not _CODE.fullmatch(code)):
            raise row.problem("missing_text", f"{code} needs a text in zh and en, and reasons a code in capitals")
    return {(kind, code): {lang: row[lang] for lang in LANGUAGES} for kind, code, row in named}


def _remedies(tables: Mapping[str, list[Row]]) -> dict[str, tuple[Remedy, ...]]:
    least: dict[str, int] = {}
    for row in tables["measures"]:
        if row["least_tier"] not in LEVELS:
            raise row.problem("bad_value", f"{row['least_tier']} is not a tier")
        least[row["measure"]] = LEVELS[row["least_tier"]]
    found = {row["code"]: _remedy_list(row, least) for row in tables["reasons"]}
    return found | {row["flag"]: _remedy_list(row, least) for row in tables["flags"]}


def _remedy_list(row: Row, least: Mapping[str, int]) -> tuple[Remedy, ...]:
    """`measure argument:value; measure` as remedies."""
    remedies = []
    for entry in filter(None, (part.split() for part in row["measures"].split(";"))):
        if entry[0] not in least or not all(":" in argument for argument in entry[1:]):
            raise row.problem("unknown_name", f"{' '.join(entry)[:60]} is not a measure with arguments")
        arguments = tuple((name, value) for name, _, value in (argument.partition(":") for argument in entry[1:]))
        try:
            deadlines.check(arguments)
        except deadlines.NotADeadline as trouble:
            raise row.problem("bad_value", f"{trouble.text[:60]} is not a deadline") from trouble
        remedies.append(Remedy(entry[0], least[entry[0]], arguments))
    return tuple(remedies)


def _bases(tables: Mapping[str, list[Row]]) -> dict[str, tuple[Mapping[str, str], ...]]:
    articles = {row["key"]: dict(row.cells) for row in unique(tables["bases"], "key")}
    stated = {row["code"]: () if row["bases"] == NO_BASIS else row.words("bases") for row in tables["reasons"]}
    for row in tables["reasons"]:
        if stated[row["code"]]:
            known(row, "bases", articles)
    return {code: tuple(articles[key] for key in keys) for code, keys in stated.items()}
