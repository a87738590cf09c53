# make run   starts the whole console on this machine        (PORT=8010 for another port)
# make test  runs every check and test this machine can run  (TEST_DATABASE=postgres: on servers)
# make quick runs the tests that need no browser and start no program

PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make requirements" $(UPGRADE)
TESTS ?= tests

.PHONY: help run test lint checks pytest quick model mutation faults chaos bench screenshots production-env \
	requirements image-digests

help:
	@sed -n '1,3s/^# //p' Makefile

run: .venv/installed
	@exec $(BIN)/python manage.py demo

test: lint checks pytest

lint: .venv/installed-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit --quiet --severity-level medium --recursive campaigns pushconsole
	$(BIN)/python -m tests.audit_packages

# The migrations are complete, and the settings of production give no warning.
checks: .venv/installed-tests
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	env $$($(PYTHON) pushconsole/production_env.py --print push.example.com) ENV_FILE=/dev/null \
		VAR_DIR=.venv/check $(BIN)/python manage.py check --deploy --fail-level WARNING

pytest: .venv/installed-tests
	$(BIN)/python -m tests.services $(BIN)/python -m pytest --numprocesses auto --dist worksteal \
		-m "not bench and not model" $(TESTS)

# The tests that need no browser and start no program, each proof in its short form.
quick: .venv/installed-tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal tests \
		--ignore tests/browser --ignore tests/faults

# Every process that can be killed, cut and delayed, at every point, on both databases.
faults:
	FAULTS=all $(MAKE) pytest TESTS=tests/faults
	FAULTS=all TEST_DATABASE=postgres $(MAKE) pytest TESTS=tests/faults

# A thousand random kills while campaigns leave (KILLS=100: fewer; SEED: the same choices again).
chaos: .venv/installed-tests
	TEST_DATABASE=postgres $(BIN)/python -m tests.services $(BIN)/python -m tests.faults.chaos $(KILLS)

# Every order of what may happen to a send, up to a bound (MODEL=full: a larger one).
model: .venv/installed-tests
	$(BIN)/python -m pytest -m model tests/model

# Each single change to the rules of outcome, quota, schedule and workflow: does a test notice?
mutation: .venv/installed-tests
	$(BIN)/python -m tests.mutation

bench: .venv/installed-tests
	$(BIN)/python -m tests.services $(BIN)/python -m tests.bench $(ROWS)

screenshots: .venv/installed-tests
	$(BIN)/python -m tests.browser.screenshots

# The requirements.txt anew from the requirements.in, with every package's hashes
# (UPGRADE=--upgrade: what these need in its newest versions).
requirements: .venv/installed-tests
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) --constraints requirements.txt tests/requirements.in --output-file tests/requirements.txt

# The image tags of Dockerfile and compose.yaml with the digests that they have now in the registry.
image-digests:
	@$(PYTHON) pushconsole/image_digests.py

# HOST is the name under which browsers reach the console.
production-env:
	@$(PYTHON) pushconsole/production_env.py $(HOST)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it and run make again."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(PIP) -r requirements.txt
	@touch $@

.venv/installed-tests: tests/requirements.txt .venv/installed
	$(PIP) -r tests/requirements.txt
	@touch $@
