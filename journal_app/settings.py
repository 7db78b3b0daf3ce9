"""Neutral settings outside the journal: look, text size, motion, language, dates, and, only if asked, its folder."""

from __future__ import annotations

import os
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

from journal_app.i18n import languages

LOOKS = ("system", "light", "dark", "contrast")
DATE_FORMS = ("", "day-first", "month-first", "year-first")
MOTIONS = ("system", "less")
SMALLEST_TEXT, LARGEST_TEXT = 90, 200
_LARGEST_FILE = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``look`` is one of ``LOOKS``, ``text_percent`` 90 to 200; ``folder`` is empty unless the person wants it kept.

    ``language`` is a tag the program has words in, or empty for that of the computer; ``dates`` is one of
    ``DATE_FORMS``, empty for that of the language; ``motion`` is one of ``MOTIONS``.
    """

    look: str = "system"
    text_percent: int = 100
    folder: str = ""
    language: str = ""
    dates: str = ""
    motion: str = "system"


def place() -> Path:
    """Return where the settings are kept; the name says nothing of what the program is for."""
    return Path(platformdirs.user_config_dir("journal", appauthor=False)) / "look.json"


def load(path: Path | None = None) -> Settings:
    """Return the settings; what is missing or cannot be understood takes its default."""
    file = path or place()
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST_FILE)
    except OSError:
        return Settings()
    import json  # usually there is no such file, and the passphrase is asked for sooner

    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        return Settings()
    return _understood(plain) if isinstance(plain, dict) else Settings()


def _understood(plain: dict[str, Any]) -> Settings:
    found = Settings()
    if plain.get("look") in LOOKS:
        found = replace(found, look=plain["look"])
    percent = plain.get("text_percent")
    if isinstance(percent, int) and SMALLEST_TEXT <= percent <= LARGEST_TEXT:
        found = replace(found, text_percent=percent)
    if isinstance(plain.get("folder"), str):
        found = replace(found, folder=plain["folder"])
    if isinstance(plain.get("language"), str) and plain["language"] in languages():
        found = replace(found, language=plain["language"])
    if plain.get("dates") in DATE_FORMS:
        found = replace(found, dates=plain["dates"])
    if plain.get("motion") in MOTIONS:
        found = replace(found, motion=plain["motion"])
    return found


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings as a whole; raises OSError where that is not possible."""
    import json  # as above

    file = path or place()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".part-", dir=file.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(asdict(settings), stream)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
