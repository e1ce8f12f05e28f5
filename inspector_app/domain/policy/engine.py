"""The 721 decision: a small, pure interpreter over the rules of a pack. No clock, no chance, no network, no tier shares."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.policy import contradictions
from inspector_app.domain.policy.pack import Pack, Program
from inspector_app.domain.policy.state import State
from inspector_app.domain.policy.tier import TIERS, Tier

PROVISIONAL = contradictions.PROVISIONAL


@dataclass(frozen=True, slots=True)
class Decision:
    """By which means to solve a finding, and why; every text for its codes is in the pack it names.

    `reasons` and `reason_tiers` run in parallel. `hard`: lowering it needs the leader's code (domain §3.7.9).
    `measures` are those that fit the tier, the ones of the weightiest reasons first.
    """

    tier: Tier
    primary: str
    reasons: tuple[str, ...]
    reason_tiers: tuple[Tier, ...]
    fine_gate: str
    flags: tuple[str, ...]
    refer: tuple[str, ...]
    missing: tuple[str, ...]
    measures: tuple[str, ...]
    provisional: bool
    hard: bool
    pack: str


def decide(facts: Mapping[str, object], pack: Pack) -> Decision:
    """The decision on facts that `facts.validate` has let pass; same facts and pack, same decision, everywhere."""
    program = pack.programs[str(facts["category"])]
    state = program.intake.state(facts)
    run(program, state)
    gate = next(gate.gate for gate in program.gates if gate.test(state))
    return _decision(state, gate, pack)


def run(program: Program, state: State) -> None:
    """Everything that the rules add to the state, in their order; the fine gate is not asked."""
    values = state.facts
    chosen = ""
    for choose, slot, words, test, rule in program.steps:
        if choose and choose == chosen:
            continue
        if words is not None and values[slot] not in words:
            continue
        if test is None or test(state):
            rule.act(state)
            chosen = choose or chosen
            if rule.stops:
                break


def _decision(state: State, gate: str, pack: Pack) -> Decision:
    return Decision(
        tier=TIERS[state.level],
        primary=state.primary() or pack.no_finding,
        reasons=tuple(state.codes),
        reason_tiers=tuple(TIERS[level] for level in state.levels),
        fine_gate=gate,
        flags=tuple(state.flags),
        refer=tuple(state.refer),
        missing=tuple(state.missing),
        measures=_measures(state, pack),
        provisional=PROVISIONAL in state.flags,
        hard=state.hard,
        pack=pack.name,
    )


def _measures(state: State, pack: Pack) -> tuple[str, ...]:
    """What the officer can do now: nothing heavier than the tier, no measure twice."""
    heaviest = [code for code, level in zip(state.codes, state.levels, strict=True) if level == state.level]
    found: dict[str, None] = {}
    for code in (*heaviest, *state.codes, *state.flags):
        for remedy in pack.remedies[code]:
            if remedy.least_level <= state.level:
                found[remedy.measure] = None
    return tuple(found)
