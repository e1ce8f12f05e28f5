"""A city's way in: laptops over TLS to a real nginx with our sample configuration, three processes behind it, one PostgreSQL."""

import os
import signal
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.lines import Line
from tests import nginx
from tests.faults.books import centre_books
from tests.server.conftest import House
from tests.server.crowd import Member, all_send, crowd
from tests.storage.builders import a_shift as a_real_shift
from tests.storage.builders import laptop as real_laptop
from tests.storage.builders import record, record_finding

pytestmark = pytest.mark.xdist_group("postgres")
PHOTO = b"\xff\xd8 a photo " * 60_000


@dataclass
class City:
    """Three processes of one centre and the proxy before them."""

    centres: list[House]
    proxy: nginx.Proxy

    @property
    def one(self) -> House:
        return self.centres[0]

    def client(self, **headers: str) -> httpx.Client:
        context = ssl.create_default_context(cafile=str(self.proxy.authority))
        return httpx.Client(base_url=self.proxy.url, verify=context, timeout=30, headers=headers)


@pytest.fixture
def city(nginx_program: Path, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    centres = [House(tmp_path / "centre", postgres_url, ["--behind-proxy", "--notice", "1"]) for _ in range(3)]
    centres[0].start()  # the first one makes the centre
    for house in centres[1:]:
        house.launch()
    for house in centres[1:]:
        house.wait()
    try:
        with nginx.running(nginx_program, tmp_path / "nginx", [house.url for house in centres]) as proxy:
            monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(proxy.authority))
            yield City(centres, proxy)
    finally:
        for house in centres:
            house.stop()


def lines_of(member: Member) -> list[Line]:
    return list(member.store.lines_after(member.store.head().epoch, 0, 10_000))


def test_a_shift_survives_a_kill_and_a_drain_and_nothing_is_lost(city: City, postgres_url: str, tmp_path: Path) -> None:
    with real_laptop(tmp_path / "laptop") as store:
        record(store, a_real_shift())
        for n in range(20):
            record_finding(store, f"real-{n}", PHOTO + bytes([n]))
        real = Member(store.device, store.signer, LaptopSyncStore(store), city.proxy.url, city.one.code())
        memory = crowd(city.one, 8, findings=12, photo_bytes=400_000, url=city.proxy.url)
        members: list[Member] = [real, *memory]

        def meanwhile() -> None:
            memory[0].sends_photos.wait(60)
            city.centres[1].kill()
            memory[1].sends_photos.wait(60)
            drained = city.centres[2]
            os.kill(drained.pid, signal.SIGTERM)
            assert drained._process is not None
            assert drained._process.wait(30) == 0
            drained._process = None
            city.centres[1].start()

        all_send(members, meanwhile)

        held = centre_books(city.one.folder, postgres_url)
        for member in members:
            assert list(held.lines[member.device]) == lines_of(member)
        assert store.reads.sync_overview().receipt_agrees
    assert {said.missing_count for one in memory for said, agrees in one.laptop.journal.receipts[-1:] if agrees} == {0}
    for one in memory:
        for sha256, photo in one.laptop.journal.photos.items():
            assert (city.one.folder / "photos" / "sha256" / sha256[:2] / sha256).read_bytes() == photo
