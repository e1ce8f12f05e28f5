"""How much a condition asks once its terms are spelled out: bounded, so that terms of terms cannot make a pack endless."""

from collections.abc import Mapping

from inspector_app.domain.policy.conditions import All, AnyOf, Condition, Name, Not

MOST_QUESTIONS = 2000
MOST_DEPTH = 100


def too_large(condition: Condition, terms: Mapping[str, Condition]) -> bool:
    """Whether a condition has too many single questions, or lies too deep; the terms in it are known to be no larger."""
    questions, depth = _extent(condition, terms, {})
    return questions > MOST_QUESTIONS or depth > MOST_DEPTH


def _extent(condition: Condition, terms: Mapping[str, Condition], known: dict[str, tuple[int, int]]) -> tuple[int, int]:
    match condition:
        case Not(part):
            parts: tuple[Condition, ...] = (part,)
        case All(parts) | AnyOf(parts):
            pass
        case Name(name) if name in terms:
            if name not in known:
                known[name] = _extent(terms[name], terms, known)
            return known[name]
        case _:
            return 1, 1
    inner = [_extent(part, terms, known) for part in parts]
    return sum(questions for questions, _ in inner), 1 + max((depth for _, depth in inner), default=0)
