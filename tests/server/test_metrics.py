"""What a process counts: true figures, no ids, on loopback's own port alone."""

import hashlib
import re
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.postgres import free_port
from tests.server.conftest import DATABASES, House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

PHOTO = b"\xff\xd8 a photo " * 5000


class Scrape:
    """The samples of one look, asked for by name and labels."""

    def __init__(self, text: str) -> None:
        families = list(text_string_to_metric_families(text))
        samples = [sample for family in families for sample in family.samples]
        self._values = {(one.name, frozenset(one.labels.items())): one.value for one in samples}
        self.labels = {value for one in samples for value in one.labels.values()}

    def __call__(self, name: str, **labels: str) -> float:
        return self._values[f"centre_{name}", frozenset(labels.items())]

    def total(self, name: str, routes: Collection[str]) -> list[float]:
        """The values at these routes, whatever else their labels say."""
        return [
            value
            for (known, labels), value in self._values.items()
            if known == f"centre_{name}" and dict(labels)["route"] in routes
        ]


def scraped(port: int) -> Scrape:
    answer = httpx.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.status_code == 200
    return Scrape(answer.text)


@pytest.fixture(params=DATABASES)
def counted(request: pytest.FixtureRequest, tmp_path: Any) -> Any:
    """A centre that counts, on both databases, and the port to ask."""
    url = request.getfixturevalue("centre_url") if request.param == "postgresql" else ""
    port = free_port()
    house = House(tmp_path / "centre", url, ["--metrics-port", str(port)])
    house.start()
    yield house, port
    house.stop()


def test_a_shift_is_counted_once_and_nobody_is_named(counted: Any, laptops: Callable[[House], Laptop]) -> None:
    house, port = counted
    laptop = laptops(house)
    laptop.record(a_shift(), a_finding(), a_photo(PHOTO))
    laptop.push()
    laptop.push()
    laptop.send_bundle(PHOTO)
    laptop.send_bundle(PHOTO)
    laptop.http.get("/v1/nowhere/410105-0317")
    laptop.http.request("BREW", "/v1/lines")

    seen = scraped(port)

    assert (seen("lines_total"), seen("findings_total")) == (4, 1)
    assert (seen("photos_total"), seen("photo_bytes_total")) == (1, len(PHOTO))
    assert seen("calls_total", route="/v1/lines", method="POST", status="200") == 2
    assert seen("calls_total", route="/v1/uploads/{whose:str}", method="POST", status="200") == 2
    assert seen("call_seconds_count", route="/v1/lines", method="POST") == 2
    assert seen("calls_total", route="-", method="-", status="404") == 1
    assert (seen("calls_in_flight", lane="records"), seen("calls_waiting", lane="media")) == (0, 0)
    assert seen("commit_seconds_count") >= 3
    assert seen("transaction_seconds_count", kind="read") >= 3
    assert (seen("photo_bytes_in_hand"), seen("draining")) == (0, 0)
    names = {laptop.device, hashlib.sha256(PHOTO).hexdigest(), "410105-0317", "BREW", "巡查一号", "f-1", "s-1", "e-1"}
    assert [label for label in seen.labels if any(name in label for name in names)] == []


def test_who_gets_no_place_is_counted_by_lane_and_reason(tmp_path: Any, laptops: Callable[[House], Laptop]) -> None:
    port = free_port()
    house = House(tmp_path / "centre", "", ["--metrics-port", str(port), "--rate", "1", "--burst", "1"])
    house.start()
    try:
        laptop = laptops(house)

        def ask() -> int:
            return laptop.http.post("/v1/pull", content=b'{"after":{}}').status_code

        assert [ask(), ask(), ask()] == [200, 200, 200]  # paced
        assert scraped(port)("feed_head", bucket="area") == 0
        with ThreadPoolExecutor(4) as hands:
            told = list(hands.map(lambda _: ask(), range(4)))
        refused = told.count(503)
        assert refused
        seen = scraped(port)
        assert seen("refused_total", lane="records", reason="rate") == refused
        assert seen("problems_total", code="busy") == refused
    finally:
        house.stop()


def test_the_public_port_knows_no_metrics_and_the_other_one_is_loopbacks(counted: Any) -> None:
    house, port = counted

    assert httpx.get(f"{house.url}/metrics").status_code == 404
    listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    assert re.findall(rf" (\w+):{port:04X} \w+:0000 0A", listening) == [
        "0100007F"
    ]  # 127.0.0.1, as the kernel writes it


def test_a_taken_port_is_one_sentence(houses: Callable[..., House], tmp_path: Any) -> None:
    house = houses()
    taken = house.url.rpartition(":")[2]
    second = House(tmp_path / "second", "", ["--metrics-port", taken])

    with pytest.raises(Exception, match=f"cannot listen on 127.0.0.1, port {taken}: Address already in use"):
        second.start()
