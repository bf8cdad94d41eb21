# The bot in a container; docs/running.md describes how to build and run it. The digest is that of the index for all
# platforms; change it together with the version, in both places.
FROM python:3.13.7-slim-bookworm@sha256:adafcc17694d715c905b4c7bebd96907a1fd5cf183395f0ebc4d3428bd22d92d AS packages
# requirements-server.lock adds what PostgreSQL and the metrics need.
ARG LOCK=requirements.lock
COPY requirements.lock requirements-server.lock /tmp/
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/${LOCK}

FROM python:3.13.7-slim-bookworm@sha256:adafcc17694d715c905b4c7bebd96907a1fd5cf183395f0ebc4d3428bd22d92d
# matplotlib, which draws the timeline, writes its list of fonts to a folder that it may write to. More threads of the
# linear algebra would only wait for each other.
ENV PATH=/venv/bin:$PATH \
    MPLCONFIGDIR=/app/state/matplotlib \
    OPENBLAS_NUM_THREADS=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY bot bot
COPY knowledge knowledge
COPY seeds seeds
COPY config.yaml LICENSE ./
# Compiled here, because a read-only container cannot do it when it starts.
RUN python -m compileall -q bot \
    && groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot -m 0700 state
USER 10001:10001
# The database. Everything else in the container may be read-only.
VOLUME ["/app/state"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=180s --retries=2 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
