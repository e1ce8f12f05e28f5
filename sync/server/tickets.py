"""Short-lived words that the centre can check without remembering them: challenges and bearer tokens (HMAC-SHA256)."""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.clock import Clock

CHALLENGE_S = 60
TOKEN_S = 15 * 60
SHAPE = re.compile(r"[0-9A-Za-z._:-]{1,64}\.[0-9]{1,12}\.[0-9A-Za-z_-]{43}")


class Tickets:
    """Makes and checks challenges and tokens with one secret, which every process of a centre shares."""

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def challenge(self) -> str:
        """A fresh challenge, good for 60 s."""
        return self._made("challenge", secrets.token_urlsafe(12), CHALLENGE_S)

    def check_challenge(self, text: str) -> None:
        """Raises ProtocolProblem(NO_TOKEN) when the challenge is not ours or too old."""
        self._subject("challenge", text)

    def token(self, device: str) -> str:
        """A bearer token of `device`, good for 15 minutes."""
        return self._made("token", device, TOKEN_S)

    def device_of(self, token: str) -> str:
        """The device that holds `token`; raises ProtocolProblem(NO_TOKEN)."""
        return self._subject("token", token)

    def _made(self, purpose: str, subject: str, seconds: int) -> str:
        expires = int(self._clock().timestamp()) + seconds
        return f"{subject}.{expires}.{self._seal(purpose, subject, expires)}"

    def _subject(self, purpose: str, text: str) -> str:
        if not SHAPE.fullmatch(text):
            raise ProtocolProblem(Problem.NO_TOKEN, purpose)
        subject, expires, seal = text.rsplit(".", 2)
        if not hmac.compare_digest(seal, self._seal(purpose, subject, int(expires))):
            raise ProtocolProblem(Problem.NO_TOKEN, purpose)
        if datetime.fromtimestamp(int(expires), UTC) <= self._clock():
            raise ProtocolProblem(Problem.NO_TOKEN, f"{purpose} expired")
        return subject

    def _seal(self, purpose: str, subject: str, expires: int) -> str:
        text = f"721-{purpose}\n{subject}\n{expires}".encode()
        mac = hmac.digest(self._secret, text, hashlib.sha256)
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
