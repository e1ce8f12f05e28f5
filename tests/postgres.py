"""A real PostgreSQL for the suite: the installed programs, a cluster of our own in a temporary folder, no service."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STOP_SECONDS = 60
# Linux ends the server when the test run dies, however it dies
DIE_WITH_PARENT = ("setpriv", "--pdeathsig", "INT")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server on loopback, with fsync on, since the suite proves durability."""

    programs: Path
    port: int

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://inspector@127.0.0.1:{self.port}/{database}"

    def make_database(self, name: str, *, like: str = "template1") -> str:
        """Returns the URL of a new database: empty, or a copy of one that nobody is connected to."""
        run([self.programs / "createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "inspector", "-T", like, name])
        return self.url(name)


def find_programs() -> Path | None:
    """Returns the folder of the newest initdb and postgres, or None when they are not installed."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: int(path.parts[-3]), default=None) or shutil.which("initdb")
    return Path(newest).resolve().parent if newest else None


@contextmanager
def running_cluster(programs: Path) -> Iterator[Cluster]:
    """Starts a new cluster and removes it afterwards. initdb refuses root, so root's runs as `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="inspector-postgres-"))
    account = ordinary_account()
    if account:
        os.chown(folder, account["user"], account["group"])
    try:
        data = folder / "data"
        run([programs / "initdb", "-D", data, "-U", "inspector", "-A", "trust", "-E", "UTF8", "--locale=C"], **account)
        port = free_port()
        options = ["-D", data, "-p", port, "-c", "listen_addresses=127.0.0.1", "-k", folder]
        command = [str(part) for part in [*DIE_WITH_PARENT, programs / "postgres", *options]]
        with subprocess.Popen(command, cwd="/", stderr=subprocess.PIPE, text=True, **account) as server:
            reader = read_until_ready(server)
            try:
                yield Cluster(programs, port)
            finally:
                server.send_signal(signal.SIGINT)  # fast shutdown: sessions are ended, files are closed
                reader.join(STOP_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def ordinary_account() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def run(command: list[object], **account: Any) -> None:
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False, **account)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def read_until_ready(server: subprocess.Popen[str]) -> threading.Thread:
    """Reads the server's log until it says ready; the returned thread keeps the pipe empty until the server ends."""
    log = server.stderr
    assert log is not None
    said: list[str] = []
    for line in log:
        said.append(line)
        if "ready to accept connections" in line:
            reader = threading.Thread(target=log.read, daemon=True)
            reader.start()
            return reader
    raise RuntimeError("PostgreSQL did not start:\n" + "".join(said))
