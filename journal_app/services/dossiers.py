"""Dossiers: planned before they are drawn, built whole or not at all, noted in the custody of what they hold."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from journal_app.domain.custody import CustodyEvent
from journal_app.domain.records import Record
from journal_app.dossier import assemble, parties
from journal_app.dossier import fields as form
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.fields import FormAnswer, FormNote
from journal_app.dossier.open_point import OpenPoint
from journal_app.dossier.package import attachments_of, write_package
from journal_app.dossier.plan import Plan, make_plan
from journal_app.dossier.points import too_large
from journal_app.dossier.study_points import StudyPoints
from journal_app.errors import BadInput, StorageTrouble
from journal_app.i18n import pgettext, words_for
from journal_app.progress import SILENT, Progress
from journal_app.services import begun, cases, files, hidden_names, made_files, packages
from journal_app.services import evidence as evidence_service
from journal_app.services.appearing import Scratch, appearing
from journal_app.services.cases import AlongMatch, DossierRequest, Snapshot, matches_along
from journal_app.services.dossier_plan import DossierPlan, FormTexts, Made, Preview, Written
from journal_app.services.journal import Journal
from journal_app.services.media import NoRendition
from journal_app.services.whole import with_whole_files

if TYPE_CHECKING:  # what draws pages is large, and a dossier is made on few days: it is loaded when one is drawn
    from journal_app.dossier.inspection import Reader

# A body could not take it as it is; until these points are settled the dossier calls itself a draft. An entry without a
# date, a file that cannot be shown and a missing licence number do not stop it: the cover of the copy says them.
STOPS_FILING = frozenset({"no-complainant", "no-incidents", "no-glyph", "repaired-blank", "shown-in-picture"})
# What stops it until the person, who looked at it, said that it may leave as it is, and how a request says so.
_DECIDED = {"shown-in-picture": "pictures_as_they_are", "repaired-blank": "blank_pages_as_they_are"}

__all__ = [
    "AlongMatch",
    "DossierPlan",
    "DossierRequest",
    "FormAnswer",
    "FormNote",
    "FormTexts",
    "Made",
    "OpenPoint",
    "Preview",
    "Written",
    "build",
    "matches_along",
    "note_of_copy",
    "prepare",
    "preview",
]


@with_whole_files
def prepare(journal: Journal, request: DossierRequest, progress: Progress = SILENT) -> DossierPlan:
    """Return the plan of a dossier; raises BadInput where it is not clear which complaint or body is meant."""
    snapshot, plan = _planned(journal, request, progress)
    unfinished = _unfinished(journal, snapshot, plan)
    return DossierPlan(
        open_points=(*plan.open_points, *unfinished),
        included=tuple(each.facts.id for each in snapshot.included),
        staying=snapshot.staying,
        exhibits=tuple((label, identifier) for identifier, label in plan.labels.items()),
        hidden=snapshot.case.hidden_pages,
        draft=snapshot.case.draft,
        state=snapshot.last_seq,
        contacts=parties.reached(snapshot.case),
        form_contacts=form.reached(snapshot.case),
        without_contacts=tuple(snapshot.case.named(each) for each in snapshot.case.left_out),
        matches=len(snapshot.case.matches),
        left_out=len(snapshot.left_out),
        begun=bool(unfinished),
    )


def _unfinished(journal: Journal, snapshot: Snapshot, plan: Plan) -> tuple[OpenPoint, ...]:
    return begun.points(journal, snapshot, (plan.labels, plan.numbers))


def _planned(journal: Journal, request: DossierRequest, progress: Progress) -> tuple[Snapshot, Plan]:
    """Return the snapshot with its plan; it is marked as a draft where an open point stops filing."""
    snapshot = cases.collect(journal, request, progress)
    plan = make_plan(
        snapshot.case, hidden_names.not_hidden(journal, snapshot.case), _beside_the_case(snapshot, request),
        absent=snapshot.absent,
    )  # fmt: skip
    teller = StudyPoints(snapshot.case, words_for(snapshot.case.language), (plan.labels, plan.numbers))
    added = (*teller.apart(snapshot.studies_apart), *_read_once(journal, snapshot.case))
    plan = replace(plan, open_points=(*plan.open_points, *added))
    stops = STOPS_FILING - {code for code, said in _DECIDED.items() if getattr(request, said)}
    draft = any(point.code in stops for point in plan.open_points)
    return replace(snapshot, case=replace(snapshot.case, draft=draft)), plan


def _read_once(journal: Journal, case: Case) -> list[OpenPoint]:
    """Return the point that hidden names are looked for by one reader alone, where the other cannot run."""
    if not case.pseudonyms or journal.decoder.available():
        return []
    message = words_for(case.language).text(
        "open point",
        "Hidden names are looked for in the finished pages in one way only, not in two: this computer lacks what locks "
        "the part of the program that reads files. Look through the pages yourself too.",
    )
    return [OpenPoint(code="read-once", message=message)]


def _beside_the_case(snapshot: Snapshot, request: DossierRequest) -> list[Record]:
    """Return what is printed and is no part of the case."""
    lawyer, private = snapshot.lawyer, snapshot.private
    found: list[Record | None] = [lawyer.log if lawyer else None, *(snapshot.impacts if request.with_impact else ())]
    if private is not None:
        found += [*private.impacts, *private.notes, *private.person_notes, *private.logs, *private.complaints]
        found += private.points
    return [each for each in found if each is not None]


@with_whole_files
def form_texts(journal: Journal, request: DossierRequest, progress: Progress = SILENT) -> FormTexts:
    """Return what belongs into each field of the body's own form, ready to copy; nothing where no body is chosen."""
    snapshot, plan = _planned(journal, request, progress)
    return FormTexts(note=form.form_note(snapshot.case, plan), answers=form.form_answers(snapshot.case, plan))


