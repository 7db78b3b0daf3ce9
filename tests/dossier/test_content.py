from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pikepdf
import pytest
import sample_case as sample
from reading import drawn, drawn_text, made, rows_of, shown, squeezed, streams, text_of

from journal_app.catalogue import Catalogue, Code, Confidence
from journal_app.domain.complaints import OTHER_BODY, StandardCited
from journal_app.domain.evidence import SourceCard
from journal_app.domain.incident import Certainty, Quote, ResponseStep, Step, Told
from journal_app.domain.readings import Block, Kind, Reading, Source
from journal_app.domain.records import changed, to_plain
from journal_app.dossier.assemble import SECTIONS, assemble, impact_statement
from journal_app.dossier.case import AnchorLine, Audience, Case, LawyerParts
from journal_app.dossier.content import (
    BULLET,
    Document,
    Facts,
    Heading,
    Origin,
    Picture,
    Run,
    SignatureLines,
    Table,
    found_in_file,
    own_text,
    paragraphs_of,
    runs_of,
)
from journal_app.dossier.file_kinds import KIND_LABELS
from journal_app.dossier.labels import LABELS, PLURALS, SECTION_TITLES, Labels
from journal_app.dossier.plain import joined
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact
from journal_app.i18n import words_for
from journal_app.integrity.chain import fingerprint_groups

BOARDS = [board.id for board in Catalogue.load().boards()]
PRIVATE_MARKS = ("IMPACT-MARK", "PRIVATE-NOTE-MARK", "TAG-MARK", "PERSON-NOTE-MARK")


def texts(document: Document, origin: Origin) -> set[str]:
    return {run.text for run in runs_of(document) if run.origin is origin and run.text}


def words_of(plain: object) -> str:
    """Return everything a person wrote in some plain records, one space between words."""
    if isinstance(plain, dict):
        return " ".join(words_of(value) for value in plain.values())
    if isinstance(plain, list | tuple):
        return " ".join(words_of(value) for value in plain)
    return squeezed(str(plain))


def everything_said(case: Case, audience: Audience) -> str:
    records = [*case.people, *case.relationships, *case.matches, *(each.incident for each in case.incidents)]
    records += [*case.studies, *(each.evidence for each in case.exhibits), *case.points]
    said = [words_of(to_plain(each)) for each in records]
    said += [words_of(to_plain(case.complaint)) if case.complaint else ""]
    if audience is Audience.SELF:
        private = sample.PRIVATE
        said += [words_of(to_plain(each)) for each in (*private.impacts, *private.notes, *private.person_notes)]
    if audience is not Audience.BOARD:
        said.append(words_of(to_plain(sample.LOG)))
    return " ".join(squeezed(each) for each in said)


TIME = r"(?:, \d\d:\d\d(?::\d\d)?)?(?: UTC(?:[+-]\d\d:\d\d)?)?"
DATE = rf"(?:between |around |since |until )?[\w ]*\d{{4}}{TIME}(?: and [\w ]+\d{{4}})?"
DATES = rf"(?:{DATE}(?:, not sure)?|date not known)"
NUMBERS = ("n", "total", "count", "days", "least", "most", "times", "size", "incidents", "exhibits", "page")


TYPES = [re.escape(kind.label) for kind in Catalogue.load().incident_types()]
WAYS = {way for board in Catalogue.load().boards()
        for way in (*board.how_to_file, *(each.route for each in board.declaration.by_route))}  # fmt: skip


def label_pattern(case: Case) -> str:
    """Return what a label may look like: a place to fill holds a number, a date, a label, a name or a file name."""
    names = "|".join(re.escape(name) for name in case.names.values())
    files = "|".join(re.escape(each.evidence.file_name) for each in case.exhibits)
    filled = {**dict.fromkeys(NUMBERS, r"\d+"), **dict.fromkeys(("date", "first", "last"), DATES)}
    filled["since"] = f"{DATES}(?:, {DATES})*"
    filled |= {
        "label": r"EX-\d{3}",
        "labels": r"EX-\d{3}(?:–EX-\d{3})?",
        "name": f"(?:{names})",
        "what": rf"(?:EX-\d{{3}}, )?(?:{files})",
        "time": DATES,
        "zone": "America/Los_Angeles",
    }
    filled |= {
        "authority": "Example Time Authority",
        "said": f"(?:{'|'.join(re.escape(each) for each in KIND_LABELS.values())})",
        "kind": f"(?:{'|'.join(re.escape(each) for each in KIND_LABELS.values())})",
        "prefix": r"[A-Z]{1,4}-[0-9A-F]{6}",
        "title": "Complaint dossier",
        "status": "Final",
    }
    plain = {key: re.escape(each) for key, each in LABELS.items() if key not in {"consents.item", "incident.part"}}
    patterns = [
        re.sub(r"\\\{(\w+)\\\}", lambda found: filled[found[1]], each)
        for each in (
            *plain.values(),
            *(re.escape(each) for forms in PLURALS.values() for each in forms),
            *SECTION_TITLES.values(),
            *TYPES,
            *map(re.escape, WAYS),
            *(
                re.escape(each)
                for anchored in (True, False)
                for each in Labels(words_for("en")).claims(anchored=anchored)
            ),
        )
    ]
    longest = "|".join(sorted(patterns, key=len, reverse=True))
    return f"(?:☐ )?(?:{longest})(?: –)?"


def with_files(audience: Audience) -> Case:
    """Return the case with exhibits of every kind, and every reading of a file."""
    case = sample.sample(audience)
    return replace(case, exhibits=(*case.exhibits, *sample.foreign()))


def found_in(case: Case) -> set[str]:
    """Return everything that was found in the files of a case, one space between words."""
    blocks = [block for each in case.exhibits if each.reading for block in each.reading.blocks]
    found = {text for block in blocks for text in (block.text, block.media_type, *block.cells)}
    found |= {block.name for block in blocks if block.kind is not Kind.FIELD}
    return {squeezed(text) for text in found | {page.text for each in case.exhibits for page in each.pages}}


@pytest.mark.parametrize("audience", list(Audience))
def test_every_sentence_is_the_persons_or_on_the_list(audience: Audience) -> None:
    case = with_files(audience)
    document = made(case, **sample.parts_for(audience))
    said = everything_said(case, audience)
    label = label_pattern(case)
    rendition = re.escape(LABELS["exhibit.rendition"])
    several = re.compile(rf"{label}(?:, {label})*|{rendition}(?: {label})*|(?:– ?)?{label}")
    fillings = {",", "–", ":", "|", BULLET, *(f"EX-{number:03d}" for number in range(1, 1 + len(case.exhibits)))}
    problems = {exhibit.problem for exhibit in case.exhibits}
    for text in texts(document, Origin.LABEL):
        assert text.strip(" ") in {"", *fillings, *problems} or several.fullmatch(text.strip(" ")), text
    files = found_in(case)
    words = texts(document, Origin.EXHIBIT)
    assert {squeezed(text) for text in words} <= files
    for text in texts(document, Origin.PERSON):
        for part in re.split(r", | \(|\)|…", text):
            assert squeezed(part) in said, text


