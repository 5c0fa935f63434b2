# Two commands do everything: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/pip --disable-pip-version-check
INSTALLED := $(VENV)/.installed
DEV_INSTALLED := $(VENV)/.installed-dev

# All tests run in three processes, since many wait for a process, a disk or a clock: two would
# leave cores idle. The tests of a file stay together, because they share what is costly. Which
# file comes first is said in tests/conftest.py.
AT_ONCE := --numprocesses 3 --dist loadfile --no-loadscope-reorder

.PHONY: serve test lint quality milvus lock clean help

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

serve: $(INSTALLED) ## Install, index the bundled article, serve on http://127.0.0.1:8000
	$(VENV)/bin/pincite serve --bundled

test: $(DEV_INSTALLED) ## Install and run every test
	$(if $(ARGS),,scripts/page test)
	@$(VENV)/bin/python -m compileall -q corpus index qa  # processes that read documents never do
	$(VENV)/bin/python -m pytest $(or $(ARGS),$(AT_ONCE))

lint: $(DEV_INSTALLED) ## Check format, lint and types
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	scripts/page lint

quality: $(DEV_INSTALLED) ## Check the quality of the answers against the floors, in minutes
	scripts/quality

milvus: .venv-milvus/.installed .venv-milvus-full/.installed ## Install the Milvus servers that tests run against, 1 GB

lock: $(DEV_INSTALLED) ## Pin every dependency anew, with hashes
	$(PIP) install --quiet pip-tools
	scripts/lock

clean: ## Remove what the commands above made
	rm -rf $(VENV) .venv-milvus .venv-milvus-full .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info build
	rm -rf tests/page/node_modules

# The locked packages first, each checked against its hash; then torch, whose build depends
# on the machine; then Pincite itself, from this folder.
$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pincite needs Python 3.11 or newer; set PYTHON=python3.12, say")'
	@echo "Installing Pincite into $(VENV). This is done once and takes a few minutes."
	@echo "1 of 4: creating the virtual environment (seconds)"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@echo "2 of 4: downloading and installing $$(grep -c == requirements.lock) packages, 0.9 GB on disk (a minute or two)"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@echo "3 of 4: downloading and installing PyTorch, 0.8 GB on disk, more with CUDA (a minute or more)"
	@$(PIP) install --quiet "$$(grep -o 'torch==[0-9.]*' pyproject.toml)"
	@echo "4 of 4: installing Pincite itself (seconds)"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Environments of their own, because the servers need other versions of what Pincite uses.
.venv-milvus/.installed: SERVER := milvus-lite==2.5.1
.venv-milvus-full/.installed: SERVER := milvus==2.3.5
.venv-milvus/.installed .venv-milvus-full/.installed:
	@$(PYTHON) -m venv $(@D)
	@echo "Installing $(SERVER) into $(@D) (a minute or two)"
	@$(@D)/bin/pip --disable-pip-version-check install --quiet $(SERVER) "setuptools<81"
	@touch $@

$(DEV_INSTALLED): $(INSTALLED) requirements-dev.lock
	@echo "Installing $$(grep -c == requirements-dev.lock) packages for the tests (a minute or two)"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@
