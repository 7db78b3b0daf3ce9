"""Journals that are hard to set: every script, very long and very many things, and nothing at all."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import sample_case as sample
from PIL import Image
from profile_samples import OLDER, SCREEN, TABLES

from journal_app import resources
from journal_app.domain.incident import Involvement
from journal_app.domain.people import Person, Role
from journal_app.domain.readings import Block, Kind, Reading, Source, plain_letters
from journal_app.dossier.case import Audience, Case, ExhibitPage

SCRIPTS = (
    "English, Ελληνικά, Русский, Հայերեն, ქართული, አማርኛ, Tiếng Việt, ﬁﬂ, e\u0301\u0323, “quotes” – ½ ≠ ∑ ∞ → ☎ ✓ 𝛼",
    sample.ARABIC, sample.HEBREW, "שָׁלוֹם (abc 123) العَرَبِيَّة، ١٢٣؛ 12:30!",
    "हिन्दी में कहा: क्षत्रिय, र्क, ज्ञ।", "বাংলা: কৃষ্ণ স্ত্রী", "தமிழ்: கொடு பொய்", "ไทย: น้ำใจ ที่นี่ ผู้ใหญ่",
    "中文：他说，想见我。日本語：「そうですか」。한국어: 그가 말했다. ㄱㄴ 각",
    "👩‍👩‍👧 🇩🇪 ❤️ 👍🏽 1️⃣ 🙂", "\ue000 private \uf8ff, \u0378 unassigned, \ufffd, \u00ad\u200b\u2060\ufeff nothing",
    "\u202eturned\u202c \u2067rtl\u2069 \u200fmark\u200e \u0301alone \u0951", "\x00\x07\x1b\x7f\x85 controls\ttab",
    "ܐܒܓ Ⰰ 𐌰 𒀀 ༀ ក ລາວ မြန်မာ ಕನ್ನಡ తెలుగు മലയാളം සිංහල ગુજરાતી ਪੰਜਾਬੀ ᠮᠣᠩᠭᠣᠯ ꦗ",
)  # fmt: skip


def _with_account(text: str, **values: Any) -> Case:
    incident = msgspec.structs.replace(sample.INCIDENTS[7], account=text, place=text[:4000], afterwards=text[:4000])
    return sample.sample(incidents=(sample.recorded(incident, 1),), **values)


def scripts(**values: Any) -> Case:
    """Return a case with every script in every place a person writes in."""
    text = "\n".join(SCRIPTS)
    people = tuple(msgspec.structs.replace(each, name=f"{each.name} {SCRIPTS[at % 10][:30]}")
                   for at, each in enumerate(sample.PEOPLE))  # fmt: skip
    shown = sample.exhibit(
        "e1", "صورة 画像.png", "image/png", ("i08",), (sample.page(400, 300),), description=" ".join(SCRIPTS[1:6])
    )
    note = sample.exhibit("e2", "note.txt", "text/plain", ("i08",), (), text=text, description=SCRIPTS[2])
    case = _with_account(text, people=people, names={each.id: each.name for each in people}, exhibits=(shown, note))
    return replace(case, **values)


def _words() -> Case:
    return _with_account("\n".join([letter * 4000 for letter in "wشम中"] + ["x" * 2000 + "א" * 2000]))


def _witnesses() -> Case:
    more = tuple(Person(id=f"w{at}", name=f"Witness {at}", roles=(Role.WITNESS,)) for at in range(300))
    people = (*sample.PEOPLE, *more)
    incident = msgspec.structs.replace(sample.INCIDENTS[0], people=tuple(Involvement(person=each.id) for each in more))
    incidents = (sample.recorded(incident, 1), *sample.sample().incidents[1:3])
    return sample.sample(people=people, names={each.id: each.name for each in people}, incidents=incidents)


def _exhibits() -> Case:
    pages = [
        sample.page(120, 90),
        sample.page(90, 120, "jpeg"),
        sample.page(60, 60, "png", "L"),
        sample.page(108, 1500),
    ]
    many = tuple(
        sample.exhibit(f"e{at}", f"p{at}.png", pages[at % 4].media_type, ("i01",), (pages[at % 4],))
        for at in range(200)
    )  # fmt: skip
    return sample.sample(exhibits=many, incidents=sample.sample().incidents[:3])


def picture_with(kind: str, profile: bytes) -> ExhibitPage:
    """Return a page whose picture, ``png`` or ``jpeg``, carries a colour profile."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 90)).save(out, kind.upper(), icc_profile=profile)
    return ExhibitPage(
        media_type=f"image/{kind}", width=40, height=30, notes=(), text="", load=sample.loader(out.getvalue())
    )


