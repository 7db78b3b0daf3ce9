"""Checks of the PDF: its signature, and the files attached inside it. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from journal_app.errors import JournalError
from journal_app.i18n import npgettext, pgettext
from journal_app.integrity.at_once import at_once
from journal_app.integrity.manifest import DOSSIER_NAME, MANIFEST_NAME, Manifest, ManifestFile, read_manifest
from journal_app.verification.attached import MAX_NODES, Attached, attached_in, attached_of
from journal_app.verification.cms import NotCovered, NotDer, StrangeBeside, UnknownKind, check_form, subject_of
from journal_app.verification.document_key import check_document_key
from journal_app.verification.document_time import check_document_time, is_document_stamped
from journal_app.verification.folder import opened
from journal_app.verification.pdf_objects import NotRead, inflated
from journal_app.verification.pdf_signature import (
    Beside,
    Room,
    SignatureFindings,
    check_whole_file,
    say_none,
    stamp_beside,
    strange_beside,
)
from journal_app.verification.report import Findings, Line, Outcome, shown
from journal_app.verification.subjects import the_attached_alone, the_attachments, the_document


@dataclass(frozen=True)
class Looked:
    """What was found of a document in a package.

    ``covers`` says that the manifest beside it is signed inside it, ``stamped`` that then a time stamp covers both.
    """

    lines: tuple[Line, ...]
    covers: bool = False
    stamped: bool = False


def check_document(
    path: Path, manifest: Manifest, files: Mapping[str, ManifestFile], roots: tuple[bytes, ...] = ()
) -> Looked:
    """Check the signature inside the PDF at ``path``, and its attachments against what is beside it.

    ``files`` are those of the package, by name, as they are; ``manifest`` is what is said of them; ``roots`` are the
    certificates (DER) that the reader trusts for time stamps.
    """
    signature, attachments, found = SignatureFindings(), Findings(the_attachments()), list[Attached]()
    if _look_into(path, signature, found.extend, attachments, always=True):
        _check_attachments(found, manifest, files, attachments)
    key = check_document_key(signature.certificates, manifest.head)
    lists = [each.name for each in found if each.name == MANIFEST_NAME]
    covers = is_covered((*signature.lines(), *key)) and len(lists) == 1
    times = check_document_time(signature.stamps, roots)
    stamped = covers and attachments.whole and is_document_stamped(times)
    return Looked((*signature.lines(), *key, *times, *attachments.lines()), covers, stamped)


def is_covered(lines: Iterable[Line]) -> bool:
    """Say whether the ``lines`` about the signature and the key of a document tell of both, and that both agree."""
    return {line.outcome for line in lines} == {Outcome.AGREES}


@dataclass(frozen=True)
class Alone:
    """A PDF that stands alone: the lines about it, what signed it and stands beside that, the files attached inside."""

    lines: tuple[Line, ...]
    certificates: tuple[bytes, ...]
    stamps: tuple[Beside, ...]
    attached: tuple[Attached, ...]


def check_alone(path: Path) -> Alone:
    """Check the signature inside the PDF at ``path``."""
    signature, attachments, found = SignatureFindings(), Findings(the_attached_alone()), list[Attached]()
    # One without a signature may be a locked copy that was unlocked, which never had one.
    _look_into(path, signature, found.extend, attachments, always=False)
    lines = (*signature.lines(), *attachments.lines())
    return Alone(lines, tuple(signature.certificates), tuple(signature.stamps), tuple(found))


def check_signature_alone(path: Path) -> tuple[Line, ...]:
    """Check the signature inside the PDF at ``path``, which lies in a package whose manifest cannot be read."""
    signature = SignatureFindings()
    _look_into(path, signature, None, Findings(the_attachments()), always=True)
    return signature.lines()


def missing(name: str) -> tuple[Line, ...]:
    """Return the line about the signature of a PDF that is not there."""
    signature = Findings(the_document())
    signature.differs(pgettext("verification", "{name} is missing.").format(name=name))
    return signature.lines()


def _look_into(
    path: Path,
    signature: SignatureFindings,
    take: Callable[[Iterable[Attached]], None] | None,
    attachments: Findings,
    *,
    always: bool,
) -> bool:
    """Check the signatures of the PDF at ``path``, and give the files attached in it to ``take`` where that is wanted.

    ``always`` says that there has to be a signature. Returns False where what is attached could not be read: then
    ``signature`` or ``attachments`` says so.
    """
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader  # the reader may not have it
    except ImportError:
        check_whole_file(path, signature, always=always)
        return take is not None and _take_plainly(path, take, attachments)
    with opened(path) as source:
        try:
            reader = PdfFileReader(source, strict=False)
            _check_signatures(reader, signature, always=always)
            if take is not None:
                take(_attached(reader))
        except Exception:  # a foreign file: the library has no closed set of errors
            text = pgettext("verification", "{name} cannot be read as a PDF.").format(name=shown(path.name))
            signature.differs(text)
            return False
    return True


def _take_plainly(path: Path, take: Callable[[Iterable[Attached]], None], attachments: Findings) -> bool:
    try:
        take(attached_in(path))
    except NotRead:
        text = pgettext("verification", "What is attached inside {name} is read here only with “pyhanko”.")
        attachments.not_checked(text.format(name=shown(path.name)))
        return False
    return True


def not_looked_into(name: str, *, listed: bool) -> tuple[Line, ...]:
    """Return the lines about a PDF that is already known to differ, or that the manifest does not even list."""
    signature, attachments = Findings(the_document()), Findings(the_attachments())
    if listed:
        text = pgettext("verification", "{name} is not the file that is listed, so it was not opened.")
        signature.not_checked(text.format(name=name))
        attachments.not_checked(text.format(name=name))
    else:
        text = pgettext("verification", "{name} is not listed, and every package is written with it.")
        signature.differs(text.format(name=name))
    return (*signature.lines(), *check_document_key((), None), *attachments.lines())


def _check_signatures(reader: Any, findings: SignatureFindings, *, always: bool) -> None:
    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        say_none(reader.stream, findings, always=always)
    for signature in signatures:
        _check_signature_of(reader, signature, findings)


def _check_signature_of(reader: Any, signature: Any, findings: SignatureFindings) -> None:
    from asn1crypto.parser import peek  # type: ignore[import-untyped]  # the reader may not have it
    from pyhanko.sign.validation import async_validate_pdf_signature  # the reader may not have it
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    length = peek(signature.pkcs7_content)
    signed = signature.pkcs7_content[:length]
    problem = _problem_of_form(signed)
    if problem:
        findings.differs(problem)
        return
    del signature.signer_info["unsigned_attrs"]  # what stands there is checked by itself
    context = ValidationContext(trust_roots=[], allow_fetching=False)
    status = at_once(async_validate_pdf_signature(signature, context))
    if not (status.intact and status.valid):
        findings.differs(pgettext("verification", "The document is not what was signed."))
    elif any(signature.pkcs7_content[length:]) or not _as_written(reader, signature):
        findings.differs(pgettext("verification", "Something stands in the room kept free for the signature."))
    elif status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        findings.differs(pgettext("verification", "Something was added to the document after it was signed."))
    else:
        certificate = status.signing_cert
        name = subject_of(certificate.dump(), certificate.subject.human_friendly)
        _, start, after, rest = (int(number) for number in signature.byte_range)
        beside = stamp_beside(reader.stream, Room(start, after, after + rest), signed)
        findings.is_signed(name, certificate.dump(), beside)


def _problem_of_form(signed: bytes) -> str:
    """Say what is not as it should be in the parts of the signature that nothing signs; empty for what is not read."""
    try:
        check_form(signed)
    except StrangeBeside:
        return strange_beside()
    except (NotDer, NotCovered):
        return pgettext("verification", "The document is not what was signed.")
    except UnknownKind:
        return ""
    return ""


def _as_written(reader: Any, signature: Any) -> bool:
    """Say whether the signature's digits are written in one way: the only bytes of the file it does not cover.

    A reader passes over white space among them and takes large and small letters for the same (ISO 32000-1, 7.3.4.3),
    so they are compared as they stand in the file.
    """
    _, start, after, _ = (int(number) for number in signature.byte_range)
    reader.stream.seek(start)
    written, digits = reader.stream.read(after - start), signature.pkcs7_content.hex().encode("ascii")
    return written in (b"<%b>" % digits, b"<%b>" % digits.upper())


def _check_attachments(
    attached: Iterable[Attached], manifest: Manifest, files: Mapping[str, ManifestFile], findings: Findings
) -> None:
    known = {file.name.rsplit("/", 1)[-1]: file for file in manifest.files}
    seen, names = set(), set()
    for each in attached:
        names.add(each.name)
        if each.name == MANIFEST_NAME:
            _compare_manifests(each.data, manifest, findings)
        elif each.name not in known or each.sha256 is None:
            text = pgettext("verification", "{name}, attached inside the document, was not compared.")
            findings.not_checked(text.format(name=shown(each.name)))
        elif problem := _differs(each, known[each.name], files):
            findings.differs(problem.format(name=shown(each.name)))
        else:
            seen.add(each.name)
    if MANIFEST_NAME not in names:
        findings.not_checked(pgettext("verification", "No manifest.json is attached inside the document."))
    if seen:
        count = len(seen)
        text = npgettext("verification", "{count} attached file compared.", "{count} attached files compared.", count)
        findings.agrees(text.format(count=count))
    left = len({exhibit.file.rsplit("/", 1)[-1] for exhibit in manifest.exhibits} - seen)
    if left and findings.whole:
        text = npgettext("verification", "{count} exhibit is not attached.", "{count} exhibits are not attached.", left)
        findings.not_checked(text.format(count=left))


def _differs(attached: Attached, listed: ManifestFile, files: Mapping[str, ManifestFile]) -> str:
    """Return what is to be said where an attached file is not the one beside the document; empty where it is."""
    beside = files.get(listed.name)
    if beside is None:
        return pgettext("verification", "{name} is attached inside the document; the file beside it is missing.")
    if attached.sha256 == beside.sha256:
        return ""
    if attached.sha256 == listed.sha256:
        return pgettext(
            "verification",
            "{name}, attached inside the document, is the file that is listed; the one beside the document is not.",
        )
    return pgettext("verification", "{name}, attached inside the document, differs from the file beside it.")


def _compare_manifests(data: bytes, beside: Manifest, findings: Findings) -> None:
    """Compare what the manifest inside the document says with the one beside it, which lists the document too."""
    try:
        inside = read_manifest(data)
    except JournalError as error:
        findings.differs(f"{MANIFEST_NAME}: {shown(error.message)}")
        return
    others = [file for file in beside.files if file.name != DOSSIER_NAME]
    if replace(inside, files=()) != replace(beside, files=()) or set(inside.files) != set(others):
        text = pgettext("verification", "{name}, attached inside the document, differs from the file beside it.")
        findings.differs(text.format(name=MANIFEST_NAME))


def _attached(reader: Any) -> Iterator[Attached]:
    """Yield each embedded file (ISO 32000-1, 7.11.4), walking the name tree with a limit."""
    names = reader.root.get("/Names", {}).get("/EmbeddedFiles")
    waiting, left = [names] if names is not None else [], MAX_NODES
    while waiting and left:
        node, left = waiting.pop().get_object(), left - 1
        waiting.extend(node.get("/Kids", ()))
        pairs = node.get("/Names", ())
        for at in range(1, len(pairs), 2):
            spec = pairs[at].get_object()
            yield attached_of(str(spec.get("/UF", spec.get("/F", ""))), _blocks(spec["/EF"]["/F"]))


def _blocks(stream: Any) -> Iterator[bytes] | None:
    """Return the content of ``stream`` in blocks; None for a rarer encoding."""
    filters = stream.get("/Filter")
    encoded = stream.encoded_data
    if filters is None:
        return iter((encoded,))
    if str(filters) not in ("/FlateDecode", "['/FlateDecode']") or "/DecodeParms" in stream:
        return None
    return inflated(iter((encoded,)))
