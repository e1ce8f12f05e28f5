"""One table: each figure beside the limit that was measured in the same run, as medians of several runs."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`unit` is ms, MB, photos/s …; `higher_is_better` turns the ratio round; `note` says how it was measured."""

    what: str
    ours: float
    unit: str
    limit_name: str = ""
    limit: float = 0.0
    note: str = ""
    higher_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times the limit we need (1.0 = as good as the limit)."""
        if not self.limit or not self.ours:
            return 0.0
        return self.limit / self.ours if self.higher_is_better else self.ours / self.limit


def median(runs: Iterable[float]) -> float:
    return statistics.median(runs)


def medians(times: int, first: Callable[[], float], second: Callable[[], float]) -> tuple[float, float]:
    """Medians of two measurements that take turns, so that a slow minute of the machine hits both."""
    ours, limits = [], []
    for _ in range(times):
        ours.append(first())
        limits.append(second())
    return median(ours), median(limits)


def markdown(figures: Iterable[Figure]) -> str:
    rows = ["| what | ours | limit in the same run | ratio | how |", "|---|---|---|---|---|"]
    for figure in figures:
        limit = f"{_number(figure.limit)} {figure.unit} ({figure.limit_name})" if figure.limit else "—"
        ratio = f"{figure.ratio:.2f} ×" if figure.ratio else "—"
        rows.append(f"| {figure.what} | {_number(figure.ours)} {figure.unit} | {limit} | {ratio} | {figure.note} |")
    return "\n".join(rows)


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
