"""The closing sections: steps, standards, exhibits, method, custody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from journal_app.catalogue import Catalogue, Code, Provision
from journal_app.domain.complaints import StandardCited
from journal_app.domain.controls import undirected
from journal_app.domain.date_words import moment_in_words, size_in_words
from journal_app.domain.dates import days_of, parse_event_date
from journal_app.domain.evidence import Evidence, is_as_named, said_by_name
from journal_app.dossier import exhibit_words
from journal_app.dossier.case import Audience, Case, Exhibit
from journal_app.dossier.content import (
    Heading,
    NewPage,
    Node,
    Para,
    Picture,
    Role,
    Run,
    Table,
    fact,
    known,
    label,
    own,
    own_name,
    own_text,
    para,
)
from journal_app.dossier.excerpts import first_line, shortened
from journal_app.dossier.file_kinds import kind_by_name, kind_of_file
from journal_app.dossier.labels import LABELS
from journal_app.dossier.opening import Book, numbered
from journal_app.dossier.zones import offset_at
from journal_app.integrity.chain import fingerprint_groups

_DIGEST = 64  # hexadecimal digits of SHA-256
_INDEX_TITLE, _INDEX_LINE = 90, 60  # letters in a line of the index, whose rows have to stay short
LONGEST_TITLE = 140  # letters, about two lines: a longer description stands below the title in full


def steps(book: Book) -> list[Node]:
    """Section 9: what was done already; what the program knows of time limits stands in no copy for a body."""
    complaint, board = book.case.complaint, book.case.board
    rows: list[tuple[str, Sequence[Para]]] = []
    if complaint is not None:
        rows += [
            ("steps.taken", own_text(complaint.steps_taken)),
            ("steps.other", own_text(complaint.other_bodies)),
            ("steps.delay", own_text(complaint.delay_explanation)),
        ]
    if book.advises and board is not None and board.time_limit.text:
        quoted = board.time_limit
        unfound = () if quoted.found else (para(label(book.labels("steps.limit.none"))),)
        limit = (
            para(known(quoted.text)),
            *unfound,
            *book.basis(confirmed=quoted.confirmed, checked_on=quoted.checked_on.isoformat()),
        )
        rows.append(("steps.limit", limit))
    shown = book.facts(rows)
    return [shown] if shown.rows else [book.none()]


def standards(book: Book) -> list[Node]:
    """Section 10: the provisions the complainant named, each with its edition; empty where none are."""
    cited = book.case.complaint.standards if book.case.complaint else ()
    if not cited:
        return []
    rows = tuple(_standard(book, each) for each in cited)
    header = tuple(book.labels(f"standards.{key}") for key in ("code", "ref", "text", "incidents"))
    note = para(label(book.labels("standards.note")), role=Role.NOTE)
    return [replace(note, role=Role.LABEL), Table(header=header, rows=rows, widths=(0.3, 0.13, 0.37, 0.2))]


def _standard(book: Book, cited: StandardCited) -> tuple[tuple[Para, ...], ...]:
    found = Catalogue.load().standard(cited.code, cited.ref)
    incidents = numbered(book, cited.incidents)
    if not cited.ref:  # the part, or the code too, is not chosen yet
        code = next((each for each in Catalogue.load().codes() if each.id == cited.code), None)
        named = (para(known(_named(code))),) if code else own_text(cited.code) or book.not_given()
        return named, book.not_given(), (), incidents
    if found is None:
        unknown = para(label(book.labels("standards.unknown")), role=Role.NOTE)
        return own_name(cited.code), own_name(cited.ref), (unknown,), incidents
    force = _in_force(book, found.code, cited.incidents)
    unsure = () if found.code.dates_confirmed else (para(label(book.labels("standards.dates")), role=Role.NOTE),)
    ref = (para(known(found.provision.ref)),)
    return (para(known(_named(found.code))), *force, *unsure), ref, _in_other_words(book, found.provision), incidents


def _named(code: Code) -> str:
    return f"{code.body}: {code.title}, {code.edition}"


def _in_other_words(book: Book, provision: Provision) -> tuple[Para, ...]:
    """Return the sense of a provision; a body gets none that was not compared with what is published."""
    if provision.confirmed or book.advises:
        return (para(known(provision.paraphrase)), *book.unconfirmed(confirmed=provision.confirmed))
    return (para(label(book.labels("standards.unconfirmed")), role=Role.NOTE),)


def _in_force(book: Book, code: Code, identifiers: Sequence[str]) -> tuple[Para, ...]:
    """Return whether an edition was in force on the dates of incidents; where they differ, of which it can be said."""
    days = {
        each.incident.id: days_of(parse_event_date(each.incident.occurred))
        for each in book.case.incidents
        if each.incident.id in identifiers
    }
    answers = {identifier: code.in_force(found.first, found.last) for identifier, found in days.items()}
    keys = {True: "standards.in-force", False: "standards.not-in-force", None: "standards.force-unknown"}
    told = [answer for answer in keys if answer in answers.values()]
    if len(told) <= 1:
        return tuple(para(label(book.labels(keys[answer])), role=Role.NOTE) for answer in told)
    links = {answer: numbered(book, [each for each, found in answers.items() if found is answer]) for answer in told}
    return tuple(
        para(label(book.labels(f"{keys[answer]}.some")), Run(text=": "), *each.runs, role=Role.NOTE)
        for answer, found in links.items()
        for each in found
    )


def exhibits(book: Book) -> list[Node]:
    """Section 11: the index, then every exhibit on pages of its own."""
    if not book.case.exhibits:
        return [book.none()]
    rows = []
    for exhibit in book.case.exhibits:
        item = exhibit.evidence
        name = book.plan.labels[item.id]
        incidents = numbered(book, book.plan.incidents_of[item.id])
        uncited = (para(label(book.labels("exhibits.not-cited")), role=Role.NOTE),)
        file = (*_named_in_index(book, exhibit), *_source(book, exhibit))
        rows.append(
            (
                (para(Run(text=name, link=book.plan.exhibit_place(item.id))),),
                file,
                (para(fact(item.sha256, mono=True), role=Role.MONO),),
                uncited if item.id in book.plan.uncited else incidents,
                (para(Run(page_of=book.plan.exhibit_place(item.id), link=book.plan.exhibit_place(item.id))),),
            )
        )
    header = tuple(book.labels(f"exhibits.{key}") for key in ("label", "what", "sha", "incidents", "page"))
    index = Table(header=header, rows=tuple(rows), widths=(0.1, 0.41, 0.26, 0.15, 0.08))
    title = Heading(level=2, runs=(label(book.labels("exhibits.index")),), key="exhibit-index")
    pages: list[Node] = [title, index]
    for number, exhibit in enumerate(book.case.exhibits):
        pages += _exhibit(book, number, exhibit)
    return [*pages, NewPage()]


def _named_in_index(book: Book, exhibit: Exhibit) -> tuple[Para, ...]:
    """Return what a file is, in the person's words, and below it what it is called; its name first without those."""
    item, kind = exhibit.evidence, _kind(book, exhibit)
    about = own_text(shortened(first_line(item.description), _INDEX_TITLE))
    if not about:
        return (*own_name(item.file_name), para(fact(kind), role=Role.NOTE))
    return (*about, para(own(undirected(item.file_name)), fact(f" ({kind})"), role=Role.NOTE))


