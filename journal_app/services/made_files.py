"""What was made for a filing lately: kept with its fingerprints, so that what was sent can be noted later too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journal_app.domain.complaints import Sending, SentFile
from journal_app.domain.records import from_plain, to_plain
from journal_app.errors import BadInput
from journal_app.services.dossier_plan import Written
from journal_app.services.journal import Journal
from journal_app.store import drafts as draft_store

MOST = 5  # dossiers of one filing, the newest
MOST_FILINGS = 20  # those a dossier was made for last
_MADE = "made-for-filings"
# Of a package these name all others: the document, and the list of fingerprints of everything in it.
_NAMED = frozenset({"dossier.pdf", "manifest.json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFiles:
    """One dossier that was made: when, and its files as they would be noted."""

    made: datetime
    files: tuple[SentFile, ...]


def sent_files(written: Iterable[Written]) -> tuple[SentFile, ...]:
    """Return files as they are noted: all of them, of a package those that name the others."""
    files = tuple(written)
    inside = [file for file in files if file.path.name == "manifest.json"]
    if not inside:
        return tuple(SentFile(name=file.path.name, sha256=file.sha256) for file in files)
    root = inside[0].path.parent
    named = [
        file for file in files
        if root not in file.path.parents or (file.path.parent == root and file.path.name in _NAMED)
    ]  # fmt: skip
    return tuple(SentFile(name=file.path.relative_to(root.parent).as_posix(), sha256=file.sha256) for file in named)


def keep(journal: Journal, complaint: str, files: tuple[SentFile, ...]) -> None:
    """Keep what was made for a filing now, and let go of what was made long before."""
    everything = _kept(journal)
    now = {"made": journal.clock().isoformat(), "files": [to_plain(each) for each in files]}
    before = everything.pop(complaint, [])
    everything[complaint] = [*before, now][-MOST:]  # the filing a dossier was made for last stands last
    latest = dict(list(everything.items())[-MOST_FILINGS:])
    draft_store.put_preference(journal.database, _MADE, latest)


def filing_of(journal: Journal, sha256: str) -> str:
    """Return the id of the filing for which a file with this fingerprint was made lately; empty where none is known."""
    for complaint, made in _kept(journal).items():
        for each in made:
            try:
                files = [from_plain(SentFile, file, source="made") for file in each["files"]]
            except (BadInput, KeyError, TypeError):  # kept by another version of the program
                continue
            if any(file.sha256 == sha256 for file in files):
                return complaint
    return ""


def not_noted(journal: Journal, complaint: str, sendings: Iterable[Sending]) -> tuple[MadeFiles, ...]:
    """Return what was made for a filing and is in none of these sendings, the newest first."""
    noted = {file.sha256 for each in sendings for file in each.files}
    found = []
    for each in reversed(_kept(journal).get(complaint, [])):
        try:
            files = tuple(from_plain(SentFile, file, source="made") for file in each["files"])
            made = MadeFiles(made=datetime.fromisoformat(each["made"]), files=files)
        except (BadInput, KeyError, TypeError, ValueError):  # kept by another version of the program
            continue
        if not {file.sha256 for file in files} <= noted:
            found.append(made)
    return tuple(found)


def _kept(journal: Journal) -> dict[str, list[Any]]:
    kept = draft_store.preference(journal.database, _MADE, default={})
    return {key: each for key, each in kept.items() if isinstance(each, list)} if isinstance(kept, dict) else {}
