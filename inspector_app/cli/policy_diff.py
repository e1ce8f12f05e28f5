"""`inspector policy diff`: two packs line by line, and what changes for findings of the past."""

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from inspector_app.cli import shell, trial
from inspector_app.domain.policy import tables
from inspector_app.domain.policy.backtest import Changes
from inspector_app.domain.policy.difference import Difference, differences

EXAMPLES = 10

USAGE = "inspector policy diff OLD NEW [--on FINDINGS] [--examples N] [--json]"
HELP = """Two packs, table by table: lines that came (+), went (-) or changed (~), by their number, name or code.
With --on FINDINGS also what changes for these findings, by tier, category and rule (see `backtest -h` for the file)."""

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}


def run(words: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Compares two packs; `BadInput` when a pack or the findings cannot be read."""
    parser = shell.Parser("inspector policy diff", USAGE, HELP)
    parser.add_argument("old", metavar="OLD", help="the pack that was")
    parser.add_argument("new", metavar="NEW", help="the pack that is to be")
    parser.add_argument("--on", metavar="FINDINGS", help="JSON lines")
    parser.add_argument(
        "--examples", type=shell.count, default=EXAMPLES, metavar="N", help="how many are shown (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    old_files, new_files = shell.pack_files(told.old), shell.pack_files(told.new)
    old, new = shell.compiled(old_files), shell.compiled(new_files)
    found = differences(tables.read(old_files), tables.read(new_files))
    changes = Changes(old, new, told.examples)
    bad = trial.run(told.on, new, changes.add, err) if told.on else None
    if told.json:
        shell.write_json(out, _object(found, changes, bad))
    else:
        shell.write(out, "\n".join(_text(found, changes, bad)) + "\n")
    return shell.BAD_INPUT if bad and bad.total else shell.ALL_GOOD


def _object(found: Sequence[Difference], changes: Changes, bad: trial.Bad | None) -> dict[str, Any]:
    old, new = changes.old, changes.new
    answer: dict[str, Any] = {
        "old": {"name": old.name, "digest": old.digest},
        "new": {"name": new.name, "digest": new.digest},
        "lines": [
            {
                "table": one.table,
                "key": one.key,
                "what": one.what,
                "cells": [{"column": column, "old": before, "new": after} for column, before, after in one.cells],
            }
            for one in found
        ],
    }
    if bad is not None:
        answer["findings"] = sum(changes.tiers.values())
        answer["bad_lines"] = trial.bad_object(bad)
        answer["changes"] = trial.changes_object(changes)
    return answer


def _text(found: Sequence[Difference], changes: Changes, bad: trial.Bad | None) -> Iterator[str]:
    old, new = changes.old, changes.new
    yield f"{old.name} → {new.name}: {len(found) or 'no'} lines differ"
    table = ""
    for one in found:
        if one.table != table:
            table = one.table
            yield table
        yield f"  {_SIGNS[one.what]} {one.key or 'the order of the lines'}"
        for column, before, after in one.cells:
            yield (
                f"      {column}: {before or '—'} → {after or '—'}"
                if one.what == "changed"
                else (f"      {column}: {before or after}")
            )
    if bad is not None:
        yield from trial.bad_text(bad)
        yield from trial.changes_text(changes)
