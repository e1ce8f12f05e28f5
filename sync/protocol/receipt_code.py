"""A receipt as the text of QR codes: packed, in the signs that a code holds most densely, in parts where it is long."""

import base64
import binascii
import re
import zlib

from msgspec.structs import replace

from sync.protocol.receipt_file import LARGEST_FILE, Fault, ReceiptFault, ReceiptFile, content

MARK = "721R1"
PART_SIGNS = 900  # of a code that a phone still reads well from paper
MOST_PARTS = 999
LONGEST_TEXT = 2 * LARGEST_FILE
_PART = re.compile(rf"{MARK}:([0-9]{{1,3}})/([0-9]{{1,3}}):([A-Z2-7]+)")
# What every receipt says alike. It is part of the protocol: another one would open nothing.
DICTIONARY = (
    b'{"account":null,"format":"721-receipt-file-1","keys":[{"key_id":"","public":"=","sig":"","signed_by":""},'
    b'{"key_id":"","public":"=","sig":"==","signed_by":""}],"receipts":[{"body":"{\\"alg\\":\\"ed25519\\",\\"centre\\":\\"'
    b'\\",\\"device\\":\\"\\",\\"digest\\":\\"\\",\\"epoch\\":\\"\\",\\"findings\\":0,\\"key_id\\":\\"\\",\\"missing\\":['
    b'],\\"missing_count\\":0,\\"photos\\":0,\\"quarantined\\":[{\\"reason\\":\\"unknown_finding\\",\\"seq\\":}'
    b'],\\"server_time\\":\\"2026-\\",\\"through_seq\\":}","sig":"=="}]}'
)


def texts(file: ReceiptFile) -> tuple[str, ...]:
    """`file` without its account, one text for each code."""
    packer = zlib.compressobj(9, zdict=DICTIONARY)
    packed = packer.compress(content(replace(file, account=None))) + packer.flush()
    signs = base64.b32encode(packed).decode().rstrip("=")
    parts = [signs[start : start + PART_SIGNS] for start in range(0, len(signs), PART_SIGNS)]
    return tuple(f"{MARK}:{number}/{len(parts)}:{part}" for number, part in enumerate(parts, 1))


def is_code(given: str) -> bool:
    """Whether it is meant as the text of codes."""
    return given.lstrip().upper().startswith(f"{MARK}:")


def read(given: str) -> bytes:
    """The file's bytes from the texts of all its codes, in any order, between blanks.

    Raises ReceiptFault: PART_MISSING, NOT_A_RECEIPT, ALTERED, TOO_LARGE.
    """
    if len(given) > LONGEST_TEXT:
        raise ReceiptFault(Fault.TOO_LARGE, "the text is too long")
    parts: dict[int, str] = {}
    totals: set[int] = set()
    for text in given.upper().split():
        found = _PART.fullmatch(text)
        if found is None:
            raise ReceiptFault(Fault.NOT_A_RECEIPT, "not the text of a receipt's code")
        number, total = int(found[1]), int(found[2])
        if parts.setdefault(number, found[3]) != found[3]:
            raise ReceiptFault(Fault.ALTERED, f"part {number} stands twice, and differs")
        totals.add(total)
    if len(totals) != 1 or not all(1 <= number <= max(totals) for number in parts):
        raise ReceiptFault(Fault.ALTERED, "the parts are of different receipts")
    absent = next((number for number in range(1, max(totals) + 1) if number not in parts), 0)
    if absent:
        raise ReceiptFault(Fault.PART_MISSING, f"part {absent} of {max(totals)}")
    return _unpacked("".join(parts[number] for number in sorted(parts)))


def _unpacked(signs: str) -> bytes:
    """At most LARGEST_FILE bytes, whatever the text claims."""
    opener = zlib.decompressobj(zdict=DICTIONARY)
    try:
        packed = base64.b32decode(signs + "=" * (-len(signs) % 8))
        plain = opener.decompress(packed, LARGEST_FILE + 1)
    except (binascii.Error, zlib.error) as trouble:
        raise ReceiptFault(Fault.ALTERED, "the code's text was changed or cut") from trouble
    if len(plain) > LARGEST_FILE:
        raise ReceiptFault(Fault.TOO_LARGE, f"a receipt has at most {LARGEST_FILE} bytes")
    if not opener.eof or opener.unused_data:
        raise ReceiptFault(Fault.ALTERED, "the code's text was cut")
    return plain
