"""Files that somebody brings: backups, things to look up, policy packs, workbooks."""

import asyncio
import io
import re
import tarfile
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, cast

import msgspec

from inspector_app import paths
from inspector_app.cli import workbook
from inspector_app.cli.shell import BadInput
from inspector_app.domain.policy import engine, tables
from inspector_app.domain.policy import pack as packs
from inspector_app.domain.reference.item import ReferenceKind
from sync.protocol import canonical
from sync.server.desk import archive, reference_file, vault
from sync.server.desk.troubles import EXPECTED
from sync.server.store.tables import metadata
from tests.fuzz import corpus, places
from tests.fuzz.law import Target
from tests.fuzz.strange import changed, damaged
from tests.fuzz.targets.feed import STATED
from tests.server.laptop import NOW

KINDS = [ReferenceKind(name) for name in ("relief_point", "street", "campaign", "history", "calendar")]
CSV = (
    "id,name,address,lat,lon,slots,charity_slots,free_slots,hours,days,goods,manager,phone,valid_from,valid_to\n"
    'rp-1,"花园路, 疏导点",花园路,34.7466,113.6254,9,1,4,05:00-07:30 19:00-01:00,1-5 7,snacks;fruit,王,1,2026-11-01T00:00,\n'
    "rp-2,二,二,34.7,113.6,2,0,2,,,,,,,\n"
).encode()
ROWS: dict[str, list[dict[str, Any]]] = {
    "centre": [{"name": "id", "value": corpus.CENTRE}],
    "centre_keys": [{"n": 1, "key_id": corpus.PINNED, "public": "AA==", "signed_by": "", "sig": "", "created_at": NOW}],
    "devices": [{"device": corpus.DEVICE, "name": "一号", "enrolled_at": NOW, "seen_at": NOW, "revoked_at": None, "app": "1"}],
    "lines": [
        {**{name: getattr(line, name) for name in ("epoch", "seq", "id", "kind", "about", "recorded_at", "officer", "prev", "digest", "alg")},
         "device": corpus.DEVICE, "body": "e30=", "received_at": NOW}
        for line in corpus.chain(corpus.entries())[:2]
    ],
}  # fmt: skip
ELSEWHERE = (
    "keys/..",
    "keys/../../x",
    "keys/a/b",
    "/keys/x",
    "tables/../x",
    "photos/x",
    "keys/" + "x" * 300,
    "about.json",
)
TROUBLES = cast("tuple[type[Exception], ...]", EXPECTED)
TABLES = metadata.sorted_tables
FACTS = {"category": "stall", "observed_at": "2026-11-26T03:00:00.000Z"}


def written(name: str, content: bytes) -> Path:
    path = places.folder("files") / name
    path.write_bytes(content)
    return path


def _backup(chance: Random) -> bytes:
    """A backup in which something was changed before its digests were made, or after."""
    rows = {name: list(said) for name, said in ROWS.items()}
    inside = chance.random() < 0.5
    if inside:
        name = chance.choice(list(rows))
        rows[name] = [changed(chance, rows[name][0]), *rows[name][1:]]
    members = {
        **{f"{vault.TABLES}{name}.jsonl": b"".join(msgspec.json.encode(row) + b"\n" for row in said) for name, said in rows.items()},
        f"{vault.KEYS}{corpus.PINNED}.key": b"AA==", f"{vault.KEYS}tickets.secret": b"s",
    }  # fmt: skip
    if inside and chance.random() < 0.4:
        members[chance.choice(ELSEWHERE)] = b"{}"
    content = packed(members)
    return content if inside else damaged(chance, content, content)


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        writing = archive.Writing(tar, NOW)
        for name, content in members.items():
            writing.add(name, io.BytesIO(content))
        writing.add_photo(corpus.sha256(corpus.PHOTO), corpus.PHOTO)
        writing.end()
    return out.getvalue()


def _take_backup(content: bytes) -> None:
    with archive.opened(written("backup.tar", content)) as saved:
        for name, _ in (*saved.contents(vault.KEYS), *saved.contents(archive.PHOTOS)):
            assert re.fullmatch("[0-9A-Za-z_-][0-9A-Za-z._-]*", name), "a name that leads elsewhere"
        asyncio.run(_read_rows(saved))


async def _read_rows(saved: archive.Reading) -> None:
    for table in TABLES:
        async for rows in vault._pages(saved, table):
            for row in rows:
                assert row.keys() <= set(table.c.keys())
                assert all(value is None or isinstance(value, str | int | bytes) for value in row.values())


def _a_reference(chance: Random) -> bytes:
    """The first byte is the kind; the second one says whether it is a table or a list of objects."""
    place = chance.randrange(len(KINDS))
    if chance.random() < 0.5:
        return bytes([65]) + b"t" + damaged(chance, CSV, CSV)
    items = [
        {"id": "x-1", "body": STATED[KINDS[place].value]},
        {"id": "x-2", "body": {}, "valid_from": "2026-11-01T00:00"},
    ]
    body = msgspec.json.encode(changed(chance, items))
    return bytes([65 + place]) + b"o" + (damaged(chance, body, CSV) if chance.random() < 0.2 else body)


def _take_reference(content: bytes) -> None:
    kind = KINDS[(content[0] - 65) % len(KINDS)] if content else KINDS[0]
    ending = reference_file.TABLE if content[1:2] == b"t" else reference_file.OBJECTS
    found = reference_file.read(written(f"reference{ending}", content[2:]), kind)
    for item in found.items:
        assert canonical.parse(canonical.canonical(item.body)) == item.body


@cache
def _pack_files() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((paths.resources() / "policy" / "721-v1").glob("*.csv"))}


def _a_pack(chance: Random) -> bytes:
    name = chance.choice(sorted(_pack_files()))
    return f"{name}\n".encode() + damaged(chance, _pack_files()[name], chance.choice(list(_pack_files().values())))


def _take_pack(content: bytes) -> None:
    name, _, table = content.partition(b"\n")
    pack = packs.load({**_pack_files(), name.decode("utf-8", "replace"): table})
    engine.decide(FACTS, pack)


@cache
def _workbook() -> bytes:
    path = places.folder("files") / "pack.xlsx"
    workbook.save(tables.read(_pack_files()), path)
    return path.read_bytes()


def _a_workbook(chance: Random) -> bytes:
    return damaged(chance, _workbook(), CSV)


def _take_workbook(content: bytes) -> None:
    workbook.load(written("given.xlsx", content))


TARGETS = [
    Target("backup", _backup, _take_backup, TROUBLES, weight=0.1, is_centre=False),
    Target("reference", _a_reference, _take_reference, TROUBLES, weight=4, is_centre=False),
    Target("pack", _a_pack, _take_pack, (tables.PackProblem,), weight=0.1, is_centre=False),
    Target("workbook", _a_workbook, _take_workbook, (BadInput,), weight=0.05, is_centre=False, cpu_s=10, memory_mb=256),
]
