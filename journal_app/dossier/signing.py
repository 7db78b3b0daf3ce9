"""What may have to be signed: consents and releases, and the declaration."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from journal_app.catalogue import Board, RouteDeclaration
from journal_app.domain.controls import undirected
from journal_app.domain.people import Role as Part
from journal_app.dossier.case import Audience
from journal_app.dossier.content import (
    LAST_PAGE,
    Facts,
    Node,
    Para,
    Role,
    Run,
    SignatureLines,
    fact,
    known,
    label,
    para,
)
from journal_app.dossier.opening import Book
from journal_app.dossier.parties import professionals_of


def consents(book: Book) -> list[Node]:
    """Section 14: what may have to be signed on the body's own paper; nothing is ticked."""
    labels, board = book.labels, book.case.board
    items = _to_sign(book, _asked(board, "consent_to_share", _shared), "consents.share")
    treated = dict.fromkeys(professionals_of(book.case))  # whose records they are first: those it is about
    treated |= dict.fromkeys(person for person in book.case.people if Part.LATER_PROVIDER in person.roles)
    names = [undirected(book.case.named(person.id)) for person in treated]
    released = _asked(board, "release", _released)
    for name in names:
        items += _to_sign(book, released, "consents.release", name=name)
    items += [] if names else _to_sign(book, released, "consents.release.none")
    nodes: list[Node] = [para(label(labels("consents.item", text=text))) for text in items]
    rows: list[tuple[str, Sequence[Para]]] = []
    if book.advises and board is not None:
        release, privacy = board.records_release, board.privacy_note
        if release.note:
            unsure = book.unconfirmed(confirmed=release.confirmed)
            rows.append(("consents.body", (para(known(release.note)), *unsure)))
        if privacy.text:
            unsure = book.unconfirmed(confirmed=privacy.confirmed)
            rows.append(("consents.privacy", (para(known(privacy.text)), *unsure)))
    shown = book.facts(rows)
    return [*nodes, shown] if shown.rows else nodes


def _to_sign(book: Book, asked: bool | None, key: str, **values: object) -> list[str]:  # noqa: FBT001 - an answer
    """Return the line for what is signed elsewhere; none where it is ``asked`` for by no paper of the body."""
    if asked is None:
        return [book.labels(f"{key}.unsure", **values)]
    return [book.signed(key, **values)] if asked else []


def _asked(board: Board | None, tag: str, answer: Callable[[Board], bool | None]) -> bool | None:
    """Say whether a body asks for what ``tag`` names, by a heading or by its ``answer``; None is not known."""
    if board is None:
        return None
    return True if board.asks_for(tag) else answer(board)


def _shared(board: Board) -> bool | None:
    copied = board.respondent_gets_copy  # who gets none needs no consent to it; who gets one may get it without
    return False if copied.confirmed and copied.answer is False else None


def _released(board: Board) -> bool | None:
    release = board.records_release
    return release.answer if release.answer or release.confirmed else None


def declaration(book: Book) -> list[Node]:
    """Section 15: how the body wants it signed, and empty lines where a plain signature is all that is known of.

    Where the body has an oath or a form of words of its own, nothing is printed that could be signed in its place. The
    program signs nothing for anyone, and the copy for oneself is not signed.
    """
    labels, board = book.labels, book.case.board
    nodes: list[Node] = [_wanted(book, board)] if board is not None else []
    if book.case.audience is Audience.SELF:
        nodes += [para(label(labels(f"declaration.{key}"))) for key in ("own", "nobody")]
    elif _kind(board) in _OF_THE_BODY:
        nodes.append(para(label(book.signed("declaration.blank"))))
    elif not _is_signed(board) and _by_some_route(board):
        nodes.append(para(label(labels("declaration.nobody"))))
    elif not _is_signed(board):
        nodes.append(para(label(labels("declaration.unasked"))))
    else:
        lines = tuple(labels(f"declaration.{key}") for key in ("signature", "name", "date"))
        nodes += [
            para(label(labels("declaration.text")), role=Role.LEAD),
            para(fact(labels("declaration.whole")), Run(page_of=LAST_PAGE, origin=fact("").origin)),
            para(label(labels("declaration.nobody")), role=Role.NOTE),
            SignatureLines(labels=lines),
        ]
    if book.case.audience is Audience.LAWYER:
        nodes.append(para(label(labels("declaration.electronic")), role=Role.NOTE))
    return nodes


_OF_THE_BODY = frozenset({"penalty-of-perjury", "under-oath", "notarised"})


def _kind(board: Board | None) -> str:
    return board.declaration.kind if board is not None else "signed"


def _is_signed(board: Board | None) -> bool:
    """Say whether something is signed, here or on the body's own form."""
    return _kind(board) in _OF_THE_BODY or (
        _kind(board) != "none" and (board is None or board.declaration.required is not False)
    )


def _by_some_route(board: Board | None) -> bool:
    """Say whether a signature is asked for where the complaint is filed in one of several ways."""
    return board is not None and any(each.kind != "none" for each in board.declaration.by_route)


def initials(book: Book) -> str:
    """Return the words of the box for initials on every page; none where nothing is signed and no body asks for it."""
    board = book.case.board
    asked = board is not None and any("pagination" in section.tags for section in board.sections)
    wanted = book.case.audience is Audience.BOARD and (asked or _is_signed(board))
    return book.labels("initials") if wanted else ""


def _wanted(book: Book, board: Board) -> Facts:
    """Return what is known of how a body wants it signed; a body gets only what it publishes."""
    declared = board.declaration
    confirmed = declared.confidence == "sourced"
    rows: list[tuple[str, Sequence[Para]]] = []
    if book.advises or confirmed:
        kinds = [_kind_by_route(book, each) for each in declared.found if book.advises or each.kind != "none"]
        rows.append(("declaration.kind", (*kinds, *book.unconfirmed(confirmed=confirmed)) if kinds else ()))
    if book.advises and declared.note:
        rows.append(("declaration.note", (para(known(declared.note)),)))
    return book.facts(rows)


def _kind_by_route(book: Book, each: RouteDeclaration) -> Para:
    kind = book.labels(f"declaration.{each.kind}")
    return para(label(book.labels.way_to_file(each.route)), label(f": {kind}")) if each.route else para(label(kind))
