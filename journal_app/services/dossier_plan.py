"""What is told of a dossier: before it is made, of its pages, and of what was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from journal_app.dossier.fields import FormAnswer, FormNote
from journal_app.dossier.open_point import OpenPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPlan:
    """What a dossier would hold and what stays, and the open points, before anything is written.

    ``state`` is the place in the chain it is made from: the same request and state give the same pages. ``contacts``
    are the people, as they are named there, whose contact details are in it, ``form_contacts`` in the text for the
    body's form, ``without_contacts`` those whose details are hidden. ``matches`` is how many matches are in it,
    ``left_out`` how many are left out though all their entries are in it. ``begun`` says that some of the open points
    are about what is not finished.
    """

    open_points: tuple[OpenPoint, ...]
    included: tuple[str, ...]
    staying: int
    exhibits: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    draft: bool
    state: int
    contacts: tuple[str, ...] = ()
    form_contacts: tuple[str, ...] = ()
    without_contacts: tuple[str, ...] = ()
    matches: int = 0
    left_out: int = 0
    begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The pages of a dossier as they would be written, as a PDF, and the state of the chain they are made from.

    ``too_large`` says that they may be refused for their size; of a package, whose originals are not in it, nothing.
    """

    pages: bytes
    state: int
    too_large: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file that left the journal: where it is, its SHA-256 and its size in bytes."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of building a dossier: the files, and the open points as sentences.

    ``too_large`` is one of these, where the dossier as it was made may be refused for its size; else it is empty.
    ``signed`` is the SHA-256 of the signed original that the note inside an encrypted copy names; empty without one.
    ``undivided`` says that it is one file though parts were asked for, as it is small enough; else it is empty.
    """

    files: tuple[Written, ...]
    open_points: tuple[str, ...]
    too_large: str = ""
    signed: str = ""
    undivided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTexts:
    """What belongs into each field of a body's form, and beside it a note that is for the person alone."""

    note: FormNote | None
    answers: tuple[FormAnswer, ...]
