"""A receipt as a PDF: pages that people read, with the proof itself attached and in QR codes. The same receipt, the same bytes."""

import io
import json
from datetime import datetime
from typing import Any

import segno
import typst

from inspector_app import paths
from inspector_app.domain.local_time import LOCAL
from sync.protocol import receipt_code, receipt_file
from sync.protocol.receipt_file import Account, Checked, MissingPhoto, ReceiptFile
from sync.protocol.receipts import Statement

STANDARD = "a-3b"  # PDF/A that may carry a file
SCREEN_PPI = 96.0


def draw(file: ReceiptFile) -> bytes:
    """The pages of `file`, which is checked first; raises ReceiptFault. For a reader thread: up to a second for a thousand photos."""
    return bytes(_compiled(file, format="pdf", pdf_standards=[STANDARD])[0])


def pictures(file: ReceiptFile) -> list[bytes]:
    """The same pages as PNG, for those who look at them without a viewer."""
    return _compiled(file, format="png", ppi=SCREEN_PPI)


def _compiled(file: ReceiptFile, **how: Any) -> list[bytes]:
    shown = _shown(receipt_file.check(file), receipt_code.texts(file))
    folder = paths.resources()
    drawn = typst.compile(
        folder / "documents" / "receipt.typ", root=folder / "documents", font_paths=[folder / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(shown, ensure_ascii=False), "receipt": receipt_file.content(file).decode()}, **how,
    )  # fmt: skip
    return drawn if isinstance(drawn, list) else [drawn]


def _shown(checked: Checked, codes: tuple[str, ...]) -> dict[str, Any]:
    said, account = checked.statements, checked.account
    listed = account.missing if account else ()
    missing_count = sum(one.missing_count for one in said)
    zh, en = _verdict(checked, missing_count)
    made = datetime.fromisoformat(max(one.server_time for one in said))
    return {
        "date": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "device": said[0].device, "complete": checked.is_complete, "verdict_zh": zh, "verdict_en": en,
        "codes": [{"text": text, "svg": _svg(text)} for text in codes],
        "statements": [_statement(one) for one in said], "account": _account(account) if account else None,
        "missing": [_photo(one) for one in listed] or [_unnamed(digest) for one in said for digest in one.missing],
        "missing_count": missing_count,
    }  # fmt: skip


def _verdict(checked: Checked, missing: int) -> tuple[str, str]:
    gaps = sum(gap.last - gap.first + 1 for gap in checked.account.gaps) if checked.account else 0
    if checked.is_complete:
        return "全部到达，没有缺失", "Everything has arrived; nothing is missing"
    if checked.is_complete is None:
        return (
            "所列流水不缺照片，之后是否还有流水不详",
            "No photo is missing so far; whether records follow is not known",
        )
    zh = "、".join([f"{missing} 张照片"] * bool(missing) + [f"{gaps} 条流水"] * bool(gaps))
    en = " and ".join([f"{missing} photo(s)"] * bool(missing) + [f"{gaps} record(s)"] * bool(gaps))
    return f"还缺 {zh}", f"Still missing: {en}"


def _statement(said: Statement) -> dict[str, Any]:
    return {
        "device": said.device, "epoch": said.epoch, "through": said.through_seq, "findings": said.findings,
        "photos": said.photos, "missing": said.missing_count, "digest": _grouped(said.digest, 16),
        "time": f"{_moment(said.server_time, seconds=True)}（北京时间）", "key": _grouped(said.key_id, 4, "-"),
        "aside": [{"seq": one.seq, "reason": one.reason} for one in said.quarantined],
    }  # fmt: skip


def _account(told: Account) -> dict[str, Any]:
    return {
        "shift": told.shift, "opened": _moment(told.opened_at), "closed": _moment(told.closed_at), "officer": told.officer,
        "unit": told.unit, "first": told.first_seq, "last": told.last_seq, "findings": told.findings, "photos": told.photos,
        "later": told.later, "gaps": [{"first": gap.first, "last": gap.last} for gap in told.gaps],
    }  # fmt: skip


def _photo(one: MissingPhoto) -> dict[str, str]:
    state = "" if one.here else "本机已无此文件 not on the laptop"
    return {
        "name": one.file_name, "state": state, "kind": one.kind, "address": one.address, "about": one.about,
        "observed": _moment(one.observed_at), "sha256": _grouped(one.sha256, 16),
    }  # fmt: skip


def _unnamed(digest: str) -> dict[str, str]:
    nothing = dict.fromkeys(("name", "state", "kind", "address", "about", "observed"), "")
    return nothing | {"sha256": _grouped(digest, 16)}


def _svg(text: str) -> str:
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()


def _grouped(text: str, size: int, between: str = " ") -> str:
    return between.join(text[start : start + size] for start in range(0, len(text), size))


def _moment(at: str, *, seconds: bool = False) -> str:
    if not at:
        return ""
    form = "%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M"
    return datetime.fromisoformat(at).astimezone(LOCAL).strftime(form)
