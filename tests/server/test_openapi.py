"""The OpenAPI document is true: whatever is sent, the centre answers as it says there, and never by its own fault."""

import json
import subprocess
import sys
from collections.abc import Callable

from tests.server.conftest import House
from tests.server.laptop import Laptop

EXAMPLES, SEED = 20, 721  # of each call; more by `python -m tests.fuzz.openapi`


def test_every_call_answers_as_its_description_says() -> None:
    """In a process of its own: Hypothesis also draws from the constants of whatever modules other tests have loaded."""
    command = [sys.executable, "-m", "tests.fuzz.openapi", "--examples", str(EXAMPLES), "--seed", str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_document_is_one_and_the_framework_adds_no_page(
    embedded: House, laptops: Callable[[House], Laptop]
) -> None:
    http = laptops(embedded).http
    printed = subprocess.run([sys.executable, "-m", "sync.server", "openapi"], capture_output=True, check=True).stdout

    assert http.get("/openapi.json").json() == json.loads(printed)
    for page in ("", "/swagger", "/redoc", "/elements", "/openapi.json", "/openapi.yml", "/x"):
        assert http.get(f"/openapi{page}").status_code == 404
