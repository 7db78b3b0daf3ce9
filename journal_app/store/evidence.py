"""Evidence as it stands now, the keys of its files, and the renditions made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from journal_app.domain.custody import CustodyNote
from journal_app.domain.evidence import Evidence
from journal_app.domain.records import quoted
from journal_app.errors import Damaged
from journal_app.i18n import pgettext
from journal_app.store import revisions
from journal_app.store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobRow:
    """What is needed to read one encrypted file again."""

    file_id: str
    sha256: str
    size: int
    wrapped_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionRow:
    """One rendition of one page (counted from 1): its encrypted file, its size in pixels, notes and words found."""

    evidence_id: str
    page: int
    blob: BlobRow
    media_type: str
    width: int
    height: int
    notes: tuple[str, ...]
    words: str


def get(database: Database, identifier: str) -> Evidence:
    """Return one evidence item; raises BadInput where there is none with this id."""
    return revisions.found(database, "evidence", identifier).revision.record(Evidence)


def all(database: Database) -> list[Evidence]:  # noqa: A001 - read as evidence.all
    """Return all evidence in the order it was added."""
    return [each.revision.record(Evidence) for each in revisions.all_standing(database, "evidence")]


def of_incident(database: Database, incident: str) -> list[Evidence]:
    """Return the evidence of one incident, in the order it was added."""
    rows = database.execute(
        "SELECT record_id FROM evidence_incidents JOIN current USING (id) WHERE incident = ? ORDER BY id", (incident,)
    )
    return [get(database, str(row[0])) for row in rows]


def counts_by_incident(database: Database) -> dict[str, int]:
    """Return how many files each incident has."""
    rows = database.execute("SELECT incident, count(*) FROM evidence_incidents GROUP BY incident")
    return {str(incident): int(str(count)) for incident, count in rows}


def alike(database: Database, sha256: str) -> list[Evidence]:
    """Return the evidence items with these bytes, in the order they were added; an import may bring several."""
    rows = database.execute(
        "SELECT record_id FROM evidence_digests JOIN current USING (id) WHERE sha256 = ? ORDER BY id", (sha256,)
    )
    return [get(database, str(row[0])) for row in rows]


def by_sha256(database: Database, sha256: str) -> Evidence | None:
    """Return the first evidence item with these bytes, or None where they are new."""
    return next(iter(alike(database, sha256)), None)


def custody(database: Database, identifier: str) -> list[tuple[datetime, CustodyNote]]:
    """Return everything that was done with a file, oldest first."""
    return [
        (revision.recorded_at, revision.record(CustodyNote))
        for revision in revisions.history(database, "custody", identifier)
    ]


def put_blob(database: Database, blob: BlobRow) -> None:
    """Keep the key of an encrypted file, inside a transaction."""
    database.execute("INSERT INTO blobs VALUES (?, ?, ?, ?)", (blob.file_id, blob.sha256, blob.size, blob.wrapped_key))


def set_blob_key(database: Database, file_id: str, wrapped_key: bytes) -> None:
    """Keep the key of an encrypted file as it is wrapped now, inside a transaction."""
    database.execute("UPDATE blobs SET wrapped_key = ? WHERE file_id = ?", (wrapped_key, file_id))


def blob(database: Database, file_id: str) -> BlobRow:
    """Return the key of an encrypted file; raises Damaged where it is missing."""
    rows = database.execute("SELECT file_id, sha256, size, wrapped_key FROM blobs WHERE file_id = ?", (file_id,))
    if not rows:
        message = pgettext("error", "The key of a stored file is missing, so the file cannot be shown.")
        raise Damaged(message, pgettext("error", "Run a check of the journal, and look for the file in a backup."))
    return _blob(rows[0])


def named_by(database: Database, identifier: str) -> list[str]:
    """Return the kinds of the records that name a file (its id), each once.

    Removed entries are among them, for they can be brought back as they were; nothing else that was removed is.
    """
    rows = database.execute(
        "SELECT DISTINCT current.kind FROM current JOIN revisions ON revisions.seq = current.content_seq"
        " WHERE current.kind IN ('incident', 'match', 'study', 'complaint', 'complaint-log', 'complaint-points')"
        " AND (current.removed = 0 OR current.kind = 'incident')"
        " AND instr(CAST(revisions.body AS TEXT), ?) > 0 ORDER BY current.kind",
        (quoted(identifier),),
    )
    return [str(row[0]) for row in rows]


def forget_keys(database: Database, identifier: str, file_ids: Iterable[str]) -> None:
    """Forget the keys of a file and of its renditions (``file_ids``) and what was found, inside a transaction."""
    database.execute("DELETE FROM renditions WHERE evidence_id = ?", (identifier,))
    database.execute("DELETE FROM unreadable WHERE evidence_id = ?", (identifier,))
    for each in file_ids:
        forget_blob(database, each)


def forget_blob(database: Database, file_id: str) -> None:
    """Forget the key of an encrypted file, inside a transaction."""
    database.execute("DELETE FROM blobs WHERE file_id = ?", (file_id,))


def forget_named(database: Database, file_id: str) -> None:
    """Forget a name that no file can have, and what is said to be drawn there, inside a transaction."""
    database.execute("DELETE FROM renditions WHERE file_id = ?", (file_id,))
    forget_blob(database, file_id)


def knows_blob(database: Database, file_id: str) -> bool:
    """Say whether an encrypted file has its key here, so that a record may need it."""
    return bool(database.execute("SELECT 1 FROM blobs WHERE file_id = ?", (file_id,)))


def blobs(database: Database) -> list[BlobRow]:
    """Return the keys of all encrypted files: originals and renditions."""
    return [_blob(row) for row in database.execute("SELECT file_id, sha256, size, wrapped_key FROM blobs")]


def blob_ids(database: Database) -> frozenset[str]:
    """Return the ids of all encrypted files that records know."""
    return frozenset(str(row[0]) for row in database.execute("SELECT file_id FROM blobs"))


def put_rendition(database: Database, rendition: RenditionRow) -> None:
    """Keep one rendition and the key of its file, inside a transaction."""
    put_blob(database, rendition.blob)
    database.execute(
        "INSERT INTO renditions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            rendition.evidence_id, rendition.page, rendition.blob.file_id, rendition.media_type, rendition.width,
            rendition.height, "\n".join(rendition.notes), rendition.words,
        ),
    )  # fmt: skip


def renditions(database: Database, evidence_id: str) -> list[RenditionRow]:
    """Return the renditions of one evidence item, by page."""
    rows = database.execute(
        "SELECT evidence_id, page, media_type, width, height, notes, words, blobs.file_id, sha256, size, wrapped_key"
        " FROM renditions JOIN blobs USING (file_id) WHERE evidence_id = ? ORDER BY page",
        (evidence_id,),
    )
    return [
        RenditionRow(
            evidence_id=str(row[0]), page=int(str(row[1])), media_type=str(row[2]), width=int(str(row[3])),
            height=int(str(row[4])), notes=tuple(str(row[5]).splitlines()), words=str(row[6]), blob=_blob(row[7:]),
        )
        for row in rows
    ]  # fmt: skip


def put_unreadable(database: Database, evidence_id: str, reason: str) -> None:
    """Note why no rendition could be made, inside a transaction."""
    database.execute("INSERT OR REPLACE INTO unreadable VALUES (?, ?)", (evidence_id, reason))


def unreadable(database: Database, evidence_id: str) -> str:
    """Return why no rendition could be made; empty where that is not known."""
    rows = database.execute("SELECT reason FROM unreadable WHERE evidence_id = ?", (evidence_id,))
    return str(rows[0][0]) if rows else ""


def forget_unreadable(database: Database, evidence_id: str) -> None:
    """Forget why no rendition could be made, inside a transaction."""
    database.execute("DELETE FROM unreadable WHERE evidence_id = ?", (evidence_id,))


def _blob(row: Row) -> BlobRow:
    file_id, sha256, size, key = row
    # The table is STRICT: what is in a BLOB column is bytes.
    return BlobRow(file_id=str(file_id), sha256=str(sha256), size=int(str(size)), wrapped_key=cast("bytes", key))
