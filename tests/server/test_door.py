"""The door takes a round's calls past the framework, which goes on describing them: both must say the same."""

import hashlib
import json

import msgspec
import pytest

from sync.protocol.messages import BundleAnswer, BundleRequest
from sync.server import app
from sync.server.centre import Centre
from sync.server.door import BUNDLE_ROUTE, Door
from tests.server.laptop import Laptop, decoded


@pytest.mark.filterwarnings("ignore::litestar.exceptions.LitestarDeprecationWarning")
def test_what_the_door_takes_is_described_as_it_is() -> None:
    described = json.loads(app.description())["paths"]
    deeds = Door(None, Centre)._deeds  # type: ignore[arg-type]

    bodies = {path: described[path]["post"]["requestBody"]["content"]["application/json"]["schema"] for path in deeds}

    names = {path: f"#/components/schemas/{deed.request.__name__}" for path, deed in deeds.items()}
    assert {path: schema["$ref"] for path, schema in bodies.items()} == names


@pytest.mark.filterwarnings("ignore::litestar.exceptions.LitestarDeprecationWarning")
def test_a_bundle_passes_the_framework_under_the_name_that_is_described() -> None:
    described = json.loads(app.description())["paths"]

    door = Door(None, Centre)  # type: ignore[arg-type]
    taken = [
        (method, path)
        for method in ("POST", "PATCH", "HEAD")
        for path in (
            "/v1/uploads/laptop-1",
            "/v1/uploads/",
            "/v1/uploads/laptop-1/",
            f"/v1/uploads/laptop-1/{'a' * 64}",
        )
        if door._answer({"type": "http", "method": method, "path": path}) is not None
    ]

    assert taken == [("POST", "/v1/uploads/laptop-1")]
    assert "post" in described[BUNDLE_ROUTE.replace(":str", "")]


def test_a_bundle_that_does_not_say_how_long_it_is_is_taken(laptop: Laptop) -> None:
    photo = bytes(range(256))
    sha256 = hashlib.sha256(photo).hexdigest()
    body = msgspec.msgpack.encode(BundleRequest(photos={sha256: memoryview(photo)}))

    answer = laptop.http.post(f"/v1/uploads/{laptop.device}", content=iter([body[:100], body[100:]]))

    assert "content-length" not in answer.request.headers
    assert decoded(answer, BundleAnswer).stored == (sha256,)