@pytest.mark.parametrize("audience", list(Audience))
def test_facts_are_numbers_dates_and_digests(audience: Audience) -> None:
    case = with_files(audience)
    digest = r"[0-9a-f]{64}|(?:[0-9a-f]{4} )+(?:…|[0-9a-f]{4})"
    kinds = "|".join(re.escape(text) for text in KIND_LABELS.values())
    kind = rf"(?: \()?(?:(?:{kinds}), )?[\d,]+ bytes\)?"
    plain = r"[\w-]+/[\w.+-]+|\d+|America/Los_Angeles|Daybook 1\.0"
    allowed = re.compile("|".join((label_pattern(case), DATES, digest, kind, plain)))
    for text in texts(made(case, **sample.parts_for(audience)), Origin.FACT):
        assert allowed.fullmatch(text.strip(" ")) or allowed.fullmatch(text), text


def test_the_cells_of_a_pasted_table_stay_apart() -> None:
    table = "When\tWhat\tEUR\n\t\t\n\tsession\t80\t\n3 May\tsession"
    prose = "\tIt began in March.\n\n\tHe said nothing.\t"
    said = [para.runs[0].text for para in own_text(f" {table} \r\n\r\n{prose}")]
    assert said == [
        "When\tWhat\tEUR", "\tsession\t80\t", "3 May\tsession", "It began in March.", "He said nothing.",
    ]  # fmt: skip
    assert [para.runs[0].text for para in own_text("\ta\nb\tc\n d")] == ["\ta", "b\tc", "d"]
    blank_row = table.replace("\n\t\t\n", "\n  \n")  # which parts nothing
    assert found_in_file(f"{table}\n\n{prose}").text == f"{blank_row}\n\n It began in March.\n\n He said nothing. "


def test_a_pasted_table_is_printed_and_told_with_bars() -> None:
    """The columns ran together, to the eye and in the text that is copied."""
    account = "They sent me this:\n\nDate\tHours\tEUR\n3 May\t\t80\n\nשם\tשעות"
    incident = msgspec.structs.replace(sample.INCIDENTS[7], account=account)
    reading = Reading(source=Source.TEXT, blocks=(Block(kind=Kind.PREFORMATTED, text="12:30\tDana:\tשלום"),))
    chat = sample.exhibit("e1", "chat.txt", "text/plain", ("i08",), (), reading=reading)
    whole = sample.sample(incidents=(sample.recorded(incident, 1),), exhibits=(chat,))
    for case in (whole, redact(whole, ((("Dana", "N. N."),)))):
        data = drawn(case)
        text = " ".join(shown(data))
        assert all(each in text for each in ("Date | Hours | EUR", "3 May | | 80", "12:30 | "))
        with pikepdf.open(io.BytesIO(data)) as pdf:
            actual = {str(each.ActualText) for each in pdf.objects
                      if isinstance(each, pikepdf.Dictionary) and "/ActualText" in each}  # fmt: skip
        assert {"שם | שעות", f"12:30 | {'Dana' if case is whole else 'N. N.'}: | שלום"} <= actual


TURNED = "annex\u202egpj.exe"


def test_names_and_numbers_are_printed_as_they_are_written() -> None:
    """A name could be shown in another order than it has, and turn what stands beside it."""
    person = msgspec.structs.replace(
        sample.PEOPLE[1], name=TURNED, licence_number=f"\u2067{TURNED}", email=TURNED, phone="\u202a+49 30 123\u202c"
    )
    people = (sample.PEOPLE[0], person, *sample.PEOPLE[2:])
    attached = Block(kind=Kind.ATTACHMENT, name=TURNED, media_type="text/plain", size=1, sha256="0" * 64)
    field = Block(kind=Kind.FIELD, name="subject", text=TURNED)
    mail = sample.exhibit("e1", TURNED, "message/rfc822", ("i08",), (), description=TURNED,
                          reading=Reading(source=Source.MAIL, blocks=(field, attached)))  # fmt: skip
    case = sample.sample(Audience.SELF, people=people, names={each.id: each.name for each in people}, exhibits=(mail,))
    data = drawn(case, **sample.parts_for(Audience.SELF))
    assert "".join(shown(data)).count("annexgpj.exe") >= 8
    with pikepdf.open(io.BytesIO(data)) as pdf:
        told = [str(value) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
                for key, value in each.items() if key in {"/ActualText", "/Alt", "/Title", "/Contents"}
                and isinstance(value, pikepdf.String)]  # fmt: skip
    assert [text for text in told if "gpj" in text and "annexgpj.exe" not in text] == []
    assert [text for text in told if set(text) & set("\u202a\u202c\u202d\u202e\u2066\u2067")] == []


def test_a_direction_in_an_account_ends_with_its_line() -> None:
    account = f"Sent {TURNED}\nthen \u2067עוד\nand more\u202c."
    said = [para.runs[0].text for para in own_text(account)]
    assert said == [f"Sent {TURNED}\u202c", "then \u2067עוד\u2069", "and more."]
    assert found_in_file(account).text == "\n".join(said)
    incident = msgspec.structs.replace(sample.INCIDENTS[7], account=account)
    document = made(sample.sample(incidents=(sample.recorded(incident, 1),), exhibits=()))
    (outline,) = [node.outline for node in document.nodes if isinstance(node, Heading) and "annex" in node.outline]
    assert outline.endswith("Sent annexgpj.exe")


def test_words_of_the_catalogue_come_from_it() -> None:
    case = sample.sample()
    assert case.board is not None
    known = str(case.board) + str(Catalogue.load().codes()) + str(Catalogue.load().incident_types())
    for text in texts(made(case), Origin.CATALOGUE):
        assert all(part in known for part in re.split(r": |, ", text)), text


@pytest.mark.parametrize("identifier", BOARDS)
def test_every_board_gets_every_section_once_in_its_own_order(identifier: str) -> None:
    case = sample.sample(board=identifier)
    document = made(case)
    keys = [node.key for node in document.nodes if isinstance(node, Heading) and node.level == 1]
    numbers = [key.removeprefix("section-") for key in keys if key.startswith("section-")]
    placed_sections = Catalogue.load().sections_for(case.board)
    wanted = [each.section.no for each in placed_sections if each.section and each.section.no in SECTIONS]
    assert numbers == wanted
    assert set(numbers) == set(SECTIONS)
    titles = {node.key: node.text for node in document.nodes if isinstance(node, Heading)}
    for placed in placed_sections:
        if placed.section and placed.section.no in SECTIONS and placed.heading:
            assert titles[f"section-{placed.section.no}"].startswith(placed.heading)
    assert len(set(keys)) == len(keys)
    assert len({titles[key] for key in keys}) == len(keys)
    assert case.board is not None
    assert any(run.text == case.board.name for run in runs_of(document))


def test_without_a_board_the_sections_stand_in_their_own_order() -> None:
    document = made(sample.sample(board=""))
    keys = [node.key for node in document.nodes if isinstance(node, Heading) and node.level == 1]
    assert [key for key in keys if key.startswith("section-")] == [f"section-{number}" for number in SECTIONS]
    assert "No body chosen" in texts(document, Origin.LABEL)


