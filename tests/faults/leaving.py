"""Journals full of canaries, and what of them may stand in a dossier for each reader."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, PngImagePlugin

from journal_app.domain.people import PersonEntry
from journal_app.domain.records import from_plain
from journal_app.dossier.case import Audience
from journal_app.services import dossiers, interchange, people, preparing, redactions
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli.test_privacy import everything_at
from tests.verifier_samples import sha256_of

PASSPHRASE = "a passphrase for canaries"  # noqa: S105 - opens nothing but test journals
BODY, LAWYER, SELF = "board", "lawyer", "self"
READERS = (BODY, LAWYER, SELF)
EFFECTS = ("dossier-impact", "package-impact")
LANGUAGES, PAPERS = ("en", "es"), ("a4", "letter")


@dataclass(slots=True)
class Canaries:
    """Words that stand in one place only, by what they are; each journal has its own."""

    chance: random.Random
    words: dict[str, list[str]] = field(default_factory=dict)

    def new(self, what: str, word: str = "") -> str:
        word = word or "Zq" + "".join(self.chance.choices("bcdfghjklmnprstvw", k=14))
        self.words.setdefault(what, []).append(word)
        return word


# What each reader may never be given. Originals are given to a lawyer as they are; that is looked at apart.
PRIVATE = ("private note", "tag", "person note", "private entry", "private place", "private quote", "path", "user")
METADATA = ("camera", "artist", "place", "comment", "software")
# People whom no entry, match or card that leaves names, and everything that is noted of them.
NOBODY = ("unnamed name", "unnamed street", "unnamed mail", "unnamed number", "unnamed therapy")
# How people can be reached who are named and did not agree to it.
UNAGREED = ("unagreed street", "unagreed mail", "unagreed number")
HIDDEN = ("hidden name", "hidden street", "hidden mail", "hidden number", "hidden register number")
NEVER = {
    BODY: (*PRIVATE, *METADATA, *HIDDEN, *NOBODY, *UNAGREED, "effect", "log", "for a lawyer"),
    LAWYER: (*PRIVATE, *HIDDEN, *NOBODY, *UNAGREED, "effect"),
    SELF: ("path", "user", *METADATA),
}
# And what has to be there: the look would find nothing in what it cannot read.
THERE = {
    BODY: ("account", "named"),
    LAWYER: ("account", "log", "named"),
    SELF: ("account", "private note", "private entry", "unnamed name", *UNAGREED),
}


def make(place: Path, chance: random.Random) -> tuple[Canaries, dict[str, bytes]]:
    """Make a journal at ``place``/journal; returns its canaries, and the bytes of its files by their id."""
    words = Canaries(chance)
    folder = place / words.new("path")
    pictures = {f"file-{number}": _file(words, chance) for number in range(chance.randint(1, 3))}
    friend, before = _friend(words, chance), _friend(words, chance)
    pictures["chat"] = "txt", "\n".join(_in_other_letters((friend, before), chance)).encode()
    folder.mkdir(parents=True)
    (folder / "evidence").mkdir()
    for name, (ending, data) in pictures.items():
        (folder / "evidence" / f"{name}.{ending}").write_bytes(data)
    endings = {name: ending for name, (ending, _) in pictures.items()}
    sample_document = _document(words, chance, (friend, before), endings)
    (folder / "journal.json").write_text(json.dumps(sample_document), encoding="utf-8")
    with Journal.create(place / "journal", PASSPHRASE, cost=FLOOR_COST)[0] as journal:
        interchange.import_folder(journal, folder)
        for version in (before, friend):  # whose record said something else before
            people.put(journal, from_plain(PersonEntry, version))
        preparing.prepare(journal)
        redactions.hide_name(journal, "friend", "a friend")
    return words, {name: data for name, (_, data) in pictures.items()}


# What stands between the parts of a name, and how contact details are written in their fields.
BETWEEN = (" ", ",", ", ", "/", "&", "_", ".", "-", "\u2010", "\u2011", "\u2013", "\u00b7", " (", "'s ")
PHONES = ("{}", "{} (mobile)", "{}, work 0711 234 5678", "0711 234 5678 / {}", "0711 234 5678\n{}", "ext. 4 of {}")
MAILS = ("{}", "L. <{}>", "mailto:{}", "nobody@y.example, {}")
ADDRESSES = ("{}\nOakland", "Flat 3B, {}, Oakland", "Apt 4\n{}\nOakland", "{} (rear)")
LICENCES = ("{}", "{} (California)", "REG 4711; {}")


def _friend(words: Canaries, chance: random.Random) -> dict[str, Any]:
    """Return somebody whose name is hidden and who may be reached, with a canary in each way to do so."""
    number = words.new("hidden number", "1" + "".join(chance.choices("23456789", k=9)))
    street = f"{chance.randint(1, 99)} {words.new('hidden street')} Street"
    licence = words.new("hidden register number", f"ZQ{number[::-1]}")
    return {
        "id": "friend", "name": chance.choice(BETWEEN).join(words.new("hidden name") for _ in range(2)),
        "roles": ["told", "witness"], "agreed_to_contact": True, "notes": words.new("person note"),
        "phone": chance.choice(PHONES).format(f"+49 {number[:3]} {number[3:]}"),
        "address": chance.choice(ADDRESSES).format(street),
        "email": chance.choice(MAILS).format(f"{words.new('hidden mail')}@x.example"),
        "licence_number": chance.choice(LICENCES).format(licence),
    }  # fmt: skip


def _unagreed(words: Canaries, chance: random.Random) -> list[dict[str, Any]]:
    """Return people of every part whom the first entry names, and who did not agree to be contacted."""
    parts = ["supervisor", "employer", "witness", "later-provider", "professional", "told", "other"]
    return [
        {
            "id": f"named-{part}", "name": words.new("named"), "roles": [part],
            "agreed_to_contact": chance.choice((False, None)),
            "address": f"{chance.randint(1, 99)} {street} Street\nOakland", "email": f"{mail}@x.example",
            "phone": words.new("unagreed number", "1" + "".join(chance.choices("23456789", k=9))),
        }
        for part in parts
        for street, mail in ((words.new("unagreed street"), words.new("unagreed mail")),)
    ]  # fmt: skip


def _nobody(words: Canaries, chance: random.Random) -> list[dict[str, Any]]:
    """Return people of every part whom nothing of the complaint names."""
    parts = ["client", "supervisor", "employer", "witness", "later-provider", "professional", "lawyer", "told", "other"]
    return [
        {
            "id": f"nobody-{part}", "name": " ".join(words.new("unnamed name") for _ in range(2)),
            "roles": [part], "agreed_to_contact": chance.choice((True, False, None)),
            "profession": words.new("unnamed therapy"), "notes": words.new("person note"),
            "address": f"{chance.randint(1, 99)} {street} Street\nOakland", "email": f"{mail}@x.example",
            "phone": words.new("unnamed number", "1" + "".join(chance.choices("23456789", k=9))),
        }
        for part in parts
        for street, mail in ((words.new("unnamed street"), words.new("unnamed mail")),)
    ]  # fmt: skip


def _in_other_letters(versions: Iterable[dict[str, Any]], chance: random.Random) -> list[str]:
    """Return lines that tell of somebody in letters of any case and width, with what is not seen between them."""
    lines = [line for friend in versions for line in _lines_about(friend, chance)]
    return chance.sample(lines, k=chance.randint(3, len(lines)))


def _lines_about(friend: dict[str, Any], chance: random.Random) -> list[str]:
    first, last = re.findall("Zq[a-z]+", friend["name"])
    (phone,), (mail,) = re.findall(r"\+49 \d+ \d+", friend["phone"]), re.findall(r"Zq\w+@x\.example", friend["email"])
    (street,), (licence,) = (
        re.findall(r"\d+ Zq\w+ Street", friend["address"]),
        re.findall(r"ZQ\d+", friend["licence_number"]),
    )
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in first)
    unseen = chance.choice("\u200b\u2060\u00ad\u200d").join(last)
    mixed = "".join(chance.choice((letter.lower(), letter.upper())) for letter in first)
    return [
        f"{mixed} came",
        f"{last.lower()} and {first.upper()}",
        f"{wide}, {unseen}",
        f"{first}_{last}.png, @{last}",
        f"ring {phone} or 0{phone[4:]}",
        f"to {mail.upper()}",
        f"{last.lower()}.{first.lower()}@y.example",
        f"at {street}, at {friend['address']}",
        licence.lower(),
    ]


def _document(
    words: Canaries, chance: random.Random, versions: tuple[dict[str, Any], dict[str, Any]], files: dict[str, str]
) -> dict[str, Any]:
    friend, _ = versions
    unagreed = _unagreed(words, chance)
    there = [{"person": "hale"}, *({"person": each["id"]} for each in (friend, *unagreed))]
    several = [
        {"id": f"told-{number}", "occurred": f"2024-0{1 + number}-1{number}",
         "account": "\n".join([words.new("account"), *_in_other_letters(versions, chance)]),
         "place": chance.choice(_in_other_letters(versions, chance)),
         "purpose": "for-a-complaint", "people": there,
         "impact": f"{words.new('effect')} {chance.choice(_in_other_letters(versions, chance))}",
         "private_note": words.new("private note"), "tags": [words.new("tag")],
         "told": [{"person": "friend", "when": "2024-03-13"}]}
        for number in range(chance.randint(1, 3))
    ]  # fmt: skip
    return {
        "format": "journal-interchange", "version": 1,
        "people": [
            {"id": "me", "name": "Ana Keller", "roles": ["client", "complainant"], "notes": words.new("person note")},
            {"id": "hale", "name": "Marcus Hale", "roles": ["professional"], "notes": words.new("person note")},
            friend, *unagreed, *_nobody(words, chance),
        ],
        "relationships": [
            {"client": client, "professional": professional, "fees": fees, "setting": fees, "consents": fees}
            for client, professional in (("nobody-client", "hale"), ("me", "nobody-professional"))
            for fees in (words.new("unnamed therapy"),)
        ],
        "incidents": [
            *several,
            {"id": "legal", "occurred": "2023~", "account": words.new("for a lawyer"), "purpose": "for-my-lawyer"},
            {"id": "mine", "account": words.new("private entry"), "place": words.new("private place"),
             "exact_words": [{"text": words.new("private quote"), "speaker": "nobody-employer"}],
             "people": [{"person": "nobody-supervisor"}], "purpose": "private"},
        ],
        "evidence": [
            {"id": each, "file": f"{each}.{ending}", "incidents": ["told-0"],
             "description": chance.choice(_in_other_letters(versions, chance))} for each, ending in files.items()
        ],
        "complaints": [{"id": "bbs", "board": chance.choice(("us-ca-bbs", "uk-hcpc")), "professional": "hale",
                        "incidents": [each["id"] for each in several],
                        "outcome_sought": chance.choice(_in_other_letters(versions, chance)),
                        "log": [{"when": "2024-10", "what": f"{words.new('log')} of {friend['name'].lower()}"}]}],
    }  # fmt: skip


def _file(words: Canaries, chance: random.Random) -> tuple[str, bytes]:
    size = (chance.randint(40, 400), chance.randint(40, 300))
    colour = tuple(chance.randrange(256) for _ in range(3))
    picture, out = Image.new("RGB", size, colour), io.BytesIO()
    kind = chance.choice(("jpg", "png", "tif", "webp"))
    exif = Image.Exif()
    exif[271], exif[315] = words.new("camera"), words.new("artist")  # Make, Artist (EXIF 2.32, 4.6.4)
    exif[305] = words.new("software")
    gps = exif.get_ifd(0x8825)  # the position
    gps[1], gps[2], gps[27] = "N", (52.0, 31.0, chance.random() * 60), words.new("place").encode()
    if kind == "png":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", words.new("comment"))
        notes.add_itxt("XML:com.adobe.xmp", f"<x>{words.new('software')}</x>")
        picture.save(out, "PNG", pnginfo=notes, exif=exif)
    elif kind == "jpg":
        picture.save(out, "JPEG", exif=exif, comment=words.new("comment").encode())
    elif kind == "tif":
        picture.save(out, "TIFF", exif=exif)
    else:
        picture.save(out, "WEBP", exif=exif)
    return kind, out.getvalue()


def build(place: Path, reader: str, chance: random.Random, name: str) -> Path:
    """Make a dossier with any of its options and return the folder all its files are in."""
    out = place / name
    out.mkdir()
    asked = DossierRequest(
        audience=reader, every=chance.random() < 0.5, complaint="bbs", with_impact=reader != SELF,
        language=chance.choice(LANGUAGES), paper=chance.choice(PAPERS),
    )  # fmt: skip
    fields = out / "fields.txt" if reader == BODY else None
    with Journal.open(place / "journal", PASSPHRASE) as journal:
        dossiers.build(journal, asked, out / ("package" if reader == LAWYER else "dossier.pdf"), fields=fields)
    return out


def everything_shown(out: Path, reader: str, files: dict[str, bytes], scratch: Path) -> str:
    """Return all that can be read in what left but the effects, and of a lawyer's package all but the originals."""
    if reader != LAWYER:
        return "".join(path.name + everything_at(path) for path in sorted(out.iterdir()) if path.stem not in EFFECTS)
    shutil.copytree(out, scratch)
    (scratch / "package-impact.pdf").unlink()
    originals = {sha256_of(data) for data in files.values()}
    for path in (scratch / "package" / "exhibits").iterdir():
        assert sha256_of(path.read_bytes()) in originals
        path.unlink()
    document = scratch / "package" / "dossier.pdf"
    with pikepdf.open(document, allow_overwriting_input=True) as pdf:
        for name in list(pdf.attachments):
            if sha256_of(bytes(pdf.attachments[name].get_file().read_bytes())) in originals:
                del pdf.attachments[name]
        pdf.save(document)
    text = everything_at(scratch)
    shutil.rmtree(scratch)
    return text


