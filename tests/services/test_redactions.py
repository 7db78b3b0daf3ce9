"""What is hidden is gone from every copy that leaves; the original is never touched."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from journal_app.errors import BadInput
from journal_app.services import evidence, redactions
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import Decoder, Rendition
from journal_app.services.redactions import Box

from .keeping import picture, refused, revised, state


@pytest.fixture(autouse=True, scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        if not made.available():
            pytest.skip("a layer of the worker's lock is missing on this system")
        yield made


@pytest.fixture
def shot(started: Journal) -> str:
    """A red picture of 40 by 30 pixels."""
    return evidence.attach(started, "first", [NewFile(name="a.png", source=picture())])[0]


def pixel(shown: Rendition, place: tuple[int, int]) -> object:
    return Image.open(io.BytesIO(shown.data)).convert("RGB").getpixel(place)


def test_hidden_parts_are_black_in_what_leaves_and_there_in_the_original(started: Journal, shot: str) -> None:
    redactions.hide_parts(started, shot, 1, [(5, 6, 10, 8)])
    assert redactions.boxes(started, shot) == {1: ((5, 6, 10, 8),)}
    leaves = redactions.as_it_leaves(started, shot, 1, redactions.boxes(started, shot)[1])
    assert (pixel(leaves, (5, 6)), pixel(leaves, (14, 13)), pixel(leaves, (15, 13))) == (
        (0, 0, 0),
        (0, 0, 0),
        (255, 0, 0),
    )
    assert pixel(redactions.as_it_leaves(started, shot, 1, ()), (5, 6)) == (255, 0, 0)
    assert evidence.read_original(started, evidence.get(started, shot).evidence) == picture()


def test_what_is_hidden_is_replaced_as_a_whole_and_can_be_shown_again(started: Journal, shot: str) -> None:
    redactions.hide_parts(started, shot, 1, [(0, 0, 4, 4)])
    redactions.hide_parts(started, shot, 1, [(0, 0, 4, 4), (8, 8, 2, 2)])
    assert redactions.boxes(started, shot) == {1: ((0, 0, 4, 4), (8, 8, 2, 2))}
    before = state(started)
    redactions.hide_parts(started, shot, 1, [(0, 0, 4, 4), (8, 8, 2, 2)])
    assert state(started) == before
    redactions.hide_parts(started, shot, 1, [])
    assert redactions.boxes(started, shot) == {}
    redactions.hide_parts(started, shot, 1, [(0, 0, 4, 4)])
    assert redactions.boxes(started, shot) == {1: ((0, 0, 4, 4),)}


def test_other_files_are_left_alone(started: Journal, shot: str) -> None:
    other = evidence.attach(started, "first", [NewFile(name="b.png", source=picture("blue"))])[0]
    redactions.hide_parts(started, shot, 1, [(0, 0, 4, 4)])
    redactions.hide_parts(started, other, 1, [(1, 1, 4, 4)])
    redactions.hide_parts(started, other, 1, [])
    assert redactions.boxes(started, shot) == {1: ((0, 0, 4, 4),)}
    assert redactions.boxes(started, other) == {}


def test_what_is_hidden_is_shown_with_every_file_of_the_same_bytes_and_replaced_in_all(
    started: Journal, twins: tuple[str, str]
) -> None:
    """A dossier hides it in all of them, so a window that showed it with one alone would tell something else."""
    first, second = twins
    redactions.hide_parts(started, first, 1, [(0, 0, 4, 4)])
    assert redactions.boxes(started, second) == redactions.boxes(started, first) == {1: ((0, 0, 4, 4),)}
    assert [(each, count) for each, _, count in redactions.files(started)] == [(first, 1), (second, 1)]
    redactions.as_it_leaves(started, second, 1, ())  # draws it
    before = state(started)
    redactions.hide_parts(started, second, 1, [(0, 0, 4, 4)])
    assert state(started) == before
    redactions.hide_parts(started, second, 1, [(1, 1, 4, 4)])
    assert redactions.boxes(started, first) == redactions.boxes(started, second) == {1: ((1, 1, 4, 4),)}
    redactions.hide_parts(started, first, 1, [])
    assert redactions.boxes(started, first) == redactions.boxes(started, second) == {}


@pytest.mark.parametrize("box", [(0, 0, 0, 4), (0, 0, 4, -1), (40, 0, 4, 4), (0, 30, 4, 4), (-9, 0, 9, 4)])
def test_a_part_outside_the_picture_is_refused(started: Journal, shot: str, box: Box) -> None:
    redactions.hide_parts(started, shot, 1, [])
    with refused(BadInput, started) as caught:
        redactions.hide_parts(started, shot, 1, [(0, 0, 4, 4), box])
    assert "outside the picture" in caught.value.message


def test_nothing_is_hidden_on_a_page_or_a_file_that_is_not_there(started: Journal, shot: str) -> None:
    redactions.hide_parts(started, shot, 1, [])
    with refused(BadInput, started):
        redactions.hide_parts(started, shot, 2, [(0, 0, 4, 4)])
    with refused(BadInput, started):
        redactions.hide_parts(started, "no-file", 1, [(0, 0, 4, 4)])


numbers, sizes = st.integers(-60, 60), st.integers(1, 90)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(box=st.tuples(numbers, numbers, sizes, sizes))
def test_what_was_hidden_covers_the_same_pixels_and_lies_inside(started: Journal, shot: str, box: Box) -> None:
    left, top, width, height = box
    if left < 40 and top < 30 and left + width > 0 and top + height > 0:
        redactions.hide_parts(started, shot, 1, [box])
        ((kept,),) = redactions.boxes(started, shot).values()
        inside = {
            (x, y) for x in range(left, left + width) for y in range(top, top + height) if 0 <= x < 40 and 0 <= y < 30
        }
        x, y, w, h = kept
        assert {(a, b) for a in range(x, x + w) for b in range(y, y + h)} == inside
        assert x >= 0
        assert y >= 0


def test_a_name_is_replaced_and_shown_again(started: Journal) -> None:
    redactions.hide_name(started, "professional", "  Dr. A. ")
    assert redactions.names(started) == {"professional": "Dr. A."}
    redactions.hide_name(started, "professional", "Dr. B.")
    assert redactions.names(started) == {"professional": "Dr. B."}
    redactions.hide_name(started, "professional", "  ")
    assert redactions.names(started) == {}
    count = revised(started)
    redactions.hide_name(started, "professional", "")
    assert revised(started) == count


def test_nobody_unknown_is_hidden(started: Journal) -> None:
    with refused(BadInput, started):
        redactions.hide_name(started, "nobody", "X.")


def test_a_place_is_replaced_and_shown_again(started: Journal) -> None:
    redactions.hide_place(started, " Canal Street ", "a street")
    redactions.hide_place(started, "The station", "a place")
    assert redactions.places(started) == {"Canal Street": "a street", "The station": "a place"}
    assert redactions.names(started) == {}
    redactions.hide_place(started, "Canal Street", "another street")
    redactions.hide_place(started, "The station", "")
    assert redactions.places(started) == {"Canal Street": "another street"}
    before = state(started)
    redactions.hide_place(started, "nowhere hidden", "")
    assert state(started) == before
    with refused(BadInput, started):
        redactions.hide_place(started, "  ", "x")


@pytest.mark.parametrize("shown", ["Canal Street", "in canal street", "CANAL-STREET 9", "Canal\u00ad Street"])
def test_a_place_is_not_replaced_by_what_holds_it(started: Journal, shown: str) -> None:
    with refused(BadInput, started) as caught:
        redactions.hide_place(started, "Canal Street", shown)
    assert caught.value.field == "replace_with"  # type: ignore[attr-defined]
    redactions.hide_place(started, "Canal Street", "a street by the canal")
