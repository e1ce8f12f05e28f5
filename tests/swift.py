"""A real S3-compatible store for the suite: OpenStack Swift with s3api, one node on loopback, in a temporary folder."""

import datetime as dt
import getpass
import hashlib
import hmac
import http.client
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import DIE_WITH_PARENT, free_port

START_S = 60.0
ACCESS, SECRET, BUCKET = "test:tester", "testing", "photos"
COMMON = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
log_level = ERROR
log_address = {folder}/nowhere
"""
KEEPER = """devices = {folder}/node
mount_check = false
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
# What the sample of sync.md §5.6 had, the cache asks a port where nobody listens, for one node needs none. The trap of that section is on demand:
# `symlink` before `versioned_writes` gives versioned objects back as 0 bytes with status 200.
PROXY = """[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats s3api tempauth slo dlo {order} proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{nobody}
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:listing_formats]
use = egg:swift#listing_formats
"""
RINGS = """
import sys
from swift.common.ring import RingBuilder
for kind, port in (word.split(":") for word in sys.argv[1:]):
    made = RingBuilder(4, 1, 0)
    place = {"ip": "127.0.0.1", "port": int(port), "replication_ip": "127.0.0.1", "replication_port": int(port)}
    made.add_dev({"id": 0, "region": 1, "zone": 1, "device": "d1", "weight": 1, "meta": "", **place})
    made.rebalance()
    made.get_ring().save(kind + ".ring.gz")
"""


@dataclass
class Swift:
    """A running node; `stop` and `start` take single servers (proxy, object, container, account) down and up."""

    programs: Path
    folder: Path
    ports: dict[str, int]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['proxy']}"

    def surroundings(self, secret: str = SECRET) -> dict[str, str]:
        """What a centre must find in its environment to use the store."""
        return {
            "AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": secret, "AWS_ENDPOINT_URL": self.url,
            "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
        }  # fmt: skip

    def start(self, *kinds: str) -> None:
        """Starts servers and waits until they listen."""
        for kind in kinds:
            self._launch(kind)
        for kind in kinds:
            self._wait(kind)

    def make_bucket(self, name: str = BUCKET, *, versioned: bool = False) -> None:
        self.call("PUT", f"/{name}")
        if versioned:
            self.call(
                "PUT",
                f"/{name}",
                "versioning=",
                b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
            )

    def call(self, method: str, path: str, query: str = "", body: bytes = b"") -> bytes:
        """The answer to a signed S3 call, made as any other client would: behind the centre's back."""
        line = http.client.HTTPConnection("127.0.0.1", self.ports["proxy"], timeout=30)
        try:
            line.request(method, f"{path}?{query}", body, _signed(method, f"127.0.0.1:{line.port}", path, query, body))
            answer = line.getresponse()
            said = answer.read()
        finally:
            line.close()
        assert answer.status < 300, f"{answer.status} {said[:500]!r}"
        return said

    def _launch(self, kind: str) -> None:
        words = [str(self.programs / f"swift-{kind}-server"), str(self.folder / f"{kind}-server.conf")]
        home = {**os.environ, "XDG_CACHE_HOME": str(self.folder), "EVENTLET_NO_GREENDNS": "yes"}
        with (self.folder / f"{kind}.log").open("ab") as log:
            self.running[kind] = subprocess.Popen(
                [*DIE_WITH_PARENT, *words], cwd=self.folder, env=home, stdout=log, stderr=log, start_new_session=True
            )

    def stop(self, kind: str) -> None:
        process = self.running.pop(kind)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def files(self) -> list[Path]:
        """Every object, as it lies on the node's disk."""
        return sorted((self.folder / "node").glob("d1/objects*/**/*.data"))

    def _wait(self, kind: str) -> None:
        ends = time.monotonic() + START_S
        while True:
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.ports[kind], timeout=5)
                line.request("GET", "/")
                line.getresponse().read()
                return
            except OSError:
                if time.monotonic() > ends or self.running[kind].poll() is not None:
                    raise RuntimeError((self.folder / f"{kind}.log").read_text(errors="replace")[-3000:]) from None
                time.sleep(0.02)
            finally:
                line.close()


@contextmanager
def running(programs: Path, folder: Path, *, trap: bool = False) -> Iterator[Swift]:
    """A new store; with the `trap` its pipeline is the one that loses versioned objects."""
    one = Swift(programs, folder, {kind: free_port() for kind in ("account", "container", "object", "proxy")})
    _configure(one, "symlink versioned_writes" if trap else "versioned_writes symlink")
    try:
        one.start(*one.ports)
        yield one
    finally:
        for kind in list(one.running):
            one.stop(kind)


def _configure(one: Swift, order: str) -> None:
    folder = one.folder
    (folder / "node" / "d1").mkdir(parents=True)
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_prefix = a\nswift_hash_path_suffix = b\n")
    for kind, port in one.ports.items():
        named = {"kind": kind, "port": port, "folder": folder, "user": getpass.getuser()}
        rest = PROXY.format(order=order, nobody=free_port()) if kind == "proxy" else KEEPER.format(**named)
        (folder / f"{kind}-server.conf").write_text(COMMON.format(**named) + rest)
    _make_rings(one)


def _make_rings(one: Swift) -> None:
    keepers = [f"{kind}:{port}" for kind, port in one.ports.items() if kind != "proxy"]
    subprocess.run([one.programs / "python", "-c", RINGS, *keepers], cwd=one.folder, check=True)


def _signed(method: str, host: str, path: str, query: str, body: bytes) -> dict[str, str]:
    """The headers that prove who asks (AWS signature, version 4)."""
    moment, digest = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}", hashlib.sha256(body).hexdigest()
    headers = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": moment}
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    asked = hashlib.sha256(f"{method}\n{path}\n{query}\n{lines}\n{names}\n{digest}".encode()).hexdigest()
    scope = f"{moment[:8]}/us-east-1/s3/aws4_request"
    key = f"AWS4{SECRET}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    sig = hmac.digest(key, f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{asked}".encode(), "sha256").hex()
    said = f"AWS4-HMAC-SHA256 Credential={ACCESS}/{scope}, SignedHeaders={names}, Signature={sig}"
    return {**headers, "authorization": said}
