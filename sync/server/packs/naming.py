"""How names are found by typing: signs apart, the first letters of their pinyin, and the whole of it."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal

from sync.protocol.reference_pack import LONGEST_INITIALS, LONGEST_SOUNDS

MOST_READINGS = 8  # of one name
LONGEST = 40  # signs of a name that are spelled
RARE, RAREST = 0.03, 2  # a reading in fewer phrases than this is none that people type: 号 xiao, 路 luo
# Readings that places and families have, and phrases do not.
NAMED = {
    "浚": ("xun",),
    "荥": ("ying",),
    "弄": ("long",),
    "单": ("shan",),
    "解": ("xie",),
    "会": ("kuai",),
    "盖": ("ge",),
}


def plain(text: str) -> str:
    """Full-width signs made plain (NFKC), blanks made one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def apart(text: str) -> str:
    """A blank between any two signs, so that a phrase of the index finds any part of it."""
    return " ".join(plain(text).replace(" ", ""))


def spelled(name: str, address: str = "") -> tuple[str, str]:
    """Initials and sounds of a name, then of an address, each followed by those of every rest of it, with each common reading."""
    initials: dict[str, None] = {}
    sounds: dict[str, None] = {}
    for text in (name, address):
        signs = [sign for sign in plain(text).casefold() if sign.isalnum()][:LONGEST]
        for reading in _readings(signs):
            for place in range(len(reading)):
                initials["".join(sound[0] for sound in reading[place : place + LONGEST_INITIALS])] = None
                sounds["".join(reading[place : place + LONGEST_SOUNDS])[:LONGEST_SOUNDS]] = None
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
    """The readings of a sign that people type, its usual one first; a letter or digit is its own."""
    if sign.isascii():
        return (sign,)
    told = pinyin(sign, style=Style.NORMAL, heteronym=True)[0]
    common = _in_phrases().get(sign, told)
    return tuple(dict.fromkeys((*told[:1], *common, *NAMED.get(sign, ())))) or (sign,)


@cache
def _in_phrases() -> Mapping[str, Sequence[str]]:
    """The common readings of each sign that is in a phrase of the dictionary."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    normal = cache(to_normal)
    for phrase, sounds in PHRASES_DICT.items():
        for sign, readings in zip(phrase, sounds, strict=False):
            counted[sign][normal(readings[0])] += 1
    return {
        sign: [one for one, count in its.most_common() if count >= max(RAREST, RARE * its.total())]
        for sign, its in counted.items()
    }
