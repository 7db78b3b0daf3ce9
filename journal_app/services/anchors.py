"""Anchors: a time stamp for the head of the chain, asked for and answered by files; proofs; and a slip to print."""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from journal_app.domain.custody import Anchor
from journal_app.dossier import timestamps
from journal_app.errors import BadInput, Damaged, StorageTrouble
from journal_app.i18n import language_in_use, pgettext
from journal_app.integrity.calendar_proof import LARGEST_PROOF, proved_digest
from journal_app.integrity.chain import Head, SignedHead, utc_text
from journal_app.services import files
from journal_app.services.journal import Journal
from journal_app.services.ledger import signed_head
from journal_app.store import drafts, revisions
from journal_app.vault import randomness

_LARGEST_ANSWER = 1 << 20
_SLIP = "last-slip"


def current_head(journal: Journal) -> SignedHead:
    """Return the signed head of the chain; raises BadInput where nothing is recorded yet."""
    heads = revisions.heads(journal.database, last=True)
    if not heads:
        message = pgettext(
            "error", "Nothing is recorded in this journal yet, so there is nothing to vouch for; nothing was written."
        )
        raise BadInput(message, pgettext("error", "Record an entry first."))
    return signed_head(journal.vault.vault_id, heads[0])


def anchors(journal: Journal) -> tuple[Anchor, ...]:
    """Return every anchor, asked for or answered, in the order they were asked for."""
    return tuple(each.revision.record(Anchor) for each in revisions.all_standing(journal.database, "anchor"))


def request(journal: Journal, out: Path) -> Head:
    """Write a request for a time stamp over the head (RFC 3161) and note it; only a hash leaves the journal."""
    signed = current_head(journal)
    nonce = int.from_bytes(randomness.salt()[:8], "big")
    asked = timestamps.request(signed.head.digest(), nonce)
    anchor = Anchor(
        id=journal.new_id("anchor"),
        root=signed.head.root,
        size=signed.head.size,
        head=base64.b64encode(signed.head.message()).decode(),
        request=base64.b64encode(asked).decode(),
    )
    files.refuse_place(out, journal.folder)
    # The request appears under its name only when the journal knows it: an answer to it can be taken in.
    with files.new_file(out) as stream:
        stream.write(asked)
        with journal.change() as ledger:
            ledger.append("anchor", anchor.id, anchor)
    return signed.head


def answer(journal: Journal, source: Path) -> Head:
    """Take in the answer to one of the requests; raises BadInput where it answers none of them.

    What it shows stays "existed no later than"; who the authority is, is for the reader to judge.
    """
    given = files.read(source, limit=_LARGEST_ANSWER)
    failure: BadInput | None = None
    for anchor in [each for each in reversed(anchors(journal)) if each.request]:
        asked = base64.b64decode(anchor.request)
        try:
            facts = timestamps.read_answer(asked, given)
        except BadInput as error:
            failure = failure or error
            continue
        answered = Anchor(
            id=anchor.id, root=anchor.root, size=anchor.size, head=anchor.head, request=anchor.request,
            answer=base64.b64encode(given).decode(), time=utc_text(facts.time), authority=facts.authority,
        )  # fmt: skip
        with journal.change() as ledger:
            ledger.append("anchor", anchor.id, answered)
        return head_of(journal, anchor).head
    if failure is not None:
        raise failure
    message = pgettext("error", "No time stamp was asked for, so this file answers nothing; nothing was taken in.")
    raise BadInput(message, pgettext("error", "Write a request first."), source=source.name)


def state_file(journal: Journal, out: Path) -> Head:
    """Write the state of the chain as a file that an OpenTimestamps program takes; no words of the journal are in it.

    It holds what :meth:`Head.message` says: the number of the vault, count, root, time, zone and public key.
    """
    signed = current_head(journal)
    files.refuse_place(out, journal.folder)
    with files.new_file(out) as stream:
        stream.write(signed.head.message())
    return signed.head


