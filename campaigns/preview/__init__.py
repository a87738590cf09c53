"""The preview: each vendor's phone with the notification of a body on it, ready for templates.

`domain.display` decides what a phone shows; this package decides how that is drawn."""

__all__ = ["phones"]
