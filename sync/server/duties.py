"""Work that goes on beside the calls for as long as a centre is open."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any


@asynccontextmanager
async def beside(duty: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs `duty` while it is entered; then calls it off and waits for its end."""
    task = asyncio.create_task(duty)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