def test_a_body_the_program_knows_nothing_of_stands_by_its_name_and_nothing_is_said_of_it() -> None:
    case = sample.sample(board="")
    assert case.complaint is not None
    case = replace(case, complaint=changed(case.complaint, board=OTHER_BODY, board_name="Keller & Sons Insurance"))
    document, nameless = made(case), made(sample.sample(board=""))
    keys, others = ([node.key for node in each.nodes if isinstance(node, Heading)] for each in (document, nameless))
    assert keys == others
    assert "Keller & Sons Insurance" in texts(document, Origin.PERSON)
    assert "No body chosen" not in texts(document, Origin.LABEL)
    assert texts(document, Origin.CATALOGUE) == texts(nameless, Origin.CATALOGUE)
    hidden = made(redact(case, [("Keller", "Client C")]))
    assert "Client C & Sons Insurance" in texts(hidden, Origin.PERSON)
    head = impact_statement(case, make_plan(case), sample.PRIVATE.impacts, document.prefix)
    assert "Keller & Sons Insurance" in texts(head, Origin.PERSON)


def test_another_complaint_to_such_a_body_is_headed_by_its_name() -> None:
    parts = sample.parts_for(Audience.SELF)
    mine = parts["private"]
    other = changed(sample.COMPLAINT, id="other", board=OTHER_BODY, board_name="My employer")
    document = made(sample.sample(Audience.SELF), **{**parts, "private": replace(mine, complaints=(other,))})
    assert any(isinstance(node, Heading) and node.text.endswith("– My employer") for node in document.nodes)


def test_keys_of_headings_are_given_once() -> None:
    for audience in Audience:
        headings = [node for node in made(sample.sample(audience), **sample.parts_for(audience)).nodes
                    if isinstance(node, Heading)]  # fmt: skip
        assert len({heading.key for heading in headings}) == len(headings)


def test_private_words_stay_out_of_what_leaves() -> None:
    for audience in (Audience.BOARD, Audience.LAWYER):
        data = drawn(sample.sample(audience), **sample.parts_for(audience))
        found = b"".join(streams(data)) + "".join(drawn_text(data) + shown(data)).encode()
        assert not [mark for mark in PRIVATE_MARKS if mark.encode() in found]
    data = drawn(sample.sample(Audience.SELF), **sample.parts_for(Audience.SELF))
    assert all(any(mark in text for text in drawn_text(data)) for mark in PRIVATE_MARKS)


def test_the_types_of_a_case_have_no_place_for_what_is_private() -> None:
    fields = {name for kind in (type(sample.INCIDENTS[0]), type(sample.PEOPLE[0]), type(sample.COMPLAINT))
              for name in kind.__struct_fields__}  # fmt: skip
    assert not fields & {"impact", "private_note", "tags", "notes", "log"}
    with pytest.raises(TypeError):
        msgspec.structs.replace(sample.INCIDENTS[0], private_note="x")


def test_the_log_goes_to_a_lawyer_and_never_to_a_body() -> None:
    case = sample.sample(Audience.LAWYER)
    assert "Letter of receipt" in texts(made(case, lawyer=LawyerParts(log=sample.LOG)), Origin.PERSON)
    assert "Letter of receipt" not in texts(made(case, lawyer=LawyerParts()), Origin.PERSON)
    board = sample.sample()
    with pytest.raises(ValueError, match="board"):
        assemble(board, make_plan(board), lawyer=LawyerParts(log=sample.LOG))
    with pytest.raises(ValueError, match="lawyer"):
        assemble(case, make_plan(case), private=sample.PRIVATE)


def test_types_are_named_in_the_language_of_the_dossier() -> None:
    """They are the project's own words, not those of a body."""
    case = sample.sample(language="es")
    chosen = {kind for each in case.incidents for kind in each.incident.types}
    named = {kind.id: kind.label for kind in Catalogue.load().incident_types()}
    said = texts(made(case), Origin.LABEL)
    assert chosen
    for kind in chosen:
        assert words_for("es").text("incident type", named[kind]) in said
        assert named[kind] not in said


def test_dates_say_how_they_are_known_and_when_they_were_recorded() -> None:
    said = text_of(made(sample.sample()))
    assert "date not known" in said
    assert "around spring 2023" in said
    assert "My telephone bill of that month." in said
    assert "8 May 2024 (106 days after the incident)" in said
    assert "6 May 2024 (about 158 to 187 days after the incident)" in said
    assert "14 May 2024 (about 26 days after the incident)" in said
    assert "once, on 9 May 2024" in said
    assert "2 times, last on 8 May 2024" in said
    assert "8 of 12. The earlier texts stay in the journal." in said
    once = tuple(replace(each, revisions=1) for each in sample.sample().incidents)
    said = text_of(made(sample.sample(incidents=once)))
    assert "None of 12." in said
    assert "The earlier texts" not in said


@pytest.mark.parametrize(
    ("language", "occurred", "told"),
    [
        ("en", "2024-04-01/..", "10 June 2024 (70 days after it began)"),
        ("en", "2024-06-09/..", "10 June 2024 (1 day after it began)"),
        ("en", "2024-04-01~/..", "10 June 2024 (about 70 days after it began)"),
        ("en", "2024-04/..", "10 June 2024 (about 41 to 70 days after it began)"),
        ("en", "2024-07-01/..", "10 June 2024"),
        ("en", "2024-06-01/", "10 June 2024 (about 0 to 9 days after the incident)"),
        ("en", "2024-07-01/", "10 June 2024"),
        ("en", "../2024-06-01", "10 June 2024 (at least 9 days after the incident)"),
        ("en", "/2024-05", "10 June 2024 (at least 10 days after the incident)"),
        ("en", "/2024-06-09", "10 June 2024 (at least 1 day after the incident)"),
        ("en", "/2024-06", "10 June 2024"),
        ("en", "", "10 June 2024"),
        ("en", "2024-06-09T23:00-11:00", "10 June 2024 (1 day after the incident)"),
        ("es", "2024-04-01/..", "10 de junio de 2024 (70 días después de que empezara)"),
        ("es", "2024-06-09~/..", "10 de junio de 2024 (aproximadamente 1 día después de que empezara)"),
        ("es", "2024-04/..", "10 de junio de 2024 (aproximadamente de 41 a 70 días después de que empezara)"),
        ("es", "../2024-06-01", "10 de junio de 2024 (al menos 9 días después del incidente)"),
    ],
)
def test_what_has_no_end_is_recorded_so_many_days_after_it_began(language: str, occurred: str, told: str) -> None:
    """The page on method says that the days stand with each incident; there were none."""
    entry = msgspec.structs.replace(sample.INCIDENTS[3], occurred=occurred)
    recorded = replace(sample.recorded(entry, 1), first_recorded=datetime(2024, 6, 10, 12, tzinfo=UTC))
    document = made(sample.sample(incidents=(recorded,), language=language))
    label = Labels(words_for(language))("incident.recorded")
    (said,) = (
        "".join(run.text for each in paras for run in each.runs)
        for node in document.nodes
        if isinstance(node, Facts)
        for name, paras in node.rows
        if name == label
    )
    assert said == told


