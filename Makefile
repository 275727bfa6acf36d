# Từng Nhà. On a fresh machine with Python 3.11:  make demo  ·  make test
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: demo test check identity-coverage bench faults walk scenarios samples lock format install install-dev install-bench clean

demo: install  ## install, build the demo data, serve it at http://127.0.0.1:8000
	$(BIN)/tungnha demo --port $(PORT)

test: install-dev  ## all tests: SQLite, PostgreSQL, browser, office
	bash tools/test.sh

check: install-dev  ## the quick one: format, lint, types, import rules, unit tests
	$(BIN)/ruff format --check src tests tools
	$(BIN)/ruff check src tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	TUNGNHA_DATA=build/check $(BIN)/python -m pytest -q -n 2 -m "not browser and not office and not slow and not pages"

identity-coverage: install-dev  ## identity by its own tests alone: every branch must be run
	@mkdir -p build/identity
	TUNGNHA_DATA=build/identity $(BIN)/coverage run -m pytest -q -p no:cacheprovider tests/identity
	$(BIN)/coverage report

bench: install-bench  ## how fast, as figures; nothing is asserted
	TUNGNHA_DATA=build/bench TUNGNHA_PG=standing bash tools/with_postgres.sh $(BIN)/python -m tests.bench

faults: install-dev  ## what happens when things break in the middle (slow)
	TUNGNHA_DATA=build/faults $(BIN)/python -m pytest -q tests/faults

format: install-dev
	$(BIN)/ruff check --fix src tests tools
	$(BIN)/ruff format src tests tools

walk: install-dev  ## walk the whole way in a browser and take the pictures of docs/walk anew
	TUNGNHA_WALK=1 TUNGNHA_DATA=build/walk $(BIN)/python -m pytest -q -m browser tests/e2e/test_walk.py tests/e2e/test_lists_messy.py tests/e2e/test_thursday_approval.py tests/e2e/test_province_the_20th.py tests/e2e/scenarios -k "(sample or messy or thursday or province) and not real"

scenarios: install-dev  ## walk the written scenarios in a browser, a line of each at a time
	TUNGNHA_DATA=build/scenarios $(BIN)/python -m pytest -q -rs tests/e2e/scenarios

samples: install-dev  ## write every text the product makes into docs/samples, to be read
	$(BIN)/python tools/write_samples.py

lock:  ## compile the pinned requirements anew
	uv pip compile -q --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile -q --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --generate-hashes --python-version 3.11 -c requirements-dev.txt requirements-bench.in -o requirements-bench.txt
	uv pip compile -q --generate-hashes --python-version 3.11 requirements-postgres.in -o requirements-postgres.txt

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev
install-bench: $(VENV)/.installed-bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements.txt
	$(BIN)/pip install --disable-pip-version-check -q --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --disable-pip-version-check -q --no-build-isolation --no-deps -e .
	@touch $@

# The peers that matching is measured against, beside what the tests need: no version of theirs changes ours.
$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed-dev
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements-bench.txt
	@touch $@

clean:
	rm -rf build var $(VENV)
