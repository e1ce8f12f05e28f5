"""Measures that were taken, as people at the centre read them.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "measures",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("finding", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=200), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("until", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.Column("taken_at", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("device", "id"),
    )
    op.create_index("measures_finding", "measures", ["device", "finding"], unique=False)
    op.create_index("measures_target", "measures", ["measure", "target"], unique=False)
