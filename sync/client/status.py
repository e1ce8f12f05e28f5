"""What a round says of itself while it runs and when it ended."""

from dataclasses import dataclass
from enum import StrEnum

from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Statement

BAD_PACKS = frozenset({Problem.NOT_A_PACK, Problem.NEWER_PACK, Problem.DAMAGED_PACK, Problem.FALSE_PACK})
LAPTOP = "laptop_"  # begins the code of what is no fault of line or centre


class Phase(StrEnum):
    """The steps of a round, in their order."""

    CONNECTING = "connecting"
    LINES = "lines"
    PHOTOS = "photos"
    MANIFEST = "manifest"
    PULL = "pull"


class Outcome(StrEnum):
    """How a round ended that met no problem."""

    COMPLETE = "complete"  # a receipt that agrees covers everything, and no photo is missing
    INCOMPLETE = "incomplete"  # all was sent that could be, and yet the centre lacks something
    PARTLY = "partly"  # what this round was to carry is there; other photos wait for a better line
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come. Bytes are those of lines' bodies and of photos; totals grow when more is found."""

    phase: Phase = Phase.CONNECTING
    lines: int = 0
    lines_total: int = 0
    photos: int = 0
    photos_total: int = 0
    sent_bytes: int = 0
    bytes_total: int = 0


@dataclass(frozen=True, slots=True)
class SyncReport:
    """A round that ended without a problem. `statement` is the centre's last receipt of this round.

    `tasks` are ids that the feed told about; `lost_photos` digests whose files are gone or damaged on the laptop, `only_lost`
    tells that the centre lacks nothing but those, so that another round brings nothing;
    `new_epoch` says why one was opened (restored, fork), or is empty; a `revoked` laptop sends and gets nothing.
    `new_pack` is the version of the reference pack that came, 0 for none, and `pack_problem` a code when it could not;
    `pack_left` says that one, or a part of it, is still to come.
    """

    outcome: Outcome
    lines: int = 0
    photos: int = 0
    sent_bytes: int = 0
    statement: Statement | None = None
    tasks: frozenset[str] = frozenset()
    lost_photos: tuple[str, ...] = ()
    only_lost: bool = False
    new_epoch: str = ""
    revoked: bool = False
    new_pack: int = 0
    pack_problem: str = ""
    pack_left: bool = False

    @property
    def bad_pack(self) -> str:
        """The code, when the pack itself is at fault and a person must know; what only delayed it goes by itself."""
        return self.pack_problem if self.pack_problem in BAD_PACKS else ""


def code_of(trouble: BaseException) -> str:
    """What ended a round, by code: the protocol's, or what this laptop itself could not do (`laptop_out_of_space` …)."""
    if isinstance(trouble, ProtocolProblem):
        return trouble.code.value
    code = getattr(trouble, "code", None)
    return LAPTOP + (str(code) if isinstance(code, str) else "broke")
