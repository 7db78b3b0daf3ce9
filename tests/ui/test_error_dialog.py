"""What the dialog tells of a failure: true words, and nothing of what was written."""

from __future__ import annotations

import errno

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.errors import StorageTrouble
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.main_window import MainPage
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import Look

WRITTEN = "/home/ana/therapy notes.txt"


def told(qtbot: QtBot, error: Exception) -> str:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dialog = ErrorDialog(Theme(app, Look.LIGHT, 100), error)
    qtbot.addWidget(dialog)
    return dialog.text


@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE, errno.EACCES])
def test_a_disk_that_does_not_answer_is_no_mistake_of_the_program(qtbot: QtBot, code: int) -> None:
    text = told(qtbot, OSError(code, "what the system says", WRITTEN))
    assert "could not be read or written" in text
    assert errno.errorcode[code] in text
    assert "mistake" not in text
    assert WRITTEN not in text
    assert "what the system says" not in text


def test_a_mistake_of_the_program_is_told_as_one_without_its_words(qtbot: QtBot) -> None:
    text = told(qtbot, ValueError(WRITTEN))
    assert "The program made a mistake." in text
    assert "ValueError" in text
    assert WRITTEN not in text


def test_a_failure_that_was_foreseen_is_told_in_its_own_words(qtbot: QtBot) -> None:
    assert told(qtbot, StorageTrouble("It is full.", "Free some space.")).startswith("It is full. Free some space.")


def test_troubles_are_shown_one_after_the_other_and_each_once(main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, deep = list[str](), list[int]()

    def exec_(dialog: ErrorDialog) -> None:
        deep.append(1)
        assert len(deep) == 1  # none stands on top of another
        shown.append(dialog.text)
        for number in (1, 1, 2):
            main.desk.show_error(StorageTrouble(f"Trouble {number}.", "Check the disk."))
        deep.pop()

    monkeypatch.setattr(ErrorDialog, "exec", exec_)
    main.desk.show_error(StorageTrouble("Trouble 0.", "Check the disk."))
    assert [text.partition(".")[0] for text in shown] == ["Trouble 0", "Trouble 1", "Trouble 2"]
