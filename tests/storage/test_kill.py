"""A laptop that dies at any moment: every finding that was said to be saved is there, once, in both copies."""

import os
import random
import select
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.services.ports import FindingFilter
from inspector_app.storage import journal
from inspector_app.storage.second_copy import SecondCopy
from inspector_app.storage.store import Store
from sync.protocol.lines import ORIGIN, verify
from tests.storage.builders import MASTER, laptop
from tests.storage.writing import POINTS

ROUNDS = 20


def begun(folder: Path, *told: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.writing", str(folder), *told], stdout=subprocess.PIPE, text=True, env=environment
    )  # fmt: skip


def killed(folder: Path, name: str, chance: random.Random) -> list[str]:
    """Findings that were said to be saved before the process was killed, somewhere in a save."""
    with begun(folder, name) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(chance.randrange(1, 12))]
        select.select([], [], [], chance.random() * 0.02)
        writer.kill()
        said += writer.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


def check(store: Store, said: list[str]) -> None:
    assert store.salvage is None
    rows = store.reads.first_rows(FindingFilter(), 100_000)
    names = [row.id for row in rows]
    assert set(said) <= set(names)
    assert len(names) == len(set(names))
    assert all(row.photos == 1 for row in rows), "a finding and its photo are one transaction"
    lines = store.read(lambda c: list(journal.every(c)))
    verify(store.device, lines, after=ORIGIN)
    copied = [copied.line for copied in SecondCopy(store.folder / "lines", MASTER).every()]
    assert copied == lines
    for name in names[:20]:
        found = store.reads.finding(name)
        assert found is not None
        assert store.photos.original(found.photos[0].photo.sha256) == f"photo of {name}".encode()


def test_nothing_that_was_said_to_be_saved_is_lost_by_a_kill(folder: Path) -> None:
    chance, said = random.Random(721), list[str]()
    for n in range(ROUNDS):
        said += killed(folder, f"round{n}", chance)
        with laptop(folder) as store:
            check(store, said)
    assert len(said) > ROUNDS


@pytest.mark.parametrize("point", POINTS)
def test_a_death_at_each_step_of_a_save_loses_nothing(folder: Path, point: str) -> None:
    with begun(folder, "f", point) as writer:
        assert writer.stdout is not None
        said = writer.stdout.read().split()
    assert said == ["f-0", "f-1"]
    with laptop(folder) as store:
        check(store, said)
        committed = point in ("after the commit", "after the second copy")
        assert (store.reads.finding("f-2") is not None) is committed
        parts = list(store.folder.rglob("*.part"))
        assert parts == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
def test_a_write_ahead_log_that_is_cut_costs_nothing(folder: Path, share: float) -> None:
    said = killed(folder, "f", random.Random(7))
    log = folder / "patrol.db-wal"
    log.write_bytes(log.read_bytes()[: int(log.stat().st_size * share)])
    with laptop(folder) as store:
        assert set(said) <= {row.id for row in store.reads.first_rows(FindingFilter(), 1000)}
        copied = [one.line.digest for one in SecondCopy(store.folder / "lines", MASTER).every()]
        assert (
            copied[: len(said)] == [line.digest for line in store.read(lambda c: list(journal.every(c)))][: len(said)]
        )