@pytest.mark.parametrize(("language", "account", "user_account"), [
    ("en", "Account", "User account"), ("es", "Relato", "Cuenta de usuario"),
])  # fmt: skip
def test_what_happened_stands_under_another_word_than_an_account_with_a_service(
    language: str, account: str, user_account: str
) -> None:
    """Both were headed "User account" once, each in its own place."""
    document = made(sample.sample(language=language))
    found = (each for each in document.nodes if isinstance(each, Heading) and each.level == 3)
    headings = ["".join(run.text for run in each.runs) for each in found]
    assert headings.count(account) == len(sample.sample().incidents)
    assert user_account not in headings


def test_exact_words_stand_apart_from_the_sense() -> None:
    nodes = made(sample.sample()).nodes
    keys = [node.key for node in nodes if isinstance(node, Heading) and node.key.startswith("incident-3-")]
    assert keys.index("incident-3-incident.exact") < keys.index("incident-3-incident.sense")


def test_words_of_a_speaker_who_was_not_noted_stand_under_no_other_name() -> None:
    """They stood below the words of whoever spoke before them, as if these had been theirs too."""
    quotes = tuple(
        Quote(text=text, speaker=speaker, certainty=certainty)
        for certainty in (Certainty.EXACT, Certainty.IN_SUBSTANCE)
        for text, speaker in (("One.", ""), ("Two.", "hale"), ("Three.", ""), ("Four.", ""), ("Five.", "ana"))
    )
    entry = msgspec.structs.replace(sample.INCIDENTS[2], exact_words=quotes)
    nodes = made(sample.sample(incidents=(sample.recorded(entry, 1),))).nodes
    for key in ("exact", "sense"):
        at = next(
            at
            for at, node in enumerate(nodes)
            if isinstance(node, Heading) and node.key == f"incident-1-incident.{key}"
        )
        said = [
            "".join(run.text for each in paragraphs_of(node) for run in each.runs) for node in nodes[at + 1 : at + 10]
        ]
        assert said == [
            *("Speaker not noted", "One.", "Dr. Marcus Hale", "Two.", "Speaker not noted", "Three.", "Four."),
            *("Ana Keller", "Five."),
        ]


def test_the_exhibits_that_show_words_and_steps_stand_beside_them() -> None:
    entry = msgspec.structs.replace(
        sample.INCIDENTS[2],
        exact_words=(Quote(text="Come by.", certainty=Certainty.EXACT, evidence=("left-out", "e2")),),
        professional_response=(ResponseStep(step=Step.DENIED, note="By phone.", evidence=("e1",)),),
    )
    case = sample.sample(incidents=(sample.recorded(entry, 1),))
    document, labels = made(case), make_plan(case).labels
    linked = [(run.text, run.link) for run in runs_of(document) if run.text == labels["e2"] and run.link]
    said = [run.text for run in runs_of(document)]
    assert (labels["e2"], f"exhibit-{labels['e2']}") in linked
    assert said[said.index("Come by.") + 1] == labels["e2"]
    assert [said[at + 1] for at, text in enumerate(said) if text == "By phone."] == [labels["e1"]] * 2
    assert "left-out" not in said
    assert not {"e1", "e2"} & set(make_plan(case).uncited)


def test_what_was_left_open_is_printed_with_what_was_written_beside_it() -> None:
    entry = msgspec.structs.replace(
        sample.INCIDENTS[2],
        exact_words=(Quote(text="", evidence=("e2",)),),
        told=(Told(person="", answer="She believed me."),),
        professional_response=(ResponseStep(note="A letter came."),),
    )
    cited = (StandardCited(code="crpo-2024", ref=""), StandardCited(code="", ref="", incidents=("i03",)))
    case = sample.sample(
        incidents=(sample.recorded(entry, 1),), complaint=msgspec.structs.replace(sample.COMPLAINT, standards=cited)
    )
    document, rows = made(case), list[list[str]]()
    for table in (node for node in document.nodes if isinstance(node, Table)):
        rows += [[" ".join(run.text for each in cell for run in each.runs) for cell in row] for row in table.rows]
    assert [row for row in rows if "She believed me." in row] == [
        ["Not given", "", "She believed me."],
        ["Incident 1", "Not given", "", "She believed me."],
    ]
    assert [row for row in rows if "A letter came." in row] == [
        ["Not given", "", "A letter came."],
        ["date not known", "Not given", "A letter came.", "Incident 1"],
    ]
    said, labels = [run.text for run in runs_of(document)], make_plan(case).labels
    assert said[said.index(LABELS["incident.sense"]) + 1 :][:3] == ["Speaker not noted", "Not given", labels["e2"]]
    named = next(row for row in rows if "2024" in row[0] and row[1:] == ["Not given", "", ""])
    assert named[0].startswith("College of Registered Psychotherapists of Ontario")
    assert ["Not given", "Not given", "", "Incident 1"] in rows


def test_a_match_stands_in_two_columns_with_the_days_between() -> None:
    document = made(sample.sample())
    (table,) = [node for node in document.nodes if isinstance(node, Table) and node.whole]
    assert table.header[1:] == ("Told in private", "Seen in public")
    said = text_of(document)
    assert "14 days" in said
    unknown = msgspec.structs.replace(
        sample.MATCHES[0], private=msgspec.structs.replace(sample.MATCHES[0].private, when="", channel="by hand")
    )
    vague = msgspec.structs.replace(
        sample.MATCHES[0], public=msgspec.structs.replace(sample.MATCHES[0].public, when="2024-02")
    )
    said = text_of(made(sample.sample(matches=(unknown, vague))))
    assert "not known" in said
    assert "about 23 to 51 days" in said
    roughly = msgspec.structs.replace(
        sample.MATCHES[0], private=msgspec.structs.replace(sample.MATCHES[0].private, when="2024-01-09~")
    )
    assert "about 14 days" in text_of(made(sample.sample(matches=(roughly,))))
    assert "by hand" in said


@pytest.mark.parametrize(
    ("when", "language", "told"),
    [
        ("2024-01-10", "en", ["1 day"]),
        ("2024-01-10~", "en", ["about 1 day"]),
        ("2024-01-10", "es", ["1 día"]),
        ("2024-01-07", "en", ["2 days", "The public date is the earlier one."]),
        ("2024-01", "en", ["about 0 to 22 days", "Which of the two dates is the earlier one is not known."]),
        ("2024-01-07", "es", ["2 días", "La fecha pública es la anterior."]),
    ],
)
def test_the_days_of_a_match_have_no_sign_and_one_of_them_is_a_day(when: str, language: str, told: list[str]) -> None:
    """It said "1 days", and "-2 days" where the public side lies before the private one."""
    match = msgspec.structs.replace(
        sample.MATCHES[0], public=msgspec.structs.replace(sample.MATCHES[0].public, when=when)
    )
    document, label = made(sample.sample(matches=(match,), language=language)), Labels(words_for(language))
    (said,) = (
        ["".join(run.text for run in each.runs) for each in paras]
        for node in document.nodes
        if isinstance(node, Facts)
        for name, paras in node.rows
        if name == label("matches.gap")
    )
    assert said == told