@with_whole_files
def preview(journal: Journal, request: DossierRequest, progress: Progress = SILENT) -> Preview:
    """Return the pages of a dossier as they would be written; nothing leaves the journal."""
    from journal_app.dossier import build as drawing

    snapshot, plan = _planned(journal, request, progress)
    document = assemble.assemble(snapshot.case, plan, lawyer=snapshot.lawyer, private=snapshot.private)
    pages = io.BytesIO()  # and not a file: what is only looked at leaves no trace
    drawing.render(snapshot.case, document, pages, progress=progress)
    large = "" if _is_package(snapshot) else too_large(snapshot.case, pages.getbuffer().nbytes)
    return Preview(pages=pages.getvalue(), state=snapshot.last_seq, too_large=large)


@with_whole_files
def build(
    journal: Journal,
    request: DossierRequest,
    out: Path,
    *,
    fields: Path | None = None,
    encrypt_passphrase: str | None = None,
    in_parts: int = 0,
    state: int | None = None,
    progress: Progress = SILENT,
) -> Made:
    """Write a dossier to ``out``: one PDF for a body or oneself, a package folder for a lawyer.

    Where it is larger than ``in_parts`` bytes, parts of no more appear beside that place, and nothing at it. Beside it
    come the text for the body's form (``fields``), the impact statement and the encrypted copy where they are asked
    for. All of it appears at the end, or nothing does. ``state`` is that of the plan that was looked at. Raises
    BadInput where something is there already, where the journal is not in that state any more or the dossier cannot be
    divided so, DamageFound where a check of the finished file finds what must not leave, StorageTrouble where that
    check could not be made.
    """
    from journal_app.dossier import build as drawing
    from journal_app.services import divided

    signed, beside, shares = "", [_beside(out, "impact")] if request.with_impact else [], None
    beside += [_beside(out, "encrypted")] if encrypt_passphrase is not None else []
    _refuse_places(journal, [out, *beside, *([fields] if fields is not None else [])])
    if in_parts:
        divided.refuse_package(request.audience)
    # The hidden folder first: a place that cannot be written is found before anything is read or drawn.
    with appearing(out.parent) as scratch:
        snapshot, plan = _planned(journal, request, progress)
        _refuse_other_state(snapshot, state)
        if in_parts:
            shares = divided.write(
                scratch, snapshot, plan, out, in_parts, another=_second_reader(journal), progress=progress,
                passphrase=encrypt_passphrase,
            )  # fmt: skip
        if shares is None:
            prefix, signed = _whole(journal, snapshot, plan, scratch, out, encrypt_passphrase, progress)
        else:
            prefix = shares.prefix
        if fields is not None:
            _write_fields(snapshot, plan, scratch.part(fields))
        if request.with_impact:
            drawing.build_impact(
                snapshot.case, plan, snapshot.impacts, scratch.part(_beside(out, "impact")),
                dossier=prefix, another=_second_reader(journal), progress=progress,
            )  # fmt: skip
    _note_export(journal, snapshot, scratch.places)
    made = tuple(_written(file) for place in scratch.places for file in _files_at(place))
    _keep_made(journal, snapshot, made)
    size = max(shares.sizes) if shares else sum(file.stat().st_size for file in _files_at(out))
    large = too_large(snapshot.case, size)
    points = (*plan.open_points, *_unfinished(journal, snapshot, plan))
    return Made(
        files=made, open_points=_in_words(points, large), too_large=large, signed=signed,
        undivided=divided.undivided(in_parts) if in_parts and shares is None else "",
    )  # fmt: skip


