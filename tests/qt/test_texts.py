"""Every code has a sentence, and every sentence is there in both languages."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtWidgets import QApplication

from build_spec import translations
from inspector_app.domain.finding import Category, Tier
from inspector_app.domain.officer import Role
from inspector_app.domain.photo import PhotoRefusal
from inspector_app.domain.problems import Problem
from inspector_app.storage.trouble import StorageCode
from inspector_app.ui import texts, translation
from inspector_app.ui.counts import counts
from inspector_app.ui.trouble import Side, Trouble
from tests.house import tree

FILES = pytest.mark.parametrize("file", [translations.TEXTS, translations.PLURALS], ids=lambda file: str(file.stem))


def messages(file: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Context, source and translations (several for plurals) of each text."""
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314 -- our own file
        for message in context.iter("message"):
            told = message.find("translation")
            assert told is not None
            forms = [form.text or "" for form in told.iter("numerusform")] or [told.text or ""]
            if told.get("type") == "unfinished":
                forms = [""]
            yield context.findtext("name", ""), message.findtext("source", ""), forms


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} | ({"%n"} if "%n" in text else set())


@pytest.mark.parametrize("code", [*Problem, *(f"photo_{reason.value}" for reason in PhotoRefusal), *StorageCode])
def test_every_problem_has_a_sentence_for_people(code: str) -> None:
    assert str(code) in texts.SENTENCES


def test_a_code_that_is_new_here_still_gets_a_sentence_with_its_code() -> None:
    for side in Side:
        assert "brand_new" in texts.sentence(Trouble(side, "brand_new"))


def test_every_tier_category_and_role_has_a_word() -> None:
    assert all(texts.tier(tier.value) and texts.badge(tier.value) for tier in Tier)
    assert all(texts.category(category.value) for category in Category)
    assert all(texts.role(role.value) for role in Role)


@FILES
def test_a_language_is_complete(file: Path) -> None:
    assert [(context, source) for context, source, forms in messages(file) if not all(forms)] == []


@FILES
def test_a_translation_has_the_places_that_its_source_has(file: Path) -> None:
    wrong = [source for _, source, forms in messages(file) if any(names_in(form) != names_in(source) for form in forms)]
    assert wrong == []


@FILES
def test_no_text_of_the_screens_is_missing_from_the_file(file: Path, tmp_path: Path) -> None:
    fresh = tmp_path / file.name
    fresh.write_bytes(file.read_bytes())
    translations.gather(fresh)
    assert fresh.read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), (
        "run `python -m build_spec.translations` and translate what is unfinished"
    )


def test_no_text_hides_inside_another_string() -> None:
    """Qt's tool does not look into f-strings: such a text would stay English in every language."""
    hidden = [
        f"{tree.name(file)}:{call.lineno}"
        for file in tree.python_files("inspector_app")
        for outer in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("tr", "translate")
    ]
    assert hidden == []


@FILES
def test_the_compiled_file_is_made_of_this_one(file: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.qm"
    translations.compile_texts(file, compiled)
    assert compiled.read_bytes() == file.with_suffix(".qm").read_bytes()


def test_the_language_is_changed_and_labels_follow(qapp: QApplication) -> None:
    folder = translations.TEXTS.parent
    translation.speak(qapp, folder, "zh")
    assert (texts.tier("service"), texts.pick({"zh": "盲道", "en": "Blind track"})) == ("服务", "盲道")
    translation.speak(qapp, folder, "en")
    assert (texts.tier("service"), texts.pick({"zh": "盲道", "en": "Blind track"})) == ("Service", "Blind track")
    assert texts.badge("service") == "服 Service"


@pytest.mark.parametrize(
    ("language", "none", "one", "many"),
    [("en", "0 records", "1 record", "21 records"), ("zh", "0 条流水", "1 条流水", "21 条流水")],
)
def test_what_counts_is_said_as_one_or_many(qapp: QApplication, language: str, none: str, one: str, many: str) -> None:
    translation.speak(qapp, translations.TEXTS.parent, language)
    assert (counts.records(0), counts.records(1), counts.records(21)) == (none, one, many)
