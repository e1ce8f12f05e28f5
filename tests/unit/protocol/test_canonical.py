"""A body has one form: whatever can be said is said in the same bytes everywhere, and nothing else is accepted."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol import canonical
from sync.protocol.canonical import BODY_LIMIT, LARGEST_INTEGER
from sync.protocol.problems import Problem, ProtocolProblem

TEXTS = st.text(max_size=40).map(canonical.clean_text)
INTEGERS = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)
BODIES = st.dictionaries(TEXTS, VALUES, max_size=8)


def refusal(value: object) -> Problem:
    with pytest.raises(ProtocolProblem) as trouble:
        canonical.canonical(value)
    return trouble.value.code


@given(BODIES)
def test_what_is_said_is_read_again_and_said_in_the_same_bytes(body: dict[str, object]) -> None:
    written = canonical.canonical(body)

    assert canonical.parse(written) == body
    assert canonical.canonical(canonical.parse(written)) == written


@given(BODIES)
def test_the_order_of_names_does_not_matter(body: dict[str, object]) -> None:
    assert canonical.canonical(dict(reversed(body.items()))) == canonical.canonical(body)


@given(BODIES.filter(bool))
def test_any_other_spelling_is_refused(body: dict[str, object]) -> None:
    for spelling in (json.dumps(body), json.dumps(body, indent=1), json.dumps(body, separators=(",", ":")) + "\n"):
        if spelling.encode() != canonical.canonical(body):
            with pytest.raises(ProtocolProblem):
                canonical.parse(spelling.encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_by_code(body: bytes) -> None:
    try:
        value = canonical.parse(body)
    except ProtocolProblem as trouble:
        assert trouble.code is Problem.NOT_CANONICAL  # noqa: PT017 - only some of the bytes are refused
    else:
        assert canonical.canonical(value) == body


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=30,
)


@given(st.dictionaries(st.text(max_size=5), ANY_JSON, max_size=5), st.booleans(), st.booleans())
def test_what_is_taken_at_first_sight_a_closer_look_takes_too(
    value: dict[str, object], in_order: bool, escaped: bool
) -> None:
    body = json.dumps(value, sort_keys=in_order, ensure_ascii=escaped, separators=(",", ":")).encode("utf-8", "replace")

    taken = canonical._plain(body)

    assert taken is None or taken == canonical._closely(body)


def test_only_marks_that_are_looked_at_join_an_ascii_letter() -> None:
    joined = (unicodedata.decomposition(chr(code)).split() for code in range(0x110000))
    pairs = [parts for parts in joined if len(parts) == 2 and not parts[0].startswith("<")]
    marks = {int(mark, 16) for letter, mark in pairs if int(letter, 16) < 128}

    assert marks
    assert all(0x300 <= mark < 0x380 for mark in marks)


MIXED = st.text(
    st.sampled_from("a=路が\u0301\u0327\u0338\u0345\u05b0\u05bc\u1100\u1161\u20d0\u212b\u3099\uac00\ufb1d"), max_size=8
)


@given(MIXED)
def test_text_is_nfc_as_a_whole_when_it_is_taken_at_first_sight(text: str) -> None:
    body = f'{{"a":"{text}"}}'.encode()

    assert canonical._plain(body) is None or unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":9007199254740992}', b'{"a":1.0}', b'{"a":-0}', b'{"a":1e2}', b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a": 1}',
        b'{"a":"\\t"}', b'{"a":"\\u0041"}', b'{"a":"\\/"}', b'{"a":"\xc2\x85"}', b'{"a":"\x7f"}', b'{"a":"\x01"}', b'{"a":"\n"}', b'{"a":"\xed\xa0\x80"}', b'{"a":"\xff"}', b'{"a":"e\xcc\x81"}', b"[]", b"1",
        b'{"a":' + b"[" * 16 + b"1" + b"]" * 16 + b"}", b'{"\xf0\x9f\x98\x80":1,"\xef\xbf\xbc":2}',
    ],
)  # fmt: skip
def test_what_is_not_canonical_is_never_taken_at_first_sight(body: bytes) -> None:
    assert canonical._plain(body) is None
    if body != b'{"\xf0\x9f\x98\x80":1,"\xef\xbf\xbc":2}':  # that is the order of RFC 8785: a closer look sees it
        with pytest.raises(ProtocolProblem):
            canonical.parse(body)


@given(st.text())
def test_clean_text_is_clean_and_stays(text: str) -> None:
    clean = canonical.clean_text(text)

    assert canonical.clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert canonical.parse(canonical.canonical({"note": clean})) == {"note": clean}


def test_names_are_sorted_as_rfc_8785_sorts_them() -> None:
    # RFC 8785 §3.2.3, without the carriage return and the control character that our texts do not have.
    body = {"\u20ac": "Euro", "\ufb33": "Dalet", "1": "One", "\U0001f600": "Smiley", "\u00f6": "O"}

    with pytest.raises(ProtocolProblem):
        canonical.canonical(body)  # U+FB33 is not NFC
    del body["\ufb33"]
    assert list(json.loads(canonical.canonical(body))) == ["1", "\u00f6", "\u20ac", "\U0001f600"]


@pytest.mark.parametrize(
    "value",
    [
        1.0, 0.5, float("nan"), float("inf"), LARGEST_INTEGER + 1, -LARGEST_INTEGER - 1, "e\u0301", "\x07", "\x7f", "\x85",
        "\r\n", "\t", "\ud800", b"bytes", {1: "a"}, {"a": {2.5}}, object(),
    ],
)  # fmt: skip
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    assert refusal({"a": value}) is Problem.NOT_CANONICAL


def test_a_line_feed_is_text() -> None:
    assert canonical.canonical({"note": "一\n二"}) == '{"note":"一\\n二"}'.encode()


def test_depth_and_length_are_bounded() -> None:
    deep: object = 1
    for _ in range(17):
        deep = [deep]

    assert refusal({"a": deep}) is Problem.NOT_CANONICAL
    with pytest.raises(ProtocolProblem) as trouble:
        canonical.parse(canonical.canonical({"a": "x" * BODY_LIMIT}))
    assert trouble.value.code is Problem.BODY_TOO_LARGE
    with pytest.raises(ProtocolProblem):
        canonical.parse(b"[" * 60_000)
