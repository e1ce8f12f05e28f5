"""`python -m tests.fuzz.openapi`: every call of the OpenAPI document, with what fits it and what does not, by schemathesis."""

import argparse
import base64
import hashlib
import json
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import hypothesis
import msgspec
import schemathesis
from hypothesis import HealthCheck, Phase, strategies
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from sync.protocol import messages, proofs, receipts
from sync.protocol.canonical import canonical, clean_text
from sync.protocol.lines import ALGORITHM, EPOCH_OPENED, FIELD_LIMIT, ORIGIN, Line, digest_of
from sync.protocol.problems import ProtocolProblem
from tests.server.conftest import House
from tests.server.laptop import Laptop, a_finding, a_photo, a_shift

# A centre behind a proxy believes X-Forwarded-For: else five wrong codes would shut the door for a minute.
MUST_SUCCEED = {"POST /v1/hello", "POST /v1/lines", "POST /v1/pull", "POST /v1/uploads/{whose}"}
SERVING = ("--behind-proxy", "--rate", "1000", "--burst", "100000")
BOUNDS = (
    "too many unfinished",
    "photos that no line names",
)  # of one laptop, told with 507: it has filled them in a long run
JUDGED = [
    checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance,
    checks.response_headers_conformance,
]  # fmt: skip
Seen = Counter[tuple[str, int]]


class Caller:
    """A laptop that makes the calls which schemathesis thinks of, signed as far as they can be."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop
        self._until = 0.0
        self.seen: Seen = Counter()

    def make(self, case: Any) -> None:
        """Raises what schemathesis finds wrong with the answer, and AssertionError for one that is our fault."""
        source = zlib.crc32(
            repr((case.path_parameters, case.headers, case.body)).encode()
        )  # chance that a replay has too
        headers = self._headers(case) | {
            "X-Forwarded-For": f"10.{source >> 16 & 255}.{source >> 8 & 255}.{source & 255}"
        }
        if case.path_parameters and "whose" in case.path_parameters and source % 4:
            case.path_parameters["whose"] = self._laptop.device
        if case.operation.label.endswith("{sha256}") and case.method in ("POST", "PATCH") and source % 3:
            headers |= _whole(case, source)
        if case.operation.label in SIGNED and isinstance(case.body, Mapping) and source % 3:
            case.body = SIGNED[case.operation.label](self._laptop, case.body)
        answer = case.call(base_url=str(self._laptop.http.base_url), headers=headers, timeout=30)
        self.seen[case.operation.label, answer.status_code] += 1
        assert answer.status_code < 500 or _is_full(answer), f"{answer.status_code} {answer.text}"
        case.validate_response(answer, checks=JUDGED)

    def document(self) -> dict[str, Any]:
        """What the centre says of itself."""
        found: dict[str, Any] = self._laptop.http.get("/openapi.json").json()
        return found

    def _headers(self, case: Any) -> dict[str, str]:
        if not case.operation.definition.raw.get("security"):
            return {}
        if time.monotonic() > self._until:
            self._laptop.authenticated()
            self._until = time.monotonic() + 600
        return {"Authorization": self._laptop.http.headers["Authorization"]}


@schemathesis.serializer("application/msgpack")
def packed(_context: Any, value: Any) -> bytes:
    return msgspec.msgpack.encode(value, enc_hook=lambda one: getattr(one, "data", str(one)))


@schemathesis.serializer("application/offset+octet-stream")
def plain(_context: Any, value: Any) -> bytes:
    return _bytes(value)


def _bytes(value: Any) -> bytes:
    inner = getattr(value, "data", value)
    return inner if isinstance(inner, bytes) else str(inner).encode(errors="replace")


def _whole(case: Any, source: int) -> dict[str, str]:
    """Headers that fit the bytes; half of the time it is the whole of what its name says."""
    body = _bytes(case.body)
    digest = hashlib.sha256(body)
    if source % 2 and case.path_parameters:
        case.path_parameters["sha256"] = digest.hexdigest()
    length = {"Upload-Length": str(len(body))} if case.method == "POST" else {"Upload-Offset": "0"}
    return length | {"Upload-Checksum": f"sha256 {base64.b64encode(digest.digest()).decode()}"}


def _is_full(answer: Any) -> bool:
    """Whether it is a laptop's own bound: of unfinished photos, and of photos that no line of it names."""
    return answer.status_code == 507 and any(bound in answer.text for bound in BOUNDS)


