"""Who sits at the browser: passwords, one-time codes, sessions, and how often somebody may guess.

`gate` asks on every request; what it lets through, the screens and services need not ask again,
except for the few decisions that call `access.require_confirmed`.
"""

from .sessions import reset_totp

__all__ = ["reset_totp"]
