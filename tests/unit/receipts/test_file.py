"""A receipt's file proves what it says to whoever holds one key, and nothing once a byte of it is another."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sync.protocol import receipt_code, receipt_file, receipts
from sync.protocol.receipt_file import Fault, ReceiptFault, ReceiptFile
from sync.protocol.receipts import CentreKey
from tests.receipts import (
    CENTRE_KEYS,
    DEVICE,
    PINNED,
    STRANGER,
    a_file,
    a_statement,
    an_account,
    centre_key,
    chain,
    everything,
    signed,
    signed_account,
)

WHOLE = receipt_file.content(everything())
TEXTS = receipt_code.texts(everything())


def fault(deed: Callable[[], object]) -> Fault:
    with pytest.raises(ReceiptFault) as trouble:
        deed()
    return trouble.value.code


def proved(given_bytes: bytes, pinned: str = PINNED) -> receipt_file.Checked:
    return receipt_file.check(receipt_file.read(given_bytes), pinned)


def test_a_receipt_proves_itself_to_whoever_pins_its_key() -> None:
    found = proved(WHOLE)
    assert (found.key_id, found.is_pinned, found.is_complete) == (PINNED, True, False)
    assert (found.statements[0].device, found.account and found.account.gaps[0].last) == (DEVICE, 203)


def test_without_a_pinned_key_it_is_whole_and_no_more() -> None:
    found = proved(WHOLE, "")
    assert (found.key_id, found.is_pinned) == (PINNED, False)


@pytest.mark.parametrize(
    ("file", "complete"),
    [
        (a_file(), True), (a_file(missing=1), False), (everything(), False),
        (a_file(account=False), None), (a_file(missing=1, account=False), False),
    ],
)  # fmt: skip
def test_complete_means_that_nothing_is_missing_and_without_an_account_nobody_knows(
    file: ReceiptFile, complete: bool | None
) -> None:
    assert receipt_file.check(file).is_complete is complete


@given(place=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255), pinned=st.sampled_from([PINNED, ""]))
def test_a_file_with_any_byte_changed_proves_nothing(place: int, byte: int, pinned: str) -> None:
    changed = WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :]
    if changed != WHOLE:
        assert fault(lambda: proved(changed, pinned)) is not None


@pytest.mark.parametrize("byte", [0, 1, 0x20, 0x30, 0x41, 0xFF])
def test_no_place_of_a_file_is_overlooked(byte: int) -> None:
    for place in range(len(WHOLE)):
        changed = WHOLE[:place] + bytes([WHOLE[place] ^ byte if byte == 1 else byte]) + WHOLE[place + 1 :]
        if changed != WHOLE:
            fault(lambda changed=changed: proved(changed, ""))  # type: ignore[misc]


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_that_was_cut_proves_nothing(length: int) -> None:
    assert fault(lambda: proved(WHOLE[:length])) in (Fault.TRUNCATED, Fault.NOT_A_RECEIPT, Fault.ALTERED)


def test_a_file_that_was_cut_in_the_middle_is_called_so() -> None:
    assert fault(lambda: proved(WHOLE[: len(WHOLE) // 2])) is Fault.TRUNCATED


@given(st.binary(max_size=400))
def test_whatever_bytes_come_are_answered_with_a_code(given_bytes: bytes) -> None:
    fault(lambda: proved(given_bytes))


@given(st.text(max_size=400))
def test_whatever_text_comes_after_the_mark_is_answered_with_a_code(text: str) -> None:
    fault(lambda: proved(receipt_code.read(f"721R1:{text}")))


@pytest.mark.parametrize(
    "nonsense", [b"[" * 100_000, b'{"account":' * 50_000, b'{"account":null,"format":"x"}', b"\xff" * 9]
)
def test_deep_and_broken_nesting_is_answered_with_a_code(nonsense: bytes) -> None:
    fault(lambda: proved(nonsense))


def test_what_is_too_large_is_not_even_read() -> None:
    assert fault(lambda: receipt_file.read(b" " * (receipt_file.LARGEST_FILE + 1))) is Fault.TOO_LARGE
    assert fault(lambda: receipt_code.read("721R1:" + "A" * receipt_code.LONGEST_TEXT)) is Fault.TOO_LARGE


def test_a_small_text_that_unpacks_into_much_is_stopped_at_the_bound() -> None:
    import base64
    import zlib

    packer = zlib.compressobj(9, zdict=receipt_code.DICTIONARY)
    packed = packer.compress(b" " * (64 << 20)) + packer.flush()
    signs = base64.b32encode(packed).decode().rstrip("=")
    assert fault(lambda: receipt_code.read(f"721R1:1/1:{signs}")) is Fault.TOO_LARGE


def test_another_key_is_the_wrong_one() -> None:
    assert fault(lambda: proved(WHOLE, centre_key(STRANGER).key_id)) is Fault.WRONG_KEY


def test_an_older_key_vouches_for_a_newer_one_and_never_the_other_way() -> None:
    older, newer = receipt_file.content(a_file()), receipt_file.content(a_file(keys=3))
    assert proved(newer, PINNED).is_pinned
    assert proved(newer, chain(3)[2].key_id).is_pinned
    assert fault(lambda: proved(older, chain(2)[1].key_id)) is Fault.WRONG_KEY
    both = replace(a_file(), keys=chain(2))
    assert fault(lambda: receipt_file.check(both, chain(2)[1].key_id)) is Fault.WRONG_KEY


def test_a_receipt_of_a_key_that_nobody_vouches_for_is_unknown() -> None:
    stranger = centre_key(STRANGER).key_id
    forged = replace(a_file(), receipts=(signed(a_statement(key_id=stranger)),))
    assert fault(lambda: receipt_file.check(forged)) is Fault.UNKNOWN_KEY


@pytest.mark.parametrize(
    "keys",
    [
        (chain(2)[1], chain(2)[0]),
        (chain()[0], chain()[0]),
        (chain()[0], CentreKey(chain(2)[1].key_id, chain(2)[1].public, PINNED, chain(3)[2].sig)),
        (CentreKey(PINNED, centre_key(STRANGER).public),),
        (CentreKey(PINNED, chain()[0].public, PINNED, ""),),
    ],
    ids=["newer first", "twice", "wrong signature", "another key under its name", "a root that is signed"],
)
def test_keys_that_do_not_vouch_for_each_other_prove_nothing(keys: tuple[CentreKey, ...]) -> None:
    assert fault(lambda: receipt_file.check(replace(a_file(), keys=keys))) is Fault.ALTERED


def test_an_account_of_another_laptop_does_not_stand_beside_it() -> None:
    other = signed_account(an_account(a_statement(), device="another"))
    assert fault(lambda: receipt_file.check(replace(a_file(), account=other))) is Fault.ALTERED


def test_an_account_signed_by_somebody_else_is_named_by_another_key() -> None:
    """Only the centre knows whose key it is; the reader is told which one it was."""
    forged = replace(a_file(), account=signed_account(an_account(a_statement()), STRANGER))
    assert receipt_file.check(forged).laptop_key != receipt_file.check(a_file()).laptop_key


def test_only_the_keys_that_lead_to_the_signers_are_shown() -> None:
    second = chain(3)[1].key_id
    assert receipt_file.path(chain(3), PINNED, {second}) == chain(2)
    assert receipt_file.path(chain(3), second, {chain(3)[2].key_id}) == (centre_key(CENTRE_KEYS[1]), chain(3)[2])
    assert receipt_file.path(chain(3), PINNED, {PINNED}) == chain()


@pytest.mark.parametrize(
    "typed", [PINNED, PINNED.lower(), "-".join((PINNED[:4], PINNED[4:8], PINNED[8:])), f" {PINNED} "]
)
def test_a_fingerprint_is_read_as_people_type_it(typed: str) -> None:
    assert receipt_file.pin(typed) == PINNED


@pytest.mark.parametrize("typed", ["", "ABCD", "9" * 16, f"{PINNED}A", "receipt.json", "ＡＢＣＤ" * 4])
def test_what_is_no_fingerprint_is_none(typed: str) -> None:
    assert receipt_file.pin(typed) == ""


@pytest.mark.parametrize("file", [a_file(), a_file(missing=30), a_file(missing=1000), everything()])
def test_the_codes_carry_the_signed_part_in_any_order(file: ReceiptFile) -> None:
    texts = receipt_code.texts(file)
    assert all(len(text) < 1000 for text in texts)
    for given_text in ("\n".join(reversed(texts)), " ".join(texts).lower(), "\n".join((*texts, texts[0]))):
        assert receipt_file.read(receipt_code.read(given_text)) == replace(file, account=None)


def test_one_code_holds_what_is_usual() -> None:
    assert len(receipt_code.texts(a_file())) == len(receipt_code.texts(a_file(missing=1))) == 1


def test_a_code_that_is_missing_is_named() -> None:
    texts = receipt_code.texts(a_file(missing=30))
    with pytest.raises(ReceiptFault) as trouble:
        receipt_code.read(texts[0])
    assert (trouble.value.code, trouble.value.detail) == (Fault.PART_MISSING, f"part 2 of {len(texts)}")


def test_codes_of_two_receipts_prove_nothing() -> None:
    mixed = f"{receipt_code.texts(a_file(missing=30))[0]} {receipt_code.texts(a_file(missing=31))[1]}"
    assert fault(lambda: receipt_code.read(mixed)) in (Fault.ALTERED, Fault.PART_MISSING)
    assert fault(lambda: receipt_code.read("721R1:1/1:AA 721R1:1/1:BB")) is Fault.ALTERED
    assert fault(lambda: receipt_code.read("721R1:3/2:AA")) is Fault.ALTERED
    assert fault(lambda: receipt_code.read("721R1:0/0:AA")) is Fault.ALTERED


@given(
    place=st.integers(len("721R1:1/1:"), len(TEXTS[0]) - 1), sign=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
)
def test_a_code_with_any_sign_changed_proves_nothing_else(place: int, sign: str) -> None:
    changed = TEXTS[0][:place] + sign + TEXTS[0][place + 1 :]
    try:
        file = receipt_file.read(receipt_code.read(" ".join((changed, *TEXTS[1:]))))
        receipt_file.check(file, PINNED)
    except ReceiptFault:
        return
    assert file == replace(everything(), account=None)  # the last sign carries bits that stand for nothing


def test_marks_keep_an_account_from_passing_for_a_receipt() -> None:
    assert receipt_file.ACCOUNT_MARK != receipts.RECEIPT_MARK
