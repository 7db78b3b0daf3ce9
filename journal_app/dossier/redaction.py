"""What is hidden: names replaced in the data before anything is laid out, then proved on the finished file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from journal_app.catalogue import Catalogue
from journal_app.domain.complaints import Complaint, ComplaintLog, ComplaintPoints, Point
from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import Channel, Impact, Incident, PrivateNote
from journal_app.domain.matches import Match
from journal_app.domain.people import Person, PersonNote, Relationship
from journal_app.domain.readings import with_words
from journal_app.domain.records import Record, changed, from_plain, to_plain
from journal_app.dossier import fonts
from journal_app.dossier.case import Case, CaseIncident, Remaining, ShownPages, Where
from journal_app.dossier.name_forms import Detail, Finder, Place, details, folded, forms_of, is_ordinary, names_to_hide
from journal_app.dossier.second_look import Hit, SecondLook, without_keys
from journal_app.dossier.spellings import Beside

R = TypeVar("R", bound=Record)
Hidden = Sequence[tuple[str, str]]
_SOFT_BREAK = re.compile(r"\u00ad(?=\s)")  # a word is parted there, and what is not seen is gone once it is cleaned
_GONE = "\x00"  # stands in no text that was cleaned, and in no word
_KINDS: dict[type[Record], str] = {
    Incident: "incident", Evidence: "evidence", Person: "person", Relationship: "relationship", Match: "match",
    Complaint: "complaint", ComplaintLog: "log", Point: "point", ComplaintPoints: "point", Impact: "impact",
    PrivateNote: "note", PersonNote: "person-note",
}  # fmt: skip
# Ids, dates and fixed words: they name nobody, and changing them would break what refers to them.
_KEPT = frozenset(
    {"id", "incident", "person", "speaker", "evidence", "sha256", "blob", "media_type", "occurred", "when", "types",
     "roles", "incidents", "board", "professional", "client", "told_to", "purpose", "step", "certainty",
     "timezone", "letter", "complaint", "due", "first_seen", "first_session", "last_session", "captured_at"}
)  # fmt: skip
_CITED = frozenset({"code", "ref"})


# What of a person tells who they are, or where, whatever name stands there.
DETAILS = ("address", "email", "phone", "licence_number")
_MAIL = re.compile(r"[^\s<>()\[\]\",;:/@]+@[^\s<>()\[\]\",;:/@]+\.[^\W_]+")


def details_of(people: Iterable[Person], pseudonyms: Hidden) -> list[Detail]:
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
            others |= {folded(each)[0] for each in mine}
    return [Detail(each, mask) for each, mask in found.items() if folded(each)[0] not in others]


def redact(case: Case, pseudonyms: Hidden) -> Case:
    """Return the case with every name in ``pseudonyms`` (real name, replacement) replaced wherever it stands.

    How somebody whose name is replaced can be reached is left out; their details are replaced in every text. What may
    still tell a name, and was left, is in ``remaining``: other spellings, parted names and initials among it. What the
    search cannot see: nicknames, spellings it has no rule for, and words inside pictures.
    """
    if not pseudonyms:
        return case
    hidden = [*pseudonyms, *(each for each in details_of(case.people, pseudonyms) if each not in pseudonyms)]
    swap = _Swap(hidden)
    names = {each[0] for each in pseudonyms}
    kept, gone = [], dict[str, frozenset[str]]()
    for person in case.people:
        left, out = _without_details(person, swap, hidden=person.name in names)
        kept.append(left)
        gone |= {person.id: out} if out else {}
    swapped = _through(replace(case, people=tuple(kept)), swap)
    return replace(
        swapped, pseudonyms=all_forms(hidden), remaining=swap.remaining(), shown_pages=swap.shown_pages(),
        described=tuple(_described(case, swap)), left_out=gone,
    )  # fmt: skip


def _described(case: Case, swap: _Swap) -> Iterator[ShownPages]:
    """Yield the pages that nothing was read from and nothing is hidden on, where the words about a file tell a name."""
    for each in case.exhibits:
        shown = swap.described.get(each.evidence.id)
        unseen = [n for n, page in enumerate(each.pages, 1) if not page.text and "parts-hidden" not in page.notes]
        if shown and unseen and not each.has_words:
            yield ShownPages(evidence=each.evidence.id, pages=tuple(unseen), shown=tuple(dict.fromkeys(shown)))


def _without_details(person: Person, swap: _Swap, *, hidden: bool) -> tuple[Person, frozenset[str]]:
    """Return a person without what would tell who is hidden, and the names of the fields that were emptied.

    Nothing is replaced inside an address: what holds a hidden name is left out whole.
    """
    given = {field: getattr(person, field) for field in DETAILS}
    out = {field for field, text in given.items() if text.strip() and (hidden or swap.tells(text))}
    return changed(person, **dict.fromkeys(out, "")), frozenset(out)


def all_forms(hidden: Hidden) -> tuple[tuple[str, str], ...]:
    """Return every form of what is hidden, with what stands for it."""
    return tuple((form, each[1]) for each in hidden for form in forms_of(each))


def look_for(hidden: Hidden) -> SecondLook:
    """Return a second look for everything that is hidden, for short names and initials also."""
    names = [each for each in hidden if not isinstance(each, Place | Detail)]
    return SecondLook(all_forms(hidden), names)


def holds_name(look: SecondLook, text: str) -> bool:
    """Say whether a record in JSON holds what ``look`` looks for, in any case, or the letters of a name.

    Wider than what is replaced: for records that leave whole or not at all.
    """
    said = without_keys(text)
    return any(look.find(said)) or any(look.find_parted(said))


def named_in(case: Case, names: Mapping[str, str], apart_from: Sequence[str]) -> frozenset[str]:
    """Return the ids in ``names`` (id and real name) whose name, or a part of it, stands in what a case says.

    A part that is also a part of one of the names in ``apart_from`` tells nothing: it may be theirs. Names of files are
    looked at by :func:`telling_names`.
    """
    theirs = _forms_apart(apart_from)
    said = _Said()
    bare = (replace(each, evidence=changed(each.evidence, file_name="")) for each in case.exhibits)
    _through(replace(case, exhibits=tuple(bare), hidden_pages=()), said)
    words = "\n".join(said.texts)
    view = folded(words)

    def stands(form: str) -> bool:
        # The plain look comes first: it is quick, and most people are named nowhere.
        first = folded(form)[0].split(maxsplit=1)[0]
        return first in view[0] and any(Finder([(form, "")]).spans(words, view))

    return frozenset(identifier for identifier, name in names.items() if any(map(stands, _telling(name, theirs))))


def _forms_apart(names: Iterable[str]) -> set[str]:
    return {form.casefold() for name in names for form in names_to_hide(name)}


def _telling(name: str, theirs: set[str]) -> list[str]:
    """Return the forms of a name that tell it: none that is also ``theirs``, and none without a letter or a digit."""
    return [form for form in names_to_hide(name) if form.casefold() not in theirs and any(map(str.isalnum, form))]


def texts_of(case: Case, beside: Iterable[Record] = ()) -> Iterator[tuple[Where, str]]:
    """Yield each text of a case, and of records that are printed with it, with the record it stands in."""
    said = _Said()
    _through(case, said)
    for record in beside:
        said.record(record)
    yield from zip(said.places, said.texts, strict=True)


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
            evidence=swap.record(each.evidence),  # the words of a file are told with it
            reading=with_words(each.reading, swap.text) if each.reading else None,
            pages=tuple(replace(page, text=swap.page(n, page.text)) for n, page in enumerate(each.pages, 1)),
        )
        for each in case.exhibits
    )
    shown = replace(
        case,
        incidents=incidents,
        exhibits=exhibits,
        people=tuple(swap.record(person) for person in case.people),
        relationships=tuple(swap.record(each) for each in case.relationships),
        matches=tuple(swap.record(match) for match in case.matches),
        complaint=swap.record(case.complaint) if case.complaint else None,
        points=tuple(swap.record(point) for point in case.points),
    )
    names = {identifier: swap.text_of("person", identifier, name) for identifier, name in case.names.items()}
    hidden_pages = tuple(swap.text_of("evidence", "", name) for name in case.hidden_pages)
    return replace(shown, names=names, hidden_pages=hidden_pages)


class _Texts:
    """Goes through every text of records and gives each as it is; ``at`` is the kind and the id of the last record."""

    def __init__(self) -> None:
        self.at = Where("", "")

    def text(self, text: str) -> str:
        return text

    def page(self, number: int, text: str) -> str:
        """Return the text beside the picture of a page."""
        return self.text(text)

    def text_of(self, kind: str, identifier: str, text: str) -> str:
        self.at = Where(kind, identifier)
        return self.text(text)

    def record(self, record: R) -> R:
        self.at = Where(_KINDS.get(type(record), ""), str(getattr(record, "id", getattr(record, "incident", ""))))
        return from_plain(type(record), self._plain(to_plain(record)))

    def _plain(self, plain: object) -> object:
        if isinstance(plain, dict):
            known = _KEPT | (_CITED if _is_provision(plain) else frozenset())
            return {
                name: value if name in known or (name == "channel" and value in set(Channel)) else self._plain(value)
                for name, value in plain.items()
            }
        if isinstance(plain, list | tuple):
            return [self._plain(value) for value in plain]
        return self.text(plain) if isinstance(plain, str) else plain


def _is_provision(plain: dict[str, Any]) -> bool:
    """Say whether this names a provision of the catalogue; one of the person's own is their words."""
    code, ref = plain.get("code"), plain.get("ref")
    return isinstance(code, str) and isinstance(ref, str) and Catalogue.load().standard(code, ref) is not None


