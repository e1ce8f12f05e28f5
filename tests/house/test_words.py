"""Every coded problem that a person can meet has a sentence; no sentence is left for a code that is gone."""

from inspector_app.domain.problems import Problem as Rule
from inspector_app.storage.trouble import StorageCode
from inspector_app.ui import texts
from inspector_app.ui.sync_page import words
from sync.client.status import LAPTOP
from sync.protocol.problems import ANSWERS
from sync.protocol.problems import Problem as Sync


def test_every_broken_rule_has_a_sentence() -> None:
    assert {rule.value for rule in Rule} - set(texts.SENTENCES) == set()


def test_every_problem_with_the_centre_has_advice() -> None:
    assert {code for code in words.ADVICE if not code.startswith(LAPTOP)} == {problem.value for problem in Sync}


def test_what_a_disk_can_do_to_a_round_has_advice_under_the_code_of_storage() -> None:
    own = {code.removeprefix(LAPTOP) for code in words.ADVICE if code.startswith(LAPTOP)}
    assert own == {StorageCode.DAMAGED, StorageCode.OUT_OF_SPACE, StorageCode.UNREADABLE}


def test_every_problem_with_the_centre_travels() -> None:
    assert set(ANSWERS) == set(Sync)
