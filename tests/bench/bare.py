"""The limit for sending photos: a bare server that does nothing but fsync each body that is PUT, and its client."""

import asyncio
import os
import sys
from pathlib import Path


async def _serve(folder: Path) -> None:
    folder_fd = os.open(folder, os.O_RDONLY)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                name = head.split(b" ", 2)[1].decode().strip("/")
                length = next(int(h[15:]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length:"))
                _keep(folder, name, await reader.readexactly(length), folder_fd)
                writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=1 << 22)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def _keep(folder: Path, name: str, body: bytes, folder_fd: int) -> None:
    part = folder / (Path(name).name + ".part")
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / Path(name).name)
    os.fsync(folder_fd)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
