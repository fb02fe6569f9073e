# The gate as a container: what the action runs, and other CI systems.
# The release builds it for amd64 and arm64 and writes its digest into action.yml.
FROM docker.io/library/python:3.13-slim AS build
WORKDIR /build
# What requirements.lock has, and the services that only `launchready watch` tells.
COPY requirements-watch.lock ./
RUN python -m venv --without-pip /opt/launchready \
 && python -m pip --python /opt/launchready/bin/python install --no-cache-dir --no-compile \
      --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements-watch.lock
COPY launchready launchready
# Compiled here, since the container's file system cannot be written to when it runs.
RUN cp -R launchready /opt/launchready/lib/python3.13/site-packages/ \
 && /opt/launchready/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/launchready/lib

FROM docker.io/library/python:3.13-slim
# The release says which; the code knows its own.
ARG VERSION
LABEL org.opencontainers.image.title="launchready" \
      org.opencontainers.image.description="Can this go live? One word: go, no-go or unknown." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
# Debian keeps one version of a package a release; its digest is in the provenance.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/launchready /opt/launchready
# What `launchready watch` remembers; a volume mounted here belongs to whom the watch runs as.
RUN install -d -o 65532 -g 65532 /state
# 65532 is nobody's number on any base image; the action runs it as the runner's own user.
USER 65532:65532
WORKDIR /repository
ENTRYPOINT ["/opt/launchready/bin/python", "-I", "-X", "utf8", "-m", "launchready"]
CMD ["--help"]
