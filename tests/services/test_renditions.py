"""Renditions: what can be shown is made once and kept; what cannot has its reason, and the original stays."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from journal_app import resources
from journal_app.domain.records import changed
from journal_app.errors import BadInput, Cancelled, Damaged, StorageTrouble
from journal_app.services import evidence, renditions
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import LARGEST_FILE, Decoder, Facts, NoRendition, Rendition
from journal_app.store import evidence as evidence_store

from .keeping import picture, refused, state, unwritable


@pytest.fixture(autouse=True, scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        if not made.available():
            pytest.skip("a layer of the worker's lock is missing on this system")
        yield made


def attach(journal: Journal, data: bytes, name: str = "a.png") -> str:
    return evidence.attach(journal, "first", [NewFile(name=name, source=data)])[0]


def colour(rendition: Rendition) -> object:
    return Image.open(io.BytesIO(rendition.data)).convert("RGB").getpixel((5, 5))


def pdf(pages: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(72, 72))
        made.save(out)
    return out.getvalue()


def test_a_picture_is_made_once_and_kept_encrypted(started: Journal) -> None:
    identifier = attach(started, picture("#123456"))
    shown = renditions.page(started, identifier)
    assert (shown.width, shown.height, colour(shown)) == (40, 30, (0x12, 0x34, 0x56))
    before = state(started)
    started.decoder.close()
    again = renditions.page(started, identifier)
    assert again.data == shown.data
    assert state(started) == before
    assert len(started.vault.blobs.ids()) == 2


def test_the_pages_of_a_document_are_counted_from_one(started: Journal) -> None:
    identifier = attach(started, pdf(3), "a.pdf")
    assert renditions.page_count(started, identifier) == 3
    assert renditions.page(started, identifier, 3).width > 0
    for number in (0, 4):
        with refused(BadInput, started) as caught:
            renditions.page(started, identifier, number)
        assert "no page with that number" in caught.value.message


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"\x89PNG\r\n\x1a\nbroken", "a.png", "not-readable"),
        (b"", "a.png", "empty"),
        (b"words", "a.txt", "not-a-picture"),
    ],
)
def test_what_cannot_be_shown_has_its_reason_and_stays(started: Journal, data: bytes, name: str, reason: str) -> None:
    identifier = attach(started, data, name)
    for _ in range(2):
        with pytest.raises(NoRendition) as caught:
            renditions.page(started, identifier)
        assert caught.value.reason == reason
        assert caught.value.advice == "The original is kept and can be given out."
    shown = renditions.ensure(started, evidence.get(started, identifier).evidence)
    assert (shown.pages, shown.reason, shown.sentence) == ((), reason, NoRendition(reason).message)
    assert renditions.page_count(started, identifier) == 0
    assert evidence.read_original(started, evidence.get(started, identifier).evidence) == data


@pytest.mark.parametrize(
    ("name", "data", "ask"),
    [
        ("a.png", picture(), renditions.page), ("a.pdf", pdf(1), renditions.page),
        ("a.png", picture(), renditions.facts), ("a.txt", b"words", renditions.reading),
    ],
)  # fmt: skip
def test_what_is_too_large_to_be_shown_is_not_read_for_it(
    started: Journal, name: str, data: bytes, ask: Callable[[Journal, str], object]
) -> None:
    """Read whole, a long film took the memory of the computer; here what is stored is gone, and nobody notices."""
    identifier = attach(started, data, name)
    item = changed(evidence.get(started, identifier).evidence, size=LARGEST_FILE + 1)
    with started.change() as ledger:
        ledger.append("evidence", identifier, item)
    (started.vault.blobs.folder / item.blob).unlink()
    with pytest.raises(NoRendition) as caught:
        ask(started, identifier)
    assert caught.value.reason == "too-large"
    assert renditions.sizes(started, item) == {}


def test_a_file_that_says_nothing_of_itself_is_not_read_for_it(started: Journal) -> None:
    identifier = attach(started, b"words", "a.txt")
    (started.vault.blobs.folder / evidence.get(started, identifier).evidence.blob).unlink()
    assert renditions.facts(started, identifier) == Facts(media_type="text/plain")


def test_a_reason_that_lies_in_the_computer_is_not_kept(started: Journal, decoder: Decoder) -> None:
    identifier = attach(started, picture())
    started.decoder = Decoder(["/bin/false"])
    with pytest.raises(NoRendition):
        renditions.page(started, identifier)
    started.decoder = decoder
    assert renditions.page(started, identifier).width == 40


def test_pictures_that_cannot_be_kept_leave_nothing(started: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    identifier = attach(started, pdf(3), "a.pdf")
    before, add, added = state(started), started.vault.blobs.add, list[object]()

    def full(source: io.BytesIO) -> object:
        if added:
            raise Damaged("The disk is full.", "Free some space.")
        added.append(add(source))
        return added[-1]

    monkeypatch.setattr(started.vault.blobs, "add", full)
    with pytest.raises(Damaged):
        renditions.page_count(started, identifier)
    assert state(started) == before


def spoil(journal: Journal, file_id: str) -> None:
    place: Path = journal.vault.blobs.folder / file_id
    data = bytearray(place.read_bytes())
    data[40] ^= 1
    place.write_bytes(data)


def kept(journal: Journal, identifier: str) -> list[str]:
    """Return which stored files are kept of the pages of a file."""
    return [row.blob.file_id for row in evidence_store.renditions(journal.database, identifier)]


def test_a_damaged_rendition_is_never_shown_and_drawn_anew(started: Journal) -> None:
    identifier, other = attach(started, pdf(3), "a.pdf"), attach(started, picture())
    shown, untouched = renditions.page(started, identifier, 2), renditions.page(started, other)
    before, of_other = kept(started, identifier), kept(started, other)
    spoil(started, before[1])
    assert renditions.page(started, identifier, 2) == shown
    after = kept(started, identifier)
    assert not set(before) & set(after)
    assert kept(started, other) == of_other
    assert renditions.page(started, other) == untouched
    original = evidence.get(started, identifier).evidence.blob
    assert started.vault.blobs.ids() >= {original, *after}
    assert not started.vault.blobs.ids() & set(before)
    assert not renditions.mend(started)
    spoil(started, after[0])
    spoil(started, original)
    with refused(Damaged, started):
        renditions.page(started, identifier)


def test_pages_of_another_size_take_no_place(started: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is hidden on a page is told by its pixels; on pages of another size it would lie elsewhere."""
    identifier = attach(started, picture())
    shown = renditions.page(started, identifier)
    spoil(started, kept(started, identifier)[0])
    larger = Rendition(media_type="image/png", width=41, height=30, data=shown.data)
    monkeypatch.setattr(started.decoder, "renditions", lambda *_: (larger,))
    with refused(Damaged, started):
        renditions.page(started, identifier)


