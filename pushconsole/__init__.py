"""The Django project: settings, Celery, WSGI and URLs. `campaigns` never imports it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
