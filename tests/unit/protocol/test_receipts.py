"""A receipt proves what its centre signed, and a code what it vouches for."""

import base64

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import enrolment, receipts
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import CentreKey, Receipt, Statement, fingerprint, public_bytes, successor, trusted

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY_ID = fingerprint(public_bytes(KEY))
SAID = Statement(
    centre="c", device="d", epoch="e", through_seq=7, digest="a" * 64, findings=3, photos=2, missing_count=0, missing=(),
    quarantined=(), server_time="2026-11-22T08:00:00.000Z", key_id=KEY_ID,
)  # fmt: skip


def offered(key: Ed25519PrivateKey) -> CentreKey:
    return CentreKey(fingerprint(public_bytes(key)), base64.b64encode(public_bytes(key)).decode())


def test_a_true_receipt_verifies() -> None:
    assert receipts.verify(receipts.make(SAID, KEY), {KEY_ID: KEY.public_key()}) == SAID


@given(st.data())
def test_a_receipt_with_any_byte_changed_is_false(data: st.DataObject) -> None:
    true = receipts.make(SAID, KEY)
    place = data.draw(st.integers(0, len(true.body) - 1))
    sign = data.draw(st.characters(codec="ascii").filter(lambda sign: sign != true.body[place]))

    with pytest.raises(ProtocolProblem) as trouble:
        receipts.verify(
            Receipt(true.body[:place] + sign + true.body[place + 1 :], true.sig), {KEY_ID: KEY.public_key()}
        )
    assert trouble.value.code is Problem.FALSE_RECEIPT


@pytest.mark.parametrize("sig", ["", "no base64", "AAAA", base64.b64encode(bytes(64)).decode()])
def test_a_signature_of_nonsense_is_false(sig: str) -> None:
    with pytest.raises(ProtocolProblem):
        receipts.verify(Receipt(receipts.make(SAID, KEY).body, sig), {KEY_ID: KEY.public_key()})


@pytest.mark.parametrize("body", ["", "null", "[1]", '{"more": ' + "[" * 100_000])
def test_a_body_of_nonsense_is_false(body: str) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        receipts.verify(Receipt(body, ""), {KEY_ID: KEY.public_key()})
    assert trouble.value.code is Problem.FALSE_RECEIPT


def test_a_signature_for_another_purpose_is_false() -> None:
    body = receipts.make(SAID, KEY).body

    with pytest.raises(ProtocolProblem):
        receipts.verify(
            Receipt(body, receipts.sign(KEY, receipts.BATCH_MARK, body.encode())), {KEY_ID: KEY.public_key()}
        )


def test_keys_are_trusted_along_their_signatures_only() -> None:
    keys = [Ed25519PrivateKey.generate() for _ in range(3)]
    first, second, third = (
        offered(keys[0]),
        successor(keys[0], keys[1].public_key()),
        successor(keys[1], keys[2].public_key()),
    )
    stranger = msgspec.structs.replace(third, public=offered(Ed25519PrivateKey.generate()).public)

    assert len(trusted(first.key_id, (first, second, third))) == 3
    assert len(trusted(second.key_id, (first, second, third))) == 2
    assert len(trusted(first.key_id, (first, third))) == 1
    assert len(trusted(first.key_id, (first, second, stranger))) == 2
    with pytest.raises(ProtocolProblem) as trouble:
        trusted(first.key_id, (second, third))
    assert trouble.value.code is Problem.FAKE_CENTRE


def test_a_key_cannot_borrow_the_pinned_name() -> None:
    stranger = msgspec.structs.replace(offered(Ed25519PrivateKey.generate()), key_id=KEY_ID)

    with pytest.raises(ProtocolProblem):
        trusted(KEY_ID, (stranger,))


@given(st.binary(min_size=10, max_size=10), st.sampled_from([" ", "-", "", " - "]), st.booleans())
def test_a_code_is_read_however_it_is_typed(random: bytes, between: str, is_lower: bool) -> None:
    code = enrolment.code_of(random, KEY_ID)
    typed = str(code).replace("-", between).replace("O", "0").replace("I", "1").replace("B", "8")

    assert enrolment.read(typed.lower() if is_lower else typed) == code


@pytest.mark.parametrize("typed", ["", "AAAA", "A" * 31, "A" * 33, "A" * 31 + "9", "Ä" * 32, "A" * 31 + "\n\n"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        enrolment.read(typed)

    assert trouble.value.code is Problem.WRONG_CODE
