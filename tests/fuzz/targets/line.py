"""Raw bytes where a laptop expects its centre's HTTP: over a real socket, into the real client, which must name it by a code."""

import atexit
import socket
import threading
from functools import cache
from random import Random

import msgspec

from sync.client.http import HttpSyncApi
from sync.protocol import messages
from tests.fuzz import corpus
from tests.fuzz.law import Target
from tests.fuzz.strange import changed, damaged
from tests.fuzz.targets.answers import ANSWERS, TREES
from tests.fuzz.targets.rounds import FixedKey

HELLO = messages.HelloRequest(app="1", proto=1, epoch=corpus.EPOCH, head_seq=0, head_digest="")
STATUSES = (200, 200, 200, 204, 206, 301, 302, 307, 400, 401, 403, 404, 409, 413, 426, 429, 500, 502, 503, 507, 99, 600)
HEADERS = (
    b"Location: /elsewhere", b"Location: http://[", b"Location: \xff\xfe", b"Location: ", b"Retry-After: 9999999", b"Retry-After: -1",
    b"Retry-After: Wed, 21 Oct 2026 07:28:00 GMT", b"Set-Cookie: a=b; Domain=\xff; Expires=9", b"Content-Encoding: gzip",
    b"Content-Encoding: br, zstd", b"Content-Type: text/html; charset=\xff", b"Connection: keep-alive", b"Upgrade: h2c",
    b"WWW-Authenticate: Basic realm=\xff", b"X: " + b"y" * 70_000, b"no colon here", b" folded: line", b"\xe4\xb8\xad: x",
    b"Upload-Offset: 99999999999999", b"Upload-Offset: 1", b"Trailer: x", b"Content-Length: 5", b"Content-Length: -1",
    b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked",
)  # fmt: skip
TIME, HELLO_CALL, UPLOAD = b"thu"
# The answer that each waits for; for an upload, that to the call which brings its token.
CALLS = {TIME: 0, HELLO_CALL: 3, UPLOAD: 2}


class Liar:
    """A server on loopback that answers every call of a connection with what it was told, and hangs up."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.says = b""
        threading.Thread(target=self._serve, daemon=True).start()
        atexit.register(self._listener.close)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                try:
                    line.recv(65_536)
                    line.sendall(self.says)
                    line.shutdown(socket.SHUT_WR)
                except OSError:  # the client has hung up: it had heard enough
                    continue


@cache
def liar() -> Liar:
    return Liar()


def reply(status: int, body: bytes, headers: list[bytes], *, chunked: bool = False) -> bytes:
    if chunked:
        told, body = b"Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    else:
        told = b"Content-Length: %d" % len(body)
    return b"\r\n".join([b"HTTP/1.1 %d OK" % status, told, *headers, b"", body])


def _a_reply(chance: Random) -> bytes:
    """The first byte says what the laptop asks; mostly the answer is of the kind that it waits for."""
    call = chance.choice(list(CALLS))
    place = CALLS[call] if chance.random() < 0.7 else chance.randrange(len(ANSWERS))
    tree = changed(chance, TREES[place]) if chance.random() < 0.5 else TREES[place]
    headers = [chance.choice(HEADERS) for _ in range(chance.choice((0, 0, 1, 1, 3)))]
    said = reply(chance.choice(STATUSES), msgspec.json.encode(tree), headers, chunked=chance.random() < 0.4)
    said = damaged(chance, said, said) if chance.random() < 0.5 else said
    return bytes([call]) + said


def _take(content: bytes) -> None:
    liar().says = content[1:]
    api = HttpSyncApi(liar().url, corpus.DEVICE, FixedKey(), app="1.0.0")
    try:
        call = content[0] if content else TIME
        if call == TIME:
            api.time()
        elif call == HELLO_CALL:
            api._token = "t"
            api.hello(HELLO)
        else:
            api._token = _token(content)
            api.upload("0" * 64, 0, b"x", 1)
    finally:
        api.close()


def _token(content: bytes) -> str:
    """The token that such an answer would give, as far as it gives one."""
    try:
        return msgspec.json.decode(content.rpartition(b"\r\n\r\n")[2], type=messages.TokenAnswer).token
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "t"


TARGETS = [Target("line", _a_reply, _take, weight=0.6, is_centre=False)]
