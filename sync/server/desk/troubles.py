"""What a command says when it cannot do its work: one sentence, of what a person can do something about."""

from obstore.exceptions import BaseError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from inspector_app.domain.policy.tables import PackProblem
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.desk.values import short
from sync.server.identity import KeysMissing, NoCentre
from sync.server.store.schema import NewerDatabase

LONGEST = 300
CODED = {Problem.BUSY: "busy or away, try again", Problem.OUT_OF_SPACE: "no space left"}
REFUSED = {
    Problem.NOT_A_PARCEL: "this file is no parcel",
    Problem.NEWER_PARCEL: "the parcel is of a newer version; update the centre. Nothing was taken in",
    Problem.DAMAGED_PARCEL: "the parcel is cut off or damaged; copy it again, or make another. Nothing was taken in",
    Problem.OTHER_CENTRE: "the parcel is for another centre; nothing was taken in",
    Problem.UNKNOWN_DEVICE: "the laptop is not enrolled here; nothing was taken in",
    Problem.WRONG_SIGNATURE: "the parcel is not signed by the laptop that it names; nothing was taken in",
    Problem.HOLE: "earlier records of this laptop are missing here: import its earlier parcels first, or one made with --all",
    Problem.FORK: "the centre holds other records of this laptop in that place: let it sync over the network",
    Problem.NOT_A_PACK: "this file is no pack",
    Problem.NEWER_PACK: "the pack is of a newer version; update the centre. Nothing was done",
    Problem.DAMAGED_PACK: "the pack is cut off or damaged; copy it again, or build another. Nothing was done",
    Problem.FALSE_PACK: "the pack is signed by another centre; nothing was done",
    Problem.OLDER_PACK: "laptops are told of a pack as new already; build it with a greater --version. Nothing was done",
}
# {} is the detail.
KIND: dict[type[BaseException], str] = {
    NoCentre: "there is no centre in {}; `inspector-center serve` makes one",
    NewerDatabase: "the database was written by a newer version (schema {}); nothing was changed, use that version",
    PackProblem: "a policy pack of this program cannot be used ({}); install the program again",
    KeysMissing: "the signing key {} is not there; restore it, laptops would refuse another one",
}
SURROUNDINGS = (ProtocolProblem, SQLAlchemyError, BaseError, ValueError, OSError, EOFError)
EXPECTED: tuple[type[BaseException], ...] = (*KIND, *SURROUNDINGS)


class WrongUsage(ValueError):
    """The words of a command do not fit each other; the text says why."""


def sentence(trouble: BaseException) -> str:
    """One of the EXPECTED troubles in a line for people."""
    return short(_told(trouble), LONGEST)


def _told(trouble: BaseException) -> str:
    match trouble:
        case ProtocolProblem(code=code, detail=detail) if code in CODED:
            cause = trouble.__cause__
            return f"{detail}: {CODED[code]}{f' ({_told(cause)})' if cause else ''}"
        case ProtocolProblem(code=code) if code in REFUSED:
            return f"{REFUSED[code]} ({trouble})"
        case DBAPIError(orig=orig):
            return f"the database cannot be used: {_first_line(orig)}"
        case BaseError():
            return f"the photo store cannot be used: {_first_line(trouble)}"
        case UnicodeError():
            return "what was typed or read is not UTF-8"
        case EOFError():
            return "nobody answered"
        case OSError(strerror=str(why)):
            return f"{short(trouble.filename)}: {why}" if trouble.filename else why
    return KIND.get(type(trouble), "{}").format(trouble)


def _first_line(trouble: object) -> str:
    # What follows are the drivers' notes for programmers.
    return str(trouble).strip().partition("\n")[0].rpartition(">: ")[2]
