"""Matches: two sides next to each other, the days between them, and no conclusion."""

from __future__ import annotations

import pytest

from journal_app.domain.gaps import Gap
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.records import changed
from journal_app.errors import BadInput
from journal_app.services import evidence, incidents, matches
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal

from .keeping import refused, revised

MATCH = Match(
    id="m",
    private=PrivateSide(incident="first", when="2024-03-01", told_to="professional", text="My dream."),
    public=PublicSide(when="2024-03-11", first_seen="2024-03-12", text="A dream."),
)


def test_a_match_comes_back_with_the_days_between_its_sides(started: Journal) -> None:
    assert matches.put(started, MATCH) == "m"
    assert matches.get(started, "m") == matches.MatchView(match=MATCH, gap=Gap(10, 10, rough=False))


@pytest.mark.parametrize(
    ("told", "published", "gap"),
    [
        ("2024-03", "2024-03-31", (0, 30, True)),
        ("2024-03-11~", "2024-03-31", (20, 20, True)),
        ("", "2024-03-31", None),
        ("2024-03-11", "2024-03-01", (-10, -10, False)),
    ],
)
def test_the_days_are_no_surer_than_the_dates(
    started: Journal, told: str, published: str, gap: tuple[int, int, bool] | None
) -> None:
    match = changed(MATCH, private=PrivateSide(when=told), public=PublicSide(when=published))
    matches.put(started, match)
    assert matches.get(started, "m").gap == gap


def test_a_match_without_an_id_gets_one(started: Journal) -> None:
    first, second = (matches.put(started, changed(MATCH, id="")) for _ in range(2))
    assert first != second
    assert {view.match.id for view in matches.everything(started)} == {first, second}


def test_a_match_names_only_what_is_in_the_journal(started: Journal) -> None:
    (file,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a")])
    matches.put(started, changed(MATCH, evidence=(file,)))
    changes: dict[str, dict[str, object]] = {
        "id": {"id": " m"},
        "private.told_to": {"private": PrivateSide(told_to="nobody")},
        "private.incident": {"private": PrivateSide(incident="nowhere")},
        "public.incident": {"public": PublicSide(incident="nowhere")},
        "evidence[1]": {"evidence": (file, "no-file")},
        "public.first_seen": {"public": PublicSide(first_seen="then")},
    }
    for field, change in changes.items():
        with refused(BadInput, started) as caught:
            matches.put(started, changed(MATCH, **change))
        assert caught.value.field == field  # type: ignore[attr-defined]


def test_a_match_that_names_a_removed_entry_can_be_saved(started: Journal) -> None:
    matches.put(started, MATCH)
    incidents.remove(started, "first")
    matches.put(started, changed(MATCH, who_could_know="Nobody."))
    assert matches.get(started, "m").match == changed(MATCH, who_could_know="Nobody.")


def test_a_match_can_be_taken_away_and_stays_in_the_history(started: Journal) -> None:
    matches.put(started, MATCH)
    matches.remove(started, "m")
    assert matches.everything(started) == ()
    assert revised(started) == 8
    for work in (matches.get, matches.remove):
        with refused(BadInput, started):
            work(started, "m")


def test_a_match_that_was_taken_away_is_brought_back_as_it_was(started: Journal) -> None:
    matches.put(started, MATCH)
    before = matches.get(started, "m")
    matches.remove(started, "m")
    for _ in range(2):  # the second time there is nothing to do
        matches.restore(started, before.match)
        assert matches.get(started, "m") == before
        assert revised(started) == 9