def keep_proof(journal: Journal, source: Path) -> Head:
    """Keep an OpenTimestamps proof over a state of this journal, as it came; its time is not checked, nor claimed.

    A proof that replaces an earlier one of the same state, such as a finished one, is its next version. Raises BadInput
    where it is no such proof, or one of something else; then nothing was changed.
    """
    given = files.read(source, limit=LARGEST_PROOF)
    digest = proved_digest(given)
    if digest is None:
        message = pgettext("error", "{name} is no OpenTimestamps proof that can be read here; nothing was taken in.")
        advice = pgettext("error", "Choose the file ending in .ots that the OpenTimestamps program wrote.")
        raise BadInput(message.format(name=source.name), advice, source=source.name)
    head = _head_with(journal, digest)
    if head is None:
        message = pgettext("error", "{name} is about no state of this journal; nothing was taken in.")
        advice = pgettext("error", "Choose the proof that was made of the state file of this journal.")
        raise BadInput(message.format(name=source.name), advice, source=source.name)
    kept = [each for each in anchors(journal) if each.proof and (each.size, each.root) == (head.size, head.root)]
    proof = base64.b64encode(given).decode()
    if any(each.proof == proof for each in kept):
        return head
    identifier = kept[-1].id if kept else journal.new_id("anchor")
    message = base64.b64encode(head.message()).decode()
    anchor = Anchor(id=identifier, root=head.root, size=head.size, head=message, proof=proof)
    with journal.change() as ledger:
        ledger.append("anchor", anchor.id, anchor)
    return head


def _head_with(journal: Journal, digest: bytes) -> Head | None:
    heads = (signed_head(journal.vault.vault_id, each).head for each in revisions.heads(journal.database))
    return next((each for each in heads if each.digest() == digest), None)


def head_of(journal: Journal, anchor: Anchor) -> SignedHead:
    """Return the signed head that an anchor is about; raises Damaged where it is missing."""
    for stored in revisions.heads(journal.database):
        if stored.size == anchor.size and stored.root == anchor.root:
            return signed_head(journal.vault.vault_id, stored)
    message = pgettext("error", "The link of the chain that this time stamp is about is missing; nothing was changed.")
    raise Damaged(message, pgettext("error", "Run a check of the journal, and open a backup."))


def slip(journal: Journal, out: Path) -> Head:
    """Write a fingerprint slip of the head as a new PDF, and note that one was made."""
    head, data = slip_page(journal)
    files.refuse_place(out, journal.folder)
    with files.new_file(out) as stream:
        stream.write(data)
    note_slip(journal)
    return head


def slip_page(journal: Journal) -> tuple[Head, bytes]:
    """Return the head and its fingerprint slip as the bytes of a PDF."""
    from journal_app.dossier import slip as paper  # what draws pages is large, and they are drawn on few days

    head = current_head(journal).head
    return head, paper.fingerprint_slip(head, language_in_use())


def note_slip(journal: Journal) -> None:
    """Note that a slip was made; where the journal cannot be written to nothing is kept, and the slip is good still."""
    with suppress(StorageTrouble):
        drafts.put_preference(journal.database, _SLIP, journal.clock().isoformat())


class Anchored(NamedTuple):
    """A state that was fixed outside: how many revisions it covers, and when it was the last one."""

    size: int
    time: datetime


def last_anchored(journal: Journal) -> Anchored | None:
    """Return the latest state that was fixed outside: an answer or a proof is about it, or a slip shows it; or None.

    An answer may come long after the request: what was recorded between the two is not in the state.
    """
    heads = [Anchored(each.size, datetime.fromisoformat(each.time)) for each in revisions.heads(journal.database)]
    sizes = {each.size for each in anchors(journal) if each.answer or each.proof}
    fixed = [each for each in heads if each.size in sizes]
    slip_made = str(drafts.preference(journal.database, _SLIP, ""))
    if slip_made:
        made = datetime.fromisoformat(slip_made)
        fixed += [Anchored(max((each.size for each in heads if each.time <= made), default=0), made)]
    return max(fixed, default=None)