def _source(book: Book, exhibit: Exhibit) -> tuple[Para, ...]:
    """Return what is noted of where a file comes from, a short line each."""
    item, card, labels = exhibit.evidence, exhibit.evidence.card, book.labels
    taken = [fact(labels("exhibits.captured", date=book.date(card.captured_at)))] if card.captured_at else []
    if card.captured_by.strip():
        taken += [Run(text=", ")] if taken else [label(labels("exhibit.captured-by")), Run(text=": ")]
        taken.append(own(shortened(first_line(card.captured_by), _INDEX_LINE)))
    found = [para(*taken, role=Role.NOTE)] if taken else []
    kept = _answer(book, card.original_kept)
    if kept:
        said = Run(text=shortened(kept[0].runs[0].text, _INDEX_LINE), origin=kept[0].runs[0].origin)
        found.append(para(label(labels("exhibit.original-kept")), Run(text=": "), said, role=Role.NOTE))
    found += [para(own(shortened(card.url, _INDEX_LINE)), role=Role.NOTE)] if card.url else []
    found += [para(label(labels("exhibits.sensitive")), role=Role.NOTE)] if item.sensitive else []
    return tuple(found)


def _kind(book: Book, exhibit: Exhibit) -> str:
    kind = book.labels(kind_of_file(exhibit.evidence.media_type))
    return f"{kind}, {size_in_words(exhibit.evidence.size, book.case.language)}"


