"""A second reading of ``resources/formats/chain.md`` and ``manifest.md``: it shares no code with the program.

What the program does with a library, or step by step, is done here by hand or by the definition, so that a mistake
in the one shows against the other. Slow and short on purpose.
"""

from __future__ import annotations

import calendar
import hashlib
import itertools
import re
from typing import Any

Plain = Any
DEEPEST, LARGEST, MOST_DIGITS = 64, 2**62, 4300


class Refused(Exception):
    """What was given is not what the format allows; ``place`` says where, as far as the format names places."""

    def __init__(self, place: str = "") -> None:
        super().__init__(place)
        self.place = place


# ---- canonical bytes

_SHORT = {8: b"\\b", 9: b"\\t", 10: b"\\n", 12: b"\\f", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}


def units(text: str) -> list[int]:
    """Return the UTF-16 code units of a text, worked out by hand."""
    found = []
    for letter in text:
        point = ord(letter)
        if point < 0x10000:
            found.append(point)
        else:
            point -= 0x10000
            found += [0xD800 + (point >> 10), 0xDC00 + (point & 0x3FF)]
    return found


def write(value: Plain, deep: int = 0) -> bytes:
    if value is None:
        return b"null"
    if value is True or value is False:
        return b"true" if value else b"false"
    if type(value) is int:
        return str(value).encode()
    if type(value) is str:
        return _text(value)
    if deep == DEEPEST:
        raise Refused
    if type(value) in {list, tuple}:
        return b"[" + b",".join(write(each, deep + 1) for each in value) + b"]"
    if type(value) is dict:
        pairs = sorted(value.items(), key=lambda pair: units(pair[0]))
        return b"{" + b",".join(_text(key) + b":" + write(each, deep + 1) for key, each in pairs) + b"}"
    raise Refused


def _text(text: str) -> bytes:
    out = b'"'
    for letter in text:
        point = ord(letter)
        if 0xD800 <= point <= 0xDFFF:
            raise Refused
        if point in _SHORT:
            out += _SHORT[point]
        else:
            out += b"\\u%04x" % point if point < 0x20 else letter.encode()
    return out + b'"'


class Reader:
    """Reads canonical bytes letter by letter; whatever would have been written otherwise is refused."""

    def __init__(self, data: bytes) -> None:
        try:
            self._text = data.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused from None
        self._at = 0

    def whole(self) -> Plain:
        value = self._value(0)
        if self._at != len(self._text):
            raise Refused
        return value

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, word: str) -> bool:
        if self._text.startswith(word, self._at):
            self._at += len(word)
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise Refused

    def _value(self, deep: int) -> Plain:
        for word, value in (("null", None), ("true", True), ("false", False)):
            if self._take(word):
                return value
        first = self._next()
        if first == '"':
            return self._string()
        if first and first in "-0123456789":
            return self._number()
        if first and first in "[{" and deep < DEEPEST:
            return self._list(deep + 1) if first == "[" else self._object(deep + 1)
        raise Refused

    def _number(self) -> int:
        found = re.compile(r"-?[0-9]+").match(self._text, self._at)
        if found is None:
            raise Refused
        digits = found[0].lstrip("-")
        if (digits[0] == "0" and found[0] != "0") or len(digits) > MOST_DIGITS:
            raise Refused
        self._at = found.end()
        number = 0
        for digit in digits:
            number = number * 10 + ord(digit) - 48
        return -number if found[0][0] == "-" else number

    def _string(self) -> str:
        self._expect('"')
        out = ""
        while True:
            letter = self._next()
            if letter == "" or ord(letter) < 0x20:
                raise Refused
            self._at += 1
            if letter == '"':
                return out
            out += self._escaped() if letter == "\\" else letter

    def _escaped(self) -> str:
        for point, form in _SHORT.items():
            if self._take(form.decode()[1:]):
                return chr(point)
        self._expect("u00")
        found = re.compile(r"[01][0-9a-f]").match(self._text, self._at)
        if found is None or int(found[0], 16) in _SHORT:
            raise Refused
        self._at += 2
        return chr(int(found[0], 16))

    def _list(self, deep: int) -> list[Plain]:
        self._expect("[")
        out: list[Plain] = []
        if self._take("]"):
            return out
        while True:
            out.append(self._value(deep))
            if self._take("]"):
                return out
            self._expect(",")

    def _object(self, deep: int) -> dict[str, Plain]:
        self._expect("{")
        out: dict[str, Plain] = {}
        before: list[int] | None = None
        if self._take("}"):
            return out
        while True:
            key = self._string()
            if before is not None and units(key) <= before:
                raise Refused
            before = units(key)
            self._expect(":")
            out[key] = self._value(deep)
            if self._take("}"):
                return out
            self._expect(",")


