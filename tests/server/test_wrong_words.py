"""Whoever types a wrong word gets one plain sentence and an exit code, and nothing has happened."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector_app.config import VERSION
from sync.server.__main__ import main
from tests.server.conftest import House
from tests.server.laptop import Laptop

Said = pytest.CaptureFixture[str]
TASK = ("tasks", "add", "--title", "核实")
LONG = "x" * 5000
NOT_UTF8 = "\udcff"

WRONG = [
    *(
        ("serve", "--port", port)
        for port in ("65536", "99999", "-1", "80000000000", "9" * 5000, "x", "", "８０", "1.0")
    ),
    *(
        ("serve", "--photos-url", url)
        for url in ("ftp://x", "memory:///", "file:///x", "s3://", "s3://[", "x", "", LONG)
    ),
    *(
        ("serve", "--database-url", f"postgresql://{url}")
        for url in ("", "h", "h:x/d", "h:0/d", "h:99999/d", "h/d?foo=1")
    ),
    *(("serve", "--database-url", url) for url in ("mysql://h/d", "nonsense", "", NOT_UTF8)),
    *(("serve", "--host", host) for host in ("0.0.0.0", "", LONG)),  # noqa: S104
    *(("findings", "list", "--limit", limit) for limit in ("0", "-3", "x", "100001", "9" * 23)),
    *(("findings", "list", "--search", text) for text in (NOT_UTF8, LONG)),
    ("findings", "list", "--tier", LONG),
    *(("findings", "show", finding) for finding in ("", NOT_UTF8, LONG)),
    *(("findings", "export", "--out", out) for out in ("all.xlsx", "all", "", ".", "/", "-", LONG)),
    *((*TASK, "--lat", lat, "--lon", "1") for lat in ("nan", "inf", "91", "-90.1", "x", "", "1e999")),
    *((*TASK, "--due", due) for due in ("tomorrow", "2026-12-31", "0001-01-01T00:00", "2026-02-30T10:00", "", LONG)),
    (*TASK, "--due", "9999-12-31T23:59-12:00"),
    *((*TASK, option, "") for option in ("--officer", "--device", "--title")),
    (*TASK, "--title", " \n\t"),
    (*TASK, "--title", NOT_UTF8),
    *(
        (*TASK, option, LONG + LONG)
        for option in ("--title", "--note", "--address", "--about", "--officer", "--device")
    ),
    (*TASK, "--kind", "paint"),
    (*TASK, "--officer", "1", "--device", "2"),
    *(
        (*deed, name)
        for deed in (("users", "add"), ("users", "remove"))
        for name in ("", " ", NOT_UTF8, LONG, "a\u200bb")
    ),
    ("users", "add"),
    *(("leaders", "add", "--name", "周正", "--number", number) for number in ("", "4 1", "四", NOT_UTF8, LONG)),
    *(("leaders", "add", "--number", "1", "--name", name) for name in ("", " ", NOT_UTF8, LONG)),
    ("leaders", "add", "--number", "1"),
    ("leaders", "remove", "四"),
    *(("devices", "revoke", device) for device in ("", NOT_UTF8, LONG)),
    *(("backup", "--out", out) for out in ("", ".", "/")),
    *(("restore", "--from", source) for source in ("", ".", "/")),
    ("paint",),
    ("findings", "paint"),
    ("findings",),
]


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """Commands that run here leave the suite's own as it was."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:60])
def test_a_wrong_value_is_refused_before_anything_is_done(words: tuple[str, ...], tmp_path: Path, capsys: Said) -> None:
    data = ["--data", str(tmp_path / "centre")] if len(words) > 1 else []

    code = exit_code(*words, *data)

    said = capsys.readouterr()
    assert (code, said.out) == (64, "")
    assert said.err.splitlines()[-1].startswith("inspector-center")
    assert len(said.err) < 1500
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
@pytest.mark.parametrize(
    "words",
    [
        ("enrol-code",), TASK, ("tasks", "list"), ("findings", "list"), ("findings", "show", "f-1"), ("devices", "list"),
        ("devices", "revoke", "d"), ("users", "list"), ("users", "remove", "x"), ("keys", "rotate"), ("keys", "list"),
        ("receipts", "verify", "r.json"),
    ],
)  # fmt: skip
def test_only_serving_and_restoring_make_a_centre(
    words: tuple[str, ...], database: str, tmp_path: Path, capsys: Said, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "wrong").mkdir()
    told = ["--database-url", request.getfixturevalue("postgres_url")] if database == "postgresql" else []

    for place in ("typo", "wrong"):
        assert exit_code(*words, "--data", str(tmp_path / place), *told) == 1
        assert "there is no centre in " in capsys.readouterr().err

    assert [path.name for path in tmp_path.rglob("*")] == ["wrong"]


