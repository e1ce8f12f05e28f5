"""Everything that can go wrong between a laptop and the centre, by code; sentences for people live in the interface."""

from enum import StrEnum
from typing import NamedTuple


class Action(StrEnum):
    """What the laptop does about a problem."""

    RETRY = "retry"  # the surroundings are at fault: wait and try again
    REAUTHENTICATE = "reauthenticate"
    RESEND = "resend"  # send again from the place the centre names
    SPLIT = "split"  # send less at once
    STOP = "stop"  # a person must act: enrol again, upgrade, call the centre


class Answer(NamedTuple):
    """How a problem travels over HTTP."""

    status: int
    action: Action


class Problem(StrEnum):
    """Codes of the protocol; each has an HTTP status and an action in ANSWERS."""

    NOT_CANONICAL = "not_canonical"
    BODY_TOO_LARGE = "body_too_large"
    BROKEN_CHAIN = "broken_chain"
    WRONG_DIGEST = "wrong_digest"
    UNKNOWN_ALGORITHM = "unknown_algorithm"
    WRONG_SIGNATURE = "wrong_signature"
    HOLE = "hole"
    FORK = "fork"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    UNSUPPORTED_ENCODING = "unsupported_encoding"
    NO_TOKEN = "no_token"  # noqa: S105 - a code, not a secret
    UNKNOWN_DEVICE = "unknown_device"
    REVOKED_DEVICE = "revoked_device"
    WRONG_CODE = "wrong_code"
    DEVICE_TAKEN = "device_taken"
    OLD_PROTOCOL = "old_protocol"
    UNKNOWN_EPOCH = "unknown_epoch"
    WRONG_OFFSET = "wrong_offset"
    UPLOAD_BUSY = "upload_busy"
    TOO_SLOW = "too_slow"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    TOO_MANY_TRIES = "too_many_tries"
    BUSY = "busy"
    OUT_OF_SPACE = "out_of_space"
    INTERNAL = "internal"
    NOT_A_PARCEL = "not_a_parcel"
    NEWER_PARCEL = "newer_parcel"
    DAMAGED_PARCEL = "damaged_parcel"
    OTHER_CENTRE = "other_centre"
    UNREACHABLE = "unreachable"
    NOT_THE_CENTRE = "not_the_centre"
    CERTIFICATE_TIME = "certificate_time"
    CERTIFICATE_UNTRUSTED = "certificate_untrusted"
    FAKE_CENTRE = "fake_centre"
    FALSE_RECEIPT = "false_receipt"
    NO_SEALING_KEY = "no_sealing_key"
    NOTHING_TO_CARRY = "nothing_to_carry"
    NOT_A_PACK = "not_a_pack"
    NEWER_PACK = "newer_pack"
    DAMAGED_PACK = "damaged_pack"
    FALSE_PACK = "false_pack"
    OLDER_PACK = "older_pack"


ANSWERS: dict[Problem, Answer] = {
    Problem.NOT_CANONICAL: Answer(422, Action.STOP),
    Problem.BODY_TOO_LARGE: Answer(413, Action.STOP),
    Problem.BROKEN_CHAIN: Answer(422, Action.STOP),
    Problem.WRONG_DIGEST: Answer(422, Action.RETRY),
    Problem.UNKNOWN_ALGORITHM: Answer(422, Action.STOP),
    Problem.WRONG_SIGNATURE: Answer(401, Action.STOP),
    Problem.HOLE: Answer(409, Action.RESEND),
    Problem.FORK: Answer(409, Action.RESEND),
    Problem.MALFORMED: Answer(400, Action.STOP),
    Problem.TOO_LARGE: Answer(413, Action.SPLIT),
    Problem.UNSUPPORTED_ENCODING: Answer(415, Action.STOP),
    Problem.NO_TOKEN: Answer(401, Action.REAUTHENTICATE),
    Problem.UNKNOWN_DEVICE: Answer(403, Action.STOP),
    Problem.REVOKED_DEVICE: Answer(403, Action.STOP),
    Problem.WRONG_CODE: Answer(403, Action.STOP),
    Problem.DEVICE_TAKEN: Answer(409, Action.STOP),
    Problem.OLD_PROTOCOL: Answer(426, Action.STOP),
    Problem.UNKNOWN_EPOCH: Answer(409, Action.RESEND),
    Problem.WRONG_OFFSET: Answer(409, Action.RESEND),
    Problem.UPLOAD_BUSY: Answer(423, Action.RETRY),
    Problem.TOO_SLOW: Answer(408, Action.RETRY),
    Problem.NOT_FOUND: Answer(404, Action.STOP),
    Problem.METHOD_NOT_ALLOWED: Answer(405, Action.STOP),
    Problem.TOO_MANY_TRIES: Answer(429, Action.RETRY),
    Problem.BUSY: Answer(503, Action.RETRY),
    Problem.OUT_OF_SPACE: Answer(507, Action.RETRY),
    Problem.INTERNAL: Answer(500, Action.RETRY),
    Problem.NOT_A_PARCEL: Answer(422, Action.STOP),
    Problem.NEWER_PARCEL: Answer(422, Action.STOP),
    Problem.DAMAGED_PARCEL: Answer(422, Action.STOP),
    Problem.OTHER_CENTRE: Answer(422, Action.STOP),
    # The last thirteen never travel: the laptop finds them itself.
    Problem.UNREACHABLE: Answer(0, Action.RETRY),
    Problem.NOT_THE_CENTRE: Answer(0, Action.RETRY),
    Problem.CERTIFICATE_TIME: Answer(0, Action.RETRY),
    Problem.CERTIFICATE_UNTRUSTED: Answer(0, Action.RETRY),
    Problem.FAKE_CENTRE: Answer(0, Action.STOP),
    Problem.FALSE_RECEIPT: Answer(0, Action.STOP),
    Problem.NO_SEALING_KEY: Answer(0, Action.STOP),
    Problem.NOTHING_TO_CARRY: Answer(0, Action.STOP),
    Problem.NOT_A_PACK: Answer(0, Action.STOP),
    Problem.NEWER_PACK: Answer(0, Action.STOP),
    Problem.DAMAGED_PACK: Answer(0, Action.STOP),
    Problem.FALSE_PACK: Answer(0, Action.STOP),
    Problem.OLDER_PACK: Answer(0, Action.STOP),
}


class ProtocolProblem(Exception):
    """A coded problem of the protocol; `detail` is for logs and never holds personal data or secrets."""

    def __init__(self, code: Problem, detail: str = "", *, retry_after_s: float | None = None, seq: int | None = None):
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.seq = seq  # where the centre stands, for HOLE, FORK and WRONG_OFFSET

    @property
    def action(self) -> Action:
        return ANSWERS[self.code].action

    @property
    def status(self) -> int:
        return ANSWERS[self.code].status
