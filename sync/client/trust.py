"""Whom TLS trusts: the authorities that the program carries, those of this machine, and a file that its environment names."""

import os
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from sync.protocol.problems import Problem, ProtocolProblem

if TYPE_CHECKING:
    import ssl

    from requests.adapters import HTTPAdapter

NOT_YET_VALID, EXPIRED = 9, 10  # X509_V_ERR_…, which the ssl module does not name


def context() -> "ssl.SSLContext":
    """As this machine was when it was first asked for; to make it takes longer than a call."""
    return _context(os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))


@cache
def _context(_file: str, _folder: str) -> "ssl.SSLContext":
    import ssl

    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    context = ssl.create_default_context()  # the system's own; SSL_CERT_FILE and SSL_CERT_DIR stand in for it
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


def adapter(trusted: "ssl.SSLContext") -> "HTTPAdapter":
    """What carries https for `requests`; the file of REQUESTS_CA_BUNDLE is trusted as well."""
    from requests.adapters import HTTPAdapter

    class Trusting(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **named: Any) -> None:
            super().init_poolmanager(*args, ssl_context=trusted, **named)

        def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
            return super().proxy_manager_for(proxy, ssl_context=trusted, **named)

        def cert_verify(self, *_args: Any) -> None:
            """requests would read its own authorities anew for each connection; they are in `trusted`."""

    return Trusting()


def problem(trouble: BaseException) -> ProtocolProblem:
    """Why there was no TLS: the line was cut, this laptop's clock or its authorities do not fit, or it is no TLS at all."""
    import ssl

    for cause in _causes(trouble):
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return ProtocolProblem(Problem.UNREACHABLE, "TLS")
        if isinstance(cause, ssl.SSLCertVerificationError):
            is_time = cause.verify_code in (NOT_YET_VALID, EXPIRED)
            code = Problem.CERTIFICATE_TIME if is_time else Problem.CERTIFICATE_UNTRUSTED
            return ProtocolProblem(code, f"TLS {cause.verify_code}: {cause.verify_message}")
        if isinstance(cause, FileNotFoundError):
            return ProtocolProblem(Problem.CERTIFICATE_UNTRUSTED, "TLS: REQUESTS_CA_BUNDLE names no file")
    return ProtocolProblem(Problem.NOT_THE_CENTRE, "TLS")


def _causes(trouble: BaseException) -> Iterator[BaseException]:
    yield trouble
    for cause in (trouble.__cause__, trouble.__context__, *trouble.args):
        if isinstance(cause, BaseException):
            yield from _causes(cause)
