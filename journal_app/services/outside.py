"""What is known of a journal outside it: a printed slip, a time stamp, a copy. A later state shows an older copy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from journal_app.domain.date_words import moment_in_words
from journal_app.dossier import timestamps
from journal_app.errors import BadInput, StorageTrouble
from journal_app.i18n import dates_in_use, language_in_use, pgettext
from journal_app.services import files, latest
from journal_app.services.journal import Journal
from journal_app.services.ledger import signed_head
from journal_app.store import revisions
from journal_app.vault.places import DATABASE

_LARGEST_ANSWER = 1 << 20
_ROOT_LETTERS = 64
_LEAST_GROUPS = 2
_GROUP = 4


class OutsideState(Protocol):
    """One thing that is known: what it is called, and what it says against a journal."""

    @property
    def where(self) -> str:
        """Return what this is called in a report."""

    def mismatch(self, journal: Journal) -> str:
        """Return why the journal is not what is known of it, a sentence or two; empty where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A printed fingerprint slip: how many records it counts, and the beginning of the root in hexadecimal."""

    size: int
    root: str
    where: str = field(default_factory=lambda: pgettext("check", "fingerprint slip"))

    def mismatch(self, journal: Journal) -> str:
        """Return why the journal is not what the slip says, or nothing."""
        return _against(journal, self.size, self.root)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedTime:
    """The answer of a time authority: the SHA-256 it is about, and its time in words."""

    digest: bytes
    time: str
    where: str = field(default_factory=lambda: pgettext("check", "time stamp"))

    def mismatch(self, journal: Journal) -> str:
        """Return that the journal never held what the authority saw, or nothing."""
        vault_id = journal.vault.vault_id
        if any(signed_head(vault_id, each).head.digest() == self.digest for each in revisions.heads(journal.database)):
            return ""
        text = pgettext(
            "check",
            "The time stamp of {time} is about a state this journal does not hold. It is an older copy, or another "
            "one.",
        )
        return text.format(time=self.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCopy:
    """Another copy of the same journal, such as a backup; it is read under the key of the journal, and not changed."""

    folder: Path

    @property
    def where(self) -> str:
        """Return what this is called in a report."""
        return files.name_of(self.folder)

    def mismatch(self, journal: Journal) -> str:
        """Raise nothing: a copy that cannot be read under this journal's key says so in a sentence."""
        try:
            there = journal.vault.connect(self.folder / DATABASE, read_only=True)
            try:
                known = latest.current(there, 0)
            finally:
                there.close()
        except StorageTrouble:
            return pgettext("check", "This cannot be read as a copy of this journal, so the two were not compared.")
        return _against(journal, known.size, known.root)


def _against(journal: Journal, size: int, root: str) -> str:
    here = latest.current(journal.database, 0)
    if size > here.size:
        return latest.older(size, here.size)
    head = revisions.head(journal.database, size)
    if size and (head is None or not head.root.startswith(root)):
        return latest.other_history()
    return ""


def copy(folder: Path) -> OtherCopy:
    """Return the copy in a folder, to be compared; raises BadInput where there is no database of a journal in it."""
    if not os.path.lexists(folder / DATABASE):
        message = pgettext("error", "There is no copy of a journal in {name}; nothing was checked.")
        advice = pgettext("error", "Choose the folder of the copy itself.")
        raise BadInput(message.format(name=files.name_of(folder)), advice, source=files.name_of(folder))
    return OtherCopy(folder=folder)


def slip(words: Sequence[str]) -> Slip:
    """Read a slip as it is typed: the count, then the groups, at least the first two; raises BadInput."""
    count, groups = (words[0] if words else ""), "".join("".join(words[1:]).split()).replace("-", "").lower()
    is_hex = set(groups) <= set("0123456789abcdef") and len(groups) <= _ROOT_LETTERS
    if not (count.isascii() and count.isdecimal()) or not is_hex or len(groups) < _LEAST_GROUPS * _GROUP:
        message = pgettext("error", "This is not what stands on a fingerprint slip; nothing was checked.")
        raise BadInput(message, pgettext("error", "Type its count of records, then its groups, two or more."))
    return Slip(size=int(count), root=groups)


def trusted_time(source: Path) -> TrustedTime:
    """Read the answer of a time authority (RFC 3161); raises BadInput where ``source`` is none."""
    digest, time = timestamps.stated(files.read(source, limit=_LARGEST_ANSWER))
    return TrustedTime(digest=digest, time=moment_in_words(time, language_in_use(), dates_in_use()))
