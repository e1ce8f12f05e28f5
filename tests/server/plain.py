"""HTTP clients of centres that speak without TLS, as all in this folder do."""

import ssl
from typing import Any

import httpx

from inspector_app.demo.centre import Centre

# What a machine trusts is not read for each of a thousand clients: that takes 36 ms every time.
_TRUSTING_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def client(centre: Centre, **more: Any) -> httpx.Client:
    """One that is closed by whoever enters it."""
    return httpx.Client(base_url=centre.url, verify=_TRUSTING_NOBODY, **more)
