"""A file of findings through a backtest, and what came of it: as plain objects and as lines for a console."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TextIO

import msgspec

from inspector_app.cli import findings, shell
from inspector_app.cli.findings import BadLine
from inspector_app.domain.policy.backtest import Changes, Finding
from inspector_app.domain.policy.fairness import Unfairness
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.tier import TIERS

BAD_LINES_NAMED = 20
_TELL_EVERY = 50_000
_IN_TEXT = 30  # so many streets, rules or pairs are shown on a console; JSON has all


class Bad(NamedTuple):
    """How many lines could not be used, and the first of them."""

    total: int
    first: tuple[BadLine, ...]


def run(path: str, pack: Pack, take: Callable[[Finding], None], err: TextIO) -> Bad:
    """Gives every finding of the file that the pack can decide to `take`; says how far it is when somebody is watching."""
    bad, first = 0, list[BadLine]()
    watched = err.isatty()
    for count, read in enumerate(findings.read(path, shell.catalogue(), pack.programs), 1):
        if isinstance(read, BadLine):
            bad += 1
            if len(first) < BAD_LINES_NAMED:
                first.append(read)
        else:
            take(read)
        if watched and count % _TELL_EVERY == 0:
            err.write(f"{count:,} findings …\n".replace(",", " "))
    return Bad(bad, tuple(first))


def bad_object(bad: Bad) -> dict[str, Any]:
    """The bad lines as an object."""
    return {"count": bad.total, "first": [line._asdict() for line in bad.first]}


def bad_text(bad: Bad) -> Iterator[str]:
    """The bad lines for a console; nothing when there are none."""
    if bad.total:
        yield f"bad lines: {bad.total}"
        for line in bad.first:
            yield f"  line {line.line}: {line.code} {line.field}: {line.message}".rstrip(": ")


def changes_object(changes: Changes) -> dict[str, Any]:
    """What changes from one pack to the other as an object; pairs are `old → new`, the most frequent first."""
    return {
        "old": changes.old.name,
        "new": changes.new.name,
        "tiers": pairs(changes.tiers),
        "categories": {name: pairs(counts) for name, counts in sorted(changes.categories.items())},
        "rules": pairs(changes.rules),
        "fine_gates": pairs(changes.gates),
        "examples": [
            {
                "line": one.line,
                "id": one.id,
                "street": one.street,
                "category": one.category,
                "old": {"tier": one.tiers[0], "primary": one.primaries[0]},
                "new": {"tier": one.tiers[1], "primary": one.primaries[1]},
            }
            for one in changes.examples
        ],
    }


def changes_text(changes: Changes) -> Iterator[str]:
    """The same for a console."""
    moved = {pair: count for pair, count in changes.tiers.items() if pair[0] != pair[1]}
    total, changed = sum(changes.tiers.values()), sum(moved.values())
    yield f"what changes from {changes.old.name} to {changes.new.name}: {changed} of {total} findings get another tier"
    yield from _counted("  by tier", pairs(moved))
    for name, counts in sorted(changes.categories.items()):
        yield from _counted(f"  {name}", pairs(counts))
    yield from _counted("  by main reason", pairs(changes.rules))
    yield from _counted("  by fine gate", pairs(changes.gates))
    for one in changes.examples:
        named = " ".join(filter(None, (one.id, one.street)))
        yield f"  line {one.line} {named}: {_arrow(one.tiers)} ({_arrow(one.primaries)})"


def fairness_object(unfair: Unfairness, path: str) -> dict[str, Any]:
    """Equals that were not treated alike, with the facts of the first examples read again."""
    shown = _lines_again(path, {line for one in unfair.examples for _, _, line in one.tiers})
    return {
        "compared": unfair.compared,
        "groups": unfair.groups,
        "findings": unfair.findings,
        "examples": [
            {
                "street": shown[one.first_line].get("street", ""),
                "facts": shown[one.first_line].get("facts", {}),
                "tiers": {
                    tier.value: {"count": count, "first_line": line, "first_id": shown[line].get("id", "")}
                    for tier, count, line in one.tiers
                },
            }
            for one in unfair.examples
        ],
    }


def fairness_text(told: Mapping[str, Any]) -> Iterator[str]:
    """The same for a console."""
    yield (
        f"fairness: {told['compared']} findings with a street and a chosen tier; {told['groups']} groups of equals"
        f" ({told['findings']} findings) were given different tiers"
    )
    for one in told["examples"]:
        tiers = ", ".join(f"{name} {got['count']} × (line {got['first_line']})" for name, got in one["tiers"].items())
        yield f"  {one['street']}: {tiers}"


def share_table(title: str, counts: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Names with how many findings they have and their shares, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda entry: (-sum(entry[1]), entry[0]))
    yield f"{title:<14}{'findings':>10}{'none':>10}" + "".join(f"{tier.value:>13}" for tier in TIERS[1:])
    for name, row in ranked[:_IN_TEXT]:
        cells = "".join(f"{share:>11.1f} %" for share in shares(row).values())
        yield f"{sum(row):>24}{row[0]:>10}{cells}  {name or '—'}"
    if len(ranked) > _IN_TEXT:
        yield f"  … and {len(ranked) - _IN_TEXT} more (--json has all)"


def shares(row: Sequence[int]) -> dict[str, float]:
    """Of the findings with something wrong, in per cent to one digit; "none" is outside (domain §3.7.1)."""
    counted = sum(row[1:])
    return {
        tier.value: round(100 * count / counted, 1) if counted else 0.0
        for tier, count in zip(TIERS[1:], row[1:], strict=True)
    }


def by_tier(row: Sequence[int]) -> dict[str, Any]:
    """Counts with the names of the tiers, and their shares."""
    return {tier.value: count for tier, count in zip(TIERS, row, strict=True)} | {"shares": shares(row)}


def pairs(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Pairs as `old → new`, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return {_arrow(pair): count for pair, count in ranked}


def _arrow(pair: tuple[str, str]) -> str:
    return f"{pair[0]} → {pair[1]}"


def _counted(title: str, counts: Mapping[str, int]) -> Iterable[str]:
    if counts:
        yield title
        yield from (f"    {count:>9}  {name}" for name, count in list(counts.items())[:_IN_TEXT])


def _lines_again(path: str, wanted: set[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for number, line in findings.raw_lines(path) if wanted else ():
        if number in wanted:
            found[number] = msgspec.json.decode(line)
            if len(found) == len(wanted):
                break
    return found
