# Needs Python 3.11+ and make; every target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TYO := $(BIN)/tyo
DEMO := out/demo.duckdb
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint sample bench bench-large mutants wheel lock clean

help:
	@echo "make demo    load the sample, print Raahe's indicators, draw its 13 series into out/"
	@echo "make test    check style and types, then run every test"
	@echo "make lint    the checks of style and types alone"
	@echo "make bench   measure start-up, load, model and indicators, beside plain versions of them"
	@echo "make bench-large  measure five million people under a memory limit: 30 GB of disk"
	@echo "make mutants change one operator at a time and look whether the tests notice: an hour"
	@echo "make wheel   build the wheel into dist/"
	@echo "make sample  write sample_data/ again"
	@echo "make lock    pin the dependencies again"
	@echo "make clean   remove everything that make made"

demo: $(VENV)/runtime
	@echo "== loading the synthetic sample of Raahe and Porvoo into $(DEMO) =="
	@mkdir -p out
	$(TYO) load sample_data --db $(DEMO) --key out/demo.key
	@echo "== Raahe's indicators =="
	$(TYO) indicators --region raahe --db $(DEMO)
	@echo "== Raahe's 13 series =="
	$(TYO) plot --region raahe --db $(DEMO) -o out/raahe.png
	@echo "== done: open out/raahe.png; ask for more with $(TYO) --help =="

test: lint
	@echo "== tests =="
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal
	@echo "== style, types and tests are in order =="

lint: $(VENV)/development
	@echo "== style and types =="
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/sqlfluff lint queries benchmarks
	$(BIN)/pyright

bench: $(VENV)/development
	$(BIN)/python -m benchmarks

bench-large: $(VENV)/development
	$(BIN)/python -m benchmarks --large

# FILES=queries/indicators/inflow.sql looks at some files; out/mutants.jsonl keeps what is known.
mutants: $(VENV)/development
	$(BIN)/python -m tests.mutants $(FILES)

wheel: $(VENV)/development
	$(BIN)/python -m hatchling build -t wheel

sample: $(VENV)/runtime
	$(TYO) sample sample_data --seed 31 --regions raahe,porvoo --from 2019-01 --to 2024-07

# hatchling and editables build the package itself; they come first and by hash, like the rest.
$(VENV)/runtime: requirements.lock requirements-build.lock pyproject.toml
	@echo "== setting up $(VENV) with the pinned packages: about a minute =="
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-build.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/development: $(VENV)/runtime requirements-dev.lock
	@echo "== adding the packages of development =="
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet
lock: $(VENV)/development
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) requirements-build.in -c requirements-dev.lock -o requirements-build.lock

clean:
	rm -rf $(VENV) out dist .pytest_cache .ruff_cache .hypothesis
