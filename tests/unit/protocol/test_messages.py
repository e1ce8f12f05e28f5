"""What stands in a message is within its bounds to the last sign."""

from typing import Any

import msgspec
import pytest

from sync.protocol.messages import BundleRequest, Hex, Id, Token


@pytest.mark.parametrize(("kind", "text"), [(Id, "e-1"), (Hex, "0f" * 32), (Token, "laptop-1.99.x_y")])
@pytest.mark.parametrize("end", ["\n", "\r", "\0", " ", "\u2028", "é"])
def test_a_sign_behind_a_name_is_no_part_of_it(kind: Any, text: str, end: str) -> None:
    assert msgspec.json.decode(msgspec.json.encode(text), type=kind) == text
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(text + end), type=kind)


def test_a_photo_in_a_bundle_has_a_digest_for_a_name() -> None:
    for name in ("0f" * 32 + "\n", "0F" * 32, "0f" * 31, "../" + "0f" * 32):
        with pytest.raises(msgspec.ValidationError):
            msgspec.msgpack.decode(msgspec.msgpack.encode({"photos": {name: b"x"}}), type=BundleRequest)
