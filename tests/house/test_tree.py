"""The house keeps its shape: the tree, the size of its rooms, a map in each."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import tree

TOP = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "build_spec", "inspector_app",
    "pyproject.toml", "requirements.lock", "resources", "start.py", "sync", "tests",
}  # fmt: skip
ROOMS = [
    *("build_spec", "tests", "resources/fonts", "resources/icons", "sync/protocol", "sync/client", "sync/server"),
    *(f"inspector_app/{room}" for room in ("domain", "services", "storage", "devices", "documents", "ui")),
]
FILE_LINES, TEST_LINES = 270, 400  # about 250; a list of sentences may be longer than a thought
FUNCTION_LINES = 30
REGISTRY = re.compile(r"https?://(files|registry|deb|index|mirrors?)[.]|[.]org/simple", re.IGNORECASE)


def test_the_top_is_as_designed() -> None:
    assert {file.relative_to(tree.ROOT).parts[0] for file in tree.files()} - {".preparing"} - TOP == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_map(room: str) -> None:
    assert (tree.ROOT / room / "README.md").is_file()


def test_package_inits_are_empty() -> None:
    inits = [
        file for file in tree.python_files("inspector_app", "sync", "tests", "build_spec") if file.stem == "__init__"
    ]

    assert [tree.name(file) for file in inits if file.read_text(encoding="utf-8").strip()] == []


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {file.parent for file in tree.python_files("inspector_app", "sync")}

    assert [tree.name(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_no_file_is_too_long() -> None:
    lengths = {tree.name(file): lines(file) for file in written_files()}
    tests = {tree.name(file): lines(file) for file in tree.python_files("tests")}

    assert {file: length for file, length in lengths.items() if length > FILE_LINES} == {}
    assert {file: length for file, length in tests.items() if length > TEST_LINES} == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{tree.name(file)}:{function.lineno} {function.name}": length
        for file in written_files("start.py")
        for function in functions(file)
        if (length := body_lines(function)) > FUNCTION_LINES
    }

    assert long == {}


def test_no_registry_and_no_path_of_this_machine_is_named() -> None:
    here = f"{tree.ROOT}/"
    guilty = [
        tree.name(file) for file in tree.files() if (text := readable(file)) and (REGISTRY.search(text) or here in text)
    ]

    assert guilty == []


def written_files(*more: str) -> list[Path]:
    """Migrations are left out: they are lists of columns, written once and never read as a story."""
    return [file for file in tree.python_files(*tree.PRODUCT, *more) if "migrations" not in file.parts]


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement to the last, without the docstring: that one may be as long as its promise."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def readable(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
