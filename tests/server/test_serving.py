"""The process itself: it stops politely, is patient but not for ever, and knows when its disk is full."""

import asyncio
import hashlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from sync.protocol.problems import Action, Problem, ProtocolProblem
from sync.server import bodies, photo_store
from sync.server import centre as wiring
from tests.server.conftest import House
from tests.server.laptop import Laptop, checksum, problem

PHOTO = bytes(200_000)
ON_UVICORN = (
    "import sys; sys.modules['granian'] = None; from sync.server.__main__ import main; sys.exit(main(sys.argv[1:]))"
)


def test_a_stop_lets_the_call_in_hand_finish(embedded: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(embedded)
    host, port = embedded.url.removeprefix("http://").split(":")
    headers = {
        "Host": "localhost",
        "Upload-Length": str(len(PHOTO)),
        "Content-Length": str(len(PHOTO)),
        **checksum(PHOTO),
    }
    headers["Authorization"] = laptop.http.headers["Authorization"]
    text = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    with socket.create_connection((host, int(port)), timeout=15) as line:
        line.sendall(f"POST {laptop.upload_path(PHOTO)} HTTP/1.1\r\n{text}\r\n".encode() + PHOTO[:1000])
        laptop.hello()  # the other call has surely begun
        os.kill(embedded.pid, signal.SIGTERM)
        line.sendall(PHOTO[1000:])
        answer = line.recv(100)

    assert answer.startswith(b"HTTP/1.1 201")
    embedded.stop()


def test_two_centres_never_share_a_port(embedded: House, tmp_path: Path) -> None:
    port = embedded.url.rpartition(":")[2]

    second = subprocess.run(
        [sys.executable, "-m", "sync.server", "serve", "--data", str(tmp_path / "second"), "--port", port],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (second.returncode, "in use" in second.stderr, second.stdout) == (1, True, "")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8721", "[", "127.0.0.2"])
def test_a_page_that_calls_itself_something_else_is_refused(embedded: House, host: str) -> None:
    answer = httpx.get(f"{embedded.url}/v1/time", headers={"Host": host})

    assert (answer.status_code, problem(answer).detail) == (400, "host")
    for own in ("localhost:8721", "127.0.0.1", "[::1]:8721"):
        assert httpx.get(f"{embedded.url}/v1/time", headers={"Host": own}).status_code == 200


def test_what_officers_write_is_for_the_centres_own_account(
    embedded: House, laptops: Callable[[House], Laptop], tmp_path: Path
) -> None:
    laptop = laptops(embedded)
    laptop.begin_photo(PHOTO, PHOTO)
    embedded.run("findings", "export", "--out", str(tmp_path / "all.csv"))

    made = [path for path in embedded.folder.rglob("*") if path.name != "centre.log"]  # which the test itself opened
    assert {"centre.db", "keys", "photos"} <= {path.name for path in made}
    assert [path for path in (*made, tmp_path / "all.csv") if path.stat().st_mode & 0o077] == []


def test_without_granian_uvicorn_serves(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ON_UVICORN, "serve", "--data", str(tmp_path / "centre"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        answer = httpx.get(f"{url}/health")
        process.terminate()

    assert (answer.json(), answer.headers["server"]) == ({"status": "ok", "database": "sqlite"}, "uvicorn")
    assert process.returncode == 0


async def nothing() -> dict[str, Any]:
    await asyncio.Event().wait()
    return {}


def body(receive: Callable[[], Any], steady: Callable[[], float], *, length: int = 10) -> bodies.Body:
    scope = {"method": "POST", "path": "/v1/hello", "headers": [(b"content-length", b"%d" % length)]}
    return bodies.Body(scope, receive, steady)


def test_a_length_of_too_many_digits_is_too_large() -> None:
    scope = {"method": "POST", "path": "/v1/hello", "headers": [(b"content-length", b"9" * 5000)]}

    with pytest.raises(ProtocolProblem) as trouble:
        bodies.Body(scope, nothing, lambda: 0.0).opened()

    assert trouble.value.code is Problem.TOO_LARGE


def test_a_body_that_drips_is_cut_off() -> None:
    times = iter([0.0, bodies.PATIENCE_S + 1])

    with pytest.raises(ProtocolProblem) as trouble:
        asyncio.run(body(nothing, lambda: next(times)).receive())

    assert (trouble.value.code, trouble.value.action) == (Problem.TOO_SLOW, Action.RETRY), "nobody need update anything"


def test_a_body_that_ends_early_is_malformed() -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(ProtocolProblem) as trouble:
        asyncio.run(body(gone, lambda: 0.0).receive())

    assert trouble.value.code is Problem.MALFORMED


def test_a_full_disk_takes_no_photo_and_keeps_room_for_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_store, "SPACE_KEPT", 2**62)

    async def send(centre: wiring.Centre) -> None:
        await centre.uploads.create("laptop-1", "0" * 64, 10, b"0123456789")

    with pytest.raises(ProtocolProblem) as trouble:
        House(tmp_path / "centre").inside(send)

    assert (trouble.value.code, trouble.value.status) == (Problem.OUT_OF_SPACE, 507)


def test_photos_that_it_holds_are_answered_on_a_full_disk_and_new_ones_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, new = ({hashlib.sha256(photo).hexdigest(): photo} for photo in (b"held", b"new"))

    async def send(centre: wiring.Centre) -> tuple[str, ...]:
        await centre.uploads.bundle("laptop-1", held)
        monkeypatch.setattr(photo_store, "SPACE_KEPT", 2**62)
        again = await centre.uploads.bundle("laptop-1", held)
        with pytest.raises(ProtocolProblem) as trouble:
            await centre.uploads.bundle("laptop-1", held | new)
        assert trouble.value.code is Problem.OUT_OF_SPACE
        return again

    assert House(tmp_path / "centre").inside(send) == tuple(held)
