"""What was begun and is not done yet, among the cards of a section."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from journal_app.domain.records import Record
from journal_app.i18n import pgettext
from journal_app.services import drafts
from journal_app.services.journal import Journal
from journal_app.ui.cards import Card, isolated

R = TypeVar("R", bound=Record)


def card(identifier: str, title: str) -> Card:
    """Return the card of something new that was begun; ``identifier`` opens it again."""
    below = pgettext("timeline", "Kept as you left it. It is in no dossier until it is done.")
    line = title.strip() or pgettext("timeline", "Nothing written yet")
    return Card(identifier, pgettext("timeline", "Not finished"), isolated(line), below)


def mark() -> str:
    """Return what the card of a record says of which changes are kept that are not done yet."""
    return pgettext("timeline", "changes not finished")


def among(journal: Journal, prefix: str, kind: type[R], title: Callable[[R], str], cards: Iterable[Card]) -> list[Card]:
    """Return the cards of a section with the one that was begun first, and a mark on those with kept changes.

    Drafts are kept under ``prefix`` and the id of the record; under ``prefix`` alone where it is new.
    """
    kept = set(drafts.keys(journal))
    begun = drafts.load(journal, prefix, kind) if prefix in kept else None
    first = [card("", title(begun))] if begun is not None else []
    marked = [
        replace(each, below=" · ".join(filter(None, [each.below, mark()]))) if prefix + each.id in kept else each
        for each in cards
    ]
    return [*first, *marked]
