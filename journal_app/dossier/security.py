"""Signing a finished document, checking a time stamp's signature, and making the encrypted copy."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from asn1crypto import x509  # type: ignore[import-untyped]  # the library has no types
from asn1crypto.algos import SignedDigestAlgorithm  # type: ignore[import-untyped]  # the library has no types
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError, extract_signer_info
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

from journal_app.errors import BadInput, StorageTrouble
from journal_app.i18n import pgettext

FIELD_NAME = "Signature"
RESERVED = 8192
"""Hexadecimal digits kept free for the signature; ours needs about 3,000, and a fixed size keeps bytes equal."""
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


def encrypt_copy(path: Path, passphrase: str, out: Path) -> None:
    """Write a copy of the PDF at ``path`` to ``out``, encrypted with AES-256 (revision 6, ISO 32000-2).

    The copy opens with ``passphrase`` alone; nothing is readable without it, the metadata included. A signature
    inside no longer validates, and PDF/A forbids encryption, so the original is kept beside it. Raises BadInput
    for an empty passphrase or a file that is no PDF, StorageTrouble where it cannot be written.
    """
    if not passphrase:
        message = pgettext("error", "An encrypted copy needs a passphrase; no copy was made.")
        raise BadInput(message, pgettext("error", "Give a passphrase of several words."))
    key = unicodedata.normalize("NFKC", passphrase)  # the heart of SASLprep, which readers apply to what is typed
    lock = pikepdf.Encryption(owner=key, user=key, R=6, aes=True, metadata=True)
    try:
        with pikepdf.open(path) as pdf, replacing(out) as copy:
            pdf.save(copy, encryption=lock, linearize=False)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise no_pdf(path) from error


def check_token(token: Any) -> str:
    """Check that the signature of a time-stamp token covers what it says; return its issuer's name.

    ``token`` is the CMS SignedData (asn1crypto). Who the issuer is stays unchecked: the reader chooses whom to
    trust. Raises ValueError where the signature does not cover the token, and what the library raises for less.
    """
    signer, content = extract_signer_info(token), token["encap_content_info"]["content"]
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    issuer = extract_certs_for_validation(token).signer_cert
    if validate_sig_integrity(signer, issuer, "tst_info", digest) != (True, True):
        raise ValueError("the signature does not cover the token")
    name: str = issuer.subject.human_friendly
    return name


def no_pdf(path: Path) -> BadInput:
    """Return the error for a file that cannot be read as a PDF."""
    message = pgettext("error", "{name} cannot be read as a PDF; nothing was written.")
    return BadInput(message.format(name=path.name), pgettext("error", "Make the document again."), source=path.name)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a new file that takes the place of ``path`` when the block ends well; otherwise it leaves nothing.

    Raises StorageTrouble where the disk does not take it.
    """
    draft = None
    try:
        number, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # mode 0600
        with os.fdopen(number, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        _remove(draft)
        message = pgettext("error", "{name} could not be written; nothing was changed.")
        advice = pgettext("error", "Check that there is space and that you may write there, then try again.")
        raise StorageTrouble(message.format(name=path.name), advice) from error
    except BaseException:
        _remove(draft)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable, where the system can."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _remove(draft: str | None) -> None:
    if draft is not None:
        Path(draft).unlink(missing_ok=True)


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
    asyncio.run(_finished(done, out))


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
