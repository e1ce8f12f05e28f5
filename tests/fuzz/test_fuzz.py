"""Some thousand inputs of one seed hold the law; and the judge is judged: what breaks it is seen, made small, and seen again."""

import re
import subprocess
import sys
from random import Random

import pytest

from sync.protocol.problems import Problem, ProtocolProblem
from tests.fuzz import law, running
from tests.fuzz.law import ROOT, Outcome, Target, judged

INPUTS, SEED = 20_000, 721  # a million by hand
MOST_MB = 400  # of one process with all decoders in it


def fuzz(*words: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: its memory is that of the decoders alone, and what kills it does not kill the suite."""
    command = [sys.executable, "-m", "tests.fuzz", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_no_input_of_the_gates_seed_breaks_the_law() -> None:
    done = fuzz("--n", str(INPUTS), "--seed", str(SEED), "--workers", "1")

    said = done.stdout.splitlines()
    found = re.fullmatch(r"(\d+) inputs, (\d+) crashes, (\d+) MB at most", said[-1])
    assert found is not None, done.stdout + done.stderr
    assert (done.returncode, found[1], found[2]) == (0, str(INPUTS), "0"), done.stdout
    assert int(found[3]) <= MOST_MB
    for name in running.targets():
        (row,) = (line.split() for line in said if line.startswith(f"{name} "))
        assert int(row[2]) > 0, f"nothing was refused: {name}"


def test_an_input_is_the_same_each_time_and_alone() -> None:
    first = [running.case(7, number) for number in range(40)]

    assert [running.case(7, number) for number in range(40)] == first
    assert running.case(8, 3) != first[3]
    assert {target.name for target, _ in (running.case(7, number, ["codes"]) for number in range(5))} == {"codes"}


def a_target(take: object) -> Target:
    return Target("made up", lambda chance: chance.randbytes(9), take, cpu_s=0.2, memory_mb=64)  # type: ignore[arg-type]


def raised(trouble: BaseException) -> object:
    def take(_content: bytes) -> None:
        raise trouble

    return take


def hanging(_content: bytes) -> None:
    while True:
        pass


def swallowing(content: bytes) -> None:
    try:
        hanging(content)
    except Exception:  # noqa: BLE001 - as a decoder may do that fears its library
        return


@pytest.mark.parametrize(
    ("take", "outcome", "why"),
    [
        (lambda _: None, Outcome.ACCEPTED, ""),
        (raised(ProtocolProblem(Problem.MALFORMED)), Outcome.REFUSED, ""),
        (raised(ProtocolProblem(Problem.INTERNAL)), Outcome.CRASHED, "ProtocolProblem"),
        (raised(ValueError("no code")), Outcome.CRASHED, "ValueError"),
        (raised(RecursionError()), Outcome.CRASHED, "RecursionError"),
        (raised(MemoryError()), Outcome.CRASHED, "MemoryError"),
        (raised(AssertionError("another meaning")), Outcome.CRASHED, "another meaning"),
        (hanging, Outcome.CRASHED, "too much processor time"),
        (swallowing, Outcome.CRASHED, "too much processor time"),
    ],
)
def test_each_kind_of_breach_is_seen(take: object, outcome: Outcome, why: str) -> None:
    found = judged(a_target(take), b"x")

    assert (found[0], why in found[1]) == (outcome, True)


def test_memory_that_grows_by_one_input_is_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law, "peak_mb", iter((100, 165)).__next__)

    assert judged(a_target(lambda _: None), b"x") == (Outcome.CRASHED, "took 65 MB of memory")


def test_a_breach_is_made_small() -> None:
    def take(content: bytes) -> None:
        if b"\xff\xfe" in content:
            raise KeyError("of a made-up decoder")

    content = Random(1).randbytes(500).replace(b"\xff\xfe", b"") + b"\xff\xfe" + bytes(500)
    target = a_target(take)

    assert running.smaller(target, content, judged(target, content)[1]) == b"\xff\xfe"


def test_a_kept_input_is_judged_again(tmp_path: object) -> None:
    kept = f"{tmp_path}/kept"
    with open(kept, "wb") as file:  # noqa: PTH123
        file.write(b"721R1:1/1:AAAA")

    again, alone = fuzz("--target", "receipts", "--replay", kept), fuzz("--seed", "1", "--case", "5")

    assert (again.returncode, again.stdout.strip()) == (0, "receipts: refused")
    assert alone.returncode == 0
    assert alone.stdout.splitlines()[-1].split(": ")[1] in ("accepted", "refused")
