"""Reference packs from a shell: made of a bureau's folder, looked into, compared, and given to laptops."""

import argparse
import csv
import io
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sync.protocol import pack_file
from sync.protocol.pack_file import Signature
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import Manifest
from sync.server.centre import Centre, opened
from sync.server.clock import now_text, system_clock
from sync.server.desk.files import arriving
from sync.server.desk.running import complain, say
from sync.server.desk.table import harmless
from sync.server.desk.values import short
from sync.server.packs.folder import PROBLEMS
from sync.server.packs.ledger import Ledger, Told
from sync.server.settings import Settings

NOT_DONE = 1
MOST_TOLD = 5  # of each reason; the table has them all
LONGEST = 200


async def build(settings: Settings, options: argparse.Namespace) -> int:
    """Makes a pack of a folder, or says why not; the file that was there stays then."""
    from sync.server.packs import making

    at = options.at or now_text(system_clock)
    now = datetime.fromisoformat(at)
    version = options.version or int(now.strftime("%Y%m%d%H%M%S"))
    beside = options.out.absolute().parent
    if not beside.is_dir():
        complain(f"there is no folder {short(beside, LONGEST)} for {options.out.name}")
        return NOT_DONE
    with tempfile.TemporaryDirectory(dir=beside) as work:
        made = making.make(options.source, Path(work), version=version, now=now)
        _tell(made.ledger, options.out)
        if options.strict and made.ledger.rejected:
            complain(f"nothing was made; without --strict {made.ledger.rejected} rows are left out")
            return NOT_DONE
        manifest = pack_file.text_of(made.manifest)
        signature = await _signature(settings, manifest)
        with arriving(options.out) as out:
            pack_file.write(out, manifest, signature, made.files)
    _say_content(made.manifest, signature)
    return 0


async def inspect(_settings: Settings, options: argparse.Namespace) -> int:
    """What is inside; it was read to its end, and every digest compared."""
    from sync.server.packs import inspecting

    with inspecting.unpacked(options.file) as whole:
        _say_content(whole.manifest, whole.signature)
        for name in ("rejected", "told"):
            say(f"{name:<10}  {whole.meta.get(name, '') or '{}'}")
        for file in whole.manifest.files:
            say(f"file        {file.name}  {file.size} bytes  {file.sha256}")
    say("whole       every file has its digest, the database is sound and holds what the manifest counts")
    return 0


async def diff(_settings: Settings, options: argparse.Namespace) -> int:
    """What is new, gone and other, by layer, with names."""
    from sync.protocol.reference_pack import DATABASE
    from sync.server.packs import inspecting

    with inspecting.unpacked(options.old) as old, inspecting.unpacked(options.new) as new:
        found = inspecting.difference(old.files[DATABASE], new.files[DATABASE])
        for layer, its in found.items():
            for word, names in (("added", its.added), ("removed", its.removed), ("changed", its.changed)):
                _say_names(layer, word, names, options.limit)
        files = (
            {file.name: file.sha256 for file in old.manifest.files},
            {file.name: file.sha256 for file in new.manifest.files},
        )
        for name in sorted(files[0].keys() | files[1].keys()):
            if name != DATABASE and files[0].get(name) != files[1].get(name):
                word = (
                    "changed" if name in files[0] and name in files[1] else "added" if name in files[1] else "removed"
                )
                say(f"file: {word} {name}")
    say(f"from version {old.manifest.version} to {new.manifest.version}")
    return 0


async def publish(centre: Centre, options: argparse.Namespace) -> int:
    """Lets laptops fetch a pack; one that nobody signed yet is signed now. What goes along is looked at again, by this centre's program."""
    from sync.server.packs import inspecting, taken_along

    centre.packs.make()
    with inspecting.unpacked(options.file, beside=centre.packs.folder) as whole:
        taken_along.check(whole.files)
        ours = {key.key_id for key in centre.identity.keys}
        if whole.signature is not None and whole.signature.key_id not in ours:
            raise ProtocolProblem(Problem.FALSE_PACK, "another centre's key")
        centre.packs.publish(whole, centre.identity.sign_pack(whole.text))
    say(f"version {whole.manifest.version} of {short(whole.manifest.name)}: laptops are told at their next sync")
    return 0


async def _signature(settings: Settings, manifest: bytes) -> Signature | None:
    """The centre's, when there is one in `--data`."""
    if settings.data == Path():
        return None
    async with opened(settings, system_clock) as centre:
        return centre.identity.sign_pack(manifest)


def _tell(ledger: Ledger, out: Path) -> None:
    """Some rows of each reason on the screen, every one of them in a table beside the pack."""
    told = Counter[tuple[str, bool]]()
    for one in ledger.told:
        told[one.reason, one.kept] += 1
        if told[one.reason, one.kept] <= MOST_TOLD:
            complain(short(one, LONGEST))
    beside = out.with_suffix(PROBLEMS)
    if not ledger.told:
        beside.unlink(missing_ok=True)
        return
    with arriving(beside) as file:
        file.write(_table(ledger.told))
    parts = ", ".join(f"{count} {reason}{' kept' if kept else ''}" for (reason, kept), count in sorted(told.items()))
    complain(f"{parts}; every row is in {beside.name}")


def _table(told: Sequence[Told]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(("file", "where", "reason", "in_the_pack", "text"))
    table.writerows([harmless(cell) for cell in (o.file, o.where, o.reason.value, int(o.kept), o.text)] for o in told)
    return text.getvalue().encode("utf-8-sig")


def _say_content(manifest: Manifest, signature: Signature | None) -> None:
    west, south, east, north = (edge / 10_000_000 for edge in manifest.bounds)
    size = sum(file.size for file in manifest.files)
    say(f"pack        {short(manifest.name)} ({manifest.area}), version {manifest.version}, made at {manifest.made_at}")
    say(f"bounds      {west:.5f},{south:.5f} to {east:.5f},{north:.5f}")
    say(f"holds       {', '.join(f'{count} {name}' for name, count in manifest.counts.items()) or 'nothing'}")
    say(f"files       {len(manifest.files)}, {size} bytes")
    say(f"signed by   {signature.key_id if signature else 'nobody yet; publish signs it'}")


def _say_names(layer: str, word: str, names: Sequence[str], most: int) -> None:
    if names:
        more = f" and {len(names) - most} more" if len(names) > most else ""
        say(f"{layer}: {len(names)} {word}: {'、'.join(short(name, 30) for name in names[:most])}{more}")
