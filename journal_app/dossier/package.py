"""The package for a lawyer or advocate: written whole or not at all, with all that is needed to check it."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from journal_app.dossier.attach import Attachment
from journal_app.dossier.package_parts import PackageExhibit, PackageParts
from journal_app.dossier.read_me import readme_text
from journal_app.dossier.verify_source import verify_source
from journal_app.durable import sync_folder
from journal_app.errors import BadInput, DamageFound, JournalError, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.integrity.chain import read_revision, utc_text
from journal_app.integrity.claims import Translate
from journal_app.integrity.custody import CustodyRow, custody_text
from journal_app.integrity.manifest import (
    ANSWER_NAME,
    CUSTODY_NAME,
    DOSSIER_NAME,
    MANIFEST_NAME,
    PROOF_NAME,
    README_NAME,
    REQUEST_NAME,
    SUMS_NAME,
    VERIFY_NAME,
    ChainEntry,
    ExhibitEntry,
    Manifest,
    ManifestFile,
    read_manifest,
    sums_text,
    write_manifest,
)
from journal_app.progress import SILENT, Progress

BLOCK = 1 << 20
NEVER_SHOWN = frozenset({"private-note", "person-note", "impact"})
"""Kinds whose bodies never stand in a manifest: they are private, or leave the journal as a file of their own."""


def write_package(
    folder: Path, parts: PackageParts, *, progress: Progress = SILENT, translate: Translate = pgettext
) -> tuple[ManifestFile, ...]:
    """Write the package into the new folder ``folder`` and return its files, sorted by name.

    Equal parts give equal bytes. It is built in a hidden folder beside ``folder``, every byte is made durable, and
    only then takes its name; where anything goes wrong, nothing is left. Raises BadInput where ``folder`` exists,
    DamageFound where an exhibit's bytes are not those that were recorded, StorageTrouble where the disk does not
    take it, ValueError where ``parts`` hold a private revision: that is never the person's doing.
    """
    _refuse_private(parts.chain)
    return _whole(folder, lambda draft: _write_all(draft, parts, progress, translate))


def write_package_again(
    folder: Path, package: Path, document: Path, *, progress: Progress = SILENT
) -> tuple[ManifestFile, ...]:
    """Write the ``package`` into the new folder ``folder`` with ``document`` in the place of its ``dossier.pdf``.

    What the manifest names is copied as it is; its line of the document, and SHA256SUMS, are made anew. All of it or
    nothing, and ``package`` is only read. Raises what :func:`write_package` raises, and DamageFound where a file is not
    what the manifest says.
    """
    manifest = manifest_of(package)
    return _whole(folder, lambda draft: _copy_all(draft, package, document, manifest, progress))


def manifest_of(package: Path) -> Manifest:
    """Return the manifest of the finished ``package``.

    Raises BadInput where it is none, DamageFound where the manifest inside its document, which is signed, says another
    thing.
    """
    import pikepdf  # large, and needed only where a package is looked at again

    try:
        beside = read_manifest((package / MANIFEST_NAME).read_bytes())
        with pikepdf.open(package / DOSSIER_NAME) as document:
            inside = read_manifest(document.attachments[MANIFEST_NAME].get_file().read_bytes())
        found = _digest(package / DOSSIER_NAME)
    except (OSError, KeyError, pikepdf.PdfError, JournalError) as error:
        message = pgettext("error", "{name} is not the folder of a whole package; nothing was written.")
        advice = pgettext("error", "Choose the folder that was saved for a lawyer or an advocate.")
        raise BadInput(message.format(name=package.name), advice, source=package.name) from error
    listed = (*inside.files, found)
    if replace(inside, files=()) != replace(beside, files=()) or set(listed) != set(beside.files):
        raise _not_as_listed(DOSSIER_NAME)
    return beside


def _digest(path: Path) -> ManifestFile:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return ManifestFile(path.name, digest, path.stat().st_size)


def _not_as_listed(name: str) -> DamageFound:
    message = pgettext("error", "{name} is not the file that the package lists; nothing was written.")
    advice = pgettext("error", "Make the dossier again, or choose another copy of the package.")
    return DamageFound(message.format(name=name), advice)


def _copy_all(
    root: Path, package: Path, document: Path, manifest: Manifest, progress: Progress
) -> tuple[ManifestFile, ...]:
    found = []
    for done, file in enumerate(manifest.files):
        progress.report(pgettext("progress", "Copying the package"), done, len(manifest.files))
        (root / file.name).parent.mkdir(mode=0o700, exist_ok=True, parents=True)
        source = document if file.name == DOSSIER_NAME else package / file.name
        with source.open("rb") as stream:
            found.append(_copy(root, file.name, stream))
        if file.name != DOSSIER_NAME and found[-1] != file:
            raise _not_as_listed(file.name)
    listed = replace(manifest, files=tuple(found))
    found.append(_write(root, MANIFEST_NAME, write_manifest(listed)))
    found.append(_write(root, SUMS_NAME, sums_text(found)))
    _sync(root)
    return tuple(sorted(found, key=lambda file: file.name))


def _whole(folder: Path, fill: Callable[[Path], tuple[ManifestFile, ...]]) -> tuple[ManifestFile, ...]:
    """Let ``folder`` appear as ``fill`` made it, every byte on the disk, or leave nothing."""
    if os.path.lexists(folder):
        message = pgettext("error", "{name} exists already; nothing was written.")
        advice = pgettext("error", "Choose another name for the package.")
        raise BadInput(message.format(name=folder.name), advice, source=folder.name)
    draft = None
    try:
        draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".", suffix=".part"))  # mode 0700
        written = fill(draft)
        draft.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        _remove(draft)
        message = pgettext("error", "The package could not be written; nothing was left behind.")
        advice = pgettext("error", "Check that there is space and that you may write there, then try again.")
        raise StorageTrouble(message, advice) from error
    except BaseException:
        _remove(draft)
        raise
    return written


def _write_all(root: Path, parts: PackageParts, progress: Progress, translate: Translate) -> tuple[ManifestFile, ...]:
    files = []
    with parts.document.open("rb") as document:
        files.append(_copy(root, DOSSIER_NAME, document))
    if parts.exhibits:
        (root / "exhibits").mkdir(mode=0o700)
    for done, exhibit in enumerate(parts.exhibits):
        progress.report(pgettext("progress", "Copying exhibits"), done, len(parts.exhibits))
        with exhibit.open() as source:
            files.append(_copy(root, exhibit.name, source))
        if files[-1] != ManifestFile(exhibit.name, exhibit.sha256, exhibit.size):
            message = pgettext("error", "{label} is not the file that was recorded; no package was written.")
            advice = pgettext("error", "Check the journal; a backup may hold the file as it was.")
            raise DamageFound(message.format(label=exhibit.label), advice)
    texts = {
        CUSTODY_NAME: custody_text(_rows(parts)),
        **_beside(parts, translate),
        REQUEST_NAME: parts.request,
        ANSWER_NAME: parts.answer,
        PROOF_NAME: parts.proof,
    }
    files.extend(_write(root, name, data) for name, data in texts.items() if data)
    files.append(_write(root, MANIFEST_NAME, write_manifest(_manifest(parts, files))))
    files.append(_write(root, SUMS_NAME, sums_text(files)))
    _sync(root)
    return tuple(sorted(files, key=lambda file: file.name))


def _sync(root: Path) -> None:
    for inside in (root / "exhibits", root):
        if inside.is_dir():
            sync_folder(inside)


def _beside(parts: PackageParts, translate: Translate) -> dict[str, bytes]:
    """Return what stands beside the document and is not attached inside it."""
    return {
        VERIFY_NAME: verify_source().encode("utf-8"),
        README_NAME: readme_text(parts, translate).encode("utf-8"),
    }


def _manifest(parts: PackageParts, files: Iterable[ManifestFile]) -> Manifest:
    return Manifest(
        made=utc_text(parts.made),
        program=parts.program,
        files=tuple(sorted(files, key=lambda file: file.name)),
        exhibits=tuple(_entry(exhibit) for exhibit in parts.exhibits),
        head=parts.head,
        chain=parts.chain,
        anchored=parts.anchored,
    )


def attachments_of(parts: PackageParts, translate: Translate = pgettext) -> tuple[Attachment, ...]:
    """Return what is attached inside the document, so that it can be checked without the rest of the package.

    The exhibits, the custody table and the time stamp as in the package, and a manifest that lists these, and what will
    stand beside the document: it is the only list that is signed. ``translate`` is that of :func:`write_package`.
    Raises ValueError where ``parts`` hold a private revision.
    """
    _refuse_private(parts.chain)
    originals = [
        Attachment(
            name=each.name.removeprefix("exhibits/"), media_type=each.media_type, size=each.size, sha256=each.sha256,
            description=each.description, open=each.open,
        )
        for each in parts.exhibits
    ]  # fmt: skip
    texts = [
        (CUSTODY_NAME, "text/csv", custody_text(_rows(parts))),
        (REQUEST_NAME, "application/timestamp-query", parts.request),
        (ANSWER_NAME, "application/timestamp-reply", parts.answer),
        (PROOF_NAME, "application/octet-stream", parts.proof),
    ]
    lists = [_list(name, media_type, data) for name, media_type, data in texts if data]
    files = [ManifestFile(each.name, each.sha256, each.size) for each in parts.exhibits]
    files += [ManifestFile(each.name, each.sha256, each.size) for each in lists]
    files += [
        ManifestFile(name, hashlib.sha256(data).hexdigest(), len(data))
        for name, data in _beside(parts, translate).items()
    ]
    return (*originals, *lists, _list(MANIFEST_NAME, "application/json", write_manifest(_manifest(parts, files))))


def _list(name: str, media_type: str, data: bytes) -> Attachment:
    return Attachment(
        name=name, media_type=media_type, description="", size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        open=lambda: io.BytesIO(data), relationship="Data",
    )  # fmt: skip


def _rows(parts: PackageParts) -> list[CustodyRow]:
    exhibits = {exhibit.label: exhibit for exhibit in parts.exhibits}
    return [
        CustodyRow(
            exhibit=event.label,
            file=exhibits[event.label].name,
            sha256=exhibits[event.label].sha256,
            time=utc_text(event.time),
            event=event.event,
            detail=event.detail,
            program=event.program,
        )
        for event in parts.events
    ]


def _entry(exhibit: PackageExhibit) -> ExhibitEntry:
    return ExhibitEntry(
        label=exhibit.label,
        file=exhibit.name,
        evidence=exhibit.evidence,
        file_name=exhibit.file_name,
        media_type=exhibit.media_type,
        sha256=exhibit.sha256,
        size=exhibit.size,
        description=exhibit.description,
        incidents=exhibit.incidents,
        card=exhibit.card,
    )


def is_private(body: bytes) -> bool:
    """Say whether a revision is of a kind that stays, or of an entry that was private when it was written."""
    facts = read_revision(body)
    purpose = facts.record.get("purpose", "private") if isinstance(facts.record, dict) else ""
    return facts.kind in NEVER_SHOWN or (facts.kind == "incident" and purpose == "private")


def names_another(body: bytes, incidents: Collection[str]) -> bool:
    """Say whether the revision of a file names an entry that is not one of ``incidents``, by their ids."""
    facts = read_revision(body)
    record = facts.record if facts.kind == "evidence" and isinstance(facts.record, dict) else {}
    return not set(record.get("incidents") or ()) <= set(incidents)


def _refuse_private(chain: Iterable[ChainEntry]) -> None:
    for entry in chain:
        if is_private(entry.body.encode("utf-8")):
            raise ValueError(f"revision {entry.index} is private")


def _copy(root: Path, name: str, source: BinaryIO) -> ManifestFile:
    digest, size = hashlib.sha256(), 0
    with _new(root / name) as out:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return ManifestFile(name, digest.hexdigest(), size)


def _write(root: Path, name: str, data: bytes) -> ManifestFile:
    with _new(root / name) as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return ManifestFile(name, hashlib.sha256(data).hexdigest(), len(data))


def _new(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _remove(draft: Path | None) -> None:
    if draft is not None:
        shutil.rmtree(draft, ignore_errors=True)
