"""The receipts that the centre gave, by shift: what they cover, what of it is missing, and what stands behind them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from inspector_app.domain.events import PhotoTaken
from inspector_app.services.overview import KeptReceipt, ShiftReceipt
from inspector_app.services.ports import Shift
from inspector_app.storage import journal, queries
from inspector_app.storage.database import Connection
from inspector_app.storage.photos import PhotoFiles
from sync.protocol.receipt_file import LONGEST_TEXT, MOST_GAPS, MOST_MISSING, MOST_RECEIPTS, Account, Gap, MissingPhoto
from sync.protocol.receipts import Receipt, Statement

MOST_SHIFTS = 200
LOOKED_BACK = 1000  # receipts; a day brings a hundred


def keep(connection: Connection, receipt: Receipt, said: Statement, *, agrees: bool) -> None:
    """Adds what came, in the caller's transaction; of each epoch the last receipt of each day stays.

    An earlier one of that day (UTC, the centre's clock) goes only when this one reaches as far and agrees as well: then it says all
    that the other did. Days stay, for a purge asks what stood two weeks and a month ago.
    """
    number = connection.execute(
        "INSERT INTO receipts (epoch, through_seq, agrees, body, sig) VALUES (?, ?, ?, ?, ?) RETURNING number",
        (said.epoch, said.through_seq, int(agrees), receipt.body, receipt.sig),
    ).fetchone()[0]
    connection.execute(
        "DELETE FROM receipts WHERE number BETWEEN ? AND ? AND epoch = ? AND through_seq <= ? AND agrees <= ?"
        " AND json_extract(body, '$.server_time') BETWEEN ? AND ?",
        (
            number - LOOKED_BACK,
            number - 1,
            said.epoch,
            said.through_seq,
            int(agrees),
            said.server_time[:10],
            said.server_time,
        ),
    )


def of_shift(connection: Connection, device: str, files: PhotoFiles, shift_id: str = "") -> ShiftReceipt | None:
    """The receipts of that shift, or of the newest that has one when none is named; None where no receipt covers a line of it.

    While no shift has one, everything on the laptop is spoken of.
    """
    if shift_id:
        shift = queries.shift(connection, shift_id)
        return _receipt(connection, device, files, shift) if shift else None
    newest = connection.execute("SELECT id FROM shifts ORDER BY number DESC LIMIT 2").fetchall()
    for shift in (*(queries.shift(connection, row[0]) for row in newest), None):
        found = _receipt(connection, device, files, shift)
        if found is not None:
            return found
    return None


def _receipt(connection: Connection, device: str, files: PhotoFiles, shift: Shift | None) -> ShiftReceipt | None:
    first, last = _lines_of(connection, shift)
    kept = _newest(connection, first, last)
    if not kept:
        return None
    covered = {one.epoch: one.through_seq for one in kept}
    said = [msgspec.json.decode(one.body, type=Statement) for one in kept]
    findings, photos = queries.shift_totals(connection, shift.id) if shift else _all_totals(connection)
    account = Account(
        device=device, shift=shift.id if shift else "", officer=shift.officer.number if shift else "",
        unit=shift.unit[:LONGEST_TEXT] if shift else "", opened_at=shift.opened_at if shift else "",
        closed_at=shift.closed_at if shift else "", first_seq=first, last_seq=last, findings=findings, photos=photos,
        later=sum(gap.last - gap.first + 1 for gap in _uncovered(connection, covered, last + 1, 2**53 - 1)),
        gaps=tuple(_uncovered(connection, covered, first, last)[:MOST_GAPS]),
        missing=tuple(named(connection, files, [digest for one in said for digest in one.missing])),
    )  # fmt: skip
    return ShiftReceipt(kept, account)


def listed(connection: Connection, device: str, files: PhotoFiles) -> list[ShiftReceipt]:
    """The newest shifts that have a receipt, the newest first."""
    rows = connection.execute("SELECT id FROM shifts ORDER BY number DESC LIMIT ?", (MOST_SHIFTS,)).fetchall()
    found = [of_shift(connection, device, files, row[0]) for row in rows]
    return [one for one in found if one is not None]


def _lines_of(connection: Connection, shift: Shift | None) -> tuple[int, int]:
    """The first line of the shift, and its last: what a fork carried counts where it was carried to."""
    head = journal.head(connection).seq
    if shift is None:
        return 1, head
    query = "SELECT min(seq), max(seq) FROM journal WHERE about = ?"
    first, last = connection.execute(query, (shift.id,)).fetchone()
    return first, last if shift.closed_at else head


def _newest(connection: Connection, first: int, last: int) -> tuple[KeptReceipt, ...]:
    """The newest receipt of each epoch that has lines between, as far as it covers one of them."""
    rows = connection.execute(
        "SELECT r.epoch, r.through_seq, r.body, r.sig FROM epochs e JOIN receipts r ON r.number ="
        " (SELECT number FROM receipts WHERE epoch = e.epoch AND agrees = 1 ORDER BY number DESC LIMIT 1)"
        " WHERE e.first_seq <= ?2 AND e.end_seq >= max(?1, e.first_seq) AND r.through_seq >= ?1"
        " ORDER BY e.first_seq DESC LIMIT ?3",
        (first, last, MOST_RECEIPTS),
    ).fetchall()
    return tuple(KeptReceipt(*row) for row in reversed(rows))


def _uncovered(connection: Connection, covered: dict[str, int], first: int, last: int) -> list[Gap]:
    """Lines between that none of the receipts covers; what a fork left behind is carried, and counts there."""
    rows = connection.execute(
        "SELECT epoch, first_seq, end_seq FROM epochs WHERE first_seq <= ?2 AND end_seq >= max(?1, first_seq)"
        " ORDER BY first_seq",
        (first, last),
    )
    spans = [(row[0], max(row[1], first, covered.get(row[0], 0) + 1), min(row[2], last)) for row in rows]
    return [Gap(epoch=epoch, first=begin, last=end) for epoch, begin, end in spans if begin <= end]


def named(connection: Connection, files: PhotoFiles, digests: Sequence[str]) -> list[MissingPhoto]:
    """Each photo by its name and the finding that it was taken of first."""
    found = []
    for digest in list(dict.fromkeys(digests))[:MOST_MISSING]:
        row = connection.execute(
            "SELECT p.about, p.body, f.category, f.address, f.observed_at FROM photos p"
            " LEFT JOIN findings f ON f.id = p.about WHERE p.sha256 = ? ORDER BY p.seq LIMIT 1",
            (digest,),
        ).fetchone()
        found.append(_photo(digest, row, here=files.has(digest)))
    return found


def _photo(digest: str, row: Any, *, here: bool) -> MissingPhoto:
    about, body, kind, address, observed_at = row or ("", b"", "", "", "")
    taken = msgspec.convert(msgspec.json.decode(body) | {"about": about}, PhotoTaken) if row else None
    return MissingPhoto(
        sha256=digest, file_name=taken.photo.file_name[:LONGEST_TEXT] if taken else "", about=about, kind=kind or "",
        address=(address or "")[:LONGEST_TEXT], observed_at=observed_at or "", here=here,
    )  # fmt: skip


def _all_totals(connection: Connection) -> tuple[int, int]:
    findings, photos = connection.execute(
        "SELECT count(*), coalesce(sum(photos), 0) FROM findings WHERE withdrawn = 0"
    ).fetchone()
    return findings, photos
