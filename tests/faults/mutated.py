"""Damaged and hostile files of many formats: made from small whole ones, the same for the same number."""

from __future__ import annotations

import io
import random
import struct
import wave
import zlib

import pikepdf
import pillow_heif
from PIL import Image
from reportlab.pdfgen import canvas

_EXTREMES = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\xff\xff")
_HEAD = 12  # bytes by which a kind is known: mostly left alone, or the file is only unknown


def seeds() -> dict[str, bytes]:
    """Return a whole file of each format, small, by the name it would have."""
    pillow_heif.register_heif_opener()
    picture = _noise()
    exif = Image.Exif()
    exif[0x010E], exif[0x0110], exif[0x8825] = "words", "a phone", {1: "N", 2: (50.0, 1.0, 2.0)}
    return {
        "a.png": _saved(picture, "PNG"),
        "palette.png": _saved(picture.convert("P"), "PNG"),
        "clear.png": _saved(picture.convert("RGBA"), "PNG"),
        "a.jpg": _saved(picture, "JPEG", exif=exif, quality=60),
        "progressive.jpg": _saved(picture, "JPEG", progressive=True, quality=60),
        "a.gif": _saved(picture, "GIF", save_all=True, append_images=[picture.rotate(90)]),
        "a.webp": _saved(picture, "WEBP"),
        "whole.webp": _saved(picture, "WEBP", lossless=True),
        "a.tiff": _saved(picture, "TIFF", compression="tiff_lzw", save_all=True, append_images=[picture]),
        "deflate.tiff": _saved(picture, "TIFF", compression="tiff_deflate"),
        "a.bmp": _saved(picture, "BMP"),
        "a.heic": _saved(picture, "HEIF", quality=40),
        "a.pdf": _pdf(),
        "packed.pdf": _packed(_pdf()),
        "a.eml": _MAIL,
        "a.html": _PAGE.encode(),
        "a.csv": b'name;said\n"a";"b ""c"""\n' * 9,
        "a.txt": "Grüße, 誰にも\n\nline\n".encode() * 5,
        "a.wav": _sound(),
        "a.mp3": _TAGS + b"\xff\xfb\x90\x64" + bytes(413),
        "a.flac": b"fLaC\x80\0\0\x22\x10\0\x10\0" + bytes(6) + b"\x0a\xc4\x42\xf0\0\0\xac\x44" + bytes(16),
        "a.ogg": b"OggS\0\x02" + bytes(8) + b"\1\0\0\0" + bytes(8) + b"\x01\x1e\x01vorbis\0\0\0\0\x01D\xac" + bytes(16),
    }  # fmt: skip


FORMATS = 12
"""PNG, JPEG, GIF, WebP, TIFF, BMP, HEIC, PDF, mail, pages, text and sound are the least that is tried."""


def file(number: int, whole: dict[str, bytes]) -> tuple[str, bytes]:
    """Return name and content of the damaged file with this number."""
    chance = random.Random(number)  # noqa: S311 - where a file is damaged is no secret
    name = chance.choice(list(whole))
    data = bytearray(whole[name])
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if data:  # what came before may have cut all of it away
            _damage(data, chance)
    if name.endswith(".png") and chance.random() < 0.4:
        return name, _with_rows(whole[name], chance)
    if name.endswith(".png") and chance.random() < 0.7:
        return name, _with_sums(bytes(data))
    return name, bytes(data)


def _damage(data: bytearray, chance: random.Random) -> None:
    """Change some of it: bits, bytes, numbers at the ends of their range; or cut, repeat or take out a part."""
    first = 0 if chance.random() < 0.05 else min(_HEAD, len(data) - 1)

    def place() -> int:
        return chance.randrange(first, len(data))

    kind = chance.random()
    if kind < 0.15:
        data[place()] ^= 1 << chance.randrange(8)
    elif kind < 0.4:
        for _ in range(chance.choice((1, 2, 4, 16, 64))):
            data[place()] = chance.randrange(256)
    elif kind < 0.65:
        for _ in range(chance.choice((1, 3))):
            at = place()
            width = chance.choice((1, 2, 4))
            data[at : at + width] = chance.choice(_EXTREMES)[:width]
    elif kind < 0.75 and len(data) > first + 2:
        del data[place() :]
    elif kind < 0.9:
        at = place()
        data[at:at] = data[at : at + chance.randrange(1, 512)] * chance.choice((1, 1, 9))
    elif len(data) > first + 600:
        at = place()
        del data[at : at + chance.randrange(1, 512)]


def _with_sums(data: bytes) -> bytes:
    """Return a PNG whose chunks have the right sums again: what is wrong in them is then looked at."""
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        body = data[at + 4 : at + 8 + length]
        out += data[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return bytes(out)


def _with_rows(data: bytes, chance: random.Random) -> bytes:
    """Return a whole PNG with damaged rows, packed again as they have to be."""
    out, rows, at = bytearray(data[:8]), b"", 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IDAT":
            rows += body
            continue
        if kind == b"IEND":
            damaged = bytearray(zlib.decompress(rows))
            _damage(damaged, chance)
            out += _chunk(b"IDAT", zlib.compress(bytes(damaged)))
        out += _chunk(kind, body)
    return bytes(out)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _noise() -> Image.Image:
    chance = random.Random(0)  # noqa: S311 - a picture
    grain = Image.frombytes("RGB", (32, 24), chance.randbytes(32 * 24 * 3))
    return grain.resize((96, 72), Image.Resampling.BILINEAR)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _pdf() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, invariant=True)
    page.drawString(72, 700, "words on a page")
    page.drawInlineImage(_noise(), 72, 400)
    page.linkURL("https://example.org", (0, 0, 90, 90))
    page.showPage()
    page.drawString(10, 10, "the second page")
    page.save()
    return out.getvalue()


def _packed(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(bytes(800))
    return out.getvalue()


_TAGS = b"ID3\x04\0\0\0\0\0\x1bTIT2\0\0\0\x07\0\0\x03titleTPE1\0\0\0\x02\0\0\x03a"
_MAIL = (
    b"From: A <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n"
    b"Date: Tue, 12 Mar 2024 10:00:00 +0100\n"
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=C3=9Fe =\nwords\n--x\n"
    b"Content-Type: text/html\n\n<p>a<b>c</b></p>\n"
    b'--x\nContent-Type: image/png; name="a.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--x--\n'
)
_PAGE = (
    "<!doctype html><html><head><meta charset=utf-8><title>t</title><style>p{}</style><script>alert(1)</script></head>"
    "<body><h1>head</h1><p>words <a href='https://example.org'>there</a><table><tr><td>a<td>b</table>"
    "<ul><li>one<li>two<ul><li>three</ul></ul><blockquote>said</blockquote>"
    "<img src=x alt=y>&amp;&#x41;&nbsp;</body></html>"
)
