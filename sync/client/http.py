"""The centre over HTTPS: `HttpSyncApi`, one of the two bodies of `SyncApi`."""

import base64
import hashlib
import threading
from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from sync.client.ports import Content, Signer
from sync.client.throttle import Throttle
from sync.client.wire import Answer, Body, Wire
from sync.protocol import messages as said
from sync.protocol import proofs
from sync.protocol.pack_file import Signed
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import TOKEN_MARK

T = TypeVar("T")
COMPRESSION = 3
_PACKER = msgspec.msgpack.Encoder()
PACED_S = 4  # seconds' worth of a limited line that one piece of a pack may have


class HttpSyncApi:
    """Speaks to the centre at `url` as the laptop `device`. One round at a time; `close` ends its connections."""

    def __init__(self, url: str, device: str, signer: Signer, *, app: str, throttle: Throttle | None = None) -> None:
        self._throttle = throttle or Throttle()
        self._wire = Wire(url, app, self._throttle)
        self._device = device
        self._signer = signer
        self._token = ""
        self._own = threading.local()  # a bundle's body: memory that is new costs as much as what is put there

    def close(self) -> None:
        self._wire.close()

    def time(self) -> said.TimeAnswer:
        return decoded(self._wire.send("GET", "/v1/time").body, said.TimeAnswer)

    def enrol(self, request: said.EnrolRequest) -> said.EnrolAnswer:
        return decoded(self._wire.send("POST", "/v1/enrol", msgspec.json.encode(request)).body, said.EnrolAnswer)

    def hello(self, request: said.HelloRequest) -> said.HelloAnswer:
        return self.ask("/v1/hello", request, said.HelloAnswer)

    def push(self, request: said.PushRequest) -> said.PushAnswer:
        import zstandard

        body = zstandard.compress(msgspec.json.encode(request), COMPRESSION)
        sent = self._send("POST", "/v1/lines", body, {"Content-Encoding": "zstd"})
        return decoded(sent.body, said.PushAnswer)

    def have(self, sha256: Sequence[str]) -> said.HaveAnswer:
        return self.ask("/v1/media/have", said.HaveRequest(sha256=tuple(sha256)), said.HaveAnswer)

    def manifest(self, request: said.ManifestRequest) -> said.ManifestAnswer:
        return self.ask("/v1/manifest", request, said.ManifestAnswer)

    def pull(self, request: said.PullRequest) -> said.PullAnswer:
        return self.ask("/v1/pull", request, said.PullAnswer)

    def pack(self, version: int) -> Signed:
        return decoded(self._send("GET", f"/v1/packs/{version}", b"", {}).body, Signed)

    def pack_file(self, version: int, sha256: str, offset: int, size: int) -> bytes:
        """A Range of the file; where a limit is set, not more than goes in some seconds, and as much time as that takes."""
        limit = self._throttle.limit
        size = size if limit is None else min(size, PACED_S * limit)
        last = offset + size - 1
        answer = self._send("GET", f"/v1/packs/{version}/{sha256}", b"", {"Range": f"bytes={offset}-{last}"})
        if not answer.headers.get("Content-Range", "").startswith(f"bytes {offset}-"):
            raise ProtocolProblem(Problem.NOT_THE_CENTRE, "no Content-Range")
        self._throttle.take(len(answer.body))
        return answer.body

    def bundle(self, photos: Mapping[str, Content]) -> said.BundleAnswer:
        views = {sha256: memoryview(original) for sha256, original in photos.items()}
        body: bytearray = self._own.__dict__.setdefault("body", bytearray())
        _PACKER.encode_into(said.BundleRequest(photos=views), body)
        sent = self._send("POST", f"/v1/uploads/{self._device}", body, {"Content-Type": "application/msgpack"})
        return decoded(sent.body, said.BundleAnswer)

    def upload(self, sha256: str, offset: int, chunk: bytes, total: int) -> int:
        """tus 1.0: creation with upload at offset 0, PATCH after it; a checksum for each chunk."""
        checksum = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
        headers = {
            "Tus-Resumable": "1.0.0",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": f"sha256 {checksum}",
            **({"Upload-Offset": str(offset)} if offset else {"Upload-Length": str(total)}),
        }
        answer = self._send("PATCH" if offset else "POST", f"/v1/uploads/{self._device}/{sha256}", chunk, headers)
        reached = answer.headers.get("Upload-Offset", "")
        if not reached.isascii() or not reached.isdigit() or len(reached) > 12 or int(reached) > total:
            raise ProtocolProblem(Problem.NOT_THE_CENTRE, "no Upload-Offset")
        return int(reached)

    def post(self, path: str, body: bytes) -> bytes:
        """The answer's body to a message that was sent with a token."""
        return self._send("POST", path, body, {}).body

    def ask(self, path: str, request: msgspec.Struct, answer: type[T]) -> T:
        """What the centre answers to `request`, sent with a token."""
        return decoded(self.post(path, msgspec.json.encode(request)), answer)

    def _send(self, method: str, path: str, body: Body, headers: dict[str, str]) -> Answer:
        """Sends with a token; one that is missing or too old is renewed once."""
        for fresh in (False, True):
            if fresh or not self._token:
                self._token = self._new_token()
            try:
                return self._wire.send(method, path, body, headers, token=self._token)
            except ProtocolProblem as trouble:
                if trouble.code is not Problem.BUSY:  # who is asked to come back is known
                    self._token = ""
                if trouble.code is not Problem.NO_TOKEN or fresh:
                    raise
        raise AssertionError("the second try answers or raises")

    def _new_token(self) -> str:
        challenge = self.time().challenge
        sig = self._signer.sign(TOKEN_MARK, *proofs.token(self._device, challenge))
        request = said.TokenRequest(device=self._device, challenge=challenge, sig=sig)
        sent = self._wire.send("POST", "/v1/token", msgspec.json.encode(request))
        return decoded(sent.body, said.TokenAnswer).token


def decoded(body: bytes, answer: type[T]) -> T:
    """`body` as `answer`. A page of some café's WLAN, or anything else, is NOT_THE_CENTRE."""
    try:
        return msgspec.json.decode(body, type=answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "not our answer") from trouble
