"""Reference packs as one file on a stick: changed and signed all the same, or damaged, or leading elsewhere."""

import io
import shutil
import tarfile
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import msgspec

from inspector_app import packs
from inspector_app.storage import packs as shelf
from inspector_app.storage.packs import LaptopPacks
from sync.protocol import pack_file
from sync.protocol.pack_file import MANIFEST, SIGNATURE
from sync.protocol.reference_pack import DATABASE
from tests.fuzz import places
from tests.fuzz.law import Target
from tests.fuzz.strange import changed, damaged
from tests.fuzz.targets.lookups import REFUSALS, ask_all, manifest, plain
from tests.packs import ENROLMENT, KEY, KEYS

MASTER = b"m" * 32
CALENDAR = b'{"2026":{"off":["2026-10-01"],"work":["2026-10-10"]}}'
ELSEWHERE = (
    "../x",
    "/etc/x",
    "a/../../x",
    "a\\..\\x",
    "CON",
    "aux.txt",
    "policy/../../x",
    "x" * 300,
    ".hidden",
    "",
    "policy//x",
    "current.json",
)
KINDS = (
    tarfile.SYMTYPE,
    tarfile.LNKTYPE,
    tarfile.DIRTYPE,
    tarfile.FIFOTYPE,
    tarfile.CHRTYPE,
    tarfile.GNUTYPE_SPARSE,
    tarfile.XHDTYPE,
)


def _a_pack(chance: Random) -> bytes:
    """A pack with something changed in its manifest, its signature, its members, or the bytes; mostly signed all the same."""
    files = {
        DATABASE: plain() if chance.random() < 0.15 else b"SQLite format 3\0" + bytes(500),
        "calendar.json": CALENDAR,
    }
    if chance.random() < 0.2:
        files[chance.choice(ELSEWHERE)] = b"x"
    tree = msgspec.to_builtins(manifest(files))
    tree = changed(chance, tree) if chance.random() < 0.35 else tree
    text = msgspec.json.encode(tree)
    signature = pack_file.signed_by(text, KEY, KEYS)
    sig = msgspec.json.encode(changed(chance, msgspec.to_builtins(signature)) if chance.random() < 0.15 else signature)
    members = [(MANIFEST, text), *([(SIGNATURE, sig)] if chance.random() < 0.95 else []), *files.items()]
    if chance.random() < 0.1:
        members.insert(
            chance.randrange(len(members) + 1), chance.choice([*members, *((name, b"x") for name in ELSEWHERE)])
        )
    whole = _tarred(chance, members)
    return damaged(chance, whole, whole) if chance.random() < 0.2 else whole


def _tarred(chance: Random, members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    odd = chance.randrange(len(members)) if chance.random() < 0.15 else -1
    form: Any = (
        tarfile.USTAR_FORMAT if chance.random() < 0.9 else chance.choice((tarfile.GNU_FORMAT, tarfile.PAX_FORMAT))
    )
    for place, (name, content) in enumerate(members):
        member = tarfile.TarInfo(name)
        member.size = len(content)
        if place == odd:
            member.type, member.linkname = chance.choice(KINDS), "../../x"
            member.size = chance.choice((0, member.size, member.size + 1, 2**32))
        out.write(
            member.tobuf(form if len(name) < 100 else tarfile.GNU_FORMAT, errors="replace")
            + content
            + bytes(-len(content) % 512)
        )
    return out.getvalue() + (bytes(1024) if chance.random() < 0.95 else b"")


def _take_pack(content: bytes) -> None:
    """Installs it where another one counts; nothing is written but where packs lie."""
    home = places.folder("stick")
    data = home / "laptop"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    (home / "x.pack").write_bytes(content)
    store = SimpleNamespace(packs=lambda: LaptopPacks(data, MASTER, lambda: ENROLMENT))
    try:
        told = packs.install(cast("Any", store), home / "x.pack")
    finally:
        assert {path.name for path in home.iterdir()} == {"laptop", "x.pack"}, "it wrote elsewhere"
        assert {path.name for path in data.iterdir()} <= {shelf.FOLDER}, "it wrote elsewhere"
    now = shelf.installed(data, MASTER)
    assert now is not None
    assert now.manifest == told
    ask_all(now.path, now.key)


TARGETS = [Target("stick", _a_pack, _take_pack, REFUSALS, weight=0.4, is_centre=False)]
