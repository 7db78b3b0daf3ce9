"""What an import puts in place of words: refused where it would undo what is hidden, and told until it is changed.

Whoever made an interchange folder may write any words as a place or a name and any others instead of them; what is
replaced so leaves in every dossier. What was brought is noted by the revision it is, so it is forgotten as soon as the
person writes it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from journal_app.domain.evidence import Redaction
from journal_app.domain.interchange import SOURCE, Interchange
from journal_app.domain.people import Person
from journal_app.domain.records import Record, bad_field
from journal_app.dossier import fonts
from journal_app.dossier.case import Audience, Case, Replaced
from journal_app.dossier.contact_details import details
from journal_app.dossier.every_text import texts_of
from journal_app.dossier.name_forms import Detail, Finder, Place, folded
from journal_app.dossier.redaction import DETAILS, all_forms
from journal_app.i18n import pgettext
from journal_app.services import hidden_names, redactions
from journal_app.services.journal import Journal
from journal_app.store import drafts as draft_store
from journal_app.store import revisions

_NOTE = "imported-words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Words that an import has replaced in what leaves, and by what; of a pseudonym only in what goes to a body."""

    words: str
    by: str
    body_alone: bool = False


def check(journal: Journal, document: Interchange) -> None:
    """Raise BadInput where an import would change what is hidden already, or show again what is hidden.

    Of the words that are compared it counts neither which letters are capitals nor what stands between them.
    """
    there = hidden_names.names(journal, Audience.BOARD)
    hidden, finder = {_letters(form) for form, _ in all_forms(there)}, Finder(there)
    for index, each in enumerate(document.redactions):
        at = f"redactions[{index}]"
        field = f"{at}.{'place' if each.place else 'person'}" if not each.evidence else at
        if revisions.ever(journal.database, "redaction", each.id):
            raise bad_field(SOURCE, field, pgettext("error", "This id is in the journal already."))
        if each.place and _letters(each.place) in hidden:
            raise bad_field(SOURCE, field, pgettext("error", "This is hidden in the journal already."))
        if each.place and redactions.holds_itself(each.place, each.replace_with):
            reason = pgettext("error", "It holds the place itself, so nothing would be hidden.")
            raise bad_field(SOURCE, f"{at}.replace_with", reason)
    shown = {f"redactions[{index}].replace_with": each.replace_with for index, each in enumerate(document.redactions)}
    shown |= {f"people[{index}].pseudonym": each.pseudonym for index, each in enumerate(document.people)}
    for field, text in shown.items():
        if any(finder.spans(fonts.clean(text))):
            raise bad_field(SOURCE, field, pgettext("error", "It holds what is hidden in the journal."))
    _check_details(document, {folded(each.name)[0] for each in there if isinstance(each, Detail)})


def _check_details(document: Interchange, hidden: Collection[str]) -> None:
    """Raise BadInput where somebody whose name is shown would have a contact detail that is hidden in the journal.

    What two people share is theirs to give (see ``details_of``), so it would be shown again.
    """
    masked = {each.person for each in document.redactions}
    for index, person in enumerate(document.people):
        for field in DETAILS if person.id not in masked else ():
            mine = details(*(getattr(person, each) if each == field else "" for each in DETAILS))
            if any(folded(each)[0] in hidden for each in mine):
                reason = pgettext("error", "It holds what is hidden in the journal.")
                raise bad_field(SOURCE, f"people[{index}].{field}", reason)


def _letters(text: str) -> str:
    plain = folded(fonts.clean(text))[0]
    return "".join(filter(str.isalnum, plain)) or plain


def brought_by(document: Interchange) -> tuple[Brought, ...]:
    """Return what a document puts in place of words, to be told one by one."""
    names = {each.id: each.name for each in document.people}
    found = [
        Brought(words=each.place or names[each.person], by=each.replace_with)
        for each in document.redactions
        if not each.evidence
    ]
    hidden = {each.person for each in document.redactions}
    found += [
        Brought(words=each.name, by=each.pseudonym, body_alone=True)
        for each in document.people
        if each.pseudonym and each.id not in hidden
    ]
    return tuple(found)


def note(journal: Journal, document: Interchange) -> None:
    """Note what an import brought that replaces words, inside its transaction and after all of it is written."""
    written = [("redaction", each.id) for each in document.redactions if not each.evidence]
    written += [("person", each.id) for each in document.people if each.pseudonym]
    if written:
        made = [revisions.found(journal.database, kind, identifier).revision.seq for kind, identifier in written]
        draft_store.keep_preference(journal.database, _NOTE, [*_noted(journal), *made])


def _noted(journal: Journal) -> list[int]:
    return [int(each) for each in draft_store.preference(journal.database, _NOTE, [])]


def replaced(journal: Journal, case: Case, beside: Iterable[Record]) -> tuple[Replaced, ...]:
    """Return what an import brought, what nobody wrote anew since, and what replaces words of this case.

    ``case`` is as it was before anything was replaced in it, ``beside`` are records that leave with it. Names of people
    who are part of the case are left out: they stand where the person reads them.
    """
    noted = frozenset(_noted(journal)) if case.audience is not Audience.SELF else frozenset()
    found = dict(_brought(journal, case, noted)) if noted else {}
    if not found:
        return ()
    finder = Finder(list(found))
    counts = Counter(words for _, text in texts_of(case, beside) for _, _, words in finder.spans(text))
    return tuple(
        Replaced(words=words, shown=shown, count=counts[words])
        for (words, _), shown in found.items()
        if counts[words]
    )  # fmt: skip


def _brought(journal: Journal, case: Case, noted: frozenset[int]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield each that was brought as it is looked for, the words standing for themselves, and what stands for it."""
    inside = {person.id for person in case.people}
    people = {each.revision.record_id: each for each in revisions.all_standing(journal.database, "person")}
    chosen = set()
    for each in revisions.all_standing(journal.database, "redaction"):
        hidden = each.revision.record(Redaction)
        chosen.add(hidden.person)
        if each.revision.seq not in noted:
            continue
        if hidden.place:
            yield Place(hidden.place, hidden.place), hidden.replace_with
        elif hidden.person in people.keys() - inside:
            name = people[hidden.person].revision.record(Person).name
            yield (name, name), hidden.replace_with
    for identifier, there in people.items():
        if there.revision.seq in noted and case.audience is Audience.BOARD and identifier not in inside | chosen:
            person = there.revision.record(Person)
            yield (person.name, person.name), person.pseudonym
