"""Over a limited line a real centre gets everything, only later."""

import hashlib
import time

from sync.client.http import HttpSyncApi
from sync.client.throttle import PIECE, Throttle
from sync.protocol.messages import BundleAnswer
from tests.contract.conftest import OverHttp
from tests.server.conftest import House
from tests.sync.laptop import Laptop

LIMIT, PHOTO = 400_000, bytes(range(250)) * 1600  # bytes a second; 400 kB


def test_a_photo_takes_the_time_that_the_limit_gives_it(real_centre: House) -> None:
    throttle = Throttle()
    laptop = Laptop("6f6e7c3e-0000-4000-8000-0000000000a1")
    api = HttpSyncApi(real_centre.url, laptop.device, laptop.key, app="1.0.0", throttle=throttle)
    laptop.enrol(api, OverHttp(real_centre).code())
    throttle.limit = LIMIT
    begun = time.monotonic()

    answer: BundleAnswer = api.bundle({hashlib.sha256(PHOTO).hexdigest(): PHOTO})

    took = time.monotonic() - begun
    api.close()
    assert len(answer.stored) == 1
    assert took >= (len(PHOTO) - 2 * PIECE) / LIMIT
