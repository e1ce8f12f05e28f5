"""Which of two policy packs of one line is the older one, as their names say: `721-v1` before `721-v1.1`."""

import re

_EDITION = re.compile(r"(.{1,200})-v([0-9]{1,6}(?:\.[0-9]{1,6}){0,5})", re.ASCII)


def is_older(name: str, than: str) -> bool:
    """Whether it is an earlier edition of the same line; packs of different lines have no order."""
    one, other = _EDITION.fullmatch(name), _EDITION.fullmatch(than)
    return bool(one and other and one[1] == other[1] and _numbers(one[2]) < _numbers(other[2]))


def _numbers(edition: str) -> tuple[int, ...]:
    return tuple(map(int, edition.split(".")))