def test_nothing_is_taken_from_a_place_without_a_centre(tmp_path: Path, capsys: Said) -> None:
    for words in (
        ("backup", "--out", str(tmp_path / "b.tar")),
        ("findings", "export", "--out", str(tmp_path / "a.csv")),
    ):
        assert exit_code(*words, "--data", str(tmp_path / "typo")) == 1
        assert capsys.readouterr().err == (
            f"inspector-center: there is no centre in {tmp_path / 'typo'}; `inspector-center serve` makes one\n"
        )

    assert list(tmp_path.iterdir()) == []


def test_a_database_whose_keys_lie_elsewhere_is_not_touched(own_centre: House, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "wrong").mkdir()
    if own_centre.settings.database_url:
        assert exit_code("findings", "list", "--data", str(tmp_path / "wrong"), *own_centre.told[2:]) == 1
        assert "the signing key" in capsys.readouterr().err

    assert list((tmp_path / "wrong").iterdir()) == []


def test_a_task_for_a_laptop_that_would_never_get_it_is_refused(
    embedded: House, laptops: Callable[[House], Laptop], capsys: Said
) -> None:
    laptop = laptops(embedded)
    embedded.run("devices", "revoke", laptop.device)

    for device, why in (("nope", "there is no device nope"), (laptop.device, f"revoked is the device {laptop.device}")):
        assert exit_code(*TASK, "--device", device, *embedded.told) == 1
        assert capsys.readouterr().err == f"inspector-center: {why}: it would never get the task\n"

    assert embedded.run("tasks", "list") == ""


def test_half_a_place_is_no_place(embedded: House, capsys: Said) -> None:
    for half in ("--lat", "--lon"):
        assert exit_code(*TASK, half, "34", *embedded.told) == 64
        assert capsys.readouterr().err == "inspector-center: --lat and --lon make a place together\n"

    assert embedded.run("tasks", "list") == ""


def test_a_password_in_a_database_url_is_never_said_back(tmp_path: Path, capsys: Said) -> None:
    for url in ("mysql://n:secret@h/d", "postgresql://n:secret@h:x/d", "postgresql://n:secret@127.0.0.1:1/d"):
        assert exit_code("enrol-code", "--data", str(tmp_path), "--database-url", url) in (1, 64)
        assert "secret" not in capsys.readouterr().err


def test_what_is_no_database_is_said_in_a_sentence(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "centre.db").write_bytes(os.urandom(9000))

    assert exit_code("findings", "list", "--data", str(tmp_path)) == 1
    assert capsys.readouterr().err == "inspector-center: the database cannot be used: file is not a database\n"


@pytest.mark.xdist_group("postgres")
def test_a_database_that_does_not_exist_is_said_in_a_sentence(postgres_url: str, tmp_path: Path, capsys: Said) -> None:
    url = f"{postgres_url.rpartition('/')[0]}/nowhere"

    assert exit_code("findings", "list", "--data", str(tmp_path), "--database-url", url) == 1
    assert capsys.readouterr().err == (
        'inspector-center: the database cannot be used: database "nowhere" does not exist\n'
    )


def test_a_port_that_is_taken_makes_no_centre(tmp_path: Path, capsys: Said) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        assert exit_code("serve", "--data", str(tmp_path / "centre"), "--port", port) == 1

    assert f"cannot listen on 127.0.0.1, port {port}: " in capsys.readouterr().err
    assert not (tmp_path / "centre").exists()


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_no_traceback(embedded: House, stream: str) -> None:
    closing = {"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-"}[stream]
    command = [sys.executable, "-m", "sync.server", "users", "add", "somebody", *embedded.told]

    done = subprocess.run(
        ["sh", "-c", f'"$@" {closing}', "sh", *command],
        input="long enough\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == (0 if stream == "stderr" else 1)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == (0 if stream == "stderr" else 1)


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" | head -1', "sh", sys.executable, "-m", "sync.server", "openapi"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout, "Traceback" in done.stderr, "Exception" in done.stderr) == ("{\n", False, False)


def test_the_version_is_said(capsys: Said) -> None:
    assert exit_code("--version") == 0
    assert capsys.readouterr().out == f"inspector-center {VERSION}\n"


def exit_code(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as ended:
        return int(ended.code or 0)
