"""How long work reports where it is, and how it is asked to stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told by long work how far it is.

    An implementation raises :class:`journal_app.errors.Cancelled` from :meth:`report` when the person asked to
    stop, so work calls it only where stopping leaves nothing half done.
    """

    def report(self, stage: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` units of ``stage`` are finished; ``total`` 0 means unknown."""


class Silent:
    """A progress that draws nothing and never stops the work."""

    def report(self, stage: str, done: int, total: int) -> None:
        """Take the report and do nothing."""


SILENT: Progress = Silent()
