# `make demo` sets everything up, runs the main job and serves the page; `make ask Q="…"` asks once;
# `make test` sets everything up and checks it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_HOME := .demo
# Tests wait for servers and browsers, so two go on a core.
TEST_WORKERS ?= $(shell $(PYTHON) -c 'import os; print(2 * len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else "auto")')
Q ?= How many troops does the mission have now?
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo ask install test lock clean

demo: ask
	@echo
	@exec $(BIN)/footnoted --home $(DEMO_HOME) web

ask: install
	@$(BIN)/footnoted --home $(DEMO_HOME) ingest examples/library
	@$(BIN)/footnoted --home $(DEMO_HOME) ask "$(Q)"

install: $(VENV)/.installed

test: $(VENV)/.tested
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -n $(TEST_WORKERS) --dist loadscope --no-loadscope-reorder

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "Footnoted needs Python 3.11 to 3.13; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Footnoted into $(VENV) (a few minutes the first time)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --require-hashes -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.tested: requirements-dev.lock $(VENV)/.installed
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

lock:
	@sh scripts/lock

clean:
	rm -rf $(VENV) $(DEMO_HOME)
