"""A city's way in: laptops over TLS to a real nginx with our sample configuration, three processes behind it, one PostgreSQL."""

import hashlib
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
from sync.protocol.problems import Problem
from tests import nginx
from tests.faults.books import centre_books
from tests.postgres import Cluster, free_port
from tests.server.conftest import House
from tests.server.crowd import Member, all_send, crowd
from tests.server.laptop import Laptop, a_photo, a_shift
from tests.server.test_doctor import examined, failures
from tests.server.test_metrics import scraped
from tests.storage.builders import a_shift as a_real_shift
from tests.storage.builders import laptop as real_laptop
from tests.storage.builders import record, record_finding

pytestmark = pytest.mark.xdist_group("postgres")
PHOTO = b"\xff\xd8 a photo " * 60_000
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@dataclass
class City:
    """Three processes of one centre and the proxy before them."""

    centres: list[House]
    metrics: list[int]
    proxy: nginx.Proxy
    program: Path

    @property
    def one(self) -> House:
        return self.centres[0]

    def client(self) -> httpx.Client:
        context = ssl.create_default_context(cafile=str(self.proxy.authority))
        return httpx.Client(base_url=self.proxy.url, verify=context, timeout=30)

    def calls(self) -> list[float]:
        """How many calls with a laptop's token each process has answered."""
        routes = ("/v1/hello", "/v1/lines", "/v1/uploads/{whose:str}/{sha256:str}", "/v1/media/have")
        return [sum(scraped(port).total("calls_total", routes)) for port in self.metrics]


@pytest.fixture(scope="module")
def city(nginx_program: Path, postgres_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder, ports = tmp_path_factory.mktemp("city"), [free_port() for _ in range(3)]
    url = postgres_cluster.make_database("city")
    words = ["--behind-proxy", "--notice", "1", "--metrics-port"]
    centres = [House(folder / "centre", url, [*words, str(port)]) for port in ports]
    centres[0].start()  # the first one makes the centre
    for house in centres[1:]:
        house.launch()
    for house in centres[1:]:
        house.wait()
    try:
        with (
            nginx.running(nginx_program, folder / "nginx", [house.url for house in centres]) as proxy,
            pytest.MonkeyPatch.context() as patched,
        ):
            patched.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(proxy.authority))
            patched.setenv("SSL_CERT_FILE", str(proxy.authority))  # for the doctor
            yield City(centres, ports, proxy, nginx_program)
    finally:
        for house in centres:
            house.stop()


@pytest.fixture
def laptop(city: City) -> Iterator[Laptop]:
    """A laptop that knows the proxy alone."""
    with city.client() as http:
        yield Laptop(http, city.one.code()).join()


def lines_of(member: Member) -> list[Line]:
    return list(member.store.lines_after(member.store.head().epoch, 0, 10_000))


def test_a_shift_survives_a_kill_and_a_drain_and_nothing_is_lost(city: City, tmp_path: Path) -> None:
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
        city.centres[2].start()

        troubles = {trouble.code for member in members for trouble in member.troubles}
        assert troubles <= {Problem.UNREACHABLE, Problem.BUSY, Problem.WRONG_OFFSET}
        held = centre_books(city.one.folder, city.one.settings.database_url)
        for member in members:
            assert list(held.lines[member.device]) == lines_of(member)
        assert store.reads.sync_overview().receipt_agrees
    assert {said.missing_count for one in memory for said, agrees in one.laptop.journal.receipts[-1:] if agrees} == {0}
    for one in memory:
        for sha256, photo in one.laptop.journal.photos.items():
            assert (city.one.folder / "photos" / "sha256" / sha256[:2] / sha256).read_bytes() == photo
    assert {verdict["state"] for verdict in examined(city.one, "--all").values()} <= {"ok", "warn"}


def test_a_laptop_meets_the_same_process_each_time(city: City, laptop: Laptop) -> None:
    before = city.calls()
    laptop.record(a_shift(), a_photo(PHOTO))
    laptop.push()
    laptop.begin_photo(PHOTO, PHOTO[:1000])
    assert laptop.have(DIGEST).partial == {DIGEST: 1000}
    laptop.send_chunk(PHOTO, 1000, PHOTO[1000:])
    laptop.hello()

    met = [after - was for was, after in zip(before, city.calls(), strict=True)]
    assert sorted(met) == [0, 0, 5]


def test_the_doctor_finds_the_sample_configuration_well(city: City) -> None:
    found = examined(city.one, "--url", city.proxy.url)

    assert {found[name]["state"] for name in ("tls", "address", "its clock", "metrics", "uploads")} == {"ok"}
    assert "TLSv1.3" in found["tls"]["said"]


@pytest.mark.parametrize(
    ("change", "name", "state", "said"),
    [
        (("proxy_request_buffering off;", ""), "uploads", "warn", "a proxy keeps photos until they are whole"),
        (("client_max_body_size 9m;", ""), "uploads", "fail", "a proxy refuses a chunk of 8 MiB"),
        (("location = /metrics { return 404; }", "location = /metrics { return 200; }"), "metrics", "fail", "everybody can read them"),
    ],
)  # fmt: skip
def test_the_doctor_finds_what_a_proxy_does_wrong(
    city: City,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: tuple[str, str],
    name: str,
    state: str,
    said: str,
) -> None:
    centres = [house.url for house in city.centres]
    with nginx.running(city.program, tmp_path / "wrong", centres, changes=[change]) as wrong:
        monkeypatch.setenv("SSL_CERT_FILE", str(wrong.authority))
        found = examined(city.one, "--url", wrong.url, well=state != "fail")

    assert (found[name]["state"], found[name]["said"]) == (state, said)


def test_a_certificate_that_nobody_vouches_for_is_told(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    assert failures(city.one, "--url", city.proxy.url)["tls"] == "self-signed certificate"


def test_a_body_that_the_proxy_refuses_is_too_large_for_our_client_too(city: City, laptop: Laptop) -> None:
    told = laptop.http.post(f"/v1/uploads/{laptop.device}", content=bytes(10_000_000))

    assert told.status_code == 413


def test_people_reach_the_console_through_the_proxy_and_their_cookie_is_secure(city: City) -> None:
    city.one.run("users", "add", "王芳", typed="a long password\n")
    with city.client() as http:
        page = http.get("/console/login")

    assert (page.status_code, "content-security-policy" in page.headers) == (200, True)
    assert page.headers["strict-transport-security"] == "max-age=31536000"
