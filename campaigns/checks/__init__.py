"""Django system checks: settings and databases with which a push could leave twice, leak or lie.
`settings.refuse_unsafe` runs them all at the start of every program."""

__all__ = ["deadlines", "settings"]
