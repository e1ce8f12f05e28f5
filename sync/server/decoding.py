"""Bodies as protocol structs, without the web framework: the desk's commands need not wait for its import."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from sync.protocol.problems import Problem, ProtocolProblem

T = TypeVar("T")


def decoded(body: bytes | memoryview, model: type[T], decode: Callable[..., T] = msgspec.json.decode) -> T:
    """`body` as `model`. Raises ProtocolProblem(MALFORMED) that says where, never what."""
    try:
        return decode(body, type=model)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.MALFORMED, str(trouble)[:200]) from trouble
