"""What a storm was, in figures that a person reads, each limit beside its figure."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tests.fleet.laptop import Call
from tests.fleet.storm import Weathered
from tests.fleet.verdict import MEMORY_MB, P99_S, busiest, percentile

ORDER = ("time", "token", "hello", "lines", "have", "photos", "manifest", "pull")  # as a round goes
WINDOW_S = 10.0


def lines(weathered: Weathered) -> Iterator[str]:
    calls = weathered.calls
    yield from _throughput(weathered, calls)
    yield ""
    yield from _latency(calls)
    yield ""
    yield from _retries(calls)
    yield from _server(weathered)
    yield from _proof(weathered)


def _throughput(weathered: Weathered, calls: list[Call]) -> Iterator[str]:
    took = [one.took_s for one in weathered.homecomings if one.took_s is not None]
    if not took:
        yield "nobody got a receipt"
        return
    load = weathered.storm.load
    ended = max(call.at_s + call.took_s for call in calls)
    rate = len(took) / ended
    proven = [one.home_s + one.took_s for one in weathered.homecomings if one.took_s is not None]
    yield (
        f"the last receipt after {ended:.1f} s; {rate:.1f} laptops/s, {rate * load.findings:.0f} findings/s,"
        f" {rate * load.photos:.0f} photos/s, {rate * load.photos * load.photo_bytes / 1e6:.1f} MB/s, {len(calls) / ended:.0f} calls/s"
    )
    yield (
        f"in the busiest {WINDOW_S:.0f} s: {busiest([one.home_s for one in weathered.homecomings], WINDOW_S) / WINDOW_S:.0f} laptops/s"
        f" came home, {busiest(proven, WINDOW_S) / WINDOW_S:.0f} were proven; {busiest([c.at_s for c in calls], WINDOW_S) / WINDOW_S:.0f} calls/s"
    )
    yield f"from home to the receipt: {_spread(took, 's', 1.0)}"


def _latency(calls: list[Call]) -> Iterator[str]:
    by_kind: dict[str, list[float]] = defaultdict(list)
    for call in calls:
        by_kind[call.kind].append(call.took_s)
    for kind in (*ORDER, *(by_kind.keys() - set(ORDER))):
        if kind in by_kind:
            yield f"{kind:9} {len(by_kind[kind]):7} calls: {_spread(by_kind[kind], 'ms', 1000.0)}"
    limit = f"(p99 at most {P99_S * 1000:.0f} ms)"
    taken = [call.took_s for call in calls if not call.trouble]
    yield f"{'taken':9} {len(taken):7} calls: {_spread(taken, 'ms', 1000.0)} {limit}"
    yield f"{'all':9} {len(calls):7} calls: {_spread((call.took_s for call in calls), 'ms', 1000.0)} {limit}"


def _spread(values: Iterable[float], unit: str, factor: float) -> str:
    values = [value * factor for value in values]
    said = ", ".join(f"p{percent} {percentile(values, percent):.4g}" for percent in (50, 90, 99))
    return f"{said}, longest {max(values):.4g} {unit}"


def _retries(calls: list[Call]) -> Iterator[str]:
    reasons = Counter(call.trouble for call in calls if call.trouble)
    if not reasons:
        yield "retries: none"
    for reason, count in reasons.most_common():
        told = [call.told_s for call in calls if call.trouble == reason and call.told_s >= 0]
        when = f"; told to come back after {min(told):.0f} to {max(told):.0f} s" if told else ""
        yield f"retries: {count} × {reason}{when}"


def _server(weathered: Weathered) -> Iterator[str]:
    spent, laptops = weathered.spent, weathered.storm.laptops
    database = f", database {spent.database_cpu_s / laptops * 1000:.1f} ms" if spent.database_cpu_s else ""
    yield f"server CPU: {spent.cpu_s / laptops * 1000:.1f} ms a laptop{database}, {spent.cpu_s:.1f} s in all"
    yield (
        f"server memory: {spent.largest_mb:.0f} MB at its largest (at most {MEMORY_MB:.0f} MB), {spent.before_mb:.0f} before;"
        f" {(spent.largest_mb - spent.before_mb) / laptops * 1000:.0f} kB a laptop"
    )
    cpu, memory = sum(one.cpu_s for one in weathered.told), sum(one.memory_mb for one in weathered.told)
    yield (
        f"the laptops themselves, on the same {os.cpu_count()} cores: {cpu / laptops * 1000:.1f} ms of CPU each;"
        f" {len(weathered.told)} processes, {memory:.0f} MB"
    )


def _proof(weathered: Weathered) -> Iterator[str]:
    proof, laptops = weathered.proof, weathered.storm.laptops
    yield f"receipts: {laptops - len(proof.missing)} of {laptops} verify by the pinned key and prove the whole shift"
    if not proof.wrong:
        load = weathered.storm.load
        yield (
            f"centre: {laptops * load.lines} lines, {laptops * load.findings} findings and {laptops * load.photos} photos,"
            " each exactly once, hashed anew"
        )
    for kind, found in (("receipt missing", proof.missing), ("wrong", proof.wrong)):
        yield from (f"{kind}: {sentence}" for sentence in found[:20])
    for error, count in Counter(error for one in weathered.homecomings for error in one.errors).items():
        yield f"error: {count} × {error}"
