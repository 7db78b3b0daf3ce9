"""Evidence: a file exactly as it was added, where it came from, and what is hidden in a copy of it."""

from __future__ import annotations

import hashlib

from journal_app.domain.records import Record, compound_id


class SourceCard(Record, frozen=True, kw_only=True):
    """Where a file came from, as the person knows it. ``captured_at`` is EDTF."""

    captured_by: str = ""
    captured_at: str = ""
    device: str = ""
    application: str = ""
    url: str = ""
    account: str = ""
    date_visible: bool | str | None = None
    original_kept: bool | str | None = None
    seen_by: str = ""


class Evidence(Record, frozen=True, kw_only=True):
    """One file of evidence as the journal keeps it.

    ``file_name`` is the name it had when added; ``sha256`` (64 hexadecimal digits) and ``size`` (bytes) are of
    the original; ``blob`` names its encrypted file in the vault; ``media_type`` was found from its content.
    ``description`` is also the alternative text of its picture. ``recording`` marks sound or video of people.
    """

    id: str
    file_name: str
    sha256: str
    size: int
    blob: str
    media_type: str
    incidents: tuple[str, ...] = ()
    description: str = ""
    card: SourceCard = SourceCard()
    recording: bool = False
    sensitive: bool = False


class WaitingFiles(Record, frozen=True, kw_only=True):
    """The ids of files that were taken in for an entry before it had a sentence, kept as a draft beside it."""

    files: tuple[str, ...] = ()


class EvidenceEntry(Record, frozen=True, kw_only=True):
    """A file as an interchange folder names it: ``file`` is the path below ``evidence/``.

    ``file_name`` is its own name, where the one in ``file`` is another; ``no_recording`` says of
    sound or video that nobody was recorded.
    """

    id: str
    file: str
    incidents: tuple[str, ...] = ()
    sha256: str = ""
    description: str = ""
    card: SourceCard = SourceCard()
    recording: bool = False
    sensitive: bool = False
    file_name: str = ""
    no_recording: bool = False


class Redaction(Record, frozen=True, kw_only=True):
    """What is hidden in every copy that leaves the journal; the original is never touched.

    Either ``boxes`` on ``page`` (counted from 1) of ``evidence``, each x, y, width, height in pixels of the
    original, or a ``person`` whose name, or a ``place`` as it is written, is replaced by ``replace_with`` wherever it
    stands.
    """

    evidence: str = ""
    page: int = 1
    boxes: tuple[tuple[int, int, int, int], ...] = ()
    person: str = ""
    place: str = ""
    replace_with: str = ""

    @property
    def id(self) -> str:
        """A redaction is named by what it hides, so that two on one page stand side by side."""
        if not self.evidence:
            return compound_id("place", self.place) if self.place else compound_id("person", self.person)
        boxes = hashlib.sha256(repr(self.boxes).encode()).hexdigest()
        return compound_id(self.evidence, str(self.page), boxes[:16])


_NAMED: dict[str, tuple[str, ...]] = {
    "image/png": ("png",), "image/jpeg": ("jpg", "jpeg"), "image/gif": ("gif",), "image/tiff": ("tif", "tiff"),
    "image/bmp": ("bmp",), "image/webp": ("webp",), "image/heic": ("heic", "heif"), "application/pdf": ("pdf",),
    "application/zip": ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"), "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a", "mp4", "m4v", "mov", "3gp"), "audio/wav": ("wav",), "audio/flac": ("flac",),
    "audio/ogg": ("ogg", "oga", "opus"), "video/x-matroska": ("mkv", "webm"), "video/x-msvideo": ("avi",),
    "application/x-ole-storage": ("doc", "xls", "ppt", "msg"), "application/rtf": ("rtf",),
    "text/plain": ("txt",), "text/html": ("html", "htm"), "text/csv": ("csv",), "application/json": ("json",),
    "message/rfc822": ("eml",), "multipart/related": ("mht", "mhtml"), "application/mbox": ("mbox",),
}  # fmt: skip
_BY_ENDING = {ending: kind for kind, endings in _NAMED.items() for ending in endings}


def said_by_name(file_name: str) -> str:
    """Return the media type that the ending of a file's name says, or nothing where it says none that is known."""
    return _BY_ENDING.get(file_name.rpartition(".")[2].lower(), "") if "." in file_name else ""


def is_as_named(said: str, media_type: str) -> bool:
    """Say whether a file is what its name says; kinds that share one container are not told apart."""
    if said == "application/zip":
        return media_type == said or media_type.startswith("application/vnd.")
    if said == "audio/mp4":
        return media_type in {"audio/mp4", "video/mp4", "video/3gpp"}
    return said == media_type
