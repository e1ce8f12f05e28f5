"""Slots of relief points in words: how a request stands, why one was refused, and what that means for the officer."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector_app.domain.reference.hold import Hold, HoldState
from inspector_app.services.relief import Refused

translate = QCoreApplication.translate

_STATES = {
    HoldState.WAITING: QT_TRANSLATE_NOOP("HoldWords", "Slot asked for, the centre has not answered yet"),
    HoldState.CONFIRMED: QT_TRANSLATE_NOOP("HoldWords", "The centre holds the slot"),
}
_REASONS = {
    "full": QT_TRANSLATE_NOOP("HoldWords", "no slot was left"),
    "closed": QT_TRANSLATE_NOOP("HoldWords", "it was closed at that time"),
    "too_late": QT_TRANSLATE_NOOP("HoldWords", "its hours were over when the request reached the centre"),
    "unknown_point": QT_TRANSLATE_NOOP("HoldWords", "the centre does not have this point any more"),
}


def state(hold: Hold) -> str:
    """How the request stands, in one line."""
    if hold.state is HoldState.REFUSED:
        return translate("HoldWords", "Slot refused: {reason}").format(reason=reason(hold.reason))
    return translate("HoldWords", str(_STATES[hold.state]))


def reason(code: str) -> str:
    """Why; a code that this version does not know stands as it is."""
    return translate("HoldWords", str(_REASONS[code])) if code in _REASONS else code


def head(refused: Refused) -> str:
    """What happened, in one line."""
    return translate("HoldWords", "No slot at {point}").format(point=refused.point)


def told(refused: Refused) -> str:
    """Which finding it is about, why, and that nothing happens by itself."""
    said = translate(
        "HoldWords",
        "The centre refused the slot for {address}: {reason}. Nothing else was arranged; please decide what to do.",
    )
    return said.format(address=refused.address or translate("HoldWords", "a finding"), reason=reason(refused.reason))