def _signed_account(laptop: Laptop, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        said = msgspec.convert(body, messages.ManifestRequest)
    except msgspec.ValidationError:
        return body
    return {**body, "sig": receipts.sign(laptop.key, receipts.MANIFEST_MARK, *proofs.manifest(laptop.device, said))}


def _signed_push(laptop: Laptop, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The batch as a chain that is whole and signed; what its lines say stays as it is. Of what is no batch at all half
    becomes the smallest one, so that some are taken whatever the seed."""
    try:
        said = msgspec.json.decode(msgspec.json.encode(body), type=messages.PushRequest)
    except (msgspec.MsgspecError, ValueError, TypeError):
        chance = zlib.crc32(repr(body).encode())
        if chance % 2:
            return body
        body, said = {"epoch": f"e-{chance}"}, _smallest(f"e-{chance}")
    lines: list[Line] = []
    for place, line in enumerate(said.lines, 1):
        texts = {name: clean_text(getattr(line, name))[:FIELD_LIMIT] for name in ("about", "recorded_at", "officer")}
        line = msgspec.structs.replace(
            line, **texts, epoch=said.epoch, seq=place, id=f"{said.epoch}/{place}", alg=ALGORITHM, body=_body(line.body),
            kind=EPOCH_OPENED if place == 1 else clean_text(line.kind)[:FIELD_LIMIT] or "x", prev=lines[-1].digest if lines else ORIGIN,
        )  # fmt: skip
        lines.append(msgspec.structs.replace(line, digest=digest_of(laptop.device, line)))
    sig = receipts.sign(laptop.key, receipts.BATCH_MARK, *proofs.batch(laptop.device, said.epoch, 1, lines[-1].digest))
    return {**body, "from_seq": 1, "lines": [json.loads(msgspec.json.encode(line)) for line in lines], "sig": sig}


def _smallest(epoch: str) -> messages.PushRequest:
    line = Line(
        epoch=epoch, seq=1, id="1", kind=EPOCH_OPENED, about="", recorded_at="", officer="", body=msgspec.Raw(b"{}"), prev=ORIGIN,
        digest=ORIGIN, alg=ALGORITHM,
    )  # fmt: skip
    return messages.PushRequest(epoch=epoch, from_seq=1, lines=(line,), sig="")


def _body(said: Any) -> msgspec.Raw:
    """What the line says, where it has a canonical form."""
    try:
        value = json.loads(bytes(said))
        return msgspec.Raw(canonical(value if isinstance(value, dict) else {"note": value}))
    except (ProtocolProblem, ValueError, RecursionError):
        return msgspec.Raw(b"{}")


def _named_photos(_laptop: Laptop, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The photos of a bundle under their true names."""
    photos = body.get("photos")
    if not isinstance(photos, Mapping):
        return body
    whole = [_bytes(photo) for photo in photos.values()]
    return {**body, "photos": {hashlib.sha256(photo).hexdigest(): photo for photo in whole}}


def _signed_enrolment(laptop: Laptop, body: Mapping[str, Any]) -> Mapping[str, Any]:
    device, code, public = str(body.get("device")), str(body.get("code")), receipts.public_bytes(laptop.key)
    try:
        sig = receipts.sign(laptop.key, receipts.ENROL_MARK, *proofs.enrolment(device, code, public))
    except UnicodeEncodeError:
        return body
    return {**body, "public_key": base64.b64encode(public).decode(), "sig": sig}


SIGNED: dict[str, Callable[[Laptop, Mapping[str, Any]], Mapping[str, Any]]] = {
    "POST /v1/hello": lambda _, body: {**body, "proto": messages.PROTOCOL}, "POST /v1/enrol": _signed_enrolment,
    "POST /v1/manifest": _signed_account, "POST /v1/lines": _signed_push, "POST /v1/uploads/{whose}": _named_photos,
}  # fmt: skip


def operations(document: Mapping[str, Any]) -> Iterator[Any]:
    """Every call that the document describes."""
    schema = schemathesis.openapi.from_dict(dict(document))
    yield from (found.ok() for found in schema.get_all_operations() if isinstance(found, Ok))


def run(caller: Caller, *, examples: int, seed: int, told: Callable[[str], None] = lambda _: None) -> None:
    """Makes so many calls of each kind. Raises at the first answer that is not as the document says."""
    for operation in operations(caller.document()):
        modes = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
        searched = hypothesis.settings(
            max_examples=examples, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        )  # fmt: skip
        given = hypothesis.given(strategies.one_of(*modes))
        hypothesis.seed(seed)(searched(given(caller.make)))()
        told(f"{operation.label}: {_statuses(caller.seen, operation.label)}")


def untried(caller: Caller) -> set[str]:
    """Described calls that were never made, and those of MUST_SUCCEED that never succeeded."""
    calls = caller.document()["paths"].items()
    described = {f"{method.upper()} {path}" for path, methods in calls for method in methods}
    answered = {label for label, status in caller.seen if status < 300}
    return described - {label for label, _ in caller.seen} | MUST_SUCCEED - answered


def _statuses(seen: Seen, label: str) -> str:
    return ", ".join(f"{status} {count} x" for (name, status), count in sorted(seen.items()) if name == label)


def worked(house: House, laptop: Laptop) -> Laptop:
    """The laptop with a shift at the centre, so that there is something to answer."""
    photo = b"a photo"
    laptop.record(a_shift(), a_finding(), a_photo(photo))
    laptop.push()
    laptop.begin_photo(photo, photo)
    house.run("tasks", "add", "--title", "核实")
    return laptop


def main() -> int:
    import httpx

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.openapi", description=__doc__)
    parser.add_argument("--examples", type=int, default=500, help="calls of each kind (500)")
    parser.add_argument("--seed", type=int, default=721)
    parser.add_argument("--database-url", default="", metavar="URL", help="an empty PostgreSQL database; else SQLite")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), options.database_url, serving=SERVING)
        house.start()
        try:
            with httpx.Client(base_url=house.url, timeout=30) as http:
                caller = Caller(worked(house, Laptop(http, house.code()).join()))
                run(caller, examples=options.examples, seed=options.seed, told=print)
                missed = untried(caller)
        finally:
            house.stop()
    print(f"{caller.seen.total()} calls, seed {options.seed}, {time.monotonic() - began:.0f} s, nothing undocumented")
    if missed:
        print(f"never made, or never with success: {', '.join(sorted(missed))}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
