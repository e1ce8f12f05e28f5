"""How names are found by typing: signs apart, the first letters of their pinyin, and the whole of it."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin

MOST_READINGS = 8  # of one name
LONGEST = 40  # signs of a name that are spelled


def plain(text: str) -> str:
    """Full-width signs made plain (NFKC), blanks made one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def apart(text: str) -> str:
    """A blank between any two signs, so that a phrase of the index finds any part of it."""
    return " ".join(plain(text).replace(" ", ""))


def spelled(name: str) -> tuple[str, str]:
    """Initials and sounds of a name, each followed by those of every rest of it; a sign with several readings in each of them."""
    signs = [sign for sign in plain(name).casefold() if sign.isalnum()][:LONGEST]
    initials: dict[str, None] = {}
    sounds: dict[str, None] = {}
    for reading in _readings(signs):
        for place in range(len(reading)):
            initials["".join(sound[0] for sound in reading[place:])] = None
            sounds["".join(reading[place:])] = None
    return " ".join(initials), " ".join(sounds)


def _readings(signs: Sequence[str]) -> Iterator[list[str]]:
    """The name as it is read in its context, then with each other reading of one sign."""
    usual = lazy_pinyin("".join(signs), errors=list)  # type: ignore[arg-type]  # letters and digits one by one
    if len(usual) != len(signs):
        usual = [_sounds(sign)[0] for sign in signs]
    yield usual
    left = MOST_READINGS - 1
    for place, sign in enumerate(signs):
        for other in _sounds(sign):
            if other != usual[place] and left:
                left -= 1
                yield [*usual[:place], other, *usual[place + 1 :]]


@cache
def _sounds(sign: str) -> tuple[str, ...]:
    """Every reading of a sign, its usual one first; a letter or digit is its own."""
    told = [sign] if sign.isascii() else pinyin(sign, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(told)) or (sign,)
