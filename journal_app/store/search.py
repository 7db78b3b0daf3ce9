"""Full-text search over the words of everything that is not removed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from journal_app.store.database import Database, Row

_MOST = 500
# A private part is found as the record it belongs to.
_WHOLE = {"impact": "incident", "private-note": "incident", "person-note": "person", "complaint-log": "complaint"}
# Scripts written without spaces between words (Thai to Lao, Burmese, Khmer, kana, Han): the index takes a whole
# run of them for one word, so pieces of it are looked for in the text itself.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record in which the words stand, and the words around the first of them."""

    kind: str
    record_id: str
    snippet: str


def find(database: Database, query: str) -> list[Found]:
    """Return the records in which every word of ``query`` stands, best first; the last word may be a beginning.

    Any text is a fair query: nothing in it has a meaning of its own. All words have to stand in one record, where
    the private parts of an entry are records of their own.
    """
    words, pieces = _words_and_pieces(query)
    found: dict[tuple[str, str], Found] = {}
    for kind, record_id, snippet in _rows(database, words, pieces):
        whole = _WHOLE.get(str(kind), str(kind))
        key = (whole, str(record_id))
        if key not in found and not _is_removed(database, *key):
            found[key] = Found(kind=whole, record_id=str(record_id), snippet=" ".join(str(snippet).split()))
    return list(found.values())


def _words_and_pieces(query: str) -> tuple[list[str], list[str]]:
    """Return what the index knows as words, and what has to be looked for in the text itself."""
    words, pieces = [], []
    for chunk in "".join(letter if letter.isprintable() else " " for letter in query).split():
        if _UNSPACED.search(chunk):
            pieces.append(chunk)
        elif any(letter.isalnum() for letter in chunk):
            words.append(chunk)
        elif any(unicodedata.category(letter) == "So" for letter in chunk):  # such as a picture of a face
            pieces.append(chunk)
    return words, pieces


def _rows(database: Database, words: list[str], pieces: list[str]) -> list[Row]:
    if not words and not pieces:
        return []
    inside = ["instr(search_index.words, ?) > 0"] * len(pieces)
    if not words:
        return database.execute(
            "SELECT current.kind, current.record_id,"
            " substr(search_index.words, max(1, instr(search_index.words, ?) - 20), 60)"
            " FROM search_index JOIN current ON current.id = search_index.rowid"
            f" WHERE {' AND '.join(inside)} ORDER BY search_index.rowid LIMIT {_MOST}",
            (pieces[0], *pieces),
        )
    quoted = [f'''"{word.replace('"', '""')}"''' for word in words]
    return database.execute(
        "SELECT current.kind, current.record_id, snippet(search_index, 0, '', '', '…', 14)"
        " FROM search_index JOIN current ON current.id = search_index.rowid"
        f" WHERE {' AND '.join(['search_index MATCH ?', *inside])} ORDER BY rank LIMIT {_MOST}",
        (" ".join(quoted) + "*", *pieces),
    )


def _is_removed(database: Database, kind: str, record_id: str) -> bool:
    sql = "SELECT removed FROM current WHERE kind = ? AND record_id = ?"
    rows = database.execute(sql, (kind, record_id))
    return bool(rows and rows[0][0])
