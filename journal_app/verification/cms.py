"""Signatures in CMS, read without a library for them: all that the recipient's check needs beside cryptography.

Sources: X.690 (DER), RFC 5652 (CMS: 5.1 to 5.4), RFC 5035 (5.4.1, the certificate that signed), RFC 3161 (time stamps;
appendix A, over a signature; ETSI EN 319 122-1, 5.3, the same in a document's).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

SEQUENCE, SET, INTEGER, OCTETS, OBJECT, TIME = 0x30, 0x31, 0x02, 0x04, 0x06, 0x18
CONTEXT_0, UNSIGNED, REVOKED = 0xA0, 0xA1, 0xA1
NULL = b"\x05\x00"
LONG_LENGTH, MOST_LENGTH_BYTES = 0x80, 4
MOST_PARTS = 10_000
"""No certificate, token or list in one has nearly as many parts; more is no signature but an attack."""
DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE_2 = "1.2.840.113549.1.9.16.2.47"
SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""Digests that may have been signed (RFC 5754, 2); older ones show nothing any more."""
ECDSA = {f"1.2.840.10045.4.3.{last}": digest for last, digest in ((2, "sha256"), (3, "sha384"), (4, "sha512"))}
RSA = {f"1.2.840.113549.1.1.{last}": digest for last, digest in ((11, "sha256"), (12, "sha384"), (13, "sha512"))}
RSA_WITH_PARAMETERS = "1.2.840.113549.1.1.10"
RSA_ALONE = "1.2.840.113549.1.1.1"  # the digest stands beside it


class NotDer(ValueError):
    """The bytes are not what they should be: no DER, or another structure."""


class StrangeBeside(NotDer):
    """Beside the signature of a document stands something else than one time stamp over it, and nothing signed that."""


class NotCovered(Exception):
    """The signature does not cover what it should."""


class UnknownKind(Exception):
    """The signature is of a kind that is not read here; it may be right."""


@dataclass(frozen=True)
class Value:
    """One value of DER: its tag, the bytes inside, and the bytes as they stood."""

    tag: int
    inside: bytes
    whole: bytes

    def parts(self) -> list[Value]:
        """Return the values inside; raises NotDer."""
        found, rest = list[Value](), self.inside
        while rest:
            value, rest = first_value(rest)
            found.append(value)
            if len(found) > MOST_PARTS:
                raise NotDer("too many parts")
        return found

    def expect(self, tag: int) -> Value:
        """Return this value where it has the ``tag``; raises NotDer."""
        if self.tag != tag:
            raise NotDer(f"tag {self.tag:#x} in the place of {tag:#x}")
        return self


def first_value(data: bytes) -> tuple[Value, bytes]:
    """Return the first value of ``data`` and the bytes after it; raises NotDer (X.690, 8.1 and 10.1)."""
    length, start = _length(data)
    end = start + length
    if end > len(data):
        raise NotDer("cut short")
    return Value(data[0], data[start:end], data[:end]), data[end:]


def only_value(data: bytes, tag: int) -> Value:
    """Return the one value that ``data`` is, with the ``tag``; raises NotDer."""
    value, rest = first_value(data)
    if rest:
        raise NotDer("bytes after the end")
    return value.expect(tag)


def _length(data: bytes) -> tuple[int, int]:
    """Return the length that is told at the beginning of ``data``, and where the content starts."""
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise NotDer("no tag of one byte and a length")
    told = data[1]
    if told < LONG_LENGTH:
        return told, 2
    count = told - LONG_LENGTH
    digits = data[2 : 2 + count]
    if not 1 <= count <= MOST_LENGTH_BYTES or len(digits) < count or digits[0] == 0:
        raise NotDer("a length that is not told in the shortest way")
    length = int.from_bytes(digits, "big")
    if length < LONG_LENGTH:
        raise NotDer("a length that is not told in the shortest way")
    return length, 2 + count


