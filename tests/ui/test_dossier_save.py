"""The last step of a dossier: what is saved is what was shown, and what is asked once more is asked first."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from journal_app.domain.records import changed
from journal_app.services import evidence, redactions
from journal_app.services.journal import Journal
from journal_app.ui import file_dialog
from journal_app.ui.app import Window
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.dossier_save import SaveStep
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Button
from tests.ui.conftest import WAIT, busy, child, settled
from tests.ui.test_dossier_page import dossier, step
from tests.ui.test_sections import labels, read


def _mark_as_sensitive(journal: Journal) -> None:
    """Mark the files of the first entry to be asked for again before they leave."""
    for view in evidence.everything(journal):
        if "first" in view.evidence.incidents:
            evidence.describe(journal, changed(view.evidence, sensitive=True))


def with_second(qtbot: QtBot, main: MainPage) -> DossierPage:
    """Show the last step of a dossier that holds the second entry only, of which nothing is asked."""
    page = dossier(qtbot, main)
    page.reader.filing.choose("")
    page.reader._show()
    step(qtbot, main, page, 2)
    assert page.entries._ticks is not None
    page.entries._ticks.model.tick(["second"], wanted=True)
    step(qtbot, main, page, 5)
    assert page.save.button.isEnabled()
    assert page.save.asking.boxes == {}
    return page


def test_it_cannot_be_saved_before_what_is_chosen_now_is_shown(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved at once, the files of an entry that was added last left without being asked for again."""
    read(qtbot, main, lambda journal: [_mark_as_sensitive(journal)])
    page = with_second(qtbot, main)
    step(qtbot, main, page, 2)
    assert page.entries._ticks is not None
    page.entries._ticks.model.tick(["first"], wanted=True)
    settled(qtbot, main)
    place = lambda *_: tmp_path / "out.pdf"  # noqa: E731 - takes the place of a dialog
    monkeypatch.setattr(file_dialog, "place_to_save", place)
    end = busy(main)
    page.show_step(5)
    page.save.button.click()
    end.set()
    settled(qtbot, main)
    settled(qtbot, main)
    assert not page.save.button.isEnabled()
    assert set(page.save.asking.boxes) == {"sensitive", "recording"}
    assert list(tmp_path.glob("out*")) == []
    for code in ("recording", "sensitive"):
        child(page.save, f"dossier.may-leave.{code}").setChecked(True)  # type: ignore[attr-defined]  # a box
    page.save.button.click()
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)


def test_what_comes_to_be_asked_while_a_place_is_looked_for_is_asked(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    child(page.save, "dossier.may-leave.recording").setChecked(True)  # type: ignore[attr-defined]  # a box
    told: list[Exception] = []
    monkeypatch.setattr(main.desk, "show_error", told.append)

    def place(_: QWidget, *__: str) -> Path:
        main.desk.change(main, _mark_as_sensitive)  # as a work that was begun before does
        settled(qtbot, main)
        settled(qtbot, main)
        return tmp_path / "out.pdf"

    monkeypatch.setattr(file_dialog, "place_to_save", place)
    page.save.button.click()
    assert ["changed since this was shown" in str(each) for each in told] == [True]
    settled(qtbot, main)
    assert list(tmp_path.glob("out*")) == []


def test_the_text_for_the_form_stays_open_while_the_same_is_planned_again(qtbot: QtBot, main: MainPage) -> None:
    """Files that were added meanwhile closed what was being read and copied from."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 5)
    child(page.save, "dossier.form.head").setChecked(True)  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    there = [each for each in page.save.points.findChildren(Button) if each.objectName().startswith("dossier.still")]
    for each in (child(page.save, "dossier.form.0"), there[0]):
        each.setFocus()
        main.desk.changed.emit()
        settled(qtbot, main)
        settled(qtbot, main)
        assert each.hasFocus()
    read(qtbot, main, lambda journal: [redactions.hide_name(journal, "hale", "Dr. X")])
    step(qtbot, main, page, 5)
    qtbot.waitUntil(lambda: "Dr. X" in labels(child(page.save, "dossier.form.head").parentWidget()), timeout=WAIT)


def test_the_keyboard_stays_at_what_is_used_while_the_same_is_planned_again(qtbot: QtBot, main: MainPage) -> None:
    page = with_second(qtbot, main)
    page.save.button.setFocus()
    end = busy(main)
    main.desk.changed.emit()
    assert page.save.button.isEnabled()
    end.set()
    settled(qtbot, main)
    settled(qtbot, main)
    assert page.save.button.hasFocus()


def test_what_was_saved_is_told_after_the_language_was_changed_meanwhile(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    page, window = with_second(qtbot, main), main.window()
    assert isinstance(window, Window)
    end = busy(main)
    page.save.save_to(tmp_path / "out.pdf")
    window._choose("dates", "")  # the pages are made anew for it, as for another language
    assert window.main is not main
    qtbot.waitUntil(lambda: not isValid(page), timeout=WAIT)
    end.set()
    told = lambda: "The dossier is saved: out.pdf" in labels(window.main)  # noqa: E731 - one step of the test
    qtbot.waitUntil(told, timeout=WAIT)
    assert (tmp_path / "out.pdf").exists()


def with_parts_of(step: SaveStep, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose parts as small as the sample needs: no window offers so little."""
    monkeypatch.setattr("journal_app.dossier.dividing.SMALLEST", 1)
    monkeypatch.setattr("journal_app.dossier.dividing._FRAME", size // 2)
    step.parts.addItem("small", str(size))
    step.parts.choose(str(size))


def test_it_can_be_saved_in_parts(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_second(qtbot, main)
    page.save.save_to(tmp_path / "whole.pdf")
    qtbot.waitUntil(lambda: "whole.pdf" in page.save.made, timeout=WAIT)
    with_parts_of(page.save, (tmp_path / "whole.pdf").stat().st_size * 9 // 10, monkeypatch)
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: "out-parts.txt" in page.save.made, timeout=WAIT)
    names = [line.split("  ")[1] for line in page.save.made.splitlines()]
    count = len(names) - 1
    assert count > 1
    assert names[:-1] == [f"out-part-{number}-of-{count}.pdf" for number in range(1, count + 1)]
    assert {each.name for each in tmp_path.glob("out*")} == set(names)
    assert [name for name in names if name not in labels(page.save)] == []


def test_a_small_dossier_stays_one_file_and_says_so(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = with_second(qtbot, main)
    page.save.parts.choose("5000000")
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)
    told = "It takes no more than 5,000,000 bytes, so it is one file and not in parts."
    assert told in labels(page.save)


def test_parts_are_offered_where_it_is_too_large(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal_app.dossier.points.LARGE_FILE", 1)
    page = with_second(qtbot, main)
    page.save.save_to(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: "out.pdf" in page.save.made, timeout=WAIT)
    asked: list[str] = []
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *given: asked.append(given[-1]))
    child(page.save, "dossier.save-in-parts").click()  # type: ignore[attr-defined]  # a button
    assert page.save.parts.value() == "10000000"
    assert asked == ["dossier.pdf"]


def test_a_package_is_never_in_parts(qtbot: QtBot, main: MainPage) -> None:
    page = with_second(qtbot, main)
    page.save.parts.choose("5000000")
    page.reader.readers["lawyer"].setChecked(True)
    settled(qtbot, main)
    step(qtbot, main, page, 5)
    assert not page.save.parts.isEnabled()
    assert page.choices().parts == "5000000", "it is there again for another reader"