@pytest.mark.parametrize(
    ("language", "days", "about", "records"),
    [
        ("en", "(1 day after the incident)", "(about 1 day after the incident)", ", 1 revision"),
        ("es", "(1 día después del incidente)", "(aproximadamente 1 día después del incidente)", ", 1 revisión"),
    ],
)
def test_one_of_anything_is_no_plural(language: str, days: str, about: str, records: str) -> None:
    anchor = AnchorLine(time="2024-06-03T09:30:00Z", authority="Example Time Authority", size=1)
    for occurred, said in (("2024-01-08", days), ("2024-01-08~", about)):
        entry = msgspec.structs.replace(sample.INCIDENTS[3], occurred=occurred)
        recorded = replace(sample.recorded(entry, 1), first_recorded=datetime(2024, 1, 9, 12, tzinfo=UTC))
        text = text_of(made(sample.sample(incidents=(recorded,), anchors=(anchor,), language=language)))
        assert said in text
        assert f"{records}\n" in f"{text}\n"


def test_exhibits_are_named_in_the_order_of_their_labels_and_each_once() -> None:
    """Those of a match stood in the order in which they were chosen, as EX-026 before EX-004."""
    match = msgspec.structs.replace(sample.MATCHES[0], evidence=("e3", "e1", "e3", "e2"))
    document = made(sample.sample(matches=(match,)))
    rows = [dict(node.rows) for node in document.nodes if isinstance(node, Facts)]
    (after,) = (row for row in rows if "Between the two dates" in row)
    assert "".join(run.text for run in after["Exhibits"][0].runs) == "EX-001, EX-002, EX-003"


def test_a_file_with_hidden_parts_is_named_with_its_label() -> None:
    """A reader has the label of a page before them, and looks for it; the name alone stands in the index."""
    first, second, *_ = (each.evidence.file_name for each in sample.sample().exhibits)
    said = text_of(made(sample.sample(hidden_pages=(second, "in no exhibit.png")))).splitlines()
    assert {f"Parts of EX-002, {second}", "Parts of in no exhibit.png"} <= set(said)
    twice = tuple(
        replace(each, evidence=msgspec.structs.replace(each.evidence, file_name=first))
        for each in sample.sample().exhibits[:2]
    )
    assert f"Parts of {first}" in text_of(made(sample.sample(exhibits=twice, hidden_pages=(first,)))).splitlines()


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({}, ["a.png", "PNG picture, 12,350 bytes"]),
        ({"description": "  \nThe street\nat night", "card": sample.CARD},
         ["The street", "a.png (PNG picture, 12,350 bytes)", "Captured: 13 March 2024, 08:10, myself",
          "Original kept: on the telephone"]),
        ({"card": SourceCard(captured_by="Petra\nVoss", original_kept=False)},
         ["a.png", "PNG picture, 12,350 bytes", "Captured by: Petra", "Original kept: No"]),
        ({"description": "word " * 40}, ["word " * 17 + "word\u00a0…", "a.png (PNG picture, 12,350 bytes)"]),
    ],
)  # fmt: skip
def test_the_index_says_of_an_exhibit_what_it_is_before_what_it_is_called(
    about: dict[str, Any], told: list[str]
) -> None:
    """It named files alone (IMG_2041.png), so that nobody could choose one by it."""
    shot = sample.exhibit("e1", "a.png", "image/png", ("i05",), (sample.page(64, 64),), **about)
    nodes = list(made(sample.sample(exhibits=(shot,), matches=(), points=())).nodes)
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == "exhibit-index")
    index = nodes[at + 1]
    assert isinstance(index, Table)
    assert index.header[1] == "Description and file"
    assert ["".join(run.text for run in each.runs) for each in index.rows[0][1]] == told


@pytest.mark.parametrize(
    ("occurred", "told"),
    [("2023-12", False), ("2024-01-09", False), ("2024-02-20T18:30", True), ("2024-03-12T23:40:00-07:00", False),
     ("2024-02-20/2024-02-21T06:00", True), ("", False)],
)  # fmt: skip
def test_a_time_zone_stands_with_a_time_alone(occurred: str, *, told: bool) -> None:
    """Under “December 2023” it stood in every statement."""
    said = text_of(made(sample.first_incident(occurred=occurred))).splitlines()
    assert ("America/Los_Angeles" in said) == told


def test_many_days_have_the_mark_between_thousands() -> None:
    assert "(1,173 days after the incident)" in text_of(made(sample.first_incident(occurred="2021-02-16")))
    assert "(about 1,130 to 1,160 days" in text_of(made(sample.first_incident(occurred="2021-03")))


def test_the_response_is_told_in_the_order_of_its_dates() -> None:
    document = made(sample.sample())
    nodes = list(document.nodes)
    at = next(number for number, node in enumerate(nodes) if isinstance(node, Heading) and node.key == "response")
    table = nodes[at + 1]
    assert isinstance(table, Table)
    assert [row[1][0].runs[0].text for row in table.rows] == ["Apologised", "Said it was the client’s doing", "Denied"]


def test_standards_give_their_edition_and_are_the_complainants_view() -> None:
    said = text_of(made(sample.sample()))
    assert "The complainant’s view." in said
    assert "In force on the dates of these incidents" in said
    assert "This provision is not in the catalogue of this program." in said
    cited = msgspec.structs.replace(sample.COMPLAINT.standards[0], incidents=("i01",))
    said = text_of(made(sample.sample(complaint=msgspec.structs.replace(sample.COMPLAINT, standards=(cited,)))))
    assert "Edition not checked: a date is not exact" in said
    early = msgspec.structs.replace(sample.COMPLAINT.standards[0], code="crpo-2024", ref="1.7", incidents=("i03",))
    said = text_of(made(sample.sample(complaint=msgspec.structs.replace(sample.COMPLAINT, standards=(early,)))))
    assert "Not in force on the dates of these incidents" in said


