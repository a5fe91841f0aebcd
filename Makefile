# Every target stands on its own on a fresh machine with Python 3.11+ and make; `make` alone lists them.
# The environment is .venv, built once by .ci/environment.py; PYTHON= names the Python to build it with.

bin := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres test-browser bench check lint types contracts migrations deployment format pictures lock environment

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

run: ## serve the demo programme on http://127.0.0.1:8000/ (PORT= for another)
	@.ci/serve

test: environment ## the suite on SQLite, without browser
	$(bin)/pytest -n auto -m "not browser"

test-postgres: environment ## the same suite on PostgreSQL (POSTGRES_URL=, or a throwaway server)
	.ci/postgres $(bin)/pytest -n auto -m "not browser"

test-browser: environment ## the journeys in Chromium
	@test -x /usr/bin/chromium || { echo "Chromium is needed: apt-get install chromium." >&2; exit 1; }
	$(bin)/pytest -n auto --dist worksteal -m browser

bench: environment ## the benchmarks: PARTICIPANTS= (51000), DATABASE_URL= (SQLite and a throwaway PostgreSQL)
	@$(bin)/python -m tests.bench

check: lint types contracts migrations deployment ## everything that needs no test to be seen (make -k check: do not stop)

lint: environment ## code and templates: mistakes and format
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	find templates -name '*.html' -exec $(bin)/djade --check --target-version 5.2 {} +

types: environment ## mypy
	$(bin)/mypy .

contracts: environment ## dependencies run one way
	$(bin)/lint-imports

migrations: environment ## none is missing
	$(bin)/python manage.py makemigrations --check --dry-run --settings tests.settings

deployment: environment ## Django's own check of the settings, as a production machine would have them
	env $$(.ci/secrets) DEBUG=off TLS=on PROGRAMME_DATE= ALLOWED_HOSTS=example.org \
	    $(bin)/python manage.py check --deploy --fail-level WARNING

format: environment ## put code and templates into the house's format
	$(bin)/ruff check --fix .
	$(bin)/ruff format .
	-find templates -name '*.html' -exec $(bin)/djade --target-version 5.2 {} +

pictures: environment ## draw docs/pictures anew, as the journeys see the pages
	DRAW_PICTURES=1 $(bin)/pytest -n 0 -m browser tests/journeys/test_guides.py

lock: ## compile the locks from pyproject.toml (needs uv; UPGRADE=--upgrade takes newer releases)
	uv pip compile $(compile) -o requirements.lock
	uv pip compile $(compile) --extra dev -c requirements.lock -o requirements-dev.lock

compile = pyproject.toml --quiet --no-header --universal --python-version 3.11 \
    --generate-hashes --only-binary :all: $(UPGRADE)

environment:
	@.ci/python .ci/environment.py dev
