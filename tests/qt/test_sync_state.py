"""What the sync page shows, before any pixel."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inspector_app.services.overview import OthersUnsent, SyncOverview
from inspector_app.services.syncing import SyncPhase, SyncState
from inspector_app.ui.sync_page.figures import rounds_today, size_text, span_text
from inspector_app.ui.sync_page.state import (
    Attention,
    Check,
    Mode,
    Phase,
    Sending,
    SyncPageState,
    matters,
    receipt_of,
    sending_of,
)
from inspector_app.ui.sync_page.words import ADVICE, ASIDE, aside
from sync.client.status import Outcome, SyncReport
from sync.protocol.problems import Problem
from sync.server.placing import Reason
from tests.qt.fakes import OVERVIEW, a_missing, a_proof


def a_receipt(**changed: Any) -> str:
    said = {
        "through_seq": 186, "digest": "9f3c71ab" + "0" * 52 + "e04d", "server_time": "2026-11-22T08:03:11.000Z", "findings": 23,
        "photos": 57, "missing_count": 0, "missing": [], "quarantined": [],
    }  # fmt: skip
    return json.dumps(said | changed)


def sent(**changed: Any) -> SyncOverview:
    """Everything at the centre, with a receipt for it."""
    done = replace(
        OVERVIEW, acknowledged_seq=186, unsent_lines=0, unsent_findings=0, photos_arrived=57, photo_bytes_waiting=0,
        receipt_body=a_receipt(), receipt_agrees=True, others=(),
    )  # fmt: skip
    return replace(done, **changed)


def test_a_receipt_for_everything_proves_it() -> None:
    receipt = receipt_of(sent())
    assert receipt is not None
    assert receipt.whole
    assert SyncPageState(sent(), proof=a_proof()).proven
    assert receipt.short_digest == "9f3c 71ab … e04d"


@pytest.mark.parametrize(
    "overview",
    [
        sent(receipt_agrees=False), sent(last_seq=187), sent(receipt_body=a_receipt(missing_count=1)),
        sent(unsent_lines=1), sent(photos_arrived=56),
    ],
    ids=["another chain", "lines after it", "a photo missing", "lines of an older epoch", "a photo of an older epoch"],
)  # fmt: skip
def test_a_receipt_that_lacks_anything_is_never_green(overview: SyncOverview) -> None:
    assert receipt_of(overview) is not None
    assert not SyncPageState(overview, proof=a_proof()).proven


def test_a_photo_that_the_receipt_of_an_older_epoch_misses_keeps_the_card_from_green() -> None:
    assert not SyncPageState(sent(), proof=a_proof(missing=(a_missing("现场1.jpg"),))).proven


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '"text"'])
def test_a_text_that_is_no_statement_is_no_receipt(body: str) -> None:
    assert receipt_of(sent(receipt_body=body)) is None


def test_a_hundred_percent_means_everything() -> None:
    assert SyncPageState(sent()).percent == 100
    assert SyncPageState(OVERVIEW).percent == 0
    assert SyncPageState(sent(photos_arrived=56)).percent == 0


def test_a_round_is_measured_by_its_bytes() -> None:
    running = Sending(Mode.RUNNING, Phase.PHOTOS, sent_bytes=14_200_000, total_bytes=18_200_000)
    assert SyncPageState(OVERVIEW, running).percent == 78


def test_a_round_without_photos_goes_with_its_records() -> None:
    running = Sending(Mode.RUNNING, Phase.LINES, lines=10, lines_total=57, sent_bytes=5_000, total_bytes=5_000)
    assert SyncPageState(OVERVIEW, running).percent == 17


def test_a_round_is_not_complete_before_it_ended() -> None:
    running = Sending(Mode.RUNNING, Phase.MANIFEST, sent_bytes=5, total_bytes=5)
    assert SyncPageState(OVERVIEW, running).percent == 99


def test_a_round_without_bytes_is_measured_by_its_steps() -> None:
    assert SyncPageState(sent(), Sending(Mode.RUNNING, Phase.PULL)).percent == 80


def test_every_problem_of_a_round_has_a_sentence_and_advice() -> None:
    of_the_laptop = {f"laptop_{code}" for code in ("damaged", "out_of_space", "unreadable")}
    assert set(ADVICE) == {problem.value for problem in Problem} | of_the_laptop
    assert all(advice.happened and advice.deed for advice in ADVICE.values())


def test_every_reason_of_the_centre_has_a_sentence() -> None:
    assert set(ASIDE) == {reason.value for reason in Reason}
    assert aside("from_a_newer_centre") not in {"from_a_newer_centre", *map(aside, ASIDE)}


def test_lines_that_were_set_aside_are_told_by_their_reasons() -> None:
    lines = [
        {"seq": seq, "reason": reason} for seq, reason in ((5, "unknown_task"), (7, "wrong_body"), (9, "unknown_task"))
    ]
    told = matters(SyncPageState(sent(receipt_body=a_receipt(quarantined=lines))))
    assert [(one.code, one.count) for one in told] == [("unknown_task", 2), ("wrong_body", 1)]


def test_what_needs_the_officer_comes_by_urgency() -> None:
    receipt = a_receipt(quarantined=[{"seq": 5, "reason": "unknown_task"}, {"seq": 9, "reason": "unknown_task"}])
    overview = sent(receipt_body=receipt, receipt_agrees=False, others=(OthersUnsent("410105-0288", 5),))
    page = SyncPageState(overview, Sending(problem="unreachable", lost_photos=1, new_epoch="restored", revoked=True))
    assert [matter.what for matter in matters(page)] == [
        Attention.PROBLEM, Attention.DISAGREES, Attention.REVOKED, Attention.LOST_PHOTOS, Attention.NEW_EPOCH, Attention.QUARANTINED, Attention.OTHERS,
    ]  # fmt: skip
    assert matters(page)[5].count == 2


@pytest.mark.parametrize(
    ("code", "told"),
    [("false_pack", ["false_pack"]), ("damaged_pack", ["damaged_pack"]), ("unreachable", []), ("", [])],
)
def test_a_pack_that_is_at_fault_is_told_and_what_delayed_it_is_not(code: str, told: list[str]) -> None:
    report = SyncReport(Outcome.COMPLETE, pack_problem=code)
    sending = sending_of(SyncState(report=report), datetime(2026, 11, 27, tzinfo=UTC), pausing=False)

    assert [matter.code for matter in matters(SyncPageState(sent(), sending))] == told


def test_nothing_needs_the_officer_when_all_arrived() -> None:
    assert not matters(SyncPageState(sent()))
    assert matters(SyncPageState(sent(), check=Check.DIFFERS))


def test_only_the_rounds_of_the_day_are_listed() -> None:
    yesterday = replace(OVERVIEW.rounds[0], started_at="2026-11-21T04:31:00.000Z")
    late = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    assert rounds_today((*OVERVIEW.rounds, yesterday), late) == OVERVIEW.rounds
    assert rounds_today(OVERVIEW.rounds, late + timedelta(minutes=2)) == ()


def test_the_sync_is_shown_as_it_says() -> None:
    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    said = SyncState(SyncPhase.PHOTOS, 186, 186, 41, 57, 14_200_000, 19_600_000, rate=1_800_000.0, eta_s=3.0)
    shown = sending_of(said, now, pausing=False)
    assert (shown.mode, shown.phase, shown.photos, shown.seconds_left) == (Mode.RUNNING, Phase.PHOTOS, 41, 3.0)
    assert sending_of(said, now, pausing=True).mode is Mode.PAUSING


@pytest.mark.parametrize(
    ("phase", "mode"),
    [
        (SyncPhase.IDLE, Mode.IDLE), (SyncPhase.DONE, Mode.IDLE), (SyncPhase.PAUSED, Mode.PAUSED),
        (SyncPhase.WAITING, Mode.WAITING), (SyncPhase.TROUBLE, Mode.STOPPED), (SyncPhase.CONNECTING, Mode.RUNNING),
    ],
)  # fmt: skip
def test_every_phase_of_the_sync_has_its_mode(phase: SyncPhase, mode: Mode) -> None:
    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    said = SyncState(phase, next_try_at=now + timedelta(seconds=38))
    assert sending_of(said, now, pausing=False).mode is mode
    assert sending_of(said, now, pausing=False).next_try_s == 38


def test_sizes_and_spans_are_short() -> None:
    sizes = (0, 1, 999_000, 1_000_000, 19_600_000, 2_500_000_000)
    assert [size_text(n) for n in sizes] == ["0 kB", "1 kB", "999 kB", "1.0 MB", "19.6 MB", "2.50 GB"]
    assert [span_text(s) for s in (0, 38.4, 61, 3725)] == ["00:00", "00:38", "01:01", "1:02:05"]
