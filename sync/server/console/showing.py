"""Findings in the shape that the pages print; nothing is decided here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from inspector_app.domain.events import FindingRecorded
from inspector_app.domain.policy import facts as sealed_facts
from sync.server.console import words
from sync.server.judging import Again, Judge
from sync.server.missing import MissingPhoto
from sync.server.registry import Listed, Whole
from sync.server.standing import Standing

SHOWABLE = frozenset({"image/jpeg", "image/png"})
HEIC = "image/heic"  # shown as a copy


@dataclass(frozen=True, slots=True)
class Badge:
    """A tier as one sign and one word; never by colour alone."""

    code: str
    sign: str
    word: str


def badge(tier: str) -> Badge:
    sign, word = words.TIERS.get(tier, ("?", tier))
    return Badge(tier if tier in words.TIERS else "none", sign, word)


def list_item(listed: Listed) -> dict[str, Any]:
    """A finding as one row of the list."""
    row = listed.row
    return {
        "device": row.device,
        "finding": row.finding,
        "badge": badge(row.tier),
        "category": words.CATEGORIES.get(row.category, row.category),
        "observed": words.moment(row.observed_at),
        "party": row.party,
        "address": row.address or _position(row),
        "officer": row.officer,
        "overridden": bool(row.override_reason),
        "differs": bool(row.server_tier)
        and (row.server_tier, row.server_primary) != (row.suggested_tier, row.primary_reason),
        "withdrawn": row.withdrawn,
        "photos": listed.photos,
        "received": listed.received,
        "receipt": _receipt(listed),
    }


def detail(whole: Whole, judge: Judge) -> dict[str, Any]:
    """A finding with everything that belongs to it."""
    row, said = whole.listed.row, whole.said
    return list_item(whole.listed) | {
        "id": row.finding,
        "note": row.note,
        "position": _position(row),
        "source": words.SOURCES.get(said.place.source.value, "") if said else "",
        "second_officer": row.second_officer,
        "received_at": words.moment(row.received_at),
        "epoch": row.epoch,
        "seq": row.seq,
        "override_reason": row.override_reason,
        "approved_by": f"{whole.leader} {whole.override.approved_by}".strip() if whole.override else "",
        "decision": _decision(said, judge) if said and said.judgement else None,
        "again": _again(said, judge),
        "facts": _facts(said, judge) if said else [],
        "evidence_imported": bool(said and said.evidence_imported),
        "grids": list(said.place.grids or filter(None, [said.place.grid])) if said else [],
        "asset": said.asset if said else "",
        "duplicate_of": said.duplicate_of if said else "",
        "pictures": [_picture(one) for one in whole.photos],
        "measures": [_measure(whole, one, judge) for one in whole.measures],
        "visits": [_visit(one) for one in whole.visits],
        "history": [_history(whole, one) for one in whole.history],
    }


def _receipt(listed: Listed) -> tuple[str, str]:
    """(state, words): whether a receipt proves the finding with all its photos."""
    missing = listed.photos - listed.received
    if missing:
        return "waiting", f"已回执，缺照片 {missing}"
    return ("proven", "整班已核对") if listed.proven else ("received", "已回执")


def _decision(said: FindingRecorded, judge: Judge) -> dict[str, Any]:
    stated = said.judgement
    assert stated is not None

    def named(kind: str, codes: tuple[str, ...]) -> list[str]:
        return [judge.words(stated.pack, kind, code) for code in codes]

    reasons = [
        {"code": code, "text": judge.words(stated.pack, "reason", code), "basis": judge.basis(stated.pack, code)}
        for code in dict.fromkeys((stated.primary, *stated.reasons))
    ]
    return {
        "badge": badge(stated.tier.value), "reasons": reasons, "pack": stated.pack, "provisional": stated.provisional,
        "gate": judge.words(stated.pack, "gate", stated.fine_gate), "flags": named("flag", stated.flags),
        "refer": named("refer", stated.refer), "measures": named("measure", stated.measures),
        "missing": [_fact_label(said, name, judge) for name in stated.missing],
    }  # fmt: skip


def _again(said: FindingRecorded | None, judge: Judge) -> dict[str, Any] | None:
    """The centre's own decision beside the laptop's, made anew for the page; `known` is false when it cannot make one."""
    if said is None or said.judgement is None:
        return None
    again = Again() if said.judgement.pack in judge.broken else judge.judge(said)
    return {
        "known": bool(again.tier), "agrees": not again.differs, "badge": badge(again.tier),
        "differs": [words.DIFFERS[field] for field in again.differs],
        "text": judge.words(said.judgement.pack, "reason", again.primary),
    }  # fmt: skip


def _facts(said: FindingRecorded, judge: Judge) -> list[tuple[str, str]]:
    try:
        facts = sealed_facts.unseal(said.facts, judge.catalogue)
    except (KeyError, TypeError, ValueError, AttributeError):  # facts of an unknown shape are shown as they came
        facts = said.facts
    return words.stated_facts(said.category.value, facts, judge.catalogue)


def _fact_label(said: FindingRecorded, name: str, judge: Judge) -> str:
    try:
        return judge.catalogue.control(said.category.value, name).label_zh
    except KeyError:
        return name


def _measure(whole: Whole, one: Any, judge: Judge) -> dict[str, str]:
    pack = whole.said.judgement.pack if whole.said and whole.said.judgement else ""
    told = words.measure(one._asdict(), pack, judge)
    return {"words": told, "officer": one.officer, "taken": words.moment(one.taken_at)}


def _picture(one: Any) -> dict[str, Any]:
    return {
        "sha256": one.sha256, "stored": bool(one.stored), "damaged": one.damaged,
        "shown": one.mime in SHOWABLE or one.mime == HEIC, "query": "?copy" if one.mime == HEIC else "",
        "origin": words.ORIGINS.get(one.origin, one.origin), "imported": one.origin != "camera",
        "size": f"{one.size / 1024:.0f} KB" if one.size < 1024 * 1024 else f"{one.size / 1024 / 1024:.1f} MB",
    }  # fmt: skip


def _visit(one: Any) -> dict[str, Any]:
    why, outcome = words.VISITS.get(one.why, one.why), words.OUTCOMES.get(one.outcome, one.outcome)
    return {"why": why, "due": words.moment(one.due), "open": not one.outcome, "outcome": outcome}


def _history(whole: Whole, one: Any) -> dict[str, Any]:
    aside = whole.set_aside.get((one.epoch, one.seq), "")
    return {
        "kind": words.KINDS.get(one.kind, one.kind), "officer": one.officer, "seq": one.seq, "digest": one.digest,
        "recorded": words.moment(one.recorded_at), "received": words.moment(one.received_at),
        "aside": words.ASIDE.get(aside, aside),
    }  # fmt: skip


def _position(row: Any) -> str:
    return f"{words.degrees(row.lat_e7)}, {words.degrees(row.lon_e7)}" if row.lat_e7 is not None else ""


def laptop(one: Standing, now: datetime) -> dict[str, Any]:
    """A laptop with what of it has not arrived, in sentences; `lacks` is empty when nothing is known to be missing.

    `place` is where the page lists it: late, duty or other.
    """
    return {
        "device": one.device, "name": one.name or "未命名", "seen": words.moment(one.seen_at), "revoked": one.revoked,
        "quiet": words.span(one.seen_at, now), "held": one.held, "age": words.span(one.oldest, now) if one.oldest else "",
        "lacks": list(_lacks(one, now)), "duty": words.span(one.open_since, now) if one.open_since else "",
        "place": "late" if one.is_late else "duty" if one.is_on_duty else "other",
    }  # fmt: skip


def _lacks(one: Standing, now: datetime) -> Iterator[str]:
    if one.lacking:
        ago = words.span(one.behind_since, now)
        yield f"上次联系时报到 {one.announced} 条流水，中心收到 {one.held} 条，差 {one.lacking} 条，已等 {ago}"
    if one.missing:
        yield f"{one.missing} 张照片已登记、未到达，最早的已等 {words.span(one.missing_since, now)}"
    if one.unproven:
        yield f"{one.unproven} 个班次尚未核对交账，最早的已等 {words.span(one.unproven_since, now)}"


def lacking(laptops: Sequence[Standing], now: datetime) -> dict[str, Any]:
    """How many laptops have data that should have arrived, and for how long the oldest."""
    oldest = [one.oldest for one in laptops if one.is_late]
    return {"count": len(oldest), "age": words.span(min(oldest), now) if oldest else ""}


def missing_photo(one: MissingPhoto, now: datetime) -> dict[str, str]:
    return {
        "file": one.file_name or "（无文件名）", "finding": one.finding, "sha256": one.sha256, "age": words.span(one.named_at, now),
    }  # fmt: skip


def shift(row: Row[Any], now: datetime) -> dict[str, str]:
    """A shift that nobody has proved; whether it is still open."""
    state = "已收班，尚未核对交账" if row.closed_seq else "未收班"
    return {
        "officer": row.officer,
        "opened": words.moment(row.opened_at),
        "state": state,
        "age": words.span(row.received_at, now),
    }


def key(row: Row[Any]) -> dict[str, str]:
    """A signing key as people compare it."""
    parts = [row.key_id[start : start + 4] for start in range(0, len(row.key_id), 4)]
    return {"id": row.key_id, "shown": "-".join(parts), "since": words.moment(row.created_at), "public": row.public}
