"""Sentences about a fact that cannot be taken."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.catalogue import FactControl
from inspector_app.ui.record.numbers import shown_number

translate = QCoreApplication.translate


def fact_problem(code: str, control: FactControl | None) -> str:
    """What is said under the control; empty when nothing is wrong."""
    if not code:
        return ""
    if code == "out_of_range" and control is not None and control.kind == "number":
        low, high = shown_number(control.min or 0), shown_number(control.max or 0)
        return translate("facts", "Enter a number from {low} to {high}.").format(low=_plain(low), high=_plain(high))
    if code == "missing_field":
        return translate("facts", "Choose one: without it there is no decision.")
    if code == "wrong_type" and control is not None and control.whole:
        return translate("facts", "Enter a whole number.")
    if code in ("bad_time", "bad_window"):
        return translate("facts", "Enter a time, for example 09:14.")
    return translate("facts", "This answer is not valid.")


def _plain(number: str) -> str:
    return number.removesuffix(".0")