def object_name(value: Value) -> str:
    """Return an object identifier in numbers with dots; raises NotDer (X.690, 8.19)."""
    inside = value.expect(OBJECT).inside
    numbers, current = list[int](), 0
    if not inside or inside[-1] & 0x80:
        raise NotDer("an object identifier without an end")
    for byte in inside:
        current = current << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(current)
            current = 0
    root = min(numbers[0] // 40, 2)
    return ".".join(map(str, (root, numbers[0] - 40 * root, *numbers[1:])))


def whole_number(value: Value) -> int:
    """Return an INTEGER; raises NotDer."""
    inside = value.expect(INTEGER).inside
    if not inside:
        raise NotDer("a number without digits")
    return int.from_bytes(inside, "big", signed=True)


@dataclass(frozen=True)
class Signer:
    """Who signed: the certificate (DER), and its subject as it says it (RFC 4514)."""

    name: str
    certificate: bytes


@dataclass(frozen=True)
class _SignedData:
    kind: str
    content: bytes | None
    certificates: list[bytes]
    signer: list[Value]

    @property
    def unsigned(self) -> list[Value]:
        """The unsigned attributes, as the one value they are; empty where there are none."""
        return self.signer[6:]


def subject_of(certificate: bytes, otherwise: str) -> str:
    """Return the subject of a certificate (DER) as RFC 4514 writes it; ``otherwise`` where it cannot be read here."""
    from cryptography import x509  # the reader may not have it

    try:
        return x509.load_der_x509_certificate(certificate).subject.rfc4514_string()
    except ValueError:
        return otherwise


def encapsulated(data: bytes) -> bytes:
    """Return the content inside the signed data ``data`` (a ContentInfo); raises NotDer where it has none."""
    content = _signed_data(data).content
    if content is None:
        raise NotDer("no content inside")
    return content


def time_stamp_beside(data: bytes) -> tuple[bytes, bytes] | None:
    """Return the signature in the signed data ``data`` of a document, and the time-stamp token that stands beside it.

    None where none does. Raises what ``check_form`` raises; the token itself is checked elsewhere.
    """
    signed = _signed_data(data)
    if not signed.unsigned:
        return None
    return signed.signer[5].expect(OCTETS).inside, _token(signed.unsigned[0])


def without_unsigned(data: bytes) -> bytes:
    """Return the signed data ``data`` as it was before anything was put beside its one signature; raises NotDer."""
    what, explicit = only_value(data, SEQUENCE).parts()
    *parts, signers = only_value(explicit.inside, SEQUENCE).parts()
    kept = b"".join(each.whole for each in _first(signers).parts()[:6])
    bare = b"".join(each.whole for each in parts) + encoded(SET, encoded(SEQUENCE, kept))
    return encoded(SEQUENCE, what.whole + encoded(CONTEXT_0, encoded(SEQUENCE, bare)))


def encoded(tag: int, inside: bytes) -> bytes:
    """Return a value in DER, its length told in the shortest way (X.690, 10.1)."""
    length = len(inside)
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    told = bytes([length]) if length < LONG_LENGTH else bytes([LONG_LENGTH + len(digits)]) + digits
    return bytes([tag]) + told + inside


def check_signed(data: bytes, digests: dict[str, bytes]) -> Signer:
    """Check the one signature in ``data`` (a ContentInfo with SignedData) over content that has these digests.

    ``digests`` has the content's digest by the name of each method of DIGESTS. Returns who signed; the certificate
    itself is vouched for by nobody. Raises NotDer where ``data`` cannot be read, NotCovered where the signature is
    about something else or false, UnknownKind where it is of another kind, ImportError without cryptography.
    """
    signed = _signed_data(data)
    _, identifier, method, attributes, algorithm, signature, *_ = signed.signer
    digest = DIGESTS.get(_algorithm(method))
    if digest is None:
        raise UnknownKind("digest")
    _check_attributes(_attributes(attributes), signed.kind, digests[digest])
    certificate = _certificate(signed.certificates, identifier)
    _check_certificate(_attributes(attributes).get(SIGNING_CERTIFICATE_2), certificate)
    # What is signed are the attributes as a SET, not with the tag they have in their place (RFC 5652, 5.4).
    covered = bytes([SET]) + attributes.whole[1:]
    return _check_signature(certificate, _algorithm(algorithm), digest, covered, signature.expect(OCTETS).inside)


def _signed_data(data: bytes) -> _SignedData:
    what, explicit = _exactly(only_value(data, SEQUENCE).parts(), 2)
    if object_name(what) != SIGNED_DATA:
        raise NotDer("no signed data")
    parts = only_value(explicit.expect(CONTEXT_0).inside, SEQUENCE).parts()
    if len(parts) < 4:
        raise NotDer("parts are missing")
    wrapped = parts[2].expect(SEQUENCE).parts()
    kind = object_name(_first(parts[2]))
    content = only_value(wrapped[1].expect(CONTEXT_0).inside, OCTETS).inside if len(wrapped) > 1 else None
    certificates = [each.whole for part in parts[3:-1] if part.tag == CONTEXT_0 for each in part.parts()]
    signers = parts[-1].expect(SET).parts()
    if len(signers) != 1:
        raise UnknownKind("not one signature")
    signer = signers[0].expect(SEQUENCE).parts()
    if len(signer) < 6 or signer[3].tag != CONTEXT_0 or signer[1].tag != SEQUENCE:
        raise UnknownKind("nothing signed beside the content, or named by its key")
    if _algorithm(signer[4]) == RSA_WITH_PARAMETERS:
        raise UnknownKind("method with parameters")
    _check_unsigned(parts, kind, signer)
    return _SignedData(kind, content, certificates, signer)


def check_form(data: bytes) -> None:
    """Check in the signed data ``data`` what no signature covers: it is to be as the standard wants it.

    Without this, a bit that is altered there would go unnamed. Raises NotDer, NotCovered where no certificate is the
    one that is named, byte for byte, and UnknownKind where ``data`` is of a kind that is not read here.
    """
    signed = _signed_data(data)
    _certificate(signed.certificates, signed.signer[1])


def _check_unsigned(parts: list[Value], kind: str, signer: list[Value]) -> None:
    """Check versions, methods and their parameters (RFC 5652, 5.1 and 5.3; RFC 5754, 2 and 3)."""
    version = 1 if kind == DATA else 3
    methods = parts[1].expect(SET).inside
    parameters = [each.whole for method in (signer[2], signer[4]) for each in method.parts()[1:]]
    extra = [each.tag for each in signer[6:]]
    if (
        (whole_number(parts[0]), whole_number(signer[0]), methods) != (version, 1, signer[2].whole)
        or any(each != NULL for each in parameters)
        or extra not in ([], [UNSIGNED])
        or [each.tag for each in parts[3:-1]] not in ([], [CONTEXT_0], [CONTEXT_0, REVOKED])
    ):
        raise NotDer("what is not signed is not as it should be")
    if kind == DATA and len(signer) > 6:
        _token(signer[6])


def _token(unsigned: Value) -> bytes:
    """Return the one time-stamp token that the unsigned attributes are; raises StrangeBeside."""
    try:
        (attribute,) = _exactly(unsigned.parts(), 1)
        kind, values = _exactly(attribute.expect(SEQUENCE).parts(), 2)
        (token,) = _exactly(values.expect(SET).parts(), 1)
        name, whole = object_name(kind), token.expect(SEQUENCE).whole
    except NotDer:
        raise StrangeBeside("no attribute") from None
    if name != SIGNATURE_TIME_STAMP:
        raise StrangeBeside("no time stamp")
    return whole


def _exactly(parts: list[Value], count: int) -> list[Value]:
    if len(parts) != count:
        raise NotDer("another number of parts")
    return parts


def _first(value: Value) -> Value:
    parts = value.parts()
    if not parts:
        raise NotDer("nothing inside")
    return parts[0]


def _algorithm(value: Value) -> str:
    return object_name(_first(value.expect(SEQUENCE)))


def _attributes(value: Value) -> dict[str, Value]:
    """Return the first value of each signed attribute; raises NotDer where one stands twice (RFC 5652, 5.3)."""
    found: dict[str, Value] = {}
    for each in value.parts():
        kind, values = _exactly(each.expect(SEQUENCE).parts(), 2)
        inside = values.expect(SET).parts()
        if object_name(kind) in found or not inside:
            raise NotDer("an attribute twice or without a value")
        found[object_name(kind)] = inside[0]
    return found


def _check_attributes(told: dict[str, Value], kind: str, digest: bytes) -> None:
    """Check that what is signed names the content and what it is (RFC 5652, 5.3 and 11)."""
    if CONTENT_TYPE not in told or MESSAGE_DIGEST not in told:
        raise NotDer("nothing about the content")
    if object_name(told[CONTENT_TYPE]) != kind or told[MESSAGE_DIGEST].expect(OCTETS).inside != digest:
        raise NotCovered("content")


def _certificate(certificates: list[bytes], identifier: Value) -> bytes:
    """Return the certificate that the signature names by its issuer and number; raises NotCovered."""
    issuer, number = _exactly(identifier.parts(), 2)
    for each in certificates:
        facts = _first(only_value(each, SEQUENCE)).expect(SEQUENCE).parts()
        facts = facts[1:] if facts and facts[0].tag == CONTEXT_0 else facts
        if len(facts) > 2 and (facts[0].whole, facts[2].whole) == (number.whole, issuer.whole):
            return each
    raise NotCovered("no certificate")


def _check_certificate(named: Value | None, certificate: bytes) -> None:
    """Check the digest of the certificate among what is signed, where it stands there (RFC 5035, 5.4.1.1)."""
    if named is None:
        return
    first = _first(_first(named.expect(SEQUENCE)).expect(SEQUENCE)).expect(SEQUENCE)
    method, digest = _first(first), "sha256"
    if method.tag == SEQUENCE:
        digest = DIGESTS.get(_algorithm(method), "")
    if not digest:
        raise UnknownKind("digest of the certificate")
    told = [each.inside for each in first.parts() if each.tag == OCTETS][:1]
    if told != [hashlib.new(digest, certificate).digest()]:
        raise NotCovered("another certificate")


def _check_signature(certificate: bytes, algorithm: str, digest: str, signed: bytes, signature: bytes) -> Signer:
    from cryptography import x509  # the reader may not have it
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    methods = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
    try:
        read = x509.load_der_x509_certificate(certificate)
        name, key = read.subject.rfc4514_string(), read.public_key()
    except UnsupportedAlgorithm:
        raise UnknownKind("key") from None
    except ValueError:
        raise NotDer("no certificate") from None
    try:
        if algorithm in ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(methods[ECDSA[algorithm]]))
        elif algorithm in {*RSA, RSA_ALONE} and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), methods[RSA.get(algorithm, digest)])
        else:
            raise UnknownKind("signature")
    except InvalidSignature:
        raise NotCovered("signature") from None
    return Signer(name, certificate)