def effects_shown(out: Path) -> str:
    """Return all that can be read in the effects, which are a file of their own."""
    return "".join(everything_at(path) for path in sorted(out.iterdir()) if path.stem in EFFECTS)


def hits_in_effects(text: str, words: Canaries, reader: str) -> list[str]:
    """Return what is hidden and is told in the effects."""
    folded = text.casefold() + _bare(text)
    needles = [(what, word) for what in HIDDEN for word in words.words[what]]
    found = [f"{what} {word} in the effects" for what, word in needles if word.casefold() in folded]
    there = reader == SELF or any(_is_in(word, folded) for word in words.words["effect"])
    return found if there else [*found, "effect is not there"]


def hits(text: str, words: Canaries, reader: str) -> list[str]:
    """Return what must not be there and is, and what has to be there and is not."""
    folded = text.casefold() + _bare(text)
    needles = [(what, word) for what in NEVER[reader] for word in words.words.get(what, ())]
    needles += [("metadata", word) for word in _metadata(words, reader)]
    needles += [("computer", word) for word in _computer()]
    found = [f"{what} {word}" for what, word in needles if word.casefold() in folded]
    return found + [
        f"{what} is not there" for what in THERE[reader] if not any(_is_in(word, folded) for word in words.words[what])
    ]


def _metadata(words: Canaries, reader: str) -> list[str]:
    return [word for what in METADATA for word in words.words.get(what, ())] if reader == LAWYER else []