def read(data: bytes) -> Plain:
    return Reader(data).whole()


# ---- leaves, trees and proofs, by the definitions of RFC 6962 section 2.1


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(salt: bytes, body: bytes) -> bytes:
    return sha(b"\x00", salt, body)


def half(size: int) -> int:
    """Return the largest power of two that is smaller than ``size``."""
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else sha()
    k = half(len(leaves))
    return sha(b"\x01", root(leaves[:k]), root(leaves[k:]))


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), root(leaves[k:])]
    return [*path(index - k, leaves[k:]), root(leaves[:k])]


def growth(first: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of section 2.1.2; PROOF(m, D[n]) where ``whole``."""
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    k = half(len(leaves))
    if first <= k:
        return [*growth(first, leaves[:k], whole), root(leaves[k:])]
    return [*growth(first - k, leaves[k:], False), root(leaves[:k])]


def is_included(one: bytes, index: int, size: int, proof: list[bytes], expected: bytes) -> bool:
    """Work the root out from the top of the tree downwards."""

    def worked(at: int, count: int, left: list[bytes]) -> bytes:
        if count == 1:
            if left:
                raise Refused
            return one
        if not left:
            raise Refused
        k = half(count)
        if at < k:
            return sha(b"\x01", worked(at, k, left[:-1]), left[-1])
        return sha(b"\x01", left[-1], worked(at - k, count - k, left[:-1]))

    if not 0 <= index < size <= LARGEST:
        return False
    try:
        return worked(index, size, proof) == expected
    except Refused:
        return False


def is_grown(first: int, old: bytes, second: int, new: bytes, proof: list[bytes]) -> bool:
    def worked(m: int, n: int, left: list[bytes], whole: bool) -> tuple[bytes, bytes]:
        if m == n:
            if len(left) != (0 if whole else 1):
                raise Refused
            return (old, old) if whole else (left[0], left[0])
        if not left:
            raise Refused
        k = half(n)
        if m <= k:
            before, after = worked(m, k, left[:-1], whole)
            return before, sha(b"\x01", after, left[-1])
        before, after = worked(m - k, n - k, left[:-1], False)
        return sha(b"\x01", left[-1], before), sha(b"\x01", left[-1], after)

    if not 0 < first <= second <= LARGEST:
        return False
    try:
        return worked(first, second, proof, True) == (old, new)
    except Refused:
        return False


def frontier(leaves: list[bytes]) -> bytes:
    out, rest = len(leaves).to_bytes(8, "big"), leaves
    for bit in reversed(range(63)):
        if len(leaves) >> bit & 1:
            out += root(rest[: 1 << bit])
            rest = rest[1 << bit :]
    return out


# ---- revisions and heads

REVISION = ["action", "format", "kind", "number", "record", "record_id", "time", "timezone"]
HEAD = ["key", "root", "size", "time", "timezone", "vault_id"]


def is_time(text: Plain) -> bool:
    """Say whether it is a moment as the chain writes one; no day of the calendar is left to a library's reader."""
    if type(text) is not str or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII):
        return False
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    if not (year >= 1 and 1 <= month <= 12 and day >= 1):
        return False
    days = 29 if month == 2 and calendar.isleap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return day <= days and int(text[11:13]) < 24 and int(text[14:16]) < 60 and int(text[17:19]) < 60


def is_hex(text: Plain, count: int) -> bool:
    return type(text) is str and len(text) == count and all(letter in "0123456789abcdef" for letter in text)


def revision(body: bytes) -> dict[str, Plain]:
    plain = read(body)
    if type(plain) is not dict or sorted(plain) != REVISION:
        raise Refused
    texts = all(type(plain[name]) is str for name in ("action", "kind", "record_id", "timezone"))
    if not (texts and plain["format"] in {1} and type(plain["number"]) is int and is_time(plain["time"])):
        raise Refused
    return plain


