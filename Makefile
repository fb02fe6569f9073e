# Needs python3 (3.11 or later) and make. Everything else goes into .venv, with uv when it is there.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
PY := $(BIN)/python

.PHONY: demo test check golden docs lock nightly oracles clean help

help:
	@echo "demo · test · check · golden · docs · lock · nightly · oracles"

demo: .venv/runtime
	$(PY) -m launchready demo

test: .venv/dev
	$(PY) -m pytest -n auto -m "not container" $(ARGS)

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/zizmor --offline --strict-collection --quiet .
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml

golden: .venv/dev
	LAUNCHREADY_GOLDEN=1 $(PY) -m pytest -q tests/report

docs: .venv/dev
	$(PY) -m tests.generated

nightly: .venv/dev
	$(PY) -m pytest -m container $(ARGS)

# Cloudflare's own parser and SDK, which tests marked `oracle` ask; never part of .venv.
oracles: .oracles/ready

.oracles/ready: tests/edge/requirements-oracles.lock
ifdef UV
	$(UV) venv --quiet --clear --python $(PYTHON) .oracles
	$(UV) pip install --quiet --python .oracles/bin/python --require-hashes -r $<
else
	$(PYTHON) -m venv --clear .oracles
	.oracles/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
endif
	@touch $@

# Written with uv, which leaves no download address in them.
lock: .venv/dev
	$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile pyproject.toml --extra fast --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --upgrade -q -o requirements.lock
	$(PY) -m uv pip compile pyproject.toml --extra fast --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --upgrade -q -o requirements-dev.lock

.venv/runtime: requirements.lock
ifdef UV
	test -x $(PY) || $(UV) venv --quiet --python $(PYTHON) .venv
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements.lock
else
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
endif
	@touch $@

.venv/dev: requirements-dev.lock .venv/runtime
ifdef UV
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements-dev.lock
else
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
endif
	@touch $@

clean:
	rm -rf .venv
