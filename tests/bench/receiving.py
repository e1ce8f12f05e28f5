"""How long a receiver is lost once it is back: on pseudo-terminals, at the pace of a wire, garbled at wrong speeds."""

import random
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.unit.positioning.losses import Laptop

LIMIT_S = 3.0
LAPTOPS, AT_ONCE = 20, 5  # for each loss; they wait most of the time
LOSSES: dict[str, tuple[Callable[[Laptop], None], float, int]] = {
    "its cable was pulled and is back": (Laptop.pull, 4.0, 9600),
    "its power failed for a moment": (Laptop.fail, 0.0, 9600),
    "its power failed for a while": (Laptop.fail, 6.0, 9600),
    "… and it is back at 38400": (Laptop.fail, 6.0, 38400),
    "… and it is back at 115200": (Laptop.fail, 6.0, 115200),
    "the laptop slept a night": (Laptop.sleep, 0.0, 9600),
    "… and its receiver is back a while later": (Laptop.sleep, 6.0, 9600),
}


def figures(ground: Ground) -> Iterator[Figure]:
    chance = random.Random(721)
    for what, (lose, most_away_s, baud) in LOSSES.items():
        moments = [(chance.random() * most_away_s, chance.random()) for _ in range(LAPTOPS)]
        with ThreadPoolExecutor(AT_ONCE) as hands:
            took = list(hands.map(lambda moment: _seconds(lose, baud, *moment), moments))  # noqa: B023
        yield Figure(
            f"a receiver is heard again: {what}", max(took), "s", "asked for", LIMIT_S,
            f"slowest of {LAPTOPS}; median {statistics.median(took):.1f} s; it speaks once in a second",
        )  # fmt: skip


def _seconds(lose: Callable[[Laptop], None], baud: int, away_s: float, phase_s: float) -> float:
    with Laptop() as laptop:
        lose(laptop)
        laptop.away(away_s)
        return laptop.seconds_until_heard(baud, phase_s)
