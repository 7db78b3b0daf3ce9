"""What a file is, by its first bytes; the ending of its name only breaks ties between kinds of text."""

from __future__ import annotations

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_HEIF = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
_TEXT_ENDINGS = {
    "eml": "message/rfc822", "html": "text/html", "htm": "text/html", "csv": "text/csv", "json": "application/json",
}  # fmt: skip
_MAIL_STARTS = (b"from:", b"received:", b"return-path:", b"delivered-to:", b"mime-version:", b"message-id:", b"date:",
                b"subject:", b"x-", b"to:")  # fmt: skip

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp", "image/webp", "image/heic"})
TEXTS = frozenset({"text/plain", "text/html", "text/csv", "application/json", "message/rfc822"})
PDF = "application/pdf"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"


def media_type_of(head: bytes, name: str) -> str:
    """Return the media type of a file from its first bytes (4 KiB are enough) and its name.

    The name counts only for text, where bytes cannot tell a mail from a note. Nothing is decoded.
    """
    if not head:
        return EMPTY
    for offset, signature, kind in _SIGNATURES:
        if head.startswith(signature, offset):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"}:
        return "audio/mpeg"
    return _of_text(head, name) if _is_text(head) else UNKNOWN


def _of_brand(brand: bytes) -> str:
    if brand in _HEIF:
        return "image/heic"
    if brand in _AUDIO_BRANDS:
        return "audio/mp4"
    return "video/3gpp" if brand.startswith(b"3g") else "video/mp4"


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in head:
        return False
    for cut in range(min(4, len(head))):  # the head may end inside a character
        try:
            text = head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return not any(letter < " " and letter not in "\t\n\r\f\x1b" for letter in text)
    return all(byte >= 32 or byte in b"\t\n\r\f" for byte in head)


def _of_text(head: bytes, name: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    ending = name.rpartition(".")[2].lower()
    if ending in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[ending]
    return "message/rfc822" if start.startswith(_MAIL_STARTS) and b"\nfrom:" in b"\n" + start else "text/plain"
