"""Noting what was sent: once, on the day that was given."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from journal_app.errors import StorageTrouble
from journal_app.services import complaints
from journal_app.services.dossiers import Made
from journal_app.services.journal import Journal
from journal_app.ui.dossier_sent import NoteSending
from journal_app.ui.main_window import MainPage
from journal_app.ui.when_field import DAY
from tests.ui.conftest import busy, child, settled
from tests.ui.test_sections import labels, read


def noting(qtbot: QtBot, main: MainPage) -> NoteSending:
    made = NoteSending(main.desk, "bbs", "The Board", Made(files=(), open_points=()))
    qtbot.addWidget(made)
    return made


def test_it_is_noted_once_however_often_that_is_asked_for(qtbot: QtBot, main: MainPage) -> None:
    note = noting(qtbot, main)
    settled(qtbot, main)
    assert note.when.value() == QDate.currentDate().toString("yyyy-MM-dd")
    end = busy(main)
    for _ in range(2):
        child(note, "dossier.sent.note").click()  # type: ignore[attr-defined]  # a button
    end.set()
    settled(qtbot, main)
    settled(qtbot, main)
    assert len(read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry.sendings) == 1


def test_what_was_refused_can_be_noted_again(qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    note, told = noting(qtbot, main), list[Exception]()
    with monkeypatch.context() as full:

        def refuse(_: Journal, *__: object) -> None:
            raise StorageTrouble("There is no space left; nothing was changed.", "Free some space.")

        full.setattr(complaints, "note_sending", refuse)
        full.setattr(main.desk, "show_error", told.append)
        note.note()
        settled(qtbot, main)
    assert len(told) == 1
    note.note()
    settled(qtbot, main)
    settled(qtbot, main)
    assert "Noted in the filing." in labels(note)


def test_a_day_that_was_given_is_not_put_back_to_today(qtbot: QtBot, main: MainPage) -> None:
    end = busy(main)
    note = noting(qtbot, main)
    note.when.kind.choose(DAY)
    note.when.kind.activated.emit(note.when.kind.currentIndex())
    for choice, value in ((note.when.first.day, "03"), (note.when.first.month, "03")):
        choice.choose(value)
    qtbot.keyClicks(note.when.first.year, "2026")
    assert note.when.value() == "2026-03-03"
    end.set()
    settled(qtbot, main)
    assert note.when.value() == "2026-03-03"
