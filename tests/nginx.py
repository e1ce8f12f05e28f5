"""A real nginx for the suite: the project's own sample configuration, with this test's ports and certificate in it."""

import datetime as dt
import ipaddress
import os
import re
import signal
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from build_spec.servers import ROOT
from tests.postgres import DIE_WITH_PARENT, free_port

SAMPLE = ROOT / "sync" / "server" / "deploy" / "nginx.conf"
AROUND = """
{user}
worker_processes 2;
pid {folder}/nginx.pid;
daemon off;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/inspector.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running nginx; `authority` is the certificate that its clients trust."""

    url: str
    authority: Path
    folder: Path


@contextmanager
def running(
    program: Path, folder: Path, centres: Sequence[str], *, changes: Sequence[tuple[str, str]] = ()
) -> Iterator[Proxy]:
    """nginx before centres at these URLs; `changes` replace parts of the sample."""
    folder.mkdir()
    authority, port = certified(folder), free_port()
    (folder / "inspector.conf").write_text(configured(folder, centres, port, changes))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    words = [str(program), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    subprocess.run([*words, "-t"], check=True, capture_output=True)
    with subprocess.Popen([*DIE_WITH_PARENT, *words], start_new_session=True) as process:
        try:
            _wait(port, authority)
            yield Proxy(f"https://127.0.0.1:{port}", authority, folder)
        finally:
            process.send_signal(signal.SIGTERM)


def configured(folder: Path, centres: Sequence[str], port: int, changes: Sequence[tuple[str, str]]) -> str:
    """The sample with our addresses; what it no longer has is a fault of the test."""
    text = SAMPLE.read_text(encoding="utf-8")
    servers = re.findall(r"^ +server 127.*;\n", text, re.MULTILINE)
    ours = "".join(f"    server {url.removeprefix('http://')} max_fails=1 fail_timeout=2s;\n" for url in centres)
    for old, new in (
        ("".join(servers), ours),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/nginx/inspector/fullchain.pem", f"{folder}/fullchain.pem"),
        ("/etc/nginx/inspector/key.pem", f"{folder}/key.pem"),
        *changes,
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def certified(folder: Path) -> Path:
    """Makes a key and a certificate for loopback that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "centre")]), dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=90)).add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    authority = folder / "fullchain.pem"
    authority.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return authority


def _wait(port: int, authority: Path) -> None:
    import httpx

    with httpx.Client(verify=ssl.create_default_context(cafile=str(authority))) as http:
        while True:
            try:
                http.get(f"https://127.0.0.1:{port}/v1/time")
            except httpx.ConnectError:
                continue
            return
