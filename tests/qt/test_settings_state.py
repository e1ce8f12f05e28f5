"""What the settings page accepts, before any pixel."""

from dataclasses import replace

import pytest

from inspector_app.ui.settings.state import AddressProblem, SettingsState, address_problem, code_signs, whole_address

CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("centre.example.cn", "https://centre.example.cn"),
        (" https://centre.example.cn:8443/ ", "https://centre.example.cn:8443"),
        ("http://127.0.0.1:8721", "http://127.0.0.1:8721"),
        ("http://[::1]:8721", "http://[::1]:8721"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_addresses_are_completed(typed: str, whole: str) -> None:
    assert whole_address(typed) == whole
    assert address_problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", AddressProblem.EMPTY),
        ("http://10.1.2.3", AddressProblem.NOT_ENCRYPTED),
        ("ftp://centre.example.cn", AddressProblem.NOT_AN_ADDRESS),
        ("https://", AddressProblem.NOT_AN_ADDRESS),
        ("https://centre.example.cn:99999", AddressProblem.NOT_AN_ADDRESS),
        ("https://me:secret@centre.example.cn", AddressProblem.NOT_AN_ADDRESS),
        ("two words", AddressProblem.NOT_AN_ADDRESS),
        ("https://[::1", AddressProblem.NOT_AN_ADDRESS),
    ],
)
def test_addresses_that_cannot_be_used_are_told_apart(typed: str, problem: AddressProblem) -> None:
    assert address_problem(typed) is problem


def test_a_code_is_counted_without_its_dashes() -> None:
    assert code_signs(CODE) == 32
    assert code_signs(" abcd ef-") == 6


def test_enrolling_is_ready_with_an_address_and_a_whole_code() -> None:
    typed = SettingsState(address="centre.example.cn", code=CODE, known=True)
    assert typed.ready
    assert not replace(typed, code=CODE[:-1]).ready
    assert not replace(typed, address="http://10.1.2.3").ready
    assert not replace(typed, enrolling=True).ready


def test_an_enrolled_laptop_asks_no_code_unless_wanted() -> None:
    enrolled = SettingsState(known=True, enrolled=True)
    assert not enrolled.asks_code
    assert replace(enrolled, again=True).asks_code
    assert not SettingsState().asks_code
