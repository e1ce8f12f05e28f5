"""The shipped policy pack and fact catalogue, as the tests of the policy use them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.policy import pack

DATA = Path(__file__).parent / "data"
PACKS = ("721-v1", "721-v1.1")


def tables(name: str = "721-v1") -> dict[str, bytes]:
    """The files of a shipped pack, free to be changed by a test."""
    return {file.name: file.read_bytes() for file in (paths.resources() / "policy" / name).glob("*.csv")}


@cache
def shipped(name: str = "721-v1") -> pack.Pack:
    return pack.load(tables(name))


@cache
def catalogue() -> Catalogue:
    return Catalogue.load((paths.resources() / "catalogue" / "facts.json").read_bytes())


@cache
def cases() -> tuple[dict[str, Any], ...]:
    """The worked cases of the policy."""
    return tuple(json.loads((DATA / "cases_721.json").read_text(encoding="utf-8"))["cases"])


def changed(table: str, old: str, new: str) -> dict[str, bytes]:
    """The shipped tables with one text replaced once."""
    files = tables()
    text = files[table].decode()
    assert text.count(old) >= 1, f"{old} is not in {table}"
    return files | {table: text.replace(old, new, 1).encode()}
