"""Words for what the rooms below only know by code. English here; Chinese in `resources/i18n`."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector_app.ui import translation
from inspector_app.ui.trouble import Side, Trouble

FOUND = ("service", "management", "enforcement")  # the tiers that count in the shares
TIER_SIGNS = {"none": "无", "service": "服", "management": "管", "enforcement": "执"}

_TIERS = {
    "none": QT_TRANSLATE_NOOP("texts", "No breach"),
    "service": QT_TRANSLATE_NOOP("texts", "Service"),
    "management": QT_TRANSLATE_NOOP("texts", "Management"),
    "enforcement": QT_TRANSLATE_NOOP("texts", "Enforcement"),
}

_CATEGORIES = {
    "stall": QT_TRANSLATE_NOOP("texts", "Street trading"),
    "hoarding": QT_TRANSLATE_NOOP("texts", "Hoarding"),
    "parking": QT_TRANSLATE_NOOP("texts", "Parking"),
    "other": QT_TRANSLATE_NOOP("texts", "Other"),
}

_ROLES = {
    "collector": QT_TRANSLATE_NOOP("texts", "Collector"),
    "auxiliary": QT_TRANSLATE_NOOP("texts", "Auxiliary"),
    "officer": QT_TRANSLATE_NOOP("texts", "Enforcement officer"),
    "squad_leader": QT_TRANSLATE_NOOP("texts", "Squad leader"),
}

SENTENCES = {
    "no_open_shift": QT_TRANSLATE_NOOP("texts", "Open a shift first: a finding must name who signs it."),
    "shift_already_open": QT_TRANSLATE_NOOP("texts", "A shift is already open on this laptop. Close it first."),
    "officer_number_needed": QT_TRANSLATE_NOOP("texts", "Enter the officer's number."),
    "same_officer_twice": QT_TRANSLATE_NOOP("texts", "The second officer must be another person."),
    "override_needs_reason": QT_TRANSLATE_NOOP(
        "texts", "Say why you decide differently; the reason is kept as evidence."
    ),
    "approval_needed": QT_TRANSLATE_NOOP(
        "texts", "Safety, obstruction or history decide here: going lower needs the squad leader's code."
    ),
    "approval_wrong": QT_TRANSLATE_NOOP(
        "texts", "This is not the leader's code, or too many were tried: wait a moment and try again."
    ),
    "not_in_power": QT_TRANSLATE_NOOP("texts", "Your role may not take this measure; an enforcement officer may."),
    "tier_not_in_power": QT_TRANSLATE_NOOP(
        "texts", "Your role may not decide the tier differently; an enforcement officer may."
    ),
    "second_officer_needed": QT_TRANSLATE_NOOP(
        "texts", "This needs two certified officers (Administrative Penalty Law, art. 42)."
    ),
    "tier_needed": QT_TRANSLATE_NOOP("texts", "Choose a tier; the policy does not decide this kind."),
    "type_needed": QT_TRANSLATE_NOOP("texts", "Choose what kind of event it is."),
    "withdrawal_needs_reason": QT_TRANSLATE_NOOP("texts", "Say why the finding is withdrawn."),
    "no_such_finding": QT_TRANSLATE_NOOP("texts", "This finding is not on this laptop any more."),
    "no_such_task": QT_TRANSLATE_NOOP("texts", "This task cannot be answered that way. Look at the tasks again."),
    "already_withdrawn": QT_TRANSLATE_NOOP("texts", "This finding was already withdrawn."),
    "pin_needs_reason": QT_TRANSLATE_NOOP(
        "texts", "Say why the position was set by hand; the reason is kept as evidence."
    ),
    "too_many_measures": QT_TRANSLATE_NOOP("texts", "A finding holds at most 20 measures."),
    "too_many_photos": QT_TRANSLATE_NOOP("texts", "A finding holds at most 20 photos."),
    "note_too_long": QT_TRANSLATE_NOOP("texts", "A text is too long: a note has at most 2000 characters, a name 200."),
    "not_a_clock": QT_TRANSLATE_NOOP("texts", "Enter a time of the day, for example 08:00."),
    "facts_wrong": QT_TRANSLATE_NOOP("texts", "One answer is out of its range; it is marked."),
    "photo_empty": QT_TRANSLATE_NOOP("texts", "{subject} was not imported: the file is empty."),
    "photo_not_an_image": QT_TRANSLATE_NOOP(
        "texts", "{subject} was not imported: it is not a JPEG, PNG or HEIC picture."
    ),
    "photo_no_picture": QT_TRANSLATE_NOOP("texts", "{subject} was not imported: nothing of the picture can be shown."),
    "photo_too_large": QT_TRANSLATE_NOOP("texts", "{subject} was not imported: it is larger than 25 MB."),
    "photo_too_many_pixels": QT_TRANSLATE_NOOP("texts", "{subject} was not imported: it has more than 100 megapixels."),
    "photo_unreadable": QT_TRANSLATE_NOOP("texts", "{subject} was not imported: the file could not be read."),
    "disk": QT_TRANSLATE_NOOP("texts", "The disk does not answer. Nothing that was saved is lost; try again."),
    "pack_changed": QT_TRANSLATE_NOOP(
        "texts",
        "A file of the 721 rules on this laptop was damaged or changed ({subject}). Nothing can be decided, drafts stay kept: have the program installed again.",
    ),
    "pack_broken": QT_TRANSLATE_NOOP(
        "texts",
        "The 721 rules on this laptop cannot be used ({subject}). Nothing can be decided, drafts stay kept: call technical support.",
    ),
    "newer_file": QT_TRANSLATE_NOOP(
        "texts",
        "This laptop's data was written by a newer version of this program. Update the program; nothing was changed.",
    ),
    "wrong_key": QT_TRANSLATE_NOOP(
        "texts", "The key does not fit this laptop's data. Nothing was changed; call technical support."
    ),
    "key_missing": QT_TRANSLATE_NOOP(
        "texts",
        "The key of this laptop's data is not in this user's key ring. Sign in as the usual user, or call support.",
    ),
    "no_keyring": QT_TRANSLATE_NOOP(
        "texts", "This computer offers no safe place for the key of the data. Call technical support."
    ),
    "damaged": QT_TRANSLATE_NOOP(
        "texts", "The database is damaged. Start the program again: it saves what can be read."
    ),
    "out_of_space": QT_TRANSLATE_NOOP(
        "texts", "The disk is full. Free some space, then save again; what was saved is safe."
    ),
    "unreadable": QT_TRANSLATE_NOOP(
        "texts", "The data folder cannot be read or written. What was saved is safe; try again."
    ),
    "locked_by_another": QT_TRANSLATE_NOOP(
        "texts", "The program is already running on this data. Use the other window."
    ),
    "unknown_key": QT_TRANSLATE_NOOP(
        "texts", "The centre signs with a new key whose proof is not here yet. Sync once more, then save the receipt."
    ),
    "not_a_receipt": QT_TRANSLATE_NOOP("texts", "There is no receipt for this shift yet. It comes with the next sync."),
    "not_empty": QT_TRANSLATE_NOOP(
        "texts", "This folder holds a laptop's data already. Restore into an empty folder; nothing was changed."
    ),
    "carrier_full": QT_TRANSLATE_NOOP(
        "texts",
        "There is not enough room on the stick, or it takes no file as large. Use another one; nothing was left on it.",
    ),
    "carrier_unwritable": QT_TRANSLATE_NOOP(
        "texts", "The stick cannot be written, or was pulled out. Nothing is lost; use another one or try again."
    ),
    "carrier_differs": QT_TRANSLATE_NOOP(
        "texts", "What was read back from the stick is not what was written. Use another one; nothing is lost."
    ),
    "carrier_gone": QT_TRANSLATE_NOOP(
        "texts", "The stick cannot be read, or was pulled out. Put it in again; nothing is lost."
    ),
    "photo_missing": QT_TRANSLATE_NOOP("texts", "The file of a photo is not on this laptop any more."),
    "photo_damaged": QT_TRANSLATE_NOOP("texts", "The file of a photo on this laptop is damaged."),
    "pack_damaged": QT_TRANSLATE_NOOP(
        "texts", "The reference pack of the city is damaged: grids and addresses are not looked up. Recording goes on."
    ),
}

_OURS = QT_TRANSLATE_NOOP(
    "texts", "Something in this program went wrong ({code}). What was saved is safe; the log tells us more."
)
_SURROUNDINGS = QT_TRANSLATE_NOOP(
    "texts", "This does not work at the moment ({code}). What was saved is safe; try again."
)


def sentence(trouble: Trouble) -> str:
    """What the person is told; every code gets a sentence, also one that is new here."""
    known = SENTENCES.get(trouble.code)
    if known is None:
        known = _OURS if trouble.side is Side.OURS else _SURROUNDINGS
    return _say(known).format(code=trouble.code, subject=trouble.subject)


def tier(name: str) -> str:
    return _say(_TIERS[name])


def sign(name: str) -> str:
    """The one Chinese sign that stands for the tier, in every language."""
    return TIER_SIGNS[name]


def badge(name: str) -> str:
    """Sign and word."""
    return f"{TIER_SIGNS[name]} {tier(name)}"


def category(name: str) -> str:
    return _say(_CATEGORIES[name])


def role(name: str) -> str:
    return _say(_ROLES[name])


def pick(labels: Mapping[str, str]) -> str:
    """The label in the language that is spoken, of a catalogue or pack that carries both."""
    return labels.get(translation.language()) or labels.get("zh") or labels.get("en") or ""


def _say(source: object) -> str:
    return QCoreApplication.translate("texts", str(source))
