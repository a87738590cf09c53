"""Users and sign-in: roles, passwords, one-time codes, sessions, throttle. `middleware.Gate`
checks every request; only grave decisions call `access.require_confirmed` besides."""

__all__ = [
    "kept_forms",
    "known_browser",
    "middleware",
    "outside_changes",
    "reauthentication",
    "role_changes",
    "roles",
    "session_store",
    "sessions",
    "sign_in_events",
    "throttle",
    "totp",
    "users",
]
