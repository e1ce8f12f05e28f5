"""A pack from the desk to a laptop's lookups, over a real line that is cut; and what the server promises of its bytes."""

import itertools
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from inspector_app.city import CityInUse
from inspector_app.domain.ids import iso
from inspector_app.storage.reference_pack.opening import opened
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.status import Outcome, SyncReport
from sync.client.throttle import Throttle
from sync.protocol.problems import Problem, ProtocolProblem
from tests.contract.conftest import OverHttp
from tests.contract.patrol import joined, worked
from tests.packs import A_MAP, a_city
from tests.server.conftest import House
from tests.storage.builders import CLOCK, laptop
from tests.sync.laptop import Laptop, quietly

MAP = A_MAP + bytes(range(256)) * 12_000  # 3 MB: six pieces


@pytest.fixture(scope="module")
def publishing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A centre that has published version 7."""
    house = House(tmp_path_factory.mktemp("centre"))
    house.start()
    publish(house, tmp_path_factory.mktemp("desk"), 7)
    yield house
    house.stop()


def publish(house: House, folder: Path, version: int) -> str:
    city = a_city(folder / "city")
    (city / "map.pmtiles").write_bytes(MAP)
    pack = folder / f"{version}.pack"
    house.run("pack", "build", "--from", str(city), "--out", str(pack), "--version", str(version))
    return house.run("pack", "publish", str(pack))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with laptop(tmp_path / "laptop") as opened:
        yield opened


class CutLine(HttpSyncApi):
    """A real line that is cut before each third piece."""

    pieces = 0

    def pack_file(self, version: int, sha256: str, offset: int, size: int) -> bytes:
        self.pieces += 1
        if self.pieces % 3 == 0:
            raise ProtocolProblem(Problem.UNREACHABLE, "cut")
        return super().pack_file(version, sha256, offset, size)


def synced(store: Store, api: HttpSyncApi) -> SyncReport:
    engine = Engine(
        api, LaptopSyncStore(store), store.signer, now=lambda: iso(CLOCK.now()), steady=itertools.count(0.0, 0.9).__next__,
        app="1.0.0", packs=store.packs(),
    )  # fmt: skip
    return engine.run_round(quietly, lambda: False)


def test_a_published_pack_is_looked_up_in_after_some_cuts(store: Store, publishing: House) -> None:
    joined(store, publishing)
    worked(store, 2)
    assert store.installed_pack() is None

    with closing(CutLine(publishing.url, store.device, store.signer, app="1.0.0")) as api:
        reports = [synced(store, api)]
        while not reports[-1].new_pack:
            reports.append(synced(store, api))

    assert {report.outcome for report in reports} == {Outcome.COMPLETE}, "the findings arrived in the first round"
    assert [report.pack_problem for report in reports[:-1]] == ["unreachable"] * (len(reports) - 1)
    assert 1 < len(reports) < 6
    now = store.installed_pack()
    assert now is not None
    assert now.manifest.version == 7
    assert now.map_path is not None
    assert now.map_path.read_bytes() == MAP
    with closing(opened(now.path, now.key)) as database:
        assert database.execute("SELECT count(*) FROM grids").fetchone() == (3,)
    city = CityInUse(store, CLOCK)
    city.take_up()
    assert len(city.grids((113.5, 34.7, 113.8, 34.85), 9)) == 3
    with pytest.raises(sqlite3.DatabaseError), closing(sqlite3.connect(now.path)) as bare:
        bare.execute("SELECT * FROM permits").fetchall()


def an_api(house: House, throttle: Throttle | None = None) -> HttpSyncApi:
    laptop = Laptop(str(uuid.uuid4()))
    api = HttpSyncApi(house.url, laptop.device, laptop.key, app="1.0.0", throttle=throttle)
    laptop.enrol(api, OverHttp(house).code())
    return api


def test_pieces_are_what_was_asked_for(publishing: House) -> None:
    with closing(an_api(publishing)) as api:
        signed = api.pack(7)
        sha256 = next(
            part.partition('"')[0] for part in signed.manifest.split('"sha256":"')[1:] if str(len(MAP)) in part
        )

        assert api.pack_file(7, sha256, 0, 10) == MAP[:10]
        assert api.pack_file(7, sha256, 100, 5) == MAP[100:105]
        assert api.pack_file(7, sha256, len(MAP) - 3, 500) == MAP[-3:]
        for call, code in (
            (lambda: api.pack_file(7, sha256, len(MAP), 1), Problem.WRONG_OFFSET),
            (lambda: api.pack_file(7, sha256, 0, 9 * 1024 * 1024), None),
            (lambda: api.pack_file(7, "ab" * 32, 0, 1), Problem.NOT_FOUND),
            (lambda: api.pack(8), Problem.NOT_FOUND),
        ):
            if code is None:
                assert call() == MAP, "a Range may reach beyond the end"
                continue
            with pytest.raises(ProtocolProblem) as trouble:
                call()
            assert trouble.value.code is code


def test_a_limited_line_gets_small_pieces(publishing: House) -> None:
    throttle = Throttle(sleep=lambda _s: None)
    throttle.limit = 50_000
    with closing(an_api(publishing, throttle)) as api:
        sha256 = api.pack(7).manifest.split('"sha256":"')[-1][:64]

        assert len(api.pack_file(7, sha256, 0, 4 * 1024 * 1024)) == 200_000


def test_a_revoked_laptop_gets_nothing_of_a_pack(publishing: House) -> None:
    with closing(an_api(publishing)) as api:
        api.pack(7)
        publishing.run("devices", "revoke", api._device)

        with pytest.raises(ProtocolProblem) as trouble:
            api.pack(7)
    assert trouble.value.code is Problem.REVOKED_DEVICE


def test_only_a_newer_pack_takes_the_place_of_the_published(publishing: House, tmp_path: Path) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        publish(publishing, tmp_path, 7)
    assert trouble.value.code is Problem.OLDER_PACK

    assert publish(publishing, tmp_path, 9) == "version 9 of 郑州市: laptops are told at their next sync\n"
    files = list((publishing.folder / "packs" / "files").iterdir())
    assert len(files) == 3, "two databases, and one map that both share"
