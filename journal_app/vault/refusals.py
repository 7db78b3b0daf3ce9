"""What a vault refuses, and what is said then."""

from __future__ import annotations

import stat
from pathlib import Path

from journal_app.errors import BadInput, Damaged, StorageTrouble, WrongSecret
from journal_app.i18n import pgettext
from journal_app.vault.files import trouble
from journal_app.vault.keyslots import Secret
from journal_app.vault.places import FILES
from journal_app.vault.recovery import RecoveryKey


class MayBeInPlace(StorageTrouble):
    """A change of what opens a vault failed, and so did taking it back: what opened it before may, or the new one."""


def refuse_empty(passphrase: str) -> None:
    """Raise BadInput for a passphrase that is none."""
    if not passphrase:
        message = pgettext("error", "There is no passphrase; nothing was changed.")
        raise BadInput(message, pgettext("error", "Choose a passphrase, then try again."))


def refuse_linked_files(folder: Path) -> None:
    """Raise StorageTrouble where the folder of evidence files in ``folder`` is a link elsewhere, or cannot be seen."""
    try:
        # Where the folder around it may not be searched, asking raises in some versions of Python, not in others.
        is_link = stat.S_ISLNK((folder / FILES).lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise trouble(error) from None
    if is_link:
        message = pgettext(
            "error", "The journal’s folder of files is a link to another place, so nothing was opened or changed."
        )
        raise StorageTrouble(
            message, pgettext("error", "Put the folder itself where the link is, or open a backup of the journal.")
        )


def refuse_existing(folder: Path) -> None:
    """Raise BadInput where a vault cannot be made at ``folder``, because something is there or nothing around it."""
    empty = folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    if (folder.exists() or folder.is_symlink()) and not empty:
        message = pgettext("error", "Something is at this place already; it was left as it is.")
        raise BadInput(message, pgettext("error", "Choose a new or empty folder."), source=folder.name)
    if not folder.parent.is_dir():
        message = pgettext("error", "The folder the new journal would be in does not exist; nothing was made.")
        raise BadInput(message, pgettext("error", "Make that folder first, then try again."), source=folder.name)


def cannot_make(error: OSError) -> StorageTrouble:
    """Return the error for a vault that could not be made."""
    message = pgettext("error", "The journal could not be made there; nothing was left behind.")
    advice = pgettext("error", "Choose a folder you may write to and that has space ({code}).")
    return StorageTrouble(message, advice.format(code=error.errno))


def wrong(secret: Secret, *, needs_key_file: bool) -> WrongSecret:
    """Return the error for a secret that opens no header of a vault."""
    if isinstance(secret, RecoveryKey):
        message = pgettext("error", "This recovery key does not open this journal; nothing was changed.")
        return WrongSecret(message, pgettext("error", "Check that the sheet belongs to this journal."))
    if needs_key_file and isinstance(secret, str):
        message = pgettext("error", "This journal opens only with its key file as well; nothing was changed.")
        return WrongSecret(message, pgettext("error", "Give the key file too, or use the recovery key without it."))
    if needs_key_file:
        message = pgettext("error", "This passphrase and key file do not open the journal; nothing was changed.")
        return WrongSecret(message, pgettext("error", "Check both, then try again; the recovery key needs neither."))
    message = pgettext("error", "That did not open the journal; nothing was changed.")
    return WrongSecret(message, pgettext("error", "Check Caps Lock and the keyboard language, then try again."))


def may_be_in_place() -> MayBeInPlace:
    """Return the error for a change of which nobody can say whether it is in place."""
    message = pgettext(
        "error",
        "The disk stopped taking this change half way, so the new one or the one before may open the journal now; what "
        "was saved before is whole.",
    )
    advice = pgettext(
        "error",
        "Check the disk or USB stick, and keep both, the new and the old passphrase, key file or recovery sheet, until "
        "you have seen which one opens the journal.",
    )
    return MayBeInPlace(message, advice)


def not_of_one_time() -> Damaged:
    """Return the error for a header whose vault key is neither the database's nor the one of the note beside it."""
    message = pgettext(
        "error",
        "The header and the database of this journal are not of one time, so it was not opened; nothing was changed.",
    )
    return Damaged(message, pgettext("error", "Open it with its latest passphrase, or open a backup."))
