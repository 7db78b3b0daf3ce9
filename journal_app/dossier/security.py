"""Signing a finished document, and checking a time stamp's signature.

The library for both is large: this is imported only where something is signed or checked.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from asn1crypto import cms, x509  # type: ignore[import-untyped]  # the library has no types
from asn1crypto.algos import SignedDigestAlgorithm  # type: ignore[import-untyped]  # the library has no types
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError, extract_signer_info
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.registry import SimpleCertificateStore

from journal_app.dossier.output import replacing
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.integrity.at_once import at_once

FIELD_NAME = "Signature"
RESERVED = 32768
"""Hexadecimal digits kept free for the signature; a fixed size keeps bytes equal.

Ours needs about 3,000. The others are for a time stamp that comes later: answers have some 5,000 to 14,000, by the
certificates that the authority puts into them.
"""
ECDSA_P256_BYTES = 72
"""The longest DER form of an ECDSA signature on P-256 (SEC 1, C.5)."""

Sign = Callable[[bytes], bytes]


class NotSigned(BadInput):
    """A document could not be signed; the document is as it was."""


def sign_pdf(path: Path, certificate: bytes, sign: Sign, signing_time: datetime) -> None:
    """Sign the PDF at ``path`` in place: PAdES baseline B-B, an invisible field, an appended revision.

    ``certificate`` is the self-signed X.509 certificate (DER) of an ECDSA key on P-256; ``sign`` returns the DER
    signature (SHA-256) of the bytes given to it; ``signing_time`` is aware. The unsigned file is an exact prefix of
    the signed one, and equal input gives equal bytes where ``sign`` is deterministic (RFC 6979). Raises NotSigned
    where the file is no PDF this can sign, StorageTrouble where it cannot be written.
    """
    if signing_time.tzinfo is None:
        raise ValueError("a moment without a time zone")
    with replacing(path) as out, path.open("rb") as source:
        identifier = hashlib.file_digest(source, "sha256").digest()[:16]
        try:
            _sign(_Revision(source, identifier), _DocumentSigner(certificate, sign), signing_time, out)
        except (PdfError, SigningError, ValueError, KeyError) as error:
            raise _not_signed(path) from error


def signature_of(path: Path, certificate: bytes) -> bytes:
    """Return the value of the signature of the PDF at ``path``: a time stamp over it is asked for by its SHA-256.

    Raises BadInput where the document is not, whole and unchanged, what :func:`sign_pdf` signed with ``certificate``
    (DER), or where a time stamp stands beside the signature already.
    """
    with path.open("rb") as source:
        signed = _Signed.read(source, path)
        if not signed.is_whole_by(certificate):
            message = pgettext("error", "{name} is not as this journal signed it; nothing was written.")
            advice = pgettext("error", "Open the journal that it was made from, or make the dossier again.")
            raise BadInput(message.format(name=path.name), advice, source=path.name)
        return signed.value


def put_time_stamp(path: Path, token: bytes, out: BinaryIO) -> None:
    """Write to ``out`` the PDF at ``path`` with a time stamp over its signature: PAdES baseline B-T.

    ``token`` is the time-stamp token (DER, RFC 3161). It becomes the unsigned attribute signature-time-stamp (RFC 3161,
    appendix A; ETSI EN 319 122-1, 5.3) in the room kept free: no other byte changes, so the signature covers what it
    did. Raises BadInput where the room does not hold it, or one is there already.
    """
    with path.open("rb") as source:
        signed = _Signed.read(source, path)
        digits = signed.with_token(token).hex().upper().encode("ascii")  # as the library wrote those before
        room = signed.after - signed.start - 2
        if len(digits) > room:
            message = pgettext("error", "{name} has not the room for this time stamp; nothing was written.")
            advice = pgettext("error", "Look for an authority that puts fewer certificates into its answer.")
            raise BadInput(message.format(name=path.name), advice, source=path.name)
        source.seek(0)
        out.write(source.read(signed.start + 1))
        out.write(digits.ljust(room, b"0"))
        source.seek(signed.after - 1)
        shutil.copyfileobj(source, out)


@dataclass(frozen=True)
class _Signed:
    """The one signature of a document, and the places of ``<`` before its room and of what follows ``>``."""

    found: EmbeddedPdfSignature
    content: Any
    start: int
    after: int

    @classmethod
    def read(cls, source: BinaryIO, path: Path) -> _Signed:
        try:
            (found,) = PdfFileReader(source).embedded_regular_signatures
            content = cms.ContentInfo.load(found.pkcs7_content)
            unsigned = content["content"]["signer_infos"][0]["unsigned_attrs"].native
            _, start, after, _ = (int(number) for number in found.byte_range)
        except Exception as error:  # a file from outside: the library has no closed set of errors
            message = pgettext("error", "{name} has no signature that can be read; nothing was written.")
            advice = pgettext("error", "Make the dossier again, or choose another copy of the package.")
            raise BadInput(message.format(name=path.name), advice, source=path.name) from error
        if unsigned:
            message = pgettext("error", "{name} carries a time stamp already; nothing was written.")
            advice = pgettext("error", "Choose the package that was made before it.")
            raise BadInput(message.format(name=path.name), advice, source=path.name)
        return cls(found, content, start, after)

    def is_whole_by(self, certificate: bytes) -> bool:
        """Say whether the signature is by ``certificate`` and covers all of the file as it is."""
        found, signer = self.found, x509.Certificate.load(certificate)
        if found.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
            return False
        with suppress(SignatureValidationError):  # the signature names another certificate
            return validate_sig_integrity(found.signer_info, signer, "data", found.compute_digest()) == (True, True)
        return False

    @property
    def value(self) -> bytes:
        value: bytes = self.content["content"]["signer_infos"][0]["signature"].native
        return value

    def with_token(self, token: bytes) -> bytes:
        kind = "signature_time_stamp_token"
        attribute = cms.CMSAttribute({"type": kind, "values": [cms.ContentInfo.load(token)]})
        self.content["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])
        data: bytes = self.content.dump()
        return data


def check_token(token: Any) -> str:
    """Check that the signature of a time-stamp token covers what it says; return its issuer's name (RFC 4514).

    ``token`` is the CMS SignedData (asn1crypto). Who the issuer is stays unchecked: the reader chooses whom to
    trust. Raises ValueError where the signature does not cover the token, and what the library raises for less.
    """
    signer, content = extract_signer_info(token), token["encap_content_info"]["content"]
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    issuer = extract_certs_for_validation(token).signer_cert
    if validate_sig_integrity(signer, issuer, "tst_info", digest) != (True, True):
        raise ValueError("the signature does not cover the token")
    name: str = issuer.subject.human_friendly
    with suppress(ValueError):  # what the library cannot read of a certificate has no other words
        name = load_der_x509_certificate(issuer.dump()).subject.rfc4514_string()
    return name


class _Revision(IncrementalPdfFileWriter):
    """An appended revision that draws nothing at random and leaves the document's information as it is.

    The library would draw the second part of the identifier, and write the current time and its own name.
    """

    def __init__(self, source: BinaryIO, identifier: bytes) -> None:
        super().__init__(source)
        first, _ = self._document_id
        if "/ID" not in self.prev.trailer:
            first = generic.ByteStringObject(identifier)
        self._document_id = generic.ArrayObject([first, generic.ByteStringObject(identifier)])

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Keep the version: PDF/A-3 is PDF 1.7, and the library would write 2.0 for a key on P-256."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Name no extensions in the catalogue; none is needed to read or check the signature."""

    def _update_meta(self) -> None:
        """Keep dates, producer and XMP: they are the dossier's, equal in both places."""


