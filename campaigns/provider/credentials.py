"""The credentials of one request, and how they are masked in whatever comes back."""

import json
from dataclasses import dataclass

MASK = "***"


@dataclass(frozen=True)
class Credentials:
    """The app secret, and the signature made with it."""

    secret: str
    signature: str

    def hide(self, text: str) -> str:
        """`text` without credentials."""
        for credential in self._written():
            text = text.replace(credential, MASK)
        return text

    def hide_in_body(self, body: bytes) -> bytes:
        """`body` without credentials, also where it writes them in JSON's escapes."""
        for credential in self._written():
            body = body.replace(credential.encode(), MASK.encode())
        plain = _unescaped(body)
        return body if self.hide(plain) == plain else self.hide(plain).encode()

    def _written(self) -> tuple[str, ...]:
        return self.secret, self.signature, self.signature.upper()


def _unescaped(body: bytes) -> str:
    """The JSON with each character written as itself; "" if it is none."""
    try:
        plain = json.dumps(json.loads(body), ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""
    return plain.replace('\\"', '"').replace("\\\\", "\\").encode("utf-8", "replace").decode()
