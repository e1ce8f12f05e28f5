"""What laptops announced, when photos were named first, and which shifts nobody has proved yet.

Revision ID: 0008
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

PAGE = 500
OPENED, CLOSED, CARRIED = "shift.opened", "shift.closed", "line.carried"


def upgrade() -> None:
    op.add_column("devices", sa.Column("head_epoch", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("devices", sa.Column("head_seq", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("devices", sa.Column("behind_since", sa.String(length=24), nullable=True))
    op.add_column("named", sa.Column("named_at", sa.String(length=24), nullable=False, server_default=""))
    op.create_table(
        "shifts",
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("shift", sa.String(length=200), nullable=False),
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.Column("epoch", sa.String(length=200), nullable=False),
        sa.Column("closed_seq", sa.BigInteger(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("device", "shift"),
    )
    op.create_index(
        "shifts_unproven", "shifts", ["device", "received_at"], unique=False,
        postgresql_where=sa.text("NOT proven"), sqlite_where=sa.text("NOT proven"),
    )  # fmt: skip
    _date_missing_photos(op.get_bind())
    _draw_shifts(op.get_bind())


def _date_missing_photos(connection: sa.Connection) -> None:
    """Of the photos that are still missing: when the first line that names them came."""
    connection.execute(
        sa.text(
            "UPDATE named SET named_at = coalesce((SELECT min(l.received_at) FROM photos p JOIN lines l"
            " ON l.device = p.device AND l.about = p.about AND (l.id = p.line OR l.kind = :carried)"
            " WHERE p.device = named.device AND p.sha256 = named.sha256), '') WHERE NOT stored"
        ),
        {"carried": CARRIED},
    )


def _draw_shifts(connection: sa.Connection) -> None:
    lines = sa.table(
        "lines",
        *map(sa.column, ("device", "epoch", "seq", "kind", "about", "officer", "recorded_at", "received_at", "body")),
    )
    query = sa.select(lines).where(lines.c.kind.in_((OPENED, CLOSED, CARRIED)))
    shifts: dict[tuple[str, str], dict[str, Any]] = {}
    for row in connection.execute(query.order_by(lines.c.received_at, lines.c.seq)):
        kind, recorded_at = _unwrapped(row)
        key = (row.device, row.about)
        if kind == OPENED:
            shifts.setdefault(key, _opened(row, recorded_at))
        elif kind == CLOSED and key in shifts:
            shifts[key] |= {"epoch": row.epoch, "closed_seq": row.seq}
    _keep(connection, list(shifts.values()))


def _opened(row: Any, recorded_at: str) -> dict[str, Any]:
    return {
        "device": row.device, "shift": row.about, "officer": row.officer, "opened_at": recorded_at,
        "received_at": row.received_at, "epoch": row.epoch, "closed_seq": 0, "proven": False,
    }  # fmt: skip


def _unwrapped(row: Any) -> tuple[str, str]:
    """Kind and time of the line, or of the one that it carries."""
    kind, recorded_at, body = row.kind, row.recorded_at, bytes(row.body)
    said: dict[str, Any] = {}
    while kind == CARRIED:
        try:
            said = said.get("body") or json.loads(body)
            kind, recorded_at = str(said["kind"]), str(said["recorded_at"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return "", ""  # it was set aside
    return kind, recorded_at


def _keep(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    shifts = sa.table(
        "shifts",
        *map(sa.column, ("device", "shift", "officer", "opened_at", "received_at", "epoch", "closed_seq", "proven")),
    )
    for start in range(0, len(rows), PAGE):
        connection.execute(sa.insert(shifts), rows[start : start + PAGE])
    connection.execute(
        sa.text(
            "UPDATE shifts SET proven = true WHERE closed_seq > 0 AND EXISTS (SELECT 1 FROM manifests m"
            " WHERE m.device = shifts.device AND m.epoch = shifts.epoch AND m.complete AND m.through_seq >= shifts.closed_seq)"
        )
    )
