import pytest

from inspector_app.domain.policy.conditions import All, AnyOf, Arithmetic, Compare, Is, Name, Not, Number, Threshold
from inspector_app.domain.policy.grammar import ExpressionProblem, parse


def test_and_binds_closer_than_or() -> None:
    assert parse("a or b and not c") == AnyOf((Name("a"), All((Name("b"), Not(Name("c"))))))


def test_numbers_are_kept_as_written() -> None:
    tree = parse("x - y * 1.05 > @limit")
    assert tree == Compare(
        ">", Arithmetic("-", Name("x"), Arithmetic("*", Name("y"), Number("1.05"))), Threshold("limit")
    )


def test_unknown_has_words_of_its_own() -> None:
    assert parse("x is not known") == Not(Is("known", "x"))
    assert parse("x is null") == Is("null", "x")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a and", 5),
        ("a = ", 3),
        ("(a", 2),
        ("a b", 2),
        ("x in ()", 6),
        ("x has one of (y)", 6),
        ("__import__('os')", 0),
        ("a == b", 3),
        ("1 + 2", 5),
        ("x is", 4),
        ("not", 3),
        ("a;b", 1),
        ("x.y.z = 1", 3),
        ("", 0),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_its_place(text: str, at: int) -> None:
    with pytest.raises(ExpressionProblem) as trouble:
        parse(text)
    assert trouble.value.at == at


@pytest.mark.parametrize("text", ["not " * 13 + "a", "(" * 13 + "a" + ")" * 13, "a or " * 250 + "a"])
def test_size_and_depth_are_bounded(text: str) -> None:
    with pytest.raises(ExpressionProblem):
        parse(text)