class _DocumentSigner(Signer):
    """Lets the vault sign: the key stays there."""

    def __init__(self, certificate: bytes, sign: Sign) -> None:
        super().__init__(
            signing_cert=x509.Certificate.load(certificate),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # the library has no types here
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )
        self._sign = sign

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - the library's signature
        """Return the signature of ``data``, or a placeholder of the largest size."""
        return bytes(ECDSA_P256_BYTES) if dry_run else self._sign(data)


def _sign(revision: _Revision, signer: _DocumentSigner, time: datetime, out: BinaryIO) -> None:
    about = PdfSignatureMetadata(field_name=FIELD_NAME, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    session: PdfSigningSession = PdfSigner(about, signer, new_field_spec=_FIELD).init_signing_session(revision)
    session.system_time = time
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
    prepared, _ = document.digest_tbs_document(output=out)
    done = document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(signing_time=time))
    at_once(_finished(done, out))


# An invisible field of an accessible document lies outside the page and is printed (ISO 14289-1, 7.18.1; ISO 19005-2,
# 6.3.2), so that it needs neither a place in the structure nor an appearance.
_FIELD = SigFieldSpec(
    FIELD_NAME, invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
)


async def _finished(done: Any, out: BinaryIO) -> None:
    await (await done).post_signature_processing(out)


def _not_signed(path: Path) -> NotSigned:
    message = pgettext("error", "{name} could not be signed; the document is as it was.")
    advice = pgettext("error", "Make the dossier again; if this comes back, save it without a signature.")
    return NotSigned(message.format(name=path.name), advice, source=path.name)
