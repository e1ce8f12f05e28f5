"""Takes a parcel in: checked whole, then each message goes the way that it would have gone over the network."""

import asyncio
import hashlib
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol import parcels
from sync.protocol.messages import BUNDLE_PHOTOS, LARGEST_CHUNK, ManifestRequest, PushRequest
from sync.protocol.parcels import Front, ParcelAnswer
from sync.protocol.receipts import Receipt
from sync.server import parcel_check
from sync.server.centre import Centre


async def take(centre: Centre, path: Path) -> tuple[Front, ParcelAnswer]:
    """The parcel's head, and the answer that its laptop waits for. Taken twice, it changes nothing and answers the same.

    Raises ProtocolProblem: NOT_A_PARCEL, NEWER_PARCEL, DAMAGED_PARCEL, OTHER_CENTRE, UNKNOWN_DEVICE, WRONG_SIGNATURE, HOLE,
    FORK and what a message of a laptop can be refused for; then nothing of it is stored. BUSY and OUT_OF_SPACE may come
    halfway: whoever begins again goes on from there.
    """
    with path.open("rb") as file:
        front, sha256 = await asyncio.to_thread(parcels.check_whole, file)
        laptop, private = await centre.database.read(lambda c: parcel_check.sender(c, front, centre.identity))
        held = await centre.database.read(lambda c: parcel_check.held(c, front))
        await asyncio.to_thread(parcel_check.check_inside, file, front, private, laptop, held)
        receipts = await _apply(centre, file, front, private)
    return front, ParcelAnswer(
        parcel=sha256, device=front.head.device, keys=centre.identity.keys, receipts=tuple(receipts.values())
    )


async def _apply(centre: Centre, file: BinaryIO, front: Front, private: X25519PrivateKey) -> dict[str, Receipt]:
    """The last receipt of each epoch, by epoch."""
    device, receipts, bundle = front.head.device, dict[str, Receipt](), dict[str, bytes]()
    inside = parcel_check.messages(file, front, private)
    while (message := await asyncio.to_thread(next, inside, None)) is not None:
        match message:
            case PushRequest():
                receipts[message.epoch] = (await centre.push(device, message)).receipt
            case ManifestRequest():
                await _store(centre, device, bundle)
                receipts[message.epoch] = (await centre.manifest(device, message)).receipt
            case photo:
                if len(bundle) == BUNDLE_PHOTOS or sum(map(len, bundle.values())) + len(photo) > LARGEST_CHUNK:
                    await _store(centre, device, bundle)
                bundle[await asyncio.to_thread(_sha256, photo)] = photo
    await _store(centre, device, bundle)
    return receipts


async def _store(centre: Centre, device: str, bundle: dict[str, bytes]) -> None:
    if bundle:
        await centre.uploads.bundle(device, bundle)
        bundle.clear()


def _sha256(photo: bytes) -> str:
    return hashlib.sha256(photo).hexdigest()
