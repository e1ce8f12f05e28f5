"""What a camera wrote beside the pixels: when, where, which way up. A broken EXIF says less and never fails."""

import io
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

_E7 = 10_000_000
_MOST_READS = 5_000  # real cameras need below a thousand


@dataclass(frozen=True, slots=True)
class Exif:
    """`time` is local text `YYYY-MM-DDThh:mm:ss` or empty, places are WGS-84 in 1e-7 degrees, orientation is 1 to 8."""

    time: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None
    orientation: int = 1


def read(original: bytes) -> Exif:
    """The EXIF of a picture file, as far as it can be read (EXIF 2.32: DateTimeOriginal, GPS IFD, Orientation)."""
    tags = _tags(original)
    lat, lon = _degrees(tags, "GPSLatitude", "S", 90), _degrees(tags, "GPSLongitude", "W", 180)
    if lat is None or lon is None or (lat == 0 and lon == 0):  # cameras without a fix write 0, 0
        lat = lon = None
    time = _time(tags, "EXIF DateTimeOriginal") or _time(tags, "Image DateTime")
    orientation = _first(tags, "Image Orientation")
    return Exif(time, lat, lon, orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1)


class _Bounded(io.BytesIO):
    """Ends in an error after so many reads: 64 KiB of hostile EXIF can ask for millions of values."""

    _reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if self._reads > _MOST_READS:
            raise OverflowError("too long an EXIF")
        return super().read(size)


def _tags(original: bytes) -> dict[str, Any]:
    import exifread

    logging.getLogger("exifread").setLevel(logging.CRITICAL)
    try:
        tags: dict[str, Any] = exifread.process_file(_Bounded(original), details=False, extract_thumbnail=False)
    except Exception:  # noqa: BLE001 - a hostile EXIF may break its reader anywhere; the pixels are what counts
        return {}
    return tags


def _values(tags: dict[str, Any], name: str) -> list[Any]:
    values = getattr(tags.get(name), "values", None)
    return list(values) if isinstance(values, list | tuple | str) else []


def _first(tags: dict[str, Any], name: str) -> Any:
    return next(iter(_values(tags, name)), None)


def _time(tags: dict[str, Any], name: str) -> str:
    text = "".join(sign for sign in _values(tags, name) if isinstance(sign, str))
    found = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", text, re.ASCII)
    if found is None:
        return ""
    try:
        return datetime(*map(int, found.groups())).isoformat()  # type: ignore[arg-type]  # noqa: DTZ001 - EXIF has no zone
    except ValueError:  # 0000:00:00, or a thirteenth month
        return ""


def _degrees(tags: dict[str, Any], name: str, negative: str, most: int) -> int | None:
    parts = _values(tags, f"GPS {name}")[:3]
    if not 1 <= len(parts) <= 3 or not all(isinstance(part, int | Fraction) and part.denominator for part in parts):
        return None
    degrees = sum((Fraction(part) / 60**place for place, part in enumerate(parts)), Fraction(0))
    if not 0 <= degrees <= most:
        return None
    sign = -1 if str(_first(tags, f"GPS {name}Ref")).upper() == negative else 1
    return sign * round(degrees * _E7)
