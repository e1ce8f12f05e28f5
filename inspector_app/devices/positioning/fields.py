"""The fields of a sentence, read strictly: what the standard does not know is None, never guessed."""

import re
from datetime import date
from decimal import Decimal

_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)(?:\.(\d{0,9}))?", re.ASCII)
_DATE = re.compile(r"(\d\d)(\d\d)(\d\d)", re.ASCII)
_ANGLE = re.compile(r"(\d{0,3}?)(\d{1,2})(?:\.(\d{0,12}))?", re.ASCII)
_LONG_DATE = re.compile(r"(\d{1,2}),(\d{1,2}),(\d{4})", re.ASCII)
_COUNT = re.compile(r"\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{0,6})?|\.\d{1,6}", re.ASCII)  # the standard lets zeros at either end be left out
MINUTES = 60  # of a degree
_FINE = 10**12  # parts of a minute
_FIRST_GPS_YEAR = 80  # two digits from here on are of the last century
_SIGNS = {"N": (1, 90), "S": (-1, 90), "E": (1, 180), "W": (-1, 180)}


def time_of_day(text: str) -> int | None:
    """`hhmmss[.sss]` as milliseconds of the day; 60 seconds only where a leap second may stand."""
    found = _TIME.fullmatch(text)
    if found is None or (found[3] == "60" and (found[1], found[2]) != ("23", "59")):
        return None
    seconds = (int(found[1]) * 60 + int(found[2])) * 60 + int(found[3])
    return seconds * 1000 + int((found[4] or "").ljust(3, "0")[:3])


def short_date(text: str) -> date | None:
    """`ddmmyy`."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year = int(found[3])
    return _day(year + (1900 if year >= _FIRST_GPS_YEAR else 2000), int(found[2]), int(found[1]))


def long_date(day: str, month: str, year: str) -> date | None:
    """The three fields of ZDA."""
    found = _LONG_DATE.fullmatch(f"{day},{month},{year}")
    return _day(int(found[3]), int(found[2]), int(found[1])) if found is not None else None


def position(lat: str, north: str, lon: str, east: str) -> tuple[int, int] | None:
    """Degrees × 10⁷, south and west negative; None unless all four fields stand and the place is on the globe."""
    if north not in ("N", "S") or east not in ("E", "W"):
        return None
    found = _angle(lat, north), _angle(lon, east)
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def thousandths(text: str) -> int | None:
    """A number that is not negative, × 1000."""
    return int((Decimal(text.rstrip(".")) * 1000).to_integral_value()) if _NUMBER.fullmatch(text) else None


def count(text: str) -> int | None:
    return int(text) if _COUNT.fullmatch(text) else None


def _angle(text: str, side: str) -> int | None:
    found = _ANGLE.fullmatch(text)
    if found is None or int(found[2]) >= MINUTES:
        return None
    # Whole numbers all the way, so that it is rounded once.
    fine = (int(found[1] or 0) * MINUTES + int(found[2])) * _FINE + int((found[3] or "").ljust(12, "0"))
    sign, most = _SIGNS[side]
    step = MINUTES * _FINE // 10**7
    return sign * ((fine + step // 2) // step) if fine <= most * MINUTES * _FINE else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
