"""Follow-up visits that laptops planned for themselves.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("visit", sa.String(length=200), nullable=False),
        sa.Column("finding", sa.String(length=200), nullable=False),
        sa.Column("line", sa.String(length=200), nullable=False),
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.Column("due", sa.String(length=24), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=200), nullable=False),
        sa.Column("planned_at", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("device", "visit"),
    )
    op.create_index("visits_finding", "visits", ["device", "finding"], unique=False)
    op.create_index("visits_open", "visits", ["state", "due"], unique=False)
