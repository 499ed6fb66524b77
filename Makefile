# `make site` builds the example archive, `make test` runs every test; each sets up what it needs by itself.

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site test bench setup python browser schemas words clean
.DEFAULT_GOAL := site

site: setup
	@$(BIN)/onrecord build
	@echo "Open $(CURDIR)/site/index.html in your browser."

test: setup browser
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto

# Takes some minutes. `make bench ONLY="100 or steps"` runs a part; docs/performance.md says what is measured.
bench: setup
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	@mkdir -p .benchmarks
	@$(BIN)/python -m pytest benchmarks --quiet -k "$(ONLY)" --benchmark-json=.benchmarks/last.json --benchmark-columns=min,median,stddev,rounds
	@$(BIN)/python -m benchmarks.table < .benchmarks/last.json

setup: python $(READY)

$(READY): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up in $(VENV) (once, about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Python is missing. Install Python 3.11 or newer: 'sudo apt-get install python3 python3-venv', 'brew install python', or python.org."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: OnRecord needs Python 3.11 or newer. With another one installed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: 'sudo apt-get install python3-venv'"; exit 1; }

# Browser tests use an installed Chromium or Chrome; else Playwright's own; else the distribution's package.
browser: setup
	@$(BIN)/python tests/browser/find.py >/dev/null 2>&1 \
	  || $(BIN)/python -m playwright install chromium >/dev/null 2>&1 \
	  || { command -v apt-get >/dev/null 2>&1 && { s=; [ "$$(id -u)" = 0 ] || s=sudo; $$s apt-get update -q >/dev/null && $$s apt-get install -y -q --no-install-recommends chromium >/dev/null; }; } \
	  || true
	@$(BIN)/python tests/browser/find.py >/dev/null || { echo "The browser tests need Chromium or Chrome: install one, or set CHROMIUM=/path/to/it."; exit 1; }

schemas: setup
	@$(BIN)/python -m generator.config

words: setup
	@$(BIN)/python -m tests.messages

clean:
	@rm -rf $(VENV) .onrecord dist
