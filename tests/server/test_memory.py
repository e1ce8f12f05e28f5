"""Bodies that lie in memory whole: bounded, in buffers that are used again and never by two."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.memory import KEPT, Memory


async def pieces(*said: bytes) -> AsyncIterator[bytes]:
    for piece in said:
        yield piece


def test_pieces_are_one_body() -> None:
    async def read() -> bytes:
        async with Memory().whole(10, pieces(b"ab", b"", b"cd")) as body:
            return bytes(body)

    assert asyncio.run(read()) == b"abcd"


def test_a_body_is_not_longer_than_it_was_announced() -> None:
    memory = Memory()

    async def read() -> None:
        async with memory.whole(3, pieces(b"ab", b"cd")):
            pass

    with pytest.raises(ProtocolProblem) as told:
        asyncio.run(read())

    assert (told.value.code, memory.held) == (Problem.TOO_LARGE, 0)


def test_who_does_not_fit_beside_others_is_asked_to_come_back() -> None:
    memory = Memory(5)

    async def read() -> Problem:
        async with memory.whole(2, pieces(b"a")), memory.whole(2, pieces(b"b")):
            with pytest.raises(ProtocolProblem) as told:
                await memory.whole(2, pieces(b"c")).__aenter__()
            return told.value.code

    assert asyncio.run(read()) is Problem.BUSY
    assert memory.held == 0


def test_two_bodies_never_share_a_buffer_and_a_few_are_used_again() -> None:
    memory = Memory()

    async def read(number: int) -> bytes:
        async with memory.whole(1, pieces(bytes([number]))) as body:
            await asyncio.sleep(0)
            return bytes(body)

    async def all_of_them() -> list[bytes]:
        return [body for _ in range(3) for body in await asyncio.gather(*map(read, range(2 * KEPT)))]

    assert asyncio.run(all_of_them()) == [bytes([number]) for number in range(2 * KEPT)] * 3
    assert len(memory._buffers) == KEPT


def test_small_bodies_take_small_room_and_the_largest_buffers_are_kept() -> None:
    """Each would hold the largest room there is: in a storm all but some would be asked to come back."""
    memory = Memory(6000)

    async def read(size: int) -> None:
        async with memory.whole(size, pieces(b"a" * size)):
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        await asyncio.gather(*(read(10 + number) for number in range(100)))

    asyncio.run(all_of_them())
    assert [len(buffer) for buffer in memory._buffers] == [106, 107, 108, 109]


def test_a_buffer_that_a_thread_may_still_read_is_not_used_again() -> None:
    """Whoever asked has gone: what was called off leaves a thread behind that writes the photo to the disk."""
    memory = Memory()

    async def called_off() -> None:
        async def read() -> None:
            async with memory.whole(1, pieces(b"a")):
                await asyncio.sleep(60)

        task = asyncio.create_task(read())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(called_off())
    assert (memory._buffers, memory.held) == ([], 0)
