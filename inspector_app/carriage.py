"""Parcels that this PC carries to a centre, for the window: no key and no data of a laptop are needed, only the file and a network."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from inspector_app import parcels
from inspector_app.services.halt import Halt, Told
from inspector_app.services.parcels import ParcelSeen, ParcelSent
from sync.client import carrier
from sync.client.carrier import CarrierCode, CarrierTrouble
from sync.protocol.parcels import ParcelAnswer
from sync.protocol.receipts import Statement


class Carriage:
    """Satisfies services.parcels.Carrying."""

    def __init__(self) -> None:
        self._kept: tuple[Path, bytes] | None = None  # the last parcel that was sent, and its receipt

    def look(self, file: str, halt: Halt, told: Told) -> ParcelSeen:
        """Raises ProtocolProblem, CarrierTrouble, Halted."""
        with _stick():
            front, _ = parcels.look(Path(file), told=halt.heard(told))
            head, size = front.head, Path(file).stat().st_size
        return ParcelSeen(
            file, head.device, head.centre, head.made_at, head.shift, head.findings, head.lines, head.photos, size
        )

    def send(self, file: str, url: str, halt: Halt, told: Told) -> ParcelSent:
        """Raises ProtocolProblem, CarrierTrouble, Halted."""
        with _stick():
            answer = parcels.carry(Path(file), url, told=halt.heard(told), sleep=halt.sleep)
        said = parcels.said(answer)
        self._kept = Path(file), msgspec.json.encode(answer)
        try:
            return _sent(answer, said, receipt=str(carrier.beside(*self._kept)))
        except CarrierTrouble as trouble:
            return _sent(answer, said, trouble=trouble.code.value)

    def keep_receipt(self, folder: str) -> str:
        """Raises CarrierTrouble."""
        assert self._kept is not None, "`send` comes first"
        parcel, content = self._kept
        return str(carrier.beside(Path(folder) / parcel.name, content))


def _sent(answer: ParcelAnswer, said: tuple[Statement, ...], *, receipt: str = "", trouble: str = "") -> ParcelSent:
    return ParcelSent(
        device=answer.device, through_seq=max((one.through_seq for one in said), default=0),
        findings=sum(one.findings for one in said), photos=sum(one.photos for one in said),
        missing=sum(one.missing_count for one in said), named=tuple(photo for one in said for photo in one.missing),
        aside=sum(len(one.quarantined) for one in said),
        server_time=max((one.server_time for one in said), default=""), receipt=receipt, trouble=trouble,
    )  # fmt: skip


@contextmanager
def _stick() -> Iterator[None]:
    """What the file system says while a parcel is read is about the stick."""
    try:
        yield
    except OSError as trouble:
        raise CarrierTrouble(CarrierCode.GONE, trouble.strerror or "") from trouble
