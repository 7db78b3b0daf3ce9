"""Checks of a whole journal: every page, record, chain link and evidence digest; and what can be salvaged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from journal_app.domain.evidence import Evidence
from journal_app.domain.records import Record, from_plain
from journal_app.errors import Damaged, JournalError, NeedsWriting, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.integrity.chain import Frontier, leaf_hash, read_revision, utc_text
from journal_app.progress import SILENT, Progress
from journal_app.services import evidence as evidence_service
from journal_app.services import files, interchange, key_files, latest, planted
from journal_app.services.journal import Journal, system_clock
from journal_app.services.ledger import signed_head
from journal_app.services.outside import OutsideState
from journal_app.services.remains import SHAPES, Remains
from journal_app.store import database, revisions
from journal_app.store import evidence as evidence_store
from journal_app.store.revisions import Revision
from journal_app.vault import leftovers, synced
from journal_app.vault.places import DATABASE
from journal_app.vault.vault import Vault

DRAFTS = "drafts.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One kind of thing that was checked, and how many of it."""

    what: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it was saved: where, and what is wrong with it.

    ``kind`` and ``record`` name the record it belongs to, where it belongs to one.
    """

    where: str
    what: str
    kind: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What was checked, and what was found; no problems means "as it was saved", never "true".

    ``left`` are the files an interruption left, which are no damage; ``removed`` those that were removed after the
    check; ``written`` says what had to be written before the check, empty where nothing was.
    """

    checked: tuple[Checked, ...]
    problems: tuple[Problem, ...]
    left: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    written: str = ""

    def counts(self) -> list[str]:
        """Return how much was checked, a line for each kind of thing."""
        return [f"{line.what}: {line.count}" for line in self.checked]

    def beside(self) -> list[str]:
        """Return what had to be written, and what an interruption left, in sentences."""
        told = [self.written] if self.written else []
        if self.left:
            text = pgettext("check", "Left by an interruption, and named by no record: {names}. This is no damage.")
            told.append(text.format(names=", ".join(self.left)))
        if self.removed:
            text = pgettext("check", "Left by an interruption, named by no record, and removed now: {names}.")
            told.append(text.format(names=", ".join(self.removed)))
        return told


