"""Evidence files: each under its own random key, in authenticated chunks, padded so that its size tells little.

The format stands in ``resources/formats/vault.md``.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from journal_app.durable import sync_folder
from journal_app.errors import BadInput, Damaged, JournalError
from journal_app.i18n import pgettext
from journal_app.vault.beside import Beside, ahead
from journal_app.vault.files import PART, is_full, opened_plain, reading_only, trouble, written_whole

MAGIC = b"JRNLFILE"
VERSION = 1
AES_GCM, CHACHA = 1, 2
PREFIX_BYTES = 7
HEADER_BYTES = len(MAGIC) + 2 + PREFIX_BYTES
CHUNK = 1 << 20
TAG = 16
LENGTH_BYTES = 8
KEY_BYTES = 32
ID_BYTES = 16
_NONCE = 12
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBlob:
    """One stored file: its id (32 hexadecimal digits), SHA-256 and size of the original, and its wrapped key."""

    file_id: str
    sha256: str
    size: int
    wrapped_key: bytes


def padme(length: int) -> int:
    """Return the padded length: at most 12 % more, so that lengths fall into few classes.

    Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019,
    algorithm 1.
    """
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask


def stored_size(size: int) -> int:
    """Return the size in bytes of the file in which a content of ``size`` bytes is kept."""
    padded = padme(size + LENGTH_BYTES)
    return HEADER_BYTES + padded + -(-padded // CHUNK) * TAG


def is_file_id(name: str) -> bool:
    """Say whether ``name`` is the id, and so the name, of an evidence file: 32 lower-case hexadecimal digits."""
    return len(name) == 2 * ID_BYTES and _DIGITS.issuperset(name)


class BlobStore:
    """The folder of evidence files of one vault."""

    def __init__(
        self,
        folder: Path,
        wrapping_key: bytes,
        *,
        algorithm: int = AES_GCM,
        on_full: Callable[[], None] = lambda: None,
        new_id: Callable[[], str] = lambda: secrets.token_hex(ID_BYTES),
        read_only: bool = False,
    ) -> None:
        self.folder = folder
        self._new_id = new_id
        self.read_only = read_only
        self._wrapping = AESGCM(wrapping_key)
        self._algorithm = algorithm
        self._on_full = on_full

    def add(self, source: BinaryIO) -> StoredBlob:
        """Encrypt everything ``source`` gives into a new file, and return what is needed to read it again.

        The file is whole and on the disk when this returns. Raises BadInput where ``source`` cannot be read to its
        end and StorageTrouble where the file cannot be kept; leaves nothing otherwise.
        """
        self._refuse_reading_only()
        try:
            file_id = self._new_id()
        except OSError as error:
            raise self._trouble(error) from None
        return self._keep(source, file_id, "")

    def add_beside(self, source: BinaryIO, file_id: str, suffix: str) -> StoredBlob:
        """Do what :meth:`add` does for the id of a file that is there, under its name with ``suffix``."""
        return self._keep(source, file_id, suffix)

    def place(self, file_id: str, suffix: str = "") -> Path:
        """Return where the file with an id is, or would be; the one way from an id in the records to a path.

        Whoever once had the passphrase may have put any words where an id belongs: raises Damaged for those, so that
        nothing outside the folder is ever read, written or removed.
        """
        if not is_file_id(file_id):
            raise _no_id()
        return self.folder / (file_id + suffix)

    def _keep(self, source: BinaryIO, file_id: str, suffix: str) -> StoredBlob:
        self._refuse_reading_only()
        key, path = secrets.token_bytes(KEY_BYTES), self.place(file_id, suffix)
        try:
            with written_whole(path) as target:
                digest, size = self._encrypt(source, target, file_id, key)
        except OSError as error:
            with suppress(OSError):  # it may have its name already, and the name may not be on the disk
                path.unlink(missing_ok=True)
            raise self._trouble(error) from None
        return StoredBlob(file_id=file_id, sha256=digest, size=size, wrapped_key=self._wrap(file_id, key))

    def _refuse_reading_only(self) -> None:
        if self.read_only:
            raise reading_only()

    def _trouble(self, error: OSError) -> JournalError:
        if is_full(error):
            self._on_full()
        return trouble(error)

    def _encrypt(self, source: BinaryIO, target: BinaryIO, file_id: str, key: bytes) -> tuple[str, int]:
        prefix = secrets.token_bytes(PREFIX_BYTES)
        target.write(MAGIC + bytes((VERSION, self._algorithm)) + prefix)
        sealer = _Sealer(target, _cipher(self._algorithm, key), prefix, bytes.fromhex(file_id))
        digest, size = sha256(), 0
        hashed: Callable[[], None] = _nothing
        with Beside() as beside:
            while data := _taken(source):
                hashed()
                hashed = partial(digest.update, data)
                if len(data) == CHUNK:  # less is not worth a thread
                    hashed = beside.begin(hashed)
                size += len(data)
                sealer.write(data)
            hashed()
        padding = padme(size + LENGTH_BYTES) - size - LENGTH_BYTES
        for start in range(0, padding, CHUNK):
            sealer.write(bytes(min(CHUNK, padding - start)))
        sealer.write(size.to_bytes(LENGTH_BYTES, "big"))
        sealer.finish()
        return digest.hexdigest(), size

    def open(self, blob: StoredBlob) -> BinaryIO:
        """Return a stream of the original bytes; each chunk is authenticated before any of it is given out.

        Opening and reading raise Damaged where the file is missing or is not what was saved, or its id is none.
        """
        return io.BufferedReader(self._opened(blob), CHUNK)

    def _opened(self, blob: StoredBlob) -> _Reader:
        try:
            stream = opened_plain(self.place(blob.file_id), links=True)
        except FileNotFoundError:
            raise _missing() from None
        except OSError as error:
            raise trouble(error) from None
        try:
            return _Reader(stream, blob, self._unwrap(blob))
        except BaseException:
            stream.close()
            raise

    def verify(self, blob: StoredBlob) -> None:
        """Read a whole file, its padding too; raises Damaged where anything is not what was saved."""
        digest = sha256()
        with self._opened(blob) as stream:
            pieces = stream.pieces()
            for piece in ahead(pieces) if blob.size > CHUNK else pieces:
                digest.update(piece)
        if digest.hexdigest() != blob.sha256:
            raise _damaged()

    def rewrapped(self, blob: StoredBlob, target: BlobStore) -> StoredBlob:
        """Return ``blob`` with its key wrapped as ``target`` reads it; raises Damaged where the key cannot be read."""
        self.place(blob.file_id)
        return replace(blob, wrapped_key=target._wrap(blob.file_id, self._unwrap(blob)))

    def ids(self) -> frozenset[str]:
        """Return the ids of all files that are there; whatever else lies in the folder is left out."""
        return frozenset(name for name in self._names() if is_file_id(name))

    def parts(self) -> frozenset[str]:
        """Return the names of files that were never written to their end."""
        return frozenset(name for name in self._names() if name.endswith(PART) and is_file_id(name.removesuffix(PART)))

    def remove(self, file_id: str) -> None:
        """Remove a file; a file that is not there is no failure. Raises Damaged where its id is none."""
        self._remove(self.place(file_id))

    def _remove(self, path: Path) -> None:
        self._refuse_reading_only()
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise trouble(error) from None

    def sweep(self, known: Iterable[str]) -> int:
        """Remove what an interrupted import left: unfinished files, and files no record knows. Returns how many.

        ``known`` has to come from a database that is sound and not an older copy: what it does not know is gone
        after this. Files whose names are not this program's are never touched.
        """
        keep = frozenset(known)
        left = [name for name in self._names() if name not in keep and is_file_id(name.removesuffix(PART))]
        for name in left:
            self._remove(self.folder / name)
        if left:
            sync_folder(self.folder)
        return len(left)

    def _names(self) -> list[str]:
        try:
            return [entry.name for entry in self.folder.iterdir()]
        except OSError as error:
            raise trouble(error) from None

    def _wrap(self, file_id: str, key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._wrapping.encrypt(nonce, key, b"evidence key\0" + bytes.fromhex(file_id))

    def _unwrap(self, blob: StoredBlob) -> bytes:
        wrapped, bound = blob.wrapped_key, b"evidence key\0" + bytes.fromhex(blob.file_id)
        try:
            return self._wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound)
        except (InvalidTag, ValueError):
            raise _damaged() from None


class _Sealer:
    """Encrypts what it is given chunk by chunk; holds at most one whole chunk back, for it may be the last."""

    def __init__(self, target: BinaryIO, cipher: AESGCM | ChaCha20Poly1305, prefix: bytes, bound: bytes) -> None:
        self._target = target
        self._cipher = cipher
        self._prefix = prefix
        self._bound = bound
        self._counter = 0
        self._pending = b""

    def write(self, data: bytes) -> None:
        while len(self._pending) + len(data) > CHUNK:  # whole chunks, as they are given mostly, are never copied
            room = CHUNK - len(self._pending)
            self._seal(self._pending + data[:room], last=False)
            self._pending, data = b"", data[room:]
        self._pending += data

    def finish(self) -> None:
        self._seal(self._pending, last=True)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._prefix, self._counter, last=last), plain, self._bound))
        self._counter += 1


class _Reader(io.RawIOBase):
    """Decrypts one chunk at a time; says the file is damaged as soon as it shows."""

    def __init__(self, stream: BinaryIO, blob: StoredBlob, key: bytes) -> None:
        super().__init__()
        self._stream = stream
        self._bound = bytes.fromhex(blob.file_id)
        self._size = blob.size
        self._left = padme(blob.size + LENGTH_BYTES)
        self._given = 0
        self._counter = 0
        self._plain = memoryview(b"")
        header = self._read(HEADER_BYTES)
        if header[: len(MAGIC)] != MAGIC or header[len(MAGIC)] != VERSION:
            raise _damaged()
        self._cipher = _cipher(header[len(MAGIC) + 1], key)
        self._prefix = header[-PREFIX_BYTES:]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a raw stream is given a memoryview
        while not self._plain:
            if self._left == 0:
                return 0
            self._plain = self._next()
        count = min(len(buffer), len(self._plain))
        buffer[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def readall(self) -> bytes:
        """Return all that is left, chunk by chunk and not in the small pieces of the library's own way."""
        first, self._plain = self._plain, memoryview(b"")
        return b"".join((first, *self.pieces()))

    def pieces(self) -> Iterator[memoryview]:
        """Give what is left chunk by chunk, each when it is authenticated; the last may be empty."""
        while self._left:
            yield self._next()

    def _next(self) -> memoryview:
        length = min(CHUNK, self._left)
        last = length == self._left
        sealed = self._read(length + TAG)
        if last and self._read_up_to(1):
            raise _damaged()
        try:
            plain = self._cipher.decrypt(_nonce(self._prefix, self._counter, last=last), sealed, self._bound)
        except InvalidTag:
            raise _damaged() from None
        # The length is never cut in two: a file of more than one chunk is padded to a multiple of 32 KiB.
        if last and int.from_bytes(plain[-LENGTH_BYTES:], "big") != self._size:
            raise _damaged()
        self._left -= length
        self._counter += 1
        real = max(0, min(length, self._size - self._given))
        self._given += real
        return memoryview(plain)[:real]

    def _read(self, count: int) -> bytes:
        data = self._read_up_to(count)
        if len(data) != count:
            raise _damaged()
        return data

    def _read_up_to(self, count: int) -> bytes:
        try:
            return self._stream.read(count)
        except OSError as error:
            raise trouble(error) from None

    def close(self) -> None:
        with suppress(OSError):  # all that was given out was authenticated; there is nothing left to go wrong
            self._stream.close()
        super().close()


def _cipher(algorithm: int, key: bytes) -> AESGCM | ChaCha20Poly1305:
    if algorithm == AES_GCM:
        return AESGCM(key)
    if algorithm == CHACHA:
        return ChaCha20Poly1305(key)
    raise _damaged()


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + bytes((last,))


def _nothing() -> None:
    pass


def _taken(source: BinaryIO) -> bytes:
    try:
        return source.read(CHUNK)
    except OSError:
        message = pgettext("error", "The file could not be read to its end, so it was not added; nothing was changed.")
        raise BadInput(message, pgettext("error", "Check the disk or USB stick it is on, then try again.")) from None


def _damaged() -> JournalError:
    message = pgettext("error", "A stored file is not as it was saved, so it is not shown.")
    return Damaged(message, pgettext("error", "Run a check of the journal, and look for the file in a backup."))


def _no_id() -> JournalError:
    message = pgettext(
        "error", "The records give a stored file a name that none can have, so nothing was read or changed there."
    )
    return Damaged(message, pgettext("error", "Run a check of the journal, and look for the file in a backup."))


def _missing() -> JournalError:
    message = pgettext("error", "A stored file is missing.")
    return Damaged(message, pgettext("error", "Run a check of the journal, and look for the file in a backup."))
