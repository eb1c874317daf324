# Two commands: `make demo` shows it, `make test` proves it. Needs Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint lock install clean

demo: $(VENV)/.installed
	$(BIN)/python demo/run.py

test: $(VENV)/.developed
	$(BIN)/python -m pytest

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy bench/*.py
	$(BIN)/lint-imports

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "xborder needs Python 3.11 or newer: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.developed: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# Needs uv, which is no dependency: the locks are plain files for pip.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group build pyproject.toml -o requirements.lock --no-annotate --custom-compile-command "make lock"
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group build --group dev pyproject.toml -o requirements-dev.lock --no-annotate --custom-compile-command "make lock"

clean:
	rm -rf $(VENV) demo/run
