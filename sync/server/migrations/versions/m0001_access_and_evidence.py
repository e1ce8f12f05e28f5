"""Access, accounts and evidence; `lines` takes only what is new.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY_SQLITE = (
    "CREATE TRIGGER lines_no_update BEFORE UPDATE ON lines BEGIN SELECT RAISE(ABORT, 'lines is append-only'); END",
    "CREATE TRIGGER lines_no_delete BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'lines is append-only'); END",
    # Without this REPLACE would put a new line in an old one's place.
    """CREATE TRIGGER lines_no_replace BEFORE INSERT ON lines
    WHEN EXISTS (SELECT 1 FROM lines WHERE device = NEW.device AND epoch = NEW.epoch AND seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'lines is append-only'); END""",
)
APPEND_ONLY_POSTGRESQL = (
    """CREATE FUNCTION lines_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'lines is append-only'; END $$""",
    """CREATE TRIGGER lines_append_only BEFORE UPDATE OR DELETE ON lines
    FOR EACH ROW EXECUTE FUNCTION lines_append_only()""",
    "CREATE TRIGGER lines_no_truncate BEFORE TRUNCATE ON lines FOR EACH STATEMENT EXECUTE FUNCTION lines_append_only()",
)


def upgrade() -> None:
    _access()
    _accounts()
    _evidence()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in APPEND_ONLY_SQLITE if sqlite else APPEND_ONLY_POSTGRESQL:
        op.execute(statement)


def _access() -> None:
    op.create_table(
        "centre",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "centre_keys",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("public", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.String(length=16), nullable=False),
        sa.Column("sig", sa.String(length=128), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("key_id"),
    )
    op.create_table(
        "enrol_codes",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "devices",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("enrolled_at", sa.String(length=24), nullable=False),
        sa.Column("seen_at", sa.String(length=24), nullable=False),
        sa.Column("app", sa.String(length=200), server_default="", nullable=False),
        sa.Column("revoked_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("device"),
    )
    op.create_table(
        "device_keys",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("public", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"],
            ["devices.device"],
        ),
        sa.PrimaryKeyConstraint("device", "public"),
    )
    op.create_table(
        "device_officers",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"],
            ["devices.device"],
        ),
        sa.PrimaryKeyConstraint("device", "officer"),
    )


def _accounts() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["name"],
            ["users.name"],
        ),
        sa.PrimaryKeyConstraint("hash"),
    )


def _evidence() -> None:
    op.create_table(
        "epochs",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.String(length=200), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("through_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("findings", sa.BigInteger(), nullable=False),
        sa.Column("anchored", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"],
            ["devices.device"],
        ),
        sa.PrimaryKeyConstraint("device", "epoch"),
    )
    op.create_table(
        "lines",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.String(length=200), nullable=False),
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("alg", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", "seq"),
    )
    op.create_index("lines_about", "lines", ["device", "about"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", "seq"),
    )
