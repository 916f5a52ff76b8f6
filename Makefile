# `make brief` and `make test` need Python 3.11 or newer and make; everything else they install into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE ?= cases/korea

.PHONY: brief test coverage lint bench docs clean lock

brief: $(VENV)/installed
	$(BIN)/detente build $(CASE)

test: $(VENV)/installed
	$(BIN)/pytest -n auto --dist worksteal

coverage: $(VENV)/installed
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term-missing:skip-covered

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-peers
	$(BIN)/python benchmarks/run_all.py

docs: $(VENV)/installed
	$(BIN)/mkdocs build --strict

clean:
	rm -rf $(VENV) site cases/*/build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --group dev --group peers pyproject.toml -c requirements.lock -o requirements-peers.lock

# The lock names every package, so pip need not resolve: a release newer than the lock cannot break an install.
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "detente needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/installed-peers: requirements-peers.lock $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-peers.lock
	touch $@
