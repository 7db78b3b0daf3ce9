"""What came after filing, as a dossier shows it: the answer point by point, what was sent, what came back."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample_case as sample
from reading import made

from journal_app.domain.complaints import ComplaintLog, ComplaintPoints, LogEntry
from journal_app.domain.records import changed
from journal_app.dossier.case import Audience, LawyerParts
from journal_app.dossier.content import Document, Facts, Heading, Node, Origin, Role, Table, paragraphs_of, runs_of
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact, redact_record


def text_of(nodes: list[Node]) -> str:
    return "\n".join("".join(run.text for run in each.runs) for node in nodes for each in paragraphs_of(node))


def under(document: Document, key: str) -> list[Node]:
    """Return what stands below a heading, up to the next of its level or above."""
    nodes = list(document.nodes)
    start = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == key)
    level = nodes[start].level  # type: ignore[union-attr]  # it is a heading
    after = nodes[start + 1 :]
    end = next((at for at, node in enumerate(after) if isinstance(node, Heading) and node.level <= level), len(after))
    return after[:end]


def headings(document: Document, level: int) -> list[str]:
    return [node.key for node in document.nodes if isinstance(node, Heading) and node.level == level]


@pytest.mark.parametrize("audience", list(Audience))
def test_the_answer_stands_after_the_statements_point_by_point(audience: Audience) -> None:
    document = made(sample.sample(audience), **sample.parts_for(audience))
    level = headings(document, 1)
    assert level.index("reply") == level.index("section-6") + 1
    first, second = under(document, "reply-1"), under(document, "reply-2")
    assert isinstance(first[0], Facts)
    rows = dict(first[0].rows)
    assert list(rows) == ["Their words", "Date of their answer", "Stands in", "My reply", "Incidents", "Exhibits"]
    assert [each.role for each in rows["Their words"]] == [Role.QUOTE, Role.QUOTE]
    assert [run.link for run in rows["Stands in"][0].runs] == ["exhibit-EX-002"]
    assert [run.link for run in rows["Incidents"][0].runs if run.link] == ["incident-8", "incident-2"]
    assert [run.link for run in rows["Exhibits"][0].runs] == ["exhibit-EX-001"]
    assert {run.origin for each in rows["My reply"] for run in each.runs} == {Origin.PERSON}
    assert isinstance(second[0], Facts)
    assert [name for name, _ in second[0].rows] == ["Their words"]


def test_without_points_there_is_no_such_part() -> None:
    document = made(sample.sample(points=()))
    assert "reply" not in headings(document, 1)


def test_the_labels_are_in_the_language_of_the_dossier() -> None:
    document = made(sample.sample(language="es"))
    rows = under(document, "reply-1")[0]
    assert isinstance(rows, Facts)
    assert [name for name, _ in rows.rows][:2] == ["Sus palabras", "Fecha de su respuesta"]


def test_a_file_a_point_names_is_cited() -> None:
    files = tuple(sample.exhibit(each, f"{each}.png", "image/png", (), ()) for each in ("e1", "e2", "e3"))
    alone = sample.sample(exhibits=files, matches=(), studies=())
    assert make_plan(replace(alone, points=())).uncited == ("e1", "e2", "e3")
    assert make_plan(alone).uncited == ("e3",)


def test_what_was_sent_and_what_came_back_go_to_a_lawyer() -> None:
    document = made(sample.sample(Audience.LAWYER), lawyer=LawyerParts(log=sample.LOG))
    assert "Log" in {node.text for node in document.nodes if isinstance(node, Heading)}  # some of it is before filing
    shown = text_of(under(document, "section-17"))
    for words in ("Named in that letter", "Done", "By post", "ef" * 32, "dossier.pdf", "The clerk", "We have it."):
        assert words in shown
    tables = [node for node in under(document, "section-17") if isinstance(node, Table)]
    assert [len(table.rows) for table in tables] == [2, 2, 2]
    assert [run.link for each in tables[2].rows[0][3] for run in each.runs] == ["exhibit-EX-001"]


def test_a_log_without_sources_has_no_column_for_them() -> None:
    log = ComplaintLog(complaint="c1", entries=(LogEntry(what="A call"),))
    document = made(sample.sample(Audience.LAWYER), lawyer=LawyerParts(log=log))
    (table,) = [node for node in under(document, "section-17") if isinstance(node, Table)]
    assert table.header == ("When", "What", "Due, as told")


def test_nothing_of_it_but_the_points_reaches_a_body() -> None:
    document = made(sample.sample(), **sample.parts_for(Audience.BOARD))
    said = " ".join(run.text for run in runs_of(document))
    assert "REPLY-MARK" in said
    for words in ("Letter of receipt", "By post", "We have it.", "Named in that letter", "ef" * 32):
        assert words not in said


def test_names_are_hidden_in_all_of_it() -> None:
    names = [("Ingrid Solberg", "Client B")]
    points = tuple(changed(each, said=f"Ingrid: {each.said}", answer="Solberg knows.") for each in sample.POINTS)
    hidden = redact(sample.sample(points=points), names)
    assert [each.said for each in hidden.points] == [f"Client B: {each.said}" for each in sample.POINTS]
    assert {each.answer for each in hidden.points} == {"Client B knows."}
    assert [(each.letter, each.incidents, each.evidence, each.when) for each in hidden.points] == [
        (each.letter, each.incidents, each.evidence, each.when) for each in sample.POINTS
    ]
    log = changed(
        sample.LOG,
        entries=(changed(sample.LOG.entries[0], source="Ingrid's letter"),),
        sendings=(changed(sample.LOG.sendings[0], to="Ingrid", note="Solberg", way="by Ingrid"),),
        replies=(changed(sample.LOG.replies[0], sender="Ingrid Solberg", words="From Ingrid."),),
    )
    shown = redact_record(log, names)
    assert "Ingrid" not in str(shown)
    assert "Solberg" not in str(shown)
    assert shown.sendings[0].files == sample.LOG.sendings[0].files
    assert shown.replies[0].evidence == "e1"
    assert redact_record(log, []) == log


def test_a_complete_copy_holds_the_points_of_every_complaint() -> None:
    other = changed(sample.COMPLAINT, id="c2", board="uk-hcpc")
    private = replace(
        sample.PRIVATE, complaints=(other,), points=(ComplaintPoints(complaint="c2", points=sample.POINTS[:1]),),
        logs=(sample.LOG, changed(sample.LOG, complaint="c2")),
    )  # fmt: skip
    document = made(sample.sample(Audience.SELF), private=private)
    assert "complaint-1-point-1" in headings(document, 3)
    assert len({node.key for node in document.nodes if isinstance(node, Heading)}) == len(
        [node for node in document.nodes if isinstance(node, Heading)]
    )
    assert {"sent-1", "sent-2", "replies-1", "replies-2"} <= set(headings(document, 2))
