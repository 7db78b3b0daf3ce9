"""What is hidden: names replaced in the data before anything is laid out, then proved on the finished file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from journal_app.domain.evidence import Evidence
from journal_app.domain.people import Person
from journal_app.domain.records import Record, changed
from journal_app.dossier import fonts
from journal_app.dossier.case import Case, Remaining, ShownPages, Where
from journal_app.dossier.contact_details import MAIL, details_of, not_looked_for
from journal_app.dossier.every_text import Said, Texts, through
from journal_app.dossier.name_forms import (
    IGNORED,
    Detail,
    Finder,
    Place,
    folded,
    forms_of,
    is_ordinary,
    local_digits,
    names_to_hide,
)
from journal_app.dossier.second_look import Hit, SecondLook
from journal_app.dossier.spellings import Beside
from journal_app.dossier.zones import by_offset

R = TypeVar("R", bound=Record)
Hidden = Sequence[tuple[str, str]]
# A word is parted there, and what is not seen is gone once it is cleaned. PDFium gives U+FFFE, and gave U+0002, for a
# hyphen at the end of a line.
_SOFT_BREAK = re.compile("[\u00ad\u0002\ufffe](?=\\s)")
# Of what is gone once a text is cleaned, what parts the letters beside it where they are compared as they are written.
_APART = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")
_GONE = "\x00"  # stands in no text that was cleaned, and in no word

# What of a person tells who they are, or where, whatever name stands there.
DETAILS = ("address", "email", "phone", "licence_number")


def redact(case: Case, pseudonyms: Hidden, zones: Iterable[str] = ()) -> Case:
    """Return the case with every name in ``pseudonyms`` (real name, replacement) replaced wherever it stands.

    How somebody whose name is replaced can be reached is left out; their details are replaced in every text. What may
    still tell a name, and was left, is in ``remaining``: other spellings, parted names and initials among it. What the
    search cannot see: nicknames, spellings it has no rule for, and words inside pictures. Time zones that tell what is
    hidden are told by their offset; those of the head, and of ``zones``, are in ``telling_zones``.
    """
    if not pseudonyms:
        return case
    hidden = [*pseudonyms, *(each for each in details_of(case.people, pseudonyms) if each not in pseudonyms)]
    swap = Swap(hidden)
    names = {each[0] for each in pseudonyms}
    sought = {folded(each[0])[0] for each in hidden if isinstance(each, Detail)}
    hides = [(each.id, not_looked_for(each, sought)) for each in case.people if each.name in names]
    kept, gone = [], dict[str, frozenset[str]]()
    for person in case.people:
        left, out = _without_details(person, swap, hidden=person.name in names)
        kept.append(left)
        gone |= {person.id: out} if out else {}
    swapped = through(replace(case, people=tuple(kept)), swap)
    signed = dict.fromkeys([*([case.head.head.timezone] if case.head else ()), *zones])
    return replace(
        swapped, incidents=tuple(by_offset(swapped.incidents, swap.tells)),
        telling_zones=tuple(filter(swap.tells, signed)), pseudonyms=all_forms(hidden),
        remaining=swap.remaining(), shown_pages=swap.shown_pages(),
        described=tuple(_described(case, swap)), left_out=gone,
        not_sought={person: kinds for person, kinds in hides if kinds},
    )  # fmt: skip


def _described(case: Case, swap: Swap) -> Iterator[ShownPages]:
    """Yield the pages that nothing was read from and nothing is hidden on, where the words about a file tell a name."""
    for each in case.exhibits:
        shown = swap.described.get(each.evidence.id)
        unseen = [n for n, page in enumerate(each.pages, 1) if not page.text and "parts-hidden" not in page.notes]
        if shown and unseen and not each.has_words:
            yield ShownPages(evidence=each.evidence.id, pages=tuple(unseen), shown=tuple(dict.fromkeys(shown)))


def _without_details(person: Person, swap: Swap, *, hidden: bool) -> tuple[Person, frozenset[str]]:
    """Return a person without what would tell who is hidden, and the names of the fields that were emptied.

    Nothing is replaced inside an address: what holds a hidden name is left out whole.
    """
    given = {field: getattr(person, field) for field in DETAILS}
    out = {field for field, text in given.items() if text.strip() and (hidden or swap.tells(text))}
    if hidden and person.contact_note.strip():
        out.add("contact_note")  # these are words, in which other names are replaced like anywhere else
    return changed(person, **dict.fromkeys(out, "")), frozenset(out)


def all_forms(hidden: Hidden) -> tuple[tuple[str, str], ...]:
    """Return every form of what is hidden, with what stands for it."""
    return tuple((form, each[1]) for each in hidden for form in forms_of(each))


def look_for(hidden: Hidden) -> SecondLook:
    """Return a second look for everything that is hidden, for short names, initials and numbers nearby also."""
    names = [each for each in hidden if not isinstance(each, Place | Detail)]
    local = {digits: each[1] for each in hidden if isinstance(each, Detail) and (digits := local_digits(each[0]))}
    return SecondLook(all_forms(hidden), names, local)


def named_in(case: Case, names: Mapping[str, str], apart_from: Sequence[str]) -> frozenset[str]:
    """Return the ids in ``names`` (id and real name) whose name, or a part of it, stands in what a case says.

    A part that is also a part of one of the names in ``apart_from`` tells nothing: it may be theirs. Names of files are
    looked at by :func:`telling_names`.
    """
    theirs = _forms_apart(apart_from)
    said = Said()
    bare = (replace(each, evidence=changed(each.evidence, file_name="")) for each in case.exhibits)
    through(replace(case, exhibits=tuple(bare), hidden_pages=()), said)
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


def redact_record(record: R, pseudonyms: Hidden) -> R:
    """Return a record that is part of no case with names replaced in it exactly as in one."""
    return Swap(pseudonyms).record(record) if pseudonyms else record


def remaining_in(records: Iterable[Record], pseudonyms: Hidden) -> tuple[Remaining, ...]:
    """Return what may still tell a name once they are replaced in records that are part of no case."""
    swap = Swap(pseudonyms)
    for record in records if pseudonyms else ():
        swap.record(record)
    return swap.remaining()


def _as_set(text: str) -> tuple[str, str]:
    """Return a text as pages set it, and so with hyphens where words are parted at the end of a line, if any are."""
    return fonts.clean(text), fonts.clean(_SOFT_BREAK.sub("-", text)) if _SOFT_BREAK.search(text) else ""


def _as_compared(text: str) -> str:
    """Return a text with what is not seen gone and each letter as it is compared, but for its case.

    A name is found in it as in the text itself, and at once: it is not asked where each letter came from.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", IGNORED.sub("", text))
    return (
        text
        if len(text.casefold()) == len(text)
        else "".join(each if len(each.casefold()) == 1 else each.casefold() for each in text)
    )