def redact_record(record: R, pseudonyms: Hidden) -> R:
    """Return a record that is part of no case with names replaced in it exactly as in one."""
    return _Swap(pseudonyms).record(record) if pseudonyms else record


def remaining_in(records: Iterable[Record], pseudonyms: Hidden) -> tuple[Remaining, ...]:
    """Return what may still tell a name once they are replaced in records that are part of no case."""
    swap = _Swap(pseudonyms)
    for record in records if pseudonyms else ():
        swap.record(record)
    return swap.remaining()


class _Swap(_Texts):
    """Replaces all names at once, so that a replacement is never taken for a name itself."""

    def __init__(self, pseudonyms: Hidden) -> None:
        super().__init__()
        names = [each for each in pseudonyms if not isinstance(each, Place | Detail)]
        self._finder, self._wide = Finder(pseudonyms), look_for(pseudonyms)
        self._beside = Beside(names)
        self._left: dict[tuple[str, str, str], tuple[str, list[Where]]] = {}
        self._told: list[str] = []  # what stands for that which the last text told
        self._told_here: list[str] = []  # and for that which the texts of the last record did
        self._pages: dict[str, dict[int, list[str]]] = {}
        self.described: dict[str, list[str]] = {}  # what stands for that which the words about a file told, by its id

    def record(self, record: R) -> R:
        self._told_here = list[str]()
        swapped = super().record(record)
        if isinstance(record, Evidence) and self._told_here:
            self.described[record.id] = self._told_here
        return swapped

    def text(self, text: str) -> str:
        broken = fonts.clean(_SOFT_BREAK.sub("-", text)) if "\u00ad" in text else ""
        text = fonts.clean(text)
        spans = self._spans(text)
        rest = _without(text, spans)
        found = list(self._wide.find(rest))
        known = {each.written for each in found}
        found += [each for each in self._wide.find_parted(rest) if each.written not in known]
        found += self._wide.find_parted(_without(broken, self._spans(broken))) if broken else ()
        for start, end, shown in spans:
            found += [Hit("", shown, alone=False, written=each) for each in self._beside.alone(text, start, end, shown)]
        for hit in found:
            key = (folded(hit.written)[0], hit.word, hit.shown)
            self._left.setdefault(key, (" ".join(hit.written.split()), []))[1].append(self.at)
        self._told = [*(shown for _, _, shown in spans), *(hit.shown for hit in found if hit.alone)]
        self._told_here += self._told
        return _with(text, spans)

    def page(self, number: int, text: str) -> str:
        """Replace names in the text of a page, and note the page where there were any: its picture shows them."""
        replaced = self.text(text)
        if self._told:
            self._pages.setdefault(self.at.id, {})[number] = self._told
        return replaced

    def tells(self, text: str) -> bool:
        """Say whether a text holds what is hidden, and not only the letters of a name in a longer word."""
        text = fonts.clean(text)
        found = (*self._wide.find(text), *self._wide.find_parted(text))
        return any(self._finder.spans(text)) or any(hit.alone for hit in found)

    def _spans(self, text: str) -> list[tuple[int, int, str]]:
        """Return what is replaced and by what; an e-mail address that holds a name goes whole."""
        found = self._found(text)
        mails = [each.span() for each in _MAIL.finditer(text)] if found and "@" in text else []
        spans: list[tuple[int, int, str]] = []
        for at, to, shown in found:
            mail = next((each for each in mails if each[0] < to and at < each[1]), (at, to))
            first, last = self._beside.dotted(text, at, to, shown)
            start, end = min(first, mail[0]), max(last, mail[1])
            if spans and start < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]), spans[-1][2])
            else:
                spans.append((start, end, shown))
        return spans

    def _found(self, text: str) -> list[tuple[int, int, str]]:
        found = list(self._finder.spans(text))
        if text.isascii() or fonts.is_simple(text.replace("\n", " ")):
            return found
        # Letters of another font are set apart, and a reader takes the name beside them for a word of its own.
        for run in fonts.SIMPLE_RUN.finditer(text):
            for start, end, shown in self._finder.spans(run[0]):
                first, last = run.start() + start, run.start() + end
                if not any(first < each[1] and each[0] < last for each in found):
                    found.append((first, last, shown))
        return sorted(found)

    def shown_pages(self) -> tuple[ShownPages, ...]:
        """Return the pages whose picture shows what was replaced in their text."""
        return tuple(
            ShownPages(
                evidence=item, pages=tuple(pages), shown=tuple(dict.fromkeys(chain.from_iterable(pages.values())))
            )
            for item, pages in self._pages.items()
        )

    def remaining(self) -> tuple[Remaining, ...]:
        """Return the words that were left and may tell a name, each once with where it stands."""
        return tuple(
            Remaining(word=word, written=written, shown=shown, places=tuple(places))
            for (_, word, shown), (written, places) in self._left.items()
        )


