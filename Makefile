# Needs Python 3.11+ and make. Every target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TYO := $(BIN)/tyo
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint bench lock wheel clean

help:
	@echo "make demo   load the sample data, print Raahe's indicators, draw its 13 series into out/"
	@echo "make test   lint, type-check and run every test"
	@echo "make lint   ruff, sqlfluff and pyright only"
	@echo "make bench  measure start-up, load, model and indicators"
	@echo "make clean  remove everything that make made"

# The runtime lock is enough for the demo; the stamp files make a second run instant.
$(VENV)/runtime: requirements.lock pyproject.toml
	@echo "== setting up $(VENV) with the pinned packages (about a minute) =="
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-build.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/development: $(VENV)/runtime requirements-dev.lock
	@echo "== adding the development packages =="
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) out dist .pytest_cache .ruff_cache .hypothesis
