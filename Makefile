# Every target explains itself: `make help`. A fresh machine needs only Python 3.11, make and pip's registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEMO ?= .demo
# Without LABELS the accuracy bench draws and reads its own scripted set.
SCRIPTED := .bench/scripted/LABELS.tsv

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench bench-province performance accuracy clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

demo: $(STAMP) ## Run the main job on the sample campaign (folder .demo; DEMO=folder for another)
	$(BIN)/dossier demo $(DEMO)

test: $(STAMP) ## Run every test
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(STAMP) ## Style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP) ## Rewrite the source in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## Counts and ratios of speed, measured in one run; BENCH="index ocr" for some
	$(BIN)/python -m tests.bench.run $(BENCH)

bench-province: $(STAMP) ## The same for 90,000 files, the cost curve to 30,000 and 200 scans; an hour or two, 12 GB of disk
	BENCH_CURVE=1000,3000,10000,30000 BENCH_SCANS=200 $(BIN)/python -m tests.bench.run province curve workers

performance: $(STAMP) ## Write the last figures of the benches and the plot into docs/performance.md
	$(BIN)/python -m tests.bench.report

$(SCRIPTED): samples/scripted.py samples/scripted_page.py samples/scripted_scan.py | $(STAMP)
	$(BIN)/python -m samples.scripted $(@D)

accuracy: $(STAMP) $(if $(LABELS),,$(SCRIPTED)) ## What is read right, by field (LABELS=file.tsv [ROOT=folder]; else the scripted set)
	$(BIN)/python -m tests.bench.accuracy "$(or $(LABELS),$(SCRIPTED))" $(if $(ROOT),"$(ROOT)")

clean: ## Remove what the targets above made
	rm -rf $(VENV) $(DEMO) .bench dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
