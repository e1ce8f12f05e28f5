"""The key that parcels are sealed with: believed only when a trusted signing key vouches for it, and missed with a code."""

import io
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import packing
from sync.protocol import messages, sealing
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.sealing import SealingKey
from tests.storage.builders import laptop
from tests.sync.centre import CentreInMemory, World
from tests.sync.test_with_storage import a_shift_of, joined, sync


class Offering(CentreInMemory):
    """A centre that tells a sealing key."""

    def __init__(self, world: World, device: str, offered: SealingKey | None) -> None:
        super().__init__(world, device)
        self.offered = offered

    def hello(self, request: messages.HelloRequest) -> messages.HelloAnswer:
        return msgspec.structs.replace(super().hello(request), sealing=self.offered)


def known(store: Store) -> SealingKey | None:
    enrolment = store.identity().enrolment
    return enrolment.sealing if enrolment is not None else None


def test_a_laptop_learns_the_key_at_hello_and_keeps_it_through_an_older_centre(tmp_path: Path) -> None:
    with laptop(tmp_path) as store:
        world = World()
        joined(store, world)
        offered = sealing.offer(world.keys[0])
        sync(store, Offering(world, store.device, offered))
        assert known(store) == offered
        sync(store, world.api(store.device))
        assert known(store) == offered
        world.rotate_key()
        newer = sealing.offer(world.keys[1])
        sync(store, Offering(world, store.device, newer))
        assert known(store) == newer


def test_a_key_that_no_trusted_key_vouches_for_is_a_fake_centre(tmp_path: Path) -> None:
    with laptop(tmp_path) as store:
        world = World()
        joined(store, world)
        own, foreign = sealing.offer(world.keys[0]), sealing.offer(Ed25519PrivateKey.generate())
        for wrong in (
            foreign,
            msgspec.structs.replace(foreign, signed_by=own.signed_by),
            SealingKey("?", own.signed_by, ""),
        ):
            with pytest.raises(ProtocolProblem) as trouble:
                sync(store, Offering(world, store.device, wrong))
            assert trouble.value.code is Problem.FAKE_CENTRE
        assert known(store) is None


def test_before_a_centre_has_told_it_a_parcel_is_refused_with_a_code(tmp_path: Path) -> None:
    with laptop(tmp_path) as store:
        joined(store, World())
        a_shift_of(store, 1)
        held = LaptopSyncStore(store)
        what = packing.contents(held)
        with pytest.raises(ProtocolProblem) as trouble:
            packing.write(io.BytesIO(), what, held, store.signer, now="", app="", told=lambda *_: None)
        assert trouble.value.code is Problem.NO_SEALING_KEY


def test_an_answer_may_grow_and_an_older_laptop_reads_on() -> None:
    class Older(msgspec.Struct):
        public: str

    told = sealing.offer(Ed25519PrivateKey.generate())
    assert msgspec.json.decode(msgspec.json.encode(told), type=Older).public == told.public
    grown = msgspec.json.encode({**msgspec.to_builtins(told), "not_after": "2030"})
    assert msgspec.json.decode(grown, type=SealingKey) == told
