"""What the send is measured against: Celery and requests as anybody would put them together. It
promises nothing: no claim, no quota, no record."""

import os
from datetime import UTC, datetime

import requests
from celery import Celery

from campaigns.domain.provider import signature

app = Celery("plain", broker=os.environ.get("REDIS_URL"))
app.conf.task_ignore_result = True
app.conf.worker_prefetch_multiplier = 1
app.conf.task_default_queue = "plain"


@app.task
def push(url: str, app_key: str, body: str) -> None:
    headers = signature.headers(
        app_key=app_key, secret="any", nonce=signature.new_nonce(), now=datetime.now(UTC)
    )
    requests.post(f"{url}/push.json", data=body.encode(), headers=headers, timeout=30)
