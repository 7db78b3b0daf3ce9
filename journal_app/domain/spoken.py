"""Languages a person may write in: their tags, and which are offered."""

from __future__ import annotations

import re

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
"""A language tag in its usual form (RFC 5646, 2.1): a language, and where wanted script, region and variants."""

OFFERED = {
    "ca": "Català", "cy": "Cymraeg", "da": "Dansk", "de": "Deutsch", "et": "Eesti", "en": "English", "es": "Español",
    "eu": "Euskara", "fr": "Français", "ga": "Gaeilge", "gl": "Galego", "hr": "Hrvatski", "id": "Indonesia",
    "zu": "IsiZulu", "it": "Italiano", "sw": "Kiswahili", "lv": "Latviešu", "lt": "Lietuvių", "hu": "Magyar",
    "mt": "Malti", "ms": "Melayu", "nl": "Nederlands", "nb": "Norsk bokmål", "nn": "Norsk nynorsk", "pl": "Polski",
    "pt": "Português", "ro": "Română", "sq": "Shqip", "sk": "Slovenčina", "sl": "Slovenščina", "so": "Soomaali",
    "fi": "Suomi", "sv": "Svenska", "vi": "Tiếng Việt", "tr": "Türkçe", "is": "Íslenska", "cs": "Čeština",
    "el": "Ελληνικά", "bg": "Български", "mk": "Македонски", "ru": "Русский", "sr": "Српски", "uk": "Українська",
    "hy": "Հայերեն", "he": "עברית", "ur": "اردو", "ar": "العربية", "fa": "فارسی", "hi": "हिन्दी", "bn": "বাংলা",
    "pa": "ਪੰਜਾਬੀ", "gu": "ગુજરાતી", "ta": "தமிழ்", "te": "తెలుగు", "th": "ไทย", "ka": "ქართული", "zh": "中文",
    "ja": "日本語", "ko": "한국어",
}  # fmt: skip
"""Written languages that screen readers commonly have a voice for, by their tags, with their own names (CLDR).

Any other may be named by its tag. A table, as asking Babel for each would read the data of sixty languages.
"""


def is_language_tag(tag: str) -> bool:
    """Say whether a text has the form of the tag of a language, such as ``es`` or ``pt-BR``."""
    return _TAG.fullmatch(tag) is not None
