"""What a package leaves out whole: records and ids that hold what is hidden on its pages, or may tell it."""

from __future__ import annotations

import json

from journal_app.dossier.redaction import Swap
from journal_app.dossier.second_look import without_keys

_ON_PAGES = frozenset({"incident", "evidence"})  # those kinds of a chain that goes out whose texts are printed


def holds_name(swap: Swap, text: str) -> bool:
    """Say whether an id, or what is said in JSON, holds what is hidden, in any case, or the letters of a name.

    Wider than what is replaced: for what leaves whole or not at all. It is looked at as it is written, and as pages
    set it: what is not seen stands there between the letters of a name, and not on a page. Time zones the computer was
    set to do not count: every record has one.
    """
    return swap.may_tell(without_keys(text))


def is_withheld(swap: Swap, body: str) -> bool:
    """Say whether a revision stays as it holds what is hidden, or anything that the pages of a dossier replace."""
    facts = json.loads(body)
    return (facts["kind"] in _ON_PAGES and swap.changes(facts["record"])) or holds_name(swap, body)
