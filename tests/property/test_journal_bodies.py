"""What an event says is what its line says, whatever people type; and no bit of a line can be another."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.events import KINDS, Event, FindingRecorded, LineCarried
from inspector_app.domain.finding import Tier
from inspector_app.services.ports import TierCounts
from inspector_app.storage import journal
from inspector_app.storage.bodies import body_of, carried_by, carrying, event_of
from inspector_app.storage.search import query, tokens
from sync.protocol.canonical import clean_text, parse
from sync.protocol.lines import FIELD_LIMIT, LINE_CARRIED, ORIGIN, Entry, Line, seal

TEXT = st.text(max_size=40)
COUNT = st.integers(-(2**53) + 1, 2**53 - 1)
NAME = st.text("abcdefghij_", min_size=1, max_size=8)
FACTS = st.dictionaries(
    NAME,
    st.recursive(st.none() | st.booleans() | COUNT | TEXT, lambda inner: st.lists(inner, max_size=3), max_leaves=5),
    max_size=5,
)
LARGEST = 2**53 - 1


def within_bounds(event: Event) -> Event:
    """The event with every number, and what it is about, where a line may carry it."""

    def bounded(value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return max(-LARGEST, min(LARGEST, value))
        if isinstance(value, dict):
            return {name: bounded(item) for name, item in value.items()}
        return [bounded(item) for item in value] if isinstance(value, list | tuple) else value

    fields = msgspec.to_builtins(event)  # NFC makes some signs up to three times as long
    return msgspec.convert(bounded(fields | {"about": event.about[: FIELD_LIMIT // 4]}), type(event))


EVENTS = st.one_of(
    *(st.builds(kind) for kind in KINDS.values() if kind not in (LineCarried, FindingRecorded)),
    st.builds(FindingRecorded, facts=FACTS),
).map(within_bounds)


def line_of(event: Event, *, seq: int = 1, prev: str = ORIGIN) -> Line:
    about = clean_text(event.about)
    return seal(
        "laptop-1",
        "epoch-1",
        seq,
        prev,
        Entry(f"id-{seq}", event.KIND, about, "2026-11-22T01:00:00.000Z", "1", body_of(event)),
    )


def cleaned(event: Event) -> Event:
    def clean(value: object) -> object:
        if isinstance(value, str):
            return clean_text(value)
        if isinstance(value, dict):
            return {clean_text(name): clean(item) for name, item in value.items()}
        return [clean(item) for item in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(clean(msgspec.to_builtins(event)), type(event))


@given(EVENTS)
def test_an_event_comes_back_as_it_was_stated(event: Event) -> None:
    assert event_of(line_of(event)) == cleaned(event)


@given(EVENTS)
def test_a_body_is_canonical(event: Event) -> None:
    body = body_of(event)
    assert "about" not in parse(body)


@given(EVENTS)
def test_a_carried_line_comes_back_byte_for_byte(event: Event) -> None:
    line = line_of(event)
    once = seal(
        "laptop-1", "epoch-2", 2, line.digest, Entry("id-2", LINE_CARRIED, line.about, "t", "1", carrying(line))
    )
    twice = seal(
        "laptop-1", "epoch-3", 3, once.digest, Entry("id-3", LINE_CARRIED, line.about, "t", "1", carrying(once))
    )
    assert carried_by(once) == carried_by(twice) == line


@given(EVENTS, st.data())
def test_no_field_of_a_line_can_be_another(event: Event, data: st.DataObject) -> None:
    line = line_of(event)
    field = data.draw(st.sampled_from(["epoch", "id", "kind", "about", "recorded_at", "officer", "prev", "alg"]))
    other = msgspec.structs.replace(line, **{field: getattr(line, field) + "x"})
    assert journal.is_whole("laptop-1", line)
    assert not journal.is_whole("laptop-1", other)
    assert not journal.is_whole("laptop-2", line)


@given(TEXT)
def test_any_text_can_be_looked_for(text: str) -> None:
    asked = query(text)
    assert bool(asked) is bool(tokens(text))
    assert asked.count('"') % 2 == 0


def test_every_tier_has_its_count() -> None:
    assert TierCounts(**{tier.value: 1 for tier in Tier}).all == len(Tier)
