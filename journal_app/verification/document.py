"""Checks of the PDF: its signature, and the files attached inside it. Nothing is fetched."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journal_app.i18n import npgettext, pgettext
from journal_app.integrity.manifest import ExhibitEntry
from journal_app.verification.folder import BLOCK, opened
from journal_app.verification.report import Findings, Line, shown
from journal_app.verification.subjects import the_attachments, the_document

MAX_NODES = 20_000


def check_document(path: Path, exhibits: tuple[ExhibitEntry, ...]) -> tuple[Line, ...]:
    """Check the signature inside the PDF at ``path``, and its attachments against ``exhibits``."""
    signature, attachments = Findings(the_document()), Findings(the_attachments())
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader  # the reader may not have it
    except ImportError:
        signature.not_checked(pgettext("verification", "The Python package “pyhanko” is not installed here."))
        attachments.not_checked(pgettext("verification", "The Python package “pyhanko” is not installed here."))
        return (*signature.lines(), *attachments.lines())
    with opened(path) as source:
        try:
            reader = PdfFileReader(source, strict=False)
            _check_signatures(reader, signature)
            _check_attachments(reader, exhibits, attachments)
        except Exception:  # a foreign file: the library has no closed set of errors
            signature.differs(pgettext("verification", "{name} cannot be read as a PDF.").format(name=shown(path.name)))
    return (*signature.lines(), *attachments.lines())


def not_looked_into(name: str) -> tuple[Line, ...]:
    """Return the lines about a PDF that is absent or already known to differ."""
    text = pgettext("verification", "{name} is not the file that is listed, so it was not opened.").format(name=name)
    found: list[Line] = []
    for subject in (the_document(), the_attachments()):
        findings = Findings(subject)
        findings.not_checked(text)
        found.extend(findings.lines())
    return tuple(found)


def _check_signatures(reader: Any, findings: Findings) -> None:
    from asn1crypto.parser import peek  # type: ignore[import-untyped]  # the reader may not have it
    from pyhanko.sign.validation import validate_pdf_signature  # the reader may not have it
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        findings.not_checked(pgettext("verification", "The document carries no signature."))
    for signature in signatures:
        context = ValidationContext(trust_roots=[], allow_fetching=False)
        status = validate_pdf_signature(signature, context)
        if not (status.intact and status.valid):
            findings.differs(pgettext("verification", "The document is not what was signed."))
        elif any(signature.pkcs7_content[peek(signature.pkcs7_content) :]):
            findings.differs(pgettext("verification", "Something stands in the room kept free for the signature."))
        elif status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
            findings.differs(pgettext("verification", "Something was added to the document after it was signed."))
        else:
            text = pgettext("verification", "Certificate {name}, fingerprint {digest}.")
            name, digest = status.signing_cert.subject.human_friendly, status.signing_cert.sha256.hex()
            findings.agrees(text.format(name=shown(name), digest=digest))


def _check_attachments(reader: Any, exhibits: tuple[ExhibitEntry, ...], findings: Findings) -> None:
    by_name = {exhibit.file.rsplit("/", 1)[-1]: exhibit for exhibit in exhibits}
    seen, count = set(), 0
    for name, stream in _attached(reader):
        exhibit = by_name.get(name)
        digest = _digest(stream)
        if exhibit is None or digest is None:
            text = pgettext("verification", "{name}, attached inside the document, was not compared.")
            findings.not_checked(text.format(name=shown(name)))
        elif digest != exhibit.sha256:
            text = pgettext("verification", "{name}, attached inside the document, differs from the exhibit.")
            findings.differs(text.format(name=shown(name)))
        else:
            seen.add(exhibit.label)
            count += 1
    if count:
        text = npgettext("verification", "{count} attached file compared.", "{count} attached files compared.", count)
        findings.agrees(text.format(count=count))
    left = len(by_name) - len(seen)
    if left and findings.whole:
        text = npgettext("verification", "{count} exhibit is not attached.", "{count} exhibits are not attached.", left)
        findings.not_checked(text.format(count=left))


def _attached(reader: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and stream of each embedded file (ISO 32000-1, 7.11.4), walking the name tree with a limit."""
    names = reader.root.get("/Names", {}).get("/EmbeddedFiles")
    waiting, left = [names] if names is not None else [], MAX_NODES
    while waiting and left:
        node, left = waiting.pop().get_object(), left - 1
        waiting.extend(node.get("/Kids", ()))
        pairs = node.get("/Names", ())
        for at in range(1, len(pairs), 2):
            spec = pairs[at].get_object()
            yield str(spec.get("/UF", spec.get("/F", ""))), spec["/EF"]["/F"]


def _digest(stream: Any) -> str | None:
    """Return the SHA-256 of the content of ``stream``, inflated block by block; None for a rarer encoding."""
    filters = stream.get("/Filter")
    encoded = stream.encoded_data
    if filters is None:
        return hashlib.sha256(encoded).hexdigest()
    if str(filters) not in ("/FlateDecode", "['/FlateDecode']") or "/DecodeParms" in stream:
        return None
    digest, inflate, rest = hashlib.sha256(), zlib.decompressobj(), encoded
    while rest and not inflate.eof:
        digest.update(inflate.decompress(rest, BLOCK))
        rest = inflate.unconsumed_tail
    digest.update(inflate.flush())
    return digest.hexdigest()
