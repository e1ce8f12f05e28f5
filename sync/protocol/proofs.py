"""What each signature of a laptop covers, field by field; made on one end, checked on the other with receipts.sign and signed.

Texts are UTF-8, numbers decimal text, digests hex text, the public key its 32 raw bytes.
"""

from sync.protocol.messages import ManifestRequest


def enrolment(device: str, code: str, public: bytes) -> tuple[bytes, ...]:
    """Under ENROL_MARK: the laptop's id, the one-time secret and the raw public key."""
    return device.encode(), code.encode(), public


def token(device: str, challenge: str) -> tuple[bytes, ...]:
    """Under TOKEN_MARK."""
    return device.encode(), challenge.encode()


def batch(device: str, epoch: str, from_seq: int, last_digest: str) -> tuple[bytes, ...]:
    """Under BATCH_MARK: the digest of the last line covers every byte of the batch."""
    return device.encode(), epoch.encode(), str(from_seq).encode(), last_digest.encode()


def manifest(device: str, request: ManifestRequest) -> tuple[bytes, ...]:
    """Under MANIFEST_MARK: the whole account, but its signature."""
    numbers = (request.findings, request.photos)
    texts = (device, request.epoch, str(request.through_seq), request.digest, *map(str, numbers), request.shift)
    return tuple(text.encode() for text in texts)
