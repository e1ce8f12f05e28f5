"""An answer that is still to come, from another thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from shiboken6 import isValid

from inspector_app.ui.trouble import Trouble, sort

if TYPE_CHECKING:
    from inspector_app.ui.main_thread import MainThread

Answer = TypeVar("Answer")


class Pending(Generic[Answer]):
    """`then` gets the answer, `otherwise` the trouble, both on the UI thread and never for a widget that is gone.

    Attach both in the same turn of the event loop that made it. Trouble that nobody takes goes to `unasked`.
    """

    def __init__(
        self, main: MainThread, unasked: Callable[[Trouble], None], *, announce: Callable[[Answer], None] | None = None
    ):
        self._main = main
        self._unasked = unasked
        self._announce = announce
        self._then: list[Callable[[Answer], Any]] = []
        self._otherwise: list[Callable[[Trouble], Any]] = []

    def then(self, call: Callable[[Answer], Any]) -> Self:
        self._then.append(call)
        return self

    def otherwise(self, call: Callable[[Trouble], Any]) -> Self:
        self._otherwise.append(call)
        return self

    def settle(self, work: Callable[[], Answer]) -> None:
        """Does the work on the calling thread and hands the outcome to the UI thread."""
        try:
            answer = work()
        except Exception as error:  # noqa: BLE001 -- sorted by who can act on it, never swallowed
            trouble = sort(error)
            self._main.post(lambda: self._fail(trouble))
        else:
            self._main.post(lambda: self._succeed(answer))

    def _succeed(self, answer: Answer) -> None:
        if self._announce is not None:
            self._announce(answer)
        for call in self._then:
            if _alive(call):
                call(answer)

    def _fail(self, trouble: Trouble) -> None:
        takers = [call for call in self._otherwise if _alive(call)]
        for call in takers or [self._unasked]:
            call(trouble)


def _alive(call: Callable[..., Any]) -> bool:
    owner = getattr(call, "__self__", None)
    return not hasattr(owner, "staticMetaObject") or isValid(owner)
