"""What opens the journal, changed by whoever shows that they may: each change asks for a secret that opens it now."""

from __future__ import annotations

from journal_app.errors import BadInput, WrongSecret
from journal_app.i18n import pgettext
from journal_app.services.journal import Journal, NewRecoveryKey
from journal_app.vault.recovery import RecoveryKey


def confirm(journal: Journal, secret: str) -> None:
    """Raise WrongSecret unless ``secret`` is the passphrase or the recovery key of now.

    Whoever finds an open window could otherwise lock its owner out, or make a key that lasts.
    """
    try:
        recovery = RecoveryKey.parse(secret)
    except BadInput:
        recovery = None
    if recovery is not None and journal.vault.is_opened_by(recovery):
        return
    if not journal.vault.is_opened_by(secret):
        message = pgettext("error", "That does not open this journal; nothing was changed.")
        raise WrongSecret(message, pgettext("error", "Check Caps Lock and the keyboard language, then try again."))


def change_passphrase(journal: Journal, current: str, new: str) -> None:
    """Set a new passphrase; raises WrongSecret where ``current`` does not open the journal now."""
    confirm(journal, current)
    journal.change_passphrase(new)


def new_recovery_key(journal: Journal, current: str) -> NewRecoveryKey:
    """Make a new recovery key; raises WrongSecret where ``current`` does not open the journal now."""
    confirm(journal, current)
    return journal.new_recovery_key()
