"""A dossier's PDF alone: what is attached inside it, checked as a package of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from journal_app.i18n import pgettext
from journal_app.integrity.manifest import BESIDE, MANIFEST_NAME, ManifestFile
from journal_app.verification.attached import LISTS, Attached
from journal_app.verification.calendar_time import check_calendar_proof
from journal_app.verification.chain_check import check_chain
from journal_app.verification.contents import check_lists
from journal_app.verification.document import check_alone, is_covered
from journal_app.verification.document_key import check_document_key
from journal_app.verification.document_time import check_document_time, is_document_stamped
from journal_app.verification.folder import Survey
from journal_app.verification.report import Findings, Line, shown
from journal_app.verification.subjects import the_attached_alone, the_manifest_inside
from journal_app.verification.trusted_time import check_trusted_time, is_stamped


@dataclass(frozen=True)
class Inside(Survey):
    """The files attached inside a document, by the names they have in a package."""

    contents: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the bytes of file ``name``, or None where it is absent or larger than ``limit`` bytes."""
        found = self.files.get(name)
        if found is None or found.size > limit or len(self.contents[name]) != found.size:
            return None
        return self.contents[name]


def check_inside(path: Path, roots: tuple[bytes, ...]) -> tuple[Line, ...]:
    """Check a PDF that stands alone: its signature, and, where a manifest is attached, all that it tells of."""
    alone = check_alone(path)
    attached = alone.attached
    over = check_document_time(alone.stamps, roots)
    if MANIFEST_NAME not in {each.name for each in attached}:
        return (*alone.lines, *over, *_left_out(attached))
    inside = _inside(path, attached)
    lists = check_lists(inside, the_manifest_inside())
    lines = (*alone.lines, *over, *_left_out([each for each in attached if each.sha256 is None]), *lists.lines)
    if lists.manifest is None:
        return lines
    key = check_document_key(alone.certificates, lists.manifest.head)
    covered = bool(alone.certificates) and is_covered((*alone.lines, *key))
    stamped = covered and is_document_stamped(over)
    times = check_trusted_time(inside, lists.manifest, roots, covered=stamped)
    return (
        *lines,
        *key,
        *check_chain(lists.manifest, inside.files, stamped=stamped or is_stamped(times), covered=covered),
        *times,
        *check_calendar_proof(inside, lists.manifest),
    )


def _inside(path: Path, attached: tuple[Attached, ...]) -> Inside:
    """Return the attached files as a survey; of two with one name the second stands under a name nobody lists."""
    files: dict[str, ManifestFile] = {}
    contents: dict[str, bytes] = {}
    for each in attached:
        name = each.name if each.name in LISTS else f"exhibits/{each.name}"
        while name in files:
            name += " (2)"
        if each.sha256 is not None:
            files[name], contents[name] = ManifestFile(name, each.sha256, each.size), each.data
    return Inside(path, files, frozenset({"exhibits"}), (), (), BESIDE, contents)


def _left_out(attached: Sequence[Attached]) -> tuple[Line, ...]:
    findings = Findings(the_attached_alone())
    for each in attached:
        text = pgettext("verification", "{name}, attached inside the document, was not compared.")
        findings.not_checked(text.format(name=shown(each.name)))
    return findings.lines()
