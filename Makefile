# The memory of the house. `make demo` and `make test` need only Python >= 3.11, pip and git.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test lint docs reports bench lock clean

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.lock
	touch $@

demo: $(VENV)/.installed  ## install, run the sample study, say where the draft lies
	$(BIN)/qualcode run transcripts_sample

test: $(VENV)/.installed-dev  ## all tests
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-dev  ## ruff, mypy --strict, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.installed-dev  ## regenerate docs/cli.md from the commands
	$(BIN)/python tools/cli_reference.py

reports: $(VENV)/.installed  ## rebuild the committed drafts of the sample study
	$(BIN)/qualcode run transcripts_sample

bench: $(VENV)/.installed  ## measure, write docs/performance.md and docs/review.md; BENCH="--quick" only prints the first
	$(BIN)/python benchmarks/run.py $(BENCH)
	$(BIN)/python benchmarks/decisions.py

lock:  ## needs uv
	uv pip compile pyproject.toml --universal --python-version 3.11 --extra parquet --extra postgres --no-header \
		--no-emit-index-url --no-emit-find-links -q -o requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --no-header \
		--group test --group lint -c requirements.lock \
		--no-emit-index-url --no-emit-find-links -q -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
