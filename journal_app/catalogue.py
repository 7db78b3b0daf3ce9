"""What the program knows of the world: bodies, codes, types of entry, support; each fact with its confidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from journal_app import recordings, resources
from journal_app.catalogue_facts import (
    Board,
    BoardSection,
    Code,
    Confidence,
    Declaration,
    DossierSection,
    Fact,
    Filing,
    IncidentType,
    PlacedSection,
    Provision,
    Question,
    RouteDeclaration,
    Source,
    Standard,
    SupportResource,
    TimeLimit,
)
from journal_app.errors import BadInput
from journal_app.i18n import Words, language_in_use, pgettext, words_for
from journal_app.recordings import RecordingNote

__all__ = [
    "Board",
    "BoardSection",
    "Catalogue",
    "Code",
    "Confidence",
    "Declaration",
    "DossierSection",
    "Fact",
    "Filing",
    "IncidentType",
    "PlacedSection",
    "Provision",
    "Question",
    "RecordingNote",
    "RouteDeclaration",
    "Source",
    "Standard",
    "SupportResource",
    "TimeLimit",
]


class Catalogue:
    """The door to the catalogue; each part is read when it is first asked for."""

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Catalogue:
        """Return the catalogue that comes with the program; it never changes while the program runs."""
        return Catalogue()

    @lru_cache(maxsize=1)  # noqa: B019 - there is one catalogue, as long as the program
    def boards(self) -> tuple[Board, ...]:
        """Return all bodies, by country, region and name."""
        found = [_board(resources.read_json(name)) for name in _names("catalogue/boards")]
        return tuple(sorted(found, key=lambda board: (board.country, board.region, board.name)))

    def board(self, identifier: str) -> Board:
        """Return one body; raises BadInput where none has this id."""
        for board in self.boards():
            if board.id == identifier:
                return board
        message = pgettext("error", "No body with the id {id} is known; nothing was changed.").format(id=identifier)
        raise BadInput(message, pgettext("error", "The command “boards” lists the known ones."), field="board")

    @lru_cache(maxsize=1)  # noqa: B019 - as above
    def codes(self) -> tuple[Code, ...]:
        """Return all codes of ethics, by id."""
        return tuple(_code(resources.read_json(name)) for name in _names("catalogue/codes"))

    @lru_cache(maxsize=1)  # noqa: B019 - as above
    def incident_types(self) -> tuple[IncidentType, ...]:
        """Return the types of entry in their order."""
        return tuple(_incident_type(plain) for plain in _types_file()["types"])

    @property
    def incident_type_ids(self) -> frozenset[str]:
        """The ids of all types of entry."""
        return frozenset(kind.id for kind in self.incident_types())

    def groups(self) -> tuple[tuple[str, str], ...]:
        """Return the groups of types as (id, label), in their order."""
        return tuple((plain["id"], plain["label"]) for plain in _types_file()["groups"])

    def core_prompts(self) -> tuple[tuple[str, str], ...]:
        """Return the open questions of every entry as (id, text), in their order; none has to be answered."""
        return tuple((plain["id"], plain["text"]) for plain in _types_file()["core_prompts"])

    @lru_cache(maxsize=1)  # noqa: B019 - as above
    def sections(self) -> tuple[DossierSection, ...]:
        """Return the sections of a dossier in their order."""
        plain = resources.read_json("catalogue/dossier_sections.json")["sections"]
        return tuple(
            DossierSection(no=each["no"], title=each["title"], contents=each["contents"], tags=tuple(each["tags"]))
            for each in plain
        )

    def sections_for(self, board: Board | None) -> tuple[PlacedSection, ...]:
        """Return the sections in the order of a body's own headings, each under its first fitting heading.

        Cover and summary stay first, under no heading of a body. A heading that heads no section stands at its place
        without one, so every heading is there, in the body's order. Sections that no heading asks for follow in their
        own order: before the signature, where a heading asks for it, for what is signed stands above it, and before
        the exhibits, where a heading asks for those earlier, for nobody looks behind all their pages.
        """
        sections = self.sections()
        placed = [_under(section, None) for section in sections[:2]]
        free = list(sections[2:])
        for heading in board.sections if board else ():
            led = [section for section in free if _leads(heading, section)]
            free = [section for section in free if section not in led]
            served = {tag for section in led for tag in section.tags}
            asked = tuple(tag for tag in heading.tags if tag not in served)
            placed += [_under(section, heading) for section in led[:-1]]
            placed.append(_under(led[-1] if led else None, heading, asked))
        for place, number in ((_place_of_exhibits, _EXHIBITS), (_place_of_signature, _SIGNED)):
            at = place(placed)
            before = [section for section in free if at < len(placed) and int(section.no) < int(number)]
            placed[at:at] = [_under(each, None) for each in before]
            free = [section for section in free if section not in before]
        return (*placed, *(_under(each, None) for each in free))

    def standards(self, types: Iterable[str], country: str) -> tuple[Standard, ...]:
        """Return the provisions of a country's codes that concern any of the types of entry."""
        wanted = frozenset(types)
        return tuple(
            Standard(code=code, provision=provision)
            for code in self.codes()
            if code.country == country
            for provision in code.provisions
            if wanted.intersection(provision.incident_types)
        )

    def standard(self, code: str, ref: str) -> Standard | None:
        """Return one provision by the ids a complaint names, or None where the catalogue does not have it."""
        for each in self.codes():
            if each.id == code:
                for provision in each.provisions:
                    if provision.ref == ref:
                        return Standard(code=each, provision=provision)
        return None

    @lru_cache(maxsize=1)  # noqa: B019 - as above
    def support(self) -> tuple[SupportResource, ...]:
        """Return those who listen or help. A telephone number known from memory is not in it."""
        return tuple(_support(plain) for plain in resources.read_json("catalogue/support.json")["resources"])

    def recording_note(self, country: str, region: str = "", words: Words | None = None) -> RecordingNote:
        """Return the warning for a recording made in a place; ``country`` and ``region`` are names or ISO 3166 codes.

        It is in the language of ``words``; in that of this process without them.
        """
        return recordings.note(country, region, words or words_for(language_in_use()))

    def recording_places(self) -> tuple[tuple[str, str], ...]:
        """Return the countries and regions (empty for all of a country, or what is left) something is noted of."""
        return recordings.places()


