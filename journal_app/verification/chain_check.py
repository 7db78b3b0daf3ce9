"""Checks of the chain: the signed head, the revisions shown, and the exhibits they record."""

from __future__ import annotations

from collections.abc import Mapping

from journal_app.errors import JournalError
from journal_app.i18n import npgettext, pgettext
from journal_app.integrity.chain import SignedHead, fingerprint_groups, leaf_hash, read_revision, verify_inclusion
from journal_app.integrity.manifest import ChainEntry, Manifest, ManifestFile
from journal_app.verification.contents import chained
from journal_app.verification.report import Findings, Line
from journal_app.verification.subjects import the_entries, the_evidence, the_head


def check_chain(
    manifest: Manifest, files: Mapping[str, ManifestFile], *, stamped: bool, covered: bool
) -> tuple[Line, ...]:
    """Check the chain extract of a package; ``files`` are those that are there, by name, as they are.

    ``stamped`` says that a time stamp was found to agree: without one the chain shows less. ``covered`` says that the
    manifest is the one inside a document whose signature agreed: without it, an exhibit that has no record among the
    revisions is compared with nothing that is signed.
    """
    entries = _check_entries(manifest, stamped=stamped)
    return (*_check_head(manifest.head), *entries, *_check_exhibits(manifest, files, covered=covered))


def check_signature(signed: SignedHead, findings: Findings) -> None:
    """Check the Ed25519 signature (RFC 8032) of ``signed`` and note the result."""
    try:
        from cryptography.exceptions import InvalidSignature  # the reader may not have it
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        findings.not_checked(pgettext("verification", "The Python package “cryptography” is not installed here."))
        return
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.head.key))
        key.verify(bytes.fromhex(signed.signature), signed.head.message())
    except (InvalidSignature, ValueError):
        findings.differs(pgettext("verification", "manifest.json: the state of the chain is not what was signed."))
        return
    head, groups = signed.head, " ".join(fingerprint_groups(signed.head.root))
    text = pgettext("verification", "Journal {vault}, {size} revisions, {time}.")
    findings.agrees(text.format(vault=head.vault_id, size=head.size, time=head.time))
    findings.agrees(pgettext("verification", "Fingerprint (SHA-256): {groups}").format(groups=groups))
    findings.agrees(pgettext("verification", "Key: {key}").format(key=head.key))


def _check_head(signed: SignedHead | None) -> tuple[Line, ...]:
    findings = Findings(the_head())
    if signed is None:
        findings.not_checked(pgettext("verification", "The package names no state of a chain."))
    else:
        check_signature(signed, findings)
    return findings.lines()


def _check_entries(manifest: Manifest, *, stamped: bool) -> tuple[Line, ...]:
    findings = Findings(the_entries(stamped=stamped))
    if manifest.head is None or not manifest.chain:
        findings.not_checked(pgettext("verification", "The package holds no revisions."))
        return findings.lines()
    for entry in manifest.chain:
        if not _is_in_chain(entry, manifest.head):
            text = pgettext("verification", "manifest.json: revision {index} is not what the chain holds there.")
            findings.differs(text.format(index=entry.index))
    count, size = len(manifest.chain), manifest.head.head.size
    text = npgettext(
        "verification",
        "{count} of the chain’s {size} revisions is in this package, and was compared.",
        "{count} of the chain’s {size} revisions are in this package, and were compared.",
        count,
    )
    findings.agrees(text.format(count=count, size=size))
    if count < size:
        findings.agrees(_why_left_out())
    return findings.lines()


def _why_left_out() -> str:
    return pgettext(
        "verification",
        "Why the others are left out cannot be seen: they may belong to what is no part of the package, be private, or"
        " hold a hidden name.",
    )


def _is_in_chain(entry: ChainEntry, signed: SignedHead) -> bool:
    body = entry.body.encode("utf-8")
    leaf = leaf_hash(bytes.fromhex(entry.salt), body)
    proof = [bytes.fromhex(step) for step in entry.proof]
    try:
        read_revision(body)
        verify_inclusion(leaf, entry.index, signed.head.size, proof, bytes.fromhex(signed.head.root))
    except JournalError:
        return False
    return True


def _check_exhibits(manifest: Manifest, files: Mapping[str, ManifestFile], *, covered: bool) -> tuple[Line, ...]:
    """Compare the bytes that are there with the records, and not what the manifest says of them."""
    findings = Findings(the_evidence())
    proved = [entry for entry in manifest.chain if manifest.head and _is_in_chain(entry, manifest.head)]
    records = {facts.record_id: facts.record for facts in chained(proved, "evidence")}
    count, unknown = 0, list[str]()
    for exhibit in manifest.exhibits:
        record, there = records.get(exhibit.evidence), files.get(exhibit.file)
        if not isinstance(record, dict):
            unknown.append(exhibit.file)
        elif there is None:
            findings.differs(pgettext("verification", "{name} is missing.").format(name=exhibit.file))
        elif (record.get("sha256"), record.get("size")) != (there.sha256, there.size):
            text = pgettext("verification", "{name} is not the file that was recorded.")
            findings.differs(text.format(name=exhibit.file))
        else:
            count += 1
    if unknown:
        findings.not_checked(
            pgettext(
                "verification",
                "A record is left out of a package where it holds a hidden name, or names an incident that is no part"
                " of it.",
            )
        )
    for name in unknown:
        text = pgettext("verification", "{name}: no record of it is among the revisions in the package.")
        findings.not_checked(text.format(name=name))
    if unknown and not covered:
        findings.is_not_enough(
            pgettext(
                "verification", "Nothing that is signed was found to name these files, so nothing is shown of them."
            )
        )
    if count:
        text = npgettext("verification", "{count} exhibit compared.", "{count} exhibits compared.", count)
        findings.agrees(text.format(count=count))
    return findings.lines()
