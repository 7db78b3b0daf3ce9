"""The desktop's own copy of a picture: removed only where it is what is kept, and new, and nobody else's."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journal_app.errors import BadInput
from journal_app.services import evidence, screenshots
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.screenshots import Shot

from .keeping import picture

ASKED = 1_000.0  # seconds before now


@pytest.fixture
def shot(tmp_path: Path) -> Shot:
    place = tmp_path / "Bild 1.png"
    place.write_bytes(picture("#123456"))
    return Shot(place=place, asked=time.time() - ASKED, taken=datetime(2026, 3, 1, 12, tzinfo=UTC))


def taken_in(journal: Journal, shot: Shot) -> tuple[str, ...]:
    return evidence.attach(journal, "first", [screenshots.as_file(shot)], card=screenshots.card(shot))


def test_it_is_taken_in_then_removed_and_the_card_says_so(started: Journal, shot: Shot) -> None:
    screenshots.check(shot)
    files = taken_in(started, shot)
    before = evidence.get(started, files[0]).evidence
    assert before.file_name == "picture of the screen.png"
    assert before.card.application.endswith("Bild 1.png, stayed where the desktop put it")
    assert "was removed" in screenshots.put_away(started, shot, files)
    assert not shot.place.exists()
    assert evidence.get(started, files[0]).evidence.card == screenshots.card(shot, removed=True)
    assert "It is here" in screenshots.put_away(started, shot, files)  # there is nothing that could be removed


def test_a_picture_that_was_in_the_journal_keeps_its_own_card(started: Journal, shot: Shot) -> None:
    (known,) = evidence.attach(started, "first", [NewFile(name="a.png", source=shot.place)])
    before = evidence.get(started, known).evidence
    assert taken_in(started, shot) == (known,)
    screenshots.put_away(started, shot, (known,))
    assert evidence.get(started, known).evidence == before
    assert not shot.place.exists()


def changed(shot: Shot, way: str, tmp_path: Path) -> Shot:
    """Return the same picture in another state than it was just written by the desktop."""
    if way == "older":
        os.utime(shot.place, (shot.asked - 60, shot.asked - 60))
    elif way == "a link":
        shot.place.rename(tmp_path / "elsewhere.png")
        shot.place.symlink_to(tmp_path / "elsewhere.png")
    elif way == "two names":
        os.link(shot.place, tmp_path / "second.png")
    elif way == "other bytes":
        shot.place.write_bytes(picture("#654321"))
    elif way == "a pipe":
        shot.place.unlink()
        os.mkfifo(shot.place)
    elif way == "gone":
        shot.place.unlink()
    else:
        return Shot(place=shot.place, asked=time.time() + 60, taken=shot.taken)
    return shot


@pytest.mark.parametrize("way", ["older", "a link", "two names", "other bytes", "a pipe", "gone", "not yet asked for"])
def test_whatever_else_lies_there_stays(started: Journal, shot: Shot, tmp_path: Path, way: str) -> None:
    files = taken_in(started, shot)
    found = changed(shot, way, tmp_path)
    there = sorted(each.name for each in tmp_path.iterdir())
    assert str(shot.place) in screenshots.put_away(started, found, files)
    assert sorted(each.name for each in tmp_path.iterdir()) == there
    assert "stayed where" in evidence.get(started, files[0]).evidence.card.application


@pytest.mark.parametrize("way", ["older", "a link", "two names", "a pipe", "gone", "not yet asked for"])
def test_what_is_not_new_is_not_taken_for_the_picture(shot: Shot, tmp_path: Path, way: str) -> None:
    found = changed(shot, way, tmp_path)
    with pytest.raises(BadInput):
        screenshots.check(found)


def test_what_is_no_picture_is_not_taken_for_one(shot: Shot) -> None:
    shot.place.write_bytes(b"words")
    with pytest.raises(BadInput):
        screenshots.check(shot)
