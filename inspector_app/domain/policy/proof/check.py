"""The whole proof over a pack: what breaks, with counter-examples, and how much was covered."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.policy import tables
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.pack import load
from inspector_app.domain.policy.proof import dead, gaps, promises, schema, softening, texts
from inspector_app.domain.policy.proof.diagrams import TooLarge
from inspector_app.domain.policy.proof.findings import Count, Finding, Group, Report, Said
from inspector_app.domain.policy.proof.laws import Laws, unknown
from inspector_app.domain.policy.proof.numbers import Unprovable
from inspector_app.domain.policy.proof.survey import Survey, questions
from inspector_app.domain.policy.proof.unread import unread
from inspector_app.domain.policy.tables import Row


def check(files: Mapping[str, bytes], catalogue: Catalogue, laws: Laws, *, only: Collection[str] = ()) -> Report:
    """The proof over the pack in these tables; `PackProblem` when it is none.

    Exact, not sampled: every combination of answers that a form lets stand together is covered. `only` some categories:
    then lines and names that are for all categories are not judged.
    """
    pack = load(files)
    rows = tables.read(files)
    scope = schema.widened(pack.scope, catalogue)
    findings = [*schema.unlike(pack, catalogue), *schema.unheard(rows["neutral"], scope)]
    surveys: list[Survey] = []
    try:
        for category in () if findings else only or pack.programs:
            asked = questions(pack, scope, rows, laws, category)
            surveys.append(Survey(pack, asked, catalogue.categories[category], category))
        for survey in surveys:
            findings += _broken(survey, [*laws.neutral, *rows["neutral"]])
        findings += dead.unreached(surveys, rows, every=not only)
        if surveys and not only:
            findings += (
                *dead.idle_terms(surveys),
                *dead.unused(pack, surveys, rows),
                *texts.baseless(pack, surveys, rows),
            )
    except (Unprovable, TooLarge) as trouble:
        findings.append(Finding(Group.UNPROVED, "rules", "", "", Said(f"证明不覆盖：{trouble}", str(trouble))))
        surveys.clear()
    return Report(
        pack=pack.name,
        whole=not only,
        findings=tuple(sorted(findings, key=lambda found: list(Group).index(found.group))),
        counts=tuple(map(_count, surveys)),
        silent=_silent(laws, scope),
    )


def _broken(survey: Survey, neutral: Sequence[Row]) -> Iterator[Finding]:
    yield from promises.broken(survey)
    yield from softening.softened(survey)
    yield from gaps.fallen(survey)
    yield from unread(survey, neutral)


def _count(survey: Survey) -> Count:
    return Count(
        category=survey.category,
        rules=len(survey.asked.rules),
        results=len(survey.course.ends),
        combinations=survey.combinations,
        invariants=len(survey.asked.invariants),
        orders=len(survey.asked.worse),
    )


def _silent(laws: Laws, scope: Scope) -> tuple[Said, ...]:
    """The laws that do not speak about the pack, because it does not know what they name."""
    silent = [
        Said(f"invariants {law.row['no']}：{law.row['zh']}（{trouble}）", f"invariants {law.row['no']}: {trouble}")
        for law in laws.invariants
        if (trouble := unknown((law.when, law.then), scope))
    ]
    for law in laws.worse:
        trouble = unknown((law.when,), scope) or ("" if law.fact in scope.facts else f"no fact is called {law.fact}")
        if trouble:
            line = f"worse {law.row['no']}"
            silent.append(Said(f"{line}：{law.row['zh']}（{trouble}）", f"{line}: {trouble}"))
    return tuple(silent)
