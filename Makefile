# Every target explains itself: `make help`. A fresh machine needs only Python 3.11, make and pip's registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEMO ?= .demo

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

demo: $(STAMP) ## Run the main job on the sample campaign (folder .demo; DEMO=folder for another)
	$(BIN)/dossier demo $(DEMO)

test: $(STAMP) ## Run every test
	$(BIN)/python -m pytest -n auto

lint: $(STAMP) ## Style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP) ## Rewrite the source in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## Counts and ratios of speed, measured in one run
	$(BIN)/python tests/bench/run.py

clean: ## Remove what the targets above made
	rm -rf $(VENV) $(DEMO) .bench dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
