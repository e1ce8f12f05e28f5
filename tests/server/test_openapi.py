"""The OpenAPI document is true: whatever is sent, the centre answers as it says there, and never by its own fault."""

import json
import subprocess
import sys
from collections.abc import Callable

from tests.fuzz import openapi
from tests.server.conftest import House
from tests.server.laptop import Laptop

EXAMPLES, SEED = 20, 721  # of each call; more by `python -m tests.fuzz.openapi`


def test_every_call_answers_as_its_description_says(
    houses: Callable[..., House], laptops: Callable[[House], Laptop]
) -> None:
    house = houses(*openapi.SERVING)
    caller = openapi.Caller(openapi.worked(house, laptops(house)))

    openapi.run(caller, examples=EXAMPLES, seed=SEED)

    calls = caller.document()["paths"].items()
    described = {f"{method.upper()} {path}" for path, methods in calls for method in methods}
    answered = {label for label, status in caller.seen if status < 300}
    assert {label for label, _ in caller.seen} == described
    assert {"POST /v1/hello", "POST /v1/lines", "POST /v1/pull", "POST /v1/uploads/{whose}"} <= answered


def test_the_document_is_one_and_the_framework_adds_no_page(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    http = laptops(embedded).http
    printed = subprocess.run([sys.executable, "-m", "sync.server", "openapi"], capture_output=True, check=True).stdout

    assert http.get("/openapi.json").json() == json.loads(printed)
    for page in ("", "/swagger", "/redoc", "/elements", "/openapi.json", "/openapi.yml", "/x"):
        assert http.get(f"/openapi{page}").status_code == 404
