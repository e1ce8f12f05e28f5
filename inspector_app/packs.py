"""A reference pack that came as a file, put in the place of the one in use. The window and the commands share it."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sync.protocol import pack_file
from sync.protocol.pack_file import Signed
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import Manifest, PackFile

if TYPE_CHECKING:
    from inspector_app.storage.store import Store


def install(store: "Store", path: Path) -> Manifest:
    """Takes the pack in; the one in use stays until this one was proved, opened and looked through.

    Raises ProtocolProblem (NOT_A_PACK, NEWER_PACK, DAMAGED_PACK, FALSE_PACK, OLDER_PACK, UNKNOWN_DEVICE), StorageTrouble, OSError.
    """
    shelf = store.packs()
    with pack_file.opened(path) as pack:
        if pack.signature is None:
            raise ProtocolProblem(Problem.FALSE_PACK, "not signed")
        signed = Signed(pack.text.decode(), pack.signature)
        left = {file.name for file in shelf.begin(signed)}

        def save(file: PackFile, pieces: Iterator[bytes]) -> None:
            if file.name in left:
                shelf.take(file, pieces)
            else:  # it is here already; the stick is read through all the same
                deque(pieces, maxlen=0)

        pack.files(save)
    shelf.install(signed)
    return pack.manifest
