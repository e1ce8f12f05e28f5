"""The tools of the harness: a seed strikes the same calls again, codes need words, and results are kept."""

import csv
from pathlib import Path

from tests.faults import results, weather, words
from tests.faults.laptops import Laptop
from tests.faults.proof import Verdict
from tests.faults.schedule import Deed, Schedule, Step
from tests.faults.weather import TLS, Fault

CALLS = [("POST lines", n) for n in range(1, 200)]


def test_a_seed_strikes_the_same_calls_in_the_same_way() -> None:
    bad, again, other = (weather.drawn(seed, tls=False) for seed in (7, 7, 8))

    assert [bad.at(*call) for call in CALLS] == [again.at(*call) for call in CALLS]
    assert [bad.at(*call) for call in CALLS] != [other.at(*call) for call in CALLS]


def test_every_fault_strikes_under_some_seed_and_tls_only_handshakes() -> None:
    struck, shaken = set[Fault](), set[Fault]()
    for seed in range(60):
        bad = weather.drawn(seed, tls=True)
        struck |= {strike.fault for call in CALLS if (strike := bad.at(*call))}
        shaken |= {strike.fault for call in CALLS if (strike := bad.at(*call, TLS))}

    assert (struck, shaken) == (set(Fault) - set(TLS), set(TLS))


def test_what_no_step_explains_and_what_has_no_words_is_noticed() -> None:
    laptop = Laptop(Path(), Path(), "", troubles=["busy", "not_the_centre", "made_up"], refused=["out_of_space"])
    spoilt = Schedule("line", 1, 1, (Step(Deed.BAD_LINE), Step(Deed.FILL)))

    assert words.unexpected(laptop, spoilt) == ["a laptop heard made_up"]
    assert words.unspoken(laptop) == ["made_up has no sentence for people"]


def test_results_are_appended_under_one_line_of_names(tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    for seeds in (range(1, 4), range(4, 7)):
        results.append(file, seeds, "in turn", Verdict(lost=["x"]), 12.4)

    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert [row["seeds"] for row in rows] == ["1-3", "4-6"]
    assert (rows[0]["schedules"], rows[0]["lost"], rows[0]["other"], rows[0]["seconds"]) == ("3", "1", "0", "12")
