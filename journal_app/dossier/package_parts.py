"""What a package is made of: the exhibits, what was done with them, and the chain's part that belongs to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from journal_app.integrity.chain import SignedHead
from journal_app.integrity.manifest import AnchoredHead, ChainEntry


@dataclass(frozen=True)
class PackageExhibit:
    """One exhibit: what the manifest says of it, and how its original bytes are read.

    ``label`` is its label in the document (``EX-001``); ``extension`` has no dot; ``open`` gives a new stream of the
    original bytes, whose SHA-256 and size must be ``sha256`` and ``size``. The rest is as in ``ExhibitEntry``.
    """

    label: str
    extension: str
    evidence: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    open: Callable[[], BinaryIO]
    description: str = ""
    incidents: tuple[str, ...] = ()
    card: dict[str, str | bool] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its file in the package: label, a readable part of the original name, extension."""
        stem = Path(self.file_name.replace("\\", "/")).stem
        plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
        readable = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40].strip("-")
        extension = re.sub(r"[^a-z0-9]", "", self.extension.lower())[:8]
        name = f"{self.label}-{readable}" if readable else self.label
        return f"exhibits/{name}.{extension}" if extension else f"exhibits/{name}"


@dataclass(frozen=True)
class PackageEvent:
    """One custody event of the exhibit ``label``; ``event`` and ``detail`` are fixed words or digests."""

    label: str
    time: datetime
    event: str
    detail: str = ""
    program: str = ""


@dataclass(frozen=True)
class PackageParts:
    """Everything a package is made of. ``made`` is aware; the chain's parts are as in ``Manifest``.

    ``request`` and ``answer`` are the bytes of the ``.tsq`` and ``.tsr``; ``anchored`` is the head they are about.
    ``proof`` are those of an ``.ots``, about a state of the same chain.
    ``hidden`` says that names or parts of pictures are hidden in the document, which the originals are not.
    ``language`` is that of the document.
    """

    document: Path
    exhibits: tuple[PackageExhibit, ...]
    events: tuple[PackageEvent, ...]
    made: datetime
    program: str
    head: SignedHead | None = None
    chain: tuple[ChainEntry, ...] = ()
    anchored: AnchoredHead | None = None
    request: bytes = b""
    answer: bytes = b""
    proof: bytes = b""
    hidden: bool = False
    language: str = "en"
