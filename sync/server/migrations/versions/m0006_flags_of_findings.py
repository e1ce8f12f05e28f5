"""The policy's flags of a finding, as its line states them.

Revision ID: 0006
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

PAGE = 500


def upgrade() -> None:
    op.add_column("findings", sa.Column("flags", sa.Text(), nullable=False, server_default=""))
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """What the lines that are here already state."""
    findings = sa.table("findings", *map(sa.column, ("device", "finding", "epoch", "seq", "flags")))
    lines = sa.table("lines", *map(sa.column, ("device", "epoch", "seq", "kind", "body")))
    same = (lines.c.device == findings.c.device) & (lines.c.epoch == findings.c.epoch) & (lines.c.seq == findings.c.seq)
    query = sa.select(findings.c.device, findings.c.finding, lines.c.kind, lines.c.body).select_from(
        findings.join(lines, same)
    )
    here = (findings.c.device == sa.bindparam("of")) & (findings.c.finding == sa.bindparam("named"))
    for rows in connection.execute(query).partitions(PAGE):
        stated = [{"of": row.device, "named": row.finding, "flags": _flags(row.kind, bytes(row.body))} for row in rows]
        flagged = [row for row in stated if row["flags"]]
        if flagged:
            connection.execute(sa.update(findings).where(here).values(flags=sa.bindparam("flags")), flagged)


def _flags(kind: str, body: bytes) -> str:
    said = json.loads(body)
    while kind == "line.carried":
        kind, said = said["kind"], said["body"]
    flags = (said.get("judgement") or {}).get("flags") or []
    return f" {' '.join(flags)} " if flags else ""
