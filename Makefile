# `make` lists the targets. Everything happens in .venv: nothing is installed outside this folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.ready-to-run
DEV := $(VENV)/.ready-to-test
FUZZ := .venv-fuzz/.ready
FUZZ_PYTHON := .venv-fuzz/bin/python
# How long and how much `make fuzz`, `make stress` and `make flat` do.
FUZZ_SECONDS ?= 5
PAGES ?= 2000
CONTAINERS ?= 500
FLAT_PAGES ?= 300000
# python3 may be older than 3.11 where a newer one stands beside it.
PYTHONS := $(PYTHON) python3.14 python3.13 python3.12 python3.11

.DEFAULT_GOAL := help
.PHONY: help setup demo test quick lint types unit smoke quality shapes bench bench-peers format record clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

setup: $(DEV) ## make .venv with newsparse and the tools for its development

demo: $(RUN) ## set up and parse a fixture page
	@$(BIN)/newsparse parse fixtures/shunwang/page.html --format brief
	@$(BIN)/newsparse parse fixtures/shunwang/page.html -o demo.json
	@echo "All of the record, as JSON, is in demo.json." >&2

test: $(DEV) ## set up and run every check: tests, lint, types, command line
	@failed=; \
	for check in unit lint types smoke; do \
	    $(MAKE) --no-print-directory $$check || failed="$$failed $$check"; \
	done; \
	if [ -n "$$failed" ]; then echo "make: failed:$$failed" >&2; exit 1; fi

quick: $(DEV) ## the tests but for dumps, forks, odd systems, properties, cost and the corpus (a minute); and lint
	$(BIN)/python -m pytest -q -m "not slow"
	@$(MAKE) --no-print-directory lint

lint: $(DEV) ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## mypy, strict
	$(BIN)/mypy

unit: $(DEV) ## pytest (and doctests), on all cores
	$(BIN)/python -m pytest -q -n auto --dist loadfile

smoke: $(DEV) ## the installed command line program on a fixture page
	$(BIN)/newsparse --version
	$(BIN)/newsparse parse --compact fixtures/shunwang/page.html | $(BIN)/python -m json.tool > /dev/null

quality: $(DEV) ## accuracy on the corpus of real pages, where it is present
	$(BIN)/python tools/quality.py

shapes: $(DEV) ## accuracy on 586 pages of many kinds, which are part of the project
	$(BIN)/python tools/shapes.py

bench: $(DEV) ## time of a page's first parse, by stage; start-up, memory; writes docs/benchmark.md
	$(BIN)/python tools/bench.py --write

bench-peers: $(DEV) ## other extractors side by side, each in an environment of its own (minutes)
	$(BIN)/python tools/peers.py --write

format: $(DEV) ## ruff, changing files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

record: $(DEV) ## write the table of the record's keys in docs/record.md
	$(BIN)/python tools/record_table.py

