"""The ledger: the one way to write a chained record, each a leaf of one growing tree with a signed head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import Incident
from journal_app.domain.records import Record, to_plain
from journal_app.integrity.chain import Frontier, Head, SignedHead, leaf_hash, revision_body, utc_text
from journal_app.store import revisions
from journal_app.store.database import Database
from journal_app.store.revisions import Revision, StoredHead

# Each of these is an event of its own, so the same content twice is two events.
_EVENTS = frozenset({"custody", "anchor"})


class Ledger:
    """Writes records inside one transaction; :meth:`seal` ends it with a signed head."""

    def __init__(
        self,
        database: Database,
        *,
        vault_id: str,
        sign: Callable[[bytes], bytes],
        public_key: bytes,
        clock: Callable[[], datetime],
        timezone: str,
        salt: Callable[[], bytes],
    ) -> None:
        self._database = database
        self._vault_id = vault_id
        self._sign = sign
        self._public_key = public_key.hex()
        self._time = utc_text(clock())
        self._timezone = timezone
        self._salt = salt
        state = revisions.frontier(database)
        self._frontier = Frontier.from_bytes(state) if state else Frontier()
        self._sealed = self._frontier.size

    def append(self, kind: str, record_id: str, record: Record) -> None:
        """Write the new content of a record; equal content to what stands is not written again."""
        plain = to_plain(record)
        before = revisions.standing(self._database, kind, record_id)
        same = before is not None and not before.removed and before.revision.plain == _as_stored(plain)
        if same and kind not in _EVENTS:
            return
        number = 1 if before is None else before.number + 1
        action = "created" if before is None else ("restored" if before.removed else "revised")
        self._write(kind, record_id, number, action, plain, place_in_timeline(record))

    def remove(self, kind: str, record_id: str) -> None:
        """Write that a record is removed; its earlier content stays in the chain."""
        before = revisions.found(self._database, kind, record_id)
        self._write(kind, record_id, before.number + 1, "removed", None, "")

    def restore(self, kind: str, record_id: str) -> None:
        """Write the last content of a removed record anew."""
        before = revisions.found(self._database, kind, record_id, removed=True)
        plain = before.revision.plain
        sort = place_in_timeline(before.revision.record(Incident)) if kind == "incident" else ""
        self._write(kind, record_id, before.number + 1, "restored", plain, sort)

    def _write(
        self, kind: str, record_id: str, number: int, action: str, plain: dict[str, Any] | None, sort: str
    ) -> None:
        body = revision_body(
            kind=kind, record_id=record_id, number=number, action=action, time=self._time,
            timezone=self._timezone, record=plain,
        )  # fmt: skip
        salt = self._salt()
        leaf = leaf_hash(salt, body)
        self._frontier = self._frontier.append(leaf)
        revision = Revision(
            seq=self._frontier.size, kind=kind, record_id=record_id, number=number, action=action,
            recorded_at=datetime.fromisoformat(self._time), timezone=self._timezone, body=body, salt=salt, leaf=leaf,
        )  # fmt: skip
        revisions.add(self._database, revision, recorded_at=self._time, sort=sort)

    def seal(self) -> None:
        """Store the state of the tree and a signed head; where nothing was written, nothing is stored."""
        if self._frontier.size == self._sealed:
            return
        revisions.put_frontier(self._database, self._frontier.to_bytes())
        head = Head(
            vault_id=self._vault_id, size=self._frontier.size, root=self._frontier.root().hex(), time=self._time,
            timezone=self._timezone, key=self._public_key,
        )  # fmt: skip
        stored = StoredHead(
            size=head.size, root=head.root, time=head.time, timezone=head.timezone, public_key=head.key,
            signature=self._sign(head.message()).hex(),
        )  # fmt: skip
        revisions.add_head(self._database, stored)
        self._sealed = self._frontier.size


def signed_head(vault_id: str, stored: StoredHead) -> SignedHead:
    """Return a stored head as the chain knows it; raises ChainMismatch where it cannot be one."""
    head = Head(
        vault_id=vault_id, size=stored.size, root=stored.root, time=stored.time, timezone=stored.timezone,
        key=stored.public_key,
    )  # fmt: skip
    return SignedHead(head, stored.signature)


def _as_stored(plain: Any) -> Any:
    """Return plain data as it comes back from JSON: tuples are lists there."""
    if isinstance(plain, dict):
        return {key: _as_stored(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_as_stored(value) for value in plain]
    return plain


def place_in_timeline(record: Record) -> str:
    """Return where an incident stands in the timeline: unknown dates first, then by earliest and latest moment.

    Anything else has no place there.
    """
    if not isinstance(record, Incident):
        return ""
    known, earliest, latest = parse_event_date(record.occurred).sort_key
    return f"1 {earliest.isoformat()} {latest.isoformat()}" if known else "0"
