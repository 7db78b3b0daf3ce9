"""S10: the program reads every published vector of the vault as it is meant, and a reader that is weaker does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol, Self

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from journal_app import resources
from journal_app.errors import JournalError
from journal_app.vault import blobs, keyslots, recovery, seeds, shares
from journal_app.vault import header as headers
from journal_app.vault.header import Header
from journal_app.vault.keyslots import KeyCost, Secret, Slot
from journal_app.vault.recovery import RecoveryKey
from tests import figures

from .make_vectors import content_of, written
from .test_vectors import ANOTHER, FILES, HEADER, RECOVERY, SLOTS, Plain, blob_of, put, secret_of, slot_of

PART = "header and chunk file"
SHARES: Plain = resources.read_json("formats/vectors/vault-shares.json")
HASH = bytes.fromhex
pytestmark = pytest.mark.usefixtures("derived_once")
Vectors = Iterator[tuple[str, object, Callable[[], object]]]  # a name, what is published, and what the program says


def answer(call: Callable[[], object]) -> object:
    """Return what the program says of a vector: what it reads, or as what it refuses it."""
    try:
        return call()
    except JournalError as error:
        return type(error).__name__.casefold()


def header_vectors(_: Path) -> Vectors:
    for each in (HEADER, ANOTHER):
        text, secret = each["header"], each["passphrase"]
        yield f"header of {secret}", text, lambda t=text: headers.decode(t.encode()).encode().decode()
        yield f"vault key of {secret}", each["vault_key"], lambda t=text, s=secret: _opened(t, s)
        yield f"MAC of {secret}", True, lambda e=each: _is_sealed(e["header"], e["vault_key"])
    recovered = RecoveryKey.parse(HEADER["recovery_key"])
    yield "vault key of the recovery key", HEADER["vault_key"], lambda: _opened(HEADER["header"], recovered)
    for use, key in HEADER["keys"].items():
        yield f"key for {use}", key, lambda u=use, k=key: _read(HEADER["header"]).derived(
            HASH(HEADER["vault_key"]), u, len(k) // 2).hex()  # fmt: skip
    for case in HEADER["refused"]:
        yield f"no header: {case['why']}", case["as"].replace("newer", "newerformat"), lambda c=case: _form(c["header"])
    for case in ANOTHER["refused"]:
        yield f"no seeds: {case['why']}", "damaged", lambda c=case: _form(c["header"])
    for case in HEADER["altered"]:
        yield f"altered header: {case['why']}", False, lambda c=case: _is_sealed(c["header"], HEADER["vault_key"])
    for case in ANOTHER["altered"]:
        yield f"altered seeds: {case['why']}", False, lambda c=case: _signs(c["header"], ANOTHER["vault_key"])
    signing = [ANOTHER["chain signing"], ANOTHER["document signing"]]
    yield "seeds", signing, lambda: [
        each.hex() for each in seeds.of(_read(ANOTHER["header"]), HASH(ANOTHER["vault_key"]))]  # fmt: skip


def _read(text: str) -> Header:
    return headers.decode(text.encode())


def _opened(text: str, secret: Secret) -> str:
    header, kind = _read(text), keyslots.kind_of(secret)
    (slot,) = (slot for slot in header.slots if slot.kind is kind)
    return _key(slot, secret, header.associated)


def _form(text: str) -> str:
    headers.decode(text.encode("utf-8", "surrogateescape"))
    return "read"


def _is_sealed(text: str, vault_key: str) -> bool:
    header = _read(text)
    return header.is_sealed_by(header.derived(HASH(vault_key), "header", 32))


def _signs(text: str, vault_key: str) -> bool:
    """Say whether the vault of a header would sign: its MAC is right, and so are its seeds."""
    try:
        return _is_sealed(text, vault_key) and bool(seeds.of(_read(text), HASH(vault_key)))
    except JournalError:
        return False


def slot_vectors(_: Path) -> Vectors:
    for number, case in enumerate(SLOTS["open"]):
        yield f"slot {number}", SLOTS["vault_key"], lambda c=case: _key(slot_of(c["slot"]), secret_of(c),
                                                                        SLOTS["associated"].encode())  # fmt: skip
    for case in SLOTS["closed"]:
        yield (
            f"closed slot: {case['why']}",
            "",
            lambda c=case: _key(slot_of(c["slot"]), secret_of(c), c["associated"].encode()),
        )


def _key(slot: Slot, secret: Secret, associated: bytes) -> str:
    return (keyslots.unwrap(slot, secret, associated=associated) or b"").hex()


def recovery_vectors(_: Path) -> Vectors:
    for case in [*RECOVERY["keys"], *RECOVERY["spellings"]]:
        yield f"recovery key {case['text']}", case["raw"], lambda c=case: RecoveryKey.parse(c["text"]).raw.hex()
    for case in RECOVERY["keys"]:
        yield f"recovery key of {case['raw']}", case["text"], lambda c=case: RecoveryKey(HASH(c["raw"])).text
    for case in RECOVERY["refused"]:
        yield f"no recovery key: {case['why']}", "badinput", lambda c=case: RecoveryKey.parse(c["text"]).raw.hex()
    for case in SHARES["keys"]:
        for pair in (case["shares"][:2], case["shares"][1:]):
            yield f"shares of {case['raw']}", case["raw"], lambda p=pair: shares.read("\n".join(p)).raw.hex()
    for case in SHARES["refused"]:
        yield f"no shares: {case['why']}", "badinput", lambda c=case: shares.read("\n".join(c["lines"])).raw.hex()


def file_vectors(folder: Path) -> Vectors:
    for case in FILES["files"]:
        name = f"file of {case['size']} by {case['algorithm']}"
        yield name, content_of(case["size"]), lambda c=case: _content(folder, c, HASH(c["file"]))
    sound = FILES["refused"]["sound"]
    for case in FILES["refused"]["files"]:
        yield f"no file: {case['why']}", "damaged", lambda c=case: _content(folder, sound, HASH(c["file"]))
    for case in FILES["refused"]["wrapped_keys"]:
        changed = {**sound, "wrapped_key": case["wrapped_key"]}
        yield f"no key: {case['why']}", "damaged", lambda c=changed: _content(folder, c, HASH(c["file"]))
    for case in FILES["large"]:
        yield f"file of {case['size']}", content_of(case["size"]), lambda c=case: _content(
            folder, c, written(c, c["algorithm"]))  # fmt: skip


def _content(folder: Path, plain: Plain, data: bytes) -> bytes:
    with put(folder, plain, data).open(blob_of(plain)) as stream:
        return stream.read()


ROOMS = (header_vectors, slot_vectors, recovery_vectors, file_vectors)


def otherwise(folder: Path) -> Iterator[str]:
    """Yield every vector of which the program says something else than is published."""
    return (name for room in ROOMS for name, published, call in room(folder) if answer(call) != published)


def test_the_program_reads_every_vector_as_it_is_meant(tmp_path: Path) -> None:
    wrong, ran = list(otherwise(tmp_path)), sum(1 for room in ROOMS for _ in room(tmp_path))
    figures.tell("S10", PART, full=True, ran=ran, broken=len(wrong),
                 what="published vectors, written by a second program, which the program reads otherwise")  # fmt: skip
    assert wrong == []
    assert ran >= 170


# ---- what the vectors have to catch: a reader that looks less closely


class Same:
    """Differs from nothing: what is compared with it is taken for right."""

    def __eq__(self, _: object) -> bool:
        return True

    def __ne__(self, _: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]  # nothing keeps it


class SameBytes(Same, bytes):
    """As long as what it stands for."""


class SameText(Same, str):
    """As above."""

    __slots__ = ()


class SameNumber(Same, int):
    """As above."""

    @classmethod
    def from_bytes(cls, *_: Any) -> Self:
        return cls(0)


class Untagged:
    """AES-GCM that decrypts and compares no tag, so that associated data bind nothing (NIST SP 800-38D, 7.2)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def decrypt(self, nonce: bytes, data: bytes, _: bytes | None) -> bytes:
        if len(nonce) != 12 or len(data) < 16:
            raise InvalidTag
        stream = Cipher(AES(self._key), CTR(nonce + (2).to_bytes(4, "big"))).decryptor()
        return stream.update(data[:-16]) + stream.finalize()