@pytest.mark.parametrize(
    ("occurred", "said"),
    [("2019", None), ("2019~", None), ("2019-XX", None), ("2019-23", None), ("201X", None), ("2019-10~", None),
     ("2019-10?", None), ("2021-22", True), ("2021/..", True),
     ("2019-09-30", False), ("2018", False), ("2017-24", False), ("2019-10", True), ("2020", True)],
)  # fmt: skip
def test_the_body_is_told_of_an_edition_only_what_holds_of_every_day_that_is_meant(
    occurred: str,
    said: bool | None,
) -> None:
    """UKCP’s code holds since 1 October 2019: of an incident of 2019 the body read that it did not."""
    (entry,) = (each.incident for each in sample.sample().incidents if each.incident.id == "i02")
    cited = StandardCited(code="ukcp-2019", ref="para 1-3", incidents=("i02",))
    case = sample.sample(
        incidents=(sample.recorded(msgspec.structs.replace(entry, occurred=occurred), 1),),
        complaint=msgspec.structs.replace(sample.COMPLAINT, standards=(cited,)),
    )
    keys = {None: "standards.force-unknown", True: "standards.in-force", False: "standards.not-in-force"}
    shown = text_of(made(case))
    assert {answer for answer, key in keys.items() if LABELS[key] in shown} == {said}


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2020-01", "2020-22"), ["In force on the dates of these incidents"]),
        (("2020-01", "2019"),
         ["In force on the date of: Incident 1", "Edition not checked, as no exact date is noted: Incident 2"]),
        (("2020-01", "2018", "2019-10~"),
         ["In force on the date of: Incident 1", "Not in force on the date of: Incident 2",
          "Edition not checked, as no exact date is noted: Incident 3"]),
        (("2018", "2017"), ["Not in force on the dates of these incidents"]),
        ((), []),
    ],
)  # fmt: skip
def test_an_incident_whose_date_is_not_exact_takes_nothing_from_the_others(
    dates: tuple[str, ...], told: list[str]
) -> None:
    """One date that was not exact let all incidents of a provision stand as “not checked”."""
    entries = [
        msgspec.structs.replace(each, occurred=date) for each, date in zip(sample.INCIDENTS, dates, strict=False)
    ]
    cited = StandardCited(code="ukcp-2019", ref="para 1-3", incidents=tuple(each.id for each in entries))
    case = sample.sample(
        incidents=tuple(sample.recorded(each, 1) for each in entries),
        complaint=msgspec.structs.replace(sample.COMPLAINT, standards=(cited,)),
    )
    lines = text_of(made(case)).splitlines()
    assert [line for line in lines if line.startswith(("In force", "Not in force", "Edition"))] == told


@pytest.mark.parametrize("code", Catalogue.load().codes(), ids=lambda code: code.id)
def test_the_body_reads_of_an_edition_that_its_dates_are_not_confirmed(code: Code) -> None:
    cited = StandardCited(code=code.id, ref=code.provisions[0].ref, incidents=("i03",))
    said = text_of(made(sample.sample(complaint=msgspec.structs.replace(sample.COMPLAINT, standards=(cited,)))))
    assert ("The dates of this edition are unconfirmed." in said) == (not code.dates_confirmed)


def test_what_is_not_confirmed_says_so_and_what_is_sourced_says_when() -> None:
    boards = {board.time_limit.confirmed: board for board in Catalogue.load().boards() if board.time_limit.text}
    sure = text_of(made(sample.sample(Audience.LAWYER, board=boards[True].id)))
    assert "Read in an archived copy of a published source, possibly old, looked up on 22 November 2026." in sure
    unsure = text_of(made(sample.sample(Audience.SELF, board=boards[False].id)))
    assert "Noted by this program, not confirmed. Check with the body before you rely on this." in unsure


def test_a_limit_that_was_not_found_is_not_told_as_none() -> None:
    """“None stated.” stood alone, as if there were time without end."""
    unfound = "That no limit was found does not mean that there is none: ask the body."
    for board, said in (("us-wa-doh", True), ("us-az-bbhe", False)):
        shown = text_of(made(sample.sample(Audience.LAWYER, board=board)))
        assert (unfound in shown) is said
        assert unfound not in text_of(made(sample.sample(board=board)))
    assert not Catalogue.load().board("us-az-bbhe").time_limit.confirmed  # read on the page of another board


@pytest.mark.parametrize("identifier", BOARDS)
def test_a_way_to_file_is_said_in_the_language_of_the_dossier(identifier: str) -> None:
    """It stood in English in a Spanish dossier, and was read out as English; the window says it in Spanish."""
    document, words = made(sample.sample(Audience.LAWYER, board=identifier, language="es")), words_for("es")
    board = Catalogue.load().board(identifier)
    routes = [each.route for each in board.declaration.by_route]
    told = texts(document, Origin.LABEL)
    assert {words.text("way to file", way) for way in (*board.how_to_file, *routes)} <= told
    assert not texts(document, Origin.CATALOGUE) & WAYS


@pytest.mark.parametrize("identifier", BOARDS)
def test_nothing_that_is_meant_for_the_person_stands_in_the_copy_for_a_body(identifier: str) -> None:
    """What the program knows of time limits, signing and releases was read by the body and the other side."""
    case = sample.sample(board=identifier)
    assert case.board is not None
    notes = (case.board.time_limit.text, case.board.declaration.note, case.board.records_release.note,
             case.board.privacy_note.text)  # fmt: skip
    said = text_of(made(case))
    assert not re.search(r"not confirmed|rely on|[Cc]heck with|from memory|[Nn]oted by this|has noted", said)
    assert not [note for note in notes if len(note) > 20 and note in said]
    kept = text_of(made(sample.sample(Audience.LAWYER, board=identifier)))
    assert all(note in kept for note in notes)


def test_a_provision_that_was_not_compared_is_not_told_to_a_body() -> None:
    (code, provision) = next(
        (code, each) for code in Catalogue.load().codes() for each in code.provisions if not each.confirmed
    )
    cited = msgspec.structs.replace(sample.COMPLAINT.standards[0], code=code.id, ref=provision.ref)
    complaint = msgspec.structs.replace(sample.COMPLAINT, standards=(cited,))
    said = text_of(made(sample.sample(complaint=complaint)))
    assert provision.paraphrase not in said
    assert "No wording is given: the one in this program was not compared with the published text." in said
    assert provision.paraphrase in text_of(made(sample.sample(Audience.LAWYER, complaint=complaint)))


def test_incidents_of_a_standard_stand_in_the_order_of_their_numbers() -> None:
    cited = msgspec.structs.replace(sample.COMPLAINT.standards[0], incidents=("i09", "i12", "i03", "i10"))
    document = made(sample.sample(complaint=msgspec.structs.replace(sample.COMPLAINT, standards=(cited,))))
    tables = [node for node in document.nodes if isinstance(node, Table) and node.header[0] == "Code and edition"]
    (cell,) = tables[0].rows[0][3]
    assert "".join(run.text for run in cell.runs) == "Incident 3, Incident 9, Incident 10, Incident 12"


def declared(kind: str, *, required: bool | None = True, audience: Audience = Audience.BOARD) -> Document:
    """Return a dossier for a body that wants it signed in a way that was read in a source."""
    case = sample.sample(audience)
    assert case.board is not None
    wanted = replace(case.board.declaration, kind=kind, required=required, note="", confidence=Confidence.SOURCED)
    return made(replace(case, board=replace(case.board, declaration=wanted)), **sample.parts_for(audience))


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("kind", ["signed", "penalty-of-perjury", "under-oath", "notarised", "none"])
def test_the_declaration_is_that_of_the_body_and_stays_blank(kind: str, audience: Audience) -> None:
    document = declared(kind, audience=audience)
    said = text_of(document)
    lines = [node for node in document.nodes if isinstance(node, SignatureLines)]
    assert not re.search("I declare|I swear|I affirm", said)
    signed_here, leaves = kind == "signed" and audience is not Audience.SELF, audience is not Audience.SELF
    assert (len(lines) == 1) == signed_here == ("What I state in this dossier is true" in said)
    assert ("on the body’s own form. The program" in said) == (kind not in {"signed", "none"} and leaves)
    assert ("so it has no place for a signature" in said) == (audience is Audience.SELF)
    assert "The program that made this signs for nobody." in said
    assert ("It does not show who made it." in said) == (audience is Audience.LAWYER)


