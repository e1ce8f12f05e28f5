"""The load generator: a process of its own that sends what laptops have ready, over many connections, and keeps the answers.

Reads a plan (MessagePack) from the file that is named, says "ready", starts at the first line on standard input, and says what
came of it as JSON. Receipts are verified after the clock has stopped: on a real laptop that is another machine's work.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sync.protocol import receipts
from sync.protocol.messages import PushAnswer
from tests.bench.fleet import Ready


class Plan(msgspec.Struct, frozen=True):
    """Laptops and where they send to; `connections` of them at once, shared out over the `ports`."""

    ports: tuple[int, ...]
    connections: int
    pinned: str
    keys: tuple[receipts.CentreKey, ...]
    laptops: tuple[Ready, ...]


class Told(msgspec.Struct, frozen=True):
    """`seconds` from the first call to the last answer, `cpu_s` of this process then; each call's milliseconds, sorted."""

    seconds: float
    cpu_s: float
    pushes: int
    findings: int
    p50_ms: float
    p99_ms: float


async def flood(plan: Plan) -> Told:
    """Sends everything; an answer that is no receipt of everything that was sent is an error."""
    waiting = list(reversed(plan.laptops))
    answers: dict[str, bytes] = {}
    took: list[float] = []
    lines = [
        await asyncio.open_connection("127.0.0.1", plan.ports[number % len(plan.ports)])
        for number in range(plan.connections)
    ]
    begun, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_send(line, waiting, answers, took) for line in lines))
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    for _, writer in lines:
        writer.close()
    proven = sum(_proven(plan, laptop, answers[laptop.device]) for laptop in plan.laptops)
    took.sort()
    return Told(seconds, cpu, len(took), proven, took[len(took) // 2] * 1000, took[len(took) * 99 // 100] * 1000)


async def _send(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    waiting: list[Ready],
    answers: dict[str, bytes],
    took: list[float],
) -> None:
    reader, writer = line
    while waiting:
        laptop = waiting.pop()
        for call in laptop.calls:
            begun = time.perf_counter()
            writer.write(_head(laptop.token, len(call)) + call)
            answers[laptop.device] = await _answer(reader)
            took.append(time.perf_counter() - begun)


def _head(token: str, length: int) -> bytes:
    return (
        f"POST /v1/lines HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Content-Encoding: zstd\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(h[15:]) for h in head.lower().split(b"\r\n") if h.startswith(b"content-length:"))
    body = await reader.readexactly(length)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError((head + body).decode())
    return body


def _proven(plan: Plan, laptop: Ready, answer: bytes) -> int:
    """How many findings the laptop's last receipt vouches for."""
    receipt = msgspec.json.decode(answer, type=PushAnswer).receipt
    said = receipts.verify(receipt, receipts.trusted(plan.pinned, plan.keys))
    if (said.device, said.through_seq, said.findings, said.quarantined) != (
        laptop.device,
        laptop.lines,
        laptop.findings,
        (),
    ):
        raise RuntimeError(f"the receipt says something else: {receipt.body}")
    return said.findings


def main(words: Sequence[str]) -> int:
    plan = msgspec.msgpack.decode(Path(words[0]).read_bytes(), type=Plan)
    print("ready", flush=True)
    sys.stdin.readline()
    told = asyncio.run(flood(plan))
    print(json.dumps(msgspec.to_builtins(told)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
