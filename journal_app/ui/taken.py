"""What is said of files that were taken in: when they were added, and which were in the journal already."""

from __future__ import annotations

from collections.abc import Sequence

from journal_app.i18n import npgettext
from journal_app.services import evidence
from journal_app.services.journal import Journal


def in_words(journal: Journal, taken: Sequence[str], before: frozenset[str], *, linked: bool) -> str:
    """Return it in whole sentences.

    ``taken`` are the ids of the files as they were given, ``before`` those that were there; ``linked`` says that they
    stand in an entry now.
    """
    new = [each for each in dict.fromkeys(taken) if each not in before]
    again = len(taken) - len(new)
    said = [_noted(journal, new)] if new else []
    if again and linked:
        said.append(npgettext(
            "taken",
            "{count} file was in the journal already. It was not added twice, and it is in this entry.",
            "{count} files were in the journal already. They were not added twice, and they are in this entry.",
            again,
        ).format(count=again))  # fmt: skip
    elif again:
        said.append(npgettext(
            "taken",
            "{count} file was in the journal already. It was not added twice.",
            "{count} files were in the journal already. They were not added twice.",
            again,
        ).format(count=again))  # fmt: skip
    return " ".join(said)


def _noted(journal: Journal, new: Sequence[str]) -> str:
    time = evidence.get(journal, new[-1]).added.astimezone().strftime("%H:%M")
    return npgettext(
        "taken",
        "Added at {time}, exactly as it was. Its fingerprint can show later that it is still the same.",
        "Added at {time}, exactly as they were. Their fingerprints can show later that they are still the same.",
        len(new),
    ).format(time=time)
