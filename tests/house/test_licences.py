"""What the settings say the program rests on is what is locked, under the licences that the packages themselves name."""

import itertools
import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from inspector_app.ui.settings.rests_on import INSIDE, PACKAGES
from tests.house import tree

PROJECT = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
STATED = {package: licence for licence, packages in PACKAGES.items() for package in packages}
INSTALLED = {canonicalize_name(each.name) for each in metadata.distributions()}
HERE = [package for package in STATED if canonicalize_name(package) in INSTALLED]
PLACES = [
    {"sys_platform": system, "platform_system": name, "os_name": os, "python_version": version, "extra": "",
     "python_full_version": f"{version}.0", "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    for (system, name, os), version in itertools.product(
        [("linux", "Linux", "posix"), ("win32", "Windows", "nt")], ["3.11", "3.12", "3.13"]
    )
]  # fmt: skip
# As some packages write it, and as SPDX does.
PLAIN = {
    "MIT License": "MIT",
    "Apache License, Version 2.0": "Apache-2.0",
}
# Packages whose metadata name no licence, or an old one: a sentence of their licence file, or of their first file, that belongs to that
# licence only.
BY_TEXT = {
    "click-default-group": "Neither the name of the copyright holder nor the names of its contributors",
    "exifread": "Neither the name of the authors nor the names of its contributors",
    "pyserial": "SPDX-License-Identifier: BSD-3-Clause",
    "segno": "Neither the name of the copyright holder nor the names of its contributors",
    "sqlcipher3": "Altered source versions must be plainly marked as such",
}


def needed() -> set[str]:
    """Every package that the app needs on some system it runs on."""
    found: set[str] = set()
    asked = [Requirement(text) for text in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["desktop"]]]
    while asked:
        need = asked.pop()
        name = canonicalize_name(need.name)
        somewhere = need.marker is None or any(need.marker.evaluate(place) for place in PLACES)
        if name in found or not somewhere:
            continue
        found.add(name)
        if name in INSTALLED:
            asked += [Requirement(text) for text in metadata.requires(name) or []]
    return found


def licences(package: str) -> set[str]:
    """What the package says of itself: the whole expression, and each choice that it leaves."""
    said = metadata.metadata(package)
    classes = [text.rpartition(" :: ")[2] for text in said.get_all("Classifier", []) if text.startswith("License")]
    field = next(iter(said.get_all("License-Expression", []) + said.get_all("License", [])), "")
    expression = field if 0 < len(field) < 60 else " OR ".join(classes)
    return {PLAIN.get(choice, choice) for choice in (expression, *expression.split(" OR "))}


def test_all_that_it_rests_on_is_named_and_nothing_else() -> None:
    assert set(STATED) == needed()


@pytest.mark.parametrize("package", HERE)
def test_a_licence_is_the_one_that_the_package_names(package: str) -> None:
    sentence = BY_TEXT.get(package)
    if sentence is None:
        assert STATED[package] in licences(package)
        return
    assert not licences(package) & {*PACKAGES}, "it says so itself by now"
    files = [
        file
        for file in metadata.files(package) or []
        if re.match(r"licen[sc]e|__init__\.py$", file.name, re.IGNORECASE)
    ]
    text = " ".join(" ".join(file.read_text() for file in files).split())
    assert sentence in text


def test_what_lies_inside_carries_its_licence_along() -> None:
    folder = tree.ROOT / "build_spec" / "licences"
    assert {"LGPL-3.0.txt", "GPL-3.0.txt", "Qt.txt"} <= {file.name for file in folder.iterdir()}
    assert "Qt" in INSIDE["LGPL-3.0-only"]
    bundled = [file for file in metadata.files("pi-heif") or [] if file.name == "LICENSES_bundled.txt"]
    assert all(work in bundled[0].read_text() for work in INSIDE["LGPL-3.0-or-later"])