def head_message(head: dict[str, Plain]) -> bytes:
    return b"journal chain head v1\n" + write({name: head[name] for name in HEAD})


def is_head(plain: Plain) -> bool:
    if type(plain) is not dict or sorted(plain) != sorted([*HEAD, "signature"]):
        return False
    right = is_hex(plain["vault_id"], 32) and is_hex(plain["root"], 64) and is_hex(plain["key"], 64)
    size = type(plain["size"]) is int and 0 <= plain["size"] <= LARGEST
    return (
        right and size and is_hex(plain["signature"], 128) and is_time(plain["time"]) and type(plain["timezone"]) is str
    )


# ---- manifest and list of digests

_PART = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}"


def is_name(text: Plain) -> bool:
    return type(text) is str and text.count("/") < 4 and all(re.fullmatch(_PART, part) for part in text.split("/"))


def _is_text(value: Plain) -> bool:
    return type(value) is str


def _is_count(value: Plain) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _is_digest(value: Plain) -> bool:
    return is_hex(value, 64)


def _is_card(value: Plain) -> bool:
    return type(value) is dict and all(type(each) in {str, bool} for each in value.values())


def _each(check: Any) -> Any:
    def checked(value: Plain) -> bool:
        return type(value) is list and all(check(each) for each in value)

    return checked


def _fields(**checks: Any) -> Any:
    def checked(value: Plain) -> bool:
        return type(value) is dict and set(value) == set(checks) and all(checks[name](value[name]) for name in checks)

    return checked


def _is_file(value: Plain) -> bool:
    right = _fields(name=is_name, sha256=_is_digest, size=_is_count)(value)
    return right and value["name"] not in {"manifest.json", "SHA256SUMS"}


def _is_label(value: Plain) -> bool:
    return type(value) is str and re.fullmatch(r"[A-Z]{1,8}-[0-9]{3,6}", value) is not None


_MANIFEST = _fields(
    format=lambda value: value == "journal-package",
    version=lambda value: type(value) is int and value == 1,
    made=is_time,
    program=_is_text,
    files=_each(_is_file),
    exhibits=_each(
        _fields(
            label=_is_label, file=is_name, evidence=_is_text, file_name=_is_text, media_type=_is_text,
            sha256=_is_digest, size=_is_count, description=_is_text, incidents=_each(_is_text), card=_is_card,
        )
    ),
    head=lambda value: value is None or is_head(value),
    chain=_each(
        _fields(index=_is_count, salt=lambda text: is_hex(text, 32), body=_is_text, proof=_each(_is_digest))
    ),
    anchored=lambda value: value is None or _fields(head=is_head, consistency=_each(_is_digest))(value),
)  # fmt: skip


def manifest(data: bytes) -> dict[str, Plain]:
    """Return the manifest, or raise Refused."""
    plain = read(data)
    if not _MANIFEST(plain):
        raise Refused
    names = [file["name"] for file in plain["files"]]
    alike = {name.lower() for name in names}
    labels = [exhibit["label"] for exhibit in plain["exhibits"]]
    places = [entry["index"] for entry in plain["chain"]]
    listed = {(file["name"], file["sha256"], file["size"]) for file in plain["files"]}
    shown = all((each["file"], each["sha256"], each["size"]) in listed for each in plain["exhibits"])
    ascending = all(before < after for before, after in itertools.pairwise(places))
    rests = plain["head"] is not None or not (plain["chain"] or plain["anchored"])
    if names != sorted(names) or len(alike) != len(names) or len(set(labels)) != len(labels):
        raise Refused
    if not (shown and ascending and rests):
        raise Refused
    return dict(plain)


def sums(data: bytes) -> dict[str, str]:
    """Return the digest of each name of a ``SHA256SUMS``, or raise Refused."""
    text = data.decode("latin-1")
    if not text.endswith("\n"):
        raise Refused
    found, last = {}, ""
    for line in text[:-1].split("\n"):
        digest, gap, name = line[:64], line[64:66], line[66:]
        if not (is_hex(digest, 64) and gap == "  " and is_name(name) and name > last):
            raise Refused
        found[name], last = digest, name
    return found
