"""The shipped policy packs and the fact catalogue, as the tests of the policy use them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.policy import pack

DATA = Path(__file__).parent / "data"
PACKS = ("721-v1", "721-v1.1", "example-city")
CASES = {
    "721-v1": "cases_721.json",
    "721-v1.1": "cases_721-v1.1.json",
    "example-city": "cases_example-city.json",
}


def tables(name: str = "721-v1") -> dict[str, bytes]:
    """The files of a shipped pack, free to be changed by a test."""
    return {file.name: file.read_bytes() for file in (paths.resources() / "policy" / name).glob("*.csv")}


def sealed(name: str = "721-v1.1") -> dict[str, bytes]:
    """A shipped pack as it is installed, with the digests that pin its tables."""
    return paths.pack_files(paths.resources() / "policy" / name)


@cache
def shipped(name: str = "721-v1") -> pack.Pack:
    return pack.load(tables(name))


@cache
def catalogue() -> Catalogue:
    return Catalogue.load((paths.resources() / "catalogue" / "facts.json").read_bytes())


@cache
def cases(name: str = "721-v1") -> tuple[dict[str, Any], ...]:
    """The worked cases of a pack."""
    return tuple(json.loads((DATA / CASES[name]).read_text(encoding="utf-8"))["cases"])


def changed(table: str, old: str, new: str) -> dict[str, bytes]:
    """The shipped tables with one text replaced once."""
    files = tables()
    text = files[table].decode()
    assert text.count(old) >= 1, f"{old} is not in {table}"
    return files | {table: text.replace(old, new, 1).encode()}
