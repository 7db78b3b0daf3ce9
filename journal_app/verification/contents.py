"""Checks of what lies in a package: the list of digests, the manifest, the custody table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from journal_app.errors import JournalError
from journal_app.i18n import npgettext, pgettext
from journal_app.integrity.chain import RevisionFacts, read_revision
from journal_app.integrity.custody import CustodyRow, read_custody
from journal_app.integrity.manifest import (
    CUSTODY_NAME,
    MANIFEST_NAME,
    SUMS_NAME,
    UNLISTED,
    ChainEntry,
    Manifest,
    read_manifest,
    read_sums,
)
from journal_app.verification.folder import Survey
from journal_app.verification.report import Findings, Line, Outcome, Subject, shown
from journal_app.verification.subjects import the_custody, the_files, the_manifest, what_needs_the_manifest

MAX_LIST = 64 << 20
"""No list of a package is larger; a larger file is not read into memory."""


@dataclass(frozen=True)
class Contents:
    """What a package says about itself, as far as it could be read, and the lines about that."""

    manifest: Manifest | None
    lines: tuple[Line, ...]


def check_contents(survey: Survey) -> Contents:
    """Check the lists of a package against its files, and against each other."""
    lists = check_lists(survey, the_manifest())
    return Contents(lists.manifest, (*_check_files(survey, lists.manifest), *lists.lines))


def check_lists(survey: Survey, subject: Subject) -> Contents:
    """Check the manifest and the custody table against the files and each other, and not the list of digests.

    ``subject`` says what the check of the manifest is about. Where it cannot be read, the lines say what that leaves.
    """
    findings = Findings(subject)
    manifest, problem = _manifest(survey)
    lines = (*_check_manifest(survey, manifest, problem, findings), *_check_custody(survey, manifest))
    return Contents(manifest, lines if manifest else (*lines, *left_open(*what_needs_the_manifest())))


def left_open(*subjects: Subject) -> tuple[Line, ...]:
    """Return the lines about what is not checked because the manifest cannot be read."""
    text = pgettext("verification", "manifest.json could not be read.")
    return tuple(Line(each, Outcome.NOT_CHECKED, (text,)) for each in subjects)


def chained(entries: Iterable[ChainEntry], kind: str) -> list[RevisionFacts]:
    """Return the readable revisions of ``kind`` among ``entries``, in their order."""
    found = []
    for entry in entries:
        try:
            facts = read_revision(entry.body.encode("utf-8"))
        except JournalError:
            continue  # the check of the entries names it
        if facts.kind == kind:
            found.append(facts)
    return found


def _manifest(survey: Survey) -> tuple[Manifest | None, str]:
    data = survey.read(MANIFEST_NAME, MAX_LIST)
    if data is None:
        return None, _absent(MANIFEST_NAME)
    try:
        return read_manifest(data), ""
    except JournalError as error:
        return None, f"{MANIFEST_NAME}: {shown(error.message)}"


def _check_files(survey: Survey, manifest: Manifest | None) -> tuple[Line, ...]:
    findings = Findings(the_files())
    _check_strangers(survey, findings)
    data = survey.read(SUMS_NAME, MAX_LIST)
    try:
        sums = read_sums(data) if data is not None else None
    except JournalError as error:
        findings.differs(f"{SUMS_NAME}: {shown(error.message)}")
        return findings.lines()
    if sums is None:
        findings.differs(_absent(SUMS_NAME))
        return findings.lines()
    for name in sorted(survey.files.keys() - sums.keys() - {SUMS_NAME}):
        findings.differs(
            pgettext("verification", "{name} is in the package, but SHA256SUMS does not list it.").format(
                name=shown(name)
            )
        )
    for name in sorted(sums.keys() - survey.files.keys()):
        findings.differs(pgettext("verification", "{name} is listed in SHA256SUMS, but missing.").format(name=name))
    parents = {name[:at] for name in sums for at, sign in enumerate(name) if sign == "/"}
    for name in sorted(survey.folders - parents):
        text = pgettext("verification", "The folder {name} does not belong to the package.")
        findings.differs(text.format(name=shown(name)))
    described = {file.name: file.sha256 for file in manifest.files} if manifest else {}
    for name in sorted(sums.keys() & survey.files.keys()):
        actual = survey.files[name].sha256
        if sums[name] != actual:
            findings.differs(_changed(name, list_is_wrong=described.get(name) == actual))
    count = len(sums)
    text = npgettext("verification", "{count} file compared.", "{count} files compared.", count)
    findings.agrees(text.format(count=count))
    return findings.lines()


def _check_strangers(survey: Survey, findings: Findings) -> None:
    for name in survey.strange:
        text = pgettext("verification", "{name} is a link or a device, not a file; it was not followed.")
        findings.differs(text.format(name=shown(name)))
    for name in survey.leftovers:
        text = pgettext("verification", "{name} was left by a file browser and is no part of the package.")
        findings.not_checked(text.format(name=shown(name)))


def _check_manifest(survey: Survey, manifest: Manifest | None, problem: str, findings: Findings) -> tuple[Line, ...]:
    if manifest is None:
        findings.differs(problem)
        return findings.lines()
    described = {file.name: file for file in manifest.files}
    for name in sorted(survey.files.keys() - described.keys() - UNLISTED):
        text = pgettext("verification", "{name} is in the package, but manifest.json does not name it.")
        findings.differs(text.format(name=shown(name)))
    looked_for = {name: file for name, file in described.items() if name not in survey.elsewhere}
    for name, file in looked_for.items():
        actual = survey.files.get(name)
        if actual is None:
            findings.differs(pgettext("verification", "{name} is named, but missing.").format(name=name))
        elif actual != file:
            text = pgettext("verification", "{name} has another size or fingerprint than manifest.json says.")
            findings.differs(text.format(name=name))
    count = len(looked_for)
    text = npgettext(
        "verification",
        "{count} file compared; exhibits among them: {exhibits}.",
        "{count} files compared; exhibits among them: {exhibits}.",
        count,
    )
    findings.agrees(text.format(count=count, exhibits=len(manifest.exhibits)))
    return findings.lines()


def _check_custody(survey: Survey, manifest: Manifest | None) -> tuple[Line, ...]:
    findings = Findings(the_custody())
    data = survey.read(CUSTODY_NAME, MAX_LIST)
    if data is None:
        findings.differs(_absent(CUSTODY_NAME))
        return findings.lines()
    try:
        rows = read_custody(data)
    except JournalError as error:
        findings.differs(f"{CUSTODY_NAME}: {shown(error.message)}")
        return findings.lines()
    if manifest is None:
        findings.not_checked(pgettext("verification", "manifest.json could not be read."))
        return findings.lines()
    _compare_custody(rows, manifest, findings)
    return findings.lines()


def _compare_custody(rows: tuple[CustodyRow, ...], manifest: Manifest, findings: Findings) -> None:
    exhibits = {exhibit.label: exhibit for exhibit in manifest.exhibits}
    for number, row in enumerate(rows, start=2):
        exhibit = exhibits.get(row.exhibit)
        if exhibit is None or (exhibit.file, exhibit.sha256) != (row.file, row.sha256):
            text = pgettext("verification", "custody.csv, line {number}: this is no exhibit of the package.")
            findings.differs(text.format(number=number))
    for label in sorted(exhibits.keys() - {row.exhibit for row in rows}):
        findings.differs(pgettext("verification", "custody.csv has no event of {label}.").format(label=label))
    told = {(row.exhibit, row.time, row.event, row.detail, row.program) for row in rows}
    recorded = _recorded_events(manifest)
    for label, time, event, *_ in sorted(recorded - told):
        text = pgettext("verification", "custody.csv leaves out or changes an event of {label}: {event}, {time}.")
        findings.differs(text.format(label=label, event=shown(event), time=time))
    unproved = len(told - recorded)
    if unproved:
        text = npgettext(
            "verification",
            "{count} event has no record among the revisions in the package.",
            "{count} events have no record among the revisions in the package.",
            unproved,
        )
        findings.not_checked(text.format(count=unproved))
    text = npgettext("verification", "{count} event compared.", "{count} events compared.", len(rows))
    findings.agrees(text.format(count=len(rows)))


def _recorded_events(manifest: Manifest) -> set[tuple[str, str, str, str, str]]:
    """Return the custody events in the chain extract, as rows tell them, for the exhibits of the package."""
    labels = {exhibit.evidence: exhibit.label for exhibit in manifest.exhibits}
    events = set()
    for facts in chained(manifest.chain, "custody"):
        record = facts.record if isinstance(facts.record, dict) else {}
        label = labels.get(str(record.get("evidence", "")))
        if label:
            event, detail, program = (str(record.get(name, "")) for name in ("event", "detail", "program"))
            events.add((label, facts.time, event, detail, program))
    return events


def _absent(name: str) -> str:
    return pgettext("verification", "{name} is missing or too large to read.").format(name=name)


def _changed(name: str, *, list_is_wrong: bool) -> str:
    if list_is_wrong:
        text = pgettext("verification", "SHA256SUMS was changed: its line for {name} is not what manifest.json says.")
    elif name == MANIFEST_NAME:
        text = pgettext("verification", "{name} was changed, or its line in SHA256SUMS was.")
    else:
        text = pgettext("verification", "{name} was changed.")
    return text.format(name=name)