def _bare(text: str) -> str:
    """Return what letters and digits say, whatever their width and whatever stands unseen or apart between them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s\u00ad\u200b\u200d\u2060]+", "", plain)


def _is_in(word: str, folded: str) -> bool:
    return word.casefold() in re.sub(r"[\s\u00ad]+", "", folded)


def _computer() -> list[str]:
    """Return what tells of this computer and who uses it, where the word is rare enough to be looked for."""
    told = {os.uname().nodename, os.environ.get("USER", ""), os.environ.get("HOME", ""), str(Path.cwd())}
    return [word for word in told if len(word) > 7]


# ---- weaker builds


def _metadata_passes(monkeypatch: Any) -> None:
    """The bytes of a JPEG as they came go into the dossier: neither the worker nor the pages take anything out."""
    from journal_app.dossier import exhibits as drawing
    from journal_app.services import evidence as evidence_service
    from journal_app.services import exhibits

    real = exhibits._page

    def as_it_came(journal: Any, row: Any, boxes: Any) -> Any:
        item = evidence_service.get(journal, row.evidence_id).evidence
        if item.media_type != "image/jpeg":
            return real(journal, row, boxes)
        data = evidence_service.read_original(journal, item)  # here: pages are read ahead on another thread
        return exhibits._exhibit_page("image/jpeg", row.width, row.height, row.notes, row.words, lambda: data)

    monkeypatch.setattr(exhibits, "_page", as_it_came)
    parts_of = drawing.shown
    monkeypatch.setattr(drawing, "shown", lambda data: ([data], *parts_of(data)[1:]))


def _private_note_passes(monkeypatch: Any) -> None:
    """What stands only in the private note is said in the account too."""
    import msgspec

    from journal_app.domain.incident import IncidentEntry

    real = IncidentEntry.split

    def careless(self: IncidentEntry) -> Any:
        facts, impact, private = real(self)
        return msgspec.structs.replace(facts, account=f"{facts.account}\n{self.private_note}"), impact, private

    monkeypatch.setattr(IncidentEntry, "split", careless)


def _names_are_not_hidden(monkeypatch: Any) -> None:
    from journal_app.services import cases

    monkeypatch.setattr(cases, "redact", lambda case, *_: case)


def _letters_are_read_as_they_stand(monkeypatch: Any) -> None:
    """Names are replaced as they are written alone, and the proof is as blind."""
    from journal_app.dossier import build as drawing
    from journal_app.dossier import name_forms

    real = name_forms.Finder.spans

    def careless(self: Any, text: str, view: Any = None) -> Any:
        return ((start, end, shown) for start, end, shown in real(self, text, view) if text[start:end].istitle())

    monkeypatch.setattr(name_forms.Finder, "spans", careless)
    monkeypatch.setattr(drawing, "prove", lambda *_, **__: None)


def _people_nobody_named_pass(monkeypatch: Any) -> None:
    """Every client, supervisor, employer and later provider of the journal goes out."""
    from journal_app.domain.people import Role
    from journal_app.services import cases, whom

    real = whom.of_case
    always = {Role.CLIENT, Role.SUPERVISOR, Role.EMPLOYER, Role.LATER_PROVIDER}

    def careless(*given: Any) -> Any:
        found, everybody = real(*given), real(*given[:-1], Audience.SELF).people
        inside = {each.id for each in found.people}
        people = tuple(each for each in everybody if each.id in inside or not always.isdisjoint(each.roles))
        return replace(found, people=people)

    monkeypatch.setattr(cases.whom, "of_case", careless)


def _addresses_pass(monkeypatch: Any) -> None:
    """Whoever is named is on the page with contact details."""
    from journal_app.dossier import parties

    monkeypatch.setattr(parties, "may_be_reached", lambda *_: True)


def _contact_details_pass(monkeypatch: Any) -> None:
    from journal_app.dossier import redaction
    from journal_app.services import hidden_names

    monkeypatch.setattr(redaction, "details_of", lambda *_: [])
    monkeypatch.setattr(hidden_names, "details_of", lambda *_: [])
    monkeypatch.setattr(redaction, "_without_details", lambda person, *_, **__: (person, frozenset()))


def _earlier_versions_pass(monkeypatch: Any) -> None:
    """Of somebody who is hidden only what their record says now is looked for."""
    from journal_app.store import people as people_store

    monkeypatch.setattr(people_store, "before", lambda *_: [])


WEAKNESSES = {
    "earlier versions of a hidden person pass": _earlier_versions_pass,
    "names in other letters pass": _letters_are_read_as_they_stand,
    "people nobody named pass": _people_nobody_named_pass,
    "addresses pass": _addresses_pass,
    "contact details pass": _contact_details_pass,
    "metadata of pictures passes": _metadata_passes,
    "private notes pass": _private_note_passes,
    "names are not hidden": _names_are_not_hidden,
}
