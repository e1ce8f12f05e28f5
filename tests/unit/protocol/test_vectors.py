"""PROTOCOL.md is true: its vectors, read from the page, come out of the code byte for byte."""

import base64
import hashlib
import io
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol import (
    canonical,
    enrolment,
    lines,
    pack_file,
    parcels,
    proofs,
    receipt_code,
    receipt_file,
    receipts,
    reference_pack,
    sealing,
)
from sync.protocol.lines import Line
from sync.protocol.messages import ManifestRequest
from sync.protocol.problems import ANSWERS, Problem, ProtocolProblem
from sync.protocol.receipts import CentreKey, Receipt
from sync.protocol.sealing import SealingKey

PAGE = (Path(lines.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")
VECTORS: dict[str, Any] = {
    name: json.loads(block) for name, block in re.findall(r"```json (\w+)\n(.*?)```", PAGE, re.DOTALL)
}


def private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["keys"][f"{name}_private_hex"]))


def line_of(fields: dict[str, Any]) -> Line:
    return Line(**fields | {"body": msgspec.Raw(canonical.canonical(fields["body"]))})


def test_the_page_holds_every_vector() -> None:
    assert set(VECTORS) == {
        "canonical", "refused", "line", "chain", "keys", "code", "signatures", "receipt", "receiptfile", "parcel",
        "pack",
    }  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS["canonical"])
def test_canonical_bytes(vector: dict[str, Any]) -> None:
    written = bytes.fromhex(vector["utf8_hex"])

    assert canonical.canonical(vector["value"]) == written
    assert canonical.parse(written) == vector["value"]


@pytest.mark.parametrize("body", VECTORS["refused"])
def test_refused_bodies(body: str) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        canonical.parse(body.encode())

    assert trouble.value.code is Problem.NOT_CANONICAL


def test_the_digest_of_a_line() -> None:
    vector = VECTORS["line"]
    line = line_of(vector["line"])

    assert lines.digest_of(vector["device"], line) == line.digest
    assert hashlib.sha256(bytes.fromhex(vector["hashed_hex"])).hexdigest() == line.digest


def test_the_chain_and_the_fork_that_carries_its_lines() -> None:
    vector = VECTORS["chain"]
    first = [line_of(fields) for fields in vector["lines"]]
    fork = [line_of(fields) for fields in vector["lines_of_the_fork"]]

    lines.verify(vector["device"], first, after=lines.ORIGIN)
    lines.verify(vector["device"], fork, after=first[0].digest)
    carried = line_of(canonical.parse(bytes(fork[1].body)) | {"about": fork[1].about})
    assert carried == first[1]


def test_keys_and_their_successor() -> None:
    vector = VECTORS["keys"]
    first = CentreKey(vector["centre_key_id"], vector["centre_public"])
    offered = (first, CentreKey(**vector["successor"]))

    assert base64.b64encode(receipts.public_bytes(private("device"))).decode() == vector["device_public"]
    assert receipts.successor(private("centre"), private("successor").public_key()) == offered[1]
    assert list(receipts.trusted(vector["centre_key_id"], offered)) == [first.key_id, offered[1].key_id]


def test_the_enrolment_code() -> None:
    vector = VECTORS["code"]
    made = enrolment.code_of(bytes.fromhex(vector["random_hex"]), vector["fingerprint"])

    assert str(made) == vector["typed"]
    assert enrolment.read(vector["typed"]) == enrolment.read(vector["also_typed"]) == made
    assert made.secret == vector["secret"]


def test_what_a_laptop_signs() -> None:
    vector, device = VECTORS["signatures"], VECTORS["chain"]["device"]
    line = line_of(VECTORS["line"]["line"])
    request = msgspec.convert(vector["manifest"]["request"], ManifestRequest)
    signed = {
        "enrolment": (receipts.ENROL_MARK, proofs.enrolment(device, VECTORS["code"]["secret"], _raw("device"))),
        "token": (receipts.TOKEN_MARK, proofs.token(device, vector["token"]["challenge"])),
        "batch": (receipts.BATCH_MARK, proofs.batch(device, line.epoch, 1, line.digest)),
        "manifest": (receipts.MANIFEST_MARK, proofs.manifest(device, request)),
    }

    assert set(signed) == set(vector)
    for name, (mark, fields) in signed.items():
        framed = mark + b"".join(len(field).to_bytes(4, "big") + field for field in fields)
        assert framed.hex() == vector[name]["signed_hex"]
        assert receipts.sign(private("device"), mark, *fields) == vector[name]["sig"]
        assert receipts.signed(private("device").public_key(), vector[name]["sig"], mark, *fields)


