"""What a person prefers in one journal; kept encrypted inside it, never beside it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from journal_app.domain.choices import DossierChoices
from journal_app.domain.records import from_plain, to_plain
from journal_app.domain.spoken import is_language_tag
from journal_app.errors import BadInput, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.services.drafts import Place
from journal_app.services.journal import Journal
from journal_app.store import drafts as draft_store

LOCK_MINUTES = (1, 5, 15, 30)
SHEETS = 3  # that stand for a recovery sheet, any two of them
_USUAL_MINUTES = 5
_MINUTES, _SHEET, _TILES, _DOSSIER = "lock-minutes", "sheet-postponed", "evidence-as-tiles", "dossier"
_KEYS = "keys"
_HOLDERS = "sheet-holders"
_LEFT_OUT, _NOTHING = "left-out", (0, 0, False)
_WORDS = "words-language"
_COVER, _LEAVE_OUT = "cover-behind-others", "leave-out-of-captures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glances:
    """What others may see at a glance.

    ``cover`` puts a plain page over the window while another one is in front; ``leave_out`` keeps it out of pictures
    and recordings of the screen where the system can do that.
    """

    cover: bool = False
    leave_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What a lock left out: files that were being added, those of them that are kept nowhere, and what was typed."""

    files: int = 0
    gone: int = 0
    words: bool = False


def note_left_out(journal: Journal, left: LeftOut) -> None:
    """Note what a lock left out, with what was noted before and not told yet."""
    before = _left_out(journal)
    noted = [before.files + left.files, before.gone + left.gone, before.words or left.words]
    draft_store.put_preference(journal.database, _LEFT_OUT, noted)


def take_left_out(journal: Journal) -> LeftOut:
    """Return what the last lock left out, to be told once: afterwards nothing is noted."""
    left = _left_out(journal)
    if left != LeftOut() and not journal.read_only:
        with suppress(StorageTrouble):  # on a full disk it is told once more
            draft_store.put_preference(journal.database, _LEFT_OUT, _NOTHING)
    return left


def _left_out(journal: Journal) -> LeftOut:
    files, gone, words = draft_store.preference(journal.database, _LEFT_OUT, _NOTHING)
    return LeftOut(files=files, gone=gone, words=words)


def lock_minutes(journal: Journal) -> int:
    """Return after how many minutes without a key or a movement the journal locks."""
    kept = draft_store.preference(journal.database, _MINUTES, _USUAL_MINUTES)
    return kept if kept in LOCK_MINUTES else _USUAL_MINUTES


def set_lock_minutes(journal: Journal, minutes: int) -> None:
    """Keep after how many minutes the journal locks: one of ``LOCK_MINUTES``."""
    draft_store.put_preference(journal.database, _MINUTES, minutes)


def sheet_postponed(journal: Journal) -> bool:
    """Say whether the recovery sheet was put off until later."""
    return bool(draft_store.preference(journal.database, _SHEET, default=False))


def postpone_sheet(journal: Journal, *, postponed: bool) -> None:
    """Note that the recovery sheet was put off, or that it was made."""
    draft_store.put_preference(journal.database, _SHEET, postponed)


def sheet_holders(journal: Place) -> tuple[str, ...]:
    """Return who has which of the three sheets, as the person noted it; empty texts where nothing was noted."""
    kept = draft_store.preference(journal.database, _HOLDERS, [])
    return tuple(str(each) for each in [*kept, *([""] * SHEETS)][:SHEETS])


def set_sheet_holders(journal: Place, holders: tuple[str, ...]) -> None:
    """Note who has which of the three sheets."""
    draft_store.put_preference(journal.database, _HOLDERS, list(holders[:SHEETS]))


def words_language(journal: Journal) -> str:
    """Return the tag of the language that the person writes in (BCP 47), empty where that of the dossier counts."""
    kept = str(draft_store.preference(journal.database, _WORDS, ""))
    return kept if is_language_tag(kept) else ""


def keep_words_language(journal: Journal, tag: str) -> None:
    """Keep the language that the person writes in; empty for that of the dossier. Raises BadInput for no such tag."""
    draft_store.put_preference(journal.database, _WORDS, checked_language(tag))


def keep_words_language_inside(journal: Journal, tag: str) -> None:
    """Keep it as :func:`keep_words_language` does, inside a transaction."""
    draft_store.keep_preference(journal.database, _WORDS, checked_language(tag))


def checked_language(tag: str) -> str:
    """Return the tag of a language, or an empty one; raises BadInput where it has not the form of one."""
    if tag and not is_language_tag(tag):
        message = pgettext("error", "{tag} is not the short name of a language; nothing was written.")
        advice = pgettext("error", "Choose one such as es, pt-BR or de.")
        raise BadInput(message.format(tag=tag), advice, field="words-language")
    return tag


def evidence_as_tiles(journal: Journal) -> bool:
    """Say whether files are listed as tiles."""
    return bool(draft_store.preference(journal.database, _TILES, default=False))


def list_evidence_as_tiles(journal: Journal, *, tiles: bool) -> None:
    """Keep how files are listed: as tiles, or as a list."""
    draft_store.put_preference(journal.database, _TILES, tiles)


def glances(journal: Journal) -> Glances:
    """Return what others may see at a glance."""
    usual, kept = Glances(), draft_store.preference
    return Glances(
        cover=bool(kept(journal.database, _COVER, default=usual.cover)),
        leave_out=bool(kept(journal.database, _LEAVE_OUT, default=usual.leave_out)),
    )


def keep_glances(journal: Journal, chosen: Glances) -> None:
    """Keep what others may see at a glance."""
    draft_store.put_preference(journal.database, _COVER, chosen.cover)
    draft_store.put_preference(journal.database, _LEAVE_OUT, chosen.leave_out)


def dossier_choices(journal: Place) -> DossierChoices:
    """Return what was chosen for a dossier so far; nothing where that was kept by another version of the program."""
    try:
        return from_plain(DossierChoices, draft_store.preference(journal.database, _DOSSIER, default={}))
    except BadInput:
        return DossierChoices()


def keep_dossier_choices(journal: Place, choices: DossierChoices) -> None:
    """Keep what is chosen for a dossier."""
    draft_store.put_preference(journal.database, _DOSSIER, to_plain(choices))


def keys(journal: Journal) -> dict[str, str]:
    """Return the keys that were changed, by what they do; what is kept and is no text is left out."""
    kept = draft_store.preference(journal.database, _KEYS, default={})
    return {act: key for act, key in kept.items() if isinstance(key, str)} if isinstance(kept, dict) else {}


def keep_keys(journal: Journal, chosen: Mapping[str, str]) -> None:
    """Keep the keys that were changed, by what they do."""
    draft_store.put_preference(journal.database, _KEYS, dict(chosen))
