"""`inspector policy check`: a proof over a pack. Every combination of answers is covered, none is sampled."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any, TextIO

from inspector_app.cli import shell
from inspector_app.domain.policy.proof.check import check
from inspector_app.domain.policy.proof.findings import Example, Finding, Report
from inspector_app.domain.policy.proof.laws import COLUMNS, Laws
from inspector_app.domain.policy.tables import MAX_BYTES, PackProblem

USAGE = "inspector policy check PACK [--category NAME] [--json]"
HELP = """A proof over the pack, for every combination of answers that the form lets stand together:
  schema         the pack and the form do not speak of the same facts
  invariant      something that every policy has to keep (invariants.csv beside the packs)
  softer         a worse answer that leads to a milder decision, or a promise like it (worse.csv)
  falls through  answers for which no rule gives a code
  dead line      a line that can never do anything, a name that nothing uses
  unread         an answer that no rule reads (but for neutral.csv)
  basis          a code without an article, unless its line says "none"
  not proved     a condition that this proof cannot cover; nothing is then said to be good
With --category only what concerns that one alone; lines and names for all categories are then not judged.
One line for each fault, with a counter-example that `inspector decide` takes."""

PROVED = "every code has its texts and its basis, no line is dead, no answer unread, nothing falls through"


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """0 when everything holds, 1 when something breaks; `BadInput` when there is no such pack, or a malformed one."""
    parser = shell.Parser("inspector policy check", USAGE, HELP)
    parser.add_argument("pack", metavar="PACK", help="the pack to prove")
    parser.add_argument("--category", metavar="NAME", help="only this category")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    files = shell.pack_files(told.pack)
    if told.category and told.category not in shell.compiled(files).programs:
        raise shell.Usage(f"the pack has no category {told.category[:64]}")
    try:
        report = check(files, shell.catalogue(), laws(), only=[told.category] if told.category else ())
    except PackProblem as trouble:
        raise shell.BadInput(trouble.code, trouble.message, f"{trouble.table}:{trouble.line}") from trouble
    if told.json:
        shell.write_json(out, _object(report))
    else:
        shell.write(out, "\n".join(_text(report)) + "\n")
    return shell.FOUND if report.findings else shell.ALL_GOOD


def laws() -> Laws:
    """The laws that came with the program."""
    files = {name: shell.packs() / f"{name}.csv" for name in COLUMNS}
    return Laws.load({file.name: file.read_bytes()[: MAX_BYTES + 1] for file in files.values()})


def _text(report: Report) -> Iterator[str]:
    for group, findings in groupby(report.findings, key=lambda found: found.group):
        listed = list(findings)
        yield f"{group.value} ({len(listed)})"
        yield from (f"  {_line(found)}" for found in listed)
    for law in report.silent:
        yield f"left out, the pack does not know it: {law}"
    for count in report.counts:
        yield (
            f"{count.category}: {count.rules} rules, {count.results} results, {_spaced(count.combinations)} combinations;"
            f" {count.invariants} invariants, {count.orders} orders of answers"
        )
    yield f"{report.pack}: {_verdict(report)}"


def _verdict(report: Report) -> str:
    if report.findings:
        return f"{len(report.findings)} faults" if len(report.findings) > 1 else "1 fault"
    return f"good: {PROVED}" if report.whole else "good, as far as this category goes"


def _line(found: Finding) -> str:
    where = " ".join(filter(None, (found.table, found.line, found.category)))
    parts = [f"{where}: {found.text}", *_examples(found.examples)]
    if found.also:
        parts.append(f"also {', '.join(found.also)}")
    return "; ".join(parts)


def _examples(examples: Sequence[Example]) -> Iterator[str]:
    """The first in full, the second as what it answers otherwise."""
    for first, second in zip(examples[:1], [*examples[1:], None], strict=False):
        yield f"{_facts(first.facts)} → {first.result}"
        if second is not None:
            yield f"with {_facts(_changed(first.facts, second.facts))} → {second.result}"


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    gone = dict.fromkeys(name for name in before if name not in after)
    return {name: value for name, value in after.items() if name not in before or before[name] != value} | gone


def _facts(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _object(report: Report) -> dict[str, Any]:
    return {
        "pack": report.pack,
        "good": not report.findings,
        "whole": report.whole,
        "findings": [_finding(found) for found in report.findings],
        "left_out": list(report.silent),
        "covered": [asdict(count) for count in report.counts],
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "group": found.group.value,
        "table": found.table,
        "line": found.line,
        "category": found.category,
        "text": found.text,
        "examples": [asdict(example) for example in found.examples],
        "also": list(found.also),
    }
