"""The language of a paragraph where its script or its origin tells it, so that a screen reader takes the right voice.

What the catalogue says of bodies and codes is in its own language, whatever that of the document is; the person's words
are in the one that was said of them.

Scripts by the blocks of the Unicode Standard 15; one alphabet of several languages tells nothing. Arabic script is
taken for Arabic unless it has letters that Persian or Urdu adds to it (Unicode, 9.2, table 9-8), or others that are
no letters of Arabic: then it is left open which language it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from journal_app.catalogue_facts import LANGUAGE
from journal_app.dossier.content import Facts, Heading, Items, Node, Origin, Para, Picture, Run, Table

_SCRIPTS: dict[str, str] = {
    "el": "\u0370-\u03ff\u1f00-\u1fff", "hy": "\u0531-\u058f", "he": "\u0590-\u05ff\ufb1d-\ufb4f",
    "ar": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc", "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f", "ja": "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "ko": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", "zh": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
}  # fmt: skip
_OF_SCRIPT = {language: re.compile(f"[{letters}]") for language, letters in _SCRIPTS.items()}
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")
_ARABIC_ALONE = re.compile("[\u0600-\u0670\u0674-\u0678\u06d4-\u06ed\ufe70-\ufefc]*")
_ARABIC_LETTERS = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_KANA = _OF_SCRIPT["ja"]


def language_of(text: str) -> str:
    """Return the language (BCP 47) that most letters of a text tell by their script, or nothing."""
    if text.isascii():  # most of what anybody writes
        return ""
    letters = [letter for letter in text if letter.isalpha()]
    counts = Counter(language for letter in letters if (language := _script(letter)))
    if counts["ja"]:  # kana stand among the Han letters of Japanese
        counts["ja"] += counts.pop("zh", 0)
    if not counts:
        return ""
    language, count = counts.most_common(1)[0]
    if 2 * count <= len(letters):
        return ""
    return _of_arabic(text) if language == "ar" else language


def _script(letter: str) -> str:
    if letter < "\u0370":
        return ""
    return next((language for language, pattern in _OF_SCRIPT.items() if pattern.match(letter)), "")


def _of_arabic(text: str) -> str:
    if _URDU.search(text):
        return "ur"
    if _PERSIAN.search(text):
        return "fa"
    letters = "".join(_ARABIC_LETTERS.findall(text))
    return "ar" if _ARABIC_ALONE.fullmatch(letters) else ""


class _Voices(NamedTuple):
    """The first parts of the tags of the document and of the person's words; the second is empty where nobody said."""

    document: str
    words: str


def spoken(nodes: Sequence[Node], language: str, words: str = "") -> list[Node]:
    """Return the nodes with the language of each paragraph that is known to be another than ``language``.

    ``words`` is the language the person says to write in, or empty: it is that of what is mostly the person's words,
    unless their script tells another. Fixed words stay in that of the document.
    """
    voices = _Voices(language.partition("-")[0], words)
    return [_node(node, voices) for node in nodes]


def _node(node: Node, voices: _Voices) -> Node:
    found = node
    match node:
        case Para():
            found = _para(node, voices)
        case Heading():
            told = _told(node.runs, voices)
            found = node if told == node.language else replace(node, language=told)
        case Facts():
            found = replace(node, rows=tuple((name, _paras(paras, voices)) for name, paras in node.rows))
        case Table():
            found = replace(node, rows=tuple(tuple(_paras(cell, voices) for cell in row) for row in node.rows))
        case Items():
            found = replace(node, rows=tuple((mark, _para(words, voices)) for mark, words in node.rows))
        case Picture():
            found = replace(node, facts=_paras(node.facts, voices))
    return found


def _paras(paras: Sequence[Para], voices: _Voices) -> tuple[Para, ...]:
    return tuple(_para(each, voices) for each in paras)


def _para(para: Para, voices: _Voices) -> Para:
    told = para.language or _told(para.runs, voices)
    return para if told == para.language else replace(para, language=told)


def _told(runs: Sequence[Run], voices: _Voices) -> str:
    if runs and all(run.origin is Origin.CATALOGUE for run in runs):
        found = LANGUAGE
    else:
        found = language_of("".join(run.text for run in runs)) or (voices.words if _is_persons(runs) else "")
    return "" if found.partition("-")[0] == voices.document else found


def _is_persons(runs: Sequence[Run]) -> bool:
    """Say whether most letters are in the person's words; a paragraph has one voice, as its parts have no tag."""
    counts = Counter[bool]()
    for run in runs:
        counts[run.origin is Origin.PERSON] += sum(letter.isalpha() for letter in run.text)
    return counts[True] > counts[False]