def _whole(
    journal: Journal,
    snapshot: Snapshot,
    plan: Plan,
    scratch: Scratch,
    out: Path,
    passphrase: str | None,
    progress: Progress,
) -> tuple[str, str]:
    """Write a dossier that is not in parts; return what its pages begin with, and the SHA-256 of what was signed."""
    from journal_app.dossier import build as drawing
    from journal_app.dossier.output import encrypt_copy

    package = _is_package(snapshot)
    document = scratch.part(out.with_suffix(".pdf") if package else out, keep=not package)
    parts = packages.parts_of(journal, snapshot, plan, document) if package else None
    words = words_for(snapshot.case.language)
    built = drawing.build(
        snapshot.case, plan, document, lawyer=snapshot.lawyer, private=snapshot.private,
        attachments=attachments_of(parts, words.text) if parts else (), another=_second_reader(journal),
        progress=progress,
    )  # fmt: skip
    if parts is not None:
        from journal_app.dossier.security import sign_pdf  # large, and only a lawyer's dossier is signed

        signer = journal.vault.document_signer
        sign_pdf(document, signer.certificate, signer.sign, snapshot.case.made_at)
        write_package(scratch.part(out), parts, progress=progress, translate=words.text)
    if passphrase is None:
        return built.prefix, ""
    unsigned = words.text(
        "dossier", "Encrypted copy, without a signature. Fingerprint (SHA-256) of the signed original: {sha256}"
    )
    place = scratch.part(_beside(out, "encrypted"))
    return built.prefix, encrypt_copy(document, passphrase, place, note=unsigned)


def _write_fields(snapshot: Snapshot, plan: Plan, place: Path) -> None:
    with files.new_file(place) as stream:
        note = form.note_text(form.form_note(snapshot.case, plan))
        stream.write(f"{note}{form.field_texts(snapshot.case, plan)}".encode())


def _in_words(points: tuple[OpenPoint, ...], large: str) -> tuple[str, ...]:
    """Return the sentences of open points; ``large`` stands in place of the one that was told before it was made."""
    kept = [point.message for point in points if not (large and point.code == "large")]
    return (*kept, large) if large else tuple(kept)


def note_of_copy(signed: str) -> str:
    """Return what the note inside an encrypted copy says; ``signed`` is how the SHA-256 of the original is shown."""
    return pgettext(
        "dossier",
        "The locked copy carries no signature. A note inside it, in its properties, says so and names the "
        "fingerprint (SHA-256) of the signed original: {sha256}",
    ).format(sha256=signed)


def _refuse_other_state(snapshot: Snapshot, state: int | None) -> None:
    """Raise BadInput where something changed since the plan was made: what leaves is what was looked at."""
    if state is not None and snapshot.last_seq != state:
        raise changed_since_shown()


def changed_since_shown() -> BadInput:
    """Return what is told where something changed since the plan was looked at, and nothing was written."""
    message = pgettext("error", "Something in the journal changed since this was shown; nothing was written.")
    return BadInput(message, pgettext("error", "Look at what leaves once more, then save again."))


def _second_reader(journal: Journal) -> Reader:
    """Return PDFium in its locked worker; on computers that have no lock for it, it reads nothing."""

    def read(data: bytes) -> Iterator[str]:
        if not journal.decoder.available():
            return
        try:
            yield from journal.decoder.words_of_pages(data)
        except NoRendition as error:
            message = pgettext(
                "error", "The pages could not be read a second time to look for hidden names; nothing was kept."
            )
            advice = pgettext("error", "Make the dossier again; if this comes back, report it to the makers.")
            raise StorageTrouble(message, advice) from error  # of the reader: nothing is known to be damaged

    return read


def _refuse_places(journal: Journal, places: list[Path]) -> None:
    """Raise BadInput where one of ``places`` cannot be taken, or two files would take the same; StorageTrouble."""
    for index, place in enumerate(places):
        files.refuse_target(place, journal.folder)
        if place.resolve() in {earlier.resolve() for earlier in places[:index]}:
            message = pgettext("error", "Two files would have the name {name}; nothing was written.")
            raise BadInput(message.format(name=place.name), pgettext("error", "Choose another name for one of them."))


def _is_package(snapshot: Snapshot) -> bool:
    return snapshot.case.audience is Audience.LAWYER


def _beside(out: Path, name: str) -> Path:
    return out.with_name(f"{out.stem if out.suffix == '.pdf' else out.name}-{name}.pdf")


def _note_export(journal: Journal, snapshot: Snapshot, places: list[Path]) -> None:
    """Note in the custody of every exhibit that it was taken into what is at ``places``; in a copy nothing is noted."""
    if snapshot.case.exhibits and not journal.read_only:
        with files.gone_unless_noted(*places), journal.change() as ledger:
            for exhibit in snapshot.case.exhibits:
                evidence_service.note(ledger, exhibit.evidence.id, CustodyEvent.EXPORTED, exhibit.evidence.sha256)


def _keep_made(journal: Journal, snapshot: Snapshot, made: tuple[Written, ...]) -> None:
    """Keep what was made for a filing, so that it can be noted as sent later; the dossier is there without it too."""
    complaint = snapshot.case.complaint
    if complaint is not None and snapshot.case.audience is not Audience.SELF:
        with suppress(StorageTrouble):
            made_files.keep(journal, complaint.id, made_files.sent_files(made))


def _files_at(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    return sorted(Path(folder) / name for folder, _, names in os.walk(place) for name in names)


def _written(path: Path) -> Written:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return Written(path=path, sha256=digest.hexdigest(), size=path.stat().st_size)
