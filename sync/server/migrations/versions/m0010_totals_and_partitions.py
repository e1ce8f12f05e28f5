"""Running totals of an epoch; on PostgreSQL, what grows is split into partitions by laptop or bucket.

Revision ID: 0010
"""

from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

PARTS = 16


class Growing(NamedTuple):
    """A table that is split by the hash of its column `by`; `indexes` are those beside its primary key."""

    name: str
    by: str
    key: str
    indexes: tuple[str, ...] = ()


GROWING = (
    Growing("lines", "device", "device, epoch, seq", ("lines_about ON lines (device, about)",)),
    Growing("media", "device", "device, sha256"),
    Growing("photos", "device", "device, about, sha256"),
    Growing(
        "named", "device", "device, epoch, sha256",
        ("named_missing ON named (device, epoch, sha256) WHERE NOT stored", "named_sha256 ON named (device, sha256)"),
    ),
    Growing(
        "findings", "device", "device, finding",
        ("findings_observed ON findings (observed_at, finding)", "findings_tier ON findings (tier, observed_at)"),
    ),
    Growing("feed", "bucket", "bucket, n"),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("epochs", sa.Column("photos", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("epochs", sa.Column("decided_seq", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE epochs SET decided_seq = through_seq, photos = (SELECT count(*) FROM named"
        " WHERE named.device = epochs.device AND named.epoch = epochs.epoch)"
    )
    undecided = sa.text("decided_seq < through_seq")
    op.create_index(
        "epochs_undecided", "epochs", ["device", "epoch"], postgresql_where=undecided, sqlite_where=undecided
    )
    if op.get_bind().dialect.name == "postgresql":
        for growing in GROWING:
            _split(growing)
        _seal_lines()


def _split(growing: Growing) -> None:
    """Moves the rows into a split table of the same name, in this transaction: all of them, or nothing has happened."""
    name, whole = growing.name, f"{growing.name}_whole"
    op.execute(f"ALTER TABLE {name} RENAME TO {whole}")
    op.execute(f"CREATE TABLE {name} (LIKE {whole} INCLUDING DEFAULTS) PARTITION BY HASH ({growing.by})")
    for part in range(PARTS):
        # A row of up to 8 kB stays in its page as it is: squeezing bodies costs more than storing them.
        op.execute(
            f"CREATE TABLE {name}_{part:02} PARTITION OF {name} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
            " WITH (toast_tuple_target = 8160)"
        )
    op.execute(f"INSERT INTO {name} SELECT * FROM {whole}")  # noqa: S608 - names of our own tables
    before, after = (_count(table) for table in (whole, name))
    if before != after:
        raise RuntimeError(f"{before} rows of {name} became {after}")
    op.execute(f"DROP TABLE {whole}")
    op.execute(f"ALTER TABLE {name} ADD CONSTRAINT {name}_pkey PRIMARY KEY ({growing.key})")
    for index in growing.indexes:
        op.execute(f"CREATE INDEX {index}")


def _seal_lines() -> None:
    """What refuses changes of a row is cloned to each part; what refuses TRUNCATE must be made for each."""
    op.execute(
        "CREATE TRIGGER lines_append_only BEFORE UPDATE OR DELETE ON lines"
        " FOR EACH ROW EXECUTE FUNCTION lines_append_only()"
    )
    for table in ("lines", *(f"lines_{part:02}" for part in range(PARTS))):
        op.execute(
            f"CREATE TRIGGER lines_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION lines_append_only()"
        )


def _count(table: str) -> int:
    return int(op.get_bind().scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - one of our own
