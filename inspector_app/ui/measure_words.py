"""Measures in words: what is done, to whom it goes, how long it may take."""

import re
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.measure import Measure
from inspector_app.domain.policy.remedies import Advice
from inspector_app.ui.rulebook import Rulebook

translate = QCoreApplication.translate

_MOMENTS = {
    "at_once": QT_TRANSLATE_NOOP("MeasureWords", "at once"),
    "today": QT_TRANSLATE_NOOP("MeasureWords", "today"),
    "deadline": QT_TRANSLATE_NOOP("MeasureWords", "when the order ends"),
    "min": QT_TRANSLATE_NOOP("MeasureWords", "{number} minutes"),
    "h": QT_TRANSLATE_NOOP("MeasureWords", "within {number} h"),
    "wh": QT_TRANSLATE_NOOP("MeasureWords", "within {number} working hours"),
    "d": QT_TRANSLATE_NOOP("MeasureWords", "within {number} d"),
    "wd": QT_TRANSLATE_NOOP("MeasureWords", "within {number} working days"),
}
_SQUAD = QT_TRANSLATE_NOOP("MeasureWords", "Squad")  # the own house, which is no authority of the pack


class MeasureWords:
    """Codes that the pack at hand does not know stand as they are."""

    def __init__(self, rulebook: Rulebook):
        self._rulebook = rulebook

    def name(self, code: str, target: str = "", note: str = "") -> str:
        """`移交：公安交管（已电话联系）`; of a target that is no authority, a place, the note is the name."""
        said, to = self._rulebook.policy_text("measure", code), self._authority(target)
        if target and not to:
            to, note = note or target, ""
        if to:
            said = translate("MeasureWords", "{measure}: {to}").format(measure=said, to=to)
        return translate("MeasureWords", "{measure} ({note})").format(measure=said, note=note) if note else said

    def of(self, measure: Measure) -> str:
        """The same of one that was taken."""
        return self.name(measure.code, measure.target, measure.note)

    def due(self, until: str, taken_at: str) -> str:
        """Until when, by the street's clock; at once when no time was left, empty without a deadline."""
        if not until:
            return ""
        if until <= taken_at:
            return translate("MeasureWords", str(_MOMENTS["at_once"]))
        moment = datetime.fromisoformat(until).astimezone(LOCAL).strftime("%m-%d %H:%M")
        return translate("MeasureWords", "until {moment}").format(moment=moment)

    def _authority(self, target: str) -> str:
        if target == "squad":
            return translate("MeasureWords", str(_SQUAD))
        said = self._rulebook.policy_text("refer", target)
        return said if said != target else ""

    def allowed(self, advice: Advice) -> str:
        """How long the pack allows, or when it is to happen: `立即`, `2小时内`; empty when it says neither."""
        return " · ".join(_moment(value) for _, value in advice.arguments)


def _moment(code: str) -> str:
    number, unit = re.fullmatch(r"(\d*)(.*)", code, re.DOTALL).groups()  # type: ignore[union-attr]
    words = _MOMENTS.get(unit)
    return translate("MeasureWords", str(words)).format(number=number) if words else code