def _names(folder: str) -> list[str]:
    return [f"{folder}/{path.name}" for path in sorted(resources.path(folder).glob("*.json"))]


@lru_cache(maxsize=1)
def _types_file() -> dict[str, Any]:
    plain: dict[str, Any] = resources.read_json("catalogue/incident_types.json")
    return plain


_ACCOUNT, _EXHIBITS, _SIGNED = "6", "11", "15"


def _leads(heading: BoardSection, section: DossierSection) -> bool:
    return any(heading.means(tag) for tag in section.tags)


def _under(section: DossierSection | None, heading: BoardSection | None, asked: tuple[str, ...] = ()) -> PlacedSection:
    words, fields = (heading.heading, heading.fields) if heading else ("", ())
    return PlacedSection(section=section, heading=words, fields=fields, asked=asked)


def _place_of_signature(placed: list[PlacedSection]) -> int:
    """Return where the heading of the signature begins (its consents belong to it), or the end where none asks."""
    signed = next((each for each in placed if each.section and each.section.no == _SIGNED), None)
    if signed is None:
        return len(placed)
    near = [each.section is not None and each.section.no in {"14", _SIGNED} for each in placed]
    return next(at for at, each in enumerate(placed) if near[at] and each.heading == signed.heading)


def _place_of_exhibits(placed: list[PlacedSection]) -> int:
    """Return where the heading of the exhibits begins; the end where none asks for them, or only after the signature.

    Where it heads the account too, that is told first.
    """
    led = next((each for each in placed if each.section and each.section.no == _EXHIBITS), None)
    if led is None or placed.index(led) > _place_of_signature(placed):
        return len(placed)
    return next(
        at
        for at, each in enumerate(placed)
        if each.heading == led.heading and each.section and int(each.section.no) > int(_ACCOUNT)
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _fact(plain: dict[str, Any]) -> Fact:
    return Fact(text=_text(plain["value"]), **_grounds(plain))


def _telephone(plain: dict[str, Any]) -> Fact:
    """Return a telephone number only where it was read in a named source: a wrong one tells a stranger too much."""
    known = plain["confidence"] == Confidence.SOURCED
    return _fact(plain if known else {**plain, "value": None})


def _grounds(plain: dict[str, Any]) -> dict[str, Any]:
    return {"confidence": Confidence(plain["confidence"]), "checked_on": date.fromisoformat(plain["checked_on"])}


def _sources(plain: list[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(Source(url=each["url"], read=_text(each["read"]), what=_text(each["what"])) for each in plain)


def _question(plain: dict[str, Any], key: str, note: str = "") -> Question:
    return Question(answer=plain[key], note=note, **_grounds(plain))


def _board(plain: dict[str, Any]) -> Board:
    form, sections, limit, declared = plain["form"], plain["sections"], plain["time_limit"], plain["declaration"]
    return Board(
        id=plain["id"],
        name=plain["name"],
        name_note=plain.get("name_note", ""),
        country=plain["country"],
        region=_text(plain["region"]),
        professions=tuple(plain["professions"]),
        body_type=plain["body_type"],
        confidence_note=_text(plain["confidence_note"]),
        filing=Filing(form.get("kind", Filing.FORM)),
        form_title=_fact(form["title"]),
        form_url=_fact(form["url"]),
        how_to_file=tuple(form["how_to_file"]["value"] or ()),
        how_to_file_confidence=Confidence(form["how_to_file"]["confidence"]),
        postal_address=_fact(form["postal_address"]),
        email=_fact(form["email"]),
        phone=_telephone(form["phone"]),
        sections=tuple(
            BoardSection(heading=each["heading"], fields=tuple(each["fields"]), tags=tuple(each["canon"]))
            for each in sections["headings"]
        ),
        sections_confidence=Confidence(sections["confidence"]),
        attachments_guidance=_fact(plain["attachments_guidance"]),
        declaration=Declaration(
            required=declared["required"],
            kind=declared["kind"],
            note=_text(declared["note"]),
            **_grounds(declared),
            by_route=tuple(RouteDeclaration(**each) for each in declared.get("by_route", ())),
        ),
        anonymity=_fact(plain["anonymity"]),
        time_limit=TimeLimit(text=_text(limit["text"]), years=limit["years"], days=limit["days"], **_grounds(limit)),
        records_release=_question(plain["records_release"], "asked", _text(plain["records_release"]["note"])),
        privacy_note=_fact(plain["privacy_note"]),
        after_filing=_fact(plain["after_filing"]),
        respondent_gets_copy=_question(plain["respondent_gets_copy"], "value"),
        one_complaint_per_practitioner=_question(plain["one_complaint_per_practitioner"], "value"),
        rule_citation=_fact(plain["rule_citation"]),
        dossier_hints=tuple(plain["dossier_hints"]),
        sources=_sources(plain["sources"]),
        **_grounds(plain),
    )


def _code(plain: dict[str, Any]) -> Code:
    until = plain["effective_until"]
    return Code(
        id=plain["id"],
        body=plain["body"],
        title=plain["title"],
        edition=plain["edition"],
        effective_from=date.fromisoformat(plain["effective_from"]),
        effective_until=date.fromisoformat(until) if until else None,
        dates_confidence=Confidence(plain.get("dates_confidence", plain["confidence"])),
        country=plain["country"],
        professions=tuple(plain["professions"]),
        status_note=_text(plain["status_note"]),
        provisions=tuple(
            Provision(
                ref=each["ref"],
                topic=each["topic"],
                paraphrase=each["paraphrase"],
                incident_types=tuple(each["incident_types"]),
                confidence=Confidence(each["confidence"]),
            )
            for each in plain["provisions"]
        ),
        sources=_sources(plain["sources"]),
        **_grounds(plain),
    )


def _incident_type(plain: dict[str, Any]) -> IncidentType:
    lists = ("examples", "prompts", "typical_evidence", "code_topics", "search_aliases", "sources")
    return IncidentType(
        id=plain["id"],
        label=plain["label"],
        group=plain["group"],
        definition=plain["definition"],
        safety_note=_text(plain["safety_note"]),
        confidence=Confidence(plain["confidence"]),
        **{name: tuple(plain[name] or ()) for name in lists},
    )


def _support(plain: dict[str, Any]) -> SupportResource:
    known, contact, url = (
        plain["contact_confidence"] == Confidence.SOURCED,
        _text(plain["contact"]),
        _text(plain["url"]),
    )
    told = known or not contact or contact not in url  # an address may be made of the number that is kept back
    return SupportResource(
        id=plain["id"],
        name=plain["name"],
        kind=plain["kind"],
        what=plain["what"],
        for_whom=_text(plain["for_whom"]),
        country=plain["country"],
        url=url if told else "",
        url_confirmed=plain["url_confidence"] == Confidence.SOURCED,
        contact=contact if known else "",
        cost=_text(plain["cost"]),
        staleness=plain["staleness"],
        staleness_note=_text(plain["staleness_note"]),
        **_grounds(plain),
    )
