"""`inspector policy backtest`: what a pack says of many findings of the past."""

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from inspector_app.cli import shell, trial
from inspector_app.domain.policy.backtest import Backtest

EXAMPLES = 10

USAGE = "inspector policy backtest PACK --on FINDINGS [--against PACK] [--examples N] [--json]"
HELP = """What the pack says of every finding: by tier, category, street and rule; what another pack said instead (--against);
and whether findings with the same facts on the same street were given different tiers. Shares leave out "none".

FINDINGS is one JSON object a line (.gz: compressed):
  {"facts": {…}, "observed_at"?, "street"?, "tier"? (the one that stood), "id"?}
Lines that cannot be used are counted and the first of them named; the exit code is 2 then."""


def run(words: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Runs the findings through the pack; `BadInput` when a pack or the file cannot be read."""
    parser = shell.Parser("inspector policy backtest", USAGE, HELP)
    parser.add_argument("pack", metavar="PACK", help="the pack to try")
    parser.add_argument("--on", metavar="FINDINGS", help="JSON lines; needed")
    parser.add_argument("--against", metavar="PACK", help="the pack to compare with")
    parser.add_argument(
        "--examples", type=shell.count, default=EXAMPLES, metavar="N", help="how many are shown (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    told = parser.read(words, out, needed=["on"])
    if told is None:
        return shell.ALL_GOOD
    against = shell.load_pack(told.against) if told.against else None
    test = Backtest(shell.load_pack(told.pack), against=against, examples=told.examples)
    bad = trial.run(told.on, test.pack, test.add, err)
    answer = _object(test, bad, told.on)
    if told.json:
        shell.write_json(out, answer)
    else:
        shell.write(out, "\n".join(_text(test, bad, answer)) + "\n")
    return shell.BAD_INPUT if bad.total else shell.ALL_GOOD


def _object(test: Backtest, bad: trial.Bad, path: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "pack": {"name": test.pack.name, "digest": test.pack.digest},
        "findings": test.count,
        "bad_lines": trial.bad_object(bad),
        "provisional": test.provisional,
        "tiers": trial.by_tier(test.tiers),
        "categories": {name: trial.by_tier(row) for name, row in sorted(test.categories.items())},
        "streets": {name: trial.by_tier(row) for name, row in sorted(test.streets.items())},
        "rules": {code: trial.by_tier(row) | {"primary": test.primaries[code]} for code, row in sorted(test.rules.items())},
        "stood": trial.pairs(test.stood),
    }  # fmt: skip
    if test.changes is not None:
        answer["changes"] = trial.changes_object(test.changes)
    answer["fairness"] = trial.fairness_object(test.fairness(), path)
    return answer


def _text(test: Backtest, bad: trial.Bad, answer: dict[str, Any]) -> Iterator[str]:
    yield f"{test.pack.name}: {test.count} findings, {test.provisional} provisional"
    yield from trial.bad_text(bad)
    yield from trial.share_table("all", {"": test.tiers})
    yield from trial.share_table("by category", test.categories)
    yield from trial.share_table("by street", test.streets)
    yield from trial.share_table("by rule", test.rules)
    if test.stood:
        yield "chosen → said by the pack"
        yield from (f"  {count:>9}  {name}" for name, count in answer["stood"].items())
    if test.changes is not None:
        yield from trial.changes_text(test.changes)
    yield from trial.fairness_text(answer["fairness"])
