"""Evidence of every kind, one real file for each kind and defect, from the file to the page of a dossier."""

from __future__ import annotations

import io
import json
import subprocess
import wave
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from journal_app import resources
from journal_app.domain.people import PersonEntry, Role
from journal_app.domain.readings import Note, Source
from journal_app.dossier.case import Exhibit
from journal_app.dossier.plan import make_plan
from journal_app.services import cases, dossiers, evidence, interchange, people, redactions, renditions
from journal_app.services.cases import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import Decoder, NoRendition

from .keeping import picture

BOARD = DossierRequest(audience="board", every=True)


@pytest.fixture(autouse=True, scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        if not made.available():
            pytest.skip("a layer of the worker's lock is missing on this system")
        yield made


def pdf(*, opens_with: str = "", words: str = "", **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 100))
        if words:
            font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                                      BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.Contents = made.make_stream(f"BT /F 12 Tf 20 50 Td ({words}) Tj ET".encode())
        if opens_with:
            options["encryption"] = pikepdf.Encryption(user=opens_with, owner=opens_with)
        made.save(out, **options)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return out.getvalue()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setparams((1, 1, 8000, 0, "NONE", ""))
        made.writeframes(b"\x80" * 16000)
    return out.getvalue()


def exhibits(journal: Journal, name: str, data: bytes) -> tuple[Exhibit, set[str]]:
    """Take a file in, make the dossier of it, and return its exhibit and the codes of the open points."""
    (identifier,) = evidence.attach(journal, "first", [NewFile(name=name, source=data)])
    found = next(each for each in cases.collect(journal, BOARD).case.exhibits if each.evidence.id == identifier)
    plan = dossiers.prepare(journal, BOARD)
    assert dossiers.preview(journal, BOARD).pages.startswith(b"%PDF")
    return found, {point.code for point in plan.open_points if point.record_id == identifier}


