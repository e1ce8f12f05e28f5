"""This laptop's line to its centre, wired: rounds on the sync thread, joining by code, and the check of the last receipt.

Imported on the sync thread only: it brings `requests` and the protocol's libraries with it.
"""

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app import parcels
from inspector_app.config import VERSION
from inspector_app.documents import receipts as documents
from inspector_app.domain.ids import iso
from inspector_app.services.changes import Changes
from inspector_app.services.overview import ParcelMade, ParcelTaken
from inspector_app.services.ports import Clock
from inspector_app.services.receipts import file_of
from inspector_app.services.syncing import Syncing, SyncState
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.lanes import SideBySide
from sync.client.throttle import Throttle
from sync.protocol import lines, receipts
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipt_file import Fault, ReceiptFault
from sync.protocol.receipts import Receipt, Statement

if TYPE_CHECKING:
    from inspector_app.storage.store import Store

CHECKED_AT_ONCE = 500  # lines read from the disk at a time


class CentreLine:
    """`submit` runs a deed on the sync thread; `hear` and `publish` are called on the thread where things happen."""

    def __init__(
        self, store: "Store", clock: Clock, *, submit: Callable[[Callable[[], None]], Any],
        hear: Callable[[SyncState], None], publish: Callable[[Changes], None],
    ):  # fmt: skip
        self._store = store
        self._clock = clock
        self._publish = publish
        self._held = LaptopSyncStore(store, on_changes=publish)
        self._packs = store.packs(lambda _: publish(Changes(pack=True)))
        self._api: HttpSyncApi | None = None
        self._throttle = Throttle()
        self._api_url = ""
        self.syncing = Syncing(
            self.engine, self._join, submit=submit, call_later=_call_later, listener=hear, publish=publish, clock=clock,
            steady=time.monotonic, random=random.random,
        )  # fmt: skip

    def engine(self) -> Engine:
        """An engine for the next round; the connection and its token are kept between rounds."""
        joined = self._held.enrolment()
        url = joined.url if joined is not None else ""
        api = self._connected(url)
        return Engine(
            api, self._held, self._store.signer, now=lambda: iso(self._clock.now()), steady=time.monotonic, app=VERSION,
            lanes=SideBySide(), packs=self._packs,
        )  # fmt: skip

    def joined(self, url: str) -> bool:
        """Whether this laptop is enrolled at the centre at `url`."""
        enrolment = self._held.enrolment()
        return enrolment is not None and enrolment.url == url

    def limit(self, kilobytes: int) -> None:
        """Kilobytes a second that sending may take; 0 for as fast as the line goes."""
        self._throttle.limit = kilobytes * 1000 or None

    def is_reachable(self) -> bool:
        """Whether the joined centre answers now: its clock is the cheapest question there is."""
        enrolment = self._held.enrolment()
        if enrolment is None:
            return False
        try:
            self._connected(enrolment.url).time()
        except ProtocolProblem:
            return False
        return True

    def enrol(self, code: str, url: str, name: str) -> None:
        """Joins the centre at `url` under a `name` for people; raises ProtocolProblem."""
        self.syncing.enrol(url, code, name)

    def _join(self, url: str, code: str, name: str) -> None:
        enrolling.enrol(
            code, url, name, device=self._store.device, signer=self._store.signer, api=self._connected(url),
            store=self._held,
        )  # fmt: skip

    def verify(self) -> bool:
        """Whether the last receipt is the centre's own and says what this laptop's lines, read anew, say."""
        overview = self._store.reads.sync_overview()
        joined = self._held.enrolment()
        if not overview.receipt_body or joined is None:
            return False
        keys = {key_id: receipts.public_key(public) for key_id, public in joined.keys.items()}
        try:
            said = receipts.verify(Receipt(overview.receipt_body, overview.receipt_sig), keys)
            return self._own_chain_says(said)
        except ProtocolProblem:
            return False

    def save_receipt(self, shift: str, file: Path) -> Path:
        """Writes what proves that shift to `file`, as a PDF where its name says so; raises ReceiptFault, OSError."""
        found, joined = self._store.reads.shift_receipt(shift), self._held.enrolment()
        if found is None or joined is None:
            raise ReceiptFault(Fault.NOT_A_RECEIPT, "no receipt covers a line of it")
        return documents.write(file, file_of(found, joined, self._store.signer))

    def make_parcel(self, folder: str, told: Callable[[int, int], None], *, every: bool = False) -> ParcelMade:
        """Writes what no receipt covers, or `every` line and photo, to a parcel in `folder`; raises ProtocolProblem, CarrierTrouble and what `told` raises."""
        return parcels.make(self._store, Path(folder), now=self._clock.now(), every=every, told=told)

    def take_receipt(self, file: str) -> ParcelTaken:
        """Keeps the receipt that came back for a parcel; raises ProtocolProblem, OSError."""
        said = parcels.take_receipt(self._store, Path(file), publish=self._publish)
        left = self._store.reads.sync_overview().unsent_lines
        return ParcelTaken(missing=sum(one.missing_count for one in said), left=left)

    def _own_chain_says(self, said: Statement) -> bool:
        """Reads every line that the receipt covers and hashes it again; raises ProtocolProblem for a damaged one."""
        device, seq, digest = self._store.device, 0, None
        while seq < said.through_seq:
            chunk = self._held.lines_after(said.epoch, seq, CHECKED_AT_ONCE)
            chunk = [line for line in chunk if line.seq <= said.through_seq]
            if not chunk:
                return False
            lines.verify(device, chunk, after=digest)
            seq, digest = chunk[-1].seq, chunk[-1].digest
        totals = self._held.totals(said.epoch, said.through_seq)
        return said.device == device and digest == said.digest and totals == (said.findings, said.photos)

    def _connected(self, url: str) -> HttpSyncApi:
        if self._api is None or self._api_url != url:
            if self._api is not None:
                self._api.close()
            self._api = HttpSyncApi(url, self._store.device, self._store.signer, app=VERSION, throttle=self._throttle)
            self._api_url = url
        return self._api


def _call_later(seconds: float, deed: Callable[[], None]) -> Callable[[], None]:
    timer = threading.Timer(seconds, deed)
    timer.daemon = True
    timer.start()
    return timer.cancel
