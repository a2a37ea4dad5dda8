# An image that GitLab's runner can use, with feedback-bot on the PATH (docs/gitlab-ci.md).
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY .ci/constraints.txt .ci/
COPY config config
COPY templates templates
COPY bot bot
RUN python -m venv /opt/feedback-bot \
 && /opt/feedback-bot/bin/pip install --no-cache-dir --disable-pip-version-check \
    --constraint .ci/constraints.txt ".[xlsx]"

FROM python:${PYTHON}-slim
LABEL org.opencontainers.image.title="feedback-bot" \
      org.opencontainers.image.description="Turns customer-satisfaction surveys into GitLab issues and keeps each one moving." \
      org.opencontainers.image.licenses="MIT"
# By number, so that a cluster can see that it is not root.
RUN useradd --uid 10001 --create-home feedback-bot
COPY --from=build /opt/feedback-bot /opt/feedback-bot
ENV PATH="/opt/feedback-bot/bin:${PATH}" PYTHONUNBUFFERED=1
USER 10001
WORKDIR /home/feedback-bot
# The runner starts a shell of its own in the image.
ENTRYPOINT []
CMD ["feedback-bot", "--help"]
