"""What is said of an OpenTimestamps proof in a package: which state it is about, and that its time was not checked."""

from __future__ import annotations

from journal_app.i18n import pgettext
from journal_app.integrity.calendar_proof import LARGEST_PROOF, proved_digest
from journal_app.integrity.manifest import PROOF_NAME, Manifest
from journal_app.verification.folder import Survey
from journal_app.verification.report import Findings, Line
from journal_app.verification.subjects import the_calendar_proof
from journal_app.verification.trusted_time import check_anchored


def check_calendar_proof(survey: Survey, manifest: Manifest) -> tuple[Line, ...]:
    """Compare the beginning of the proof with the states the package names; its time is never checked."""
    if PROOF_NAME not in survey.files:
        return ()
    findings = Findings(the_calendar_proof())
    digest = proved_digest(survey.read(PROOF_NAME, LARGEST_PROOF) or b"")
    anchored = manifest.anchored.head if manifest.anchored else None
    states = [each.head for each in (manifest.head, anchored) if each is not None]
    size = next((each.size for each in states if each.digest() == digest), None)
    if digest is None:
        text = pgettext("verification", "{name} cannot be read as what it should be.")
        findings.differs(text.format(name=PROOF_NAME))
    elif size is None:
        findings.not_checked(
            pgettext("verification", "It is about a state of the chain that this package does not show.")
        )
    else:
        text = pgettext("verification", "It says that it is about the first {size} revisions.")
        findings.not_checked(text.format(size=size))
    if digest is not None and _has_grown(manifest):
        text = pgettext(
            "verification",
            "Its time was not checked: that needs Bitcoin’s blocks and a program such as ots.",
        )
        findings.not_checked(text)
    elif digest is not None:
        text = pgettext("verification", "manifest.json: the chain did not grow from the state it names.")
        findings.differs(text)
    return findings.lines()


def _has_grown(manifest: Manifest) -> bool:
    """Say whether the anchored state is signed and the chain grew from it; what agrees proves nothing of a time."""
    found = Findings(the_calendar_proof())
    if manifest.anchored is not None and manifest.head is not None:
        check_anchored(manifest.anchored, manifest.head.head, found)
    return found.whole
