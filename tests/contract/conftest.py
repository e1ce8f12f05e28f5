"""Two bodies of one centre: in memory, and the real server in a process of its own behind HTTP."""

import itertools
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from sync.client.http import HttpSyncApi
from sync.client.ports import SyncApi
from tests.server.conftest import DATABASES, House
from tests.sync.centre import World
from tests.sync.laptop import Laptop

Laptops = Callable[[], tuple[Laptop, SyncApi]]


class Body(Protocol):
    """A centre under test."""

    def api(self, laptop: Laptop) -> SyncApi: ...
    def code(self) -> str: ...
    def add_task(self, device: str) -> None:
        """Gives one laptop a task."""

    def state_street(self, street: str) -> None:
        """States a street to look up, to everybody."""


class InMemory:
    def __init__(self) -> None:
        self.world = World()

    def api(self, laptop: Laptop) -> SyncApi:
        return self.world.api(laptop.device)

    def code(self) -> str:
        return self.world.code()

    def add_task(self, device: str) -> None:
        self.world.add_task(str(uuid.uuid4()), f"device/{device}")

    def state_street(self, street: str) -> None:
        self.world.state("street", street, {"name": street})


class OverHttp:
    """The real server; `apis` are closed at the end."""

    def __init__(self, centre: House) -> None:
        self.centre = centre
        self.apis: list[HttpSyncApi] = []

    def api(self, laptop: Laptop) -> SyncApi:
        api = HttpSyncApi(self.centre.url, laptop.device, laptop.key, app="1.0.0")
        self.apis.append(api)
        return api

    def code(self) -> str:
        return self.centre.code()

    def add_task(self, device: str) -> None:
        self.centre.add_task(title="核实", device=device)

    def state_street(self, street: str) -> None:
        file = self.centre.folder / "streets.json"
        file.write_text(json.dumps([{"id": street, "body": {"name": street, "first": "2026-01-01"}}]), encoding="utf-8")
        self.centre.run("reference", "load", "street", "--from", str(file))


@pytest.fixture(scope="module")
def real_centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    centre = House(tmp_path_factory.mktemp("centre"))
    centre.start()
    yield centre
    centre.stop()


@pytest.fixture(params=DATABASES)
def each_centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A centre of this test alone, on both databases."""
    centre = House(tmp_path / "centre", request.getfixturevalue("centre_url") if request.param == "postgresql" else "")
    centre.start()
    yield centre
    centre.stop()


@pytest.fixture(params=["memory", "http"])
def body(request: pytest.FixtureRequest) -> Iterator[Body]:
    if request.param == "memory":
        yield InMemory()
        return
    real = OverHttp(request.getfixturevalue("real_centre"))
    yield real
    for api in real.apis:
        api.close()


@pytest.fixture
def laptops(body: Body) -> Laptops:
    """Makes laptops that have joined the centre, each with its door to it."""

    def joined() -> tuple[Laptop, SyncApi]:
        device = str(uuid.uuid4())
        laptop = Laptop(device)
        laptop.journal._names = (f"{device}-e{n}" for n in itertools.count(2))
        api = body.api(laptop)
        return laptop.enrol(api, body.code()), api

    return joined
