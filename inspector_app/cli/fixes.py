"""`inspector fixes`: what a receiver's log holds, one JSON object for each fix. A stream: a log may be as long as it likes."""

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from inspector_app.cli import shell
from inspector_app.devices.positioning.stream import NmeaStream
from inspector_app.domain.fix import Fix

PIECE = 1 << 16
USAGE = "inspector fixes --nmea FILE|-"
HELP = f"""The fixes in a log of NMEA 0183 sentences, one JSON object on each line. No window; nothing is stored or sent.

A fix is one moment of UTC with its sentences merged: checksum right, RMC status A or GGA quality 1 or more, a position.
  utc          YYYY-MM-DDThh:mm:ss.mmmZ; hh:mm:ss.mmmZ while the log has told no date
  lat, lon     degrees, WGS-84, south and west negative
  quality      as in GGA: 1 autonomous, 2 differential, 4 and 5 RTK, 6 dead reckoning, 7 typed in, 8 simulated
  satellites   used for it; null where it is not said, as are
  hdop         dilution of precision, horizontal
  accuracy_m   1 sigma, horizontal: from GST, else HDOP × 5
  source       nmea
  date_known   whether utc has its date
  sentences    which ones it was made of
  mended_weeks added to the receiver's date, whose week counter had run over
The last line has the counts: fixes, sentences read = used + unused + refused, and why they were refused.

Exit code: {shell.ALL_GOOD} the log was read, whatever it holds; {shell.BAD_INPUT} it cannot be read, or the output not written; {shell.WRONG_USAGE} called wrongly."""


def run(argv: Sequence[str], stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO) -> int:
    """0 when the log was read to its end, 2 when it or the output cannot be, 64 when called wrongly."""
    try:
        if stdout is None:
            raise OSError("standard output is closed")
        return _run(argv, stdin, stdout)
    except shell.Usage as trouble:
        stderr.write(f"inspector fixes: {trouble}\nusage: {USAGE}\n")
        return shell.WRONG_USAGE
    except shell.BadInput as trouble:
        stderr.write(f"inspector fixes: {trouble.code}: {trouble.message}\n")
        return shell.BAD_INPUT
    except OSError as trouble:
        if isinstance(trouble, BrokenPipeError) and stdout is not None:
            _give_up(stdout)
        stderr.write(f"inspector fixes: {trouble.strerror or trouble}\n")
        return shell.BAD_INPUT


def _give_up(stdout: TextIO) -> None:
    """Whoever read has gone: what still lies in the buffer goes nowhere, so that the program's end does not trip over it."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stdout.fileno())
        os.close(nowhere)


def _run(argv: Sequence[str], stdin: TextIO | None, stdout: TextIO) -> int:
    parser = shell.Parser("inspector fixes", USAGE, HELP)
    parser.add_argument("--nmea", metavar="FILE|-", help="a log, or - for standard input; needed")
    told = parser.read(argv, stdout, needed=["nmea"])
    if told is None:
        return shell.ALL_GOOD
    stream = NmeaStream()
    for piece in _pieces(told.nmea, stdin):
        _tell(stdout, stream.feed(piece))
    _tell(stdout, stream.finish())
    shell.write(stdout, json.dumps(stream.account()) + "\n")
    return shell.ALL_GOOD


def shown(fix: Fix) -> dict[str, Any]:
    """A fix as one JSON object."""
    return {
        "utc": fix.utc,
        "lat": fix.lat_e7 / 10**7,
        "lon": fix.lon_e7 / 10**7,
        "quality": fix.quality,
        "satellites": fix.satellites,
        "hdop": _thousandths(fix.hdop_milli),
        "accuracy_m": _thousandths(fix.accuracy_mm),
        "source": fix.source,
        "date_known": fix.date_known,
        "sentences": fix.said,
        "mended_weeks": fix.mended_weeks,
    }


def _tell(stdout: TextIO, fixes: Sequence[Fix]) -> None:
    if fixes:
        shell.write(stdout, "".join(json.dumps(shown(fix)) + "\n" for fix in fixes))


def _thousandths(value: int | None) -> float | None:
    return None if value is None else value / 1000


def _pieces(source: str, stdin: TextIO | None) -> Iterator[bytes]:
    """The log piece by piece, each as soon as it is there; `BadInput` when it cannot be read."""
    if source == "-":
        if stdin is None:
            raise shell.BadInput("unreadable", "standard input is closed")
        yield from _read(getattr(stdin, "buffer", stdin))
        return
    try:
        opened = Path(source).open("rb")  # noqa: SIM115 - closed below, once it is read
    except (OSError, ValueError) as trouble:
        raise shell.BadInput("unreadable", "the log cannot be read") from trouble
    with opened:
        yield from _read(opened)


def _read(log: BinaryIO | TextIO) -> Iterator[bytes]:
    read = getattr(log, "read1", log.read)  # of a pipe, what is there, so that a fix is told when it comes
    while True:
        try:
            piece = read(PIECE)
        except OSError as trouble:
            raise shell.BadInput("unreadable", "the log cannot be read to its end") from trouble
        if not piece:
            return
        yield piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass")
