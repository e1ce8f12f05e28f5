"""Lines of a pack that can never do anything, and names that nothing uses."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from inspector_app.domain.policy.conditions import Condition
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.proof.diagrams import NOTHING
from inspector_app.domain.policy.proof.findings import Finding, Group, Said
from inspector_app.domain.policy.proof.leaves import leaves, of_outcome
from inspector_app.domain.policy.proof.standing import Standing
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.scope import meets
from inspector_app.domain.policy.tables import Row

ALWAYS = Said("永远成立，等于没说", "always holds: it says nothing")
NEVER = Said("永远不成立，等于没说", "always fails: it says nothing")
UNUSED = Said("没有任何规则、罚款条件或问题用到它", "is used by no rule, gate or question")
Tables = Mapping[str, Sequence[Row]]


def unreached(surveys: Sequence[Survey], tables: Tables, *, every: bool) -> Iterator[Finding]:
    """Rules, gate lines, questions and contradictions that no combination reaches.

    A line for certain categories must be reached in each of them, one for all categories in one of them at least; that
    can be told only when the surveys are of `every` category.
    """
    reached: dict[str, Callable[[Survey, Row], bool]] = {
        "rules": lambda survey, row: int(row["no"]) in survey.course.acted,
        "fine_gate": lambda survey, row: int(row["no"]) in survey.course.gates,
        "questions": lambda survey, row: _open(survey, row) != NOTHING,
        # A contradiction may lie outside the form: facts come from other hands too.
        "contradictions": lambda survey, row: survey.space.where(survey.asked.condition(row)) != NOTHING,
    }
    for table, test in reached.items():
        for row in tables[table]:
            meant = [survey for survey in surveys if meets(row, survey.category)]
            missed = [survey for survey in meant if not test(survey, row)]
            if missed and (row["category"] or (every and len(missed) == len(meant))):
                yield _dead(row, missed)


def _dead(row: Row, missed: Sequence[Survey]) -> Finding:
    """With facts that the line is meant for, when there are any, and what is decided on them instead."""
    survey = missed[0]
    line = row.cells.get("no", f"line {row.line}")
    categories = " ".join(survey.category for survey in missed)
    if row.table == "rules" and int(row["no"]) in survey.course.fired:
        return Finding(
            Group.DEAD,
            row.table,
            line,
            categories,
            _said("条件成立，但从不改变结论", "holds, but never changes the decision", row),
        )
    meant = _open(survey, row)
    if meant == NOTHING:
        return Finding(Group.DEAD, row.table, line, categories, _said("条件永远不能成立", "can never hold", row))
    example = next(survey.examples(meant))
    return Finding(
        Group.DEAD, row.table, line, categories, _said("永远轮不到这一行", "is never reached", row), (example,)
    )


def _said(zh: str, en: str, row: Row) -> Said:
    when = row["when"]
    return Said(f"{zh}：{when or '以上各行之外的一切'}", f"{en}: {when or 'all that the lines above leave'}")


def _open(survey: Survey, row: Row) -> int:
    """Where the line would hold if it were asked first."""
    found = NOTHING
    for standing in {Standing(), *survey.course.ends}:
        found = survey.space.diagrams.either(found, survey.where(survey.asked.condition(row), standing))
    return survey.space.diagrams.both(survey.space.possible, found)


def idle_terms(surveys: Sequence[Survey]) -> Iterator[Finding]:
    """Terms that hold never or always, wherever they are used; those that ask about the decision are left to the rules."""
    trees = surveys[0].pack.scope.trees
    for name, tree in trees.items():
        if any(map(of_outcome, leaves(tree, trees))):
            continue
        found = {_truth(survey, tree) for survey in surveys if name in survey.asked.terms}
        if found == {True} or found == {False}:
            yield Finding(Group.DEAD, "terms", name, "", ALWAYS if found == {True} else NEVER)


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
                yield Finding(Group.DEAD, table, name, "", UNUSED)
