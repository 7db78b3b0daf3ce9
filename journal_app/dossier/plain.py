"""Content as plain text, for a body's own form: each node in lines of its own."""

from __future__ import annotations

from collections.abc import Iterable

from journal_app.dossier.content import Facts, Heading, Node, Para, Run, Table


def text_of(nodes: Iterable[Node]) -> list[str]:
    """Return the lines of everything, each heading with an empty one before it."""
    return [line for node in nodes for line in _lines(node)]


def of_tables(nodes: Iterable[Node]) -> list[str]:
    """Return the rows alone, without a heading: the field is one."""
    return text_of(node for node in nodes if isinstance(node, Table))


def _lines(node: Node) -> list[str]:
    if isinstance(node, Heading):
        return ["", _words(node.runs)]
    if isinstance(node, Para):
        return [_words(node.runs)]
    if isinstance(node, Facts):
        return [f"{name}: {joined(paras)}" for name, paras in node.rows]
    if isinstance(node, Table):
        return ["; ".join(_cells(node.header, row)) for row in node.rows]
    return []


def _cells(header: tuple[str, ...], row: tuple[tuple[Para, ...], ...]) -> list[str]:
    shown = ((name, joined(cell)) for name, cell in zip(header, row, strict=True))
    return [f"{name}: {text}" if name else text for name, text in shown if text]


def joined(paras: tuple[Para, ...]) -> str:
    """Return paragraphs as one line: what does not end a sentence is set off, so that two names stay two."""
    said = ""
    for text in filter(None, (_words(each.runs).strip() for each in paras)):
        said += ("" if not said else " " if said[-1] in _ENDS else "; ") + text
    return said


_ENDS = ".!?…:;,。！？"


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
