"""Full-text search over the words of everything that is not removed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from journal_app.store import folding
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
_OF = f"""
    JOIN current ON current.id = found.rowid
    LEFT JOIN current AS whole ON whole.record_id = {_WHOLE_ID} AND whole.kind = {_WHOLE}
    WHERE coalesce(whole.removed, 0) = 0 AND """
_BEFORE, _AROUND = 20, 60  # letters of a text without spaces
_ROWS_AT_ONCE = 3 * MOST  # an entry has three parts


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
    found: dict[tuple[str, str], tuple[_Wanted, int]] = {}
    for kind, record_id, wanted, row in _rows(database, query):
        found.setdefault((kind, record_id), (wanted, row))
        if len(found) == most:
            break
    snippets = _snippets(database, found.values())
    return [
        Found(kind=kind, record_id=record_id, snippet=snippets[place]) for (kind, record_id), place in found.items()
    ]


_ENTRY = ("incident", "impact", "private-note")


def condition(query: str, kinds: Sequence[str] = _ENTRY) -> tuple[str, list[str]]:
    """Return what holds, in SQL, of a record in ``current`` in which all words stand, and the values it needs.

    ``kinds`` are those of the records that count as it: an entry has private parts. Where nothing of ``query`` can be
    looked for, it holds of none.
    """
    tests, values = ["FALSE"], list[str]()
    for wanted in _wanted(query):
        named = f"part.kind IN ({', '.join('?' * len(kinds))})"
        found = f"SELECT part.record_id FROM {wanted.table} AS found JOIN current AS part ON part.id = found.rowid"
        tests.append(f"current.record_id IN ({found} WHERE {named} AND {wanted.condition})")
        values += [*kinds, *wanted.values]
    return f"({' OR '.join(tests)})", values


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for in one of the two tables: words the index knows, and pieces of the text itself."""

    table: str
    words: tuple[str, ...]
    pieces: tuple[str, ...]

    @property
    def condition(self) -> str:
        """What holds, in SQL, of a row of the table, named ``found``, in which all of it stands."""
        inside = [f"{self.table} MATCH ?"] * bool(self.words)
        return " AND ".join([*inside, *["instr(found.words, ?) > 0"] * len(self.pieces)])

    @property
    def values(self) -> tuple[str, ...]:
        """The values that the condition needs."""
        return (*([self.expression] if self.words else []), *self.pieces)

    @property
    def expression(self) -> str:
        """The words as FTS5 takes them."""
        return " ".join(f"""\"{word.replace('"', '""')}\"""" for word in self.words) + "*"


def _wanted(query: str) -> list[_Wanted]:
    """Return what is looked for: as it was typed, and folded; nothing where there is nothing to look for."""
    plain = folding.folded(query)
    others = () if folding.is_found_as_it_is(query) else (("search_index", plain),)
    sides = (("search_index", query), *others, ("search_folded", plain))
    found = [_Wanted(table, *_words_and_pieces(text)) for table, text in sides]
    return [each for each in found if each.words or each.pieces]


def _words_and_pieces(query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the index knows as words, and what has to be looked for in the text itself."""
    words, pieces = list[str](), list[str]()
    for chunk in "".join(letter if letter.isprintable() else " " for letter in query).split():
        if folding.UNSPACED.search(chunk):
            pieces.append(chunk)
        elif any(letter.isalnum() for letter in chunk):
            words.append(chunk)
        elif any(unicodedata.category(letter) == "So" for letter in chunk):  # such as a picture of a face
            pieces.append(chunk)
    return tuple(words), tuple(pieces)


def _rows(database: Database, query: str) -> Iterator[tuple[str, str, _Wanted, int]]:
    """Yield what is found as kind, id, and in which table and row: one record once for each part of it that fits."""
    for wanted in _wanted(query):
        order = _order(database, wanted) if wanted.words else "found.rowid DESC"
        sql = (
            f"SELECT {_WHOLE}, {_WHOLE_ID}, found.rowid FROM {wanted.table} AS found{_OF}{wanted.condition}"
            f" ORDER BY {order} LIMIT ? OFFSET ?"
        )
        start, more = 0, True
        while more:
            rows = database.execute(sql, (*wanted.values, _ROWS_AT_ONCE, start))
            for kind, record_id, row in rows:
                yield str(kind), str(record_id), wanted, int(str(row))
            start, more = start + _ROWS_AT_ONCE, len(rows) == _ROWS_AT_ONCE


def _snippets(database: Database, places: Iterable[tuple[_Wanted, int]]) -> dict[tuple[_Wanted, int], str]:
    """Return the words around the first that was looked for, as they were written, of each row that was found."""
    rows_of: dict[_Wanted, list[int]] = {}
    for wanted, row in places:
        rows_of.setdefault(wanted, []).append(row)
    found: dict[tuple[_Wanted, int], str] = {}
    for wanted, rows in rows_of.items():
        if wanted.table == "search_index" and wanted.words:
            found |= {(wanted, row): text for row, text in _by_index(database, wanted, rows)}
        else:
            found |= {(wanted, row): _by_text(database, wanted, row) for row in rows}
    return {place: " ".join(text.split()) for place, text in found.items()}


def _by_index(database: Database, wanted: _Wanted, rows: list[int]) -> Iterator[tuple[int, str]]:
    """Yield what the index shows of all rows at once: to find the words is most of the work, and is done once so.

    The ``+`` keeps the rows from being looked up one by one, which would find the words anew for each of them
    (https://www.sqlite.org/optoverview.html, section 2). Within the span only the rows wanted are read.
    """
    marks = ", ".join("?" * len(rows))
    sql = (
        "SELECT rowid, snippet(search_index, 0, '', '', '…', 14) FROM search_index"
        f" WHERE search_index MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN ({marks})"
    )
    for row, text in database.execute(sql, (wanted.expression, min(rows), max(rows), *rows)):
        yield int(str(row)), str(text)


def _by_text(database: Database, wanted: _Wanted, row: int) -> str:
    if wanted.table == "search_folded":
        word = (*wanted.words, *wanted.pieces)[0]
        rows = database.execute("SELECT words FROM search_index WHERE rowid = ?", (row,))
        return folding.around(str(rows[0][0]), word, _BEFORE, _AROUND)
    sql = f"SELECT substr(words, max(1, instr(words, ?) - {_BEFORE}), {_AROUND}) FROM search_index WHERE rowid = ?"
    return str(database.execute(sql, (wanted.pieces[0], row))[0][0])


def _order(database: Database, wanted: _Wanted) -> str:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {wanted.table} WHERE {wanted.table} MATCH ? LIMIT {_RANKED + 1})"
    return "rank" if int(str(database.execute(sql, (wanted.expression,))[0][0])) <= _RANKED else "found.rowid DESC"
