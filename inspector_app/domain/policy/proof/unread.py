"""Answers that an officer gives and no rule reads."""

from collections.abc import Iterable, Iterator

from inspector_app.domain.policy.conditions import Among
from inspector_app.domain.policy.proof.findings import Finding, Group, Said
from inspector_app.domain.policy.proof.form import every_path
from inspector_app.domain.policy.proof.leaves import facts_of, subject
from inspector_app.domain.policy.proof.schema import CATEGORY
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.scope import meets
from inspector_app.domain.policy.tables import Row


def unread(survey: Survey, neutral: Iterable[Row]) -> Iterator[Finding]:
    """Facts of the form that no rule of the category asks for, and words that mean no more than no answer at all.

    What the lines of `neutral` name may make no difference.
    """
    excused = {
        (fact, word)
        for row in neutral
        if meets(row, survey.category)
        for fact in row.words("facts")
        for word in row.words("words") or ("",)
    }
    for path, control in every_path(survey.controls):
        if control.kind == "group" or path == CATEGORY:
            continue
        if path not in survey.asked.facts:
            words = [""]
        elif control.kind == "many":
            words = [choice.value for choice in control.values if not _listed(path, choice.value, survey)]
        else:
            words = [choice.value for choice in control.values if _like_nothing(path, choice.value, survey)]
        for word in words:
            if (path, word) not in excused:
                yield _finding(path, word, survey.category)


def _finding(path: str, word: str, category: str) -> Finding:
    text = Said(f"没有任何规则问到 {path}", f"{path} is asked by no rule")
    if word:
        text = Said(f"{path}：答“{word}”与不答没有区别", f"{path}: {word} means no more than no answer")
    return Finding(Group.UNREAD, "facts", path, category, text)


def _listed(path: str, word: str, survey: Survey) -> bool:
    """Whether some rule reads this word of a list and not only that the list is not empty."""
    asked = [leaf for leaf in survey.asked.leaves if isinstance(leaf, Among) and subject(leaf) == path]
    return any((word in leaf.words) is (leaf.how == "any of") for leaf in asked)


def _like_nothing(path: str, word: str, survey: Survey) -> bool:
    """Whether no rule tells the word from no answer, although no answer does not stand for it."""
    if survey.reading(path, {}) == word:
        return False
    asked = [leaf for leaf in survey.asked.leaves if path in facts_of(leaf, survey.asked.scope.facts)]
    return all(survey.answer(leaf, {path: word}) == survey.answer(leaf, {}) for leaf in asked)
