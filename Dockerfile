# One image for web, workers and beat.
FROM python:3.11.14-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 \
    VAR_DIR=/var/lib/pushconsole STATIC_ROOT=/app/collected

WORKDIR /app
COPY requirements.txt .
RUN pip install --disable-pip-version-check --require-hashes -r requirements.txt \
    && useradd --system --no-create-home --uid 10001 pushconsole \
    && install -d -o pushconsole -m 0700 /var/lib/pushconsole
COPY . .
RUN VAR_DIR=/tmp/build python manage.py collectstatic --no-input && rm -rf /tmp/build

USER pushconsole
EXPOSE 8000
CMD ["gunicorn", "pushconsole.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
