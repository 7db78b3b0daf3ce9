"""What is asked of a picture to look at it: all that is seen, as sharp as the screen, and within the budget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journal_app.ui.detail import MOST_SHOWN, Detail, chosen, needed, whole

SIDES = st.integers(1, 40_000)
SCALES = st.floats(0.001, 8.0)


@st.composite
def views(draw: st.DrawFn) -> tuple[tuple[int, int], tuple[int, int, int, int], float]:
    """Return a picture, the part of it that is seen (which may reach over its edges), and a scale."""
    picture = draw(SIDES), draw(SIDES)
    left, top = draw(st.integers(-50, picture[0] + 50)), draw(st.integers(-50, picture[1] + 50))
    return picture, (left, top, draw(SIDES), draw(SIDES)), draw(SCALES)


@given(views())
def test_what_is_asked_for_shows_what_is_seen_within_the_budget(view: tuple) -> None:  # type: ignore[type-arg]
    picture, seen, scale = view
    least, asked = needed(picture, seen, scale), chosen(picture, seen, scale)
    assert asked.covers(least)
    for each in (least, asked):
        (left, top, width, height), size = each.part, each.size
        assert 0 <= left < left + width <= picture[0]
        assert 0 <= top < top + height <= picture[1]
        assert 1 <= size[0] <= width
        assert 1 <= size[1] <= height
        assert size[0] * size[1] <= MOST_SHOWN + sum(size) + 1


def test_a_whole_picture_is_asked_for_where_it_fits() -> None:
    assert chosen((4000, 3000), (0, 0, 1000, 700), 0.25) == Detail(part=(0, 0, 4000, 3000), scale=0.25)
    assert chosen((4000, 3000), (0, 0, 1000, 700), 0.25).size == (1000, 750)
    assert chosen((2000, 3000), (0, 0, 1000, 700), 3.0) == Detail(part=(0, 0, 2000, 3000), scale=1.0)


def test_one_that_is_nearly_as_large_as_the_screen_is_taken_as_it_is() -> None:
    assert whole((1080, 2400), 0.9).size == (1080, 2400)
    assert whole((1080, 2400), 0.5).size == (540, 1200)
    assert whole((4000, 3000), 0.6).size == (2400, 1800)


def test_of_a_large_picture_the_part_that_is_seen_is_asked_for_with_what_is_around() -> None:
    asked = chosen((10_000, 10_000), (5000, 5000, 1000, 800), 1.0)
    left, top, width, height = asked.part
    assert asked.size == (width, height)
    assert width * height > MOST_SHOWN * 0.99
    assert left < 5000
    assert top < 5000
    assert left + width > 6000
    assert top + height > 5800


def test_sharper_or_elsewhere_is_not_covered() -> None:
    here = Detail(part=(0, 0, 100, 100), scale=0.5)
    assert here.covers(Detail(part=(10, 10, 50, 50), scale=0.5))
    assert not here.covers(Detail(part=(10, 10, 50, 50), scale=0.51))
    assert not here.covers(Detail(part=(60, 60, 50, 50), scale=0.5))