clean: ## remove .venv and everything that was built
	rm -rf $(VENV) .venv-peers .venv-fuzz .venv-audit .venv-release .venv-lowest .venv-lowest-extras .venv-pythons .venv-docs build dist src/*.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Python itself: made once.
$(BIN)/python:
	@for candidate in $(PYTHONS); do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then \
	        echo "Setting up $(VENV) with $$("$$candidate" --version) ..." >&2; \
	        "$$candidate" -m venv $(VENV) && exit 0; \
	        rm -rf $(VENV); \
	        echo "make: $$candidate has no working venv module (Debian, Ubuntu: apt install python3-venv)." >&2; \
	        exit 1; \
	    fi; \
	done; \
	echo "make: newsparse needs Python 3.11 or newer; none of these is: $(PYTHONS)." >&2; \
	echo "      Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; \
	exit 1

$(RUN): $(BIN)/python pyproject.toml
	@echo "Installing newsparse ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): $(BIN)/python pyproject.toml requirements-dev.txt
	@echo "Installing newsparse and the tools for its development ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements-dev.txt --editable '.[dev]'
	@touch $(RUN) $@

CRAWLER_TESTS := tests/test_crawlers.py tests/test_crawlers_docs.py tests/test_example.py tests/test_interchange.py \
    tests/test_stitch.py tests/test_links.py tests/test_response.py tests/test_api.py

test-crawlers: $(VENV)/.ready-for-crawlers ## Scrapy, web-poet, Crawlee, requests, httpx and the example project, for real
	$(BIN)/python -m pytest -q $(CRAWLER_TESTS)

.PHONY: test-crawlers

$(VENV)/.ready-for-crawlers: $(DEV)
	@echo "Installing the crawlers ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,scrapy,crawlee]' httpx requests
	@touch $@

soak: $(DEV) ## 200,000 generated pages with kills, harmful pages, damaged containers (some minutes)
	$(BIN)/python tools/soak.py --pages 200000

dumps-speed: $(DEV) ## throughput, processors and memory of newsparse extract, by kind of input
	$(BIN)/python tools/dumps_speed.py speed
	$(BIN)/python tools/dumps_speed.py cores
	$(BIN)/python tools/dumps_speed.py memory
	$(BIN)/python tools/dumps_speed.py dedup

audit-memory: $(DEV) ## time and memory of newsparse audit on a made run of 1,000,000 rows (some minutes, 4 GB of disk)
	$(BIN)/python tools/audit_memory.py

.PHONY: soak dumps-speed audit-memory

fuzz: $(FUZZ) ## fuzz each reader and text core, 5 s each (FUZZ_SECONDS=600: longer); by atheris where it installs
	$(FUZZ_PYTHON) tools/fuzz.py --seconds $(FUZZ_SECONDS)

stress: $(FUZZ) ## mutated pages and containers (PAGES=2000000 CONTAINERS=500000: hours; goes on where it stopped)
	$(FUZZ_PYTHON) tools/stress.py --pages $(PAGES) --containers $(CONTAINERS)

flat: $(FUZZ) ## memory of one process over FLAT_PAGES pages (300,000; 1,000,000 are hours)
	$(FUZZ_PYTHON) tools/flat.py --pages $(FLAT_PAGES)

lock: $(BIN)/python ## the newest versions of the development set into requirements-dev.txt, for every Python (by uv)
	@test -x .venv-lowest/bin/uv || { $(PYTHON) -m venv .venv-lowest && \
	    .venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	@echo "# The development set, locked: what \`make setup\` installs and \`make audit\` looks up. Written by \`make lock\`." \
	    > requirements-dev.txt
	.venv-lowest/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev --upgrade --no-header \
	    pyproject.toml >> requirements-dev.txt

audit: $(DEV) ## known holes in the packages of requirements-dev.txt (needs the network)
	@test -x .venv-audit/bin/pip-audit || { $(BIN)/python -m venv .venv-audit && \
	    .venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit; }
	$(BIN)/python tools/audit.py .venv-audit/bin/pip-audit

release-check: $(DEV) ## what must hold before a release: builds, installs alone, README, sdist's tests, API (minutes)
	$(BIN)/python tools/release_check.py

test-pythons: ## the quick tests with every Python from 3.11 on that is here, an environment for each (minutes)
	@failed=; for version in 3.11 3.12 3.13 3.14; do \
	    found=; \
	    for python in python$$version $$HOME/.pyenv/versions/$$version.*/bin/python; do \
	        if "$$python" -c '' 2> /dev/null; then found=$$python; fi; \
	    done; \
	    if [ -z "$$found" ]; then echo "Python $$version is not here." >&2; continue; fi; \
	    there=.venv-pythons/$$version; \
	    test -x $$there/bin/python || "$$found" -m venv $$there; \
	    echo "$$($$there/bin/python --version):" >&2; \
	    $$there/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' && \
	    $$there/bin/python -m pytest -q -m "not slow" -p no:cacheprovider || failed="$$failed $$version"; \
	done; \
	if [ -n "$$failed" ]; then echo "make: failed with Python:$$failed" >&2; exit 1; fi

.PHONY: test-pythons

