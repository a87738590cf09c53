"""Sessions in the database under a digest of their key: whoever reads the table, or a backup of
it, signs in as nobody. Settings name this module as SESSION_ENGINE."""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils.crypto import salted_hmac

from campaigns.lib import database_clock

STORED_CHARACTERS = 40
"""The width of Django's column: 160 bits of the HMAC."""


def stored_key(session_key: str) -> str:
    """What the database holds of a key. The browser's cookie holds the key itself."""
    digest = salted_hmac("session key", session_key, algorithm="sha256").hexdigest()
    return digest[:STORED_CHARACTERS]


class SessionStore(DatabaseSessionStore):
    """The synchronous half of Django's; the console has no asynchronous view."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        session = self.model.objects.filter(
            session_key=stored_key(self.session_key or ""), expire_date__gt=database_clock.now()
        ).first()
        if session is None:
            self._session_key = None
        return session

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(stored_key(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        session = super().create_model_instance(data)
        session.session_key = stored_key(session.session_key)
        session.expire_date = database_clock.now() + timedelta(seconds=self.get_expiry_age())
        return session

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))