class Decrypts(Protocol):
    """A cipher that a chunk is read with."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class Trying:
    """Reads a chunk also where the end of its nonce is another one."""

    def __init__(self, cipher: Decrypts, *ends: bytes) -> None:
        self._cipher, self._ends = cipher, ends

    def decrypt(self, nonce: bytes, data: bytes, bound: bytes | None) -> bytes:
        for end in (nonce[-5:], *self._ends):
            try:
                return self._cipher.decrypt(nonce[:-5] + end, data, bound)
            except InvalidTag:
                continue
        raise InvalidTag


CIPHER, CONTENT, UP_TO = blobs._cipher, Header._content, blobs._Reader._read_up_to


def _any_form(header: Header) -> bytes:
    return SameBytes(headers.canonical({**header._content(), "mac": header.mac.hex()}) + b"\n")


def _without_generation(header: Header) -> Plain:
    return {name: value for name, value in CONTENT(header).items() if name != "generation"}


def _no_key_file(secret: Secret, salt: bytes, cost: KeyCost) -> bytes:
    plain = secret.passphrase if isinstance(secret, keyslots.WithKeyFile) else secret
    return keyslots._stretched(
        plain.raw if isinstance(plain, RecoveryKey) else keyslots.passphrase_bytes(plain), salt, cost
    )


def _kind_alone(kind: keyslots.SlotKind, *_: Any, **__: Any) -> bytes:
    return kind.value.encode()


def _without_what_follows(reader: Any, count: int) -> bytes:
    return b"" if count == 1 else UP_TO(reader, count)


def _any_algorithm(algorithm: int, key: bytes) -> Decrypts:
    return CIPHER(algorithm, key) if algorithm in {blobs.AES_GCM, blobs.CHACHA} else AESGCM(key)


def _first_not_marked(_: int, key: bytes) -> Decrypts:
    return Trying(AESGCM(key), bytes(5))


def _from_any_place(_: int, key: bytes) -> Decrypts:
    return Trying(AESGCM(key), *(number.to_bytes(4, "big") + b"\1" for number in range(3)))


# For each: where, what, and what stands there instead.
WEAKER: dict[str, tuple[object, str, object]] = {
    "header: limits off": (KeyCost, "is_allowed", True),
    "header: its MAC is not compared": (Header, "is_sealed_by", lambda *_: True),
    "header: its MAC leaves the generation out": (Header, "_content", _without_generation),
    "header: any form that can be read": (Header, "encode", _any_form),
    "header: a later version is taken for damage": (headers, "_is_newer", lambda _: False),
    "seeds: no tag": (seeds, "AESGCM", Untagged),
    "slots: no tag": (keyslots, "AESGCM", Untagged),
    "slots: bound to no vault": (keyslots, "_bound", _kind_alone),
    "slots: the key file is left out": (keyslots, "_derive", _no_key_file),
    "slots: letters as they are typed": (keyslots, "passphrase_bytes", lambda text: text.encode()),
    "recovery key: its check characters are not compared": (recovery, "_check", lambda _: SameText("00")),
    "recovery key: O is no 0": (recovery, "as_written", lambda text: "".join(text.upper().split()).replace("-", "")),
    "shares: of anything": (shares, "_is_ours", lambda share: share.iteration_exponent == 0),  # the rest takes hours
    "file: any first bytes": (blobs, "MAGIC", SameBytes(blobs.MAGIC)),
    "file: any version": (blobs, "VERSION", SameNumber(1)),
    "file: any algorithm is AES": (blobs, "_cipher", _any_algorithm),
    "file: no tag, so bound to no id": (blobs, "_cipher", lambda _, key: Untagged(key)),
    "file: the key of any file": (blobs, "AESGCM", Untagged),
    "file: the mark of the last chunk is not asked for": (blobs, "_cipher", _first_not_marked),
    "file: chunks from any place": (blobs, "_cipher", _from_any_place),
    "file: the length inside is not compared": (blobs, "int", SimpleNamespace(from_bytes=SameNumber.from_bytes)),
    "file: whatever follows the end": (blobs._Reader, "_read_up_to", _without_what_follows),
    "file: not padded": (blobs, "padme", lambda length: length),
}


# The first vector that a weaker reader of each part may take otherwise.
OF = {
    "header": ("header of", "no header", "altered header", "MAC"),
    "seeds": ("altered seeds", "seeds"),
    "slots": ("vault key", "slot", "closed slot"),
    "recovery key": ("recovery key", "no recovery key"),
    "shares": ("no shares",),
    "file": ("file of", "no file", "no key"),
}


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_weaker_reader_is_caught(tmp_path: Path, weakness: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, instead = WEAKER[weakness]
    with monkeypatch.context() as patched:
        patched.setattr(where, name, instead, raising=False)  # a name of Python itself is not in the module
        wrong = next(otherwise(tmp_path), "")
    figures.caught("S10", weakness, by=bool(wrong), part=PART)
    assert wrong
    assert wrong.startswith(OF[weakness.partition(":")[0]]), wrong