def test_what_is_drawn_anew_and_cannot_be_kept_leaves_all_as_it_was(started: Journal) -> None:
    identifier = attach(started, picture())
    renditions.page(started, identifier)
    spoil(started, kept(started, identifier)[0])
    with refused(StorageTrouble, started), unwritable(started):
        renditions.page(started, identifier)


def test_a_small_copy_is_small(started: Journal) -> None:
    identifier = attach(started, picture(size=(400, 200)))
    small = renditions.thumbnail(started, identifier, 50)
    assert (small.width, small.height) == (50, 25)


def test_a_file_says_what_it_is(started: Journal) -> None:
    exif = Image.Exif()
    exif[0x0110] = "A phone"
    identifier = attach(started, picture(kind="JPEG", exif=exif), "a.jpg")
    facts = renditions.facts(started, identifier)
    assert (facts.media_type, facts.width, facts.height, facts.device) == ("image/jpeg", 40, 30, "A phone")
    assert renditions.facts(started, attach(started, b"words", "a.txt")).pages == 0


def test_the_words_of_a_mail_are_read_and_those_of_a_picture_are_not(started: Journal) -> None:
    mail = resources.path("demo/evidence/mail-study.eml").read_bytes()
    assert "study" in renditions.words(started, attach(started, mail, "mail.eml"))
    with pytest.raises(NoRendition):
        renditions.words(started, attach(started, picture()))


