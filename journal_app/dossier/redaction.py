"""What is hidden: names replaced in the data before anything is laid out, then proved on the finished file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from journal_app.domain.readings import with_words
from journal_app.domain.records import Record, from_plain, to_plain
from journal_app.dossier import fonts
from journal_app.dossier.case import Case, CaseIncident

R = TypeVar("R", bound=Record)
_TITLES = frozenset({"dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof", "prof.", "the", "von", "van", "de"})
# Ids, dates and fixed words: they name nobody, and changing them would break what refers to them.
_KEPT = frozenset(
    {"id", "incident", "person", "speaker", "evidence", "sha256", "blob", "media_type", "occurred", "when", "types",
     "roles", "incidents", "board", "professional", "client", "told_to", "purpose", "channel", "step", "certainty",
     "timezone", "ref", "code", "letter", "complaint", "due"}
)  # fmt: skip


class Place(NamedTuple):
    """A place as it is written, and what stands for it: unlike a name it is replaced as a whole alone."""

    name: str
    shown: str


def forms_of(hidden: tuple[str, str]) -> tuple[str, ...]:
    """Return the forms of a name or a place that are replaced, longest first."""
    if isinstance(hidden, Place):
        whole = " ".join(fonts.clean(hidden.name).split())
        return (whole,) if whole else ()
    return names_to_hide(hidden[0])


def names_to_hide(name: str) -> tuple[str, ...]:
    """Return the forms of a name that are replaced: the whole, then each part that is no title, longest first."""
    name = fonts.clean(name)
    parts = [part.strip(".,") for part in name.split() if part.casefold() not in _TITLES]
    forms = {
        " ".join(name.split()),
        " ".join(parts),
        *(part for part in parts if len(part) > 2 or _UNBOUND.search(part)),
    }
    return tuple(sorted((form for form in forms if form), key=lambda form: (-len(form), form)))


def pattern_for(form: str) -> str:
    """Return the expression that finds one form of a name.

    A whole name is found in any case and with anything but letters between its parts (``ingrid_solberg``). A single
    part is found as it is written, in capitals, and in small letters inside addresses and file names, so that a name
    that is also a common word (Will, May, Third) does not take that word with it. Digits and underscores end a word.
    In scripts without spaces, or where other words join on (Hebrew, Arabic), a name is found anywhere.
    """
    parts = [re.escape(part) for part in form.split()]
    if _UNBOUND.search(form):
        return _BETWEEN.join(parts)
    if len(parts) > 1:
        return rf"(?i:{_BEFORE}{_BETWEEN.join(parts)}{_AFTER})"
    plain = "|".join(sorted({parts[0], re.escape(form.upper())}))
    small = re.escape(form.lower())
    address = rf"(?<=[@_/.\d]){small}{_AFTER}|{_BEFORE}{small}(?=[@_/\d]|\.\w)"
    return rf"{_BEFORE}(?:{plain}){_AFTER}|{address}"


_BEFORE, _AFTER, _BETWEEN = r"(?<![^\W\d_])", r"(?![^\W\d_])", r"[\W\d_]*"


# Hebrew to Arabic Extended, Thai to Lao, Myanmar, Khmer, and what is written in East Asia.
_UNBOUND = re.compile("[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def holds_name(forms: Sequence[str], text: str) -> bool:
    """Say whether a text holds one of the forms of names that are hidden, as a word of its own in any case.

    Wider than what is replaced: for records that leave whole or not at all.
    """
    return any(
        re.search(pattern_for(form), text) or re.search(rf"(?i:{_BEFORE}{re.escape(form)}{_AFTER})", text)
        for form in forms
    )


def redact(case: Case, pseudonyms: Sequence[tuple[str, str]]) -> Case:
    """Return the case with every name in ``pseudonyms`` (real name, replacement) replaced wherever it stands.

    What the search cannot see: other spellings, nicknames, and words inside pictures.
    """
    if not pseudonyms:
        return case
    swapped = _through(case, _Swap(pseudonyms))
    return replace(swapped, pseudonyms=tuple((form, each[1]) for each in pseudonyms for form in forms_of(each)))


def named_in(case: Case, names: Mapping[str, str], apart_from: Sequence[str]) -> frozenset[str]:
    """Return the ids in ``names`` (id and real name) whose name, or a part of it, stands in what a case says.

    A part that is also a part of one of the names in ``apart_from`` tells nothing: it may be theirs.
    """
    theirs = {form.casefold() for name in apart_from for form in names_to_hide(name)}
    said = _Said()
    _through(case, said)
    words = "\n".join(said.texts)
    folded = words.casefold()

    def stands(form: str) -> bool:
        # The plain look comes first: it is quick, and most people are named nowhere.
        return form.split(maxsplit=1)[0].casefold() in folded and re.search(pattern_for(form), words) is not None

    return frozenset(
        identifier
        for identifier, name in names.items()
        if any(form.casefold() not in theirs and stands(form) for form in names_to_hide(name))
    )


def _through(case: Case, swap: _Texts) -> Case:
    """Return the case with each of its texts as ``swap`` gives it back."""
    incidents = tuple(
        CaseIncident(
            incident=swap.record(each.incident), first_recorded=each.first_recorded,
            last_recorded=each.last_recorded, revisions=each.revisions,
        )
        for each in case.incidents
    )  # fmt: skip
    exhibits = tuple(
        replace(
            each,
            evidence=swap.record(each.evidence),
            reading=with_words(each.reading, swap.text) if each.reading else None,
            pages=tuple(replace(page, text=swap.text(page.text)) for page in each.pages),
        )
        for each in case.exhibits
    )
    return replace(
        case,
        incidents=incidents,
        exhibits=exhibits,
        people=tuple(swap.record(person) for person in case.people),
        relationships=tuple(swap.record(each) for each in case.relationships),
        matches=tuple(swap.record(match) for match in case.matches),
        complaint=swap.record(case.complaint) if case.complaint else None,
        points=tuple(swap.record(point) for point in case.points),
        names={identifier: swap.text(name) for identifier, name in case.names.items()},
        hidden_pages=tuple(swap.text(name) for name in case.hidden_pages),
    )


class _Texts:
    """Goes through every text of records and gives each as it is."""

    def text(self, text: str) -> str:
        return text

    def record(self, record: R) -> R:
        return from_plain(type(record), self._plain(to_plain(record), ""))

    def _plain(self, plain: object, key: str) -> object:
        if isinstance(plain, dict):
            return {name: self._plain(value, name) for name, value in plain.items()}
        if isinstance(plain, list | tuple):
            return [self._plain(value, key) for value in plain]
        return self.text(plain) if isinstance(plain, str) and key not in _KEPT else plain


def redact_record(record: R, pseudonyms: Sequence[tuple[str, str]]) -> R:
    """Return a record that is part of no case with names replaced in it exactly as in one."""
    return _Swap(pseudonyms).record(record) if pseudonyms else record


class _Swap(_Texts):
    """Replaces all names at once, so that a replacement is never taken for a name itself."""

    def __init__(self, pseudonyms: Sequence[tuple[str, str]]) -> None:
        forms = {form: each[1] for each in pseudonyms for form in forms_of(each)}
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        self._shown = [forms[form] for form in ordered]
        self._pattern = re.compile("|".join(f"({pattern_for(form)})" for form in ordered))

    def text(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._shown[(found.lastindex or 1) - 1], fonts.clean(text))


class _Said(_Texts):
    """Gathers every text."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def text(self, text: str) -> str:
        self.texts.append(fonts.clean(text))
        return text
