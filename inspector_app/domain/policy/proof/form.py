"""The form of a category: its controls by the path of their fact, what a word of a table means for one, which hang on which."""

from collections.abc import Iterator, Mapping

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy.names import Scope

Answers = Mapping[str, object]
"""Answers by the path of their fact (`history.order`); what is not in it was not answered."""


def every_path(controls: Mapping[str, FactControl]) -> Iterator[tuple[str, FactControl]]:
    """Each control with its path, a group before its parts."""
    for name, control in controls.items():
        yield name, control
        yield from ((f"{name}.{part.name}", part) for part in control.parts)


def by_path(controls: Mapping[str, FactControl], scope: Scope) -> dict[str, FactControl]:
    """The controls of the facts that the scope knows, parts of groups by their path."""
    return {path: control for path, control in every_path(controls) if path in scope.facts}


def answer(path: str, word: str, controls: Mapping[str, FactControl], scope: Scope) -> Answers | None:
    """What a word of a table answers: a value, `true`, `false`, or `unknown`; None when the form cannot answer it."""
    control = controls.get(path)
    if control is None:
        return None
    if word in {choice.value for choice in control.values}:
        return {path: word}
    if word == "unknown":
        return {path: None} if scope.facts[path].nullable else {}
    return {path: word == "true"} if control.kind == "flag" and word in ("true", "false") else None


def on_one_fact(control: FactControl, fact: str) -> FactControl:
    """The control as if it were shown by this fact alone."""
    return control._replace(shown_when={fact: control.shown_when[fact]})


def unlike(fact: str, before: Answers, after: Answers, controls: Mapping[str, FactControl]) -> set[str]:
    """The facts that the form shows beside one of two answers only, and those that hang on them."""
    hanging: set[str] = set()
    waiting = [fact]
    while waiting:
        name = waiting.pop()
        for path, control in controls.items():
            if name in control.shown_when and path not in hanging:
                part = on_one_fact(control, name)
                if name != fact or not (part.shown(before) and part.shown(after)):
                    hanging.add(path)
                    waiting.append(path)
    return hanging
