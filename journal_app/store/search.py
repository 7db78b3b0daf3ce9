"""Full-text search over the words of everything that is not removed."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journal_app.store.database import Database

MOST = 200
# Ranking reads something of every record found, so it is done only where it can tell them apart in a moment.
_RANKED = 1000
# A part is found as the record it belongs to, and not at all where that is removed. A relationship belongs to the
# professional in it.
_WHOLE = """CASE current.kind
    WHEN 'impact' THEN 'incident' WHEN 'private-note' THEN 'incident'
    WHEN 'person-note' THEN 'person' WHEN 'relationship' THEN 'person'
    WHEN 'complaint-log' THEN 'complaint' WHEN 'complaint-points' THEN 'complaint' ELSE current.kind END"""
_PROFESSIONAL = "json_extract(CAST(body AS TEXT), '$.record.professional')"
_WHOLE_ID = f"""CASE current.kind
    WHEN 'relationship' THEN (SELECT {_PROFESSIONAL} FROM revisions WHERE seq = current.content_seq)
    ELSE current.record_id END"""
_FROM = f"""
    FROM search_index
    JOIN current ON current.id = search_index.rowid
    LEFT JOIN current AS whole ON whole.record_id = {_WHOLE_ID} AND whole.kind = {_WHOLE}
    WHERE coalesce(whole.removed, 0) = 0 AND """
_ROWS_AT_ONCE = 3 * MOST  # an entry has three parts
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


def find(database: Database, query: str, *, most: int = MOST) -> list[Found]:
    """Return at most ``most`` records in which every word of ``query`` stands; the last word may be a beginning.

    The best stand first, or the newest where there are very many. Any text is a fair query: nothing in it has a
    meaning of its own. All words have to stand in one record, where the private parts of an entry are records of
    their own.
    """
    words, pieces = _words_and_pieces(query)
    found: dict[tuple[str, str], int] = {}
    for kind, record_id, row in _rows(database, words, pieces):
        found.setdefault((kind, record_id), row)
        if len(found) == most:
            break
    texts = _snippets(database, words, pieces, list(found.values()))
    return [Found(kind=kind, record_id=record_id, snippet=texts[row]) for (kind, record_id), row in found.items()]


_ENTRY = ("incident", "impact", "private-note")


def condition(query: str, kinds: Sequence[str] = _ENTRY) -> tuple[str, list[str]]:
    """Return what holds, in SQL, of a record in ``current`` in which all words stand, and the values it needs.

    ``kinds`` are those of the records that count as it: an entry has private parts. Where nothing of ``query`` can be
    looked for, it holds of none.
    """
    words, pieces = _words_and_pieces(query)
    if not words and not pieces:
        return "FALSE", []
    matching, values = _matching(words, pieces)
    found = "SELECT part.record_id FROM search_index JOIN current AS part ON part.id = search_index.rowid"
    named = f"part.kind IN ({', '.join('?' * len(kinds))})"
    return f"current.record_id IN ({found} WHERE {named} AND {matching})", [*kinds, *values]


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


def _matching(words: list[str], pieces: list[str]) -> tuple[str, list[str]]:
    """Return what holds of a row of the index in which all words stand, in SQL, and the values it needs."""
    tests = ["search_index MATCH ?"] * bool(words) + ["instr(search_index.words, ?) > 0"] * len(pieces)
    return " AND ".join(tests), [*([_expression(words)] if words else []), *pieces]


def _rows(database: Database, words: list[str], pieces: list[str]) -> Iterator[tuple[str, str, int]]:
    """Yield what is found as kind, id and row of the index: one record once for each part of it that fits."""
    if not words and not pieces:
        return
    condition, values = _matching(words, pieces)
    order = _order(database, _expression(words)) if words else "search_index.rowid DESC"
    sql = f"SELECT {_WHOLE}, {_WHOLE_ID}, search_index.rowid{_FROM}{condition} ORDER BY {order} LIMIT ? OFFSET ?"
    for start in itertools.count(0, _ROWS_AT_ONCE):
        rows = database.execute(sql, (*values, _ROWS_AT_ONCE, start))
        for kind, record_id, row in rows:
            yield str(kind), str(record_id), int(str(row))
        if len(rows) < _ROWS_AT_ONCE:
            return


def _snippets(database: Database, words: list[str], pieces: list[str], rows: list[int]) -> dict[int, str]:
    """Return the words around the first that was looked for, of each of these rows of the index."""
    if not rows:
        return {}
    condition, values = _matching(words, pieces)
    around, first = "snippet(search_index, 0, '', '', '…', 14)", list[str]()
    if not words:
        around, first = "substr(search_index.words, max(1, instr(search_index.words, ?) - 20), 60)", pieces[:1]
    found = database.execute(
        f"SELECT rowid, {around} FROM search_index WHERE {condition} AND rowid IN (SELECT value FROM json_each(?))",
        (*first, *values, json.dumps(rows)),
    )
    return {int(str(row)): " ".join(str(text).split()) for row, text in found}


def _order(database: Database, expression: str) -> str:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT {_RANKED + 1})"
    return "rank" if int(str(database.execute(sql, (expression,))[0][0])) <= _RANKED else "search_index.rowid DESC"
