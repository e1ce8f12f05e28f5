"""Lines of a pack that can never do anything, and names that nothing uses."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from inspector_app.domain.policy.conditions import Condition
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.proof.diagrams import NOTHING
from inspector_app.domain.policy.proof.findings import Finding, Group
from inspector_app.domain.policy.proof.leaves import leaves, of_outcome
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.tables import Row

Tables = Mapping[str, Sequence[Row]]


def unreached(surveys: Sequence[Survey], tables: Tables) -> Iterator[Finding]:
    """Rules, gate lines, questions and contradictions that no combination reaches.

    A line for certain categories must be reached in each of them, one for all categories in one of them at least.
    """
    yield from _lines("rules", tables, surveys, lambda survey, row: int(row["no"]) in survey.course.acted)
    yield from _lines("fine_gate", tables, surveys, lambda survey, row: int(row["no"]) in survey.course.gates)
    yield from _lines("questions", tables, surveys, _possible)
    yield from _lines("contradictions", tables, surveys, _thinkable)


def _lines(
    table: str, tables: Tables, surveys: Sequence[Survey], reached: Callable[[Survey, Row], bool]
) -> Iterator[Finding]:
    for row in tables[table]:
        meant = [survey for survey in surveys if not row["category"] or survey.category in row.words("category")]
        missed = [survey.category for survey in meant if not reached(survey, row)]
        if missed and (row["category"] or len(missed) == len(meant)):
            what = f"is never reached: {row['when'] or 'the lines above take everything'}"
            line = row.cells.get("no", f"line {row.line}")
            yield Finding(Group.DEAD, table, line, " ".join(missed), _why(row, what, surveys))


def _why(row: Row, what: str, surveys: Sequence[Survey]) -> str:
    """For a rule that holds but changes nothing, say so."""
    fired = row.table == "rules" and any(int(row["no"]) in survey.course.fired for survey in surveys)
    return f"holds, but never changes the decision: {row['when']}" if fired else what


def _possible(survey: Survey, row: Row) -> bool:
    return survey.space.diagrams.both(survey.space.possible, _where(survey, row)) != NOTHING


def _thinkable(survey: Survey, row: Row) -> bool:
    """A contradiction may lie outside the form: facts come from other hands too."""
    return _where(survey, row) != NOTHING


def _where(survey: Survey, row: Row) -> int:
    return survey.space.where(survey.asked.by_row[row.table, row.line])


def idle_terms(surveys: Sequence[Survey]) -> Iterator[Finding]:
    """Terms that hold never or always, wherever they are used; those that ask about the decision are left to the rules."""
    trees = surveys[0].pack.scope.trees
    for name, tree in trees.items():
        if any(map(of_outcome, leaves(tree, trees))):
            continue
        found = {_truth(survey, tree) for survey in surveys if name in survey.asked.terms}
        if found == {True} or found == {False}:
            text = f"always {'holds' if found == {True} else 'fails'}: it says nothing"
            yield Finding(Group.DEAD, "terms", name, "", text)


def _truth(survey: Survey, tree: Condition) -> bool | None:
    meant = survey.space.diagrams.both(survey.space.possible, survey.space.where(tree))
    return False if meant == NOTHING else True if meant == survey.space.possible else None


def unused(pack: Pack, surveys: Sequence[Survey], tables: Tables) -> Iterator[Finding]:
    """Terms, thresholds, codes and flags that nothing uses."""
    rules = [rule for survey in surveys for rule in survey.asked.rules]
    used = {
        "terms": {name for survey in surveys for name in survey.asked.terms},
        "thresholds": {name for survey in surveys for name in survey.asked.thresholds},
        "reasons": {rule.code for rule in rules} | {pack.no_finding},
        "flags": {flag for rule in rules for flag in rule.flags} | {"provisional"},
    }
    for table, names in used.items():
        for row in tables[table]:
            name = next(iter(row.cells.values()))
            if name not in names:
                yield Finding(Group.DEAD, table, name, "", "is used by no rule, gate or question")
