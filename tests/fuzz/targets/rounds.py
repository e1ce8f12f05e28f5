"""A whole round with a centre whose answers are changed on their way: it may end in any code, and nothing false may be believed."""

from collections.abc import Mapping
from random import Random

import msgspec
import zstandard

from sync.client.http import HttpSyncApi
from sync.client.wire import Answer
from sync.protocol import messages
from sync.protocol.problems import ProtocolProblem
from tests.fuzz import corpus
from tests.fuzz.law import Target
from tests.fuzz.strange import changed, damaged
from tests.sync.centre import CentreInMemory, World
from tests.sync.laptop import Key, Laptop

CALLS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "/v1/hello": ("hello", messages.HelloRequest), "/v1/lines": ("push", messages.PushRequest),
    "/v1/manifest": ("manifest", messages.ManifestRequest), "/v1/pull": ("pull", messages.PullRequest),
    "/v1/enrol": ("enrol", messages.EnrolRequest),
}  # fmt: skip
MOST_CALLS = 40  # of one round: more is a laptop that never comes to an end


class Twisted:
    """The wire between an honest centre and a laptop; the answer of the call number `at` is changed, and every one after it at times."""

    def __init__(self, centre: CentreInMemory, chance: Random) -> None:
        self._centre = centre
        self._chance = chance
        self._at = chance.randrange(12)
        self._calls = 0

    def close(self) -> None:
        """There is no connection."""

    def send(
        self, _method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, token: str = ""
    ) -> Answer:
        self._calls += 1
        assert self._calls <= MOST_CALLS, "the round does not end"
        if path.startswith("/v1/uploads/") and path.count("/") == 4:
            offset = self._centre.upload(
                path.rpartition("/")[2], int((headers or {}).get("Upload-Offset", "0")), body, len(body)
            )
            return Answer(b"", {"Upload-Offset": str(offset)})
        return Answer(self._twisted(msgspec.json.encode(self._answer(path, body))), {})

    def _answer(self, path: str, body: bytes) -> msgspec.Struct:
        if path == "/v1/time":
            return self._centre.time()
        if path == "/v1/token":
            return messages.TokenAnswer(token="t", valid_s=900)
        if path == "/v1/media/have":
            return self._centre.have(msgspec.json.decode(body, type=messages.HaveRequest).sha256)
        if path.startswith("/v1/uploads/"):
            photos = msgspec.msgpack.decode(body, type=messages.BundleRequest).photos
            return self._centre.bundle({name: bytes(photo) for name, photo in photos.items()})
        if path == "/v1/lines":
            body = zstandard.decompress(body)
        name, model = CALLS[path]
        answer: msgspec.Struct = getattr(self._centre, name)(msgspec.json.decode(body, type=model))
        return answer

    def _twisted(self, answer: bytes) -> bytes:
        if self._calls <= self._at or self._chance.random() < 0.3:
            return answer
        if self._chance.random() < 0.3:
            return damaged(self._chance, answer, answer)
        return msgspec.json.encode(changed(self._chance, msgspec.json.decode(answer)))


class FixedKey(Key):
    def __init__(self) -> None:
        self._key = corpus.KEY


def _a_seed(chance: Random) -> bytes:
    """The whole round follows from it."""
    return b"%d" % chance.getrandbits(48)


def _take(content: bytes) -> None:
    chance = Random(content)
    world = World(corpus.CENTRE_KEY)
    laptop = Laptop(corpus.DEVICE, key=FixedKey())
    laptop.enrol(world.api(corpus.DEVICE), world.code())
    world.add_task("t-1")
    laptop.journal.record_finding("f-1", b"one", b"two")
    api = HttpSyncApi("https://centre.example", corpus.DEVICE, laptop.key, app="1.0.0")
    api._wire = Twisted(world.api(corpus.DEVICE), chance)  # type: ignore[assignment]
    try:
        laptop.engine(api).run_round(lambda _: None, lambda: False, shift="shift-1")
    finally:
        _check_believed(world, laptop)


def _check_believed(world: World, laptop: Laptop) -> None:
    """Each receipt that was kept says what the centre truly holds, and each key that is trusted is one of its keys."""
    held = world.laptops[laptop.device].epochs
    for said, agrees in laptop.journal.receipts:
        digests = {line.seq: line.digest for line in held.get(said.epoch, [])}
        assert digests.get(said.through_seq) == said.digest, "a receipt for what the centre does not hold"
        assert not agrees or laptop.journal.digest_at(said.epoch, said.through_seq) == said.digest
    joined = laptop.journal.enrolment()
    assert joined is not None
    assert joined.keys.keys() <= {key.key_id for key in world.offered_keys()}, "a stranger's key is trusted"


TARGETS = [Target("rounds", _a_seed, _take, (ProtocolProblem,), weight=1, is_centre=False)]
