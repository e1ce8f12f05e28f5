"""`inspector restore`: a laptop that was lost, made again on this one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from inspector_app.cli import laptop, shell
from inspector_app.cli.progress import Shown
from inspector_app.config import default_data_folder

if TYPE_CHECKING:
    import argparse

    from inspector_app.restoring import Place, Restored

USAGE = "inspector restore --from URL|PARCEL|FOLDER [--centre URL] [--code CODE] [--data FOLDER] [--json]"
HELP = """Makes a lost laptop again, in an empty data folder: every record byte for byte, then the photos. It goes on in a new section of
its records, so that the centre can tell both apart. What was cut short goes on when it is called again.

  URL     everything that the centre holds of it; CODE is what `inspector-center devices restore-code DEVICE` printed
  PARCEL  the same, after the parcel was brought to the centre (--centre URL): nobody else can open it
  FOLDER  the data folder of the lost laptop, or what was saved of it, with its password or this user's key ring
"""


def run(words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """Restores; 0 done, 1 photos are lost, 2 not done, 64 called wrongly. `out` is None when it was closed."""
    try:
        if out is None:
            raise OSError("standard output is closed")
        told = _read(words, out)
        return shell.ALL_GOOD if told is None else _done(told, out, err)
    except shell.Usage as trouble:
        err.write(f"inspector restore: {trouble}\nusage: {USAGE}\n")
        return shell.WRONG_USAGE
    except shell.BadInput as trouble:
        err.write(f"inspector restore: {trouble.code} {trouble.field}: {trouble.message}\n")
        return shell.BAD_INPUT
    except OSError as trouble:
        err.write(f"inspector restore: {trouble.strerror or trouble}\n")
        return shell.BAD_INPUT


def _read(words: Sequence[str], out: TextIO) -> "argparse.Namespace | None":
    parser = shell.Parser("inspector restore", USAGE, HELP)
    parser.add_argument("--from", dest="source", metavar="SOURCE", help="where it comes from; needed")
    parser.add_argument("--centre", default="", metavar="URL", help="the centre's address, for a parcel")
    parser.add_argument("--code", default="", metavar="CODE", help="the one-time code, for centre and parcel")
    parser.add_argument(
        "--data", type=Path, default=default_data_folder(), metavar="FOLDER", help="the new laptop's data"
    )
    parser.add_argument("--json", action="store_true", help="the answer as one JSON object")
    told = parser.read(words, out, needed=["source"])
    if told is not None and not Path(told.source).is_dir():
        if not told.code:
            raise shell.Usage("--code is missing")
        if "://" not in told.source and not told.centre:
            raise shell.Usage("--centre is missing: only the centre can open a parcel")
        laptop.checked_address(told.source if "://" in told.source else told.centre)
    return told


def _done(told: "argparse.Namespace", out: TextIO, err: TextIO) -> int:
    from inspector_app import restoring
    from inspector_app.devices.clock import OrderedIds, SystemClock
    from inspector_app.storage import keys

    source = Path(told.source)
    with laptop.told(told.source):
        old = None
        if source.is_dir():
            if not restoring.has_key(source):
                raise shell.BadInput("key_missing", "the folder says nothing of its key", told.source[:200])
            old = keys.master_key(source, ask_password=laptop.password)
        elif "://" not in told.source:
            _bring(source, told.centre, err)
        master = keys.master_key(told.data, ask_password=laptop.password)
        place = restoring.Place(told.data, master, SystemClock(), OrderedIds())
        done = restoring.from_folder(place, source, old) if old else _from_centre(place, told, err)
    return _say(done, out, as_json=told.json)


def _from_centre(place: "Place", told: "argparse.Namespace", err: TextIO) -> "Restored":
    from inspector_app import restoring

    url = told.source if "://" in told.source else told.centre
    return restoring.from_centre(place, url, told.code, told=Shown(err))


def _bring(parcel: Path, url: str, err: TextIO) -> None:
    """Nothing of a lost laptop is to be missing: first what is on the stick goes to the centre."""
    from inspector_app import parcels

    parcels.carry(parcel, url, told=Shown(err))


def _say(done: "Restored", out: TextIO, *, as_json: bool) -> int:
    if as_json:
        from dataclasses import asdict

        shell.write_json(out, asdict(done))
    else:
        rescue = done.rescue
        records = (
            f"{rescue.lines} records, {rescue.lost} of them lost, {rescue.drafts} drafts" if rescue else "photos alone"
        )
        shell.write(out, f"{done.device}: {records}; {done.photos} photos, {done.lost} lost\n")
    return shell.FOUND if done.lost or (done.rescue and done.rescue.lost) else shell.ALL_GOOD
