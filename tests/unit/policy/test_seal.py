"""The digests of a pack: a bit that turned is no other policy, and whoever changes a pack on purpose seals it anew."""

import io
import json
from pathlib import Path
from random import Random

import pytest

from inspector_app.cli import decide, policy, shell
from inspector_app.domain.policy import pack
from inspector_app.domain.policy.tables import CHANGED, DIGESTS, PackProblem, digests
from tests.policies import PACKS, sealed, shipped, tables


def turned(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def refused(files: dict[str, bytes]) -> str:
    """The file that is named as changed."""
    with pytest.raises(PackProblem) as trouble:
        pack.load(files)
    assert trouble.value.code == CHANGED
    return trouble.value.file


def written(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def run(*words: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    return policy.run(list(words), out, err), out.getvalue() + err.getvalue()


@pytest.mark.parametrize("name", sorted(shell.names()))
def test_the_digests_that_are_shipped_are_current(name: str) -> None:
    """After a change that is meant: `inspector policy seal resources/policy/NAME`."""
    assert sealed(name)[DIGESTS] == digests(tables(name))


@pytest.mark.parametrize("name", PACKS)
def test_a_sealed_pack_is_the_pack_that_it_was(name: str) -> None:
    assert pack.load(sealed(name)).digest == shipped(name).digest


@pytest.mark.parametrize("file", sorted(tables("721-v1.1")))
def test_a_bit_that_turns_in_any_table_is_refused_by_its_name(file: str) -> None:
    files, random = sealed(), Random(721)
    for _ in range(50):
        broken = turned(files[file], random.randrange(len(files[file])), random.randrange(8))
        assert refused(files | {file: broken}) == file


def test_no_bit_of_the_digests_can_turn_unnoticed() -> None:
    files, random = sealed(), Random(721)
    for place in random.sample(range(len(files[DIGESTS])), 200):
        refused(files | {DIGESTS: turned(files[DIGESTS], place, random.randrange(8))})


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"\xff", b"[" * 100_000, b"{"])
def test_digests_that_say_nothing_are_no_digests(content: bytes) -> None:
    assert refused(sealed() | {DIGESTS: content}) == DIGESTS


def test_a_table_that_went_or_came_is_refused() -> None:
    files = sealed()
    assert refused({name: content for name, content in files.items() if name != "contradictions.csv"}) == (
        "contradictions.csv"
    )
    assert refused(files | {"neutral.csv": sealed("example-city")["neutral.csv"]}) == "neutral.csv"


def test_a_change_that_is_meant_is_sealed_anew(tmp_path: Path) -> None:
    files = sealed("721-v1")
    files["thresholds.csv"] = files["thresholds.csv"].replace(b"passage_min,1.5", b"passage_min,1.6")
    folder = written(tmp_path / "p", files)
    assert run("export", str(folder), "--xlsx", str(tmp_path / "p.xlsx")) == (
        shell.BAD_INPUT,
        f"inspector policy: pack_changed thresholds:0: thresholds.csv is not as {DIGESTS} names it\n",
    )

    status, said = run("seal", str(folder), "--json")

    assert (status, json.loads(said)["digest"]) == (0, pack.load(files | {DIGESTS: digests(files)}).digest)
    assert run("export", str(folder), "--xlsx", str(tmp_path / "p.xlsx"))[0] == 0
    assert sorted(file.name for file in folder.iterdir()) == sorted(files)


@pytest.mark.parametrize("where", ["721-v1", "there/is/none"])
def test_only_a_folder_is_sealed_and_never_a_released_pack_by_its_name(where: str) -> None:
    assert run("seal", where)[0] == shell.BAD_INPUT


def test_what_is_no_pack_is_not_sealed(tmp_path: Path) -> None:
    folder = written(tmp_path / "p", tables() | {"rules.csv": b""})
    assert run("seal", str(folder))[0] == shell.BAD_INPUT
    assert not (folder / DIGESTS).exists()


def test_a_pack_that_its_author_works_on_loads_and_the_check_says_that_it_is_not_sealed(tmp_path: Path) -> None:
    folder = written(tmp_path / "p", tables("example-city"))
    status, said = run("check", str(folder), "--lang", "en")
    assert (status, "not sealed" in said) == (0, True)
    assert json.loads(run("check", str(folder), "--json")[1])["sealed"] is False
    run("seal", str(folder))
    assert "未封存" not in run("check", str(folder))[1]
    assert json.loads(run("check", str(folder), "--json")[1])["sealed"] is True


def test_decide_refuses_a_damaged_pack_by_code_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sealed("721-v1")
    written(tmp_path / "721-v1", files | {"rules.csv": files["rules.csv"].replace(b"management", b"enforcement", 1)})
    monkeypatch.setattr(shell, "packs", lambda: tmp_path)
    out = io.StringIO()
    assert decide.run(["--facts", "-"], io.StringIO('{"category": "stall"}'), out, io.StringIO()) == decide.SOME_ERROR
    error = json.loads(out.getvalue())["error"]
    assert (error["code"], error["field"]) == (CHANGED, "rules:0")
