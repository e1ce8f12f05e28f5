"""The chain shows every gap, change and swap."""

from collections.abc import Callable
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.canonical import BODY_LIMIT, canonical
from sync.protocol.lines import (
    CARRIED_BODY_LIMIT,
    LINE_CARRIED,
    ORIGIN,
    Entry,
    Line,
    batches,
    digest_of,
    seal,
    verify,
)
from sync.protocol.problems import Problem, ProtocolProblem

DEVICE = "laptop-1"
CHANGES: dict[str, Callable[[Line], Line]] = {
    "epoch": lambda line: msgspec.structs.replace(line, epoch="e-2"),
    "seq": lambda line: msgspec.structs.replace(line, seq=line.seq + 1),
    "id": lambda line: msgspec.structs.replace(line, id=line.id + "x"),
    "kind": lambda line: msgspec.structs.replace(line, kind="finding.withdrawn"),
    "about": lambda line: msgspec.structs.replace(line, about=""),
    "recorded_at": lambda line: msgspec.structs.replace(line, recorded_at="2026-11-23T00:00:00.000Z"),
    "officer": lambda line: msgspec.structs.replace(line, officer="someone else"),
    "body": lambda line: msgspec.structs.replace(line, body=msgspec.Raw(b'{"note":"changed"}')),
    "prev": lambda line: msgspec.structs.replace(line, prev="f" * 64),
}


def an_entry(n: int, *, kind: str = "finding.amended", note: str = "") -> Entry:
    return Entry(f"line-{n}", kind, f"finding-{n}", "2026-11-22T00:00:00.000Z", "0317", canonical({"note": note}))


def a_chain(count: int, *, epoch: str = "e-1", note: str = "") -> list[Line]:
    chain: list[Line] = []
    for n in range(1, count + 1):
        chain.append(seal(DEVICE, epoch, n, chain[-1].digest if chain else ORIGIN, an_entry(n, note=note)))
    return chain


def refusal(chain: list[Line], *, after: str | None = ORIGIN) -> ProtocolProblem:
    with pytest.raises(ProtocolProblem) as trouble:
        verify(DEVICE, chain, after=after)
    return trouble.value


def test_a_whole_chain_holds_and_so_does_each_piece_of_it() -> None:
    chain = a_chain(10)

    verify(DEVICE, chain, after=ORIGIN)
    verify(DEVICE, chain[4:], after=chain[3].digest)
    verify(DEVICE, chain[4:], after=None)


@given(st.integers(0, 9), st.sampled_from(sorted(CHANGES)))
def test_any_change_to_any_line_is_seen(place: int, change: str) -> None:
    chain = a_chain(10, note="as it was")
    chain[place] = CHANGES[change](chain[place])

    trouble = refusal(chain)

    assert (trouble.code, trouble.seq) == (Problem.WRONG_DIGEST, chain[place].seq)


@given(
    st.integers(1, 8), st.sampled_from(sorted(set(CHANGES) - {"body", "id", "about", "kind", "officer", "recorded_at"}))
)
def test_a_change_that_is_sealed_again_breaks_the_chain(place: int, change: str) -> None:
    chain = a_chain(10)
    bent = CHANGES[change](chain[place])
    chain[place] = msgspec.structs.replace(bent, digest=digest_of(DEVICE, bent))

    assert refusal(chain).code is Problem.BROKEN_CHAIN


def test_a_gap_a_swap_and_a_double_break_the_chain() -> None:
    chain = a_chain(5)

    for broken in ([*chain[:2], *chain[3:]], [chain[0], chain[2], chain[1]], [chain[0], chain[0]]):
        assert refusal(broken).code is Problem.BROKEN_CHAIN
    assert refusal(chain, after="f" * 64).code is Problem.BROKEN_CHAIN


def test_lines_of_another_laptop_do_not_fit() -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        verify("laptop-2", a_chain(3), after=ORIGIN)

    assert trouble.value.code is Problem.WRONG_DIGEST


def test_an_algorithm_that_is_not_known_is_not_guessed() -> None:
    assert refusal([msgspec.structs.replace(a_chain(1)[0], alg="sm3")]).code is Problem.UNKNOWN_ALGORITHM


@pytest.mark.parametrize(
    "entry",
    [
        msgspec.structs.replace(an_entry(1), id=""),
        msgspec.structs.replace(an_entry(1), kind=""),
        msgspec.structs.replace(an_entry(1), about="x" * 201),
        msgspec.structs.replace(an_entry(1), officer="e\u0301"),
        msgspec.structs.replace(an_entry(1), id="\x00"),
    ],
)
def test_fields_out_of_bounds_are_not_sealed(entry: Entry) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        seal(DEVICE, "e-1", 1, ORIGIN, entry)

    assert trouble.value.code is Problem.MALFORMED


def test_every_body_leaves_room_to_be_carried() -> None:
    size = CARRIED_BODY_LIMIT - len(canonical({"note": ""}))
    largest = an_entry(1, note="x" * size)

    line = seal(DEVICE, "e-1", 1, ORIGIN, largest)
    with pytest.raises(ProtocolProblem) as trouble:
        seal(DEVICE, "e-1", 1, ORIGIN, an_entry(1, note="x" * (size + 1)))
    assert trouble.value.code is Problem.BODY_TOO_LARGE

    inner = {name: getattr(line, name) for name in ("epoch", "seq", "id", "kind", "recorded_at", "officer", "prev")}
    body = canonical(inner | {"digest": line.digest, "alg": line.alg, "body": {"note": "x" * size}})
    assert len(body) <= BODY_LIMIT
    seal(DEVICE, "e-2", 2, line.digest, msgspec.structs.replace(largest, kind=LINE_CARRIED, body=body))


@given(st.lists(st.integers(0, 3000), max_size=60), st.integers(1, 50), st.integers(100, 10_000))
def test_batches_keep_order_and_bounds(sizes: list[int], count: int, size: int) -> None:
    chain: list[Line] = []
    for n, length in enumerate(sizes, 1):
        epoch = "e-1" if n < 30 else "e-2"
        chain.append(seal(DEVICE, epoch, n, chain[-1].digest if chain else ORIGIN, an_entry(n, note="x" * length)))

    cut = list(batches(chain, count=count, size=size))

    assert [line for batch in cut for line in batch] == chain
    for batch in cut:
        assert 1 <= len(batch) <= count
        assert len({line.epoch for line in batch}) == 1
        assert len(batch) == 1 or sum(len(line.body) for line in batch) <= size
    assert all(before[-1].seq + 1 == after[0].seq for before, after in pairwise(cut))
