# The post room on one machine. `make help` lists what there is.
SHELL := /bin/sh
LAUNCH := .venv/bin/python -m mailroom_airflow.launch
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run up down test lint requirements

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv and install requirements.txt into it (PYTHON=… names the Python)
	@PYTHON="$(PYTHON)" sh .ci/setup

run: setup ## the whole line once, on samples, through Airflow; then stop everything
	@exec $(LAUNCH) run

up: setup ## the line with schedules on and the UI on http://localhost:8080, until Ctrl-C
	@exec $(LAUNCH) up

down: ## stop what run or up left running in this checkout
	@test ! -x .venv/bin/mailroom || exec $(LAUNCH) down

test: setup ## every test, with coverage (TESTS="tests/policy -k name" for some)
	@exec $(LAUNCH) test $(if $(TESTS),$(TESTS),-n 2 --dist worksteal --cov --cov-report=term:skip-covered)

lint: setup ## ruff and mypy
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

requirements: setup ## compile requirements.txt from requirements.in
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@.venv/bin/uv pip compile --quiet --no-header --python-version 3.11 \
		requirements.in --output-file requirements.txt
	@echo "-e ." >> requirements.txt
