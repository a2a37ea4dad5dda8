# make demo   shows the whole thing working, on an embedded GitLab
# make test   passes all checks
# make pipelines  executes the CI files (needs Node and rsync; `.ci/run` says how)
# make chaos  lets every request of ten days fail in every way, GitLab's and Zendesk's (half an hour): nothing lost, nothing twice
# make bench  counts the requests of every kind of pass, and compares time, CPU and memory (some fifteen minutes)
# All set up what they need in .venv; all they ask for is Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt

.PHONY: help demo test lint types imports ci-file tests pipelines coverage chaos bench bench-peer wheel cassettes clean

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile

demo: $(VENV)/for-use
	$(BIN)/feedback-bot demo

test: lint types imports ci-file tests wheel
	@echo "All checks passed."

lint: $(VENV)/for-work
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/for-work
	$(BIN)/mypy

imports: $(VENV)/for-work
	$(BIN)/lint-imports --no-cache

# Each file is two documents, its header and the rest, of which the schema must fit either.
CI_FILES := .gitlab-ci.yml templates/feedback-bot/template.yml
SCHEMA := $(BIN)/check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci --force-filetype yaml -

ci-file: $(VENV)/for-work
	set -e; for file in $(CI_FILES); do \
	  sed '/^---$$/,$$d' $$file | $(SCHEMA); sed '1,/^---$$/d' $$file | $(SCHEMA); \
	done

# Random order, in parallel. Tracing makes tests three times as slow, so only those of the core are traced: its own tests
# must reach its branches. `make coverage` traces everything.
CORE := tests/model tests/rules tests/commands tests/reports tests/undo tests/doctor tests/setup tests/test_texts.py
TRACED := --cov=bot.model --cov=bot.rules --cov=bot.commands --cov=bot.reports --cov=bot.undo --cov=bot.doctor --cov-report=

# With JUNIT=FOLDER both runs leave a report there.
tests: $(VENV)/for-work
	rm -f .coverage .coverage.*
	$(BIN)/pytest -q -n 2 $(JUNIT:%=--junit-xml=%/core.xml) $(TRACED) $(CORE)
	$(BIN)/coverage report --fail-under=98
	$(BIN)/pytest -q -n 2 $(JUNIT:%=--junit-xml=%/others.xml) tests $(NO_PIPELINES) $(CORE:%=--ignore=%)

# The CI files, executed with gitlab-ci-local (npm, below $(VENV) or on the PATH; `.ci/run` installs it), which needs rsync.
NO_PIPELINES := --ignore=tests/pipelines

pipelines: $(VENV)/for-work
	PATH="$(CURDIR)/$(VENV)/node_modules/.bin:$$PATH" $(BIN)/pytest -q -n 2 tests/pipelines

coverage: $(VENV)/for-work
	rm -f .coverage .coverage.*
	$(BIN)/pytest -q -n 2 $(NO_PIPELINES) --cov --cov-report=
	$(BIN)/coverage report --include='bot/model/*,bot/rules/*,bot/commands/*,bot/undo/*,bot/doctor/*,bot/engine/plan.py' --fail-under=99
	$(BIN)/coverage report --fail-under=97

# The long form of tests/chaos, on all cores.
chaos: $(VENV)/for-work
	PYTHONPATH=tests $(BIN)/python -m chaos

# Counts and ratios; only a pass with nothing to do that reads too much, or a survey lost or filed twice, is an error.
bench: $(VENV)/for-use
	$(BIN)/python -m bench

# Beside qontract-reconcile, another program for part of the job, which gets an environment of its own.
bench-peer: $(VENV)/for-use
	$(PYTHON) -m venv $(VENV)-peer
	$(VENV)-peer/bin/pip install --quiet --disable-pip-version-check qontract-reconcile==0.10.1
	$(BIN)/python -m bench.peer $(VENV)-peer/bin/python

# The wheel must work by itself, away from the source tree.
wheel: $(VENV)/for-work
	rm -rf dist $(VENV)-wheel
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . > /dev/null
	$(PYTHON) -m venv $(VENV)-wheel
	$(VENV)-wheel/bin/$(PIP) dist/*.whl
	cd / && $(CURDIR)/$(VENV)-wheel/bin/feedback-bot --version
	cd / && $(CURDIR)/$(VENV)-wheel/bin/feedback-bot demo > /dev/null

# Recorded from the sandbox; with FEEDBACK_BOT_URL, _TOKEN and _PROJECT set, from that GitLab instead.
cassettes: $(VENV)/for-work
	rm -rf tests/tracker/cassettes
	RECORD=1 $(BIN)/pytest -q -p no:randomly --force-enable-socket tests/tracker/test_cassettes.py

clean:
	rm -rf $(VENV) $(VENV)-wheel $(VENV)-peer dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/python: pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.x ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/for-use: $(VENV)/python
	$(BIN)/$(PIP) --editable .
	@touch $@

$(VENV)/for-work: $(VENV)/python
	$(BIN)/$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/for-use
