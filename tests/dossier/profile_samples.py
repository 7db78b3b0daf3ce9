"""Colour profiles: with the name and the serial number of somebody's screen in them, and of each kind of table."""

from __future__ import annotations

import struct

from journal_app import resources

SRGB = resources.read_bytes("colour/sRGB.icc")
SAID = "iPad of Lena, Tromholt; serial C02XK1ABJGH5"
TEXT = b"desc\0\0\0\0" + SAID.encode()
WIDE = b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", 2 * len(SAID), 28) + SAID.encode("utf-16-be")
D50 = bytes.fromhex("0000f6d6000100000000d32d")
WHITE = b"XYZ \0\0\0\0" + D50
LINE = b"curv" + struct.pack(">IIH", 0, 1, 0x0200)
BENT = b"para" + struct.pack(">IHH", 0, 0, 0) + struct.pack(">I", 0x00018000)


def tags_of(profile: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack(">I", profile[128:132])
    listed = struct.iter_unpack(">4sII", profile[132 : 132 + 12 * count])
    return {name: profile[start : start + size] for name, start, size in listed}


def profile_of(head: bytes, tags: dict[bytes, bytes], between: bytes = b"") -> bytes:
    """Return a profile of a header and tags; ``between`` stands before the data of each."""
    at, listed, body = 132 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        body += between + bytes(-len(between) % 4)
        listed += struct.pack(">4sII", name, at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = head[4:128] + struct.pack(">I", len(tags)) + listed + body
    return struct.pack(">I", len(whole) + 4) + whole


def telling(profile: bytes, said: bytes = TEXT) -> bytes:
    """Return a profile that tells of its screen and its owner wherever it can."""
    head = bytearray(profile[:128])
    for start, end in ((4, 8), (24, 36), (40, 64), (80, 128)):
        head[start:end] = (said[8:] * 2)[: end - start]
    tags = {name: data + b"Lena" for name, data in tags_of(profile).items()}
    more = dict.fromkeys((b"desc", b"cprt", b"mmod", b"dscm", b"dmnd", b"dmdd", b"priv"), said)
    return profile_of(bytes(head), tags | more, said)


def header(version: int, colours: bytes = b"RGB ", connection: bytes = b"Lab ", kind: bytes = b"spac") -> bytes:
    return struct.pack(
        ">I4sB3x4s4s4s12x4s28xI12s48x", 0, b"", version, kind, colours, connection, b"acsp", 1, D50
    )  # fmt: skip


def _numbers(count: int, top: int) -> list[int]:
    return [number * 7919 * top // 4001 % (top + 1) for number in range(count)]


def flat(kind: bytes, inputs: int = 3, outputs: int = 3) -> bytes:
    """Return a table in 8 (``mft1``) or 16 (``mft2``) bits with a grid of 3 points each way."""
    unit = struct.pack(">9i", *(65536 if at % 4 == 0 else 0 for at in range(9)))
    head = kind + bytes(4) + bytes((inputs, outputs, 3, 0)) + unit
    cells = 3**inputs * outputs
    if kind == b"mft1":
        ramp = bytes(range(256))
        return head + ramp * inputs + bytes(_numbers(cells, 255)) + ramp * outputs
    ramp = struct.pack(">3H", 0, 30000, 65535)
    return head + struct.pack(">HH", 3, 3) + ramp * inputs + struct.pack(f">{cells}H", *_numbers(cells, 65535)) + (
        ramp * outputs
    )  # fmt: skip


def in_parts(kind: bytes, between: bytes = b"", inputs: int = 3, outputs: int = 3, *, width: int = 2) -> bytes:
    """Return a table of all five parts (``mAB `` or ``mBA ``), with ``between`` before each of them."""
    near, far = (outputs, inputs) if kind == b"mAB " else (inputs, outputs)
    matrix = struct.pack(">12i", *(60000 if at in {0, 4, 8} else 100 for at in range(12)))
    cells = 3**inputs * outputs
    grid = bytes([3] * inputs + [0] * (16 - inputs)) + bytes((width, 0, 0, 0))
    grid += struct.pack(f">{cells}{'BH'[width - 1]}", *_numbers(cells, 256**width - 1))
    line, bent = LINE + bytes(-len(LINE) % 4), BENT
    places, body = [], b""
    for part in (line * near, matrix, bent * near, grid, line * far):
        body += between + bytes(-len(between) % 4)
        places.append(32 + len(body))
        body += part + bytes(-len(part) % 4)
    return kind + bytes(4) + bytes((inputs, outputs, 0, 0)) + struct.pack(">5I", *places) + body


def with_tables(version: int, to: bytes, back: bytes, **more: bytes) -> bytes:
    """Return a profile whose colours stand in tables."""
    said = {b"desc": TEXT, b"cprt": TEXT, b"wtpt": WHITE}
    tables = {b"A2B0": to, b"A2B1": to, b"B2A0": back}
    return profile_of(header(version), said | tables | {name.encode(): data for name, data in more.items()})


SCREEN = telling(SRGB)
OLDER = telling(
    profile_of(header(2, b"RGB ", b"XYZ ", b"mntr"), tags_of(SRGB) | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), LINE))
)
TABLES = {
    "8 bits": with_tables(2, flat(b"mft1"), flat(b"mft1"), gamt=flat(b"mft1", 3, 1)),
    "16 bits": with_tables(2, flat(b"mft2"), flat(b"mft2"), gamt=flat(b"mft2", 3, 1)),
    "in parts": with_tables(4, in_parts(b"mAB "), in_parts(b"mBA ", width=1)),
    "in parts with words between": with_tables(4, in_parts(b"mAB ", TEXT), in_parts(b"mBA ", TEXT)),
}
GRAY = {
    "a curve": profile_of(header(4, b"GRAY", b"XYZ ", b"mntr"), {b"desc": WIDE, b"wtpt": WHITE, b"kTRC": BENT}),
    "a table": profile_of(header(2, b"GRAY"), {b"desc": TEXT, b"wtpt": WHITE, b"A2B0": flat(b"mft2", 1)}),
}
