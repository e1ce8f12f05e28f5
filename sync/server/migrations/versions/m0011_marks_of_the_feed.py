"""By what the last item of a feed is known, so that a laptop need not ask for it again.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("feed_counter", sa.Column("mark", sa.String(length=64), nullable=False, server_default=""))
