"""`inspector receipt` as people call it."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from inspector_app.cli import receipt, shell
from inspector_app.documents import receipts as documents
from sync.protocol import receipt_code, receipt_file
from sync.protocol.receipt_file import Gap
from tests.receipts import CENTRE_KEYS, EPOCH, PINNED, STRANGER, a_file, a_statement, centre_key, everything, signed


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with one receipt in each of its three forms."""
    documents.write(tmp_path / "r.json", everything())
    documents.write(tmp_path / "r.pdf", everything())
    (tmp_path / "r.txt").write_text("\n".join(receipt_code.texts(everything())))
    return tmp_path


def asked(*words: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = receipt.run([str(word) for word in words], out, err)
    return code, out.getvalue(), err.getvalue()


def refused(*words: object) -> str:
    """The code of the refusal; what was told beside it is one line."""
    code, out, err = asked("verify", *words, "--json")
    assert (code, err.count("\n")) == (2, 1)
    return str(json.loads(out)["error"]["code"])


@pytest.mark.parametrize("form", ["r.json", "r.pdf", "r.txt"])
def test_each_form_is_verified_by_the_fingerprint(given: Path, form: str) -> None:
    code, out, err = asked("verify", given / form, "--key", PINNED.lower())
    assert (code, err) == (shell.FOUND, ""), "something is missing"
    assert out.startswith("VERIFIED: signed by the key ")
    for said in (
        "through 186",
        "findings       23",
        "57, 2 of them missing",
        "9f3c71ab" * 8,
        "line 17: unknown_task",
        a_statement().server_time,
    ):
        assert said in out


def test_a_receipt_that_lacks_nothing_is_good(tmp_path: Path) -> None:
    documents.write(tmp_path / "r.json", a_file())
    code, out, _ = asked("verify", tmp_path / "r.json", "--key", PINNED)
    assert code == shell.ALL_GOOD
    assert "COMPLETE: nothing is missing" in out.splitlines()


def test_a_code_never_says_that_nothing_is_missing_because_it_does_not_know_which_lines_follow(tmp_path: Path) -> None:
    lacking = a_file(gaps=(Gap(epoch=EPOCH, first=187, last=203),), last_seq=203)
    (tmp_path / "r.txt").write_text("\n".join(receipt_code.texts(lacking)))
    code, out, _ = asked("verify", tmp_path / "r.txt", "--key", PINNED)
    assert (code, "COMPLETE" in out) == (shell.FOUND, False)
    assert "NO PHOTO MISSING up to line 186; whether lines follow is not known" in out
    code, out, _ = asked("verify", tmp_path / "r.txt", "--key", PINNED, "--json")
    assert (code, json.loads(out)["complete"]) == (shell.FOUND, None)


def test_the_report_names_photos_and_gaps(given: Path) -> None:
    _, out, _ = asked("verify", given / "r.json", "--key", PINNED)
    for said in (
        "INCOMPLETE",
        "现场0.jpg",
        "花园路 32 号门前",
        "lines 187 to 203",
        "5 newer lines",
        "not by the centre",
    ):
        assert said in out


def test_without_a_key_it_says_whose_it_trusted_and_does_not_call_it_verified(given: Path) -> None:
    code, out, _ = asked("verify", given / "r.json")
    shown = "-".join(PINNED[start : start + 4] for start in range(0, 16, 4))
    assert code == shell.FOUND
    assert f"NOT VERIFIED: signed by the key with fingerprint {shown}" in out
    assert not out.startswith("VERIFIED")


@pytest.mark.parametrize("form", ["base64", "pem"])
def test_a_file_with_the_public_key_does_as_well(given: Path, form: str) -> None:
    key = given / "centre.pub"
    pem = CENTRE_KEYS[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key.write_bytes(pem if form == "pem" else f"{centre_key(CENTRE_KEYS[0]).public}\n".encode())
    assert asked("verify", given / "r.json", "--key", key)[1].startswith("VERIFIED")
    key.write_bytes(b"nothing")
    assert refused(given / "r.json", "--key", key) == "no_key"


def test_everything_is_told_to_programs_too(given: Path) -> None:
    code, out, _ = asked("verify", given / "r.pdf", "--key", PINNED, "--json")
    said: dict[str, Any] = json.loads(out)
    assert (code, said["verified"], said["complete"], said["pages_as_drawn"]) == (1, True, False, True)
    assert (said["statements"][0]["through_seq"], said["account"]["missing"][0]["file_name"]) == (186, "现场0.jpg")


def test_pages_that_do_not_show_what_they_carry_are_told_apart(given: Path) -> None:
    painted = (given / "r.pdf").read_bytes().replace(b"/MediaBox", b"/CropBox ", 1)
    (given / "r.pdf").write_bytes(painted)
    code, out, _ = asked("verify", given / "r.pdf", "--key", PINNED)
    assert out.startswith("VERIFIED")
    assert "\nPAGES NOT PROVED" in out
    assert code == 1, "also where nothing is missing: another program looks at the code alone"


def test_what_proves_nothing_is_refused_with_its_code(given: Path) -> None:
    whole = (given / "r.json").read_bytes()
    other = centre_key(STRANGER).key_id
    forged = replace(a_file(), receipts=(signed(a_statement(key_id=other)),))
    for content, code in (
        (whole.replace(b"186", b"187", 1), "altered"), (whole[:700], "truncated"), (b"hello", "not_a_receipt"), (b"", "not_a_receipt"),
        (b" " * (documents.LARGEST_PDF + 1), "too_large"), (b" " * (receipt_file.LARGEST_FILE + 1), "too_large"),
        (receipt_file.content(forged), "unknown_key"), (receipt_code.texts(a_file(missing=30))[0].encode(), "part_missing"),
        ((given / "r.pdf").read_bytes()[:900], "truncated"),
    ):  # fmt: skip
        (given / "shown").write_bytes(content)
        assert refused(given / "shown", "--key", PINNED) == code
    assert refused(given / "r.json", "--key", other) == "wrong_key"
    assert refused(given / "r.json", "--key", "no key") == "no_key"
    assert refused(given / "absent") == "unreadable"
    assert refused(given) == "unreadable"


def test_a_code_is_read_from_standard_input_by_the_real_program(given: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "inspector_app", "receipt", "verify", "-", "--key", PINNED],
        input=(given / "r.txt").read_bytes(), capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith(b"VERIFIED")


@pytest.mark.parametrize(
    "words", [(), ("burn",), ("verify",), ("verify", "a", "b"), ("export",), ("export", "--out", "r.txt")]
)
def test_called_wrongly_it_says_how(words: tuple[str, ...]) -> None:
    code, _, err = asked(*words)
    assert code == 64
    assert "usage: inspector receipt" in err or not words


@pytest.mark.parametrize("deed", receipt.DEEDS)
def test_every_deed_explains_itself(deed: str) -> None:
    code, out, _ = asked(deed, "-h")
    assert (code, out.startswith(f"usage: inspector receipt {deed}")) == (0, True)


@pytest.mark.parametrize("words", [("list",), ("export", "--out", "r.json")])
def test_without_data_of_a_laptop_there_is_nothing_to_list_and_none_is_made(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, _ = asked(*words, "--data", tmp_path, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "no_data")
    assert list(tmp_path.iterdir()) == []


def test_verifying_brings_no_qt_and_no_database(given: Path) -> None:
    program = (
        f"import sys; from inspector_app.__main__ import main; main(['receipt', 'verify', {str(given / 'r.json')!r}])\n"
    )
    program += "sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {
        name for name in done.stderr.split() if name.startswith(("PySide6", "sqlcipher3", "requests", "typst", "pypdf"))
    }
