"""What travels between a laptop and the centre (JSON). Every field has a bound; unknown fields are refused by the centre.

Times are UTC `YYYY-MM-DDThh:mm:ss.mmmZ`; digests lower-case hex SHA-256; keys and signatures base64; ids UUID text.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from sync.protocol.lines import Line
from sync.protocol.receipts import CentreKey, Receipt
from sync.protocol.sealing import SealingKey

PROTOCOL = 1
BATCH_LINES = 50  # what every centre takes in one push
MOST_LINES = 400  # what ours takes
BATCH_BYTES = 256 * 1024
PHOTO_BYTES = 25 * 1024 * 1024
CHUNK_BYTES = 512 * 1024  # of photos in a laptop's first call; more on a quick line, fewer on a thin one
LARGEST_CHUNK = 8 * 1024 * 1024
BUNDLE_PHOTOS = 100
HAVE_LIMIT = 500
PULL_LIMIT = 200
LACKING = 100  # photos that one hello names
FEED_KINDS = "task.assigned, task.withdrawn, task.closed, reference.stated, reference.gone, hold.answered; later ones are kept and skipped"

# A pattern's `$` lets a line feed stand behind it, in Python: the look ahead, or the length, does not.
Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z._:-]+(?!\n)$")]
Hex = Annotated[str, Meta(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]
Base64 = Annotated[str, Meta(max_length=128)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Short = Annotated[str, Meta(max_length=200)]
Token = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[!-~]+(?!\n)$")]  # what a header carries
Bucket = Annotated[str, Meta(min_length=1, max_length=120)]


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Answers may grow: an older laptop ignores fields that it does not know."""


class TimeAnswer(_Answer, frozen=True):
    """`GET /v1/time`: the centre's clock, its protocol, and a challenge (valid 60 s) for the token."""

    now: str
    challenge: Short
    proto: int = PROTOCOL


class EnrolRequest(_Message, frozen=True):
    """`POST /v1/enrol`. `device` is the id that the laptop gave itself at its first start: its lines were
    sealed with it before there was a line to the centre. `sig` proves that the laptop holds the key (proofs.enrolment)."""

    device: Id
    code: Short
    public_key: Base64
    name: Short
    sig: Base64


class EnrolAnswer(_Answer, frozen=True):
    """What the laptop keeps from now on; `buckets` are the feeds that it may pull. An older centre tells no `sealing`."""

    device: Id
    centre: Short
    keys: tuple[CentreKey, ...]
    buckets: tuple[Bucket, ...]
    sealing: SealingKey | None = None


class TokenRequest(_Message, frozen=True):
    """`POST /v1/token`. `sig` = device key over TOKEN_MARK, device, challenge."""

    device: Id
    challenge: Short
    sig: Base64


class TokenAnswer(_Answer, frozen=True):
    """A bearer token for the calls that ask for one, good for `valid_s` seconds."""

    token: Token
    valid_s: int


class HelloRequest(_Message, frozen=True):
    """`POST /v1/hello`: where the laptop stands in its current epoch; `head_digest` is "" when the epoch has no line."""

    app: Short
    proto: int
    epoch: Id
    head_seq: Count
    head_digest: Annotated[str, Meta(max_length=64)]


class HelloAnswer(_Answer, frozen=True, omit_defaults=True):
    """What the centre holds of the laptop's epoch.

    `through_seq` 0 means nothing. `agrees` tells whether its line `head_seq` has `head_digest` (None: it has no such
    line). `heads` are the feed's ends per bucket, `marks` what their last items are known by. A revoked laptop may push, but not pull. `receipt` is there when the
    account of just these lines was complete already: a laptop that has nothing new needs to prove nothing again. `lacking` are
    photos that lines of the laptop's other epochs name and that are not here, though it may have been told otherwise once.
    `batch_lines`: how many lines one push may carry here.
    `pack` is the version of the reference pack that laptops should have, 0 for none.
    """

    now: str
    through_seq: Count
    digest: str
    agrees: bool | None
    heads: dict[str, Count]
    keys: tuple[CentreKey, ...]
    app_min: str = ""
    revoked: bool = False
    sealing: SealingKey | None = None
    receipt: Receipt | None = None
    marks: dict[str, str] = {}
    lacking: tuple[Hex, ...] = ()
    batch_lines: Annotated[int, Meta(ge=BATCH_LINES, le=2**31)] = BATCH_LINES
    pack: Count = 0


