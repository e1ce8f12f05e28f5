"""Writes a receipt into a file, and reads one back from whatever somebody was given: the file, the PDF, a code's text."""

import io
from pathlib import Path

from sync.protocol import receipt_code, receipt_file
from sync.protocol.receipt_file import Fault, ReceiptFault, ReceiptFile

LARGEST_PDF = 16 << 20  # bytes
LARGEST_PART = 4 << 20  # of a PDF, unpacked
PDF = b"%PDF-"
ATTACHED = "receipt.json"
FORMS = (".pdf", ".json")


def write(to: Path, file: ReceiptFile) -> Path:
    """Writes `file`, as a PDF where the name says so; whole or not at all. Raises OSError, ReceiptFault."""
    if to.suffix.lower() == ".pdf":
        from inspector_app.documents import receipt_pdf  # brings the typesetter with it

        written = receipt_pdf.draw(file)
    else:
        written = receipt_file.content(file)
    part = to.with_name(f"{to.name}.part")
    try:
        part.write_bytes(written)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return to


def read(given: bytes) -> ReceiptFile:
    """The receipt in these bytes, unchecked; raises ReceiptFault."""
    if given.startswith(PDF):
        given = _attached(given)
        if not given:
            raise ReceiptFault(Fault.NOT_A_RECEIPT, "no receipt is attached to this PDF")
    elif is_code(given):
        given = receipt_code.read(given.decode("ascii"))
    return receipt_file.read(given)


def is_code(given: bytes) -> bool:
    return given.isascii() and receipt_code.is_code(given.decode("ascii"))


def is_as_drawn(pdf: bytes, file: ReceiptFile) -> bool:
    """Whether this program draws the very same pages of `file`: then they say what it proves."""
    from inspector_app.documents import receipt_pdf

    return receipt_pdf.draw(file) == pdf


def _attached(pdf: bytes) -> bytes:
    """The receipt that a PDF carries, empty when it carries none; raises ReceiptFault."""
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import LimitReachedError

    if len(pdf) > LARGEST_PDF:
        raise ReceiptFault(Fault.TOO_LARGE, f"a PDF has at most {LARGEST_PDF} bytes")
    if b"%%EOF" not in pdf[-1024:]:
        raise ReceiptFault(Fault.TRUNCATED, "the PDF has no end")
    try:
        with apply_configuration(zlib_maximum_output_length=LARGEST_PART, lzw_maximum_output_length=LARGEST_PART):
            found = PdfReader(io.BytesIO(pdf), strict=True).attachments.get(ATTACHED)
            return bytes(found[0]) if found else b""
    except LimitReachedError as trouble:
        raise ReceiptFault(Fault.TOO_LARGE, "something in this PDF unpacks into too much") from trouble
    except Exception as trouble:  # a hostile file may break its reader anywhere
        raise ReceiptFault(Fault.ALTERED, f"the PDF cannot be read: {type(trouble).__name__}") from trouble
