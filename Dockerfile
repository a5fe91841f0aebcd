# The portal in a container: built from the lock, run by nobody in particular on a root that may be read-only.
# docs/operations.md says how, and what of it was tried.
FROM debian:bookworm-slim AS python
# Not pinned: the release's security updates are wanted.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/okoce

FROM python AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.lock .
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --no-compile --require-hashes --only-binary :all: --requirement requirements.lock \
    && .venv/bin/pip uninstall --yes setuptools pip
COPY . .
# The secrets are this step's own and stay nowhere.
RUN .ci/secrets >.env \
    && .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && rm .env \
    && .venv/bin/python -m compileall -q .venv okoce participants permits targets

FROM python
# pg_dump and pg_restore: for backups.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin okoce
COPY --from=build /srv/okoce /srv/okoce
USER 10001
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/srv/okoce/.venv/bin/python", ".ci/healthy.py"]
CMD ["/srv/okoce/.venv/bin/granian", "okoce.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
    "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "30", "--respawn-failed-workers", "--log-level", "warning"]
