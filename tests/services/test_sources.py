"""Sources: the text of an entry and of files, as they stand there, and nothing that is not in the journal."""

from __future__ import annotations

import pytest

from journal_app.domain.incident import Quote
from journal_app.domain.records import changed
from journal_app.errors import BadInput
from journal_app.services import evidence, incidents, sources
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import NoRendition

from .keeping import ENTRY, picture, state


@pytest.fixture
def files(started: Journal) -> tuple[str, ...]:
    """Return a note, a picture and a film of the first entry; skips where no worker can be locked."""
    if not started.decoder.available():
        pytest.skip("a layer of the worker's lock is missing on this system")
    new = [
        NewFile(name="note.txt", source=b"The blue house.\r\nBy the canal."),
        NewFile(name="shot.png", source=picture()),
        NewFile(name="film.mp4", source=b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"),
    ]
    return evidence.attach(started, "first", new)


def test_the_entry_comes_first_then_its_files_then_others(started: Journal, files: tuple[str, ...]) -> None:
    (other,) = evidence.attach(started, "first", [NewFile(name="other.txt", source=b"x")])
    evidence.describe(started, changed(evidence.get(started, other).evidence, incidents=()))
    before = state(started)
    found = sources.sources(started, "first", (other, files[0], "no-file"))
    assert [(each.kind, each.id, each.title) for each in found] == [
        ("incident", "first", "He asked me to meet him."),
        ("evidence", files[0], "note.txt"), ("evidence", files[1], "shot.png"), ("evidence", files[2], "film.mp4"),
        ("evidence", other, "other.txt"),
    ]  # fmt: skip
    assert found[0].occurred is not None
    assert [each.id for each in sources.sources(started, "nowhere", (other,))] == [other]
    assert sources.sources(started, "", ()) == ()
    assert state(started) == before


def test_the_words_of_an_entry_are_all_that_was_said_and_done(started: Journal) -> None:
    quotes = (Quote(text="Come by."), Quote(text=" "))
    entry = changed(ENTRY, exact_words=quotes, own_response="I went.", afterwards="", unsure="The day.")
    incidents.revise(started, "first", entry)
    said = sources.words(started, "incident", "first")
    assert said.text == "He asked me to meet him.\nOutside.\n\nCome by.\n\nI went."
    assert not said.cut
    for private in ("sleep", "Only for me"):
        assert private not in said.text


def test_the_words_of_a_file_are_read_and_a_picture_has_none(started: Journal, files: tuple[str, ...]) -> None:
    note, shot, film = files
    assert sources.words(started, "evidence", note).text == "The blue house.\nBy the canal."
    assert sources.words(started, "evidence", shot).text == ""
    with pytest.raises(NoRendition):
        sources.words(started, "evidence", film)
    with pytest.raises(BadInput):
        sources.words(started, "evidence", "no-file")


def test_a_long_text_is_cut_and_says_so(started: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_LETTERS", 5)
    said = sources.words(started, "incident", "first")
    assert (said.text, said.cut) == ("He as", True)
