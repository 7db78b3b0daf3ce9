"""What a claim may say: sentences that exist once, here, for every page, window and report."""

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


def what_the_chain_shows(pgettext: Translate = pgettext, *, anchored: bool = True) -> str:
    """Order; and where there is an anchor, completeness, as far as it reaches and no further."""
    if not anchored:
        return pgettext("claim", "The chain says in which order things were recorded.")
    return pgettext(
        "claim",
        "The chain shows in which order things were recorded, and that nothing that the last anchor covers was changed"
        " or taken out since.",
    )


def what_an_anchor_shows(pgettext: Translate = pgettext) -> str:
    """No later than."""
    return pgettext(
        "claim",
        "An anchor, such as a time stamp from outside, shows that what it covers existed no later than its time.",
    )


def what_is_open_without_a_time_stamp(pgettext: Translate = pgettext) -> str:
    """No more than that: whoever holds the key can make another chain."""
    return pgettext(
        "claim", "No time stamp covers the chain here, and alone it does not show that it was not made anew."
    )


def what_nothing_shows(pgettext: Translate = pgettext) -> str:
    """Truth."""
    return pgettext("claim", "Nothing here shows that what was written is true.")


def all_claims(pgettext: Translate = pgettext, *, anchored: bool = True) -> tuple[str, str, str, str]:
    """Return the four sentences in their order.

    ``anchored`` says whether a time stamp goes with what they stand on; without one none of them speaks of an anchor.
    """
    return (
        what_a_fingerprint_shows(pgettext),
        what_the_chain_shows(pgettext, anchored=anchored),
        what_an_anchor_shows(pgettext) if anchored else what_is_open_without_a_time_stamp(pgettext),
        what_nothing_shows(pgettext),
    )