class PushRequest(_Message, frozen=True):
    """`POST /v1/lines`: lines of one epoch from `from_seq` on. `sig` = device key over BATCH_MARK, device, epoch,
    from_seq (decimal), digest of the last line: the chain makes it cover every byte."""

    epoch: Id
    from_seq: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    lines: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=MOST_LINES)]
    sig: Base64


class PushAnswer(_Answer, frozen=True):
    """`through_seq` = the end of what the centre holds now; the receipt is for the last line of this batch; `need` = photos named by these lines that the centre does not hold."""

    through_seq: Count
    added: Count
    need: tuple[str, ...]
    receipt: Receipt


class HaveRequest(_Message, frozen=True):
    """`POST /v1/media/have`: which of these photos does the centre hold?"""

    sha256: Annotated[tuple[Hex, ...], Meta(max_length=HAVE_LIMIT)]


class HaveAnswer(_Answer, frozen=True):
    """`stored` are whole and verified at the centre; `partial` maps the others that it began to their offset in bytes."""

    stored: tuple[str, ...]
    partial: dict[str, Count]


class BundleRequest(_Message, frozen=True):
    """`POST /v1/uploads/{device}`, as MessagePack: whole photos, each under its SHA-256; decoded without copying them."""

    photos: Annotated[
        dict[Hex, Annotated[memoryview, Meta(min_length=1)]], Meta(min_length=1, max_length=BUNDLE_PHOTOS)
    ]


class BundleAnswer(_Answer, frozen=True):
    """`stored` are those of the bundle that the centre now holds, whole and verified."""

    stored: tuple[str, ...]


class ManifestRequest(_Message, frozen=True):
    """`POST /v1/manifest`: the laptop's own account of its epoch. `sig` = device key over MANIFEST_MARK, device, epoch,
    through_seq, digest, findings, photos, shift (decimals as text)."""

    epoch: Id
    shift: Annotated[str, Meta(max_length=64)]
    through_seq: Count
    digest: Hex
    findings: Count
    photos: Count
    sig: Base64


class ManifestAnswer(_Answer, frozen=True):
    """`complete` only when counts and digest agree with the centre's own tables and no photo is missing."""

    complete: bool
    agrees: bool
    receipt: Receipt


class PullRequest(_Message, frozen=True):
    """`POST /v1/pull`: changes of each bucket after its cursor."""

    after: dict[Bucket, Count]
    limit: Annotated[int, Meta(ge=1, le=PULL_LIMIT)] = PULL_LIMIT


class FeedItem(msgspec.Struct, frozen=True, kw_only=True):
    """Item `n` of a bucket's gapless feed; `body` is a JSON object of its `kind` (see PROTOCOL.md)."""

    n: Count
    kind: Annotated[str, Meta(max_length=200, description=FEED_KINDS)]
    about: Id
    body: Annotated[msgspec.Raw, Meta(description="a JSON object of its kind, as PROTOCOL.md §8 says")]


class BucketPage(msgspec.Struct, frozen=True, kw_only=True):
    """Items after the cursor, in order; `head` is the `n` of the bucket's last item, 0 for none."""

    bucket: Bucket
    items: tuple[FeedItem, ...]
    head: Count


class PullAnswer(_Answer, frozen=True):
    pages: tuple[BucketPage, ...]


class ProblemAnswer(_Answer, frozen=True):
    """RFC 9457 problem, with our code: `seq` says where the centre stands."""

    code: str
    title: str
    status: int
    retryable: bool
    action: str
    detail: str = ""
    seq: Count | None = None
