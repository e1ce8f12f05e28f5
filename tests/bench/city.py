"""A laptop full of findings, written by the real journal and projections; the same ones for the same seed."""

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inspector_app import bootstrap
from inspector_app.config import PACK
from inspector_app.devices.clock import OrderedIds
from inspector_app.devices.pictures import PictureReader
from inspector_app.domain.events import FindingRecorded, PhotoTaken
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.services import findings, photos, shifts
from inspector_app.services.ports import Shift
from inspector_app.storage import tables
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store
from inspector_app.storage.unit_of_work import Work
from tests import policies
from tests.bench import pictures

SEED = 721
EDITION = 1  # raise it when the city becomes another one: kept ones are then made anew
A_SHIFT = 2_000
AT_ONCE = 1_000  # findings in one transaction
PICTURES = 12  # real files that the findings share
OFFICERS = (
    Officer("410105-0317", "李敏", "豫A-0317"), Officer("410105-0288", "王强", "豫A-0288"),
    Officer("410105-0102", "张伟", "豫A-0102"), Officer("410105-0455", "陈静", "豫A-0455"),
)  # fmt: skip
ROADS = [
    "花园路",
    "农业路",
    "文化路",
    "经三路",
    "红专路",
    "东风路",
    "纬五路",
    "政七街",
    "丰产路",
    "任砦北街",
    "黄河路",
    "郑花路",
    "优胜南路",
    "金水路",
    "未来路",
]
SPOTS = ["号门前", "号南侧人行道", "号公交站旁", "号院门口", "号路口东北角", "号工地围挡外"]
NOTES = (
    "流动摊贩占道经营，劝导后自行离开。", "店外摆放桌椅两张，当场收回。", "露天烧烤油烟较大，周边居民反映。",
    "围挡破损一处，已通知施工单位。", "占压盲道停放，已贴提示单。", "", "", "水果三轮车停在路口，已引导至疏导点。",
    "雨水口被杂物堵住，已清开。", "扩音器叫卖，已劝止。",
)  # fmt: skip
NAMES = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"]


class Tide:
    """A clock that only the generator moves."""

    def __init__(self, moment: datetime = datetime(2026, 3, 2, 0, 5, tzinfo=UTC)):
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class City:
    """`fill(count)` records so many findings in shifts of A_SHIFT; the last shift stays open."""

    def __init__(self, folder: Path, seed: int = SEED):
        self.chance = random.Random(seed)
        self.clock = Tide()
        self.ids = OrderedIds(wall=lambda: int(self.clock.moment.timestamp() * 1000), random=self.chance.randbytes)
        self.policy = bootstrap.load_policy(PACK)
        self.store: Store = open_store(folder, bootstrap.key_file(folder), clock=self.clock, ids=self.ids)
        self._patterns: list[FindingRecorded] = []
        self._pictures: list[Photo] = []

    def fill(self, count: int, *, photographed: float = 0.25) -> None:
        """`photographed` of the findings get one of PICTURES real photos."""
        self._take_pictures()
        self._fill(count, lambda: [self.chance.choice(self._pictures)] if self.chance.random() < photographed else [])

    def fill_with(self, photos: Sequence[Photo]) -> None:
        """A finding with each of the photos."""
        left = iter(photos)
        self._fill(len(photos), lambda: [next(left)])

    def _fill(self, count: int, taken: Callable[[], list[Photo]]) -> None:
        for done in range(0, count, A_SHIFT):
            self._begin_shift()
            for start in range(done, min(done + A_SHIFT, count), AT_ONCE):
                with self.store.unit_of_work() as work:
                    for event in self._events(min(AT_ONCE, count - start)):
                        self._record(work, event, taken())

    def close(self) -> None:
        self.store.close()

    def _take_pictures(self) -> None:
        for number in range(PICTURES):
            file = pictures.scene(number)
            taken = photos.take(
                self.store.photos, PictureReader(), file, file_name=f"IMG_{number:04d}.jpg", origin=Origin.CAMERA
            )
            self._pictures.append(taken)

    def _begin_shift(self) -> None:
        with self.store.unit_of_work() as work:
            if work.open_shift() is not None:
                shifts.close_shift(work, clock=self.clock)
            self.clock.forward(16 * 3600)
            first, second = self.chance.sample(OFFICERS, 2)
            shifts.open_shift(
                work, first, second, unit="花园路中队", planned_from="08:00", planned_to="16:00", clock=self.clock,
                ids=self.ids,
            )  # fmt: skip
            shift = findings.required_shift(work)
        self._patterns = list(self._judged(shift))

    def _judged(self, shift: Shift) -> Iterator[FindingRecorded]:
        """One finding for each worked case, decided by the real policy; the others vary their place, words and time."""
        for case in policies.cases():
            facts = dict(case["input"])
            category = Category(facts.pop("category"))
            draft = Draft(self.ids(), category, iso(self.clock.now()), type_code="0301", facts=facts)
            yield findings._finding(draft, shift, self.policy)

    def _events(self, count: int) -> Iterator[FindingRecorded]:
        chance = self.chance
        for _ in range(count):
            self.clock.forward(chance.uniform(5, 20))
            yield replace(
                chance.choice(self._patterns), about=self.ids(), observed_at=iso(self.clock.now()), place=self._place(),
                note=chance.choice(NOTES), party=f"{chance.choice(NAMES)}某" if chance.random() < 0.3 else "",
            )  # fmt: skip

    def _place(self) -> Place:
        chance = self.chance
        return Place(
            PlaceSource.RECEIVER, 347_700_000 + chance.randrange(500_000), 1_136_800_000 + chance.randrange(500_000),
            accuracy_mm=chance.randrange(2_000, 12_000), fix_age_ms=chance.randrange(3_000), satellites=chance.randrange(6, 22),
            address=f"{chance.choice(ROADS)}{chance.randrange(1, 300)}{chance.choice(SPOTS)}",
        )  # fmt: skip

    def _record(self, work: Work, event: FindingRecorded, taken: Sequence[Photo]) -> None:
        event = replace(event, photos=tuple(photo.sha256 for photo in taken))
        work.record(event, officer=OFFICERS[0].number, at=self.clock.now())
        for photo in taken:
            work.record(PhotoTaken(event.about, photo), officer=OFFICERS[0].number, at=self.clock.now())


def is_there(folder: Path, count: int, *, seed: int = SEED) -> bool:
    """Whether `laptop` has nothing to do."""
    return _place(folder, count, seed).exists()


def laptop(folder: Path, count: int, *, seed: int = SEED) -> Path:
    """The data folder of a laptop with `count` findings; a finished one that lies there already is taken as it is."""
    finished = _place(folder, count, seed)
    if not finished.exists():
        part = finished.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        city = City(part, seed)
        city.fill(count)
        city.close()
        part.rename(finished)
    return finished


def _place(folder: Path, count: int, seed: int) -> Path:
    schema = hashlib.sha256(Path(tables.__file__).read_bytes()).hexdigest()[:8]
    return folder / f"city-{EDITION}-{schema}-{count}-{seed}"
