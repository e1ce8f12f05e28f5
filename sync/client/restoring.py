"""A rebuilt laptop gets back what the centre holds of it: under a one-time code, checked line by line, photos later."""

import base64
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.client.http import HttpSyncApi, decoded
from sync.client.ports import Signer
from sync.client.wire import Wire
from sync.protocol import enrolment, receipts, restoring, sealing
from sync.protocol.laptop import Enrolment, PhotoOnDisk
from sync.protocol.lines import EPOCH_OPENED, Line, verify
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt
from sync.protocol.restoring import (
    RESTORE_MARK,
    RestoreAnswer,
    RestoreBundleAnswer,
    RestoreBundleRequest,
    RestoreLinesAnswer,
    RestoreLinesRequest,
    RestorePhotosAnswer,
    RestorePhotosRequest,
    RestoreRequest,
)

Told = Callable[[int, int], None]  # photos that are here, and all of them


class Taken(NamedTuple):
    """The place of the lost laptop: its enrolment, its epochs in the order of their opening, and a receipt for each."""

    enrolment: Enrolment
    epochs: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    keys: dict[str, Ed25519PublicKey]


class Restoring:
    """One restore from the centre at `url` with the code that a person typed; `signer` is the new laptop's key."""

    def __init__(self, url: str, code: str, signer: Signer, *, app: str) -> None:
        self._url, self._app, self._signer = url, app, signer
        self._code = enrolment.read(code)
        self._api: HttpSyncApi | None = None

    def begin(self) -> Taken:
        """Takes the lost laptop's place; asked again with the same key, it is taken still.

        Raises ProtocolProblem: WRONG_CODE, REVOKED_DEVICE, FAKE_CENTRE, FALSE_RECEIPT and what the line does.
        """
        public = self._signer.public()
        sig = self._signer.sign(RESTORE_MARK, *restoring.proof(self._code.secret, public))
        request = RestoreRequest(code=self._code.secret, public_key=base64.b64encode(public).decode(), sig=sig)
        wire = Wire(self._url, self._app)
        try:
            answer = decoded(wire.send("POST", "/v1/restore", msgspec.json.encode(request)).body, RestoreAnswer)
        finally:
            wire.close()
        self._api = HttpSyncApi(self._url, answer.device, self._signer, app=self._app)
        return self._taken(answer)

    def lines(self, taken: Taken, heard: Callable[[int], None] = lambda _: None) -> list[Line]:
        """Every line, epoch by epoch; each epoch is whole, chained, and ends where its receipt says.

        `heard` is told how many are here, and may end it by an error. Raises ProtocolProblem: what verify raises, or FALSE_RECEIPT.
        """
        found = list[Line]()
        for epoch, receipt in zip(taken.epochs, taken.receipts, strict=True):
            said = receipts.verify(receipt, taken.keys)
            last = None
            for chunk in self._pages(epoch):
                verify(taken.enrolment.device, chunk, after=last.digest if last else None)
                last = chunk[-1]
                if last.seq > said.through_seq:  # else a stranger could go on for ever
                    break
                found += chunk
                heard(len(found))
            if last is None or (last.epoch, last.seq, last.digest) != (said.epoch, said.through_seq, said.digest):
                raise ProtocolProblem(Problem.FALSE_RECEIPT, "the lines are not those of the receipt")
        return found

    def photos(self, keep: Callable[[bytes], str], has: Callable[[str], bool], told: Told) -> list[str]:
        """Fetches what `has` not, in calls of some megabytes; `keep` stores a photo and returns its SHA-256.

        May be cut anywhere and begun again. Returns those that the centre cannot give any more.
        """
        every = list(self._listed())
        lacking, lost = [photo for photo in every if not has(photo.sha256)], list[str]()
        while lacking:
            told(len(every) - len(lacking), len(every))
            try:
                found = self._fetched(lacking)
            except ProtocolProblem as trouble:
                if trouble.code not in (Problem.NOT_FOUND, Problem.WRONG_DIGEST):
                    raise
                lost.append(lacking[0].sha256)
                found = {}
            for sha256, content in found.items():
                if keep(content) != sha256:
                    raise ProtocolProblem(Problem.NOT_THE_CENTRE, "another photo")
            lacking = [photo for photo in lacking if photo.sha256 not in found and photo.sha256 not in lost]
        told(len(every), len(every))
        return lost

    def close(self) -> None:
        if self._api is not None:
            self._api.close()

    def _taken(self, answer: RestoreAnswer) -> Taken:
        keys = receipts.trusted(self._code.fingerprint, answer.keys)
        if answer.sealing is not None:
            sealing.vouched(answer.sealing, keys)
        known = {key_id: base64.b64encode(receipts.public_bytes(key)).decode() for key_id, key in keys.items()}
        joined = Enrolment(
            url=self._url, device=answer.device, centre=answer.centre, pinned=self._code.fingerprint, keys=known,
            buckets=answer.buckets, sealing=answer.sealing,
        )  # fmt: skip
        if len(answer.epochs) != len(answer.receipts):
            raise ProtocolProblem(Problem.NOT_THE_CENTRE, "not our answer")
        return Taken(joined, answer.epochs, answer.receipts, keys)

    def _pages(self, epoch: str) -> Iterator[Sequence[Line]]:
        after = 0
        while True:
            request = RestoreLinesRequest(code=self._code.secret, epoch=epoch, after_seq=after)
            lines = self._opened.ask("/v1/restore/lines", request, RestoreLinesAnswer).lines
            if not lines:
                return
            if lines[-1].seq <= after or (not after and lines[0].kind != EPOCH_OPENED):
                raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the lines do not begin, or do not go on")
            after = lines[-1].seq
            yield lines

    def _listed(self) -> Iterator[PhotoOnDisk]:
        after = ""
        while True:
            request = RestorePhotosRequest(code=self._code.secret, after=after)
            page = self._opened.ask("/v1/restore/photos", request, RestorePhotosAnswer).photos
            if not page:
                return
            if page[-1][0] <= after:
                raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the photos do not go on")
            after = page[-1][0]
            yield from (PhotoOnDisk(*photo) for photo in page)

    def _fetched(self, lacking: Sequence[PhotoOnDisk]) -> dict[str, bytes]:
        """The first of these photos, whole."""
        some = self._bundle([photo.sha256 for photo in lacking[:100]], 0)
        first = lacking[0]
        parts = [some.get(first.sha256, b"")]
        while parts[-1] and (reached := sum(map(len, parts))) < first.size:
            parts.append(self._bundle([first.sha256], reached).get(first.sha256, b""))
        if not parts[-1]:
            raise ProtocolProblem(Problem.NOT_THE_CENTRE, "no photo")
        return some | {first.sha256: b"".join(parts)}

    def _bundle(self, wanted: Sequence[str], offset: int) -> dict[str, bytes]:
        request = RestoreBundleRequest(code=self._code.secret, sha256=tuple(wanted), offset=offset)
        body = self._opened.post("/v1/restore/bundle", msgspec.json.encode(request))
        try:
            return msgspec.msgpack.decode(body, type=RestoreBundleAnswer).photos
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
            raise ProtocolProblem(Problem.NOT_THE_CENTRE, "not our answer") from trouble

    @property
    def _opened(self) -> HttpSyncApi:
        assert self._api is not None, "`begin` comes first"
        return self._api
