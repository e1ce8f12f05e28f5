"""The master key: kept by the operating system or behind a password, never lost silently, never made over existing data."""

import json
import sys
import types
from pathlib import Path

import keyring.errors
import pytest

from inspector_app.storage import keys
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.storage.builders import laptop


class NoRing:
    def load(self, name: str) -> bytes | None:
        raise StorageTrouble(StorageCode.NO_KEYRING)

    def save(self, name: str, key: bytes) -> None:
        raise StorageTrouble(StorageCode.NO_KEYRING)


class ForgetfulRing(keys.GivenKeys):
    def save(self, name: str, key: bytes) -> None:
        pass


def says(password: str) -> keys.AskPassword:
    return lambda is_new: password


def code(*args: object, **kwargs: object) -> StorageCode:
    with pytest.raises(StorageTrouble) as trouble:
        keys.master_key(*args, **kwargs)  # type: ignore[arg-type]
    return trouble.value.code


@pytest.fixture
def home(tmp_path: Path) -> Path:
    tmp_path.mkdir(exist_ok=True)
    return tmp_path


def test_a_new_key_is_kept_in_the_ring(home: Path) -> None:
    ring = keys.GivenKeys()
    key = keys.master_key(home, ring=ring)
    assert len(key) == 32
    assert keys.master_key(home, ring=ring) == key


def test_a_folder_that_was_moved_keeps_its_key(tmp_path: Path) -> None:
    ring = keys.GivenKeys()
    (tmp_path / "a").mkdir()
    key = keys.master_key(tmp_path / "a", ring=ring)
    (tmp_path / "a").rename(tmp_path / "b")
    assert keys.master_key(tmp_path / "b", ring=ring) == key


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    ring = keys.GivenKeys()
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(keys.master_key(tmp_path / name, ring=ring))
    assert made[0] != made[1]


def test_a_ring_that_forgets_is_noticed_before_anything_is_stored(home: Path) -> None:
    assert code(home, ring=ForgetfulRing()) is StorageCode.NO_KEYRING
    assert list(home.iterdir()) == []


def test_a_ring_that_lost_the_key_gets_no_new_one(home: Path) -> None:
    keys.master_key(home, ring=keys.GivenKeys())
    assert code(home, ring=keys.GivenKeys()) is StorageCode.KEY_MISSING


def test_no_key_is_made_over_data(folder: Path) -> None:
    with laptop(folder):
        pass
    assert code(folder, ring=keys.GivenKeys()) is StorageCode.KEY_MISSING
    assert code(folder, ring=NoRing(), ask_password=says("pw")) is StorageCode.KEY_MISSING


def test_a_demos_key_opens_a_demos_data_alone(folder: Path) -> None:
    home, own = folder.parent / "home", bytes(range(32))
    for place in (folder, home):
        place.mkdir(exist_ok=True)
        (place / keys.DEMO_FILE).write_bytes(own)
    ring = keys.GivenKeys()
    assert keys.master_key(home, ring=ring) != own, "a key that lay in an empty folder may be anybody's"
    with laptop(folder):
        pass
    assert keys.master_key(folder, ring=ring) == own
    (folder / keys.DEMO_FILE).write_bytes(own[:31])
    assert code(folder, ring=ring) is StorageCode.KEY_MISSING


def test_without_a_ring_a_password_keeps_the_key(home: Path) -> None:
    asked: list[bool] = []

    def ask(is_new: bool) -> str:
        asked.append(is_new)
        return "井盖-0317"

    key = keys.master_key(home, ring=NoRing(), ask_password=ask)
    assert keys.master_key(home, ring=NoRing(), ask_password=ask) == key
    assert asked == [True, False]
    assert key not in (home / "key.wrapped").read_bytes()


def test_another_password_is_refused(home: Path) -> None:
    keys.master_key(home, ring=NoRing(), ask_password=says("right"))
    assert code(home, ring=NoRing(), ask_password=says("wrong")) is StorageCode.WRONG_KEY


def test_nobody_to_ask_and_no_ring_is_coded(home: Path) -> None:
    assert code(home, ring=NoRing()) is StorageCode.NO_KEYRING
    keys.master_key(home, ring=NoRing(), ask_password=says("pw"))
    assert code(home, ring=NoRing()) is StorageCode.NO_KEYRING


@pytest.mark.parametrize(
    "change", [{"kibibytes": 1 << 30}, {"passes": 0}, {"salt": ""}, {"more": 1}, {"nonce": "AA=="}, {"lanes": 10**9}]
)
def test_a_tampered_key_file_is_refused_before_it_costs_memory(home: Path, change: dict[str, object]) -> None:
    keys.master_key(home, ring=NoRing(), ask_password=says("pw"))
    path = home / "key.wrapped"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert code(home, ring=NoRing(), ask_password=says("pw")) is StorageCode.DAMAGED


class Backend:
    """A keyring backend in memory, under the name of the one that we trust."""

    viable = True
    held: dict[tuple[str, str], str]
    locked = False

    def get_password(self, service: str, name: str) -> str | None:
        if Backend.locked:
            raise keyring.errors.KeyringLocked
        return Backend.held.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        Backend.held[service, name] = value


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> type[Backend]:
    module, name = keys.BACKENDS[sys.platform]
    stand_in = types.ModuleType(module)
    setattr(stand_in, name, Backend)
    monkeypatch.setitem(sys.modules, module, stand_in)
    Backend.held, Backend.locked, Backend.viable = {}, False, True
    return Backend


def test_the_system_ring_is_asked_by_name(home: Path, backend: type[Backend]) -> None:
    key = keys.master_key(home)
    assert keys.master_key(home) == key
    assert list(backend.held.values()) == [key.hex()]


def test_a_locked_or_absent_system_ring_is_coded(home: Path, backend: type[Backend]) -> None:
    keys.master_key(home)
    backend.locked = True
    assert code(home) is StorageCode.NO_KEYRING
    backend.locked, backend.viable = False, False
    assert code(home, ask_password=says("pw")) is StorageCode.NO_KEYRING
