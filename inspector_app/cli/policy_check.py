"""`inspector policy check`: a proof over a pack. Every combination of answers is covered, none is sampled."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any, TextIO

from inspector_app.cli import shell
from inspector_app.domain.policy.proof.check import check
from inspector_app.domain.policy.proof.findings import Example, Finding, Group, Report
from inspector_app.domain.policy.proof.laws import COLUMNS, Laws
from inspector_app.domain.policy.tables import DIGESTS, MAX_BYTES, PackProblem

USAGE = "inspector policy check PACK [--category NAME] [--lang zh|en] [--json]"
HELP = """A proof over the pack, for every combination of answers that the form lets stand together:
  schema         the pack and the form do not speak of the same facts
  invariant      something that every policy has to keep (invariants.csv beside the packs)
  softer         a worse answer that leads to a milder decision, or a promise like it (worse.csv)
  falls through  answers for which no rule gives a code
  dead line      a line that can never do anything, a name that nothing uses
  unread         an answer that no rule reads (but for neutral.csv)
  basis          a code without an article, unless its line says "none"
  not proved     a condition that this proof cannot cover; nothing is then said to be good
It also says when the pack is not sealed; that is no fault.
With --category only what concerns that one alone; lines and names for all categories are then not judged.
One line for each fault, with a counter-example that `inspector decide` takes."""

GROUPS = {
    Group.SCHEMA: "与表单不符", Group.INVARIANT: "违反底线", Group.SOFTER: "越重越轻", Group.GAP: "无规则可循",
    Group.DEAD: "无用的行", Group.UNREAD: "无人问的答案", Group.BASIS: "缺少依据", Group.UNPROVED: "未能证明",
}  # fmt: skip
WORDS = {
    "zh": {
        "left_out": "不适用（策略包不认识）：{law}",
        "count": "{category}：{rules} 条规则，{results} 种结论，{combinations} 种组合；{invariants} 条底线，{orders} 组轻重次序",
        "unsealed": "未封存：没有 digests.json，规则表被改动时不会被发现（inspector policy seal）",
        "good": "合格：每个代码都有文本和依据，没有无用的行，没有无人问的答案，没有漏网的组合",
        "good_part": "合格（仅就这个类别而言）",
        "faults": "{number} 处不合格",
        "with": "改为 {facts} → {result}",
        "also": "另有 {results}",
    },
    "en": {
        "left_out": "left out, the pack does not know it: {law}",
        "count": "{category}: {rules} rules, {results} results, {combinations} combinations; {invariants} invariants,"
        " {orders} orders of answers",
        "unsealed": "not sealed: without digests.json nobody notices when a table changes (inspector policy seal)",
        "good": "good: every code has its texts and its basis, no line is dead, no answer unread, nothing falls through",
        "good_part": "good, as far as this category goes",
        "faults": "faults: {number}",
        "with": "with {facts} → {result}",
        "also": "also {results}",
    },
}


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """0 when everything holds, 1 when something breaks; `BadInput` when there is no such pack, or a malformed one."""
    parser = shell.Parser("inspector policy check", USAGE, HELP)
    parser.add_argument("pack", metavar="PACK", help="the pack to prove")
    parser.add_argument("--category", metavar="NAME", help="only this category")
    parser.add_argument(
        "--lang", choices=["zh", "en"], default="zh", help="the language of the sentences (%(default)s)"
    )
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
    sealed = DIGESTS in files
    if told.json:
        shell.write_json(out, _object(report) | {"sealed": sealed})
    else:
        shell.write(out, "\n".join(_text(report, told.lang, sealed=sealed)) + "\n")
    return shell.FOUND if report.findings else shell.ALL_GOOD


def laws() -> Laws:
    """The laws that came with the program."""
    files = {name: shell.packs() / f"{name}.csv" for name in COLUMNS}
    return Laws.load({file.name: file.read_bytes()[: MAX_BYTES + 1] for file in files.values()})


def _text(report: Report, lang: str, *, sealed: bool) -> Iterator[str]:
    words = WORDS[lang]
    for group, findings in groupby(report.findings, key=lambda found: found.group):
        listed = list(findings)
        yield f"{GROUPS[group]}（{len(listed)}）" if lang == "zh" else f"{group.value} ({len(listed)})"
        yield from (f"  {_line(found, lang)}" for found in listed)
    for law in report.silent:
        yield words["left_out"].format(law=getattr(law, lang))
    for count in report.counts:
        yield words["count"].format(**asdict(count) | {"combinations": _spaced(count.combinations)})
    if not sealed:
        yield words["unsealed"]
    yield f"{report.pack}{'：' if lang == 'zh' else ': '}{_verdict(report, words)}"


def _verdict(report: Report, words: Mapping[str, str]) -> str:
    if report.findings:
        return words["faults"].format(number=len(report.findings))
    return words["good"] if report.whole else words["good_part"]


def _line(found: Finding, lang: str) -> str:
    where = " ".join(filter(None, (found.table, found.line, found.category)))
    parts = [f"{where}: {getattr(found.text, lang)}", *_examples(found.examples, WORDS[lang])]
    if found.also:
        parts.append(WORDS[lang]["also"].format(results=", ".join(found.also)))
    return "; ".join(parts)


def _examples(examples: Sequence[Example], words: Mapping[str, str]) -> Iterator[str]:
    """The first in full, the second as what it answers otherwise."""
    for first, second in zip(examples[:1], [*examples[1:], None], strict=False):
        yield f"{_facts(first.facts)} → {first.result}"
        if second is not None:
            yield words["with"].format(facts=_facts(_changed(first.facts, second.facts)), result=second.result)


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
        "left_out": [law.en for law in report.silent],
        "covered": [asdict(count) for count in report.counts],
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "group": found.group.value,
        "table": found.table,
        "line": found.line,
        "category": found.category,
        "text": found.text.en,
        "text_zh": found.text.zh,
        "examples": [asdict(example) for example in found.examples],
        "also": list(found.also),
    }
