"""The open points about people: who is named, who can be reached, and who is not in a dossier though of use there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from journal_app.domain.people import Person, Role
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.labels import Labels
from journal_app.dossier.open_point import Known, OpenPoint, Teller, sentence
from journal_app.dossier.parties import ADVISERS, REACHED_BY, at_work, may_be_reached
from journal_app.dossier.redaction import named_in, telling_names
from journal_app.i18n import Words

_ASKED_FOR = frozenset({Role.SUPERVISOR, Role.EMPLOYER, Role.LATER_PROVIDER, Role.PROFESSIONAL})


class PeoplePoints(Teller):
    """Looks through the people of a case, and those of the journal who are no part of it."""

    def __init__(
        self, case: Case, words: Words, known: Known, others: Sequence[Person], absent: Sequence[Person]
    ) -> None:
        super().__init__(case, words, known)
        self._others, self._absent = others, absent
        self._part_of = Labels(words)

    def people(self) -> list[OpenPoint]:
        """Return one point for each person, with all that may need a second look of them."""
        told: dict[str, list[OpenPoint]] = {}
        board = self._case.audience is Audience.BOARD
        for each in (*self._contacts(), *(self._named() if board else ())):
            told.setdefault(each.record_id, []).append(each)
        return [replace(each[0], message=" ".join(point.message for point in each)) for each in told.values()]

    def _contacts(self) -> list[OpenPoint]:
        """Return a point for each witness who has not agreed to be contacted, and for whose address is left out."""
        found = []
        for person in self._case.people:
            name = self._case.named(person.id)
            if Role.WITNESS in person.roles and person.agreed_to_contact is not True:
                text = self._text(sentence("{name} has not agreed to be contacted, as far as noted."), name=name)
                found.append(self._of("not-agreed", text, person.id, "agreed_to_contact"))
            elif self._would_be_reached(person):
                message = sentence(
                    "Contact details of {name} are left out: it is not noted that they agreed to be contacted."
                )
                text = self._text(message, name=name)
                found.append(self._of("contact-not-agreed", text, person.id, "agreed_to_contact"))
        return found

    def _would_be_reached(self, person: Person) -> bool:
        """Say whether a body may ask how somebody can be reached, and that is known and is not told."""
        asked = not _ASKED_FOR.isdisjoint(person.roles) and person not in at_work(self._case)
        known = any(getattr(person, field).strip() for field in REACHED_BY)
        return asked and known and not may_be_reached(self._case, person)

    def absent(self) -> list[OpenPoint]:
        """Return a point for each person who would be of use in the dossier, and whom nothing in it names."""
        message = sentence(
            "What is noted of {name} ({part}) is not in this copy: none of its entries has them among its people. "
            "To have it there, add them to the people of an entry."
        )
        said = ((each, ", ".join(self._part_of(f"role.{role}") for role in each.roles)) for each in self._absent)
        return [self._of("not-in-it", self._text(message, name=each.name, part=part), each.id) for each, part in said]

    def _named(self) -> list[OpenPoint]:
        """Return a point for each person whom a body would learn of and who is none of the parties, once each."""
        found = [*self._third_parties(), *self._named_by_the_way()]
        told = {each.record_id for each in found}
        shown = {person.id: person.name for person in self._not_hidden()}
        names = {**shown, **{each.id: each.name for each in self._others}}
        return [*found, *self._in_file_names({key: name for key, name in names.items() if key not in told})]

    def _not_hidden(self) -> list[Person]:
        """Return the people of the case who are none of the parties and are named with their own name."""
        replaced = {shown for _, shown in self._case.pseudonyms}
        parties = {person.id for person in self._case.parties}
        apart = (each for each in self._case.people if each.id not in parties and Role.PROFESSIONAL not in each.roles)
        return [each for each in apart if self._case.named(each.id) not in replaced]

    def _in_file_names(self, names: Mapping[str, str]) -> list[OpenPoint]:
        """Return a point for each of ``names`` that stands in the name of a file."""
        theirs = [person.name for person in self._case.people if person.id not in names]
        files = dict.fromkeys(exhibit.evidence.file_name for exhibit in self._case.exhibits)
        telling = telling_names(tuple(files), names, apart_from=theirs)
        found = []
        for person in sorted(telling, key=names.__getitem__):
            text = self._words.plural(
                "open point", "{name} stands in the name of a file: {file}. Consider a pseudonym.",
                "{name} stands in the names of {count} files, the first: {file}. Consider a pseudonym.",
                len(telling[person]),
            )  # fmt: skip
            text = text.format(name=names[person], count=len(telling[person]), file=telling[person][0])
            found.append(self._of("telling-name", text, person, "pseudonym"))
        return found

    def _third_parties(self) -> list[OpenPoint]:
        case = self._case
        replaced = {shown for _, shown in case.pseudonyms}
        parties = {person.id for person in case.parties}
        others = {
            each.id: each for each in case.people if each.id not in parties and Role.PROFESSIONAL not in each.roles
        }
        counts = Counter(person for each in case.incidents for person in each.incident.people_ids & others.keys())
        found = []
        for person in sorted(counts, key=case.named):
            if not ADVISERS.isdisjoint(others[person].roles):
                text = self._words.plural(
                    "open point", "{name} ({part}) is named in {count} entry.",
                    "{name} ({part}) is named in {count} entries.", counts[person],
                )  # fmt: skip
                found.append(self._adviser(others[person], text, count=counts[person]))
            elif case.named(person) not in replaced:
                text = self._words.plural(
                    "open point", "{name} is named in {count} entry. Consider a pseudonym.",
                    "{name} is named in {count} entries. Consider a pseudonym.", counts[person],
                ).format(name=case.named(person), count=counts[person])  # fmt: skip
                found.append(self._of("third-party", text, person, "pseudonym"))
        return found

    def _named_by_the_way(self) -> list[OpenPoint]:
        """Return a point for each person who is no part of the case and whose name stands in its words."""
        known = [person.name for person in self._case.people]
        named = named_in(self._case, {each.id: each.name for each in self._others}, apart_from=known)
        found = []
        for person in sorted((each for each in self._others if each.id in named), key=lambda each: each.name):
            if not ADVISERS.isdisjoint(person.roles):
                where = sentence("{name} ({part}) is named in the words of an entry or a file.")
                found.append(self._adviser(person, self._words.text("open point", where)))
                continue
            message = sentence("{name} is named in the words of an entry or a file. Consider a pseudonym.")
            text = self._text(message, name=person.name)
            found.append(self._of("named-in-words", text, person.id, "pseudonym"))
        return found

    def _adviser(self, person: Person, where: str, **values: object) -> OpenPoint:
        """Return the point of somebody who was asked for advice; ``where`` says where a body would learn of them."""
        part = ", ".join(self._part_of(f"role.{role}") for role in person.roles)
        said = where.format(name=self._name(person), part=part, **values)
        message = sentence(
            "What you and a lawyer or an advocate tell each other may be confidential. Check whether it belongs in "
            "this copy."
        )
        return self._of("adviser-named", f"{said} {self._text(message)}", person.id, "pseudonym")

    def _name(self, person: Person) -> str:
        return self._case.names.get(person.id, person.name)

    def _of(self, code: str, message: str, person: str, field: str = "") -> OpenPoint:
        return self._point(code, message, "person", person, field)
