"""The WSGI application; it refuses to start with settings that could send a push twice."""

import os

from django.core.wsgi import get_wsgi_application

from .environment import load_or_exit
from .odd_requests import refuse_odd_requests
from .request_size import refuse_large_requests
from .response_headers import harden_gunicorn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pushconsole.settings")

load_or_exit(code=3)
application = refuse_large_requests(refuse_odd_requests(get_wsgi_application()))
harden_gunicorn()

from campaigns.checks.settings import refuse_unsafe_or_exit  # noqa: E402 (needs the app registry)

refuse_unsafe_or_exit(code=3)
