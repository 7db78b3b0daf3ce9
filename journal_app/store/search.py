"""Full-text search over the words of everything that is not removed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from journal_app.store.database import Database, Row

_MOST = 200
# Ranking reads something of every record found, so it is done only where it can tell them apart in a moment.
_RANKED = 1000
# A private part is found as the record it belongs to, and not at all where that is removed.
_WHOLE = """CASE current.kind
    WHEN 'impact' THEN 'incident' WHEN 'private-note' THEN 'incident'
    WHEN 'person-note' THEN 'person' WHEN 'complaint-log' THEN 'complaint'
    WHEN 'complaint-points' THEN 'complaint' ELSE current.kind END"""
_FROM = f"""
    FROM search_index
    JOIN current ON current.id = search_index.rowid
    LEFT JOIN current AS whole ON whole.record_id = current.record_id AND whole.kind = {_WHOLE}
    WHERE coalesce(whole.removed, 0) = 0 AND """
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
    """Return the records in which every word of ``query`` stands; the last word may be a beginning.

    The best stand first, or the newest where there are very many. Any text is a fair query: nothing in it has a
    meaning of its own. All words have to stand in one record, where the private parts of an entry are records of
    their own.
    """
    words, pieces = _words_and_pieces(query)
    found: dict[tuple[str, str], Found] = {}
    for kind, record_id, snippet in _rows(database, words, pieces):
        hit = Found(kind=str(kind), record_id=str(record_id), snippet=" ".join(str(snippet).split()))
        found.setdefault((hit.kind, hit.record_id), hit)
    return list(found.values())


_ENTRY = ("incident", "impact", "private-note")


def condition(query: str, kinds: Sequence[str] = _ENTRY) -> tuple[str, list[str]]:
    """Return what holds, in SQL, of a record in ``current`` in which all words stand, and the values it needs.

    ``kinds`` are those of the records that count as it: an entry has private parts. Where nothing of ``query`` can be
    looked for, it holds of none.
    """
    words, pieces = _words_and_pieces(query)
    if not words and not pieces:
        return "FALSE", []
    tests = ["search_index MATCH ?"] * bool(words) + ["instr(search_index.words, ?) > 0"] * len(pieces)
    found = "SELECT part.record_id FROM search_index JOIN current AS part ON part.id = search_index.rowid"
    values = [*kinds, *([_expression(words)] if words else []), *pieces]
    named = f"part.kind IN ({', '.join('?' * len(kinds))})"
    return f"current.record_id IN ({found} WHERE {named} AND {' AND '.join(tests)})", values


def _expression(words: list[str]) -> str:
    return " ".join(f"""\"{word.replace('"', '""')}\"""" for word in words) + "*"


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
    inside = ["instr(search_index.words, ?) > 0"] * len(pieces)
    if words:
        expression = _expression(words)
        return database.execute(
            f"SELECT {_WHOLE}, current.record_id, snippet(search_index, 0, '', '', '…', 14)"
            f"{_FROM}{' AND '.join(['search_index MATCH ?', *inside])} ORDER BY {_order(database, expression)}"
            f" LIMIT {_MOST}",
            (expression, *pieces),
        )
    if pieces:
        return database.execute(
            f"SELECT {_WHOLE}, current.record_id,"
            " substr(search_index.words, max(1, instr(search_index.words, ?) - 20), 60)"
            f"{_FROM}{' AND '.join(inside)} ORDER BY search_index.rowid DESC LIMIT {_MOST}",
            (pieces[0], *pieces),
        )
    return []


def _order(database: Database, expression: str) -> str:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT {_RANKED + 1})"
    return "rank" if int(str(database.execute(sql, (expression,))[0][0])) <= _RANKED else "search_index.rowid DESC"
