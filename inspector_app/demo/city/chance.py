"""Chance that is the same on every machine: whole numbers from a seed, and nothing that a library may do otherwise next year."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """What is drawn depends on the words that it was made with, and on how often it was asked before."""

    def __init__(self, *seed: object) -> None:
        self._bits = Random(":".join(map(str, seed))).getrandbits

    def below(self, count: int) -> int:
        """A whole number from 0, less than `count`."""
        return self._bits(32) * count >> 32

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + self.below(most - least + 1)

    def of(self, many: Sequence[T]) -> T:
        return many[self.below(len(many))]

    def often(self, per_cent: int) -> bool:
        return self.below(100) < per_cent