class Swap(Texts):
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
        """Return a record with names replaced; what the words about a file told is in ``described``."""
        self._told_here = list[str]()
        swapped = super().record(record)
        if isinstance(record, Evidence) and self._told_here:
            self.described[record.id] = self._told_here
        return swapped

    def text(self, text: str) -> str:
        """Return a text with names replaced, and keep what was left in it and may tell one."""
        text, broken = _as_set(text)
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

    def changes(self, plain: object) -> bool:
        """Say whether anything is replaced in a record, given in its plain form; quicker than to replace it."""
        said = Said()
        said.plain(plain)
        zone = plain.get("timezone") if isinstance(plain, dict) else ""
        words = "\n".join(said.texts)
        apart = [] if words.isascii() or fonts.is_simple(words.replace("\n", " ")) else fonts.SIMPLE_RUN.findall(words)
        found = any(any(self._finder.spans(_as_compared(each))) for each in (words, *apart))
        return found or bool(zone and self.tells(zone))

    def may_tell(self, text: str) -> bool:
        """Say whether a text holds what is hidden, or the letters of a name, as pages set it or as it is written."""
        plain, broken = _as_set(text)
        views = (plain, text) if _APART.search(text) else (plain,)
        found = any(any(self._wide.find(each)) or any(self._wide.find_parted(each)) for each in views)
        return found or any(self._wide.find_parted(broken))

    def tells(self, text: str) -> bool:
        """Say whether a text holds what is hidden, and not only the letters of a name in a longer word."""
        text = fonts.clean(text)
        found = (*self._wide.find(text), *self._wide.find_parted(text))
        return any(self._finder.spans(text)) or any(hit.alone for hit in found)

    def _spans(self, text: str) -> list[tuple[int, int, str]]:
        """Return what is replaced and by what; an e-mail address that holds a name goes whole."""
        found = self._found(text)
        mails = [each.span() for each in MAIL.finditer(text)] if found and "@" in text else []
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
