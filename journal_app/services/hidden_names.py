"""Names that are hidden in what leaves: which they are, and in the texts that are no part of a case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from journal_app.domain.people import Person
from journal_app.domain.records import Record, changed
from journal_app.dossier.case import Audience, Case, Remaining
from journal_app.dossier.contact_details import details_of
from journal_app.dossier.labels import LABELS
from journal_app.dossier.name_forms import (
    Detail,
    Finder,
    Place,
    folded,
    is_common,
    is_ordinary,
    name_words,
    names_to_hide,
)
from journal_app.dossier.redaction import redact_record, remaining_in
from journal_app.i18n import languages, words_for
from journal_app.services.journal import Journal
from journal_app.store import complaints as complaint_store
from journal_app.store import people as people_store

R = TypeVar("R", bound=Record)
Names = Sequence[tuple[str, str]]
_SHORT = 2
_WORD = re.compile(r"[^\W\d_]+")


def names(journal: Journal, audience: Audience) -> list[tuple[str, str]]:
    """Return real names and what stands for them: redactions always, pseudonyms of people towards a body.

    Places that are hidden are among them, how the people behind these names can be reached, and for each of them what
    their record said before it was corrected: what was written then still says it.
    """
    if audience is Audience.SELF:
        return []
    hidden = complaint_store.redactions(journal.database)
    chosen = {each.person: each.replace_with for each in hidden if each.person}
    everybody = people_store.facts(journal.database)
    masks = {
        person.id: shown
        for person in everybody
        if (shown := chosen.get(person.id) or (person.pseudonym if audience is Audience.BOARD else ""))
    }
    found = [(person.name, masks[person.id]) for person in everybody if person.id in masks]
    places = [Place(each.place, each.replace_with) for each in hidden if each.place]
    before = {each.id: people_store.before(journal.database, each.id) for each in everybody if each.id in masks}
    reached = [changed(each, name=person.name) for person in everybody for each in before.get(person.id, ())]
    return [
        *_earlier_names(before, everybody, masks), *found, *details_of([*reached, *everybody], found), *places,
    ]  # fmt: skip


def _earlier_names(
    before: Mapping[str, Sequence[Person]], everybody: Sequence[Person], masks: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what people whose name is hidden were called in earlier versions of their record.

    What is also somebody else's name today is theirs, and what stands in a mask is shown anyway.
    """
    shown = "\n".join(masks.values())
    owners: dict[str, set[str]] = {}
    for person in everybody if any(before.values()) else ():
        for form in names_to_hide(person.name):
            owners.setdefault(form.casefold(), set()).add(person.id)
    found: dict[tuple[str, str], None] = {}
    for person in everybody:
        for name in dict.fromkeys(each.name for each in before.get(person.id, ()) if each.name != person.name):
            forms = [form for form in _telling(name) if owners.get(form.casefold(), set()) <= {person.id}]
            kept = [form for form in forms if not any(Finder([Place(form, "")]).spans(shown))]
            whole = kept == list(names_to_hide(name))
            for form in [name] if whole else kept:
                # Several words that are hidden without one of them are hidden as a whole alone, as a detail is.
                single = whole or len(form.split()) == 1
                found[(form, masks[person.id]) if single else Detail(form, masks[person.id])] = None
    return list(found)


def _telling(name: str) -> tuple[str, ...]:
    """Return the forms of an earlier name that are looked for.

    What was noted before a name was known (My client; Later provider) is none: words that every dossier says, and
    ordinary ones. Of these only those that are also names are left, with their capital.
    """
    forms = names_to_hide(name)
    words = [word for word in map(_folded, name_words(name)) if len(word) > _SHORT]
    if any(not is_ordinary(word) and word not in _printed() for word in words):
        return forms
    return tuple(form for form in forms if len(form.split()) == 1 and form != form.lower() and is_common(form))


def _folded(text: str) -> str:
    return folded(text)[0]


@lru_cache(maxsize=1)
def _printed() -> frozenset[str]:
    """Return the words that a dossier in any of its languages says by itself."""
    said = (words_for(language).text("dossier", label) for language in languages() for label in LABELS.values())
    return frozenset(word for each in said for word in _WORD.findall(folded(each)[0]))


def not_hidden(journal: Journal, case: Case) -> tuple[Person, ...]:
    """Return the people who are no part of a case and whose name is not hidden in it."""
    inside = {person.id for person in case.people}
    hidden = {name for name, _ in names(journal, case.audience)}
    people = people_store.facts(journal.database)
    return tuple(each for each in people if each.id not in inside and each.name not in hidden)


def in_record(record: R, hidden: Names) -> R:
    """Return a record that stands outside any case, with names replaced exactly as they are in one."""
    return redact_record(record, hidden)


def left_in(records: Sequence[Record], hidden: Names) -> tuple[Remaining, ...]:
    """Return what may still tell a name in records that stand outside any case."""
    return remaining_in(records, hidden)
