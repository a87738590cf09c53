"""The screens of an application: settings, pauses, sends made elsewhere."""

__all__ = ["admin"]
