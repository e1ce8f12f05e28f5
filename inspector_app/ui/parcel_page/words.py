"""What can happen to a parcel on its way, and what to do about it, at a PC that may know no laptop and no centre."""

from PySide6.QtCore import QCoreApplication

from inspector_app.ui import texts
from inspector_app.ui.sync_page import words as of_sync
from inspector_app.ui.sync_page.words import QT_TRANSLATE_NOOP, Advice
from inspector_app.ui.trouble import Side, Trouble

CONTEXT = "ParcelProblem"
_LATER = QT_TRANSLATE_NOOP("ParcelProblem", "What has arrived stays there. Wait a moment, then go on.")
_NETWORK = QT_TRANSLATE_NOOP(
    "ParcelProblem", "Check the network of this PC, then go on. What has arrived stays there; the parcel stays whole."
)
_ADDRESS = QT_TRANSLATE_NOOP("ParcelProblem", "Check the address of the centre, then go on.")
_AGAIN = QT_TRANSLATE_NOOP(
    "ParcelProblem", "Nothing of it was taken in. Copy it again, or save it again on its laptop."
)
_SUPPORT = QT_TRANSLATE_NOOP(
    "ParcelProblem", "The parcel stays whole. Try again; if it stays, tell technical support the code shown here."
)

# Where the sentence of the sync page says what happened, only what to do differs here.
DEEDS = {
    "unreachable": _NETWORK,
    "not_the_centre": QT_TRANSLATE_NOOP(
        "ParcelProblem", "Sign in to the network and check the address of the centre, then go on."
    ),
    "not_found": _ADDRESS,
    "method_not_allowed": _ADDRESS,
    "busy": _LATER,
    "too_slow": _LATER,
    "internal": _LATER,
    "upload_busy": _LATER,
    "too_many_tries": _LATER,
    "out_of_space": QT_TRANSLATE_NOOP(
        "ParcelProblem", "What has arrived stays there. Tell whoever runs the centre, and go on later."
    ),
    "newer_parcel": QT_TRANSLATE_NOOP("ParcelProblem", "Have the app on this PC updated, then send it again."),
    "other_centre": QT_TRANSLATE_NOOP("ParcelProblem", "Enter the address of the centre that is named here, then go on."),
    "damaged_parcel": _AGAIN,
    "hole": QT_TRANSLATE_NOOP(
        "ParcelProblem", "Send the earlier parcels of this laptop first, or save everything on it once more."
    ),
    "fork": QT_TRANSLATE_NOOP("ParcelProblem", "Sync that laptop over a network; its records stay safe on it."),
    "certificate_time": QT_TRANSLATE_NOOP(
        "ParcelProblem",
        "Check date and time of this PC. If they are right, tell technical support the code shown here.",
    ),
    "carrier_full": QT_TRANSLATE_NOOP(
        "ParcelProblem", "Make room on the stick and save the receipt again, or save it to another place."
    ),
    "carrier_unwritable": QT_TRANSLATE_NOOP(
        "ParcelProblem", "Put the stick in again and save the receipt again, or save it to another place."
    ),
}  # fmt: skip
OWN = {
    "carrier_gone": Advice(
        QT_TRANSLATE_NOOP("ParcelProblem", "The stick was pulled out, or cannot be read."),
        QT_TRANSLATE_NOOP("ParcelProblem", "Put it in again and go on: it goes on where it was, and nothing is lost."),
    ),
    "carrier_full": Advice(QT_TRANSLATE_NOOP("ParcelProblem", "There is no room on the stick for the receipt."), ""),
    "carrier_unwritable": Advice(
        QT_TRANSLATE_NOOP("ParcelProblem", "The receipt could not be written to the stick."), ""
    ),
    "unknown_device": Advice(
        QT_TRANSLATE_NOOP("ParcelProblem", "The laptop of this parcel is not enrolled at that centre."),
        QT_TRANSLATE_NOOP("ParcelProblem", "Check the address of the centre, or ask the centre about this laptop."),
    ),
    "wrong_signature": Advice(
        QT_TRANSLATE_NOOP("ParcelProblem", "The parcel is not signed by the laptop that it names."),
        QT_TRANSLATE_NOOP("ParcelProblem", "Save it again on its laptop. If it stays, tell technical support."),
    ),
    "certificate_time": Advice(
        QT_TRANSLATE_NOOP("ParcelProblem", "By the clock of this PC the centre's certificate is not valid."), ""
    ),
}  # fmt: skip


def advice(code: str) -> Advice:
    """What happened and what to do, in the language of the interface; every code has something."""
    own = OWN.get(code)
    known = own.happened if own else ""
    if known:
        happened = _say(known)
    elif code in of_sync.ADVICE:
        happened = of_sync.advice(code).happened
    else:
        happened = texts.sentence(Trouble(Side.SURROUNDINGS, code))
    deed = (own.deed if own else "") or DEEDS.get(code, "")
    if not deed and code in ("not_a_parcel", "certificate_untrusted", "revoked_device"):
        return Advice(happened, of_sync.advice(code).deed)
    return Advice(happened, _say(deed) if deed else f"{_say(_SUPPORT)} ({code})")


def _say(source: str) -> str:
    return QCoreApplication.translate(CONTEXT, source)
