"""A laptop that is made again believes what is signed; a centre that goes on for ever is left."""

import itertools
from collections.abc import Mapping

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.client import http
from sync.client import restoring as client
from sync.client.wire import Answer
from sync.protocol import enrolment, messages, receipts, restoring
from sync.protocol.canonical import canonical
from sync.protocol.lines import EPOCH_OPENED, ORIGIN, Entry, Line, seal
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import CentreKey, Statement
from tests.sync.laptop import NOW, Key

CENTRE = Ed25519PrivateKey.generate()
PINNED = receipts.fingerprint(receipts.public_bytes(CENTRE))


def line(before: Line | None) -> Line:
    seq = before.seq + 1 if before else 1
    kind = "finding.painted" if before else EPOCH_OPENED
    entry = Entry(f"line/{seq}", kind, "f-1", NOW, "7", canonical({"n": seq}))
    return seal("laptop-1", "e-1", seq, before.digest if before else ORIGIN, entry)


class Endless:
    """A centre that gives one more line at each call, the first one behind `last`, whatever its receipt says."""

    def __init__(self, last: Line | None = None) -> None:
        self.last = last
        self.calls = itertools.count()
        (public,) = receipts.texts({"": CENTRE.public_key()}).values()
        self.keys = (CentreKey(PINNED, public),)

    def close(self) -> None:
        """There is no connection."""

    def send(
        self, _method: str, path: str, body: bytes = b"", _headers: Mapping[str, str] | None = None, *, token: str = ""
    ) -> Answer:
        assert next(self.calls) < 30
        return Answer(msgspec.json.encode(self._answer(path)), {})

    def _answer(self, path: str) -> msgspec.Struct:
        if path == "/v1/time":
            return messages.TimeAnswer(now=NOW, challenge="c")
        if path == "/v1/token":
            return messages.TokenAnswer(token="t", valid_s=900)
        if path == "/v1/restore":
            said = Statement(
                centre="centre-1", device="laptop-1", epoch="e-1", through_seq=3, digest=line(line(line(None))).digest, findings=0,
                photos=0, missing_count=0, missing=(), quarantined=(), server_time=NOW, key_id=PINNED,
            )  # fmt: skip
            return restoring.RestoreAnswer(
                device="laptop-1", centre="centre-1", keys=self.keys, buckets=(), epochs=("e-1",),
                receipts=(receipts.make(said, CENTRE),),
            )  # fmt: skip
        self.last = line(self.last)
        return restoring.RestoreLinesAnswer(lines=(self.last,))


def refused(centre: Endless, monkeypatch: pytest.MonkeyPatch) -> Problem:
    """Why its lines were not taken."""
    monkeypatch.setattr(client, "Wire", lambda *_: centre)
    monkeypatch.setattr(http, "Wire", lambda *_: centre)
    restore = client.Restoring("https://centre.example", str(enrolment.code_of(bytes(10), PINNED)), Key(), app="1")
    with pytest.raises(ProtocolProblem) as trouble:
        restore.lines(restore.begin())
    return trouble.value.code


def test_lines_that_go_on_behind_their_receipt_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(Endless(), monkeypatch) is Problem.FALSE_RECEIPT


def test_an_epoch_that_lacks_its_beginning_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(Endless(last=line(None)), monkeypatch) is Problem.NOT_THE_CENTRE
