"""The table of findings that a clerk opens in a spreadsheet: Chinese words, China's time, degrees."""

import csv
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from sync.server.console import words
from sync.server.judging import Judge

FORMULA = tuple("=+-@＝＋－＠")  # a spreadsheet would run a cell that begins so, also after blanks
BLANKS = ("\t", "\r", "\n")  # before which it may end a cell


def write(file: TextIO, findings: Iterable[dict[str, Any]], judge: Judge) -> int:
    """Writes a head and a row for each exported finding; returns how many rows."""
    columns = _columns(judge)
    table = csv.writer(file)
    table.writerow(columns)
    count = 0
    for count, one in enumerate(findings, 1):  # noqa: B007 - the last number is the count
        table.writerow([harmless(cell(one)) for cell in columns.values()])
    return count


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that looks like a formula gets an apostrophe before it."""
    risky = isinstance(value, str) and (value.startswith(BLANKS) or value.lstrip().startswith(FORMULA))
    return f"'{value}" if risky else value


def _columns(judge: Judge) -> dict[str, Callable[[dict[str, Any]], Any]]:
    def reason(name: str) -> Callable[[dict[str, Any]], str]:
        return lambda one: judge.words((one["judgement"] or {}).get("pack", ""), "reason", one[name])

    def measures(one: dict[str, Any]) -> str:
        pack = (one["judgement"] or {}).get("pack", "")
        return "；".join(words.measure(taken, pack, judge) for taken in one["measures"])

    def flags(one: dict[str, Any]) -> str:
        pack = (one["judgement"] or {}).get("pack", "")
        return "；".join(judge.words(pack, "flag", flag) for flag in one["flags"])

    return {
        "编号": _plain("finding"), "发现时间": _moment("observed_at"), "类别": _word("category", words.CATEGORIES),
        "事件代码": _plain("type_code"), "处置方式": _tier("tier"), "改变处置的理由": _plain("override_reason"), "批准人": _plain("approved_by"),
        "策略建议": _tier("suggested_tier"), "建议理由": reason("primary_reason"), "中心复核": _tier("server_tier"),
        "复核理由": reason("server_primary"), "提示": flags, "已采取措施": measures, "地址": _plain("address"), "纬度": _degrees("lat_e7"),
        "经度": _degrees("lon_e7"), "当事人": _plain("party"), "备注": _plain("note"), "队员": _plain("officer"),
        "第二队员": _plain("second_officer"), "班次": _plain("shift"), "终端": _plain("device"),
        "到达时间": _moment("received_at"), "已撤回": _yes("withdrawn"), "照片": _plain("photos_named"),
        "已到照片": _plain("photos_received"), "整班已核对": _yes("proven"),
        "网格": _grids, "扫码": _plain("asset"), "同一事项": _plain("duplicate_of"),
    }  # fmt: skip


def _plain(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda one: one[name]


def _grids(one: dict[str, Any]) -> str:
    """The grid; near a border all candidates, for the centre decides."""
    place = one["place"]
    return "；".join(place.get("grids") or ()) or str(place.get("grid") or "")


def _word(name: str, known: dict[str, str]) -> Callable[[dict[str, Any]], str]:
    return lambda one: known.get(one[name], one[name])


def _tier(name: str) -> Callable[[dict[str, Any]], str]:
    return _word(name, {code: word for code, (_, word) in words.TIERS.items()})


def _moment(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda one: words.moment(one[name])


def _degrees(name: str) -> Callable[[dict[str, Any]], float | str]:
    return lambda one: "" if one[name] is None else one[name] / 10_000_000


def _yes(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda one: "是" if one[name] else "否"
