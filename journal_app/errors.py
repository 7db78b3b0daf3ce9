"""Expected failures: what happened, whether anything was lost, and what to do next."""

from __future__ import annotations

from typing import ClassVar


class JournalError(Exception):
    """An expected failure, told to the person in two sentences.

    ``message`` says what happened and whether anything was lost; ``advice`` says what to do next. Neither may
    hold the content of an entry, a passphrase or a key. ``exit_code`` is the process exit code that belongs to
    the failure on the command line.
    """

    exit_code: ClassVar[int] = 6

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}"


class DamageFound(JournalError):
    """A check found damage, a mismatch or an older copy."""

    exit_code = 1


class WrongUsage(JournalError):
    """The command or call cannot be understood as given."""

    exit_code = 2


class WrongSecret(JournalError):
    """The passphrase, recovery key or key file does not open this journal."""

    exit_code = 3


class JournalInUse(JournalError):
    """The journal is open in another window or process."""

    exit_code = 4


class BadInput(JournalError):
    """Something given cannot be taken in; names the file and the field, never the content.

    ``source`` is the file (or what stands for it), ``field`` the place inside it, such as
    ``incidents[3].occurred``.
    """

    exit_code = 5

    def __init__(self, message: str, advice: str, *, source: str = "", field: str = "") -> None:
        super().__init__(message, advice)
        self.source = source
        self.field = field


class StorageTrouble(JournalError):
    """The disk is full, unreadable, or what is stored is damaged."""

    exit_code = 6


class Damaged(StorageTrouble):
    """Something stored is not what was saved; it is never shown as if it were."""


class ReadingOnly(StorageTrouble):
    """The journal is open for reading only, so nothing can be written to it."""


class NeedsWriting(StorageTrouble):
    """Cannot be read before something in it is written: a cut-off change undone, or its form brought up to date."""


class NewerFormat(JournalError):
    """Written by a newer version of the program; nothing is touched."""

    exit_code = 7


class Cancelled(JournalError):
    """The person stopped a long piece of work; it leaves nothing behind."""

    exit_code = 130
