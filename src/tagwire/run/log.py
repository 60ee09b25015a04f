"""The structured log: one JSON event a line, to a file in the data folder or to stderr."""

from __future__ import annotations

import logging
import logging.handlers
import sys

import structlog
from structlog.typing import Processor

from tagwire.errors import ConfigError
from tagwire.run.opening import make_data_folder
from tagwire.run.settings import Settings

# Two old files of this size are kept; a busy instance writes about 1 MB an hour.
MAX_LOG_BYTES = 10_000_000


def start_log(settings: Settings, process: str) -> None:
    """Send all events of this process to the place that the settings name. Raises ConfigError."""
    handler = _handler_of(settings, process)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)


def _handler_of(settings: Settings, process: str) -> logging.Handler:
    if settings.log == "stderr":
        return logging.StreamHandler(sys.stderr)
    make_data_folder(settings)
    path = settings.data / f"{process}.log"
    try:
        return logging.handlers.RotatingFileHandler(
            path, maxBytes=MAX_LOG_BYTES, backupCount=2, encoding="utf-8"
        )
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error