def test_there_is_nothing_to_show_of_an_unknown_file(started: Journal) -> None:
    for work in (renditions.page, renditions.page_count, renditions.facts, renditions.words):
        with refused(BadInput, started):
            work(started, "no-file")


def found_wrong(journal: Journal, monkeypatch: pytest.MonkeyPatch, identifier: str, reason: str) -> None:
    """Let the worker give a reason, as one of an earlier program may have; then it is the real one again."""

    def refuse(*_: object) -> None:
        raise NoRendition(reason)

    with monkeypatch.context() as wrong:
        wrong.setattr(journal.decoder, "renditions", refuse)
        assert renditions.ensure(journal, evidence.get(journal, identifier).evidence).reason == reason


def notes(journal: Journal, identifier: str) -> list[tuple[str, str]]:
    return [(each.note.event.value, each.note.detail) for each in evidence.get(journal, identifier).custody[1:]]


def test_another_try_shows_what_can_be_shown_now_and_the_history_keeps_what_was_found_before(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier = attach(started, picture("#123456"))
    found_wrong(started, monkeypatch, identifier, "not-readable")
    with pytest.raises(NoRendition):
        renditions.page(started, identifier)  # it is kept, and not tried again by itself
    shown = renditions.try_again(started, identifier)
    assert ([row.width for row in shown.pages], shown.reason, shown.sentence) == ([40], "", "")
    assert colour(renditions.page(started, identifier)) == (0x12, 0x34, 0x56)
    assert notes(started, identifier) == [("checked", "not-readable:shown")]
    (_, noted) = evidence.get(started, identifier).custody
    assert renditions.tried_again(noted.note) == (NoRendition("not-readable").message, "")
    before = state(started)
    assert renditions.try_again(started, identifier).pages == shown.pages  # there is nothing to try
    assert state(started) == before


def test_another_reason_takes_the_place_of_the_one_before(started: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    identifier = attach(started, b"\x89PNG\r\n\x1a\nbroken")
    found_wrong(started, monkeypatch, identifier, "too-large")
    shown = renditions.try_again(started, identifier)
    assert (shown.pages, shown.reason) == ((), "not-readable")
    assert notes(started, identifier) == [("checked", "too-large:not-readable")]
    (added, noted) = evidence.get(started, identifier).custody
    assert renditions.tried_again(noted.note) == (NoRendition("too-large").message, shown.sentence)
    assert renditions.tried_again(added.note) is None
    before = state(started)
    assert renditions.try_again(started, identifier).reason == "not-readable"  # the same again: nothing is noted
    assert state(started) == before


def test_what_lies_in_the_computer_changes_nothing_at_another_try(
    started: Journal, decoder: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier = attach(started, picture())
    found_wrong(started, monkeypatch, identifier, "not-readable")
    before = state(started)
    started.decoder = Decoder(["/bin/false"])
    assert renditions.try_again(started, identifier).reason == "stopped"
    started.decoder = decoder
    assert state(started) == before


def test_a_try_that_is_stopped_or_cannot_be_kept_leaves_nothing(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier = attach(started, pdf(20), "a.pdf")
    found_wrong(started, monkeypatch, identifier, "not-readable")
    before = state(started)

    class Stops:
        def report(self, stage: str, done: int, total: int) -> None:
            if done:
                raise Cancelled("It was stopped.", "Begin again.")

    with pytest.raises(Cancelled):
        renditions.try_again(started, identifier, Stops())

    def full(*_: object) -> None:
        raise StorageTrouble("The disk is full.", "Free some space.")

    with monkeypatch.context() as trouble:
        trouble.setattr(evidence, "note", full)
        with pytest.raises(StorageTrouble):
            renditions.try_again(started, identifier)
    assert state(started) == before
    assert len(renditions.try_again(started, identifier).pages) == 20


def test_what_has_no_pages_is_tried_no_second_time(started: Journal) -> None:
    identifier = attach(started, b"words", "a.txt")
    assert not renditions.can_be_drawn(evidence.get(started, identifier).evidence)
    assert renditions.try_again(started, identifier).reason == "not-a-picture"
