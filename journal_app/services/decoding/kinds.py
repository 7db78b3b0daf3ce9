"""What a file is, by its first bytes; the ending of its name only breaks ties between kinds of text."""

from __future__ import annotations

import re

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
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
    "eml": "message/rfc822", "mht": "multipart/related", "mhtml": "multipart/related", "html": "text/html",
    "htm": "text/html", "csv": "text/csv", "json": "application/json",
}  # fmt: skip
_MAIL_STARTS = (b"from:", b"received:", b"return-path:", b"delivered-to:", b"mime-version:", b"message-id:", b"date:",
                b"subject:", b"x-", b"to:")  # fmt: skip

_OPEN_XML = ((b"word/", "wordprocessingml.document"), (b"xl/", "spreadsheetml.sheet"),
             (b"ppt/", "presentationml.presentation"))  # fmt: skip
_ARCHIVES = frozenset({"application/zip", "application/gzip", "application/x-7z-compressed", "application/vnd.rar"})
_OFFICE = frozenset({"application/rtf", "application/x-ole-storage"})
_OFFICE_FAMILIES = ("application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.")

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp", "image/webp", "image/heic"})
TEXTS = frozenset({"text/plain", "text/html", "text/csv", "application/json", "message/rfc822", "application/mbox",
                   "multipart/related"})  # fmt: skip
PDF = "application/pdf"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"


def media_type_of(head: bytes, name: str) -> str:
    """Return the media type of a file from its first bytes (4 KiB are enough) and its name.

    The name counts only for text, where bytes cannot tell a mail from a note. Nothing is decoded.
    """
    if not head:
        return EMPTY
    found = _of_signature(head)
    if found:
        return found
    return _of_text(head, name) if _is_text(head) else UNKNOWN


def _of_signature(head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _of_archive(head)
    for offset, signature, kind in _SIGNATURES:
        if head.startswith(signature, offset):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    return "audio/mpeg" if head[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"} else ""


def is_recording(media_type: str) -> bool:
    """Say whether a media type is that of sound or moving pictures."""
    return media_type.startswith(("audio/", "video/"))


def why_no_pages(media_type: str) -> str:
    """Return the fixed word for why a file of this kind has no pages to show."""
    if is_recording(media_type):
        return "recording"
    if media_type in _ARCHIVES:
        return "archive"
    if media_type in _OFFICE or media_type.startswith(_OFFICE_FAMILIES):
        return "office"
    return {EMPTY: "empty", UNKNOWN: "unknown"}.get(media_type, "not-a-picture")


def _of_archive(head: bytes) -> str:
    """Return what a ZIP is by the names of its first files: an office document, or an archive.

    OpenDocument 1.3, part 2, 3.3: the first file is ``mimetype``, stored as it is. ECMA-376, part 2: the parts of
    the document lie in a folder of the kind of document.
    """
    if head[30:38] == b"mimetype":
        kind = re.match(rb"application/[\w.+-]{1,80}?(?=PK)", head[38:])
        return kind[0].decode("ascii") if kind else "application/zip"
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        for folder, kind_of in _OPEN_XML:
            if folder in head:
                return f"application/vnd.openxmlformats-officedocument.{kind_of}"
    return "application/zip"


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
    if re.match(rb"From \S+[^\r\n]*\d\d:\d\d[^\r\n]*\r?\n", head):
        return "application/mbox"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MAIL_STARTS) and b"\nsnapshot-content-location:" in start:
        return "multipart/related"
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    ending = name.rpartition(".")[2].lower()
    if ending in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[ending]
    return "message/rfc822" if start.startswith(_MAIL_STARTS) and b"\nfrom:" in b"\n" + start else "text/plain"
