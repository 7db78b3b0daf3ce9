"""Revisions: every version of every record, in the order they were saved, and what stands now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from journal_app.domain.records import Record, from_plain, parse_json
from journal_app.errors import BadInput, Damaged
from journal_app.i18n import pgettext
from journal_app.store import folding
from journal_app.store.database import Database, Row

R = TypeVar("R", bound=Record)

_COLUMNS = "seq, kind, record_id, number, action, recorded_at, timezone, body, salt, leaf"
_PAGE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One saved version of one record: ``body`` are the canonical bytes that ``leaf`` was made from with ``salt``."""

    seq: int
    kind: str
    record_id: str
    number: int
    action: str
    recorded_at: datetime
    timezone: str
    body: bytes
    salt: bytes
    leaf: bytes

    @property
    def plain(self) -> dict[str, Any] | None:
        """The record as plain JSON, or None for a removal; raises Damaged where the body cannot be read."""
        try:
            body: dict[str, dict[str, Any] | None] = parse_json(self.body, source=self.kind)
            return body["record"]
        except (BadInput, KeyError, TypeError, IndexError):
            raise _unreadable(self.kind, self.record_id) from None

    def record(self, kind: type[R]) -> R:
        """Return the record as a value of ``kind``; raises Damaged where it is none, as for a removal."""
        try:
            return from_plain(kind, self.plain, source=self.kind)
        except BadInput:
            raise _unreadable(self.kind, self.record_id) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands now of one record: its latest content, how often and when it was saved.

    Times are UTC; ``first_zone`` is the time zone of the computer at the first, that of the last is the revision's.
    """

    revision: Revision
    number: int
    removed: bool
    first_at: datetime
    first_zone: str
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHead:
    """One signed head of the chain, as columns."""

    size: int
    root: str
    time: str
    timezone: str
    public_key: str
    signature: str


def add(database: Database, revision: Revision, *, recorded_at: str, sort: str = "") -> None:
    """Add one revision, inside a transaction; ``recorded_at`` is its time as its body spells it."""
    database.execute(
        f"INSERT INTO revisions ({_COLUMNS}, sort) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            revision.seq, revision.kind, revision.record_id, revision.number, revision.action, recorded_at,
            revision.timezone, revision.body, revision.salt, revision.leaf, sort,
        ),
    )  # fmt: skip
    if revision.number > 1 or not revision.body.isascii():  # canonical bytes escape no letter
        folding.keep(database, revision.kind, revision.record_id)


def standing(database: Database, kind: str, record_id: str) -> Standing | None:
    """Return what stands now of a record, removed or not; None where there never was one."""
    rows = database.execute(f"{_STANDING} WHERE current.kind = ? AND current.record_id = ?", (kind, record_id))
    return _standing(rows[0]) if rows else None


def places(database: Database) -> dict[tuple[str, str], tuple[int, bool]]:
    """Return of every record, by kind and id, where the version that stands is in the chain, and if it is removed.

    One whose version is not in the chain has no place.
    """
    sql = (
        "SELECT current.kind, current.record_id, revisions.seq, current.removed"
        " FROM current JOIN revisions ON revisions.seq = current.content_seq"
    )
    return {(str(row[0]), str(row[1])): (int(str(row[2])), bool(row[3])) for row in database.execute(sql)}


def all_standing(database: Database, kind: str, *, removed: bool = False) -> list[Standing]:
    """Return what stands of all records of a kind in their order; removed ones only where ``removed``."""
    condition = "" if removed else " AND current.removed = 0"
    rows = database.execute(f"{_STANDING} WHERE current.kind = ?{condition} ORDER BY current.sort, current.id", (kind,))
    return [_standing(row) for row in rows]


_STANDING = (
    "SELECT "
    + ", ".join(f"revisions.{name}" for name in _COLUMNS.split(", "))
    + ", current.number, current.removed, current.first_at, current.last_at, "
    "(SELECT timezone FROM revisions AS first WHERE first.kind = current.kind"
    " AND first.record_id = current.record_id AND first.number = 1)"
    + " FROM current JOIN revisions ON revisions.seq = current.content_seq"
)


def exists(database: Database, kind: str, record_id: str) -> bool:
    """Say whether there is a record of this kind and id that is not removed."""
    sql = "SELECT 1 FROM current WHERE kind = ? AND record_id = ? AND removed = 0"
    return bool(database.execute(sql, (kind, record_id)))


def ever(database: Database, kind: str, record_id: str) -> bool:
    """Say whether there is or was a record of this kind and id."""
    return bool(database.execute("SELECT 1 FROM current WHERE kind = ? AND record_id = ?", (kind, record_id)))


def found(database: Database, kind: str, record_id: str, *, removed: bool = False) -> Standing:
    """Return what stands now of a record; raises BadInput where there is none with this id."""
    there = standing(database, kind, record_id)
    if there is None or (there.removed and not removed):
        message = pgettext("error", "There is nothing with the id {id} in this journal; nothing was changed.")
        advice = pgettext("error", "Look the id up with “list”.")
        if kind == "evidence":
            advice = pgettext("error", "Look at its entry with “show”, where the ids of the files stand.")
        raise BadInput(message.format(id=record_id), advice, field="id")
    return there


def history(database: Database, kind: str, record_id: str) -> list[Revision]:
    """Return every version of a record, oldest first."""
    sql = f"SELECT {_COLUMNS} FROM revisions WHERE kind = ? AND record_id = ? ORDER BY number"
    return [_revision(row) for row in database.execute(sql, (kind, record_id))]


def in_order(database: Database) -> Iterator[Revision]:
    """Yield every revision in the order of the chain, a page at a time."""
    last = 0
    while True:
        sql = f"SELECT {_COLUMNS} FROM revisions WHERE seq > ? ORDER BY seq LIMIT {_PAGE}"
        rows = database.execute(sql, (last,))
        if not rows:
            return
        for row in rows:
            yield _revision(row)
        last = int(str(rows[-1][0]))


def last_change(database: Database, *, besides: str = "") -> int:
    """Return the place of the last revision that is more than the note of an export; 0 where there is none.

    Those of the kind ``besides`` count for none either.
    """
    rows = database.execute(
        "SELECT seq FROM revisions WHERE kind <> ? AND (kind <> 'custody'"
        " OR json_extract(CAST(body AS TEXT), '$.record.event') <> 'exported') ORDER BY seq DESC LIMIT 1",
        (besides,),
    )
    return int(str(rows[0][0])) if rows else 0


def leaves(database: Database) -> list[bytes]:
    """Return all leaves in the order of the chain."""
    return [_bytes(row[0]) for row in database.execute("SELECT leaf FROM revisions ORDER BY seq")]


def frontier(database: Database) -> bytes:
    """Return the stored state of the growing tree; empty before the first revision."""
    rows = database.execute("SELECT state FROM frontier")
    return _bytes(rows[0][0]) if rows else b""


def put_frontier(database: Database, state: bytes) -> None:
    """Store the state of the growing tree, inside the transaction of the revision it belongs to."""
    database.execute("INSERT OR REPLACE INTO frontier VALUES (1, ?)", (state,))


def add_head(database: Database, head: StoredHead) -> None:
    """Add one signed head, inside a transaction."""
    values = (head.size, head.root, head.time, head.timezone, head.public_key, head.signature)
    database.execute("INSERT INTO heads VALUES (?, ?, ?, ?, ?, ?)", values)


def heads(database: Database, *, last: bool = False) -> list[StoredHead]:
    """Return the signed heads in order, or only the last one."""
    return _heads(database, "ORDER BY size DESC LIMIT 1" if last else "ORDER BY size")


def zones(database: Database) -> list[str]:
    """Return the time zones the computer was set to when something was recorded: each change has one, and its head."""
    return [str(row[0]) for row in database.execute("SELECT DISTINCT timezone FROM heads ORDER BY timezone")]


def head(database: Database, size: int) -> StoredHead | None:
    """Return the signed head of the chain when it had ``size`` revisions; None where there is none."""
    return next(iter(_heads(database, "WHERE size = ?", (size,))), None)


def _heads(database: Database, which: str, values: tuple[object, ...] = ()) -> list[StoredHead]:
    rows = database.execute(f"SELECT size, root, time, timezone, public_key, signature FROM heads {which}", values)
    return [
        StoredHead(
            size=int(str(row[0])), root=str(row[1]), time=str(row[2]), timezone=str(row[3]),
            public_key=str(row[4]), signature=str(row[5]),
        )
        for row in rows
    ]  # fmt: skip


def record_of(shape: type[R], body: object, *, kind: str, record_id: str) -> R:
    """Return the record in a body as a value of ``shape``; raises Damaged where it is none."""
    try:
        plain: dict[str, Any] = parse_json(_bytes(body), source=kind)
        return from_plain(shape, plain["record"], source=kind)
    except (BadInput, KeyError, TypeError, IndexError):
        raise _unreadable(kind, record_id) from None


def _standing(row: Row) -> Standing:
    return Standing(
        revision=_revision(row[:10]),
        number=int(str(row[10])),
        removed=bool(row[11]),
        first_at=datetime.fromisoformat(str(row[12])),
        last_at=datetime.fromisoformat(str(row[13])),
        first_zone=str(row[14]),
    )


def _revision(row: Row) -> Revision:
    return Revision(
        seq=int(str(row[0])),
        kind=str(row[1]),
        record_id=str(row[2]),
        number=int(str(row[3])),
        action=str(row[4]),
        recorded_at=datetime.fromisoformat(str(row[5])),
        timezone=str(row[6]),
        body=_bytes(row[7]),
        salt=_bytes(row[8]),
        leaf=_bytes(row[9]),
    )


def _bytes(value: object) -> bytes:
    return cast("bytes", value)  # the tables are STRICT: what is in a BLOB column is bytes


def _unreadable(kind: str, record_id: str) -> Damaged:
    message = pgettext("error", "A saved version of {record} is not as it was saved, so it is not shown.")
    advice = pgettext("error", "Run a check of the journal, and open a backup.")
    return Damaged(message.format(record=f"{kind} {record_id}"), advice)
