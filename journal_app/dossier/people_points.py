"""The open points about people: who is named, who can be reached, and who is not in a dossier though of use there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from journal_app.domain.people import Person, Role
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.labels import Labels
from journal_app.dossier.open_point import OpenPoint
from journal_app.dossier.parties import ADVISERS, REACHED_BY, at_work, may_be_reached
from journal_app.dossier.redaction import named_in
from journal_app.i18n import Words

_ASKED_FOR = frozenset({Role.SUPERVISOR, Role.EMPLOYER, Role.LATER_PROVIDER, Role.PROFESSIONAL})


class PeoplePoints:
    """Looks through the people of a case, and those of the journal who are no part of it."""

    def __init__(self, case: Case, words: Words, others: Sequence[Person], absent: Sequence[Person]) -> None:
        self._case, self._words, self._others, self._absent = case, words, others, absent
        self._labels = Labels(words)

    def contacts(self) -> list[OpenPoint]:
        """Return a point for each witness who has not agreed to be contacted, and for whose address is left out."""
        found = []
        for person in self._case.people:
            name = self._case.named(person.id)
            if Role.WITNESS in person.roles and person.agreed_to_contact is not True:
                text = self._text(_sentence("{name} has not agreed to be contacted, as far as noted."), name=name)
                found.append(self._point("not-agreed", text, person.id, "agreed_to_contact"))
            elif self._would_be_reached(person):
                message = _sentence(
                    "Contact details of {name} are left out: it is not noted that they agreed to be contacted."
                )
                text = self._text(message, name=name)
                found.append(self._point("contact-not-agreed", text, person.id, "agreed_to_contact"))
        return found

    def _would_be_reached(self, person: Person) -> bool:
        """Say whether a body may ask how somebody can be reached, and that is known and is not told."""
        asked = not _ASKED_FOR.isdisjoint(person.roles) and person not in at_work(self._case)
        known = any(getattr(person, field).strip() for field in REACHED_BY)
        return asked and known and not may_be_reached(self._case, person)

    def absent(self) -> list[OpenPoint]:
        """Return a point for each person who would be of use in the dossier, and whom nothing in it names."""
        message = _sentence(
            "{name} ({part}) is not in this copy: no entry in it names them. To have them in it, add them to the "
            "people of an entry."
        )
        said = ((each, ", ".join(self._labels(f"role.{role}") for role in each.roles)) for each in self._absent)
        return [
            self._point("not-in-it", self._text(message, name=each.name, part=part), each.id) for each, part in said
        ]

    def named(self) -> list[OpenPoint]:
        """Return a point for each person whom a body would learn of and who is none of the parties."""
        if self._case.audience is not Audience.BOARD:
            return []
        return [*self._third_parties(), *self._named_by_the_way()]

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
                found.append(self._point("third-party", text, person, "pseudonym"))
        return found

    def _named_by_the_way(self) -> list[OpenPoint]:
        """Return a point for each person who is no part of the case and whose name stands in its words."""
        known = [person.name for person in self._case.people]
        named = named_in(self._case, {each.id: each.name for each in self._others}, apart_from=known)
        found = []
        for person in sorted((each for each in self._others if each.id in named), key=lambda each: each.name):
            if not ADVISERS.isdisjoint(person.roles):
                where = _sentence("{name} ({part}) is named in the words of an entry or a file.")
                found.append(self._adviser(person, self._words.text("open point", where)))
                continue
            message = _sentence("{name} is named in the words of an entry or a file. Consider a pseudonym.")
            text = self._text(message, name=person.name)
            found.append(self._point("named-in-words", text, person.id, "pseudonym"))
        return found

    def _adviser(self, person: Person, where: str, **values: object) -> OpenPoint:
        """Return the point of somebody who was asked for advice; ``where`` says where a body would learn of them."""
        part = ", ".join(self._labels(f"role.{role}") for role in person.roles)
        said = where.format(name=self._name(person), part=part, **values)
        message = _sentence(
            "What you and a lawyer or an advocate tell each other may be confidential. Look whether it belongs in this "
            "copy."
        )
        return self._point("adviser-named", f"{said} {self._text(message)}", person.id, "pseudonym")

    def _name(self, person: Person) -> str:
        return self._case.names.get(person.id, person.name)

    def _text(self, message: str, **values: object) -> str:
        return self._words.text("open point", message).format(**values)

    def _point(self, code: str, message: str, person: str, field: str = "") -> OpenPoint:
        return OpenPoint(code=code, message=message, kind="person", record_id=person, field=field)


def _sentence(message: str) -> str:
    """Mark a sentence for those who collect the words; it is translated where it is filled."""
    return message
