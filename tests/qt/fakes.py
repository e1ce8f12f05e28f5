"""What storage would answer to a screen: a day of an invented officer in Jinshui, and as many findings as a test wants."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from msgspec import structs

from inspector_app.domain.clocks import Timed
from inspector_app.domain.figures import Change, Figures, FigureScope, Repeat
from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.domain.judgement import Judgement
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.reference.alike import Alike, Likeness
from inspector_app.domain.reference.earlier import Earlier
from inspector_app.domain.reference.history import subject_key
from inspector_app.domain.reference.hold import Hold
from inspector_app.domain.reference.item import Reference, ReferenceKind
from inspector_app.domain.rescue import Rescue
from inspector_app.domain.scatter import Scatter
from inspector_app.domain.shares import Mix
from inspector_app.domain.task import Task, TaskKind, TaskState
from inspector_app.services.city_ports import City
from inspector_app.services.overview import KeptReceipt, OthersUnsent, ShiftReceipt, SyncOverview, SyncRound
from inspector_app.services.ports import (
    FindingDetails,
    FindingFilter,
    FindingRow,
    HistoryEntry,
    PhotoRow,
    Send,
    Shift,
    TaskRow,
    TierCounts,
)
from sync.protocol.receipt_file import Account, MissingPhoto

SHIFT = Shift(
    id="019ab000-0000-7000-8000-000000000001", officer=Officer("410105-0317", "李敏", "豫A-0317"),
    second=Officer("410105-0288", "王强", "豫A-0288"), unit="花园路中队", planned_from="08:00", planned_to="16:00",
    opened_at="2026-11-22T00:02:11.000Z",
)  # fmt: skip

STALL, HOARDING, PARKING = Category.STALL, Category.HOARDING, Category.PARKING
SERVICE, MANAGEMENT, ENFORCEMENT = Tier.SERVICE, Tier.MANAGEMENT, Tier.ENFORCEMENT

# time (UTC), category, kind, address, tier, primary, measures, photos, photos arrived
DAY: tuple[tuple[str, Category, str, str, Tier, str, tuple[str, ...], int, int], ...] = (
    ("01:14", STALL, "mobile_vendor", "经三路与纬四路口", SERVICE, "ST_GUIDE_RP", ("guide_relief_point",), 2, 0),
    ("01:02", PARKING, "motor", "花园路 32 号门前", MANAGEMENT, "PM_REMINDER_RUNNING", ("oral_reminder",), 2, 0),
    ("00:51", HOARDING, "expired", "农业路 8 号工地", ENFORCEMENT, "HD_EXPIRED", ("file_case", "written_order"), 3, 1),
    ("00:44", PARKING, "shared", "经七路地铁口 B", SERVICE, "PS_OPERATOR_NOTIFY", ("notify_operator",), 2, 2),
    ("00:37", STALL, "shop_overflow", "纬五路 38 号", SERVICE, "ST_SHOP_FRONT_DUTY", ("front_duty_reminder",), 2, 2),
    ("00:29", HOARDING, "valid", "未来路与商城路", MANAGEMENT, "HD_BOARD_MISSING", ("written_order",), 1, 1),
    ("00:20", STALL, "open_bbq", "丰庆路夜市北口", MANAGEMENT, "ST_OPEN_BBQ", ("written_order",), 2, 2),
    ("00:11", PARKING, "non_motor", "青年路小学门前", SERVICE, "PN_TIDY", ("tidy",), 1, 1),
)


def a_row(n: int = 0, **changed: Any) -> FindingRow:
    """The n-th finding of the day; days before follow when n runs on."""
    at, category, kind, address, tier, primary, measures, photos, arrived = DAY[n % len(DAY)]
    day = 22 - (n // len(DAY)) % 22
    send = Send.ARRIVED if arrived == photos else Send.PHOTOS_MISSING if arrived else Send.WAITING
    row = FindingRow(
        id=f"019ab000-0000-7000-8000-1{n:011d}", observed_at=f"2026-11-{day:02d}T{at}:07.000Z", category=category,
        type_code="0501", kind=kind, address=address if n < len(DAY) else f"{address} {n}", tier=tier, primary=primary,
        measures=measures, photos=photos, photos_arrived=arrived, send=send, withdrawn=False, overridden=False, taken=measures,
    )  # fmt: skip
    return replace(row, **changed)


def a_photo(n: int = 0, *, arrived: bool = False, damaged: bool = False) -> PhotoRow:
    photo = Photo(f"{n:064x}", 1_234_567, "image/jpeg", Origin.IMPORT, 4000, 3000, damaged, f"现场{n}.jpg")
    return PhotoRow(photo, arrived)


def a_judgement(row: FindingRow, *reasons: str) -> Judgement:
    return Judgement(
        tier=row.tier, primary=row.primary, reasons=reasons or (row.primary,), fine_gate="open" if row.tier is ENFORCEMENT else "na",
        flags=(), refer=(), missing=(), measures=row.measures, provisional=False, pack="721-v1", pack_digest="0" * 64,
    )  # fmt: skip


def some_details(row: FindingRow, **changed: Any) -> FindingDetails:
    details = FindingDetails(
        row=row, shift=SHIFT.id, officer=SHIFT.officer.number, second_officer="410105-0288",
        place=Place(PlaceSource.PIN, 347_731_200, 1_136_857_000, address=row.address, road_class="secondary", pin_reason="室内无信号"),
        facts={"category": row.category.value, "attitude": "cooperative", "corrected_on_site": True, "hazard": "none"},
        judgement=a_judgement(row), override=None, party="煎饼果子车摊主", party_absent=False,
        note="上班高峰，摊主称不知附近有疏导点，愿意挪过去。", evidence_imported=False, task="",
        photos=tuple(a_photo(i, arrived=i < row.photos_arrived) for i in range(row.photos)),
        history=(HistoryEntry(12, "finding.recorded", row.observed_at, SHIFT.officer.number, {"tier": row.tier.value}),),
    )  # fmt: skip
    return replace(details, **changed)


def an_override(tier: Tier = MANAGEMENT, reason: str = "同一摊主本周第三次，口头劝导无效") -> Override:
    return Override(tier, reason, SHIFT.officer.number)


def a_task(n: int = 0, kind: TaskKind = TaskKind.CHECK, state: TaskState = TaskState.OPEN, **changed: Any) -> TaskRow:
    task = Task(
        id=f"019ab000-0000-7000-8000-2{n:011d}", kind=kind, title="纬五路 38 号门前店外经营是否已整改",
        note="群众 12319 来电反映", address="纬五路 38 号", due="2026-11-22T09:00:00.000Z", created_at="2026-11-21T23:10:00.000Z",
    )  # fmt: skip
    return TaskRow(replace(task, **changed), state, "", "", sent=False)


TASKS = (
    a_task(0),
    a_task(1, TaskKind.VERIFY, title="经三路早市有无证烧烤", address="经三路 66 号", due="2026-11-22T03:30:00.000Z"),
    a_task(2, TaskKind.REINSPECT, title="复查责令整改：农业路 8 号围挡公示牌", address="农业路 8 号工地", due=""),
)

OVERVIEW = SyncOverview(
    enrolled=True, centre="郑州市金水区城市运行管理服务平台", device="019ab000-0000-7000-8000-300000000001",
    epoch="019ab000-0000-7000-8000-400000000001", last_seq=186, acknowledged_seq=129, unsent_lines=57,
    unsent_findings=9, photos=57, photos_arrived=41, photo_bytes_waiting=5_662_310, receipt_body="", receipt_sig="",
    receipt_agrees=False, others=(OthersUnsent("410105-0288", 5),),
    rounds=(
        SyncRound("2026-11-22T04:31:00.000Z", 98, 31, 13_421_772, 21_000, "complete"),
        SyncRound("2026-11-22T02:05:00.000Z", 41, 12, 5_347_737, 9_000, "complete"),
    ),
)  # fmt: skip


def a_missing(name: str, *, here: bool = True) -> MissingPhoto:
    return MissingPhoto(
        sha256=f"{len(name):064x}", file_name=name, about=a_row().id, kind="stall", address="花园路 32 号门前",
        observed_at="2026-11-22T01:14:07.000Z", here=here,
    )  # fmt: skip


def a_proof(**changed: Any) -> ShiftReceipt:
    """What proves the shift, lacking nothing; `changed` replaces fields of the account."""
    account = Account(
        device=OVERVIEW.device, shift=SHIFT.id, officer=SHIFT.officer.number, unit=SHIFT.unit, opened_at=SHIFT.opened_at,
        closed_at="", first_seq=2, last_seq=186, findings=23, photos=57, later=0, gaps=(), missing=(),
    )  # fmt: skip
    return ShiftReceipt((KeptReceipt(OVERVIEW.epoch, 186, "", ""),), structs.replace(account, **changed))


FIGURES = Figures(
    mix=Mix(412, 139, 55, 61),
    by_category=(
        ("hoarding", Mix(30, 28, 16, 9)), ("other", Mix(11, 3, 0)), ("parking", Mix(141, 54, 19, 22)), ("stall", Mix(230, 54, 20, 30)),
    ),
    by_street=(("花园路", Mix(260, 80, 30, 40)), ("经八路", Mix(152, 59, 25, 21))),
    trend=tuple((f"2026-11-{day:02d}", Mix(12 + day % 5, 4 + day % 3, 1 + day % 2)) for day in range(1, 22)),
    changes=(Change("management", "service", 4, "当场改正"), Change("service", "management", 2, "群众多次投诉"),
             Change("management", "enforcement", 1, "阻碍执法")),
    lenient=131,
    repeats=(Repeat("service", 190, 9, 21), Repeat("management", 70, 6, 11), Repeat("enforcement", 20, 0, 1)),
    officers=14,
)  # fmt: skip


class FakeReads:
    """Answers from memory, as storage would from its file; `length` findings, the newest being the first of DAY."""

    def __init__(self, length: int = len(DAY), *, shift: Shift | None = SHIFT, tasks: Sequence[TaskRow] = TASKS):
        self.length = length
        self.order: list[int] = []  # numbers in another order than newest first, when a test wants it
        self.shift = shift
        self.task_rows = list(tasks)
        self.overview = OVERVIEW
        self.receipt: ShiftReceipt | None = None
        self.clocks = Timed()
        self.happened: list[Rescue] = []
        self.reference_items: list[Reference] = []
        self.pulled_at = ""
        self.earlier_findings: dict[str, Sequence[Earlier]] = {}  # by subject, or by address
        self.alike_findings: Sequence[Alike] = ()
        self.city_pack: City | None = None
        self.kept_holds: list[Hold] = []
        self.changed: dict[int, FindingRow] = {}  # rows that a test wants to be different
        self.details: dict[str, FindingDetails] = {}
        self.urgent: frozenset[str] | None = None
        self.asked: list[str] = []
        self.scopes: list[FigureScope] = []
        self.known_figures = FIGURES
        self.known_scatter = Scatter()

    def row(self, number: int) -> FindingRow:
        return self.changed.get(number) or a_row(number)

    def open_shift(self) -> Shift | None:
        return self.shift

    def finding_count(self, wanted: FindingFilter) -> int:
        return len(self.finding_ids(wanted))

    def finding_ids(self, wanted: FindingFilter) -> Sequence[int]:
        self.asked.append("finding_ids")
        if wanted == FindingFilter(shift=wanted.shift):
            return self.order or range(self.length)
        return [n for n in range(self.length) if _fits(self.row(n), wanted)]

    def first_rows(self, wanted: FindingFilter, limit: int) -> Sequence[FindingRow]:
        self.asked.append("first_rows")
        return [self.row(n) for n in self.finding_ids(wanted)[:limit]]

    def finding_rows(self, numbers: Sequence[int]) -> Sequence[FindingRow | None]:
        self.asked.append("finding_rows")
        return [self.row(n) if n < self.length or n in self.order else None for n in numbers]

    def finding(self, finding_id: str) -> FindingDetails | None:
        number = int(finding_id[-11:])
        if number >= self.length:
            return None
        return self.details.get(finding_id) or some_details(self.row(number))

    def urgent_photos(self, flag: str, pressing: frozenset[str]) -> frozenset[str] | None:
        return self.urgent

    def tier_counts(self, shift: str) -> TierCounts:
        rows = [row for row in map(self.row, range(min(self.length, len(DAY)))) if not row.withdrawn]
        days = max(1, self.length // len(DAY))  # the findings repeat
        by_tier = {tier: days * sum(row.tier is tier for row in rows) for tier in Tier}
        waiting = days * sum(self.row(n).send is not Send.ARRIVED for n in range(min(self.length, len(DAY))))
        return TierCounts(**{tier.value: n for tier, n in by_tier.items()}, waiting=waiting)

    def scatter(self, since: str, shift: str = "") -> Scatter:
        self.asked.append(f"scatter {shift}")
        return self.known_scatter

    def tasks(self) -> Sequence[TaskRow]:
        return self.task_rows

    def figures(self, scope: FigureScope) -> Figures:
        self.scopes.append(scope)
        return self.known_figures

    def timed(self, since: str) -> Timed:
        return self.clocks

    def drafts(self) -> Sequence[Draft]:
        return ()

    def sync_overview(self) -> SyncOverview:
        return self.overview

    def shift_receipt(self, shift: str = "") -> ShiftReceipt | None:
        return self.receipt

    def references(self, kind: str) -> Sequence[Reference]:
        return [item for item in self.reference_items if item.kind == kind]

    def histories(self, subject: str) -> Sequence[Reference] | None:
        stated = self.references(ReferenceKind.HISTORY)
        return [item for item in stated if subject_key(item.body["subject"]) == subject] if stated else None

    def histories_dated(self, hours: Sequence[str]) -> Sequence[Reference]:
        return self.references(ReferenceKind.HISTORY)

    def alike(self, asked: Likeness) -> Sequence[Alike]:
        return self.alike_findings

    @property
    def city(self) -> City | None:
        return self.city_pack

    def earlier(self, subject: str, address: str) -> Sequence[Earlier]:
        return self.earlier_findings.get(subject or address, ())

    def reference_as_of(self) -> str:
        return self.pulled_at

    def holds(self, finding: str = "") -> Sequence[Hold]:
        return [hold for hold in self.kept_holds if not finding or hold.finding == finding]

    def rescues(self) -> Sequence[Rescue]:
        return self.happened


def _fits(row: FindingRow, wanted: FindingFilter) -> bool:
    return (
        (wanted.tier is None or row.tier is wanted.tier)
        and (not wanted.unsent_only or row.send is not Send.ARRIVED)
        and wanted.text in row.address
    )
