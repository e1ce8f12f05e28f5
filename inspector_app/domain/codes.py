"""Codes that a scanner or a picture says: told apart from typing by their pace, cleaned, and taken out of links (一码智管)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LONGEST_CODE = 200  # signs; no sign in the street carries more
LONGEST_TEXT = 4000  # what a QR code may hold; behind it nothing is read
MOST_PARTS = 8
_LINK = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a scanner types: at most `gap_ms` between two keys, at least `shortest` signs behind an optional `prefix`, then Enter.

    What is longer than `longest` is cut there.
    """

    gap_ms: int = 35
    shortest: int = 6
    longest: int = LONGEST_CODE
    prefix: str = ""

    @staticmethod
    def of(told: Mapping[str, Any]) -> "Pace":
        """As a settings file tells it; what it does not tell, or tells wrongly, is as usual."""
        usual = Pace()

        def number(name: str, low: int, high: int, otherwise: int) -> int:
            value = told.get(name)
            is_number = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
            return value if is_number else otherwise  # type: ignore[return-value]

        prefix = told.get("prefix")
        return Pace(
            number("gap_ms", 5, 200, usual.gap_ms), number("shortest", 3, 50, usual.shortest),
            number("longest", 10, LONGEST_CODE, usual.longest), prefix if isinstance(prefix, str) and len(prefix) <= 5 else "",
        )  # fmt: skip


@dataclass(slots=True)
class Burst:
    """Keys that came as fast as no hand types. Times are ms of the system's own key events, 0 where nobody said."""

    pace: Pace = field(default_factory=Pace)
    _signs: list[str] = field(default_factory=list)
    _last: int = 0
    _spoilt: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the last key began a burst: what was there before it is what a scan must leave untouched."""
        return len(self._signs) == 1

    def key(self, sign: str, at_ms: int) -> None:
        """One printable key; what is longer than any code is cut."""
        self._go_on(at_ms)
        if len(self._signs) < self.pace.longest + len(self.pace.prefix):
            self._signs.append(sign)

    def spoil(self, at_ms: int) -> None:
        """A key that no code holds: all that is typed in one go with it is no code either."""
        self._go_on(at_ms)
        self._spoilt = True

    def end(self, at_ms: int) -> str:
        """The code when this Enter ends a scan; empty when it is an Enter like any other."""
        text = "".join(self._signs) if self._follows(at_ms) and not self._spoilt else ""
        self.stop()
        prefix = self.pace.prefix
        code = text.removeprefix(prefix) if text.startswith(prefix) else ""
        return clean(code) if len(code) >= self.pace.shortest else ""

    def stop(self) -> None:
        """The keyboard went elsewhere: what comes next is something else."""
        self._signs.clear()
        self._last, self._spoilt = 0, False

    def _go_on(self, at_ms: int) -> None:
        if not self._follows(at_ms):
            self.stop()
        self._last = at_ms

    def _follows(self, at_ms: int) -> bool:
        return at_ms > 0 and self._last > 0 and 0 <= at_ms - self._last <= self.pace.gap_ms


def clean(text: str) -> str:
    """The code in one line: no control signs, none that turn the writing round, no blanks around, and not too long."""
    kept = (" " if sign.isspace() else sign for sign in text[:LONGEST_TEXT] if sign.isspace() or _is_shown(sign))
    plain = unicodedata.normalize("NFKC", "".join(kept))  # only now: what was hidden stands between no signs any more
    return " ".join(plain.split())[:LONGEST_CODE].strip()


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign)[0] != "C"


def meant(code: str) -> tuple[str, ...]:
    """What to look up for a cleaned code: itself, then the parts of a link, for city codes are often links to a page."""
    found = [code]
    if _LINK.match(code):
        try:
            link = urlsplit(code)
            found += [value for _, value in parse_qsl(link.query, max_num_fields=MOST_PARTS)]
            found += [part for part in reversed(link.path.split("/")) if part]
        except ValueError:  # no link after all
            pass
    return tuple(dict.fromkeys(part for part in found if part))[: 1 + MOST_PARTS]
