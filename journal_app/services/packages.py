"""What a package for a lawyer is made of: the exhibits with their originals, and their part of the chain."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import BinaryIO

from journal_app.domain.evidence import Evidence
from journal_app.domain.records import to_plain
from journal_app.dossier.package import is_private, names_another
from journal_app.dossier.package_parts import PackageEvent, PackageExhibit, PackageParts
from journal_app.dossier.plan import Plan
from journal_app.dossier.redaction import Swap
from journal_app.dossier.withheld import holds_name, is_withheld
from journal_app.integrity.chain import Tree
from journal_app.integrity.manifest import AnchoredHead, ChainEntry
from journal_app.services import anchors, hidden_names
from journal_app.services import evidence as evidence_service
from journal_app.services.cases import Snapshot
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions


def parts_of(journal: Journal, snapshot: Snapshot, plan: Plan, document: Path) -> PackageParts:
    """Return what a package is made of; its ``document`` is written later."""
    case = snapshot.case
    events = tuple(
        PackageEvent(
            label=plan.labels[exhibit.evidence.id], time=line.time, event=line.event, detail=line.detail,
            program=line.program,
        )
        for exhibit in case.exhibits
        for line in exhibit.custody
    )  # fmt: skip
    tree = Tree(revisions.leaves(journal.database)[: snapshot.last_seq])
    anchored, asked, answered = _anchored(journal, snapshot, tree)
    proofs = [each.proof for each in anchors.anchors(journal) if each.proof and each.size <= snapshot.last_seq]
    hidden = Swap(hidden_names.names(journal, case.audience))
    exhibits = tuple(_package_exhibit(journal, plan, exhibit.evidence, hidden) for exhibit in case.exhibits)
    return PackageParts(
        document=document, exhibits=exhibits, events=events, made=case.made_at, program=case.program, head=case.head,
        chain=_chain(journal, snapshot, tree, hidden), anchored=anchored, request=asked, answer=answered,
        proof=base64.b64decode(proofs[-1]) if proofs else b"",
        hidden=bool(case.pseudonyms or case.hidden_pages), language=case.language,
    )  # fmt: skip


def _package_exhibit(journal: Journal, plan: Plan, item: Evidence, hidden: Swap) -> PackageExhibit:
    """Return an exhibit of the package; an id that holds what is hidden stays: its maker's are those of an import."""

    def opened() -> BinaryIO:
        row = evidence_store.blob(journal.database, item.blob)
        return journal.vault.blobs.open(evidence_service.as_blob(row))

    def kept(identifier: str, instead: str) -> str:
        return instead if holds_name(hidden, identifier) else identifier

    card = {name: value for name, value in to_plain(item.card).items() if isinstance(value, str | bool)}
    return PackageExhibit(
        label=plan.labels[item.id], extension=Path(item.file_name).suffix.removeprefix("."),
        evidence=kept(item.id, plan.labels[item.id]), file_name=item.file_name, media_type=item.media_type,
        sha256=item.sha256, size=item.size, open=opened, description=item.description, card=card,
        incidents=tuple(kept(each, plan.incident_place(each)) for each in item.incidents),
    )  # fmt: skip


def _chain(journal: Journal, snapshot: Snapshot, tree: Tree, hidden: Swap) -> tuple[ChainEntry, ...]:
    """Return the revisions of what is in the case, with their way to the head; nothing private is among them.

    Left out are revisions of an entry from when it was private, those of a file that name an entry which stays in the
    journal, and those that hold what is hidden in the dossier or may tell it. An exhibit whose record is left out is
    told by a check as not compared with the chain; its digest is in the manifest all the same.
    """
    wanted: dict[str, set[str]] = {
        "incident": {each.facts.id for each in snapshot.included},
        "evidence": {each.evidence.id for each in snapshot.case.exhibits},
        "custody": {each.evidence.id for each in snapshot.case.exhibits},
    }
    found = [
        revision
        for kind, identifiers in wanted.items()
        for identifier in identifiers
        for revision in revisions.history(journal.database, kind, identifier)
        if revision.seq <= snapshot.last_seq
        and not is_private(revision.body)
        and not names_another(revision.body, wanted["incident"])
        and not is_withheld(hidden, revision.body.decode())
    ]
    return tuple(
        ChainEntry(
            index=revision.seq - 1, salt=revision.salt.hex(), body=revision.body.decode(),
            proof=tuple(step.hex() for step in tree.inclusion_proof(revision.seq - 1)),
        )
        for revision in sorted(found, key=lambda each: each.seq)
    )  # fmt: skip


def _anchored(journal: Journal, snapshot: Snapshot, tree: Tree) -> tuple[AnchoredHead | None, bytes, bytes]:
    """Return the newest anchor the head grew from: answered if there is one, else asked for, else with a proof."""
    known = [each for each in anchors.anchors(journal) if each.size <= snapshot.last_seq]
    if not known:
        return None, b"", b""
    chosen = max(known, key=lambda each: (bool(each.answer), bool(each.request), each.size))
    consistency = tuple(step.hex() for step in tree.consistency_proof(chosen.size))
    anchored = AnchoredHead(anchors.head_of(journal, chosen), consistency)
    return anchored, base64.b64decode(chosen.request), base64.b64decode(chosen.answer)
