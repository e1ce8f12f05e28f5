"""Every code has a sentence, and every sentence is there in both languages."""

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
from inspector_app.ui.trouble import Side, Trouble


def messages() -> Iterator[tuple[str, str, list[str]]]:
    """Context, source and translations (several for plurals) of each text."""
    for context in ET.parse(translations.TEXTS).getroot().iter("context"):  # noqa: S314 -- our own file
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


def test_the_chinese_is_complete() -> None:
    assert [(context, source) for context, source, forms in messages() if not all(forms)] == []


def test_the_chinese_has_the_places_that_the_english_has() -> None:
    wrong = [source for _, source, forms in messages() if any(names_in(form) != names_in(source) for form in forms)]
    assert wrong == []


def test_no_text_of_the_screens_is_missing_from_the_file(tmp_path: Path) -> None:
    fresh = tmp_path / "zh_CN.ts"
    fresh.write_bytes(translations.TEXTS.read_bytes())
    translations.gather(fresh)
    assert fresh.read_text(encoding="utf-8") == translations.TEXTS.read_text(encoding="utf-8"), (
        "run `python -m build_spec.translations` and translate what is unfinished"
    )


def test_the_compiled_file_is_made_of_this_one(tmp_path: Path) -> None:
    compiled = tmp_path / "zh_CN.qm"
    translations.compile_texts(translations.TEXTS, compiled)
    assert compiled.read_bytes() == translations.TEXTS.with_suffix(".qm").read_bytes()


def test_the_language_is_changed_and_labels_follow(qapp: QApplication) -> None:
    folder = translations.TEXTS.parent
    translation.speak(qapp, folder, "zh")
    assert (texts.tier("service"), texts.pick({"zh": "盲道", "en": "Blind track"})) == ("服务", "盲道")
    translation.speak(qapp, folder, "en")
    assert (texts.tier("service"), texts.pick({"zh": "盲道", "en": "Blind track"})) == ("Service", "Blind track")
    assert texts.badge("service") == "服 Service"
