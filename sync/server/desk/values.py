"""What the options of the desk's commands take; a wrong value is one plain sentence, and nothing has happened yet."""

import math
import os
import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import ArgumentError

from inspector_app.domain.ids import iso
from inspector_app.domain.local_time import LOCAL
from sync.protocol.canonical import clean_text
from sync.server.placing import ID
from sync.server.settings import Settings

DUE_FORM = "YYYY-MM-DDThh:mm"
STORES = frozenset({"s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss"})
# Of a PostgreSQL URL; anything else asyncpg would take for an argument of its own.
ASKED = frozenset({"host", "passfile", "prepared_statement_cache_size", "ssl", "target_session_attrs"})
_DUE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
LONGEST_ID = 64
_ECHO = 60  # characters of what was typed that are said back


def short(text: object, most: int = _ECHO) -> str:
    """`text` on one line and not longer than a screen bears."""
    line = " ".join(str(text).split())
    return line if len(line) <= most else f"{line[:most]}…"


def number(low: int, high: int) -> Callable[[str], int]:
    """Whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise ArgumentTypeError(f"a whole number from {low} to {high}, not {short(text)}")
        return int(text)

    return read


def degrees(most: int) -> Callable[[str], float]:
    """Decimal degrees from -`most` to `most`."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not abs(value) <= most:  # which nan is not either
            raise ArgumentTypeError(f"degrees from -{most} to {most}, like 34.7466, not {short(text)}")
        return value

    return read


def text(longest: int, *, needed: bool = True) -> Callable[[str], str]:
    """Text as lines and laptops carry it, without blanks around it; `needed` refuses an empty one."""

    def read(said: str) -> str:
        if not _is_utf8(said):
            raise ArgumentTypeError("the text is not UTF-8")
        clean = clean_text(said).strip()
        if needed and not clean:
            raise ArgumentTypeError("it is empty")
        if len(clean) > longest:
            raise ArgumentTypeError(f"at most {longest} characters, these are {len(clean)}")
        return clean

    return read


def line(longest: int, *, needed: bool = True) -> Callable[[str], str]:
    """Text on one line: line feeds and wide blanks become plain ones."""
    return lambda said: text(longest, needed=needed)(" ".join(said.split()))


def name(longest: int) -> Callable[[str], str]:
    """A name as the console's login takes it."""

    def read(said: str) -> str:
        found = line(longest)(said)
        if not found.isprintable():
            raise ArgumentTypeError("it holds signs that nobody sees")
        return found

    return read


def item_id(said: str) -> str:
    """What the feed can be about."""
    if not ID.fullmatch(text(LONGEST_ID)(said)):
        raise ArgumentTypeError(f"1 to 64 of the signs 0-9 A-Z a-z . _ : -, not {short(said)}")
    return said


def code(said: str) -> str:
    """A code of the policy, like relief_demand."""
    if not re.fullmatch("[a-z][a-z0-9_]{0,39}", said):
        raise ArgumentTypeError(f"a code like relief_demand, not {short(said)}")
    return said


def moment(said: str) -> str:
    """A moment as UTC text; without a zone it is China's time."""
    try:
        found = datetime.fromisoformat(said) if _DUE.fullmatch(said) else None
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2999:
        raise ArgumentTypeError(f"a moment like {DUE_FORM}, in China's time unless it names a zone, not {short(said)}")
    return iso((found if found.tzinfo else found.replace(tzinfo=LOCAL)).astimezone(UTC))


def folder(said: str) -> Path:
    """A folder, there or not."""
    if not said:
        raise ArgumentTypeError("it is empty")
    return Path(said)


def file(*endings: str) -> Callable[[str], Path]:
    """A file to write; with `endings`, one whose name ends so."""

    def read(said: str) -> Path:
        path = Path(said)
        if not path.name or os.path.isdir(path):  # noqa: PTH112 - of Path, a name that is too long is a trouble
            raise ArgumentTypeError(f"{short(said) or 'it'} is no name of a file")
        if endings and path.suffix.lower() not in endings:
            raise ArgumentTypeError(f"{short(path.name)} must end with {' or '.join(endings)}")
        return path

    return read


def database_url(said: str) -> str:
    """A PostgreSQL URL. It may hold a password, so that it is never said back."""
    try:
        url = Settings(Path(), said).database if said and _is_utf8(said) else None
    except (ArgumentError, ValueError):
        url = None
    if url is None or not url.database or not (url.port is None or 0 < url.port <= 65_535):
        raise ArgumentTypeError("like postgresql://name@host:5432/database")
    unknown = sorted(url.query.keys() - ASKED)
    if unknown:
        raise ArgumentTypeError(f"{short(unknown[0])} is not among sslmode, {', '.join(sorted(ASKED))}")
    return said


def public_url(said: str) -> str:
    """The address of a centre as laptops know it."""
    try:
        parts = urlsplit(said)
        known = parts.port is None or parts.port > 0
    except ValueError:
        parts, known = urlsplit(""), False
    if parts.scheme not in ("https", "http") or not parts.hostname or not known or parts.username or not _is_utf8(said):
        raise ArgumentTypeError(f"like https://centre.example.gov.cn, not {short(said)}")
    return said


def photos_url(said: str) -> str:
    """The address of an object store."""
    try:
        parts = urlsplit(said)
    except ValueError:
        parts = urlsplit("")
    # A folder or memory, which obstore would take too, is never fsynced, and so keeps no promise.
    if parts.scheme not in STORES or not parts.netloc or not _is_utf8(said):
        raise ArgumentTypeError(f"like s3://bucket/prefix, not {short(said)}")
    return said


def _is_utf8(said: str) -> bool:
    """Whether the shell's bytes were text; those that were not come as lone surrogates."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True