def test_where_no_signature_is_asked_for_there_is_no_place_for_one() -> None:
    document = declared("signed", required=False)
    assert not [node for node in document.nodes if isinstance(node, SignatureLines)]
    assert "None found" not in text_of(declared("none"))


@pytest.mark.parametrize("audience", list(Audience))
def test_where_the_ways_of_filing_differ_each_stands_with_what_was_found_for_it(audience: Audience) -> None:
    said = text_of(made(sample.sample(audience, board="ca-qc-opq"), **sample.parts_for(audience)))
    assert "private complaint: Under oath" in said
    assert ("request for an inquiry: None found" in said) == (audience is not Audience.BOARD)


def test_what_has_to_be_known_of_a_name_is_for_the_person_alone() -> None:
    note = Catalogue.load().board("uk-bps-signpost").name_note
    assert note == "Not a regulator."
    assert note in text_of(made(sample.sample(Audience.SELF, board="uk-bps-signpost")))
    assert note not in text_of(made(sample.sample(board="uk-bps-signpost")))


def test_every_body_gets_a_declaration_of_what_is_known() -> None:
    kinds = {board.declaration.kind for board in Catalogue.load().boards()}
    assert {f"declaration.{kind}" for kind in kinds} <= LABELS.keys()
    board = Catalogue.load().board("us-ma-bhpl")
    said = text_of(made(sample.sample(board=board.id)))
    assert "complaint to the allied mental health board: Under oath" in said
    assert "complaint to another board: A plain signature" in said
    assert "perjury" not in said


def test_the_cover_says_of_this_copy_what_is_open_in_it() -> None:
    case = sample.sample()
    document = made(case)
    cover = next(node for node in document.nodes if isinstance(node, Facts))
    said = {name: "".join(run.text for each in paras for run in each.runs) for name, paras in cover.rows}
    assert said["This copy"] == "Final"
    assert said["Without a date"] == "Incident 1"
    assert said["Not shown as pages"]
    nameless = tuple(msgspec.structs.replace(each, licence_number="") for each in case.people)
    cover = next(node for node in made(replace(case, people=nameless)).nodes if isinstance(node, Facts))
    rows = dict(cover.rows)
    assert rows["Licence or register number"][0].runs[0].text == "Not given"


def test_the_span_of_dates_reads_well_where_a_date_is_not_sure() -> None:
    incidents = tuple(
        replace(each, incident=msgspec.structs.replace(each.incident, occurred=occurred))
        for each, occurred in zip(sample.sample().incidents, ("2024-21?", "2026-11-28"), strict=False)
    )
    said = text_of(made(sample.sample(incidents=incidents)))
    assert "First: spring 2024, not sure. Last: 28 November 2026." in said


def test_a_time_without_an_offset_has_its_zone_in_the_chronology() -> None:
    each = sample.sample().incidents[0]
    for occurred, shown_zone in (("2024-03-12T23:40", True), ("2024-03-12T23:40:00-07:00", False), ("2024-03", False)):
        incident = msgspec.structs.replace(each.incident, occurred=occurred)
        document = made(sample.sample(incidents=(replace(each, incident=incident),)))
        table = next(node for node in document.nodes if isinstance(node, Table) and node.header[1] == "Date")
        said = " ".join(run.text for para in table.rows[0][1] for run in para.runs)
        assert ("America/Los_Angeles" in said) == shown_zone


def test_the_research_annex_is_there_only_where_it_is_used() -> None:
    case = sample.sample()
    document = made(case)
    assert "Research annex" in texts(document, Origin.LABEL)
    at = next(at for at, node in enumerate(document.nodes) if isinstance(node, Heading) and node.key == "section-12")
    title, told, heading, table, papers = document.nodes[at + 1 : at + 6]
    assert isinstance(title, Heading)
    assert isinstance(told, Facts)
    assert {name: joined(paras) for name, paras in told.rows} == {
        "Title of the study or publication": "A house by the canal: inherited fear in one treatment",
        "Institution": "An institute of psychotherapy", "Ethics or review committee": "Its review board",
        "Number given by the committee": "RB-22-117", "Where it was published or shown": "A journal of psychotherapy",
        "Date of publication": "February 2024", "Web address": "https://example.org/paper/8",
        "What it is about": "A paper about one client, who is said to be made up.", "Found on": "1 May 2024",
        "How the complainant learned of it": "A friend sent it to me.",
        "What the client was told of it": "Nothing. He never spoke of writing.",
        "Agreement of the client": "Not asked for",
        "What was asked and answered": "There was no question, so I gave no answer.",
        "What of the client can be recognised in it": "The house, the year and my work.",
        "Incidents": "Incident 12", "Exhibits": "EX-002",
    }  # fmt: skip
    assert isinstance(heading, Heading)
    assert rows_of(table) == [["Incident 12", "1 May 2024", "Use as a research subject without consent", ""]]
    assert isinstance(papers, Facts)
    assert [name for name, _ in papers.rows] == ["Consent papers"]
    alone = made(replace(case, studies=()))
    at = next(at for at, node in enumerate(alone.nodes) if isinstance(node, Heading) and node.key == "section-12")
    assert isinstance(alone.nodes[at + 1], Table)
    without = replace(case, incidents=case.incidents[:-1], studies=())
    assert "Research annex" not in texts(made(without), Origin.LABEL)


def test_an_empty_case_says_so_and_still_has_its_custody() -> None:
    case = sample.sample(
        complaint=None,
        people=(),
        relationships=(),
        incidents=(),
        exhibits=(),
        matches=(),
        head=None,
        anchors=(),
        names={},
    )
    said = text_of(made(case))
    assert said.count("Nothing recorded.") >= 5
    assert "Custody of the exhibits" in said
    assert "No exhibits, so no custody events." in said
    assert "The times of recording rest on the clock of the computer alone." in said
    assert made(case).prefix.startswith("J-")


def test_custody_shows_digests_and_no_words_of_the_program() -> None:
    case = sample.sample()
    shown_first, *others = case.exhibits
    lines = tuple(replace(each, detail="not-readable:shown") for each in shown_first.custody)
    again = replace(shown_first, custody=lines)
    said = text_of(made(sample.sample(exhibits=(again, *others))))
    assert "readable" not in said[said.index("Custody of the exhibits") :]
    assert " ".join(fingerprint_groups(shown_first.custody[0].detail)[:4]) in text_of(made(case))


def test_contact_details_stand_on_a_page_of_their_own() -> None:
    pages = shown(drawn(sample.sample()))
    (at,) = [number for number, text in enumerate(pages) if "ana.keller@example.org" in text]
    assert "Contact details" in pages[at]
    assert "Dr. Marcus Hale" not in pages[at].replace("Ana Keller / Dr. Marcus Hale", "")  # in the head of each page
    assert "+1 510 555 0188" in pages[at]
    refused = msgspec.structs.replace(sample.PEOPLE[3], agreed_to_contact=False)
    people = (*sample.PEOPLE[:3], refused, *sample.PEOPLE[4:])
    assert not [text for text in shown(drawn(sample.sample(people=people))) if "+1 510 555 0188" in text]


