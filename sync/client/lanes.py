"""How many calls are under way at once: one after the other, or side by side on threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

L = TypeVar("L")
R = TypeVar("R")

MOST = 3  # one call is read and packed, one travels, one is being stored


class InTurn:
    """Satisfies ports.Lanes without a thread."""

    def carry(
        self, next_load: Callable[[], L | None], work: Callable[[L], R], _width: Callable[[], int]
    ) -> Iterator[R]:
        while (load := next_load()) is not None:
            yield work(load)


class SideBySide:
    """Satisfies ports.Lanes with threads that live as long as there are loads."""

    def carry(self, next_load: Callable[[], L | None], work: Callable[[L], R], width: Callable[[], int]) -> Iterator[R]:
        """What is under way when one load fails is waited for, and its result given out, before the trouble is raised."""
        with ThreadPoolExecutor(MOST, "sync-lane") as pool:
            flying: set[Future[R]] = set()
            trouble: BaseException | None = None
            while True:
                while trouble is None and len(flying) < width() and (load := next_load()) is not None:
                    flying.add(pool.submit(work, load))
                if not flying:
                    break
                landed, flying = wait(flying, return_when=FIRST_COMPLETED)
                for one in landed:
                    trouble = trouble or one.exception()
                    if one.exception() is None:
                        yield one.result()
        if trouble is not None:
            raise trouble
