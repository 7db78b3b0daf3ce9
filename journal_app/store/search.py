"""Full-text search over the words of everything that is not removed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journal_app.store.database import Database

_WORD = re.compile(r"\w+", re.UNICODE)
_MOST = 500
# A private part is found as the record it belongs to.
_WHOLE = {"impact": "incident", "private-note": "incident", "person-note": "person", "complaint-log": "complaint"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record in which the words stand, and the words around the first of them."""

    kind: str
    record_id: str
    snippet: str


def find(database: Database, query: str) -> list[Found]:
    """Return the records in which every word of ``query`` stands, best first; the last word may be a beginning.

    Any text is a fair query: only its words count.
    """
    words = _WORD.findall(query)
    if not words:
        return []
    expression = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    rows = database.execute(
        "SELECT current.kind, current.record_id, snippet(search_index, 0, '', '', '…', 14)"
        " FROM search_index JOIN current ON current.id = search_index.rowid"
        f" WHERE search_index MATCH ? ORDER BY rank LIMIT {_MOST}",
        (expression,),
    )
    found: dict[tuple[str, str], Found] = {}
    for kind, record_id, snippet in rows:
        whole = _WHOLE.get(str(kind), str(kind))
        key = (whole, str(record_id))
        if key not in found and not _is_removed(database, *key):
            found[key] = Found(kind=whole, record_id=str(record_id), snippet=" ".join(str(snippet).split()))
    return list(found.values())


def _is_removed(database: Database, kind: str, record_id: str) -> bool:
    sql = "SELECT removed FROM current WHERE kind = ? AND record_id = ?"
    rows = database.execute(sql, (kind, record_id))
    return bool(rows and rows[0][0])