test-lowest: ## the quick tests with the oldest versions of all that newsparse needs and of its extra dumps (by uv)
	@test -x .venv-lowest/bin/uv || { $(PYTHON) -m venv .venv-lowest && \
	    .venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct '.[dumps]'
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python \
	    pytest pytest-xdist hypothesis jsonschema markdown-it-py opencc shtab
	PYTHONPATH=src .venv-lowest/bin/python -m pytest -q -n auto -m "not slow" -p no:cacheprovider

test-lowest-extras: ## the tests of Scrapy, Crawlee, rjieba and completion with the oldest versions of these (by uv)
	@test -x .venv-lowest-extras/bin/uv || { $(PYTHON) -m venv .venv-lowest-extras && \
	    .venv-lowest-extras/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	.venv-lowest-extras/bin/uv pip install --quiet --python .venv-lowest-extras/bin/python \
	    --resolution lowest-direct '.[dumps,scrapy,crawlee,rjieba,completion]'
	.venv-lowest-extras/bin/uv pip install --quiet --python .venv-lowest-extras/bin/python \
	    pytest pytest-xdist hypothesis jsonschema markdown-it-py opencc httpx requests
	PYTHONPATH=src .venv-lowest-extras/bin/python -m pytest -q -p no:cacheprovider $(CRAWLER_TESTS) \
	    tests/test_readme.py tests/test_doctor.py tests/test_jieba_words.py

.PHONY: fuzz stress flat lock audit release-check test-lowest test-lowest-extras

# An environment of their own: atheris does not come for every Python, and nothing else needs it.
$(FUZZ): $(BIN)/python pyproject.toml
	@echo "Installing newsparse, atheris and jsonschema-rs in .venv-fuzz ..." >&2
	@test -x $(FUZZ_PYTHON) || $(BIN)/python -m venv .venv-fuzz
	@$(FUZZ_PYTHON) -m pip install --quiet --disable-pip-version-check --editable '.[dev]' jsonschema-rs
	@$(FUZZ_PYTHON) -m pip install --quiet --disable-pip-version-check atheris || \
	    echo "atheris cannot be had for this Python: make fuzz will use mutations of our own." >&2

test-spark: $(VENV)/.ready-for-engines ## newsparse.spark on a real local Spark (Java 17), and the recipes of docs/scale.md
	$(BIN)/python -m pytest -q tests/test_arrow.py tests/test_engines*.py tests/test_spark*.py tests/test_scale.py

test-spark-100k: $(VENV)/.ready-for-engines ## 100,000 generated pages by Spark, workers killed meanwhile (long)
	$(BIN)/python tools/spark_soak.py --pages 100000

scale: $(VENV)/.ready-for-engines ## the figures of docs/scale.md: engines against the local pool, and 1,000 workers on paper
	$(BIN)/python tools/scale_speed.py
	$(BIN)/python tools/scale_dedup.py
	$(BIN)/python tools/scale_plan.py

.PHONY: test-spark test-spark-100k scale

# $(call from_debian,WHAT,PACKAGES): where that fails it is said, and the tests that need it are skipped, each by its name.
define from_debian
    echo "Installing $(1) ..." >&2; \
    as_root=; test "$$(id -u)" = 0 || as_root=sudo; \
    { $$as_root apt-get -q update && $$as_root apt-get -q install -y --no-install-recommends $(2); } > /dev/null || \
    { echo "make: cannot install $(1) here: the tests will be skipped. Debian: apt install $(2)" >&2; exit 0; }
endef

$(VENV)/.ready-for-engines: $(DEV)
	@if ! command -v java > /dev/null && test -z "$$JAVA_HOME"; then \
	    $(call from_debian,Java,openjdk-17-jre-headless); \
	fi
	@echo "Installing the engines ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,spark]' \
	    'ray[data]' daft 'dask[dataframe]' polars duckdb
	@touch $@

test-browser: $(VENV)/.ready-for-browser ## the report of explain in a real headless Chromium (apt-get installs it where it is not)
	$(BIN)/python -m pytest -q -rs tests/test_report_browser.py

.PHONY: test-browser

# Chinese fonts: the widths of the page's words are measured.
$(VENV)/.ready-for-browser: $(DEV)
	@if ! command -v chromium > /dev/null && ! command -v google-chrome > /dev/null; then \
	    $(call from_debian,Chromium and Chinese fonts,chromium fonts-noto-cjk); \
	fi; touch $@

docs: $(VENV)/.ready-for-docs ## the site of the documentation, in build/site (broken links fail)
	$(BIN)/python tools/site_pages.py build/docs
	$(MKDOCS) build --strict --quiet --config-file build/docs/mkdocs.yml
	@echo "The site is in build/site. make test-docs looks at it in a browser, make docs-serve shows it." >&2

test-docs: docs $(DEV) ## the built site: loads nothing from elsewhere; in Chromium: fits a phone, finds Chinese words
	$(BIN)/python -m pytest -q -rs tests/test_site.py tests/test_docs.py tests/test_tutorial.py

docs-serve: $(VENV)/.ready-for-docs ## the site at http://127.0.0.1:8000
	$(BIN)/python tools/site_pages.py build/docs
	$(MKDOCS) serve --config-file build/docs/mkdocs.yml

.PHONY: docs docs-serve test-docs

# An environment of its own: nothing else needs these. mkdocs 2 has no plugins: none of ours would work. jieba cuts
# Chinese for the search, ruff breaks long signatures.
MKDOCS := PYTHONPATH=src NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs
$(VENV)/.ready-for-docs: $(RUN)
	@echo "Installing mkdocs-material and mkdocstrings in .venv-docs ..." >&2
	@test -x .venv-docs/bin/python || $(BIN)/python -m venv .venv-docs
	@.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check \
	    'mkdocs<2' 'mkdocs-material>=9.6' 'mkdocstrings[python]>=0.28' jieba ruff
	@touch $@
