"""A file of reference items that somebody brings: what is good in it, and where and why the rest is not."""

import csv
import io
import json
import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector_app.domain.reference import calendar_body, history, relief, street
from inspector_app.domain.reference.item import BadReference, ReferenceKind
from sync.protocol.canonical import canonical, clean_text
from sync.protocol.feed import LARGEST_BODY
from sync.protocol.problems import ProtocolProblem
from sync.server.desk import reference_rows, values
from sync.server.placing import ID
from sync.server.reference import Item

FORMATS = TABLE, OBJECTS = ".csv", ".json"
LARGEST_FILE = 64 * 1024 * 1024
_OURS = ("id", "valid_from", "valid_to")
Raw = dict[str, Any]
Placed = tuple[int, Raw]  # the line it begins on, and what stands there


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a kind is checked: its parser, the fields that people may state, and the columns of its table."""

    parse: Callable[[str, Mapping[str, Any]], object]
    fields: frozenset[str]
    columns: Mapping[str, tuple[str, reference_rows.Read]]


KNOWN = {
    ReferenceKind.RELIEF_POINT: Meaning(relief.parse, relief.FIELDS, reference_rows.RELIEF_POINT),
    ReferenceKind.STREET: Meaning(street.parse_policy, street.POLICY_FIELDS, reference_rows.STREET),
    ReferenceKind.CAMPAIGN: Meaning(street.parse_campaign, street.CAMPAIGN_FIELDS, reference_rows.CAMPAIGN),
    ReferenceKind.CALENDAR: Meaning(calendar_body.parse, calendar_body.FIELDS, {}),  # too deep for a table
    ReferenceKind.HISTORY: Meaning(history.check, history.FIELDS, reference_rows.HISTORY),
}


@dataclass(slots=True)
class Found:
    """What a file holds: the good items, and the lines that are bad, each with its reason."""

    items: list[Item] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)


def read(path: Path, kind: ReferenceKind) -> Found:
    """Reads the one of FORMATS that the name ends with. Raises ValueError for a file that is none, OSError."""
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"{values.short(path.name)}: more than {LARGEST_FILE >> 20} MiB")
    text = path.read_text(encoding="utf-8-sig")
    meaning = KNOWN.get(kind)
    rows = _table(text, meaning) if path.suffix.lower() == TABLE else _objects(text)
    found, seen = Found(), set[str]()
    for line, raw in rows:
        try:
            item = _item(raw, meaning)
            if item.id in seen:
                raise BadReference(f"id: {item.id} stands in the file twice")
        except (BadReference, ArgumentTypeError) as trouble:
            found.bad.append((line, str(trouble)))
        else:
            seen.add(item.id)
            found.items.append(item)
    return found


def _item(raw: Raw, meaning: Meaning | None) -> Item:
    if "wrong" in raw:
        raise BadReference(raw["wrong"])
    item_id, body = raw["id"], raw["body"]
    if not isinstance(item_id, str) or not ID.fullmatch(item_id):
        raise BadReference("id: 1 to 64 of the signs 0-9 A-Z a-z . _ : -")
    if not isinstance(body, dict):
        raise BadReference("body: a JSON object")
    body = reference_rows.body(body, meaning.columns) if meaning and raw["is_row"] else body
    _check(item_id, body, meaning)
    begin, end = (values.moment(raw[name]) if raw[name] else "" for name in ("valid_from", "valid_to"))
    if begin and end and end <= begin:
        raise BadReference("valid_to: not after valid_from")
    return Item(item_id, body, begin, end)


def _check(item_id: str, body: Raw, meaning: Meaning | None) -> None:
    try:
        size = len(canonical(body))
    except ProtocolProblem as trouble:
        raise BadReference(f"body: {trouble.detail or trouble.code.value}") from trouble
    if size > LARGEST_BODY:
        raise BadReference(f"body: at most {LARGEST_BODY} bytes, these are {size}")
    if meaning is not None:
        if unknown := sorted(body.keys() - meaning.fields):
            raise BadReference(f"{values.short(unknown[0])}: no field of this kind")
        meaning.parse(item_id, body)


def _table(text: str, meaning: Meaning | None) -> Iterator[Placed]:
    """Rows of a table whose first row names the columns. Raises ValueError for one without them."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        _check_columns(names, meaning)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, _row(names, cells)
            line = reader.line_num + 1
    except csv.Error as trouble:
        raise ValueError(f"line {reader.line_num}: {trouble}") from trouble


def _check_columns(names: list[str], meaning: Meaning | None) -> None:
    if "id" not in names:
        raise ValueError("the first row names the columns, and one of them is id")
    known = (*_OURS, *meaning.columns) if meaning else names
    unknown = [name for name in names if not name or name not in known or names.count(name) > 1]
    if unknown:
        raise ValueError(f"column {values.short(unknown[0]) or 'without a name'} is not among {', '.join(known)}")


def _row(names: list[str], cells: list[str]) -> Raw:
    if len(cells) > len(names):
        return {"wrong": f"{len(cells)} cells under {len(names)} columns"}
    clean = dict.fromkeys((*_OURS, *names), "") | dict(
        zip(names, (clean_text(cell).strip() for cell in cells), strict=False)
    )
    body = {name: cell for name, cell in clean.items() if name not in _OURS}
    return {name: clean[name] for name in _OURS} | {"body": body, "is_row": True}


def _objects(text: str) -> Iterator[Placed]:
    """The objects `{"id", "body", "valid_from"?, "valid_to"?}` of a JSON list. Raises ValueError when it is none."""
    decoder, place, line = json.JSONDecoder(), 0, 1
    beginning = re.compile(r"\s*\[\s*").match(text)
    if beginning is None:
        raise ValueError("a JSON list is wanted")
    at = beginning.end()
    while not text.startswith("]", at):
        line, place = line + text.count("\n", place, at), at
        try:
            said, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as trouble:
            raise ValueError(f"line {line}: no JSON ({trouble})") from trouble
        yield line, _object(said)
        between = re.compile(r"\s*(,\s*|(?=\]))").match(text, at)
        if between is None:
            raise ValueError(f"line {line + text.count(chr(10), place, at)}: a comma or the end of the list is wanted")
        at = between.end()


def _object(said: object) -> Raw:
    fields = {*_OURS, "body"}
    if not isinstance(said, dict) or not said.keys() <= fields or not {"id", "body"} <= said.keys():
        return {"wrong": "an object with id and body is wanted, and perhaps valid_from and valid_to"}
    moments = {name: said.get(name, "") for name in ("valid_from", "valid_to")}
    if not all(isinstance(one, str) for one in moments.values()):
        return {"wrong": "valid_from, valid_to: moments as text"}
    return {"id": said["id"], "body": said["body"], "is_row": False} | moments
