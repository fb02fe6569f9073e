# Needs python3 (3.11 or later) and make. Everything else goes into .venv, with uv when it is there.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
PY := $(BIN)/python

.PHONY: demo test check release-check dist golden docs pictures lock apps apps-nightly oracles nightly clean help

help:
	@echo "demo · test · check · release-check · dist · golden · docs · pictures · lock · apps · oracles · nightly"

demo: .venv/runtime
	$(PY) -m launchready demo

test: .venv/dev
	$(PY) -m pytest -n auto -m "not container and not nightly" $(ARGS)

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/zizmor --offline --strict-collection --persona pedantic --quiet . examples/*.yml
	$(BIN)/actionlint .github/workflows/*.yml examples/*.yml
	$(BIN)/hadolint Dockerfile
	$(BIN)/shellcheck --external-sources action/start.sh release/tag.sh .ci/run
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml examples/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(PY) -m release.check

# make release-check VERSION=1.2.3: the tree could be released as that.
release-check: .venv/dev
	$(PY) -m release.check $(VERSION)

# Built by the locked backend, so that two builds of a commit are the same bytes.
dist: .venv/dev
	rm -rf dist
	$(BIN)/uv build --quiet --no-build-isolation --python $(PY) --out-dir dist .

golden: .venv/dev
	LAUNCHREADY_GOLDEN=1 $(PY) -m pytest -q tests/report

docs: .venv/dev
	$(PY) -m tests.generated

# The pictures of README, of the broken demo. Needs chromium and cmark-gfm (Debian: by these names).
pictures: .venv/dev
	$(PY) -m tests.pictures

# Real portals for the tests marked `apps`, into .apps/ and nothing into .venv. Needs npm, and sassc
# when they run (Debian: npm sassc; for the nightly ones also g++).
apps: .venv/dev
	$(PY) -m tests.apps.install light

apps-nightly: .venv/dev
	$(PY) -m tests.apps.install nightly

nightly: .venv/dev apps apps-nightly
	$(PY) -m pytest -m "container or nightly" $(ARGS)

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
	$(PY) -m uv pip compile pyproject.toml --extra fast --extra watch --constraint requirements.lock --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -q -o requirements-watch.lock
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
	rm -rf .venv .apps
