"""Plain text for a body's own form: under each of its headings, what the dossier says there, ready to copy."""

from __future__ import annotations

from journal_app.catalogue import Catalogue
from journal_app.dossier import assemble
from journal_app.dossier.case import Case
from journal_app.dossier.content import Facts, Heading, Node, Para, Run, Table
from journal_app.dossier.labels import Labels
from journal_app.dossier.opening import Book, contacts
from journal_app.dossier.plan import Plan
from journal_app.i18n import words_for


def field_texts(case: Case, plan: Plan) -> str:
    """Return the text for the form of the case's body: its headings and fields, and what belongs under each."""
    book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    parts: list[str] = []
    for placed in Catalogue.load().sections_for(case.board):
        if not placed.heading or placed.section.no not in assemble.SECTIONS:
            continue
        nodes = assemble.SECTIONS[placed.section.no](book)
        nodes += contacts(book) if placed.section.no == "2" else []
        text = "\n".join(line for node in nodes for line in _lines(node))
        fields = "\n".join(f"    [{field}]" for field in placed.fields)
        title = f"{placed.heading} ({book.labels.section(placed.section.no)})"
        parts.append(f"{title}\n{'=' * len(title)}\n{fields}\n\n{text}\n")
    return "\n".join(parts)


def _lines(node: Node) -> list[str]:
    if isinstance(node, Heading):
        return ["", _words(node.runs)]
    if isinstance(node, Para):
        return [_words(node.runs)]
    if isinstance(node, Facts):
        return [f"{name}: {_joined(paras)}" for name, paras in node.rows]
    if isinstance(node, Table):
        return ["; ".join(_cells(node.header, row)) for row in node.rows]
    return []


def _cells(header: tuple[str, ...], row: tuple[tuple[Para, ...], ...]) -> list[str]:
    shown = ((name, _joined(cell)) for name, cell in zip(header, row, strict=True))
    return [f"{name}: {text}" if name else text for name, text in shown if text]


def _joined(paras: tuple[Para, ...]) -> str:
    return " ".join(_words(each.runs) for each in paras).strip()


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
