"""A laptop made again takes the place of an unused one: whole, after a cut anywhere, and never over somebody's work."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from inspector_app.storage import succession
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.storage.builders import a_draft, a_shift, laptop, opened, record, record_finding

PHOTO = bytes(range(256))


class PowerCut(BaseException):
    """Nothing after it is done."""


def made_in(folder: Path) -> tuple[Path, str]:
    """A laptop with a finding and a photo, closed, in a folder within `folder`; and its id."""
    made = folder / ".remaking" / "one"
    with laptop(made) as store:
        record(store, a_shift())
        record_finding(store, "finding-1", PHOTO)
        return made, store.device


def holds_the_work(store: Store) -> bool:
    (photo,) = store.read(lambda c: [row[0] for row in c.execute("SELECT sha256 FROM photo_files")])
    return store.reads.finding("finding-1") is not None and store.photos.original(photo) == PHOTO


def test_the_next_opening_is_of_the_laptop_that_was_made(tmp_path: Path) -> None:
    with laptop(tmp_path) as unused:
        before = unused.device
        made, device = made_in(tmp_path)
        succession.begin(unused, made)
        assert unused.device == before, "until it is closed it is itself"

    with laptop(tmp_path) as store:
        assert (store.device, holds_the_work(store)) == (device, True)
    with laptop(tmp_path / succession.ASIDE) as aside:
        assert aside.device == before


@pytest.mark.parametrize("begun", ["a shift", "a draft"])
def test_over_somebodys_work_nothing_takes_place(tmp_path: Path, begun: str) -> None:
    with laptop(tmp_path) as used:
        if begun == "a shift":
            record(used, a_shift())
        else:
            with used.unit_of_work() as uow:
                uow.save_draft(a_draft("draft-1"))
        made, _ = made_in(tmp_path)

        with pytest.raises(StorageTrouble) as trouble:
            succession.begin(used, made)

        assert (trouble.value.code, made.exists()) == (StorageCode.NOT_EMPTY, True)


def test_a_cut_at_any_step_is_finished_by_the_next_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with laptop(tmp_path / "seed") as unused:
        made, device = made_in(tmp_path / "seed")
        succession.begin(unused, made)
    rename, cuts = Path.rename, 0
    for at in range(1, 30):
        folder = shutil.copytree(tmp_path / "seed", tmp_path / f"cut-{at}")
        steps = iter(range(1, 1000))

        def cut(self: Path, target: Any, steps: Any = steps, at: int = at) -> Path:
            if next(steps) == at:
                raise PowerCut
            return rename(self, target)

        with monkeypatch.context() as power:
            power.setattr(Path, "rename", cut)
            try:
                opened(folder).close()
            except PowerCut:
                cuts += 1
        with laptop(folder) as store:
            assert (store.device, holds_the_work(store)) == (device, True)
        if cuts < at:
            break

    assert cuts > 6
