"""The console's Chinese words for codes. Reasons, measures and gates take theirs from the policy pack."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspector_app.domain.catalogue import Catalogue, FactControl, Unit
from inspector_app.domain.local_time import LOCAL
from sync.server.judging import Judge

DIFFERS = {
    "tier": "分类", "primary": "主要理由", "reasons": "理由", "fine_gate": "罚款条件", "flags": "提示", "refer": "移交",
    "missing": "未知事实", "measures": "措施", "provisional": "待复核",
}  # fmt: skip
TIERS = {
    "service": ("服", "服务"),
    "management": ("管", "管理"),
    "enforcement": ("执", "执法"),
    "none": ("无", "无问题"),
}
CATEGORIES = {"stall": "占道经营", "hoarding": "施工围挡", "parking": "停车秩序", "other": "其他"}
KINDS = {
    "finding.recorded": "登记发现",
    "photo.taken": "拍摄照片",
    "finding.amended": "补充记录",
    "finding.withdrawn": "撤回记录",
    "measure.taken": "采取措施",
    "decision.overridden": "改变处置方式",
    "line.carried": "转入记录",
    "task.answered": "任务反馈",
    "visit.planned": "安排复查",
}
VISITS = {"order": "责令到期复查", "provisional": "待定结果复查", "hold": "疏导点去向复查", "follow_up": "安排的复查"}
OUTCOMES = {"confirmed": "属实", "not_found": "不属实", "solved": "已处理", "unsolved": "未处理"}
ORIGINS = {"camera": "现场拍摄", "import": "导入", "paste": "粘贴"}
SOURCES = {"receiver": "卫星定位", "pin": "人工标注", "photo": "照片坐标", "none": "无坐标"}
TARGETS = {"squad": "中队"}  # what no pack needs to name
ASIDE = {
    "unknown_kind": "未识别的记录类型",
    "wrong_body": "记录内容不符合格式",
    "wrong_carried_digest": "转入记录摘要不符",
    "misplaced_epoch": "流水分段的起始位置不对",
    "revoked_device": "终端已停用",
    "unknown_finding": "所指发现尚未到达",
    "unknown_task": "所指任务不存在",
}
PROBLEMS = {
    "not_found": "没有找到这个页面或记录。",
    "too_many_tries": "尝试次数过多，请一分钟后再试。",
    "busy": "系统繁忙，请稍后再试。",
    "out_of_space": "中心存储空间不足，请联系管理员。",
    "too_large": "提交的内容过大。",
    "wrong_digest": "照片已损坏，与登记的摘要不符。",
}
SOMETHING_WRONG = "请求没有完成，请返回重试。"


def moment(text: str) -> str:
    """UTC ISO text as a moment in China, to the minute; the text itself when it is none."""
    try:
        return datetime.fromisoformat(text).astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return text


def span(since: str, now: datetime) -> str:
    """How long ago that was, in two units at most: `2 天 3 小时`; `不到 1 分钟` also for what lies ahead."""
    try:
        minutes = max(0, int((now - datetime.fromisoformat(since)).total_seconds() // 60))
    except (ValueError, OverflowError, TypeError):
        return "不明时间"
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days > 0:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours > 0:
        return f"{hours} 小时 {rest} 分钟" if rest else f"{hours} 小时"
    return f"{rest} 分钟" if minutes > 0 else "不到 1 分钟"


def measure(taken: Mapping[str, str], pack: str, judge: Judge) -> str:
    """`移交：公安交管（限 2026-11-22 18:00 前；已电话联系）`; of a target that is no authority, a place, the note is the name."""
    target, note = taken["target"], taken["note"]
    said = judge.words(pack, "refer", target)
    to = TARGETS.get(target) or (said if said != target else "")
    if target and not to:
        to, note = note or target, ""
    name = "：".join(part for part in (judge.words(pack, "measure", taken["measure"]), to) if part)
    more = "；".join(part for part in (_due(taken["until"], taken["taken_at"]), note) if part)
    return f"{name}（{more}）" if more else name


def _due(until: str, taken_at: str) -> str:
    if not until:
        return ""
    return "立即" if until <= taken_at else f"限 {moment(until)} 前"


def degrees(value: int | None) -> str:
    return "" if value is None else f"{value / 10_000_000:.6f}"


def stated_facts(category: str, facts: Mapping[str, object], catalogue: Catalogue) -> list[tuple[str, str]]:
    """Unsealed facts as (label, value) in the catalogue's order; unknown ones by their names, at the end."""
    controls = catalogue.categories.get(category, {})
    found = [
        pair for name in controls if name in facts for pair in _pairs(controls[name], facts[name], catalogue.units)
    ]
    return found + [(name, _plain(value)) for name, value in facts.items() if name not in controls]


def _pairs(control: FactControl, value: object, units: Mapping[str, Unit]) -> list[tuple[str, str]]:
    if control.name in ("category", "observed_at"):  # shown above already
        return []
    if isinstance(value, Mapping):
        parts = {part.name: part for part in control.parts}
        inner = [pair for name, part in parts.items() if name in value for pair in _pairs(part, value[name], units)]
        return [(f"{control.label_zh} · {label}", text) for label, text in inner]
    return [(control.label_zh, _value(control, value, units))]


def _value(control: FactControl, value: object, units: Mapping[str, Unit]) -> str:
    if value is None:
        return "未知"
    if isinstance(value, list | tuple):
        mark = "–" if control.kind == "window" else "、"
        return mark.join(_value(control, item, units) for item in value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    labels = {choice.value: choice.label_zh for choice in control.values}
    unit = units.get(control.unit)
    return labels.get(str(value), f"{value} {unit.label_zh}" if unit else str(value))


def _plain(value: Any) -> str:
    return (
        "未知"
        if value is None
        else {True: "是", False: "否"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )
