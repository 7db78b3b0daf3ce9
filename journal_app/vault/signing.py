"""What the vault signs: chain heads, and documents for those who check them with a PDF reader."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# The order of the group of P-256 (FIPS 186-5, section D.1.2.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_YEARS = 30
_DOCUMENT_KEY_PREFIX = b"journal document key v1\n"  # no head of a chain begins like this
_SIGNED_BY_CHAIN = x509.ObjectIdentifier("2.25.77258442806131971782660122729414113252")
_OCTETS_OF_A_SIGNATURE = b"\x04\x40"  # DER: an OCTET STRING of 64 bytes


class ChainSigner:
    """Signs chain heads with Ed25519 (RFC 8032); ``public_key`` is 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature of ``message``."""
        return self._key.sign(message)

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Say whether ``signature`` is this signer's over ``message``."""
        return self.sign(message) == signature  # Ed25519 is deterministic


class DocumentSigner:
    """Signs documents with ECDSA P-256 and SHA-256, deterministically (RFC 6979).

    ``certificate`` is a self-signed X.509 certificate in DER. It names the journal's id and no person: it shows
    that two documents come from the same journal and were not changed, never who wrote them. It holds the signature
    of its key by ``chain``: who alters a document and signs it anew has no such signature for a key of their own. The
    form stands in ``resources/formats/package.md``.
    """

    def __init__(self, material: bytes, *, vault_id: str, created: datetime, chain: ChainSigner) -> None:
        self._key = derive_private_key(int.from_bytes(material, "big") % (_ORDER - 1) + 1, SECP256R1())
        own = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        vouched = _OCTETS_OF_A_SIGNATURE + chain.sign(_DOCUMENT_KEY_PREFIX + own)
        self.certificate = self._certify(vault_id, created, vouched).public_bytes(Encoding.DER)

    def sign(self, message: bytes) -> bytes:
        """Return the DER signature of ``message``."""
        return self._key.sign(message, ECDSA(SHA256(), deterministic_signing=True))

    def _certify(self, vault_id: str, created: datetime, vouched: bytes) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Journal {vault_id[:8]}")])
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(int(vault_id, 16) >> 1 | 1)
            .not_valid_before(created)
            .not_valid_after(created + timedelta(days=365 * _YEARS))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .add_extension(x509.UnrecognizedExtension(_SIGNED_BY_CHAIN, vouched), critical=False)
        )
        return builder.sign(self._key, SHA256(), ecdsa_deterministic=True)
