"""The step of a dossier about what is hidden: what a refusing disk leaves, and where the keyboard stays."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from journal_app.domain.people import PersonEntry, Role
from journal_app.errors import StorageTrouble
from journal_app.services import people, preferences, redactions
from journal_app.services.journal import Journal
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import LineField
from tests.ui.conftest import WAIT, child, settled
from tests.ui.test_dossier_page import dossier, step
from tests.ui.test_sections import labels, read


def field(page: DossierPage, identifier: str) -> LineField:
    found = child(page.hiding, f"dossier.{identifier}")
    assert isinstance(found, LineField)
    return found


@pytest.mark.parametrize("refused", ["hide_name", "hide_place"])
def test_what_the_disk_did_not_take_stays_and_is_kept_the_next_time(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """It was gone from the step and from its draft, and the name or the place went out as it is."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    qtbot.keyClicks(field(page, "hide.hale"), "Dr. X")
    qtbot.keyClicks(field(page, "place.0.name"), "Canal Street")
    qtbot.keyClicks(field(page, "place.0.shown"), "a street")
    told: list[Exception] = []
    with monkeypatch.context() as full:
        full.setattr(main.desk, "show_error", told.append)

        def refuse(_: Journal, *__: str) -> None:
            raise StorageTrouble("There is no space left; nothing was changed.", "Free some space.")

        full.setattr(redactions, refused, refuse)
        step(qtbot, main, page, 4)
        assert len(told) == 1
    kept = read(qtbot, main, preferences.dossier_choices)
    if refused == "hide_name":
        assert ("hale", "Dr. X") in kept.names
    else:
        assert kept.places == (("Canal Street", "a street"),)
    step(qtbot, main, page, 3)
    assert field(page, "hide.hale").text() == "Dr. X"
    assert field(page, "place.0.shown").text() == "a street"
    step(qtbot, main, page, 4)
    assert read(qtbot, main, redactions.names)["hale"] == "Dr. X"
    assert read(qtbot, main, redactions.places) == {"Canal Street": "a street"}
    nothing = lambda: (page.choices().names, page.choices().places) == ((), ())  # noqa: E731 - one step of the test
    qtbot.waitUntil(nothing, timeout=WAIT)


def test_a_field_stays_while_the_step_is_read_again(qtbot: QtBot, main: MainPage) -> None:
    """Files that were added meanwhile took the field that was about to be written in, and the focus with it."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    written, there = field(page, "hide.hale"), child(page.hiding, "dossier.hidden.shot")
    for each in (written, there):
        each.setFocus()
        main.desk.changed.emit()
        settled(qtbot, main)
        settled(qtbot, main)
        assert each.hasFocus()
    assert field(page, "hide.hale") is written
    read(qtbot, main, lambda journal: people.put(journal, PersonEntry(id="rui", name="Rui", roles=(Role.OTHER,))))
    read(qtbot, main, lambda journal: [redactions.hide_name(journal, "hale", "Dr. X")])
    step(qtbot, main, page, 3)
    assert (field(page, "hide.rui").text(), field(page, "hide.hale").text()) == ("", "Dr. X")


def test_what_was_just_kept_stays_under_the_keyboard(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 3)
    written = field(page, "hide.hale")
    qtbot.keyClicks(written, "Dr. X ")
    page.turn_away()
    written.setFocus()
    settled(qtbot, main)
    step(qtbot, main, page, 3)
    assert field(page, "hide.hale") is written
    assert (written.text(), page.hiding.draft()) == ("Dr. X ", ())


def test_it_is_said_that_there_is_nobody_to_hide_yet(qtbot: QtBot, main: MainPage) -> None:
    """Below the heading stood nothing at all."""
    page = dossier(qtbot, main)
    page.hiding._show((), {}, ())
    assert "Nobody yet. Whoever is to be hidden is added in the section People." in labels(page.hiding)
    step(qtbot, main, page, 3)
    assert field(page, "hide.hale").isVisible()
    assert "Nobody yet." not in labels(page.hiding)
