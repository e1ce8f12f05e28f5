"""`inspector policy explain`: the decision on one object of facts, and everything that explains it."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from inspector_app.cli import shell
from inspector_app.domain.policy import explain
from inspector_app.domain.policy.explain import Explanation, Line, Wording
from inspector_app.domain.policy.facts import FactProblem, validate

DEFAULT_PACK = "721-v1"

USAGE = "inspector policy explain [--pack PACK] --facts FILE|- [--lang zh|en] [--json]"
HELP = """One object of facts in; out come the tier, the lines of the pack that acted in order with their articles, why it is
not softer, why not harder, the fine gate in words, and which single answer would lead to another tier."""

TITLES = {
    "zh": {
        "lines": "经过", "not_softer": "为什么不更轻", "not_harder": "为什么不更重", "turns": "如果……则", "gate": "罚款",
        "refer": "移送", "missing": "缺少", "flags": "标记", "unmet": "未满足", "after": "先适用", "pack": "规则包",
        "nothing": "没有适用的规则",
    },
    "en": {
        "lines": "What happened", "not_softer": "Why not softer", "not_harder": "Why not harder", "turns": "If … then",
        "gate": "Fine", "refer": "Refer to", "missing": "Missing", "flags": "Flags", "unmet": "not met",
        "after": "came first", "pack": "pack", "nothing": "No rule applies",
    },
}  # fmt: skip
DID = {
    "zh": {
        "stop": "终止", "hit": "认定", "hard": "认定，不得从轻", "floor": "下限", "lowered": "从轻", "capped": "封顶",
        "noted": "提示", "held": "下限所限，未从轻", "": "未适用",
    },
    "en": {
        "stop": "ends it", "hit": "hit", "hard": "hit, no leniency", "floor": "floor", "lowered": "lowered",
        "capped": "capped", "noted": "noted", "held": "held by the floor", "": "did not act",
    },
}  # fmt: skip


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Explains one decision; `BadInput` when the facts or the pack cannot be used."""
    parser = shell.Parser("inspector policy explain", USAGE, HELP)
    parser.add_argument("--pack", default=DEFAULT_PACK, metavar="PACK", help="the policy pack (%(default)s)")
    parser.add_argument("--facts", metavar="FILE|-", help="a JSON object in UTF-8, or - for standard input; needed")
    parser.add_argument(
        "--lang", choices=["zh", "en"], default="zh", help="the language of the sentences (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    told = parser.read(words, out, needed=["facts"])
    if told is None:
        return shell.ALL_GOOD
    pack, catalogue = shell.load_pack(told.pack), shell.catalogue()
    facts = _facts(shell.parse(shell.read(told.facts, sys.stdin)), pack.programs)
    try:
        validate(facts, catalogue)
    except FactProblem as trouble:
        raise shell.BadInput(trouble.code.value, trouble.message, trouble.field) from trouble
    explained = explain.explanation(facts, pack, catalogue, told.lang)
    wording = Wording(pack, catalogue, str(facts["category"]), told.lang)
    if told.json:
        shell.write_json(out, as_json(explained, wording))
    else:
        shell.write(out, "\n".join(as_text(explained, wording)) + "\n")
    return shell.ALL_GOOD


def _facts(item: object, categories: Mapping[str, object]) -> dict[str, Any]:
    doubled = shell.first_doubled(item)
    if doubled is not None:
        raise shell.BadInput("duplicate_field", "stands twice", doubled)
    if not isinstance(item, dict):
        raise shell.BadInput("wrong_type", "facts are an object")
    if isinstance(item.get("category"), str) and item["category"] not in categories:
        raise shell.BadInput("not_allowed", f"the pack decides {', '.join(categories)}", "category")
    return item


def as_json(explained: Explanation, wording: Wording) -> dict[str, Any]:
    """The explanation as plain objects; every code stands beside its words."""
    decision, say = explained.decision, wording.pack.text
    lang = wording.lang
    return {
        "pack": decision.pack,
        "tier": {"code": decision.tier.value, "text": say("tier", decision.tier, lang)},
        "primary": {"code": decision.primary, "text": say("reason", decision.primary, lang)},
        "lines": [_line_object(line) for line in explained.lines],
        "not_softer": [_line_object(line) for line in explained.not_softer],
        "not_harder": [_line_object(line) for line in explained.not_harder],
        "fine_gate": {"code": decision.fine_gate, "text": say("gate", decision.fine_gate, lang)},
        "refer": [{"code": code, "text": say("refer", code, lang)} for code in decision.refer],
        "flags": [{"code": code, "text": say("flag", code, lang)} for code in decision.flags],
        "missing": [{"fact": path, "text": wording.fact(path)} for path in decision.missing],
        "provisional": decision.provisional,
        "turns": [
            {
                "fact": turn.fact,
                "value": turn.value,
                "tier": turn.tier.value,
                "text": explain.turn_text(turn, wording.pack, wording),
            }
            for turn in explained.turns
        ],
    }


def _line_object(line: Line) -> dict[str, Any]:
    told = line._asdict()
    told |= {"tier": line.tier.value, "reached": line.reached.value, "unmet": list(line.unmet)}
    return told | {"bases": [article._asdict() for article in line.bases]}


def as_text(explained: Explanation, wording: Wording) -> Iterable[str]:
    """The explanation as lines for a console."""
    decision, say, lang = explained.decision, wording.pack.text, wording.lang
    titles = TITLES[lang]
    tier = say("tier", decision.tier, lang)
    yield f"{tier} · {decision.primary} {say('reason', decision.primary, lang)}    [{titles['pack']} {decision.pack}]"
    yield from _section(titles["lines"], [_acted(line, wording) for line in explained.lines] or [titles["nothing"]])
    yield from _section(titles["not_softer"], [_passed(line, wording) for line in explained.not_softer])
    yield from _section(titles["not_harder"], [_passed(line, wording) for line in explained.not_harder])
    yield from _section(titles["gate"], [say("gate", decision.fine_gate, lang)])
    yield from _section(titles["refer"], [say("refer", code, lang) for code in decision.refer])
    yield from _section(titles["missing"], [wording.fact(path) for path in decision.missing])
    yield from _section(titles["flags"], [say("flag", flag, lang) for flag in decision.flags])
    turns = [
        f"{explain.turn_text(turn, wording.pack, wording)} → {say('tier', turn.tier, lang)}" for turn in explained.turns
    ]
    yield from _section(titles["turns"], turns)


def _section(title: str, entries: Sequence[str]) -> Iterable[str]:
    if entries:
        yield ""
        yield title
        yield from (f"  {line}" for entry in entries for line in entry.split("\n"))


def _acted(line: Line, wording: Wording) -> str:
    reached = wording.pack.text("tier", line.reached, wording.lang)
    head = f"{line.no} {line.code or '—'} {line.text} ({DID[wording.lang][line.did]} → {reached})"
    says = "：" if wording.lang == "zh" else ": "
    articles = [f"    {one.name} ({one.version or '—'}){says}{one.says}" for one in line.bases]
    return "\n".join([head, *articles])


def _passed(line: Line, wording: Wording) -> str:
    titles, comma = TITLES[wording.lang], "；" if wording.lang == "zh" else "; "
    tier = wording.pack.text("tier", line.tier, wording.lang)
    why = [f"{titles['unmet']}: {comma.join(line.unmet)}"] if line.unmet else []
    why += [f"{titles['after']}: {line.after}"] if line.after else []
    why = why or [DID[wording.lang][line.did]]
    return f"{line.no} {line.code} {line.text} [{tier}] — {comma.join(why)}"