def _exhibit(book: Book, number: int, exhibit: Exhibit) -> list[Node]:
    item, labels = exhibit.evidence, book.labels
    name, total = book.plan.labels[item.id], max(1, len(exhibit.pages))
    place = book.plan.exhibit_place(item.id)
    nodes: list[Node] = [NewPage()]
    nodes += [
        _title(book, exhibit),
        *_about(book, exhibit),
    ]
    for page_number, page in enumerate(exhibit.pages):
        notes = [labels(f"note.{note}") for note in page.notes if _has_label(f"note.{note}")]
        above = [para(label(" ".join([labels("exhibit.rendition"), *notes])), role=Role.NOTE)]
        where = labels("exhibit.page-of", n=page_number + 1, total=total)
        where = f"{labels('exhibit', label=name)}, {where}"
        if page_number:
            nodes.append(NewPage())
            above.insert(0, para(label(where), role=Role.LABEL))
        nodes.append(
            Picture(
                label=name, key=f"{place}-{page_number + 1}", number=page_number + 1, total=total,
                exhibit=number, page=page_number, facts=tuple(above), alternative=undirected(item.description) or name,
            )
        )  # fmt: skip
    nodes += exhibit_words.words_of_pages(book, place, exhibit)
    if not exhibit.pages:
        nodes += [] if exhibit.has_words else [para(label(labels("exhibit.no-picture")), role=Role.LEAD)]
        nodes += [para(label(exhibit.problem))] if exhibit.problem else []
        nodes += [] if exhibit.has_words else [para(label(labels(f"exhibit.original.{book.case.audience}")))]
    if exhibit.reading is not None:
        nodes += exhibit_words.words_of_file(book, place, exhibit.reading)
    return nodes


def _title(book: Book, exhibit: Exhibit) -> Heading:
    item = exhibit.evidence
    name, about = book.plan.labels[item.id], _about_line(item)
    title = (label(book.labels("exhibit", label=name)), *([label(" – "), own(about)] if about else []))
    outline = f"{name} – {shortened(about, 60)}" if about else name
    return Heading(level=2, runs=title, key=book.plan.exhibit_place(item.id), outline=outline)


def _about_line(item: Evidence) -> str:
    """Return what stands beside the label in the title of an exhibit."""
    return shortened(first_line(item.description), LONGEST_TITLE)


def _is_more(item: Evidence) -> bool:
    """Say whether a description is longer than what stands in the title of its exhibit."""
    return undirected(item.description).strip() != _about_line(item)


def _about(book: Book, exhibit: Exhibit) -> list[Node]:
    item, card = exhibit.evidence, exhibit.evidence.card
    rows: list[tuple[str, Sequence[Para]]] = [
        ("exhibits.file", (para(own(item.file_name), fact(f" ({_kind(book, exhibit)})")),)),
        ("exhibit.content", _otherwise_named(book, exhibit)),
        ("exhibit.description", own_text(item.description) if _is_more(item) else ()),
        ("exhibit.url", own_name(card.url)),
        ("exhibits.sha", (para(fact(item.sha256, mono=True), role=Role.MONO),)),
        ("exhibits.incidents", numbered(book, book.plan.incidents_of[item.id])),
        ("exhibit.captured", (para(fact(book.date(card.captured_at))),) if card.captured_at else ()),
        ("exhibit.captured-by", own_name(card.captured_by)),
        ("exhibit.device", own_name(card.device)),
        ("exhibit.application", own_name(card.application)),
        ("exhibit.account", own_name(card.account)),
        ("exhibit.date-visible", _answer(book, card.date_visible)),
        ("exhibit.original-kept", _answer(book, card.original_kept)),
        ("exhibit.seen-by", own_name(card.seen_by)),
    ]
    recording = "exhibit.recording.ask" if book.case.audience is Audience.SELF else "exhibit.recording"
    notes = [(recording, item.recording), ("exhibit.sensitive", item.sensitive)]
    warned = [para(label(book.labels(key)), role=Role.NOTE) for key, holds in notes if holds]
    return [replace(book.facts(rows), compact=True), *warned]


def _otherwise_named(book: Book, exhibit: Exhibit) -> tuple[Para, ...]:
    """Return what the file is where its name says something else; the name is left as it is."""
    item = exhibit.evidence
    said = said_by_name(item.file_name)
    if not said or is_as_named(said, item.media_type):
        return ()
    by_name, found = (book.labels(key) for key in (kind_by_name(item.file_name, said), kind_of_file(item.media_type)))
    return (para(label(book.labels("exhibit.named-otherwise", said=by_name, kind=found))),)


def _answer(book: Book, answer: bool | str | None) -> tuple[Para, ...]:  # noqa: FBT001 - what a card holds
    if isinstance(answer, str):
        return own_text(answer)
    return () if answer is None else (para(label(book.labels("yes" if answer else "no"))),)


def _has_label(key: str) -> bool:
    return key in LABELS


