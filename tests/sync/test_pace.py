"""A line is asked for as much as it bears: more while it is quick, less where it breaks."""

from sync.client.pace import LARGEST, QUICK_AFTER_CUT, QUICK_S, SMALLEST, Pace
from sync.protocol.messages import CHUNK_BYTES


def full(pace: Pace, seconds: float = 0.0, *, times: int = 1) -> Pace:
    for _ in range(times):
        pace.arrived(pace.size, seconds)
    return pace


def test_a_quick_line_gets_twice_as_much_up_to_a_bound() -> None:
    assert full(Pace()).size == 2 * CHUNK_BYTES
    assert full(Pace(), times=20).size == LARGEST


def test_a_slow_line_and_a_small_call_change_nothing() -> None:
    pace = full(Pace(), QUICK_S)
    pace.arrived(CHUNK_BYTES // 2, 0.0)

    assert pace.size == CHUNK_BYTES


def test_a_cut_halves_and_a_large_size_falls_to_the_first() -> None:
    thin, quick = Pace(), full(Pace(), times=3)
    thin.cut()
    quick.cut()

    assert (thin.size, quick.size) == (CHUNK_BYTES // 2, CHUNK_BYTES)


def test_cuts_have_an_end() -> None:
    pace = Pace()
    for _ in range(20):
        pace.cut()

    assert pace.size == SMALLEST


def test_a_line_that_was_cut_must_prove_itself_before_it_gets_more() -> None:
    pace = Pace()
    pace.cut()

    assert full(pace, times=QUICK_AFTER_CUT - 1).size == CHUNK_BYTES // 2
    assert full(pace).size == CHUNK_BYTES


def test_what_was_refused_once_is_never_sent_again() -> None:
    pace = Pace()

    assert pace.refused(pace.size)
    assert full(pace, times=QUICK_AFTER_CUT * 2).size == CHUNK_BYTES // 2


def test_a_smallest_call_that_is_refused_cannot_get_smaller() -> None:
    pace = Pace()
    while pace.refused(pace.size):
        pass

    assert pace.size == SMALLEST


def test_what_two_calls_learned_at_once_is_learned_once() -> None:
    pace = Pace()

    assert pace.refused(CHUNK_BYTES)
    assert pace.refused(CHUNK_BYTES)
    assert pace.size == CHUNK_BYTES // 2


def test_an_unknown_line_gets_one_call_a_quick_one_several_and_a_cut_one_begins_anew() -> None:
    pace = Pace()
    assert pace.calls == 1
    assert full(pace).calls == 2
    assert full(pace, times=20).calls == 3
    pace.cut()
    assert pace.calls == 1


def test_pushes_grow_on_a_quick_line_up_to_what_the_centre_takes_and_begin_small_after_a_cut() -> None:
    pace = Pace()
    grown = []
    for _ in range(4):
        pace.pushed(pace.lines, 0, 0.1, most=300)
        grown.append(pace.lines)

    assert grown == [100, 200, 300, 300]
    pace.pushed(pace.lines, 0, 5.0, most=800)
    assert pace.lines == 300
    pace.cut()
    assert pace.lines == 50


def test_a_push_that_was_quick_for_its_bytes_lets_the_first_photos_be_large() -> None:
    slow, quick, cut = Pace(), Pace(), Pace()
    slow.pushed(50, 100_000, 0.2, most=800)
    quick.pushed(50, 100_000, 0.02, most=800)
    cut.cut()
    cut.pushed(50, 100_000, 0.02, most=800)

    assert (slow.size, slow.is_quick) == (CHUNK_BYTES, False)
    assert (quick.size, quick.is_quick) == (625_000, True)
    assert not cut.is_quick