def _with(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with other words in place of some of its parts, which are in order."""
    parts, done = [], 0
    for start, end, shown in spans:
        parts += [text[done:start], shown]
        done = end
    return "".join([*parts, text[done:]])


def _without(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    return _with(text, [(start, end, _GONE) for start, end, _ in spans])


class _Said(_Texts):
    """Gathers every text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.places: list[Where] = []

    def text(self, text: str) -> str:
        self.places.append(self.at)
        self.texts.append(fonts.clean(text))
        return text


def telling_names(files: Sequence[str], names: Mapping[str, str], apart_from: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids in ``names`` (id and real name) that names of files tell, with these names of files.

    A name, or a part of it, is told where it stands as words of their own, and not where it is also a part of one of
    the names in ``apart_from``. What is an ordinary word too (a will, a stone) tells only with a capital inside the
    name of a file: at its beginning there is one anyway.
    """
    theirs = _forms_apart(apart_from)
    views = [(file, folded(file)) for file in files]
    everything = "\n".join(view[0] for _, view in views)
    found: dict[str, list[str]] = {}
    for identifier, name in names.items():
        forms = _telling(name, theirs)
        if not any(folded(form)[0].split(maxsplit=1)[0] in everything for form in forms):
            continue  # the plain look: most people are named in no file
        finder = Finder([Place(form, "") for form in forms])
        telling = [file for file, view in views if any(_is_told(file, *span) for span in finder.spans(file, view))]
        found |= {identifier: telling} if telling else {}
    return found


def _is_told(file: str, start: int, end: int, _: str) -> bool:
    said = file[start:end]
    return not is_ordinary(folded(said)[0]) or (said != said.lower() and any(map(str.isalpha, file[:start])))
