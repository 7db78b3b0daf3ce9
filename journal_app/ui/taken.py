"""What is said of files that were taken in: when their fingerprint was noted, and which were in the journal already."""

from __future__ import annotations

from collections.abc import Sequence

from journal_app.i18n import npgettext, pgettext
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
    if len(new) == 1:
        return pgettext("entry", "Kept exactly as it was. Its fingerprint was noted at {time}.").format(time=time)
    return pgettext("entry", "Kept exactly as they were. Their fingerprints were noted at {time}.").format(time=time)
