"""What every test may ask for. A test names what it needs; what it needs and is not here is the only reason to skip."""

import asyncio
import gc
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from build_spec import servers
from tests import postgres

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A law is no limit on time: on a busy machine the quickest of them once took the 200 ms that Hypothesis allows an example.
LAWS = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("laws", LAWS)
# The gate judges a change by the same examples each time; everybody else's run looks for new ones.
hypothesis.settings.register_profile("gate", LAWS, derandomize=True, database=None)
hypothesis.settings.load_profile("gate" if os.environ.get("INSPECTOR_TEST_ALL") == "1" else "laws")

ROOT = Path(__file__).resolve().parent.parent
LONGEST_NAME = 100  # of what is chosen for a test
SHARED_SERVERS = {"postgres": "postgres_cluster", "swift": "swift_programs"}
SHARED = ROOT.parent / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--swift", action="store_true", help="also test against a real S3 store (OpenStack Swift)")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file of 25 MB is no name: it would be sent to every worker, and back with every report."""
    return f"{argname} of {len(val)}" if isinstance(val, bytes | str) and len(val) > LONGEST_NAME else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All tests on PostgreSQL go to one worker, so that one cluster serves the whole run; so do those on Swift, if wanted."""
    for item in items:
        for server, fixture in SHARED_SERVERS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(server))
    if not config.getoption("--swift"):
        unwanted = [item for item in items if "swift_programs" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in unwanted]
        config.hook.pytest_deselected(items=unwanted)


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the collector of garbage need not pass by it again and again."""
    gc.collect()
    gc.freeze()


def absent(what: str) -> None:
    """Skips on a person's machine, fails in the gate."""
    if os.environ.get("INSPECTOR_TEST_ALL") == "1":
        pytest.fail(f"{what}, and INSPECTOR_TEST_ALL=1 allows no skip")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input beside the project (its README says what lies there)."""
    if not SHARED.is_dir():
        absent("../shared/data is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL of our own on loopback, one for the whole run."""
    programs = postgres.find_programs()
    if programs is None:
        absent("PostgreSQL is not installed")
    assert programs is not None
    with postgres.running_cluster(programs) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def nginx_program() -> Path:
    """The real nginx."""
    program = servers.nginx()
    if program is None:
        absent("nginx is not here")
    assert program is not None
    return program


@pytest.fixture(scope="session")
def swift_programs() -> Path:
    """The folder of Swift's programs; tests that ask for it run with --swift alone."""
    programs = servers.swift()
    assert programs is not None, "python3 start.py test --swift brings it"
    return programs


@pytest.fixture(scope="session")
def postgres_names() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture
def postgres_url(postgres_cluster: postgres.Cluster, postgres_names: Iterator[int]) -> str:
    """postgresql:// URL of a new, empty database for this test alone."""
    return postgres_cluster.make_database(f"test_{next(postgres_names)}")


@pytest.fixture(scope="session")
def centre_template(postgres_cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with every table and no row: copying it takes a tenth of the time that all migrations take."""
    from sync.server.settings import Settings
    from sync.server.store import schema
    from sync.server.store.database import open_database

    settings = Settings(tmp_path_factory.mktemp("template"), postgres_cluster.make_database("centre_template"))

    async def migrated() -> None:
        database = open_database(settings.database)
        await schema.migrate(database, settings.backups)
        await database.close()

    asyncio.run(migrated())
    return "centre_template"


@pytest.fixture
def centre_url(postgres_cluster: postgres.Cluster, postgres_names: Iterator[int], centre_template: str) -> str:
    """postgresql:// URL of a database for a centre of this test alone."""
    return postgres_cluster.make_database(f"centre_{next(postgres_names)}", like=centre_template)
