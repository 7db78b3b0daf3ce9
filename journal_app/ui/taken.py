"""What is said of files that were taken in: when they were added, and which were in the journal already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from journal_app.i18n import npgettext
from journal_app.services import evidence
from journal_app.services.journal import Journal


def in_words(journal: Journal, taken: Sequence[str], before: Mapping[str, str], *, linked: bool) -> str:
    """Return it in whole sentences.

    ``taken`` are the ids of the files as they were given, ``before`` those that were there with what was stored of
    each; ``linked`` says that they stand in an entry now.
    """
    each_once, now = tuple(dict.fromkeys(taken)), evidence.stored_as(journal)
    new = [each for each in each_once if each not in before]
    mended = [each for each in each_once if each in before and before[each] != now[each]]
    again = len(taken) - len(new) - len(mended)
    said = [_noted(journal, new)] if new else []
    if mended:
        said.append(npgettext(
            "taken",
            "The copy in the journal was damaged; the file you added has taken its place.",
            "{count} copies in the journal were damaged; the files you added have taken their place.",
            len(mended),
        ).format(count=len(mended)))  # fmt: skip
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