MAIL = b"From: a@example.org\nDate: Tue, 12 Mar 2024 23:40:00 -0700\n"
SNAPSHOT = b"Snapshot-Content-Location: https://example.org\nContent-Type: text/html\n\nwords"
WORDS = {
    "plain.txt": (b"words", Source.TEXT, ()),
    "old.txt": (b"w\xf6rds", Source.TEXT, (Note.OLD_ENCODING,)),
    "data.json": (b'{"a": "words"}', Source.TEXT, ()),
    "rows.csv": (b"a,b\nwords,d", Source.TABLE, ()),
    "page.html": (b"<p>words<p hidden>no", Source.PAGE, (Note.HIDDEN_LEFT_OUT,)),
    "page.mht": (MAIL + SNAPSHOT, Source.PAGE, ()),
    "mail.eml": (MAIL + b"\nwords", Source.MAIL, ()),
    "headless.eml": (b"\nwords", Source.MAIL, (Note.NO_HEAD,)),
    "empty.eml": (MAIL + b"\n", Source.MAIL, (Note.NO_WORDS,)),
    "broken.eml": (MAIL + b"Content-Transfer-Encoding: base64\n\nd29yZHM", Source.MAIL, (Note.DAMAGED_PART,)),
    "box.mbox": (b"From a Tue Mar 12 23:40:00 2024\n" + MAIL + b"\nwords", Source.MAILBOX, ()),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_words_become_blocks(started: Journal, name: str) -> None:
    data, source, notes = WORDS[name]
    found, codes = exhibits(started, name, data)
    assert found.reading is not None
    assert (found.reading.source, found.reading.notes) == (source, notes)
    assert ("words" in found.reading.text or "w\xf6rds" in found.reading.text) == (name != "empty.eml")
    assert found.problem == ""
    assert "unreadable" not in codes


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_place_in_the_colour_profile_of_a_screen_stops_no_dossier_and_leaves_in_none(
    started: Journal, kind: str
) -> None:
    """A rendition keeps the profile of its file, and a dossier refused it where a hidden place stood in it."""
    profile = resources.read_bytes("colour/sRGB.icc")
    at = profile.rindex(b"chrm")
    profile = profile[:at] + b"desc\0\0\0\0iPad of Lena, Tromholt".ljust(len(profile) - at, b"\0")
    (identifier,) = evidence.attach(
        started, "first", [NewFile(name="screen", source=picture(kind=kind, icc_profile=profile))]
    )
    kept = renditions.page(started, identifier)
    assert kept.notes == ()
    assert kind == "PNG" or b"iPad of Lena" in kept.data
    redactions.hide_place(started, "Tromholt", "the town")
    made = dossiers.preview(started, BOARD).pages
    with pikepdf.open(io.BytesIO(made)) as shown:
        streams = [each for each in shown.objects if isinstance(each, pikepdf.Stream)]
        images = [each for each in streams if each.get("/Subtype") == "/Image"]
        assert [str(each.ColorSpace[0]) for each in images] == ["/ICCBased"]
        assert not any(b"Lena" in each.read_raw_bytes() for each in images)
        assert not any(b"Lena" in each.read_bytes() for each in streams if each not in images)


PAGELESS = {
    "song.wav": (sound(), "audio/wav", "Sound and moving pictures have no page to show."),
    "broken.mp3": (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg", "Sound and moving pictures have no page to show."),
    "film.mkv": (b"\x1aE\xdf\xa3x", "video/x-matroska", "Sound and moving pictures have no page to show."),
    "all.zip": (archive("a.txt"), "application/zip", "This is an archive; the files in it are not opened here."),
    "odd.zip": (archive("mimetype"), "application/vnd.oasis.opendocument.text",
                "This is a document of an office program; it is not opened here."),
    "letter.docx": (archive("[Content_Types].xml", "word/document.xml"),
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "This is a document of an office program; it is not opened here."),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage",
                "This is a document of an office program; it is not opened here."),
    "unknown.bin": (b"\0\1\2\3", "application/octet-stream", "What kind of file this is, is not known here."),
    "nothing.txt": (b"", "application/x-empty", "This file is empty."),
    "locked.pdf": (pdf(opens_with="x"), "application/pdf", "This document opens only with a password."),
    "broken.pdf": (b"%PDF-1.7 broken", "application/pdf", "This file could not be read as what it seems to be."),
    "broken.png": (b"\x89PNG\r\n\x1a\nbroken", "image/png", "This file could not be read as what it seems to be."),
}  # fmt: skip


def test_why_a_file_has_no_pages_is_told_in_the_language_of_the_dossier(started: Journal) -> None:
    """A Spanish dossier said it in the language the program was in."""
    exhibits(started, "song.wav", sound())
    exhibits(started, "locked.pdf", pdf(opens_with="x"))
    found = cases.collect(started, replace(BOARD, language="es")).case.exhibits
    assert [each.problem for each in found] == [
        "El sonido y el vídeo no tienen ninguna página que mostrar.",
        "Este documento solo se abre con una contraseña.",
    ]


@pytest.mark.parametrize("name", PAGELESS)
def test_a_file_without_pages_has_its_reason_and_its_facts(started: Journal, name: str) -> None:
    data, kind, reason = PAGELESS[name]
    found, codes = exhibits(started, name, data)
    assert (found.evidence.media_type, found.problem, found.pages) == (kind, reason, ())
    assert "unreadable" in codes
    assert found.has_words is False
    assert ("recording" in codes) == kind.startswith(("audio/", "video/"))


def test_what_can_be_done_about_a_password_is_told_and_stands_in_no_copy(started: Journal, tmp_path: Path) -> None:
    """A document that needs a password said so, and nobody learnt of a way out."""
    found, codes = exhibits(started, "locked.pdf", pdf(opens_with="x"))
    assert found.locked
    assert "unreadable" in codes
    (point,) = [each for each in make_plan(cases.collect(started, BOARD).case).open_points if each.code == "unreadable"]
    assert point.message.startswith("locked.pdf opens only with a password, so none of its pages is shown. Open it in ")
    assert "The original stays" in point.message
    assert NoRendition("needs-password").advice.startswith("Open it in your PDF reader with its password")
    assert NoRendition("not-readable").advice == "The original is kept and can be given out."
    dossiers.build(started, BOARD, tmp_path / "board.pdf")
    shown = subprocess.run(["pdftotext", tmp_path / "board.pdf", "-"], capture_output=True, text=True, check=True)
    assert "This document opens only with a password." in shown.stdout
    assert "PDF reader" not in shown.stdout


def test_a_recording_says_how_long_it_is(started: Journal) -> None:
    found, _ = exhibits(started, "song.wav", sound())
    assert found.reading is not None
    assert {each.name: each.text for each in found.reading.blocks}["duration"] == "0:00:02"


def test_the_text_of_a_document_is_found_and_stays_away_where_parts_are_hidden(started: Journal) -> None:
    found, codes = exhibits(started, "bill.pdf", pdf(words="Paid on 9 January"))
    assert [page.text.strip() for page in found.pages] == ["Paid on 9 January"]
    assert "repaired-blank" not in codes
    redactions.hide_parts(started, found.evidence.id, 1, [(0, 0, 20, 20)])
    (page,) = next(iter(cases.collect(started, BOARD).case.exhibits)).pages
    assert (page.text, page.notes) == ("", ("parts-hidden",))


def test_what_is_hidden_in_a_file_is_hidden_wherever_the_same_file_stands(started: Journal, tmp_path: Path) -> None:
    """Taken in twice under two names, as an import may, the other one was shown in full."""
    (tmp_path / "evidence").mkdir()
    names = ("chat.png", "again.png")
    for name in names:
        (tmp_path / "evidence" / name).write_bytes(picture())
    plain = {
        "format": "journal-interchange", "version": 1,
        "incidents": [{"id": "twice", "account": "Seen.", "purpose": "for-a-complaint"}],
        "evidence": [{"id": name, "file": name, "incidents": ["twice"]} for name in names],
        "redactions": [{"evidence": "chat.png", "page": 1, "boxes": [[0, 0, 20, 20]]}],
    }  # fmt: skip
    (tmp_path / "journal.json").write_text(json.dumps(plain))
    interchange.import_folder(started, tmp_path)
    case = cases.collect(started, BOARD).case
    shown = {each.evidence.file_name: each.pages for each in case.exhibits}
    assert {name: pages[0].notes for name, pages in shown.items()} == dict.fromkeys(names, ("parts-hidden",))
    assert shown["chat.png"][0].load() == shown["again.png"][0].load()
    assert set(case.hidden_pages) == set(names)


def test_a_repaired_document_with_blank_pages_stops_filing_until_somebody_who_looked_at_it_decides(
    started: Journal,
) -> None:
    """It kept the whole dossier a draft for ever: nobody could say that the pages are blank."""
    whole = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    _, codes = exhibits(started, "whole.pdf", whole)
    assert "repaired-blank" not in codes
    found, codes = exhibits(started, "broken.pdf", whole[: whole.rindex(b"startxref")])
    assert [page.notes for page in found.pages] == [("repaired", "blank")]
    assert "repaired-blank" in codes
    assert "repaired-blank" in dossiers.STOPS_FILING
    assert dossiers.prepare(started, BOARD).draft
    assert dossiers.prepare(started, replace(BOARD, pictures_as_they_are=True)).draft
    decided = dossiers.prepare(started, replace(BOARD, blank_pages_as_they_are=True))
    assert decided.draft is False
    assert "repaired-blank" in {each.code for each in decided.open_points}
    (kept,) = [each for each in cases.collect(started, BOARD).case.exhibits if each.repaired_blank]
    assert kept.pages[0].notes == ("repaired", "blank")
    shown = pdf(words="words", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    _, codes = exhibits(started, "shown.pdf", shown[: shown.rindex(b"startxref")])
    assert "repaired-blank" not in codes


def test_what_the_name_says_counts_for_nothing(started: Journal) -> None:
    found, _ = exhibits(started, "words.txt", picture())
    assert (found.evidence.media_type, len(found.pages)) == ("image/png", 1)


def test_a_hidden_name_that_the_picture_of_a_page_shows_is_told_and_stops_a_final_copy(
    started: Journal,
) -> None:
    """The text of the page said "Person A was here" below a picture that said who that is; the copy was final."""
    people.put(started, PersonEntry(id="friend", name="Zoltan Kovacs", roles=(Role.TOLD,)))
    redactions.hide_name(started, "friend", "Person A")
    data = pdf(words="Zoltan Kovacs was here")
    (identifier,) = evidence.attach(started, "first", [NewFile(name="three.pdf", source=data)])

    def told(request: DossierRequest) -> tuple[list[str], bool]:
        plan = dossiers.prepare(started, request)
        points = [each for each in plan.open_points if each.code == "shown-in-picture"]
        assert [(each.kind, each.record_id) for each in points] == [("evidence", identifier)] * len(points)
        return [each.message for each in points], plan.draft

    message = (
        "Page 1 of three.pdf shows what is hidden: the text beside it says \u201cPerson A\u201d instead, the picture "
        "was not changed. Hide it in the picture, or decide that the page leaves as it is."
    )
    for audience in ("board", "lawyer"):
        request = replace(BOARD, audience=audience)
        assert told(request) == ([message], True)
        assert told(replace(request, pictures_as_they_are=True)) == ([message], False)
    assert told(replace(BOARD, audience="self")) == ([], False)
    redactions.hide_parts(started, identifier, 1, [(0, 0, 9, 9)])
    assert told(BOARD) == ([], False)
