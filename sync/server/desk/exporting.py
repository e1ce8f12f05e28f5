"""Findings as people take them away: JSON lines with everything, or a table."""

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

import msgspec

from sync.server.desk import table
from sync.server.desk.files import arriving
from sync.server.judging import Judge
from sync.server.registry import Whole

COLUMNS = (
    "finding", "observed_at", "category", "type_code", "tier", "suggested_tier", "primary_reason", "server_tier",
    "server_primary", "override_reason", "address", "lat_e7", "lon_e7", "party", "note", "officer", "second_officer",
    "shift", "device", "epoch", "seq", "received_at", "withdrawn", "photos_named", "photos_received", "proven",
)  # fmt: skip
PHOTO_FIELDS = "sha256", "mime", "size", "origin", "damaged"
LINE_FIELDS = "epoch", "seq", "id", "kind", "officer", "recorded_at", "received_at", "digest"
MEASURE_FIELDS = "id", "measure", "target", "until", "note", "officer", "taken_at"
VISIT_FIELDS = "visit", "due", "why", "measure", "state", "outcome"
FORMATS = LINES, TABLE = ".jsonl", ".csv"


def _fields(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def as_object(whole: Whole) -> dict[str, Any]:
    """The finding with its photos, decision, facts and history, as plain JSON values."""
    row = whole.listed.row._asdict()
    kept = {name: row[name] for name in COLUMNS if name in row}
    said = msgspec.to_builtins(whole.said) if whole.said else {}
    return kept | {
        "photos_named": whole.listed.photos,
        "photos_received": whole.listed.received,
        "proven": whole.listed.proven,
        "flags": row["flags"].split(),
        "judgement": said.get("judgement"),
        "override": msgspec.to_builtins(whole.override) if whole.override else None,
        "approved_by": whole.override.approved_by if whole.override else "",
        "facts": said.get("facts", {}),
        "place": said.get("place", {}),
        "evidence_imported": said.get("evidence_imported", False),
        "duplicate_of": said.get("duplicate_of", ""),
        "asset": said.get("asset", ""),
        "photos": [_fields(photo, PHOTO_FIELDS) | {"stored": bool(photo.stored)} for photo in whole.photos],
        "measures": [_fields(measure, MEASURE_FIELDS) for measure in whole.measures],
        "visits": [_fields(visit, VISIT_FIELDS) for visit in whole.visits],
        "history": [
            _fields(line, LINE_FIELDS) | {"set_aside": whole.set_aside.get((line.epoch, line.seq), "")}
            for line in whole.history
        ],
    }


def write(out: Path, objects: Iterable[dict[str, Any]], judge: Judge) -> int:
    """Writes the findings in the one of the FORMATS that the file's name ends with; returns how many."""
    is_table = out.suffix.lower() == TABLE
    with arriving(out) as file:
        # The mark at its beginning tells Excel that the file is UTF-8.
        text = io.TextIOWrapper(file, "utf-8-sig" if is_table else "utf-8", newline="" if is_table else "\n")
        count = table.write(text, objects, judge) if is_table else _write_lines(text, objects)
        text.detach()
    return count


def _write_lines(file: TextIO, objects: Iterable[dict[str, Any]]) -> int:
    count = 0
    for count, one in enumerate(objects, 1):  # noqa: B007 - the last number is the count
        file.write(json.dumps(one, ensure_ascii=False) + "\n")
    return count