def _profiles() -> Case:
    whole = resources.read_bytes("colour/sRGB.icc")
    broken = (whole[:-7], b"no profile", whole[:16] + b"CMYK" + whole[20:], whole[:8] + b"\x05" + whole[9:])
    given = (whole, SCREEN, OLDER, *TABLES.values(), *broken)
    pages = [picture_with(kind, profile) for profile in given for kind in ("png", "jpeg")]
    many = tuple(
        sample.exhibit(f"e{at}", f"p{at}", page.media_type, ("i01",), (page,)) for at, page in enumerate(pages)
    )
    return sample.sample(exhibits=many, incidents=sample.sample().incidents[:1])


def words_of_files(**values: Any) -> Case:
    """Return a case whose exhibits are mail, saved pages, tables, recordings and files that cannot be shown."""
    return sample.sample(**{"exhibits": sample.foreign(), "incidents": sample.sample().incidents[2:8], **values})


def _scripts_in_files() -> Case:
    blocks = tuple(Block(kind=kind, text=text[:3000], level=1)
                   for kind in (Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE, Kind.PREFORMATTED, Kind.PICTURE,
                                Kind.MESSAGE)
                   for text in map(plain_letters, SCRIPTS))  # fmt: skip
    rows = (Block(kind=Kind.ROW, cells=("x" * 3000, "wשم中" * 900), level=2),)
    reading = Reading(source=Source.PAGE, blocks=(*blocks, *rows))
    exhibit = sample.exhibit("e1", "صفحة.html", "text/html", ("i08",), (), reading=reading, description="A page")
    return words_of_files(exhibits=(exhibit,), language="ar", paper="letter")


def _wide_and_many() -> Case:
    pages = tuple(sample.page(60, 80, "png", "L", text=f"Line of page {number}") for number in range(1, 21))
    files = (
        sample.exhibit("e1", "table.png", "image/png", ("i01",), (sample.page(6000, 500),)),
        sample.exhibit("e2", "many.pdf", "application/pdf", ("i01",), pages),
    )
    return sample.sample(exhibits=files, incidents=sample.sample().incidents[:1], board="us-ca-medical", paper="letter")


def _nothing(language: str = "en") -> Case:
    return sample.sample(
        complaint=None, people=(), relationships=(), incidents=(), exhibits=(), matches=(), head=None, anchors=(),
        names={}, language=language,
    )  # fmt: skip


HARD: dict[str, Callable[[], Case]] = {
    "every script": scripts,
    "every script, Arabic": lambda: scripts(language="ar", paper="letter"),
    "every script, Spanish": lambda: scripts(language="es"),
    "nothing": _nothing,
    "nothing, German": lambda: _nothing("de"),
    "words of 4,000 characters": _words,
    "an account of 60 pages": lambda: _with_account("\n\n".join([sample.TWO_PAGES] * 32), exhibits=()),
    "300 witnesses": _witnesses,
    "no exhibits": lambda: sample.sample(exhibits=()),
    "200 exhibits": _exhibits,
    "colour profiles, whole and broken": _profiles,
    "words of files": words_of_files,
    "words of files, Letter": lambda: words_of_files(paper="letter", audience=Audience.SELF),
    "every script in files, Arabic": _scripts_in_files,
    "a wide picture, and many pages with text": _wide_and_many,
}
