"""What the words of a match can be taken from: the text of an entry, and the words of its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.domain.evidence import Evidence
from journal_app.services import incidents, renditions
from journal_app.services.journal import Journal
from journal_app.services.media import TEXTS, NoRendition
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions

MOST_LETTERS = 100_000  # of a text that is given to be marked; a longer one is cut

Kind = Literal["incident", "evidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text: the record it is of, and what that is called; ``occurred`` is None for a file."""

    kind: Kind
    id: str
    title: str
    occurred: EventDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a source as they stand there, at most MOST_LETTERS; ``cut`` says that there are more."""

    text: str
    cut: bool


def sources(journal: Journal, incident: str, files: Iterable[str]) -> tuple[Source, ...]:
    """Return the texts of one side of a match: its entry (empty for none), the files of that, and ``files`` (ids).

    What is not in the journal is left out; no file is opened.
    """
    found: list[Source] = []
    own: list[Evidence] = []
    if incident and revisions.exists(journal.database, "incident", incident):
        entry = incidents.get(journal, incident).entry
        title = incidents.first_line(entry.account)
        found.append(Source(kind="incident", id=incident, title=title, occurred=parse_event_date(entry.occurred)))
        own = evidence_store.of_incident(journal.database, incident)
    more = [each for each in files if revisions.exists(journal.database, "evidence", each)]
    items = {item.id: item for item in (*own, *(evidence_store.get(journal.database, each) for each in more))}
    named = (Source(kind="evidence", id=key, title=each.description or each.file_name) for key, each in items.items())
    return (*found, *named)


def words(journal: Journal, kind: Kind, identifier: str) -> Words:
    """Return the words of a source; raises NoRendition where a file has none that could be read."""
    text = _of_entry(journal, identifier) if kind == "incident" else _of_file(journal, identifier)
    return Words(text=text[:MOST_LETTERS], cut=len(text) > MOST_LETTERS)


def _of_entry(journal: Journal, identifier: str) -> str:
    entry = incidents.get(journal, identifier).entry
    quotes = (quote.text for quote in entry.exact_words)
    parts = (entry.account, *quotes, entry.own_response, entry.afterwards)
    return "\n\n".join(part for part in parts if part.strip())


def _of_file(journal: Journal, identifier: str) -> str:
    item = evidence_store.get(journal.database, identifier)
    if item.media_type in TEXTS:
        return renditions.words(journal, identifier)
    shown = renditions.ensure(journal, item)
    if shown.reason:
        raise NoRendition(shown.reason)
    return "\n\n".join(page.words for page in shown.pages if page.words.strip())
