"""The centre from outside, as a laptop meets it: TLS, the right centre behind the address, a proxy that lets photos through."""

import asyncio
import json
import socket
import ssl
import time
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from sync.protocol.messages import LARGEST_CHUNK
from sync.protocol.problems import ProtocolProblem
from sync.server import identity
from sync.server.bodies import DRAIN_S
from sync.server.clock import system_clock
from sync.server.doctor.keeping import clock
from sync.server.doctor.verdict import Patient, State, Verdict, fail, ok, warn
from sync.server.tickets import Tickets

PATIENCE_S = 10.0
SOON_DAYS = 21
UPLOAD = f"/v1/uploads/doctor/{'0' * 64}"


async def address(patient: Patient) -> list[Verdict]:
    """Nothing when no URL was given."""
    if not patient.url:
        return []
    who = await identity.load(patient.database, patient.settings.keys)
    return await asyncio.to_thread(_looked_at, urlsplit(patient.url), Tickets(who.secret, system_clock))


def _looked_at(parts: SplitResult, tickets: Tickets) -> list[Verdict]:
    """Each look in turn; after one that failed the next would only say the same again."""
    verdicts = [_certificate(parts)] if parts.scheme == "https" else []
    try:
        if not _failed(verdicts):
            verdicts += _right_centre(parts, tickets)
        if not _failed(verdicts):
            verdicts += [_hides_metrics(parts), _lets_photos_through(parts)]
    except HTTPException as trouble:
        raise OSError(f"{parts.netloc} does not speak HTTP") from trouble
    return verdicts


def _failed(verdicts: list[Verdict]) -> bool:
    return any(verdict.state is State.FAIL for verdict in verdicts)


def _certificate(parts: SplitResult) -> Verdict:
    try:
        with (
            socket.create_connection((str(parts.hostname), parts.port or 443), PATIENCE_S) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as line,
        ):
            ends, version = str((line.getpeercert() or {}).get("notAfter", "")), line.version()
    except ssl.SSLError as trouble:
        why = getattr(trouble, "verify_message", "") or trouble.reason or "no TLS"
        return fail(
            "tls", why, "laptops refuse it: install the full chain of a certificate that they trust, for this name"
        )
    days = (ssl.cert_time_to_seconds(ends) - time.time()) / 86_400
    said = f"{version}, the certificate holds for {days:.0f} days"
    return warn("tls", said, "renew it") if days < SOON_DAYS else ok("tls", said)


def _right_centre(parts: SplitResult, tickets: Tickets) -> list[Verdict]:
    status, body = _asked(parts, "/v1/time")
    try:
        said = json.loads(body)
        tickets.check_challenge(said["challenge"])
        theirs = datetime.fromisoformat(said["now"]).astimezone(UTC).timestamp()
    except (ValueError, KeyError, TypeError, ProtocolProblem):
        advice = "the address leads elsewhere, or its processes have another keys folder than --data"
        return [fail("address", f"status {status}, and not this centre", advice)]
    health, body = _asked(parts, "/health")
    if health != 200:
        said = f"/health answers {health}: {body[:80].decode(errors='replace')}"
        return [fail("address", said, "look into the log of the process")]
    return [ok("address", "this centre, and it is well"), clock("its clock", theirs)]


def _hides_metrics(parts: SplitResult) -> Verdict:
    status, _ = _asked(parts, "/metrics")
    if status == 200:
        return fail("metrics", "everybody can read them", "take /metrics out of the proxy")
    return ok("metrics", "not to be seen from outside")


def _lets_photos_through(parts: SplitResult) -> Verdict:
    """Sends the beginning of the largest chunk: a proxy that keeps bodies back waits for its end, the centre says who are you."""
    with closing(_line(parts, DRAIN_S + 5)) as line:
        line.putrequest("POST", UPLOAD)
        line.putheader("Content-Length", str(LARGEST_CHUNK))
        line.endheaders(b"x" * 1024)
        try:
            status = line.getresponse().status
        except TimeoutError:
            return warn(
                "uploads", "a proxy keeps photos until they are whole",
                "switch request buffering off for /v1/uploads (nginx: proxy_request_buffering off)",
            )  # fmt: skip
    if status == 413:
        return fail("uploads", "a proxy refuses a chunk of 8 MiB", "nginx: client_max_body_size 9m")
    if status != 401:
        return warn("uploads", f"status {status} where a stranger should hear 401", "look at the proxy's rules")
    return ok("uploads", "photos come through as they are sent, up to 8 MiB a call")


def _asked(parts: SplitResult, path: str) -> tuple[int, bytes]:
    with closing(_line(parts, PATIENCE_S)) as line:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read(65_536)


def _line(parts: SplitResult, patience_s: float) -> HTTPConnection:
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(str(parts.hostname), parts.port, timeout=patience_s)
