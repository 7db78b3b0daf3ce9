"""The open points of a dossier: what the person may want to look at before it leaves, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from journal_app.catalogue import Catalogue
from journal_app.domain.date_words import size_in_words, text_in_words
from journal_app.domain.dates import parse_event_date
from journal_app.domain.people import Person, Role
from journal_app.domain.records import Record
from journal_app.dossier import fonts
from journal_app.dossier.case import Audience, Case, Where
from journal_app.dossier.contact_points import ContactPoints
from journal_app.dossier.every_text import texts_of
from journal_app.dossier.excerpts import first_line, shortened
from journal_app.dossier.imported_points import ImportedPoints
from journal_app.dossier.name_points import NamePoints
from journal_app.dossier.open_point import Known, OpenPoint, Teller, sentence, way_to
from journal_app.dossier.people_points import PeoplePoints
from journal_app.dossier.study_points import StudyPoints
from journal_app.i18n import Words, pgettext, words_for

LARGE_FILE = 25_000_000  # bytes: what many mail systems take at most; no limit of any body is known
_LOCKED = sentence(
    "{file} opens only with a password, so none of its pages is shown. Open it in your PDF reader, save or print a "
    "copy that needs no password, and add that copy to the same entry. The original stays, and what you note of where "
    "the copy came from can say how it was made."
)
_FIELDS = {"no-description": "description", "recording": "recording", "sensitive": "sensitive"}  # of a file, by code
_RULE_WANTED = frozenset({"required", "helpful"})


def too_large(case: Case, size: int) -> str:
    """Return what to say of what was made, by its size in bytes; nothing where a mail system would take it."""
    if size <= LARGE_FILE:
        return ""
    words = words_for(case.language)
    said = words.text("open point", "What was made is {size} in size. Many e-mail systems refuse more than {limit}.")
    said = said.format(size=size_in_words(size, case.language), limit=size_in_words(LARGE_FILE, case.language))
    smaller = words.text("open point", "With fewer exhibits it is smaller.")
    if case.audience is not Audience.LAWYER:
        smaller = f"{smaller} {words.text('open point', 'It can be saved in parts, each small enough to be mailed.')}"
    if (case.board is None and not case.body_name) or case.audience is not Audience.BOARD:
        return f"{said} {smaller}"
    unknown = words.text("open point", "How large a file this body accepts is not known.")
    ask = words.text(
        "open point", "Ask the body how it takes more: by post, or through its own upload page where it has one."
    )
    return f"{said} {unknown} {ask} {smaller}"


class Points(Teller):
    """Looks through a case for what may need a second look."""

    def __init__(
        self,
        case: Case,
        others: Sequence[Person],
        words: Words,
        known: Known,
        beside: Sequence[Record],
        absent: Sequence[Person],
    ) -> None:
        super().__init__(case, words, known)
        self._people, self._names = PeoplePoints(case, words, known, others, absent), NamePoints(case, words, known)
        self._imported, self._reached = ImportedPoints(case, words, known), ContactPoints(case, words, known)
        self._studies = StudyPoints(case, words, known)
        self._texts = tuple(texts_of(case, beside))

    def all(self) -> tuple[OpenPoint, ...]:
        """Return all of them, in the order in which they are told."""
        found = (
            *self._parties(),
            *self._people.absent(),
            *self._body(),
            *self._dates(),
            *self._open_rows(),
            *self._files(),
            *self._people.people(),
            *self._studies.points(),
            *self._reached.elsewhere(self._texts),
        )
        return (*found, *self._names.hidden(), *self._imported.replaced(), *self._letters())

    def _parties(self) -> list[OpenPoint]:
        case, found = self._case, []
        if case.complaint is not None:
            professional = case.person(case.complaint.professional)
            hides = case.hides(case.complaint.professional, "licence_number")
            if professional is not None and not professional.licence_number and not hides:
                text = self._text("{name} has no licence or register number.", name=case.named(professional.id))
                found.append(self._point("no-licence-number", text, "person", professional.id, "licence_number"))
        if case.audience is not Audience.SELF and not any(Role.COMPLAINANT in each.roles for each in case.people):
            message = sentence(
                "It is not noted who makes the complaint. Open that person under {page} and choose “{part}”."
            )
            # In the language of the window, where they stand: the dossier may be in another.
            text = self._text(
                message, page=pgettext("section", "People"), part=pgettext("role", "Person who complains")
            )
            likely = next((each.id for each in case.people if Role.CLIENT in each.roles), "")
            found.append(self._point("no-complainant", text, "person", likely, "roles"))
        if not case.incidents:
            found.append(self._point("no-incidents", self._text("No entry is included.")))
        return found

    def _body(self) -> list[OpenPoint]:
        """Return what the chosen body asks for and the complaint does not have."""
        board, complaint = self._case.board, self._case.complaint
        if board is None or complaint is None or self._case.audience is not Audience.BOARD:
            return []
        found = []
        named = {person for each in self._case.incidents for person in each.incident.people_ids}
        count = sum(1 for person in self._case.people if person.id in named and Role.PROFESSIONAL in person.roles)
        if board.one_complaint_per_practitioner.answer and count > 1:
            text = self._text("{body} takes one complaint for each professional, and the entries name {count}.",
                              body=board.name, count=count)  # fmt: skip
            found.append(("one-each", "professional", text, board.one_complaint_per_practitioner.confirmed))
        if board.rule_citation.text in _RULE_WANTED and not any(each.ref for each in complaint.standards):
            text = self._text("{body} asks which rule was broken, and none is named.", body=board.name)
            found.append(("no-rule", "standards", text, board.rule_citation.confirmed))
        unsure = self._text("Not confirmed: check with the body.")
        return [
            self._point(code, text if confirmed else f"{text} {unsure}", "complaint", complaint.id, field)
            for code, field, text, confirmed in found
        ]

    def _dates(self) -> list[OpenPoint]:
        found = []
        for each in self._case.incidents:
            if parse_event_date(each.incident.occurred).is_unknown:
                line = shortened(first_line(each.incident.account), 80)
                text = self._text("“{line}” has no date.", line=line)
                found.append(self._point("no-date", text, "incident", each.incident.id, "occurred"))
        return found

    def _open_rows(self) -> list[OpenPoint]:
        """Return a point for each kind of row in an entry, and for the rules, that is printed with “Not given”."""
        found = []
        messages = (
            ("open-words", "exact_words", "text", sentence("“{line}”: exact words are not written yet.")),
            ("open-told", "told", "person", sentence("“{line}”: it is not chosen who was told.")),
            (
                "open-step",
                "professional_response",
                "step",
                sentence("“{line}”: it is not chosen which step followed."),
            ),
        )
        for entry in (each.incident for each in self._case.incidents):
            line = shortened(first_line(entry.account), 80)
            for code, field, wanted, message in messages:
                if not all(getattr(each, wanted) for each in getattr(entry, field)):
                    found.append(self._point(code, self._text(message, line=line), "incident", entry.id, field))
        complaint = self._case.complaint
        if complaint is not None and not all(cited.ref for cited in complaint.standards):
            text = self._text("In the filing it is not chosen which part of which rules is meant.")
            found.append(self._point("open-rule", text, "complaint", complaint.id, "standards"))
        return found

    def _files(self) -> list[OpenPoint]:
        found = self._recordings()
        seen = Counter(exhibit.evidence.sha256 for exhibit in self._case.exhibits)
        total = sum(exhibit.evidence.size for exhibit in self._case.exhibits)
        for exhibit in self._case.exhibits:
            item = exhibit.evidence
            add = [
                (
                    "unreadable",
                    bool(exhibit.problem) and not exhibit.has_words,
                    _LOCKED if exhibit.locked else sentence("{file} cannot be shown as a page."),
                ),
                (
                    "repaired-blank",
                    exhibit.repaired_blank != (),
                    sentence(
                        "{file} was damaged. It was repaired to be shown, and has blank pages: something may be "
                        "missing. Look at it, then leave it out, or decide that these pages leave as they are."
                    ),
                ),
                (
                    "text-beside",
                    any(page.text.strip() for page in exhibit.pages),
                    sentence("Text in {file} is printed after its pages. Check whether it says more than they show."),
                ),
                ("duplicate", seen[item.sha256] > 1, sentence("{file} is included more than once.")),
                (
                    "recording",
                    item.recording,
                    sentence("{file} is a recording of people. Ask a lawyer before it leaves."),
                ),
                ("sensitive", item.sensitive, sentence("{file} is marked as sensitive.")),
                (
                    "no-description",
                    not item.description,
                    sentence("{file} has no description for readers who cannot see it."),
                ),
            ]
            found += [
                self._point(code, self._text(text, file=item.file_name), "evidence", item.id, _FIELDS.get(code, ""))
                for code, holds, text in add if holds
            ]  # fmt: skip
        if total > LARGE_FILE and self._case.audience is Audience.LAWYER:  # whose package holds the originals
            text = self._text("The originals in the package take {size}. Many e-mail systems refuse that much.",
                              size=size_in_words(total, self._case.language))  # fmt: skip
            found.append(self._point("large", text))
        return found

    def _recordings(self) -> list[OpenPoint]:
        """Return once what is known of the law on recordings, where a body would learn of one, and how sure it is."""
        case = self._case
        if case.audience is not Audience.BOARD or not any(each.evidence.recording for each in case.exhibits):
            return []
        country, region = (case.board.country, case.board.region) if case.board else ("", "")
        note = Catalogue.load().recording_note(country, region, self._words)
        said = [note.warning]
        if note.detail:
            text = self._text("Where this body is: {place}. {detail}", place=note.place, detail=note.detail)
            said.append(text)
        if note.basis:
            said.append(note.basis.format(date=text_in_words(note.checked_on.isoformat(), case.language)))
        if not note.confirmed:
            said.append(self._text("Not confirmed: a lawyer knows the law of the place where it was recorded."))
        return [self._point("recording-law", " ".join(said))]

    def _letters(self) -> list[OpenPoint]:
        """Return a point for each record with letters that no font has; of a file nobody can change them."""
        lost: dict[Where, frozenset[str]] = {}
        for where, text in self._texts:
            missing = fonts.missing(text)
            if missing:
                lost[where] = lost.get(where, frozenset()) | missing
        found = []
        for where, letters in lost.items():
            if where.kind == "incident":
                text = self._words.plural(
                    "open point", "{count} character of an entry cannot be printed.",
                    "{count} characters of an entry cannot be printed.", len(letters),
                ).format(count=len(letters))  # fmt: skip
                found.append(self._point("no-glyph", text, "incident", where.id, "account"))
            else:
                text = self._words.plural(
                    "open point", "{count} character cannot be printed, in: {place}.",
                    "{count} characters cannot be printed, in: {place}.", len(letters),
                ).format(count=len(letters), place=self._where(where))  # fmt: skip
                code = "no-glyph-file" if where.kind == "evidence" else "no-glyph"
                found.append(self._point(code, text, *way_to(where)))
        return found
