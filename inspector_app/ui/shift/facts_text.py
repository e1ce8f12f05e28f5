"""The sealed facts of a finding, as an officer reads them."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.catalogue import Catalogue, FactControl
from inspector_app.domain.policy.facts import unseal
from inspector_app.ui import translation

translate = QCoreApplication.translate

LEFT_OUT = ("category", "observed_at")  # the title and the list say them


def lines(sealed: Mapping[str, Any], catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """(what was asked, what was answered) in the order of the form; a fact of another catalogue keeps its own name."""
    try:
        facts = unseal(sealed, catalogue)
    except (KeyError, TypeError):
        return tuple((name, str(value)) for name, value in sealed.items() if name not in LEFT_OUT)
    controls = catalogue.categories[str(sealed["category"])]
    ordered = [name for name in controls if name in facts] + [name for name in facts if name not in controls]
    return tuple(
        (_label(controls[name]), _answer(facts[name], controls[name], catalogue)) if name in controls
        else (name, str(facts[name]))
        for name in ordered if name not in LEFT_OUT
    )  # fmt: skip


def _answer(value: object, control: FactControl, catalogue: Catalogue) -> str:
    if value is None:
        return translate("FactsText", "Unknown")
    if isinstance(value, bool):
        yes, no = translate("FactsText", "Yes"), translate("FactsText", "No")
        return yes if value else no
    if isinstance(value, Mapping):
        return _group(value, control, catalogue)
    if isinstance(value, list | tuple):
        return _several(value, control)
    if control.kind == "one":
        return _choice(value, control)
    unit = catalogue.units.get(control.unit)
    words = "" if unit is None else unit.label_zh if _zh() else unit.label_en
    return f"{value} {words}".strip() if isinstance(value, int | float) else str(value)


def _group(parts: Mapping[str, object], control: FactControl, catalogue: Catalogue) -> str:
    inner = {part.name: part for part in control.parts}
    said = [f"{_label(inner[name])} {_answer(value, inner[name], catalogue)}" for name, value in parts.items()]
    return ("，" if _zh() else ", ").join(said)


def _several(values: Sequence[object], control: FactControl) -> str:
    if control.kind == "window":
        return "–".join(str(value) for value in values)
    said = [_choice(value, control) for value in values]
    return ("、" if _zh() else ", ").join(said) or translate("FactsText", "None")


def _choice(value: object, control: FactControl) -> str:
    try:
        return control.label(value, translation.language())
    except KeyError:
        return str(value)


def _label(control: FactControl) -> str:
    return control.label_zh if _zh() else control.label_en


def _zh() -> bool:
    return translation.language() == "zh"
