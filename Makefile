# make run and make test set everything up on a fresh machine; make help lists the rest.
PYTHON ?= python3
BIN := .venv/bin
export VIRTUAL_ENV := $(CURDIR)/.venv
SHARED ?= ../shared
# The flow tests mostly wait: three at a time keep two cores busy. Each file stays in one process.
TEST_PROCESSES ?= 3
# Without cached bytecode each test process would compile all tests anew, which takes seconds.
TEST_ENV := TAGWIRE_SHARED=$(SHARED) PYTHONDONTWRITEBYTECODE=
# Stores wait for the disk at each transaction; files in memory do not let the fast tests wait.
FAST_ENV := $(if $(wildcard /dev/shm/.),PYTEST_DEBUG_TEMPROOT=/dev/shm)

.PHONY: help run test test-fast coverage check format lock system eval bench dist clean
.DEFAULT_GOAL := help

help: ## list all commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# The environment is complete when the stamp is newer than what it was made from.
.venv/.run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check 'uv==0.13.*'
	@if test -e .venv/.dev; then $(MAKE) --no-print-directory .venv/.dev; \
	 else $(BIN)/uv pip sync --quiet --require-hashes requirements.lock; fi
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check 'uv==0.13.*'
	@$(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@ .venv/.run

run: .venv/.run ## serve Tagwire with its demo newsroom on http://127.0.0.1:8080
	@$(BIN)/tagwire serve --demo $(ARGS)

test: .venv/.dev system .cache/axe-core/axe.min.js ## set up and run all tests
	@$(TEST_ENV) $(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile \
	  --no-loadscope-reorder $(ARGS)

test-fast: .venv/.dev ## the tests of a coffee sip: no sockets, browser, large inputs
	@$(TEST_ENV) $(FAST_ENV) $(BIN)/python -m pytest -m "not flow and not slow" -n auto \
	  --hypothesis-profile=fast $(ARGS)

# Decisions of the rooms that compute, and of nothing else: the others are about the world outside.
coverage: .venv/.dev ## branch coverage of the pure rooms, with the floor that pyproject.toml sets
	@TAGWIRE_SHARED=$(SHARED) $(BIN)/python -m coverage run -m pytest -q -m "not flow" \
	  tests/sources tests/extract tests/tag tests/stories $(ARGS)
	@$(BIN)/python -m coverage report

# The page tests need a real browser. Where it cannot be installed they skip with a reason.
system:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "installing chromium for the page tests"; \
	    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 \
	      || echo "chromium could not be installed: the page tests will skip"; \
	  else echo "no chromium and no root: the page tests will skip"; fi; }

# The accessibility checks of the page tests need axe-core; without it they skip.
AXE := axe-core-4.11.4
AXE_SHA256 := 97175f79b2bd57adf1d4a55837f574093883bd9eb8096ea66abfafe2f2bdbdb9
.cache/axe-core/axe.min.js:
	@mkdir -p .cache/axe-core
	@cd .cache && { npm pack --silent --fetch-retries=0 --fetch-timeout=20000 axe-core@4.11.4 >/dev/null 2>&1 \
	  && echo "$(AXE_SHA256)  $(AXE).tgz" | sha256sum --check --quiet \
	  && tar -xzf $(AXE).tgz --strip-components=1 -C axe-core package/axe.min.js; } \
	  || echo "axe-core could not be had: the accessibility checks will skip"

check: .venv/.dev ## format, lint, types, import rules, size budgets
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python tools/budgets.py src
	@$(BIN)/mypy
	@$(BIN)/pyrefly check

format: .venv/.dev ## put all files into the common format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: .venv/.run ## renew the lock files (hashes, no addresses)
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group dev pyproject.toml -o requirements-dev.lock

eval: .venv/.dev ## measure quality against the pinned floors
	@export TAGWIRE_SHARED=$(SHARED); $(BIN)/python eval/gate.py $(ARGS); kept=$$?; \
	  $(BIN)/python eval/side_by_side.py; exit $$kept

bench: .venv/.dev ## measure speed as ratios and the replay run
	@export TAGWIRE_SHARED=$(SHARED); $(BIN)/python bench/chain.py $(ARGS); kept=$$?; \
	  $(BIN)/python bench/feeds.py --check || kept=1; exit $$kept

dist: .venv/.run ## build the source distribution, and the wheel from it
	@rm -rf dist
	@$(BIN)/uv build --quiet --out-dir dist
	@ls -l dist

clean: ## remove the environment and all caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .cache build dist
