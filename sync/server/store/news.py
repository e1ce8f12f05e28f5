"""The tables of what goes down to the laptops: tasks, the feed, what they look up, and the slots that they hold."""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, String, Table, Text

from sync.server.store.columns import Digest, Id, Moment, metadata

tasks = Table(
    "tasks",
    metadata,
    Column("task", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("lat_e7", BigInteger),
    Column("lon_e7", BigInteger),
    Column("due", Moment, nullable=False),
    Column("about", Id, nullable=False),
    Column("bucket", Id, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
)

task_answers = Table(
    "task_answers",
    metadata,
    Column("task", Id, primary_key=True),
    Column("device", Id, primary_key=True),
    Column("line", Id, primary_key=True),
    Column("outcome", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("finding", Id, nullable=False),
    Column("officer", Id, nullable=False),
    Column("answered_at", Id, nullable=False),
)

feed_counter = Table(
    "feed_counter",
    metadata,
    Column("bucket", Id, primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("mark", Digest, nullable=False, server_default=""),  # of item n
)

feed = Table(
    "feed",
    metadata,
    Column("bucket", Id, primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("about", Id, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
)

# What laptops look up; `bucket` is whom it is told, `gone` keeps the version of what was taken away.
reference = Table(
    "reference",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("id", Id, primary_key=True),
    Column("bucket", Id, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_to", Moment, nullable=False),
    Column("stated_at", Moment, nullable=False),
    Column("gone", Boolean, nullable=False),
)

# Slots of relief points that laptops asked for; one that was confirmed counts up to `until`.
holds = Table(
    "holds",
    metadata,
    Column("device", Id, primary_key=True),
    Column("measure", Id, primary_key=True),
    Column("point", Id, nullable=False),
    Column("finding", Id, nullable=False),
    Column("officer", Id, nullable=False),
    Column("taken_at", Id, nullable=False),
    Column("until", Moment, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("answered_at", Moment, nullable=False),
    Index("holds_until", "until"),
)
