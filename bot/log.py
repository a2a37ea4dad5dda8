"""The voice on standard error: lines for people on a terminal, JSON otherwise. No customer text, no secret."""

import sys

import structlog


class _StandardError:
    """Writes to whatever standard error is at the moment: a progress display may stand in its way."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure_logs() -> None:
    """Choose the style by whether standard error is a terminal."""
    on_terminal = sys.stderr.isatty()
    renderer = (
        structlog.dev.ConsoleRenderer(pad_event_to=0, sort_keys=False)
        if on_terminal
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if on_terminal else "iso", utc=not on_terminal),
            renderer,
        ],
        logger_factory=structlog.WriteLoggerFactory(file=_StandardError()),  # type: ignore[arg-type]  # only writes
    )
