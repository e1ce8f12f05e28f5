"""The demo shift without a display: the real screens, offscreen, beside a real central server; offline first, then synced."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector_app import bootstrap, paths
from inspector_app.config import Config
from inspector_app.demo import hands, pictures, reference, script
from inspector_app.demo.centre import Centre
from inspector_app.demo.officer import OfficerAtWork
from inspector_app.domain.photo import MOST_PHOTOS
from inspector_app.storage import keys
from inspector_app.ui import app
from inspector_app.ui.screens import Screens

SIZE = (1366, 768)


@dataclass
class Diary:
    """What happened, for the summary."""

    out: Path
    refused: list[dict[str, str]] = field(default_factory=list)
    timings_ms: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.timings_ms[what] = round((time.monotonic() - began) * 1000)

    def picture(self, officer: OfficerAtWork, name: str) -> None:
        hands.settle(350)
        officer.window.grab().save(str(self.out / f"{name}.png"))


def run(out: Path, *, photos: Path | None, findings: int) -> int:
    """Works the shift and writes `out/summary.json`; returns 0 only when the receipt verifies and nothing is missing."""
    out.mkdir(parents=True, exist_ok=True)
    _begin_anew(out)
    told = script.read(paths.resources())
    files = _photo_files(out, photos, told, findings)
    diary, centre = Diary(out), Centre(out / "centre", ends_with_us=True)
    with diary.timed("centre_start"):
        centre.start()
    try:
        summary = _work(diary, centre, told, files, findings)
    finally:
        centre.stop()
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    receipt = summary["receipt"]
    whole = bool(receipt["verified"]) and not receipt["missing"] and summary["at_centre"] == summary["findings"]
    print(
        f"{summary['findings']} findings, {summary['photos']} photos, receipt {'verified' if whole else 'NOT VERIFIED'}: {out}"
    )
    return 0 if whole else 1


def _begin_anew(out: Path) -> None:
    """An earlier demo in the same folder makes room: laptop and centre are fresh, and no old summary outlives a failure."""
    (out / "summary.json").unlink(missing_ok=True)
    laptop = out / "laptop"
    if (laptop / keys.DEMO_FILE).exists():
        for folder in (laptop, out / "centre"):
            shutil.rmtree(folder, ignore_errors=True)
    elif laptop.exists():
        raise SystemExit(f"{laptop} is not from a demo. Please choose another folder for --out.")


def _photo_files(out: Path, photos: Path | None, told: script.Script, findings: int) -> list[list[Path]]:
    """The files for each finding: every file of the folder once, then from its beginning, or painted ones."""
    wanted = [told.scene(number).photos for number in range(findings)]
    if photos is None:
        given = pictures.paint(out / "photos", min(sum(wanted), 60))
    else:
        given = sorted(file for file in photos.iterdir() if file.is_file())
    if not given:
        return [[] for _ in wanted]
    least = -(-len(given) // max(1, findings))
    counts = [min(MOST_PHOTOS, max(count, least)) for count in wanted]
    endless = (given[place % len(given)] for place in range(sum(counts)))
    return [[next(endless) for _ in range(count)] for count in counts]


def _work(diary: Diary, centre: Centre, told: script.Script, files: list[list[Path]], findings: int) -> dict[str, Any]:
    parts = bootstrap.Parts(Config(data=diary.out / "laptop", language="zh", demo=True), key=bootstrap.key_file)
    screens = Screens(app.application(), parts.workplace)
    with diary.timed("first_paint"):
        window = screens.begin("zh")
        window.resize(*SIZE)
        window.show()
        hands.settle(1)
    officer = OfficerAtWork(screens, parts)
    try:
        hands.until("the database is open", lambda: screens.duty.state.opened)
        code = centre.add_leader(told.leader.number, told.leader.name)
        _begin_shift(diary, centre, told, officer)
        centre.stop()
        officer.lose_the_line()
        _patrol(diary, told, files, findings, officer, code)
        centre.start()
        _come_home(diary, officer)
        return _summary(diary, centre, parts, officer)
    finally:
        screens.end()
        parts.close()


def _begin_shift(diary: Diary, centre: Centre, told: script.Script, officer: OfficerAtWork) -> None:
    centre.add_task(**told.task)
    reference.bring(centre, told, datetime.now(UTC))
    with diary.timed("enrol"):
        officer.enrol(centre.url, centre.enrol_code())
    diary.picture(officer, "settings")
    officer.page("record")
    diary.picture(officer, "opening")
    officer.open_shift(told)
    with diary.timed("first_sync"):
        officer.page("sync")
        officer.begin_round()
        officer.wait_for_round("the tasks are here")


def _patrol(
    diary: Diary, told: script.Script, files: list[list[Path]], findings: int, officer: OfficerAtWork, code: str
) -> None:
    """Offline: everything is recorded and answered without a centre."""
    began = time.monotonic()
    wiring = officer.window.page("record").photos
    wiring.refused.connect(lambda trouble: diary.refused.append({"file": trouble.subject, "reason": trouble.code}))
    for number in range(findings):
        page = officer.fill(told.scene(number), files[number])
        if number == 0:
            officer.guide(page)
        if number in (0, 3):
            diary.picture(officer, "record" if number == 0 else "record-enforcement")
        if (own := told.scene(number).own) is not None:
            officer.decide(page, own, code)
            diary.picture(officer, "record-approved")
        officer.save(page)
    diary.timings_ms["record_each"] = round((time.monotonic() - began) * 1000 / max(1, findings))
    officer.page("tasks")
    diary.picture(officer, "tasks")
    officer.answer_task("11:20 复查，仍有两筐水果在门线外，已再次劝导。")
    officer.page("shift")
    diary.picture(officer, "shift-offline")


def _come_home(diary: Diary, officer: OfficerAtWork) -> None:
    with diary.timed("sync"):
        officer.close_shift()
        diary.picture(officer, "sync-running")
        officer.wait_for_round("the receipt")
    diary.picture(officer, "sync")
    officer.page("shift")
    diary.picture(officer, "shift")
    officer.page("tasks")
    diary.picture(officer, "tasks-answered")
    for theme in ("night", "sun"):
        officer.screens.appearance.wear(theme)
        officer.page("shift")
        diary.picture(officer, f"shift-{theme}")
    officer.screens.appearance.wear("day")


def _summary(diary: Diary, centre: Centre, parts: bootstrap.Parts, officer: OfficerAtWork) -> dict[str, Any]:
    assert parts.store is not None
    reads = parts.store.reads
    found = [details for details in map(reads.finding, officer.recorded) if details is not None]
    overview = reads.sync_overview()
    said = json.loads(overview.receipt_body or "{}")
    photos = {row.photo.sha256: row for details in found for row in details.photos}
    with diary.timed("verify"):
        verified = parts.line is not None and parts.line.verify()
    arrived = {finding["finding"] for finding in centre.findings()}
    return {
        "findings": len(found),
        "photos": len(photos),
        "tiers": dict(Counter(details.row.tier.value for details in found)),
        "categories": dict(Counter(details.row.category.value for details in found)),
        "looked_up": _looked_up(details.facts for details in found),
        "holds": dict(Counter(hold.state.value for hold in reads.holds())),
        "approved": sum(bool(details.override and details.override.approved_by) for details in found),
        "journal_lines": overview.last_seq,
        "receipt": {
            "epoch": said.get("epoch"), "through_seq": said.get("through_seq"),
            "verified": verified and overview.receipt_agrees, "missing": said.get("missing"),
        },
        "at_centre": len(arrived & set(officer.recorded)),
        "refused_photos": _once(diary.refused),
        "damaged_photos": sorted({row.photo.file_name for row in photos.values() if row.photo.damaged}),
        "timings_ms": diary.timings_ms,
    }  # fmt: skip


def _looked_up(facts: Iterable[dict[str, Any]]) -> dict[str, int]:
    """In how many findings the centre's streets, campaigns and warnings had a say."""
    told = list(facts)
    warned = [one for one in told if (one.get("history") or {}).get("warnings_30d")]
    return {
        "street_policy": sum("street_policy" in one for one in told),
        "campaign": sum(one.get("campaign") is True for one in told), "warned_before": len(warned),
    }  # fmt: skip


def _once(refused: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Each refused file once, though it may have been offered to several findings."""
    return [dict(pair) for pair in sorted({tuple(sorted(one.items())) for one in refused})]
