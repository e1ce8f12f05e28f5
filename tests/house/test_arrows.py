"""What import-linter cannot see: modules of PySide6, and rooms that may use only named libraries (design §5)."""

import ast
import sys
from collections.abc import Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.house import tree

OURS = ("inspector_app", "sync")
ONLY = {
    "inspector_app/domain": set(),
    "sync/protocol": {"msgspec", "cryptography"},
}
SQL = {"storage", "self_check"}  # the self-check names the version it was built with
WIDGETS = {"ui", "demo", "bootstrap", "self_check"}  # the last three start, drive and prove what ui is


@pytest.mark.parametrize(("room", "libraries"), ONLY.items())
def test_a_pure_room_uses_only_these_libraries(room: str, libraries: set[str]) -> None:
    used = {
        module.partition(".")[0]
        for file in tree.python_files(*OURS)
        if file.is_relative_to(tree.ROOT / room)
        for module in imports(file)
    }

    assert used - sys.stdlib_module_names - set(OURS) - libraries == set()


def test_only_screens_know_widgets() -> None:
    guilty = [
        tree.name(file)
        for file in tree.python_files(*OURS)
        if any(module.startswith("PySide6.QtWidgets") for module in imports(file)) and tree.room(file) not in WIDGETS
    ]

    assert guilty == []


def test_nobody_opens_the_database_with_qt() -> None:
    guilty = [tree.name(file) for file in tree.python_files(*OURS) if "PySide6.QtSql" in imports(file)]

    assert guilty == []


def test_only_storage_knows_sql() -> None:
    libraries = {"sqlite3", "sqlite_utils", "sqlcipher3"}
    guilty = [
        tree.name(file)
        for file in tree.python_files("inspector_app")
        if libraries & {module.partition(".")[0] for module in imports(file)} and tree.room(file) not in SQL
    ]

    assert guilty == []


def test_the_domain_reads_no_clock_no_file_and_no_chance() -> None:
    forbidden = {"time", "random", "secrets", "pathlib", "os", "socket", "subprocess", "threading"}
    guilty = [
        f"{tree.name(file)}: {module}"
        for file in tree.python_files("inspector_app")
        if tree.room(file) == "domain"
        for module in imports(file)
        if module in forbidden
    ]

    assert guilty == []


def test_no_arrow_leads_back_to_where_it_began() -> None:
    """Not even for types: whoever reads one file of a circle has to read them all."""
    asks = {
        ".".join(file.relative_to(tree.ROOT).with_suffix("").parts): imports(file) for file in tree.python_files(*OURS)
    }

    assert circle({module: asks.keys() & set(found) for module, found in asks.items()}) == []
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def circle(asks: Mapping[str, Set[str]]) -> list[str]:
    """The names on one way back to itself, the first again at the end; none when there is no such way."""
    try:
        TopologicalSorter(asks).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def imports(file: Path) -> Iterator[str]:
    """Yields each imported module; `from a import b` counts as both a and a.b."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
