"""Users and sign-in: roles, passwords, one-time codes, sessions, throttle. `middleware.Gate`
checks every request; only grave decisions call `access.require_confirmed` besides."""

__all__ = [
    "kept_forms",
    "middleware",
    "reauthentication",
    "role_changes",
    "roles",
    "sessions",
    "throttle",
    "totp",
    "users",
]
