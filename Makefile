# The whole workshop: `make help` lists the commands.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
CATALOGUES := $(wildcard app/translations/*/LC_MESSAGES/*.po)

.PHONY: help setup run demo lint chromium libreoffice test lock catalogue stage1 samples pictures clean

help:  ## this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.installed $(CATALOGUES:.po=.mo)  ## .venv with everything, and .venv/bin/zamer

.venv/.uv: requirements-setup.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	touch $@

.venv/.installed: .venv/.uv requirements.lock requirements-dev.lock pyproject.toml
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements-setup.lock requirements.lock requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

%.mo: %.po .venv/.installed
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: setup  ## the web system on http://127.0.0.1:8000, on the school's own data
	@exec $(BIN)/zamer run

demo: setup  ## the same on a simulated school, in an empty database
	@exec $(BIN)/zamer demo

lint: setup  ## style, types, spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/codespell

chromium:  ## the browser that tests of pages need, where it is missing
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium >/dev/null; \
	else echo "Tests of pages need Chromium. Install it as root: apt-get install chromium" >&2; exit 1; fi

libreoffice:  ## the word processor that tests of papers need, where it is missing
	@if command -v soffice >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends libreoffice-writer-nogui >/dev/null; \
	else echo "Tests of papers need LibreOffice Writer. Install it as root: apt-get install libreoffice-writer-nogui" >&2; exit 1; fi

test: lint chromium libreoffice  ## the whole check: lint, then every test
	$(BIN)/pytest --numprocesses 2

lock: .venv/.uv  ## write the lock files again, with today's versions
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade --python-version 3.11 \
	  --group setup --output-file requirements-setup.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade --python-version 3.11 \
	  pyproject.toml --output-file requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade --python-version 3.11 \
	  --group dev --constraints requirements.lock --output-file requirements-dev.lock

catalogue: setup  ## gather new texts into the translation catalogue
	$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keyword N_ --keyword _l --keyword say --no-location \
	  --sort-output --output-file messages.pot .
	$(BIN)/pybabel --quiet update --input-file messages.pot --output-dir app/translations \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100

stage1: setup  ## compose the stage-1 questionnaires from instruments/stage1.toml again
	$(BIN)/python -m instruments.stage1

samples: setup  ## reports of the demonstration for docs/samples
	$(BIN)/python -m tests.samples

pictures: setup chromium  ## screenshots of the demonstration for docs/pictures
	$(BIN)/python -m tests.browser.pictures

clean:  ## everything that can be made again
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
