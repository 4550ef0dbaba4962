# `make help` lists the targets. Each sets up what it needs; the virtual environments are made once.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT_BASE ?=
SEEDS ?= 200
FIRST_SEED ?= 1
STRICT ?=
SCALE ?=
export PORT_BASE STRICT

VENV := .venv
SAM_VENV := .venv-sam
LOCK_VENV := .venv-lock
PYTHON := $(VENV)/bin/python
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
SAM_ENV := SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 PATH="$(CURDIR)/$(SAM_VENV)/bin:$$PATH"
TYPED := layers/crmsync/crmsync sandbox functions benchmarks tests

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(VENV)/.installed ## people edit in both CRMs on the local stack; ends by itself
	@$(PYTHON) -m sandbox.demo

.PHONY: test
test: $(VENV)/.installed ## all tests (STRICT=1: a missing node or Python 3.13 is an error)
	@SEEDS=$(SEEDS) FIRST_SEED=$(FIRST_SEED) $(PYTHON) tests/run_all.py

.PHONY: lint
lint: $(VENV)/.installed $(SAM_VENV)/.installed ## style, types, import rules and the template
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy $(TYPED)
	@$(VENV)/bin/lint-imports
	@$(SAM_VENV)/bin/cfn-lint template.yaml
	@$(SAM_ENV) sam validate --lint

.PHONY: simulate
simulate: $(VENV)/.installed ## the whole product in one process: SEEDS=200 FIRST_SEED=1
	@$(PYTHON) -m sandbox.simulation --seeds $(SEEDS) --first-seed $(FIRST_SEED)

.PHONY: sandbox-up
sandbox-up: $(VENV)/.installed ## start the local stack in the background (PORT_BASE=7000)
	@$(PYTHON) -m sandbox up

.PHONY: sandbox-down
sandbox-down: $(VENV)/.installed ## stop the local stack
	@$(PYTHON) -m sandbox down

.PHONY: build
build: $(SAM_VENV)/.installed ## the deployable functions and layers, by `sam build`
	@[ -x $(SAM_VENV)/bin/python3.13 ] || { echo "Python 3.13, the template's runtime, is missing"; exit 1; }
	@$(SAM_ENV) sam build

.PHONY: bench
bench: $(VENV)/.installed ## measure the budgets, write docs/benchmarks.md (SCALE=1: 100,000 records, benchmarks-scale.md)
	@$(PYTHON) -m benchmarks $(if $(SCALE),--scale)

.PHONY: verify-vendor
verify-vendor: $(VENV)/.installed ## compare the simulators with real sandboxes, when there are credentials
	@$(PYTHON) -m sandbox.verify_vendor

.PHONY: lock
lock: $(LOCK_VENV)/.installed ## resolve requirements/*.in anew
	@$(call lock,requirements/layer.in,layers/deps/requirements.txt)
	@$(call lock,requirements/dev.in,requirements/dev.txt)
	@$(call lock,requirements/sam.in,requirements/sam.txt)

.PHONY: clean
clean: ## stop the local stacks on all ports, and remove all that was made
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m sandbox down --all; fi
	@rm -rf $(VENV) $(SAM_VENV) $(LOCK_VENV) .aws-sam .sandbox .sandbox-* build .coverage* \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/contract/node/node_modules
	@find . -name __pycache__ -prune -exec rm -rf {} + ; find . -name '*.egg-info' -prune -exec rm -rf {} +

# uv locks for every platform and Python at once, and leaves indexes and local folders out of the file.
lock = env -u PIP_FIND_LINKS -u UV_FIND_LINKS $(LOCK_VENV)/bin/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	--prerelease if-necessary-or-explicit --upgrade -o $(2) $(1)

$(VENV)/.installed: requirements/dev.txt pyproject.toml requirements/find-python
	@$(call venv,$(VENV))
	@$(PYTHON) $(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@$(PYTHON) $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(SAM_VENV)/.installed: requirements/sam.txt requirements/find-python
	@$(call venv,$(SAM_VENV))
	@$(SAM_VENV)/bin/python $(PIP_INSTALL) --require-hashes -r requirements/sam.txt
	@touch $@

$(LOCK_VENV)/.installed: requirements/lock.in requirements/find-python
	@$(call venv,$(LOCK_VENV))
	@$(LOCK_VENV)/bin/python $(PIP_INSTALL) -r requirements/lock.in
	@touch $@

define venv
	python=$$(requirements/find-python) || exit 1; \
	echo "Setting up $(1) with $$python (once)"; \
	"$$python" -m venv $(1) || { echo "Python's venv module is missing (on Debian: python3-venv)"; exit 1; }
endef