def method(book: Book) -> list[Node]:
    """Section 16: what was checked, the head of the chain, time stamps, and what none of it shows."""
    case, labels = book.case, book.labels
    nodes: list[Node] = [para(label(sentence)) for sentence in labels.claims(anchored=bool(case.anchors))]
    checked = tuple(para(label(labels(f"method.{key}"))) for key in _checked(case))
    revised = sum(1 for each in case.incidents if each.revisions > 1)
    how_many = labels(f"method.revised.{'value' if revised else 'none'}", count=revised, total=len(case.incidents))
    rows: list[tuple[str, Sequence[Para]]] = [
        ("method.how", checked),
        ("method.revised", (para(fact(how_many)),)),
    ]
    if case.head is not None:
        head = case.head.head
        groups = " ".join(fingerprint_groups(head.root))
        zone = offset_at(head.time, head.timezone) if head.timezone in case.telling_zones else head.timezone
        time = book.date(head.time)
        time = labels("method.time.value", time=time, zone=zone) if zone else time
        rows += [
            ("method.head", (para(fact(groups, mono=True), role=Role.MONO),)),
            ("method.size", (para(fact(str(head.size))),)),
            ("method.time", (para(fact(time)),)),
            ("method.key", (para(fact(head.key, mono=True), role=Role.MONO),)),
        ]
    anchors = tuple(
        para(fact(labels.counted("method.anchor", each.size, time=book.date(each.time), authority=each.authority)))
        for each in case.anchors
    )
    rows.append(("method.anchors", anchors or (para(label(labels("method.no-anchor"))),)))
    rows.append(("method.hidden", _hidden(book)))
    rows.append(("method.program", (para(fact(case.program)),)))
    return [*nodes, book.facts(rows), *custody(book)]


def _checked(case: Case) -> list[str]:
    """Return which sentences on checks are true of this copy."""
    kept = ["exhibits", "later", "verify"] if case.exhibits else []
    if not any(line.event == "checked" for exhibit in case.exhibits for line in exhibit.custody):
        kept = [each for each in kept if each != "later"]
    return [*kept, *(["words"] if case.audience is Audience.LAWYER else []), "clock", "delay"]


def _hidden(book: Book) -> tuple[Para, ...]:
    case, labels = book.case, book.labels
    found = [para(label(labels("method.hidden.page", what=_with_label(book, name)))) for name in case.hidden_pages]
    if case.pseudonyms:
        found.append(para(label(labels("method.hidden.names", count=len({shown for _, shown in case.pseudonyms})))))
        found.append(para(label(labels("method.hidden.left"))))  # always: whether there are any tells where to look
    if case.left_out:
        found.append(para(label(labels("method.hidden.contacts", count=len(case.left_out)))))
    if found and case.exhibits and case.audience is Audience.LAWYER:
        found.append(para(label(labels("method.hidden.originals"))))
    return tuple(found) or (para(label(labels("method.no-hidden"))),)


def _with_label(book: Book, name: str) -> str:
    """Return the name of a file with the label of its exhibit, where just one has this name."""
    called = [each.evidence.id for each in book.case.exhibits if each.evidence.file_name == name]
    return f"{book.plan.labels[called[0]]}, {name}" if len(called) == 1 else name


def custody(book: Book) -> list[Node]:
    """Return the custody of every exhibit, printed even when there is none."""
    labels = book.labels
    title = Heading(level=2, runs=(label(labels("custody")),), key="custody")
    if not book.case.exhibits:
        return [title, para(label(labels("custody.none")), role=Role.NOTE)]
    rows = []
    for exhibit in book.case.exhibits:
        name = book.plan.labels[exhibit.evidence.id]
        for at, line in enumerate(exhibit.custody):
            is_digest = len(line.detail) == _DIGEST  # else a word of this program's own
            digest = " ".join(fingerprint_groups(line.detail)[:4]) + " …" if is_digest else ""
            rows.append(
                (
                    (para(Run(text=name, link=book.plan.exhibit_place(exhibit.evidence.id))),),
                    (para(fact(moment_in_words(line.time, book.case.language))),),
                    (para(label(labels(f"custody.{line.event}"))), *(() if at else _media_type(exhibit))),
                    (para(fact(digest, mono=True), role=Role.MONO),),
                    (para(fact(line.program)),),
                )
            )
    keys = ("exhibits.label", "custody.time", "custody.event", "custody.detail", "custody.program")
    header = tuple(labels(key) for key in keys)
    return [title, Table(header=header, rows=tuple(rows), widths=(0.09, 0.38, 0.2, 0.21, 0.12))]


def _media_type(exhibit: Exhibit) -> tuple[Para, ...]:
    """Return the media type of a file as machines name it: elsewhere a dossier says it in words."""
    return (para(fact(exhibit.evidence.media_type), role=Role.NOTE),)
