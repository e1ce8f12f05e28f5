"""What can keep a lost laptop from being made again, and what to do about it."""

from PySide6.QtCore import QCoreApplication

from inspector_app.ui import texts
from inspector_app.ui.parcel_page import words as of_parcels
from inspector_app.ui.sync_page import words as of_sync
from inspector_app.ui.sync_page.words import QT_TRANSLATE_NOOP, Advice
from inspector_app.ui.trouble import Side, Trouble

CONTEXT = "RestoreProblem"
_LATER = QT_TRANSLATE_NOOP(
    "RestoreProblem", "Wait a moment, then go on with the same code: what has come stays on this laptop."
)
_NETWORK = QT_TRANSLATE_NOOP(
    "RestoreProblem", "Check the network, then go on with the same code: what has come stays on this laptop."
)
_ADDRESS = QT_TRANSLATE_NOOP("RestoreProblem", "Check the address of the centre, then go on with the same code.")
_SUPPORT = QT_TRANSLATE_NOOP(
    "RestoreProblem", "Nothing was changed. Try again; if it stays, tell technical support the code shown here."
)
_FROM_CENTRE = QT_TRANSLATE_NOOP("RestoreProblem", "Make it again from the centre, with a code; nothing was changed.")

OWN = {
    "wrong_code": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The one-time code is wrong, was used by another laptop, or is too old."),
        QT_TRANSLATE_NOOP("RestoreProblem", "Check it sign by sign, or ask the centre for a new one for the lost laptop."),
    ),
    "wrong_key": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "With this password nothing in the folder can be read."),
        QT_TRANSLATE_NOOP("RestoreProblem", "Enter the password of the lost laptop, or make it again from the centre."),
    ),
    "key_missing": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "This is no laptop's data folder, or its key is not here."),
        QT_TRANSLATE_NOOP(
            "RestoreProblem", "Choose the whole data folder of the lost laptop, or make it again from the centre."
        ),
    ),
    "no_keyring": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The key of that data lies in the key ring of another computer."),
        _FROM_CENTRE,
    ),
    "damaged": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "What tells the key of that data is damaged."), _FROM_CENTRE
    ),
    "newer_file": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "That data was written by a newer version of this program."),
        QT_TRANSLATE_NOOP("RestoreProblem", "Have the program on this laptop updated, then try again."),
    ),
    "carrier_gone": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The stick was pulled out, or cannot be read."),
        QT_TRANSLATE_NOOP("RestoreProblem", "Put it in again and go on: nothing is lost."),
    ),
    "laptop_out_of_space": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The disk of this laptop is full."),
        QT_TRANSLATE_NOOP("RestoreProblem", "Free some space, then go on: what has come stays on this laptop."),
    ),
    "laptop_unreadable": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The data folder of this laptop cannot be read or written."), _SUPPORT
    ),
    "not_empty": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "Somebody has worked on this laptop already: here are records."),
        QT_TRANSLATE_NOOP(
            "RestoreProblem",
            "They must not be mixed with another laptop's. Use a laptop, or a user of this one, on which nobody has opened a shift.",
        ),
    ),
    "not_open": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The data of this laptop is not open yet."),
        QT_TRANSLATE_NOOP("RestoreProblem", "Unlock it, then come back here."),
    ),
    "revoked_device": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The centre has revoked the lost laptop."),
        QT_TRANSLATE_NOOP("RestoreProblem", "It cannot be made again. Enrol this one as a new laptop."),
    ),
    "not_found": Advice(
        QT_TRANSLATE_NOOP("RestoreProblem", "The centre at this address does not make laptops again."), _ADDRESS
    ),
}  # fmt: skip
DEEDS = {
    "unreachable": _NETWORK,
    "not_the_centre": _ADDRESS,
    "method_not_allowed": _ADDRESS,
    "busy": _LATER,
    "too_slow": _NETWORK,
    "internal": _LATER,
    "too_many_tries": QT_TRANSLATE_NOOP("RestoreProblem", "Wait a minute, check the code, then go on."),
}  # fmt: skip


def advice(code: str) -> Advice:
    """What happened and what to do, in the language of the interface; every code has something."""
    if code in OWN:
        own = OWN[code]
        told = f"{_say(own.deed)} ({code})" if own.deed == _SUPPORT else _say(own.deed)
        return Advice(_say(own.happened), told)
    if code in DEEDS:
        return Advice(of_sync.advice(code).happened, _say(DEEDS[code]))
    if code in of_parcels.DEEDS or code in of_parcels.OWN or code == "not_a_parcel":
        return of_parcels.advice(code)
    known = code in of_sync.ADVICE
    happened = of_sync.advice(code).happened if known else texts.sentence(Trouble(Side.SURROUNDINGS, code))
    return Advice(happened, f"{_say(_SUPPORT)} ({code})")


def _say(source: str) -> str:
    return QCoreApplication.translate(CONTEXT, source)
