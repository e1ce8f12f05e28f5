import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from inspector_app.cli import policy, shell, workbook
from inspector_app.domain.policy import pack
from inspector_app.domain.policy.tables import COLUMNS
from tests.policies import changed, sealed, shipped, tables

ODD = ("=1+1", "+1", "-1", "@night", "'quoted", "1.50", "007", "2024-05-20", "22:00", "1E5", "TRUE", "#N/A", "_x0041_", "a\nb", "≥，。“”", "𠮷野家")  # fmt: skip


def run(*words: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    code = policy.run(list(words), out, err)
    return code, out.getvalue() + err.getvalue()


def exported(folder: Path, which: str = "721-v1") -> Path:
    book = folder / "pack.xlsx"
    book.write_bytes(_book(which))
    return book


@cache
def _book(which: str) -> bytes:
    with TemporaryDirectory() as folder:
        book = Path(folder) / "pack.xlsx"
        assert run("export", which, "--xlsx", str(book))[0] == 0
        return book.read_bytes()


def imported(book: Path, out: Path) -> tuple[int, dict[str, Any]]:
    code, said = run("import", str(book), "--out", str(out), "--json")
    answer: dict[str, Any] = json.loads(said.split("inspector policy:")[0])
    return code, answer


@pytest.fixture(name="edited")
def _edited(tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    def edit(change: Callable[[Any], None]) -> Path:
        file = exported(tmp_path)
        book = load_workbook(file)
        change(book)
        book.save(file)
        return file

    return edit


@pytest.mark.parametrize("name", sorted(shell.names()))
def test_a_pack_comes_back_byte_for_byte(name: str, tmp_path: Path) -> None:
    assert imported(exported(tmp_path, name), tmp_path / "back") == (0, {"pack": name, "digest": shipped(name).digest})
    assert {file.name: file.read_bytes() for file in (tmp_path / "back").iterdir()} == sealed(name)


def test_export_and_import_say_the_digest(tmp_path: Path) -> None:
    assert run("export", "721-v1", "--xlsx", str(tmp_path / "p.xlsx"))[1] == f"721-v1 {shipped().digest}\n"
    assert run("import", str(tmp_path / "p.xlsx"), "--out", str(tmp_path / "p"))[1] == f"721-v1 {shipped().digest}\n"


@pytest.mark.parametrize("word", ODD)
def test_an_odd_word_stays_a_word(word: str, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    files = tables()
    files["rules.csv"] = files["rules.csv"].replace(
        "禁掘期条款无单独罚则，只提示核查".encode(), b'"' + word.encode() + b'"'
    )
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert imported(exported(tmp_path, str(folder)), tmp_path / "back")[0] == 0
    back = {file.name: file.read_bytes() for file in (tmp_path / "back").iterdir()}
    assert pack.load(back).digest == pack.load(files).digest != shipped().digest


def test_each_table_is_a_sheet_with_a_header_that_stays_and_columns_that_fit(tmp_path: Path) -> None:
    book = load_workbook(exported(tmp_path, "721-v1.1"))
    assert book.sheetnames == [table for table in COLUMNS if f"{table}.csv" in tables("721-v1.1")]
    for sheet in book.worksheets:
        assert [cell.value for cell in sheet[1]] == list(COLUMNS[sheet.title])
        assert sheet.freeze_panes == "A2"
        assert all(cell.number_format == "@" and cell.data_type in "sn" for row in sheet for cell in row)
        assert all(cell.value is None or isinstance(cell.value, str) for row in sheet for cell in row)
    assert book["measures"].column_dimensions["C"].width >= 2 + 2 * len("讲解规定，做教育记录")
    assert book["rules"].column_dimensions["E"].width == workbook.WIDEST


def test_numbers_and_yes_that_a_spreadsheet_made_of_words_are_words_again(edited: Any, tmp_path: Path) -> None:
    def typed(book: Any) -> None:
        book["thresholds"]["B2"].value = 2.0
        book["questions"]["C2"].value = True

    assert imported(edited(typed), tmp_path / "back")[0] == 0
    assert b"passage_min,2," in (tmp_path / "back" / "thresholds.csv").read_bytes()


@pytest.mark.parametrize(
    ("sheet", "place", "value", "code", "field"),
    [
        ("thresholds", "B3", "=1000", "not_text", "thresholds:3"),
        ("pack", "B7", date(2024, 5, 20), "not_text", "pack:7"),
        ("rules", "E9", "attitude = obstruct", "unknown_name", "rules:9"),
        ("rules", "M4", "one too many", "wrong_columns", "rules:4"),
        ("bases", "A1", "name", "wrong_columns", "bases:1"),
        ("bases", "B200", "x" * 2001, "too_large", "bases:200"),
    ],
    ids=["formula", "date", "word", "column", "header", "length"],
)  # fmt: skip
def test_a_broken_sheet_is_named_with_its_line(
    sheet: str, place: str, value: object, code: str, field: str, edited: Any, tmp_path: Path
) -> None:
    book = edited(lambda book: book[sheet].__setitem__(place, value))
    status, answer = imported(book, tmp_path / "back")
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (2, code, field)
    assert not (tmp_path / "back").exists()


def test_a_line_keeps_its_number_under_an_empty_one(edited: Any, tmp_path: Path) -> None:
    def torn(book: Any) -> None:
        book["rules"].insert_rows(5)
        book["rules"]["F9"].value = "guess"

    status, answer = imported(edited(torn), tmp_path / "back")
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (2, "bad_effect", "rules:9")


def test_an_empty_line_does_not_change_the_pack(edited: Any, tmp_path: Path) -> None:
    assert imported(edited(lambda book: book["rules"].insert_rows(5)), tmp_path / "back")[0] == 0
    assert (tmp_path / "back" / "rules.csv").read_bytes() == tables()["rules.csv"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (lambda book: book.remove(book["flags"]), "missing_table", "flags:0"),
        (lambda book: book.create_sheet("notes"), "unknown_table", "notes"),
        (lambda book: book["words"].cell(1_048_576, 1, "far below"), "too_large", "words:0"),
        (lambda book: book["words"].cell(2, 16_384, "far right"), "wrong_columns", "words:2"),
    ],
)
def test_sheets_that_are_missing_strange_or_endless_are_refused(
    change: Callable[[Any], None], code: str, field: str, edited: Any, tmp_path: Path
) -> None:
    status, answer = imported(edited(change), tmp_path / "back")
    assert (status, answer["error"]["code"], answer["error"]["field"]) == (2, code, field)


def bomb(file: Path, part: str, content: bytes) -> Path:
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(part, content)
    return file


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = bomb(exported(tmp_path), "xl/media/bomb", b"\0" * (workbook.MAX_UNPACKED + 1))
    assert file.stat().st_size < 200_000
    assert imported(file, tmp_path / "back")[1]["error"]["code"] == "too_large"


def test_a_part_that_is_larger_than_it_declares_is_refused(tmp_path: Path) -> None:
    size = 40 << 20
    file = bomb(exported(tmp_path), "xl/media/bomb", b" " * size)
    raw, true, lie = file.read_bytes(), size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert raw.count(true) == 2, "the part's own header and the directory"
    file.write_bytes(raw.replace(true, lie))
    assert imported(file, tmp_path / "back")[1]["error"]["code"] == "broken_workbook"


def test_entities_are_refused(tmp_path: Path) -> None:
    for text in (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<!DOCTYPE a><a/>".encode("utf-16")):
        file = bomb(exported(tmp_path), "xl/extra.xml", text)
        assert imported(file, tmp_path / "back")[1]["error"]["code"] == "broken_workbook"


def test_too_many_parts_or_bytes_are_refused(tmp_path: Path) -> None:
    file = exported(tmp_path)
    with zipfile.ZipFile(file, "a") as parts:
        for number in range(workbook.MAX_PARTS):
            parts.writestr(f"xl/{number}", b"")
    assert imported(file, tmp_path / "back")[1]["error"]["code"] == "too_large"
    file.write_bytes(b"PK" + b"\0" * workbook.MAX_FILE)
    assert imported(file, tmp_path / "back")[1]["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"no,\xe6\x9d", b"\xd0\xcf\x11\xe0" * 200], ids=["empty", "cut", "text", "old"]
)
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "p.xlsx"
    file.write_bytes(content)
    assert imported(file, tmp_path / "back")[1]["error"]["code"] == "broken_workbook"
    assert imported(tmp_path / "absent.xlsx", tmp_path / "back")[1]["error"]["code"] == "unreadable"


def test_a_workbook_cut_off_or_garbled_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    whole = exported(tmp_path).read_bytes()
    file = tmp_path / "cut.xlsx"
    for at in range(0, len(whole), len(whole) // 40):
        for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            file.write_bytes(content)
            out = tmp_path / f"back{at}{len(content)}"
            status, _ = imported(file, out)
            assert (status == 2) != out.exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "mine").write_text("mine")
    status, answer = imported(exported(tmp_path), tmp_path / "back")
    assert (status, answer["error"]["code"]) == (2, "not_empty")
    assert [file.name for file in (tmp_path / "back").iterdir()] == ["mine"]


def test_a_control_character_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name, content in changed("rules.csv", "只提示核查", "只\x07提示核查").items():
        (folder / name).write_bytes(content)
    status, said = run("export", str(folder), "--xlsx", str(tmp_path / "p.xlsx"), "--json")
    assert status == 2
    assert "bad_text" in said
    assert not (tmp_path / "p.xlsx").exists()


def test_a_book_without_sheets_of_cells_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.create_chartsheet("rules")
    book.remove(book.worksheets[0])
    book.save(tmp_path / "p.xlsx")
    assert imported(tmp_path / "p.xlsx", tmp_path / "back")[0] == 2