def whole() -> str:
    """Return the sentence for a check that found nothing."""
    return pgettext("check", "Everything that was checked is as it was saved.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """How many records and files were saved from a damaged journal, and the names of what was not readable."""

    saved: int
    lost: tuple[str, ...]
    drafts: int = 0  # what was begun and not finished, in DRAFTS


def check(
    folder: Path,
    passphrase: str,
    progress: Progress = SILENT,
    *,
    key_file: Path | None = None,
    outside: Sequence[OutsideState] = (),
) -> CheckReport:
    """Check the journal in ``folder``; raises only where it cannot be opened at all.

    A journal whose database cannot be read is reported as damaged. Nothing of the journal is changed: a change that
    was cut off is undone or finished first where one was, which is said. Where all of it is as it was saved, what an
    interruption left beside it is removed, unless the folder is a copy or synced. ``outside`` is what is known of it
    elsewhere.
    """
    try:
        journal, written = _opened(folder, passphrase, key_file)
    except StorageTrouble as error:
        if not isinstance(error, Damaged) and (folder / DATABASE).is_file():
            raise  # the whole of it is out of reach, which says nothing of what was saved
        return CheckReport(checked=(), problems=(Problem(where=folder.name, what=error.message),))
    with journal:
        report = replace(check_open(journal, progress, outside=outside), written=written)
        return _swept(journal, report)


def _opened(folder: Path, passphrase: str, key_file: Path | None) -> tuple[Journal, str]:
    """Open a journal for reading only; where that cannot be, open it as always, and return what that wrote."""
    try:
        return Journal.open(folder, passphrase, key_file=key_file, read_only=True), ""
    except NeedsWriting:
        # A copy stays as it is: this raises the same again.
        journal = Journal.open(folder, passphrase, key_file=key_file)
    return journal, pgettext(
        "check", "A change that was cut off was undone or finished, or an earlier form was brought up to date."
    )


def _swept(journal: Journal, report: CheckReport) -> CheckReport:
    standing = journal.standing
    if report.problems or not report.left or standing.why_only_reading or standing.service:
        return report
    try:
        removed = leftovers.sweep(journal.vault, {row.file_id for row in evidence_store.blobs(journal.database)})
    except StorageTrouble:  # a disk that cannot be written to; it stays told as left
        return report
    return replace(report, left=(), removed=removed)


def check_open(journal: Journal, progress: Progress = SILENT, *, outside: Sequence[OutsideState] = ()) -> CheckReport:
    """Check an open journal; nothing is changed."""
    checked: list[Checked] = []
    header = "; ".join(journal.vault.check_header())
    problems = [Problem(where=header, what=_differs())] if header else []
    checked.append(Checked(what=pgettext("check", "Copies of the header"), count=2))
    pages = journal.connection.problems()
    problems += [Problem(where=pgettext("check", "database"), what=text) for text in pages]
    checked.append(Checked(what=pgettext("check", "Databases, page by page"), count=1))
    left: tuple[str, ...] = ()
    problems += _of_one_time(journal)
    for part in (_chain, _files):
        try:
            line, found = part(journal, progress)
        except StorageTrouble as error:  # damaged, missing or unreadable: each is what a check is for
            problems.append(Problem(where=pgettext("check", "database"), what=error.message))
            continue
        checked += line
        problems += found
    with suppress(StorageTrouble):  # it is among the problems already
        left = leftovers.left_over(journal.vault, {row.file_id for row in evidence_store.blobs(journal.database)})
        problems += [Problem(where=each.where, what=what) for each in outside if (what := each.mismatch(journal))]
    problems += [Problem(where=name, what=_not_alone()) for name in _foreign(journal)]
    return CheckReport(checked=tuple(checked), problems=tuple(problems), left=left)


def _of_one_time(journal: Journal) -> list[Problem]:
    """Compare what header, database and the note of how far both had come say of each other, and its form."""
    try:
        of_form = [Problem(where=pgettext("check", "database"), what=what) for what in planted.told(journal.database)]
        pairs = latest.mismatches(journal.vault, journal.database)
        return of_form + [Problem(where=each.where, what=each.what) for each in pairs]
    except StorageTrouble:  # it is among the problems already
        return []


def _foreign(journal: Journal) -> tuple[str, ...]:
    try:
        return synced.foreign(journal.folder)
    except StorageTrouble:
        return ()


def _not_alone() -> str:
    return pgettext("check", "This is another version of a file of the journal. Nothing of it was read or merged.")


def _differs() -> str:
    return pgettext("check", "This is not as it was saved.")


def _chain(journal: Journal, progress: Progress) -> tuple[list[Checked], list[Problem]]:
    """Recompute every leaf and every head from the first revision on."""
    problems: list[Problem] = []
    heads = {head.size: head for head in revisions.heads(journal.database)}
    frontier, numbers, count = Frontier(), dict[tuple[str, str], int](), 0
    content, last_action = dict[tuple[str, str], int](), dict[tuple[str, str], str]()
    for revision in _in_order(journal):
        count += 1
        if count % 500 == 0:
            progress.report(pgettext("progress", "Checking records"), count, 0)
        frontier = frontier.append(revision.leaf)
        key = (revision.kind, revision.record_id)
        numbers[key] = numbers.get(key, 0) + 1
        if revision.action != "removed":
            content[key] = revision.seq
        last_action[key] = revision.action
        if not _is_whole(revision, count, numbers[key]):
            problems.append(_of_record(revision.kind, revision.record_id))
        head = heads.pop(count, None)
        if head is not None and not _holds(journal, head, frontier):
            problems.append(Problem(where=pgettext("check", "chain, link {n}").format(n=count), what=_differs()))
    stands = revisions.places(journal.database)  # what is shown of each record has to be what the chain says last
    problems += [
        _of_record(*key)
        for key, action in last_action.items()
        if stands.get(key) != (content.get(key, 0), action == "removed")
    ]
    stored = revisions.frontier(journal.database)
    if heads or (stored or Frontier().to_bytes()) != frontier.to_bytes() or not _ends_sealed(journal, count):
        what = pgettext("check", "Records are missing at the end of the chain.")
        problems.append(Problem(where=pgettext("check", "chain"), what=what))
    lines = [
        Checked(what=pgettext("check", "Saved versions of records"), count=count),
        Checked(what=pgettext("check", "Signed links of the chain"), count=len(revisions.heads(journal.database))),
    ]
    return lines, problems


def _of_record(kind: str, identifier: str) -> Problem:
    return Problem(where=f"{kind} {identifier}", what=_differs(), kind=kind, record=identifier)


def _in_order(journal: Journal) -> Iterator[Revision]:
    try:
        yield from revisions.in_order(journal.database)
    except ValueError:  # a column that holds no time
        raise Damaged(_differs(), pgettext("error", "Open a backup of the journal.")) from None


def _ends_sealed(journal: Journal, count: int) -> bool:
    last = revisions.heads(journal.database, last=True)
    return (last[0].size if last else 0) == count


def _is_whole(revision: Revision, seq: int, number: int) -> bool:
    """Say whether a revision is the one its leaf was made from, and its columns say what its body says."""
    try:
        facts = read_revision(revision.body)
        shape = SHAPES[facts.kind]
        if facts.record is not None:
            from_plain(shape, facts.record)
        same = (facts.kind, facts.record_id, facts.number, facts.action, facts.timezone, facts.time) == (
            revision.kind, revision.record_id, revision.number, revision.action, revision.timezone,
            utc_text(revision.recorded_at),
        )  # fmt: skip
        return (
            same
            and revision.seq == seq
            and number == facts.number
            and (leaf_hash(revision.salt, revision.body) == revision.leaf)
        )
    except (JournalError, KeyError, ValueError):
        return False


def _holds(journal: Journal, stored: revisions.StoredHead, frontier: Frontier) -> bool:
    try:
        signed = signed_head(journal.vault.vault_id, stored)
    except JournalError:
        return False
    signer = journal.vault.chain_signer
    return (
        stored.root == frontier.root().hex()
        and stored.public_key == signer.public_key.hex()
        and signer.verify(signed.head.message(), bytes.fromhex(stored.signature))
    )


def _files(journal: Journal, progress: Progress) -> tuple[list[Checked], list[Problem]]:
    """Read every stored file to its last byte and compare its digest with the one in the chain."""
    problems: list[Problem] = []
    names = {item.blob: item for item in evidence_store.all(journal.database)}
    rows = evidence_store.blobs(journal.database)
    for index, row in enumerate(rows):
        progress.report(pgettext("progress", "Checking files"), index, len(rows))
        item = names.pop(row.file_id, None)
        where = f"{item.file_name} ({item.id})" if item else pgettext("check", "picture {id}").format(id=row.file_id)
        try:
            journal.vault.blobs.verify(evidence_service.as_blob(row))
        except StorageTrouble as error:
            problems.append(Problem(where=where, what=error.message, **_record_of(item)))
            continue
        if item is not None and (item.sha256, item.size) != (row.sha256, row.size):
            problems.append(Problem(where=where, what=_differs(), **_record_of(item)))
    problems += [Problem(where=item.file_name, what=_differs(), **_record_of(item)) for item in names.values()]
    left = journal.vault.blobs.ids() - {row.file_id for row in rows} - journal.vault.left_unfinished
    problems += [
        Problem(where=f"files/{name}", what=pgettext("check", "No record knows this file.")) for name in sorted(left)
    ]
    return [Checked(what=pgettext("check", "Stored files, byte for byte"), count=len(rows))], problems


def _record_of(item: Evidence | None) -> dict[str, str]:
    return {} if item is None else {"kind": "evidence", "record": item.id}


def salvage(
    folder: Path, passphrase: str, target: Path, progress: Progress = SILENT, *, key_file: Path | None = None
) -> Salvaged:
    """Save everything still readable as an interchange folder at ``target``; raises where nothing can be opened.

    Every record and file is read by itself, so that one that cannot be read costs no other. Raises BadInput where
    ``target`` exists. The damaged journal is not changed, unless a change in it was cut off: that is undone or
    finished first.
    """
    vault = _vault(folder, passphrase, key_files.digest(key_file))
    try:
        files.refuse_place(target, folder)
        _refuse_newer(vault)
        return _salvaged(vault, target, progress)
    finally:
        vault.close()


def salvage_open(journal: Journal, target: Path, progress: Progress = SILENT) -> Salvaged:
    """Save everything still readable of an open journal, as :func:`salvage` does; nothing of it is changed."""
    files.refuse_place(target, journal.folder)
    return _salvaged(journal.vault, target, progress, journal.unkept.held())


def _salvaged(
    vault: Vault, target: Path, progress: Progress, held: Mapping[str, Record | None] = MappingProxyType({})
) -> Salvaged:
    left = Remains(vault)
    try:
        contents, drafts = left.contents(progress), left.drafts(held)
        text = json.dumps({"drafts": drafts}, ensure_ascii=False, indent=2) + "\n"
        more = {DRAFTS: text.encode()} if drafts else {}
        counts = interchange.write_folder(target, contents, left.original, progress, lost=left.lost, more=more)
    finally:
        left.close()
    saved = left.count(contents) + counts.evidence
    return Salvaged(saved=saved, lost=tuple(left.lost), drafts=len(drafts))


def _vault(folder: Path, passphrase: str, key_file: bytes) -> Vault:
    try:
        vault = Vault.open(folder, passphrase, key_file=key_file, read_only=True)
    except NeedsWriting:
        return Vault.open(folder, passphrase, key_file=key_file)
    try:
        vault.connect().close()
    except NeedsWriting:
        vault.close()
        return Vault.open(folder, passphrase, key_file=key_file)
    except StorageTrouble:
        pass  # the first page may be damaged; what is read of the others tells
    return vault


def _refuse_newer(vault: Vault) -> None:
    """Raise NewerFormat where a newer program wrote the journal, as far as that can still be read."""
    connection = vault.connect()
    try:
        if vault.read_only:
            database.check_form(connection)
        else:
            planted.put_right(connection)
            database.prepare(connection, system_clock())
    except Damaged:
        return  # the page that would tell is damaged; the others may be sound
    except NeedsWriting:
        return  # what an earlier form holds of the saved versions is read as it is
    finally:
        connection.close()
