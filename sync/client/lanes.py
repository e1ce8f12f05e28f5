"""How many calls are under way at once: one after the other, or side by side on threads."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from sync.client.ports import Flight

L = TypeVar("L")
R = TypeVar("R")

MOST = 3  # one call is read and packed, one travels, one is being stored


class InTurn:
    """Satisfies ports.Lanes without a thread: each load is carried when it is given."""

    def open(self, work: Callable[[L], R]) -> Flight[L, R]:
        return _Now(work)


class SideBySide:
    """Satisfies ports.Lanes with threads that live until the flight is closed."""

    def open(self, work: Callable[[L], R]) -> Flight[L, R]:
        return _Threads(work)


class _Now(Flight[L, R]):
    def __init__(self, work: Callable[[L], R]) -> None:
        self._work = work
        self._done: list[R | Exception] = []

    @property
    def under_way(self) -> int:
        return len(self._done)

    def start(self, load: L) -> None:
        try:
            self._done.append(self._work(load))
        except Exception as trouble:  # noqa: BLE001 - told when it lands, as a thread's is
            self._done.append(trouble)

    def landed(self, *, patiently: bool) -> list[R | Exception]:  # noqa: ARG002 - nothing is ever waited for
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        pass


class _Threads(Flight[L, R]):
    def __init__(self, work: Callable[[L], R]) -> None:
        self._work = work
        self._pool = ThreadPoolExecutor(MOST, "sync-lane")
        self._flying: set[Future[R]] = set()

    @property
    def under_way(self) -> int:
        return len(self._flying)

    def start(self, load: L) -> None:
        self._flying.add(self._pool.submit(self._work, load))

    def landed(self, *, patiently: bool) -> list[R | Exception]:
        done, self._flying = wait(self._flying, None if patiently else 0, FIRST_COMPLETED)
        return [_trouble(one) or one.result() for one in done]

    def close(self) -> None:
        self._pool.shutdown()


def _trouble(one: Future[R]) -> Exception | None:
    trouble = one.exception()
    if trouble is None or isinstance(trouble, Exception):
        return trouble
    raise trouble
