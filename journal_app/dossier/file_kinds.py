"""What a file is in plain words: a clerk knows a PNG picture, and not ``image/png``."""

from __future__ import annotations

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

# By media type; those of a family stand under its name.
_KINDS: dict[str, str] = {
    "image/png": "PNG picture",
    "image/jpeg": "JPEG picture",
    "image/gif": "GIF picture",
    "image/tiff": "TIFF picture",
    "image/bmp": "BMP picture",
    "image/webp": "WebP picture",
    "image/heic": "HEIC picture",
    "image": "Picture",
    "application/pdf": "PDF document",
    "application/rtf": "RTF document",
    f"{_OPEN_XML}wordprocessingml.document": "Word document (DOCX)",
    f"{_OPEN_XML}spreadsheetml.sheet": "Excel table (XLSX)",
    f"{_OPEN_XML}presentationml.presentation": "PowerPoint slides (PPTX)",
    f"{_OPEN_DOCUMENT}text": "Text document (ODT)",
    f"{_OPEN_DOCUMENT}spreadsheet": "Table (ODS)",
    f"{_OPEN_DOCUMENT}presentation": "Slides (ODP)",
    "application/x-ole-storage": "Office document of an older form",
    "application/zip": "ZIP archive",
    "application/gzip": "GZIP archive",
    "application/x-7z-compressed": "7z archive",
    "application/vnd.rar": "RAR archive",
    "audio/ogg": "Ogg sound",
    "audio/flac": "FLAC sound",
    "audio/mpeg": "MP3 sound",
    "audio/amr": "AMR sound",
    "audio/wav": "WAV sound",
    "audio/mp4": "MP4 sound",
    "audio": "Sound",
    "video/mp4": "MP4 video",
    "video/3gpp": "3GP video",
    "video/x-matroska": "Matroska video",
    "video/x-msvideo": "AVI video",
    "video": "Video",
    "text/plain": "Text",
    "text/html": "Saved page (HTML)",
    "multipart/related": "Saved page (MHTML)",
    "text/csv": "Table (CSV)",
    "text": "Text",
    "application/json": "JSON data",
    "message/rfc822": "E-mail",
    "application/mbox": "Mail box",
    "application/x-empty": "Empty file",
    "application/octet-stream": "File of an unknown kind",
}

# Endings of one container, which its media type does not tell apart.
_BY_ENDING = {
    "docx": f"{_OPEN_XML}wordprocessingml.document", "xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}presentationml.presentation", "odt": f"{_OPEN_DOCUMENT}text",
    "ods": f"{_OPEN_DOCUMENT}spreadsheet", "odp": f"{_OPEN_DOCUMENT}presentation", "mp4": "video/mp4",
    "m4v": "video/mp4", "mov": "video/mp4", "3gp": "video/3gpp",
}  # fmt: skip


KIND_LABELS: dict[str, str] = {f"kind.{name}": words for name, words in _KINDS.items()}
_UNKNOWN = "kind.application/octet-stream"


def kind_of(media_type: str) -> str:
    """Return the key of the label for a media type; empty where there is none for it."""
    key = f"kind.{media_type}"
    return key if key in KIND_LABELS else ""


def kind_of_file(media_type: str) -> str:
    """Return the key of the label for the media type that was found in a file, or that of its family."""
    return kind_of(media_type) or kind_of(media_type.partition("/")[0]) or _UNKNOWN


def kind_by_name(file_name: str, media_type: str) -> str:
    """Return the key of the label for what the name of a file says; ``media_type`` is that of its ending."""
    return kind_of_file(_BY_ENDING.get(file_name.rpartition(".")[2].lower(), media_type))