def test_how_contact_is_safe_stands_with_the_contact_details_and_nowhere_else() -> None:
    note = "No letters to this address. Petra Voss may be called."
    ana, *others = sample.PEOPLE
    people = (msgspec.structs.replace(ana, contact_note=note), *others)
    pages = shown(drawn(sample.sample(people=people)))
    assert [text for text in pages if "No letters to this address." in text] == [
        text for text in pages if "ana.keller@example.org" in text
    ]
    hidden = redact(sample.sample(people=people), [("Petra Voss", "A friend")])
    assert "No letters to this address. A friend may be called." in text_of(made(hidden))
    whole = redact(sample.sample(people=people), [(ana.name, "Client A")])
    assert "No letters" not in text_of(made(whole))


def test_the_four_sentences_stand_in_the_method() -> None:
    said = text_of(made(sample.sample()))
    assert all(sentence in said for sentence in Labels(words_for("en")).claims(anchored=True))
    assert "2 June 2024, 10:00:00 UTC, Example Time Authority, 50 revisions" in said


def test_without_a_time_stamp_the_method_speaks_of_no_anchor() -> None:
    """It told what the chain shows since the last anchor, above "Time stamps: None"."""
    said = text_of(made(sample.sample(anchors=())))
    assert all(sentence in said for sentence in Labels(words_for("en")).claims(anchored=False))
    assert "anchor" not in said


def test_only_with_a_package_the_method_speaks_of_its_revisions() -> None:
    said = {each: text_of(made(sample.sample(audience=each))) for each in Audience}
    told = {each for each in Audience if "No check compares the words printed here" in said[each]}
    assert told == {Audience.LAWYER}


def test_the_time_of_the_head_is_told_as_other_times_are_and_to_the_second() -> None:
    """It stood there as 2024-06-03T09:30:00Z, which nobody reads as a time."""
    said = text_of(made(sample.sample()))
    assert "3 June 2024, 09:30:00 UTC. Time zone of that computer: America/Los_Angeles." in said
    said = text_of(made(sample.sample(language="es")))
    assert "3 de junio de 2024, 09:30:00 UTC. Zona horaria de aquel equipo: America/Los_Angeles." in said
    assert "2 de junio de 2024, 10:00:00 UTC, Example Time Authority, 50 revisiones" in said
    assert "T09:30" not in said


def test_what_nobody_can_repeat_is_not_on_the_cover_and_a_fingerprint_has_one_name() -> None:
    """A SHA-256 "of the words" stood there, which nobody could compute from the paper or the file."""
    case = sample.sample()
    document = made(case)
    cover = next(node for node in document.nodes if isinstance(node, Facts))
    assert not [name for name, _ in cover.rows if "SHA-256" in name or "ingerprint" in name]
    said = text_of(document)
    assert "igest" not in said
    assert said.count("SHA-256") == said.count("ingerprint (SHA-256)") + said.count("compute the SHA-256")


def test_later_checks_are_spoken_of_where_there_are_any() -> None:
    """The page on method sent the reader to checks below, where none stood."""
    case = sample.sample()
    only_added = tuple(replace(each, custody=each.custody[:1]) for each in case.exhibits)
    assert {line.event for each in only_added for line in each.custody} == {"added"}
    for exhibits, later, noted in ((only_added, False, True), (case.exhibits, True, True), ((), False, False)):
        said = text_of(made(sample.sample(exhibits=exhibits)))
        assert ("Later comparisons with it stand below." in said) is later
        assert ("was noted when the file was added." in said) is noted
        assert ("To check an exhibit" in said) is noted


def test_the_impact_statement_is_a_document_of_its_own_that_says_whose_dossier_it_is_with() -> None:
    case = sample.sample()
    dossier = made(case).prefix
    document = impact_statement(case, make_plan(case), sample.PRIVATE.impacts, dossier)
    assert [node.text for node in document.nodes if isinstance(node, Heading)] == [
        "Incident 8 – 12 March 2024, 23:40:00 UTC-07:00"
    ]
    assert "I did not sleep for a week. IMPACT-MARK" in texts(document, Origin.PERSON)
    assert document.prefix == f"{dossier}-I"
    head = document.nodes[1]
    assert isinstance(head, Facts)
    said = {name: " ".join(run.text for each in paras for run in each.runs) for name, paras in head.rows}
    assert case.board is not None
    assert said.pop("Body") == case.board.name
    assert said == {
        "Complainant": "Ana Keller", "Professional": "Dr. Marcus Hale", "Recorded up to": "3 June 2024",
        "Reference number": sample.COMPLAINT.reference_number, "Incidents it speaks of": "8",
        "Belongs to": f"Complaint dossier, Final: {dossier}, its pages {dossier}-000001 and so on",
    }  # fmt: skip


def test_names_are_hidden_in_the_head_of_the_impact_statement() -> None:
    case = redact(sample.sample(), [("Ana Keller", "Client C"), ("Dr. Marcus Hale", "Therapist T")])
    document = impact_statement(case, make_plan(case), sample.PRIVATE.impacts, made(case).prefix)
    assert {"Client C", "Therapist T"} <= texts(document, Origin.PERSON)
    assert re.fullmatch("CC-[0-9A-F]{6}-I", document.prefix)
    assert not re.search("Keller|Hale", text_of(document))


def test_a_draft_is_marked_as_one() -> None:
    document = made(replace(sample.sample(), draft=True))
    assert document.mark == "Draft – confidential"
    assert "Draft" in texts(document, Origin.LABEL)
    assert made(sample.sample(Audience.SELF)).mark.startswith("For myself only")


def test_every_picture_has_words_for_those_who_cannot_see_it() -> None:
    pictures = [node for node in made(sample.sample()).nodes if isinstance(node, Picture)]
    assert len(pictures) == sum(len(exhibit.pages) for exhibit in sample.exhibits())
    assert all(picture.alternative for picture in pictures)


def test_ids_of_the_journal_stay_out_of_the_document() -> None:
    case = sample.sample()
    named = {"i08": "ingrid-told-me", "e2": "ingrid-photo"}
    incidents = tuple(
        replace(each, incident=msgspec.structs.replace(each.incident, id=named.get(each.incident.id, each.incident.id)))
        for each in case.incidents
    )
    data = drawn(replace(case, incidents=incidents, people=case.people[:4] + case.people[5:]))
    assert not [found for found in streams(data) if b"ingrid-told-me" in found]
    assert b"ingrid-told-me" not in data


def test_links_lead_only_to_places_of_the_document() -> None:
    document = made(sample.sample())
    keys = {node.key for node in document.nodes if isinstance(node, Heading | Picture)}
    wanted = {run.link for run in runs_of(document) if run.link}
    assert wanted <= keys
    assert isinstance(next(runs_of(document)), Run)
