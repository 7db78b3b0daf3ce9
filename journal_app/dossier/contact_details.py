"""The contact details of people whose name is hidden: what of them is looked for, so that it is replaced as well."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from journal_app.domain.people import Person
from journal_app.dossier.name_forms import (
    HYPHENS,
    IGNORED,
    LEAST_DIGITS,
    Detail,
    Place,
    digits_of,
    folded,
    forms_of,
    word_pattern,
)

_LEAST_LETTERS = 5
MAIL = re.compile(r"[^\s<>()\[\]\",;:/@]+@[^\s<>()\[\]\",;:/@]+\.[^\W_]+")
_PHONES = re.compile(rf"[+(]*\d(?:(?:[^\S\n]|[()./{HYPHENS}])*\d){{{LEAST_DIGITS - 1},}}")
_DIGITS = re.compile(rf"[+(]*\d(?:(?:[^\S\n]|[()./{HYPHENS}])*\d)*")  # a telephone number, however short
_EXTENSION = re.compile(r"\s*\(\d{1,5}\Z")
_MOST_DIGITS = 15  # of a telephone number (ITU-T E.164, 6.1)
_MOST_GROUPS = 40  # of digits that are looked at, where a field is nothing else
_LICENCES = re.compile(r"[\n,;()]|\s/\s")
_NUMBER = re.compile(r"\d[\d\-/ ]{0,5}[^\W\d_]?")
# Of a part of a house: with a number it is in every street.
_ROOMS = """
    apartment appartement apt bajo bldg block bloque building depto departamento escalera etage first flat floor ground
    int interior izq izquierda der derecha level lot oficina piso planta pmb portal principal puerta room second stair
    staircase ste stock suite third unit wohnung
"""


def details_of(people: Iterable[Person], pseudonyms: Sequence[tuple[str, str]]) -> list[Detail]:
    """Return the contact details of people whose name is replaced, each with what stands for them.

    What somebody whose name is not replaced has as well (one household) is theirs to give, and not among them.
    """
    shown = {each[0]: each[1] for each in pseudonyms if not isinstance(each, Place | Detail)}
    found: dict[str, str] = {}
    others: set[str] = set()
    for person in people:
        mine = details(person.address, person.email, person.phone, person.licence_number)
        if person.name in shown:
            found.update(dict.fromkeys(mine, shown[person.name]))
        else:
            others |= {way for each in mine for way in _ways(each)}
    return [Detail(each, mask) for each, mask in found.items() if others.isdisjoint(_ways(each))]


def _ways(detail: str) -> set[str]:
    """Return the ways in which a detail may be written, as they are compared: an address with its words short, too."""
    forms = forms_of(Detail(detail, ""))
    several = forms if len(forms) > 1 else ()  # of an e-mail address or a number there is one
    return {folded(detail)[0], *(" ".join(word_pattern().findall(folded(each)[0])) for each in several)}


def not_looked_for(person: Person, sought: Collection[str]) -> tuple[str, ...]:
    """Return what of somebody's contact details is looked for in no text, by fixed words for its kind.

    ``sought`` are the details that are looked for, as they are compared. The kinds are ``number``, ``place``,
    ``licence``, ``account`` and ``shared``: too short, a town or a street alone, no address, and what somebody whose
    name is not replaced has as well.
    """
    mine = details(person.address, person.email, person.phone, person.licence_number)
    runs = (_EXTENSION.sub("", each) for each in _DIGITS.findall(IGNORED.sub("", MAIL.sub("\n", person.phone))))
    pieces = [" ".join(piece.split()) for piece in re.split(r"[\n,;()|]", person.address)]
    alone = any(_says_where(piece) and not re.search(r"\d", piece) for piece in pieces)
    found = {
        "number": any(len(digits_of(each)) < LEAST_DIGITS for each in runs),
        "place": alone or _is_in_no(details(person.address, "", "", ""), person.address),
        "licence": _is_in_no(details("", "", "", person.licence_number), person.licence_number),
        "account": _is_in_no(details("", person.email, "", ""), person.email),
        "shared": any(folded(each)[0] not in sought for each in mine),
    }
    return tuple(kind for kind, holds in found.items() if holds)


def _is_in_no(found: Sequence[str], text: str) -> bool:
    """Say whether something is written in a field and nothing of it is looked for."""
    return bool(text.strip()) and not found


def details(address: str, email: str, phone: str, licence: str) -> tuple[str, ...]:
    """Return what of somebody's contact details is looked for: what is long enough to be theirs alone.

    Each e-mail address and telephone number of seven digits or more, an address as a whole and each of its lines that
    tells a street with a number, a licence number of five letters and digits or more. A town alone is no address: it
    would be gone from every entry.
    """
    reached = IGNORED.sub("", f"{email}\n{phone}")
    mails = MAIL.findall(reached) if "@" in reached else []
    found = mails or ([email.strip()] if "@" in email else [])
    found += _phones(MAIL.sub("\n", reached) if mails else reached)
    pieces = [" ".join(piece.split()) for piece in re.split(r"[\n,;()|]", address)]
    numbered = any(re.search(r"\d", piece) and re.search(r"[^\W\d_]", piece) for piece in pieces)
    whole = [" ".join(address.split())] if numbered or len(list(filter(None, pieces))) > 1 else []
    numbers = [piece for piece in _LICENCES.split(licence) if re.search(r"\d", piece)]
    texts = [*whole, *_streets(pieces), licence.strip(), *map(str.strip, numbers)]
    found += [text for text in texts if len("".join(word_pattern().findall(text))) >= _LEAST_LETTERS]
    return tuple(dict.fromkeys(found))


def _phones(text: str) -> Iterator[str]:
    """Yield the telephone numbers in a text: what two of them stand apart by may stand in one, too (0170/555 0199).

    Of more digits than one has, all that may be one are taken.
    """
    for run in (_EXTENSION.sub("", each) for each in _PHONES.findall(text)):
        pieces = [each.strip() for each in run.split("/") if len(digits_of(each)) >= LEAST_DIGITS]
        for each in pieces if len(pieces) > run.count("/") else [run, *pieces]:
            groups = re.findall(r"\d+", each)[:_MOST_GROUPS] if len(digits_of(each)) > _MOST_DIGITS else []
            ends = range(len(groups) + 1)
            rows = (groups[first:last] for last in ends for first in range(max(0, last - _MOST_DIGITS), last))
            yield from (" ".join(row) for row in rows if LEAST_DIGITS <= len("".join(row)) <= _MOST_DIGITS)
            if not groups:
                yield each


def _streets(pieces: Sequence[str]) -> Iterator[str]:
    """Yield the lines of an address that tell a street or a house with a number, which may stand in the next one."""
    for at, piece in enumerate(pieces):
        if _says_where(piece) and re.search(r"\d", piece):
            yield piece
        elif _NUMBER.fullmatch(piece):  # Calle Mayor, 12; 12, Canal Street
            before, after = "".join(pieces[max(0, at - 1) : at]), "".join(pieces[at + 1 : at + 2])
            if _says_where(before) and not re.search(r"\d", before):
                yield f"{before} {piece}"
            elif _says_where(after) and not re.search(r"\d", after):
                yield f"{piece} {after}"


def _says_where(piece: str) -> bool:
    """Say whether a line of an address holds a word that is none for a part of a house."""
    rooms = frozenset(_ROOMS.split())
    words = re.findall(r"[^\W\d_]{3,}", folded(piece)[0])
    return not rooms.issuperset(words)
