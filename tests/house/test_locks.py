"""The locks: exact, hashed, without a host, one version of a package in all of them, and a wheel on every platform."""

import ast
import hashlib
import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from build_spec import lock, wheels
from tests.house import tree

PROJECT = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(file: Path) -> dict[str, str]:
    return {line.name: str(line.specifier) for line, _ in wheels.locked(file.read_text(encoding="utf-8"))}


def needs(extras: tuple[str, ...]) -> list[Requirement]:
    optional = [text for extra in extras for text in PROJECT["optional-dependencies"][extra]]
    return [Requirement(text) for text in [*PROJECT["dependencies"], *optional]]


@pytest.mark.parametrize("file", lock.LOCKS, ids=tree.name)
def test_a_lock_names_no_host(file: Path) -> None:
    assert re.search(r"https?:|--(extra-)?index|--find-links|@ file", file.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("file", lock.LOCKS, ids=tree.name)
def test_every_line_is_exact_and_hashed(file: Path) -> None:
    for requirement, entry in wheels.locked(file.read_text(encoding="utf-8")):
        assert [part.operator for part in requirement.specifier] == ["=="], requirement
        assert "--hash=sha256:" in entry, requirement


@pytest.mark.parametrize(("file", "extras"), lock.LOCKS.items(), ids=str)
def test_a_lock_answers_what_the_project_asks_for(file: Path, extras: tuple[str, ...]) -> None:
    have = {canonicalize_name(name): version.removeprefix("==") for name, version in pins(file).items()}

    missing = [
        str(need) for need in needs(extras) if not need.specifier.contains(have.get(canonicalize_name(need.name), "0"))
    ]

    assert missing == []


@pytest.mark.parametrize("file", lock.LOCKS, ids=tree.name)
def test_a_package_has_one_version_in_all_locks(file: Path) -> None:
    assert pins(file).items() <= pins(lock.EVERYTHING).items()


def test_a_server_carries_no_qt() -> None:
    server = pins(tree.ROOT / "build_spec" / "server.lock")

    assert [name for name in server if re.match(r"pyside|shiboken|qt", name)] == []


def test_the_server_asks_for_all_that_it_imports() -> None:
    owners = metadata.packages_distributions()
    asked = {canonicalize_name(need.name) for need in needs(("server",))}
    code = [ast.parse(file.read_text(encoding="utf-8")) for file in (tree.ROOT / "sync" / "server").rglob("*.py")]
    named = {name.partition(".")[0] for module in code for node in ast.walk(module) for name in imported(node)}

    foreign = {canonicalize_name(owners[name][0]) for name in named if name in owners}

    assert foreign - {"inspector-721"} <= asked
    assert {"argon2-cffi", "litestar", "sqlalchemy"} <= foreign


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_no_plaintext_keyring_and_no_gpl_codec_comes_along() -> None:
    assert {"keyrings-alt", "pillow-heif", "gmssl"} & set(pins(lock.EVERYTHING)) == set()


@pytest.mark.parametrize("platform", wheels.PLATFORMS, ids=lambda platform: platform.name)
@pytest.mark.parametrize("python", wheels.PYTHONS, ids=str)
def test_every_package_has_a_wheel_there(platform: wheels.Platform, python: tuple[int, int]) -> None:
    proof = json.loads(wheels.PROOF.read_text(encoding="utf-8"))
    fitting = [name for name in proof["wheels"] if parse_wheel_filename(name)[3] & wheels.tags(platform, python)]
    have = {(name, str(version)) for name, version, *_ in map(parse_wheel_filename, fitting)}

    text = wheels.LOCK.read_text(encoding="utf-8")
    wanted = {
        (canonicalize_name(need.name), str(need.specifier)[2:]) for need, _ in wheels.wanted(text, platform, python)
    }

    assert wanted - have == set()


def test_the_wheels_were_those_of_this_lock() -> None:
    proof = json.loads(wheels.PROOF.read_text(encoding="utf-8"))
    text = wheels.LOCK.read_text(encoding="utf-8")

    assert proof["lock"] == hashlib.sha256(wheels.LOCK.read_bytes()).hexdigest(), "run: python3 start.py wheels"
    assert [name for name, digest in proof["wheels"].items() if f"sha256:{digest}" not in text] == []