def test_the_receipt() -> None:
    receipt = Receipt(**VECTORS["receipt"]["receipt"])
    said = receipts.verify(receipt, {VECTORS["keys"]["centre_key_id"]: private("centre").public_key()})

    assert receipts.make(said, private("centre")) == receipt
    assert VECTORS["receipt"]["signed_hex"].endswith(receipt.body.encode().hex())


def test_the_parcel() -> None:
    vector = VECTORS["parcel"]
    to = sealing.vouched(
        SealingKey(**vector["sealing"]), {VECTORS["keys"]["centre_key_id"]: private("centre").public_key()}
    )
    opens = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["sealing_private_hex"]))
    head = msgspec.convert(vector["head"], parcels.Head)
    written = io.BytesIO()

    ephemeral = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["ephemeral_private_hex"]))
    parcel = parcels.Writer(written, head, to, partial(receipts.sign, private("device")), ephemeral)
    for kind, body in vector["frames"]:
        parcel.add({frame.value[0]: frame for frame in parcels.Frame}[kind.encode()], body.encode())

    assert sealing.offer(private("centre")) == SealingKey(**vector["sealing"])
    assert parcel.end() == vector["sha256"]
    assert base64.b64encode(written.getvalue()).decode() == vector["parcel"]
    front, sha256 = parcels.check_whole(written)
    assert (front.head, sha256) == (head, vector["sha256"])
    inside = [[frame.value[0].decode(), body.decode()] for frame, body in parcels.frames(written, front, opens)]
    assert inside == vector["frames"]


def test_the_page_names_every_problem_with_its_status_and_action() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+|–) \| (\w+) \|", PAGE, re.MULTILINE)

    said = {code: (status, action) for code, status, action in rows}
    assert said == {
        problem.value: (str(answer.status or "–"), answer.action.value) for problem, answer in ANSWERS.items()
    }


def _raw(name: str) -> bytes:
    return receipts.public_bytes(private(name))


def test_a_receipt_as_a_file_and_in_codes() -> None:
    vector = VECTORS["receiptfile"]
    file = receipt_file.read(vector["file"].encode())
    checked = receipt_file.check(file, vector["pinned"])

    assert receipt_file.content(file).decode() == vector["file"]
    assert (checked.is_pinned, checked.statements[0].through_seq, checked.is_complete) == (True, 2, False)
    assert checked.account is not None
    assert (checked.account.gaps[0].first, checked.account.missing[0].file_name) == (3, "IMG_0001.jpg")
    in_codes = receipt_file.read(receipt_code.read("\n".join(vector["codes"])))
    assert in_codes == msgspec.structs.replace(file, account=None)
    assert receipt_file.read(receipt_code.read("\n".join(receipt_code.texts(file)))) == in_codes


def test_a_pack_is_signed_by_its_manifest() -> None:
    vector = VECTORS["pack"]
    answer = msgspec.convert(vector["answer"], pack_file.Signed)
    keys = {answer.signature.key_id: private("centre").public_key()}

    assert (pack_file.PACK_MARK + len(text := answer.manifest.encode()).to_bytes(4, "big") + text).hex() == vector[
        "signed_hex"
    ]
    assert pack_file.signed_by(text, private("centre"), answer.signature.keys) == answer.signature
    assert pack_file.text_of(pack_file.check(text, answer.signature, answer.signature.key_id, keys)) == text


def test_shapes_are_little_endian_numbers() -> None:
    shape = VECTORS["pack"]["shape"]
    rings = [[tuple(corner) for corner in ring] for ring in shape["rings"]]

    assert reference_pack.shape_of(rings).hex() == shape["hex"]
    assert [list(ring) for ring in reference_pack.rings_of(bytes.fromhex(shape["hex"]))] == [
        [value for corner in ring for value in corner] for ring in rings
    ]
