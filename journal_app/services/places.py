"""Where a journal is kept: what a person should know of a folder before it is chosen."""

from __future__ import annotations

from pathlib import Path

from journal_app.vault import synced


def service_of(folder: Path) -> str:
    """Return the name of the service that seems to copy ``folder`` elsewhere; empty where nothing tells of one."""
    return synced.service_of(folder)
