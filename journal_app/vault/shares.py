"""Shares of the recovery key, in words (SLIP-39): any two of three give it back, and one alone says nothing of it."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.vault.recovery import KEY_BYTES, RecoveryKey

COUNT, NEEDED = 3, 2
WORDS = 23  # of one share of 160 bits: 4 that say what it belongs to, 16 of content, 3 of a checksum
_SHORTEST = 60  # letters; a recovery key has 34, a share at least 92
# The key is random, so stretching it adds nothing; a share that asks for more would only take time.
_EXPONENT = 0


def is_share(text: str) -> bool:
    """Say whether a line is meant as a share, right or wrong, and not as a recovery key."""
    return sum(letter.isalpha() for letter in text) > _SHORTEST


def split(key: RecoveryKey) -> tuple[str, ...]:
    """Return three shares of a recovery key, each of 23 words; they are drawn anew each time."""
    (shares,) = generate_mnemonics(1, [(NEEDED, COUNT)], key.raw, iteration_exponent=_EXPONENT)
    return tuple(shares)


def read(text: str) -> RecoveryKey:
    """Read a recovery key as typed, or two or three of its shares, one a line.

    Words count by their first four letters, in any case. Raises BadInput where a share is not complete or has a slip
    in it, and where shares do not belong together.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not any(is_share(line) for line in lines):
        return RecoveryKey.parse(text)
    shares = {_spelled(line, number) for number, line in enumerate(lines, 1)}
    if len(shares) < NEEDED <= len(lines):
        message = pgettext("error", "Both are the words of the same sheet; nothing was changed.")
        raise BadInput(message, pgettext("error", "Take the words of another of the three sheets."))
    if len(shares) < NEEDED:
        message = pgettext("error", "One sheet with words alone opens nothing; nothing was changed.")
        raise BadInput(message, pgettext("error", "Take the words of a second sheet as well, one sheet on each line."))
    for pair in combinations(sorted(shares), NEEDED) if len(shares) <= COUNT else ():
        with suppress(MnemonicError):
            return RecoveryKey(combine_mnemonics(pair))
    message = pgettext("error", "These sheets with words do not belong together; nothing was changed.")
    raise BadInput(message, pgettext("error", "Take two sheets that were made at the same time, then try again."))


def _spelled(line: str, number: int) -> str:
    """Return a share with whole words; raises BadInput where it is not one of a recovery key, or has a slip in it."""
    starts = {word[:4]: word for word in WORDLIST}
    spelled = " ".join(starts.get(word[:4], word) for word in line.lower().split())
    try:
        share = Share.from_mnemonic(spelled)
    except MnemonicError:
        share = None
    if share is None or not _is_ours(share):
        message = pgettext(
            "error", "The words of sheet {number} are not complete, or there is a slip in them; nothing was changed."
        )
        advice = pgettext("error", "Compare them with the sheet, word by word, then try again.")
        raise BadInput(message.format(number=number), advice)
    return spelled


def _is_ours(share: Share) -> bool:
    """Say whether a share is one of a recovery key; others may ask for hours of work."""
    return (
        (share.group_threshold, share.group_count, share.member_threshold) == (1, 1, NEEDED)
        and len(share.value) == KEY_BYTES
        and share.iteration_exponent == _EXPONENT
    )
