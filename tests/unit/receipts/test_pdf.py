"""The receipt on paper: its words can be read by machines too, and it carries its own proof."""

import io
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inspector_app.documents import receipt_pdf
from inspector_app.documents import receipts as documents
from sync.protocol import receipt_file
from sync.protocol.receipt_file import Fault, ReceiptFault, ReceiptFile
from tests.receipts import PINNED, a_file, a_photo, a_statement, an_account, everything, signed_account

WHOLE = receipt_pdf.draw(everything())


def words(pdf: bytes) -> str:
    """All the text, without the breaks that lines make."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def fault(deed: Callable[[], object]) -> Fault:
    with pytest.raises(ReceiptFault) as trouble:
        deed()
    return trouble.value.code


def test_the_words_come_out_as_they_are_read() -> None:
    text = words(WHOLE)
    for said in (
        "上传回执", "还缺2张照片、17条流水", "Stillmissing:2photo(s)and17record(s)", "到第186条", "2026-11-2616:03:11", "花园路中队",
        "410105-0317", "第187–203条", "又有5条新流水", "现场0.jpg", "现场1.jpg", "花园路32号门前",
        "第17条所指任务不存在", "签名公钥指纹",
    ):  # fmt: skip
        assert said in text


def test_nothing_is_missing_is_said_plainly() -> None:
    text = words(receipt_pdf.draw(a_file()))
    assert "全部到达，没有缺失" in text
    assert "缺的照片" not in text


def test_the_same_receipt_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import sys; from inspector_app.documents import receipt_pdf; from tests.receipts import everything;"
        "sys.stdout.buffer.write(receipt_pdf.draw(everything()))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == WHOLE


def test_it_says_that_it_is_made_to_be_kept() -> None:
    assert b"<pdfaid:part>3</pdfaid:part>" in WHOLE
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in WHOLE


def test_only_our_own_fonts_are_in_it() -> None:
    pages: list[Any] = list(pypdf.PdfReader(io.BytesIO(WHOLE)).pages)
    named = [str(font.get_object()["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()]
    fonts = {name.partition("+")[2] for name in named}
    assert {name.split("-")[0] for name in fonts} == {"NotoSansSC", "DejaVuSansMono"}


def test_many_missing_photos_with_long_names_run_over_pages_and_none_is_lost() -> None:
    said = a_statement(missing=60)
    photos = tuple(
        a_photo(digest, n, file_name=f"{n}_{'很长的现场照片名' * 20}.jpg", address="地址" * 90)
        for n, digest in enumerate(said.missing)
    )
    account = signed_account(an_account(said, missing=photos))
    pdf = receipt_pdf.draw(replace(a_file(missing=60), account=account))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 5
    text = words(pdf)
    assert all(f"{n}_很长的现场照片名" in text for n in range(60))


def test_words_that_look_like_a_program_of_the_typesetter_stay_words() -> None:
    evil = '#read("/etc/passwd") $x$ *bold* [a] <b> \\ `c` @d'
    account = signed_account(
        an_account(a_statement(missing=1), unit=evil, missing=(a_photo("a" * 64, 0, file_name=evil),))
    )
    assert words(receipt_pdf.draw(replace(a_file(missing=1), account=account))).count("".join(evil.split())) == 2


def test_it_carries_the_receipt_that_it_shows() -> None:
    assert documents.read(WHOLE) == everything()
    assert documents.is_as_drawn(WHOLE, everything())


def test_pages_that_were_changed_are_not_as_drawn() -> None:
    assert not documents.is_as_drawn(receipt_pdf.draw(a_file()), everything())


@pytest.mark.parametrize("file", [a_file(), a_file(account=False, missing=3), a_file(missing=1000), everything()])
def test_every_kind_of_receipt_can_be_drawn(file: ReceiptFile) -> None:
    assert documents.read(receipt_pdf.draw(file)) == file


def test_a_file_that_proves_nothing_is_not_drawn() -> None:
    forged = replace(a_file(), keys=a_file(keys=2).keys[1:])
    assert fault(lambda: receipt_pdf.draw(forged)) is Fault.ALTERED


def test_a_pdf_without_a_receipt_is_none() -> None:
    empty = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(empty)
    assert fault(lambda: documents.read(empty.getvalue())) is Fault.NOT_A_RECEIPT


@pytest.mark.parametrize("length", [5, 1000, len(WHOLE) // 2, len(WHOLE) - 10])
def test_a_pdf_that_was_cut_is_called_so(length: int) -> None:
    assert fault(lambda: documents.read(WHOLE[:length])) is Fault.TRUNCATED


def test_a_pdf_of_any_size_is_not_read() -> None:
    assert fault(lambda: documents.read(b"%PDF-" + b" " * documents.LARGEST_PDF)) is Fault.TOO_LARGE


def a_bomb(size: int) -> bytes:
    """A small PDF whose attachment unpacks into `size` bytes."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b" " * size) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(receipt.json) 4 0 R]>>>>>>", b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
        b"<</Type/Filespec/F(receipt.json)/EF<</F 3 0 R>>>>",
    ]  # fmt: skip
    pdf, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(b"%010d 00000 n \n" % len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(offsets)
    return pdf + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)


@pytest.mark.parametrize("size", [1 << 21, 1 << 28])
def test_a_small_pdf_that_unpacks_into_much_is_stopped_at_the_bound(size: int) -> None:
    bomb = a_bomb(size)
    tracemalloc.start()
    try:
        assert fault(lambda: documents.read(bomb)) is Fault.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()


@given(place=st.integers(5, len(WHOLE) - 1), chunk=st.binary(min_size=1, max_size=8))
def test_a_broken_pdf_is_answered_with_a_code_or_carries_the_same_receipt(place: int, chunk: bytes) -> None:
    broken = WHOLE[:place] + chunk + WHOLE[place + len(chunk) :]
    try:
        file = documents.read(broken)
        receipt_file.check(file, PINNED)
    except ReceiptFault:
        return
    assert file == everything()


@pytest.mark.parametrize("ending", [".pdf", ".json", ".JSON"])
def test_it_is_written_whole_or_not_at_all(tmp_path: Path, ending: str) -> None:
    to = documents.write(tmp_path / f"receipt{ending}", everything())
    assert documents.read(to.read_bytes()) == everything()
    assert list(tmp_path.iterdir()) == [to]
    with pytest.raises(OSError):  # noqa: PT011 - whichever the system says
        documents.write(tmp_path / "absent" / f"receipt{ending}", everything())
