"""What each problem between laptop and centre means for an officer, and what to do about it."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:  # the stub of PySide6 says `object`

    def QT_TRANSLATE_NOOP(context: str, source: str) -> str: ...
else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP

CONTEXT = "SyncProblem"


class Advice(NamedTuple):
    """`happened` in one sentence, `deed` what the officer should do; English sources for translation."""

    happened: str
    deed: str


_BY_ITSELF = QT_TRANSLATE_NOOP("SyncProblem", "The app tries again by itself; nothing is lost.")
_SENT_AGAIN = QT_TRANSLATE_NOOP("SyncProblem", "What is missing is sent again by itself; nothing is lost.")
_SUPPORT = QT_TRANSLATE_NOOP(
    "SyncProblem", "All records stay safe on this laptop. Tell technical support the code shown here."
)
_UPDATE = QT_TRANSLATE_NOOP(
    "SyncProblem", "All records stay safe on this laptop. Have the app updated, then sync again."
)
_ENROL = QT_TRANSLATE_NOOP("SyncProblem", "Ask the centre for a new enrolment code and enter it in the settings.")
_ADDRESS = QT_TRANSLATE_NOOP("SyncProblem", "Check the centre's address in the settings.")

ADVICE: dict[str, Advice] = {
    "not_canonical": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre does not accept the form of a record."), _SUPPORT
    ),
    "body_too_large": Advice(QT_TRANSLATE_NOOP("SyncProblem", "A record is larger than the centre accepts."), _SUPPORT),
    "broken_chain": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre sees a break in this laptop's chain of records."), _SUPPORT
    ),
    "wrong_digest": Advice(QT_TRANSLATE_NOOP("SyncProblem", "A record or photo did not arrive unharmed."), _SENT_AGAIN),
    "unknown_algorithm": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre does not know this app's kind of digest or signature."), _UPDATE
    ),
    "wrong_signature": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre does not accept this laptop's signature."), _ENROL
    ),
    "hole": Advice(QT_TRANSLATE_NOOP("SyncProblem", "The centre is missing earlier records."), _SENT_AGAIN),
    "fork": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre knows another continuation of this laptop's records."), _SENT_AGAIN
    ),
    "malformed": Advice(QT_TRANSLATE_NOOP("SyncProblem", "The centre does not understand this app."), _UPDATE),
    "too_large": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "A package was too large for the centre."),
        QT_TRANSLATE_NOOP("SyncProblem", "It is sent in smaller parts by itself; nothing is lost."),
    ),
    "unsupported_encoding": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre cannot unpack what this app sends."), _UPDATE
    ),
    "no_token": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The sign-in at the centre has expired."),
        QT_TRANSLATE_NOOP("SyncProblem", "The app signs in again by itself; nothing is lost."),
    ),
    "unknown_device": Advice(QT_TRANSLATE_NOOP("SyncProblem", "The centre does not know this laptop."), _ENROL),
    "revoked_device": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre has revoked this laptop."),
        QT_TRANSLATE_NOOP(
            "SyncProblem", "Its records are still accepted and kept apart. Hand the laptop to your squad leader."
        ),
    ),
    "wrong_code": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The enrolment code is wrong, used or older than 24 hours."),
        QT_TRANSLATE_NOOP("SyncProblem", "Check the code, or ask the centre for a new one."),
    ),
    "device_taken": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "Another laptop is registered at the centre under this laptop's number."),
        QT_TRANSLATE_NOOP(
            "SyncProblem", "All records stay safe on this laptop. Call the centre before you enrol again."
        ),
    ),
    "old_protocol": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "This version of the app is too old for the centre."), _UPDATE
    ),
    "unknown_epoch": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre does not know this section of records yet."), _SENT_AGAIN
    ),
    "wrong_offset": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "A photo was interrupted on its way."),
        QT_TRANSLATE_NOOP("SyncProblem", "It goes on by itself from where it stopped; nothing is lost."),
    ),
    "upload_busy": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "A photo is still being received by the centre."), _BY_ITSELF
    ),
    "too_slow": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "Sending stood still for too long, or the line was too slow."), _BY_ITSELF
    ),
    "not_found": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "At this address there is no service of the centre."), _ADDRESS
    ),
    "method_not_allowed": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The service at this address does not accept this request."), _ADDRESS
    ),
    "too_many_tries": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "Too many wrong codes were tried."),
        QT_TRANSLATE_NOOP("SyncProblem", "Wait a minute, check the code, then try again."),
    ),
    "busy": Advice(QT_TRANSLATE_NOOP("SyncProblem", "The centre is busy."), _BY_ITSELF),
    "out_of_space": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre has no room left."),
        QT_TRANSLATE_NOOP(
            "SyncProblem", "All records stay safe on this laptop. Tell the centre; the app tries again by itself."
        ),
    ),
    "internal": Advice(QT_TRANSLATE_NOOP("SyncProblem", "Something failed inside the centre."), _BY_ITSELF),
    "unreachable": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "There is no connection to the centre."),
        QT_TRANSLATE_NOOP(
            "SyncProblem",
            "You can go on working. Everything stays safe here and is sent as soon as there is a network.",
        ),
    ),
    "not_the_centre": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "Something other than the centre answers, perhaps a network sign-in page."),
        QT_TRANSLATE_NOOP("SyncProblem", "Sign in to the network or use another one; the app tries again by itself."),
    ),
    "certificate_time": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "By this laptop's clock the centre's certificate is not valid."),
        QT_TRANSLATE_NOOP(
            "SyncProblem",
            "Check this laptop's date and time. If they are right, tell technical support the code shown here. Nothing is lost.",
        ),
    ),
    "certificate_untrusted": Advice(
        QT_TRANSLATE_NOOP(
            "SyncProblem", "The certificate that answers is not trusted: this network may be listening in between."
        ),
        QT_TRANSLATE_NOOP(
            "SyncProblem",
            "Sign in to the network or use another one. If it stays, tell technical support the code shown here. Nothing is lost.",
        ),
    ),
    "fake_centre": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre shows another signing key than at enrolment."),
        QT_TRANSLATE_NOOP("SyncProblem", "Nothing is sent. Call the centre before you go on."),
    ),
    "false_receipt": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The receipt does not match this laptop's records."),
        QT_TRANSLATE_NOOP("SyncProblem", "All records stay safe on this laptop. Call the centre and tell the code."),
    ),
    "not_a_parcel": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "This file is no parcel."),
        QT_TRANSLATE_NOOP("SyncProblem", "Choose a file whose name ends with .parcel."),
    ),
    "newer_parcel": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The parcel was made by a newer version of the app."), _UPDATE
    ),
    "damaged_parcel": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The parcel is cut off or damaged."),
        QT_TRANSLATE_NOOP("SyncProblem", "Nothing of it was taken in. Copy it again, or save another one."),
    ),
    "other_centre": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The parcel is for another centre."),
        QT_TRANSLATE_NOOP("SyncProblem", "Bring it to the centre at which this laptop is enrolled."),
    ),
    "no_sealing_key": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The centre has not yet told this laptop the key for parcels."),
        QT_TRANSLATE_NOOP("SyncProblem", "Sync once over a network; all records stay safe on this laptop."),
    ),
    "nothing_to_carry": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "Receipts cover everything on this laptop."),
        QT_TRANSLATE_NOOP("SyncProblem", "There is nothing to save to USB."),
    ),
    "not_a_pack": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "This file is no reference pack."),
        QT_TRANSLATE_NOOP("SyncProblem", "Choose a file whose name ends with .pack."),
    ),
    "newer_pack": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The reference pack was made for a newer version of the app."), _UPDATE
    ),
    "damaged_pack": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The reference pack is cut off or damaged."),
        QT_TRANSLATE_NOOP("SyncProblem", "The one in use stays. Sync again, or copy the file again."),
    ),
    "false_pack": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The reference pack is not signed by this laptop's centre."),
        QT_TRANSLATE_NOOP("SyncProblem", "The one in use stays. Tell the centre the code shown here."),
    ),
    "older_pack": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The reference pack is not newer than the one in use."),
        QT_TRANSLATE_NOOP("SyncProblem", "There is nothing to do: the one in use stays."),
    ),
    # What the round met on this laptop itself.
    "laptop_out_of_space": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "This laptop's disk is full."),
        QT_TRANSLATE_NOOP("SyncProblem", "Free some space; the app tries again by itself. What was saved is safe."),
    ),
    "laptop_damaged": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The database on this laptop is damaged."),
        QT_TRANSLATE_NOOP("SyncProblem", "Close the program and start it again: it saves what can be read."),
    ),
    "laptop_unreadable": Advice(
        QT_TRANSLATE_NOOP("SyncProblem", "The data folder of this laptop cannot be read or written."), _BY_ITSELF
    ),
}

UNKNOWN = Advice(QT_TRANSLATE_NOOP("SyncProblem", "The sync stopped for an unknown reason."), _SUPPORT)


# Why the centre set a line aside (`sync.server.placing.Reason`).
ASIDE = {
    "unknown_kind": QT_TRANSLATE_NOOP("SyncProblem", "The centre does not know this kind of record yet."),
    "wrong_body": QT_TRANSLATE_NOOP("SyncProblem", "Their content has not the form that the centre expects."),
    "wrong_carried_digest": QT_TRANSLATE_NOOP("SyncProblem", "What an earlier record said did not come over unharmed."),
    "misplaced_epoch": QT_TRANSLATE_NOOP("SyncProblem", "A new section of records begins where none should."),
    "revoked_device": QT_TRANSLATE_NOOP("SyncProblem", "They were made after this laptop had been revoked."),
    "unknown_finding": QT_TRANSLATE_NOOP("SyncProblem", "The finding that they are about is not at the centre."),
    "unknown_task": QT_TRANSLATE_NOOP("SyncProblem", "The centre does not know the task that they answer."),
}
ASIDE_OTHERWISE = QT_TRANSLATE_NOOP(
    "SyncProblem", "The centre has a reason that this version of the app does not know."
)


def aside(reason: str) -> str:
    """Why lines were set aside, in one sentence."""
    return QCoreApplication.translate(CONTEXT, ASIDE.get(reason, ASIDE_OTHERWISE))


def advice(code: str) -> Advice:
    """The two sentences for a code of the protocol in the language of the interface."""
    found = ADVICE.get(code, UNKNOWN)
    return Advice(*(QCoreApplication.translate(CONTEXT, source) for source in found))
