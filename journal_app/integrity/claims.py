"""What a claim may say: four sentences that exist once, here, for every page, window and report."""

from __future__ import annotations

from typing import Protocol

from journal_app.i18n import pgettext


class Translate(Protocol):
    """Finds the words of one language for a message, given its context."""

    def __call__(self, context: str, message: str, /) -> str:
        """Return ``message`` in that language."""


def what_a_fingerprint_shows(pgettext: Translate = pgettext) -> str:
    """Sameness. A dossier in another language passes that language's own ``Words.text``, here and below."""
    return pgettext("claim", "A fingerprint shows that something is the same as when its fingerprint was taken.")


def what_the_chain_shows(pgettext: Translate = pgettext) -> str:
    """Order and completeness, since the last anchor and no further."""
    return pgettext(
        "claim",
        "The chain shows in which order things were recorded, and that nothing was changed or taken out since the last"
        " anchor.",
    )


def what_an_anchor_shows(pgettext: Translate = pgettext) -> str:
    """No later than."""
    return pgettext(
        "claim",
        "An anchor, such as a time stamp from outside, shows that what it covers existed no later than its time.",
    )


def what_nothing_shows(pgettext: Translate = pgettext) -> str:
    """Truth."""
    return pgettext("claim", "Nothing here shows that what was written is true.")


def all_claims(pgettext: Translate = pgettext) -> tuple[str, str, str, str]:
    """Return the four sentences in their order."""
    return (
        what_a_fingerprint_shows(pgettext),
        what_the_chain_shows(pgettext),
        what_an_anchor_shows(pgettext),
        what_nothing_shows(pgettext),
    )
