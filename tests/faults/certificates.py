"""A certificate authority of our own, the centre's certificate from it, and a stranger's that nobody trusts."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "centre.test"  # RFC 6761: no such name anywhere
_YEARS = timedelta(days=3650)


class Valid(NamedTuple):
    """Between which moments from now."""

    since: timedelta = -_YEARS
    until: timedelta = _YEARS


ALWAYS = Valid()


@dataclass(frozen=True)
class Certificates:
    """`trusted` is the file of the authority; `centre` and `stranger` answer handshakes."""

    trusted: Path
    centre: ssl.SSLContext
    stranger: ssl.SSLContext
    url: str = f"https://{HOST}"

    @classmethod
    def made(cls, folder: Path, valid: Valid = ALWAYS, name: str = HOST) -> "Certificates":
        """New ones in `folder`, which is made; the centre's is for `name`."""
        folder.mkdir(parents=True, exist_ok=True)
        key, trusted = ec.generate_private_key(ec.SECP256R1()), folder / "authority.pem"
        authority = _signed("our authority", key, None, key)
        trusted.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
        other = ec.generate_private_key(ec.SECP256R1())
        return cls(
            trusted, _context(folder / "centre.pem", authority, key, valid, name),
            _context(folder / "stranger.pem", _signed("no authority", other, None, other), other),
        )  # fmt: skip


def _context(
    file: Path, authority: x509.Certificate, authority_key: ec.EllipticCurvePrivateKey,
    valid: Valid = ALWAYS, name: str = HOST,
) -> ssl.SSLContext:  # fmt: skip
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _signed(name, key, authority, authority_key, valid)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _signed(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    valid: Valid = ALWAYS,
) -> x509.Certificate:
    subject, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    building = x509.CertificateBuilder(
        issuer.subject if issuer else subject, subject, key.public_key(), x509.random_serial_number(),
        now + valid.since, now + valid.until,
    ).add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)  # fmt: skip
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    building = building.add_extension(signer, critical=False)
    building = building.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    building = building.add_extension(_usage(signs=issuer is None), critical=True)
    if issuer is not None:
        building = building.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return building.sign(issuer_key, hashes.SHA256())


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs, crl_sign=signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip
