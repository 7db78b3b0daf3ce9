"""Who is what in a case, and of whom it may be told how they can be reached."""

from __future__ import annotations

from journal_app.domain.people import Person, Role
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import Para, own, para

REACHED_BY = ("address", "email", "phone", "contact_note")
ADVISERS = frozenset({Role.LAWYER, Role.ADVOCATE})


def professionals_of(case: Case) -> tuple[Person, ...]:
    """Return the professional the complaint is about; without a complaint nobody is singled out, so it is all."""
    if case.complaint is not None:
        return tuple(person for person in case.people if person.id == case.complaint.professional)
    return tuple(person for person in case.people if Role.PROFESSIONAL in person.roles)


def at_work(case: Case) -> tuple[Person, ...]:
    """Return those with whose name it stands how they are reached at work: it is about them, and about nobody else."""
    about = professionals_of(case)
    return about if case.complaint is not None or len(about) == 1 else ()


def may_be_reached(case: Case, person: Person) -> bool:
    """Say whether it may be told how somebody can be reached: they complain, or agreed to it."""
    agreed = person.agreed_to_contact is True or Role.COMPLAINANT in person.roles
    return agreed or (case.audience is Audience.SELF and person not in at_work(case))


def has_contact(case: Case, person: Person) -> bool:
    """Say whether the page with contact details says something of a person, if only that they are hidden."""
    given = any(getattr(person, field) for field in REACHED_BY)
    return may_be_reached(case, person) and (given or case.hides(person.id, *REACHED_BY))


def reached(case: Case) -> tuple[str, ...]:
    """Return the names, as they stand in the dossier, of people whose contact details are printed in it.

    Whose are in the text for a body's form, ``fields`` says.
    """
    told = (each for each in case.people if has_contact(case, each) or each in at_work(case))
    return tuple(case.named(each.id) for each in told if any(getattr(each, field) for field in REACHED_BY))


def parties_of(case: Case) -> tuple[str, ...]:
    """Return who complains and about whom, as they are named in this copy; those alone of whom there is only one."""
    complainants, professionals = case.complainants, professionals_of(case)
    if len(complainants) != 1:
        return ()
    return tuple(case.named(each.id) for each in (*complainants, *(professionals if len(professionals) == 1 else ())))


def complaining(case: Case) -> tuple[Para, ...]:
    """Return the name of each who complains."""
    return tuple(para(own(case.named(person.id))) for person in case.complainants)


def witnesses_of(case: Case) -> tuple[Person, ...]:
    """Return who saw something or was told of it: one list, for every place that names them.

    None of the parties is among them, nor who was told for their advice: a lawyer or an advocate.
    """
    told = {told.person for each in case.incidents for told in each.incident.told}
    apart = {*case.parties, *professionals_of(case)}
    return tuple(
        person
        for person in case.people
        if person not in apart
        and (
            Role.WITNESS in person.roles
            or ((Role.TOLD in person.roles or person.id in told) and ADVISERS.isdisjoint(person.roles))
        )
    )
