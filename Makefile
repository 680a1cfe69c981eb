# make test: set up, lint, type-check, test.  make run: set up and score a sample.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.siap

.PHONY: test run lint types golden sample bench clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(STAMP)

test: lint types
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

run: $(STAMP)
	$(BIN)/zi score sample_lke/lke-wbk.xlsx

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache
