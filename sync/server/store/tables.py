"""The centre's tables. What grows leads with the device or the bucket, so that it can be split without a redesign.

Times are UTC `YYYY-MM-DDThh:mm:ss.mmmZ` text, digests lower-case hex, ids text; `lines` is append-only (triggers).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from sync.server.store import columns, news, people  # noqa: F401 - their tables stand in the same metadata
from sync.server.store.columns import Digest, Id, Moment

metadata = columns.metadata  # with every table, for those who make or copy them all

centre = Table("centre", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

centre_keys = Table(
    "centre_keys",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("key_id", String(16), nullable=False, unique=True),
    Column("public", String(64), nullable=False),
    Column("signed_by", String(16), nullable=False),
    Column("sig", String(128), nullable=False),
    Column("created_at", Moment, nullable=False),
)

enrol_codes = Table(
    "enrol_codes", metadata, Column("hash", Digest, primary_key=True), Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False), Column("device", Id),
)  # fmt: skip

devices = Table(
    "devices",
    metadata,
    Column("device", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("app", String(200), nullable=False, server_default=""),
    Column("revoked_at", Moment),
    Column("head_epoch", Id, nullable=False, server_default=""),  # how far the laptop is, as it said last
    Column("head_seq", BigInteger, nullable=False, server_default="0"),
    Column("behind_since", Moment),  # since when the centre has held less than that
)

device_keys = Table(
    "device_keys",
    metadata,
    Column("device", Id, ForeignKey("devices.device"), primary_key=True),
    Column("public", String(64), primary_key=True),
    Column("added_at", Moment, nullable=False),
)

# `public` is the key that used the code; empty before.
restore_codes = Table(
    "restore_codes", metadata, Column("hash", Digest, primary_key=True),
    Column("device", Id, ForeignKey("devices.device"), nullable=False), Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False), Column("public", String(64), nullable=False),
)  # fmt: skip

device_officers = Table(
    "device_officers", metadata, Column("device", Id, ForeignKey("devices.device"), primary_key=True),
    Column("officer", Id, primary_key=True),
)  # fmt: skip

epochs = Table(
    "epochs",
    metadata,
    Column("device", Id, ForeignKey("devices.device"), primary_key=True),
    Column("epoch", Id, primary_key=True),
    Column("first_seq", BigInteger, nullable=False),
    Column("through_seq", BigInteger, nullable=False),
    Column("digest", Digest, nullable=False),
    Column("findings", BigInteger, nullable=False),
    Column("photos", BigInteger, nullable=False, server_default="0"),
    Column("decided_seq", BigInteger, nullable=False, server_default="0"),  # up to there findings were decided again
    Column("anchored", Boolean, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Index(
        "epochs_undecided",
        "device",
        "epoch",
        postgresql_where=text("decided_seq < through_seq"),
        sqlite_where=text("decided_seq < through_seq"),
    ),
)

lines = Table(
    "lines",
    metadata,
    Column("device", Id, primary_key=True),
    Column("epoch", Id, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False),
    Column("kind", Id, nullable=False),
    Column("about", Id, nullable=False),
    Column("recorded_at", Id, nullable=False),
    Column("officer", Id, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("prev", Digest, nullable=False),
    Column("digest", Digest, nullable=False),
    Column("alg", String(20), nullable=False),
    Column("received_at", Moment, nullable=False),
    Index("lines_about", "device", "about"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("device", Id, primary_key=True),
    Column("epoch", Id, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String(40), nullable=False),
)

# Lines that changed a picture: a carried line and its original change it once.
projected = Table("projected", metadata, Column("device", Id, primary_key=True), Column("line", Id, primary_key=True))

# Which photos the lines of an epoch name; `stored` says whether the centre holds them whole.
named = Table(
    "named",
    metadata,
    Column("device", Id, primary_key=True),
    Column("epoch", Id, primary_key=True),
    Column("sha256", Digest, primary_key=True),
    Column("stored", Boolean, nullable=False),
    Column("named_at", Moment, nullable=False, server_default=""),
    Index(
        "named_missing",
        "device",
        "epoch",
        "sha256",
        postgresql_where=text("NOT stored"),
        sqlite_where=text("NOT stored"),
    ),
    Index("named_sha256", "device", "sha256"),
)

media = Table(
    "media",
    metadata,
    Column("device", Id, primary_key=True),
    Column("sha256", Digest, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", Moment, nullable=False),
)

manifests = Table(
    "manifests",
    metadata,
    Column("device", Id, primary_key=True),
    Column("epoch", Id, primary_key=True),
    Column("through_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("shift", Id, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("received_at", Moment, nullable=False),
)

# `closed_seq` is the line of `epoch` that closed it, 0 while it is open; `proven` once a complete account covers that line.
shifts = Table(
    "shifts",
    metadata,
    Column("device", Id, primary_key=True),
    Column("shift", Id, primary_key=True),
    Column("officer", Id, nullable=False),
    Column("opened_at", Id, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("epoch", Id, nullable=False),
    Column("closed_seq", BigInteger, nullable=False),
    Column("proven", Boolean, nullable=False),
    Index(
        "shifts_unproven", "device", "received_at", postgresql_where=text("NOT proven"), sqlite_where=text("NOT proven")
    ),
)

findings = Table(
    "findings",
    metadata,
    Column("device", Id, primary_key=True),
    Column("finding", Id, primary_key=True),
    Column("epoch", Id, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("shift", Id, nullable=False),
    Column("officer", Id, nullable=False),
    Column("second_officer", Id, nullable=False),
    Column("category", Text, nullable=False),
    Column("type_code", Text, nullable=False),
    Column("observed_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("tier", String(20), nullable=False),
    Column("suggested_tier", String(20), nullable=False),
    Column("primary_reason", Text, nullable=False),
    Column("override_reason", Text, nullable=False),
    Column("server_tier", String(20), nullable=False),
    Column("server_primary", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("lat_e7", BigInteger),
    Column("lon_e7", BigInteger),
    Column("party", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("flags", Text, nullable=False, server_default=""),  # each between blanks
    Index("findings_observed", "observed_at", "finding"),
    Index("findings_tier", "tier", "observed_at"),
)

photos = Table(
    "photos",
    metadata,
    Column("device", Id, primary_key=True),
    Column("about", Id, primary_key=True),
    Column("sha256", Digest, primary_key=True),
    Column("line", Id, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("origin", Text, nullable=False),
    Column("damaged", Boolean, nullable=False),
)

measures = Table(
    "measures",
    metadata,
    Column("device", Id, primary_key=True),
    Column("id", Id, primary_key=True),
    Column("finding", Id, nullable=False),
    Column("measure", Id, nullable=False),
    Column("target", Id, nullable=False),
    Column("until", Id, nullable=False),
    Column("note", Text, nullable=False),
    Column("officer", Id, nullable=False),
    Column("taken_at", Id, nullable=False),
    Index("measures_finding", "device", "finding"),
    Index("measures_target", "measure", "target"),
)

# Follow-up visits that laptops planned for themselves; `state` is open or answered.
visits = Table(
    "visits",
    metadata,
    Column("device", Id, primary_key=True),
    Column("visit", Id, primary_key=True),
    Column("finding", Id, nullable=False),
    Column("line", Id, nullable=False),
    Column("officer", Id, nullable=False),
    Column("due", Moment, nullable=False),
    Column("why", String(40), nullable=False),
    Column("measure", Id, nullable=False),
    Column("planned_at", Id, nullable=False),
    Column("state", String(20), nullable=False),
    Column("outcome", String(20), nullable=False),
    Index("visits_finding", "device", "finding"),
    Index("visits_open", "state", "due"),
)
