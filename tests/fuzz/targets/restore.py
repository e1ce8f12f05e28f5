"""A laptop that is made again from a centre whose answers are changed on their way: what it takes is what was signed, or nothing."""

from collections.abc import Mapping
from random import Random
from unittest.mock import patch

import msgspec

from sync.client import http
from sync.client import restoring as client
from sync.client.wire import Answer
from sync.protocol import messages, receipts, restoring
from sync.protocol.problems import ProtocolProblem
from tests.fuzz import corpus
from tests.fuzz.law import Target
from tests.fuzz.strange import PACKED, changed, damaged
from tests.fuzz.targets.rounds import FixedKey
from tests.server.laptop import NOW

LINES = tuple(corpus.chain(corpus.entries()))
RECEIPT = receipts.make(corpus.statement(LINES), corpus.CENTRE_KEY)
PHOTOS = {corpus.sha256(photo): photo for photo in (corpus.PHOTO, b"another")}
MOST_CALLS = 60


class _Held:
    """What an honest centre would answer, and what becomes of it."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._at = chance.randrange(1, 12)
        self._calls = 0

    def close(self) -> None:
        """There is no connection."""

    def send(
        self, _method: str, path: str, body: bytes = b"", _headers: Mapping[str, str] | None = None, *, token: str = ""
    ) -> Answer:
        self._calls += 1
        assert self._calls <= MOST_CALLS, "the restore does not end"
        if path == "/v1/restore/bundle":
            asked = msgspec.json.decode(body, type=restoring.RestoreBundleRequest)
            return Answer(
                self._twisted({"photos": {name: PHOTOS[name] for name in asked.sha256 if name in PHOTOS}}, packed=True),
                {},
            )
        return Answer(self._twisted(corpus.tree(self._answer(path, body))), {})

    def _answer(self, path: str, body: bytes) -> msgspec.Struct:
        match path:
            case "/v1/time":
                return messages.TimeAnswer(now=NOW, challenge="c")
            case "/v1/token":
                return messages.TokenAnswer(token="t", valid_s=900)
            case "/v1/restore":
                return restoring.RestoreAnswer(
                    device=corpus.DEVICE, centre=corpus.CENTRE, keys=corpus.centre_keys(), buckets=("area/all",),
                    epochs=(corpus.EPOCH,), receipts=(RECEIPT,),
                )  # fmt: skip
            case "/v1/restore/lines":
                after = msgspec.json.decode(body, type=restoring.RestoreLinesRequest).after_seq
                return restoring.RestoreLinesAnswer(lines=LINES[after : after + 5])
        asked = msgspec.json.decode(body, type=restoring.RestorePhotosRequest)
        return restoring.RestorePhotosAnswer(
            photos=tuple((name, len(PHOTOS[name])) for name in sorted(PHOTOS) if name > asked.after)
        )

    def _twisted(self, tree: object, *, packed: bool = False) -> bytes:
        encode = msgspec.msgpack.encode if packed else msgspec.json.encode
        if self._calls != self._at and self._chance.random() < 0.9:
            return encode(tree)
        if self._chance.random() < 0.3:
            return damaged(self._chance, encode(tree), encode(tree))
        try:
            return encode(changed(self._chance, tree, PACKED) if packed else changed(self._chance, tree))
        except OverflowError:  # MessagePack has no number beyond 64 bits
            return encode(tree)


def _a_seed(chance: Random) -> bytes:
    return b"%d" % chance.getrandbits(48)


def _take(content: bytes) -> None:
    held = _Held(Random(content))
    with patch.object(client, "Wire", lambda *_: held), patch.object(http, "Wire", lambda *_: held):
        restore = client.Restoring("https://centre.example", str(corpus.CODE), FixedKey(), app="1")
        taken = restore.begin()
        assert set(receipts.texts(taken.keys)) <= {key.key_id for key in corpus.centre_keys()}, (
            "a stranger's key is trusted"
        )
        found = restore.lines(taken)
        assert found == list(LINES[: len(found)]), "lines that nobody signed"
        assert len(found) in (0, len(LINES))
        restore.photos(corpus.sha256, lambda _: False, lambda _done, _all: None)


TARGETS = [Target("restore", _a_seed, _take, (ProtocolProblem,), weight=1, is_centre=False)]
