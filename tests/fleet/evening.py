"""When laptops come home at the end of a shift: most soon after it, the last ones at the very end."""

import random

EARLY, LATE = (
    2.0,
    5.0,
)  # of a Beta distribution: the crowd is thickest after a fifth of the time, two thirds are home after one
SEED = 721


def homecomings(laptops: int, minutes: float, seed: int = SEED) -> list[float]:
    """For each laptop the second at which it comes home, the first one first; the same ones for the same seed."""
    chance = random.Random(seed)
    return sorted(chance.betavariate(EARLY, LATE) * minutes * 60 for _ in range(laptops))
