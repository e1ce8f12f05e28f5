"""The sync screen's question: what is here, what the centre has confirmed, and the last receipt."""

from inspector_app.services.overview import OthersUnsent, SyncOverview, SyncRound
from inspector_app.storage import journal, queries
from inspector_app.storage.database import Connection
from inspector_app.storage.identity import Identity

MOST_ROUNDS = 50
# The lines that no receipt covers; what a fork left behind is carried, and counts there.
_UNSENT = (
    "SELECT max(first_seq, acknowledged + 1) AS first, end_seq AS last FROM epochs"
    " WHERE end_seq >= first_seq AND acknowledged < end_seq"
)


def sync_overview(connection: Connection, identity: Identity) -> SyncOverview:
    """The state of sending; `acknowledged_seq` is the highest line that a receipt covers."""
    end = journal.head(connection)
    lines = connection.execute(f"SELECT coalesce(sum(last - first + 1), 0) FROM ({_UNSENT})").fetchone()[0]  # noqa: S608
    findings = connection.execute("SELECT count(*) FROM findings INDEXED BY findings_unsent WHERE send < 2").fetchone()[
        0
    ]
    photos = dict(connection.execute("SELECT arrived, count(*) FROM photo_files GROUP BY arrived").fetchall())
    waiting = connection.execute("SELECT coalesce(sum(size), 0) FROM photo_files WHERE arrived = 0").fetchone()[0]
    covered = connection.execute("SELECT coalesce(max(acknowledged), 0) FROM epochs").fetchone()[0]
    body, sig, agrees = _last_receipt(connection)
    enrolment = identity.enrolment
    return SyncOverview(
        enrolled=enrolment is not None, centre=enrolment.centre if enrolment else "", device=identity.device, epoch=end.epoch,
        last_seq=end.seq, acknowledged_seq=covered, unsent_lines=lines, unsent_findings=findings, photos=sum(photos.values()),
        photos_arrived=photos.get(1, 0), photo_bytes_waiting=waiting, receipt_body=body, receipt_sig=sig,
        receipt_agrees=agrees, others=_others(connection), rounds=_rounds(connection),
    )  # fmt: skip


def _last_receipt(connection: Connection) -> tuple[str, str, bool]:
    """That of the newest epoch that has one: an older epoch's may have come later, on a stick."""
    row = connection.execute(
        "SELECT body, sig, agrees FROM epochs e JOIN receipts r ON r.number ="
        " (SELECT number FROM receipts WHERE epoch = e.epoch ORDER BY number DESC LIMIT 1)"
        " ORDER BY e.first_seq DESC LIMIT 1"
    ).fetchone()
    return (row[0], row[1], bool(row[2])) if row else ("", "", False)


def _others(connection: Connection) -> tuple[OthersUnsent, ...]:
    """Unsent lines of everyone but the officer of the newest shift."""
    mine = queries.last_shift(connection)
    rows = connection.execute(
        f"SELECT j.officer, count(*) FROM ({_UNSENT}) u"  # noqa: S608
        " CROSS JOIN journal j INDEXED BY journal_officer ON j.seq BETWEEN u.first AND u.last"
        " WHERE j.officer NOT IN ('', ?) GROUP BY j.officer ORDER BY j.officer",
        (mine.officer.number if mine else "",),
    )
    return tuple(OthersUnsent(officer, lines) for officer, lines in rows)


def _rounds(connection: Connection) -> tuple[SyncRound, ...]:
    rows = connection.execute(
        "SELECT started_at, lines, photos, sent_bytes, took_ms, outcome FROM rounds ORDER BY number DESC LIMIT ?",
        (MOST_ROUNDS,),
    )
    return tuple(SyncRound(*row) for row in rows)
