"""The door takes a round's calls past the framework, which goes on describing them: both must say the same."""

import json

import pytest

from sync.server import app
from sync.server.centre import Centre
from sync.server.door import BUNDLE_ROUTE, Door


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
