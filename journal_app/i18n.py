"""gettext for all: every word the program says passes through here."""

from __future__ import annotations

import gettext as _gettext
import os
from functools import lru_cache

from journal_app import resources

DOMAIN = "journal_app"


class Words:
    """The words of one language.

    Messages always carry a context, so that a translator can tell two equal English words apart. Missing
    translations fall back to the English text.
    """

    def __init__(self, language: str, catalogue: _gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def text(self, context: str, message: str) -> str:
        """Translate ``message``; ``context`` tells the translator where it stands."""
        return self._catalogue.pgettext(context, message)

    def plural(self, context: str, one: str, many: str, count: int) -> str:
        """Translate a message that depends on ``count``; ``{count}`` is left for the caller to fill."""
        return self._catalogue.npgettext(context, one, many, count)


@lru_cache(maxsize=16)
def words_for(language: str) -> Words:
    """Return the words of ``language`` (a BCP 47 tag such as ``es`` or ``en-US``); English where it is unknown.

    English is written as in Britain; a catalogue of a country, as ``en_US``, holds what is spelt otherwise there.
    """
    if language == "en":
        return Words(language, _gettext.NullTranslations())
    tag = language.replace("-", "_")
    found = _gettext.translation(DOMAIN, str(resources.folder("locale")), languages=[tag], fallback=True)
    return Words(language, found)


def languages() -> tuple[str, ...]:
    """Return the tags of the languages the program has words in; English always, the others by their catalogues."""
    folder = resources.folder("locale")
    found = [each for each in _listed() if (folder / each / "LC_MESSAGES" / f"{DOMAIN}.mo").is_file()]
    found = [each for each in found if not each.startswith("en_")]  # another spelling, and no other language
    return ("en", *(name.replace("_", "-") for name in found))


def _listed() -> list[str]:
    folder = resources.folder("locale")
    return sorted(each.name for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []


def is_known(language: str) -> bool:
    """Say whether the program has words in a language: in its tag as given, or in its first part."""
    return bool({language, language.partition("-")[0]} & set(languages()))


class _Chosen:
    """The language of this process and its form of dates, set by the window or the command line."""

    words = words_for("en")
    dates = ""


def use_language(language: str) -> None:
    """Choose the language of the window, the command line and the errors; called once at the start."""
    try:
        _Chosen.words = words_for(language)
    except OSError:  # what has to be said now is better said in English than not at all
        _Chosen.words = words_for("en")


def language_in_use() -> str:
    """Return the tag of the language of this process."""
    return _Chosen.words.language


def use_dates(form: str) -> None:
    """Choose how days are written in the window: a form of ``domain.date_words``; empty for that of the language."""
    _Chosen.dates = form


def dates_in_use() -> str:
    """Return how days are written in the window."""
    return _Chosen.dates


def system_language() -> str:
    """Return the language this computer is set to, as far as the program has words in it; else English.

    Read from the environment as POSIX has it (IEEE Std 1003.1, 8.2): the first of LC_ALL, LC_MESSAGES and LANG that is
    set; where none is, as on Windows, from what the system says of itself.
    """
    named = next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := os.environ.get(name))), "")
    if not named:
        import locale

        named = locale.getlocale()[0] or "en"
    tag = named.partition(".")[0].partition("@")[0].replace("_", "-")
    try:
        known = languages()
    except OSError:
        return "en"
    return next((each for each in (tag, tag.partition("-")[0].lower()) if each in known), "en")


def pgettext(context: str, message: str) -> str:
    """Translate ``message`` into the language of this process."""
    return _Chosen.words.text(context, message)


def npgettext(context: str, one: str, many: str, count: int) -> str:
    """Translate a message that depends on ``count`` into the language of this process."""
    return _Chosen.words.plural(context, one, many, count)
