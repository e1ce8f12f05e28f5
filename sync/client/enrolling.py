"""Joining a centre with the one-time code that a person typed."""

import base64

from sync.client.ports import Signer, SyncApi, SyncStore
from sync.protocol import enrolment, proofs, receipts, sealing
from sync.protocol.laptop import Enrolment
from sync.protocol.messages import EnrolRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import ENROL_MARK


def enrol(
    code_text: str, url: str, name: str, *, device: str, signer: Signer, api: SyncApi, store: SyncStore
) -> Enrolment:
    """Binds the laptop `device` to the centre at `url` under a `name` for people; remembered in `store`.

    Asking again with the same code is harmless (the first answer may be lost). Raises ProtocolProblem: WRONG_CODE,
    DEVICE_TAKEN, FAKE_CENTRE when the centre's signing key is not the one that the code vouches for, and others.
    """
    code = enrolment.read(code_text)
    public = signer.public()
    request = EnrolRequest(
        device=device, code=code.secret, public_key=base64.b64encode(public).decode(), name=name,
        sig=signer.sign(ENROL_MARK, *proofs.enrolment(device, code.secret, public)),
    )  # fmt: skip
    answer = api.enrol(request)
    if answer.device != device:
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "it enrolled another laptop")
    keys = receipts.trusted(code.fingerprint, answer.keys)
    if answer.sealing is not None:
        sealing.vouched(answer.sealing, keys)
    joined = Enrolment(
        url=url, device=device, centre=answer.centre, pinned=code.fingerprint, keys=receipts.texts(keys),
        buckets=answer.buckets, chain=tuple(key for key in answer.keys if key.key_id in keys), sealing=answer.sealing,
    )  # fmt: skip
    store.keep_enrolment(joined)
    return joined
