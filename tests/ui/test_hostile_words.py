"""Words that try to be more, in every field and every view: no file is opened, and each is shown letter for letter."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QKeySequence, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from journal_app.errors import BadInput
from journal_app.services import dossiers, evidence, interchange
from journal_app.services.dossiers import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.ui.app import Window
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.file_viewer import FileViewer
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.ticks import Check, Radio
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.widgets import Button, Label, ProgressBox, Section, tip
from journal_app.vault.keyslots import FLOOR_COST
from tests import figures
from tests.traces import calls
from tests.ui import hostile
from tests.ui.conftest import PASSPHRASE, WAIT, opened, settled
from tests.ui.hostile import Trap

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"timeline": "i", "evidence": "e", "matches": "m", "people": "p", "filing": "c"}

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs inotify")


@pytest.fixture
def trap(tmp_path: Path, qapp: QApplication) -> Iterator[Trap]:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    picture.save(str(tmp_path / "drawn.png"))
    made = Trap(tmp_path / "trap", (tmp_path / "drawn.png").read_bytes())
    made.opened()
    yield made
    made.close()


def a_journal(place: Path, trap: Trap, records: int, *, hidden: bool = True) -> Path:
    """Make a journal with the strings in every field, also in names and words of files; return its folder."""
    folder = place / "folder"
    (folder / "evidence").mkdir(parents=True)
    plain, all_of = hostile.document(trap.path, records), hostile.strings(trap.path)
    if not hidden:  # a name that stands in words of a file too cannot be hidden, and then there is no dossier
        plain["redactions"] = []
        plain["people"] = [{**each, "pseudonym": ""} for each in plain["people"]]
    (folder / "journal.json").write_text(json.dumps(plain), encoding="utf-8")
    for number in range(records):
        (folder / "evidence" / f"{number}.txt").write_text(f"{number}\n" + "\n".join(all_of), encoding="utf-8")
    with Journal.create(place / "journal", PASSPHRASE, cost=FLOOR_COST)[0] as journal:
        interchange.import_folder(journal, folder)
        names = [NewFile(name=each, source=f"file {number}".encode()) for number, each in enumerate(all_of[::16])]
        evidence.attach(journal, "i0", names)
    return place / "journal"


def shown(owner: QWidget) -> list[QWidget]:
    return [owner, *(each for each in owner.findChildren(QWidget) if each.isVisibleTo(owner))]


def said(owner: QWidget) -> Iterator[str]:
    """Yield every text that is shown, as a person reads it."""
    for each in shown(owner):
        if isinstance(each, QLabel):
            yield each.text() if each.buddy() is None else each.text().replace("&&", "&")
        elif isinstance(each, QLineEdit):
            yield each.text()
        elif isinstance(each, QPlainTextEdit):
            yield each.toPlainText()
        elif isinstance(each, QAbstractButton):
            yield each.text().replace("&&", "&")
        elif isinstance(each, QComboBox):
            yield from (each.itemText(row) for row in range(each.count()))
        elif isinstance(each, QAbstractItemView) and each.model() is not None:
            model = each.model()
            yield from (str(model.index(row, 0).data() or "") for row in range(model.rowCount()))


def misread(owner: QWidget) -> Iterator[str]:
    """Yield what takes words for more than words: for markup, or for a key to press."""
    for each in shown(owner):
        name = f"{type(each).__name__} {each.objectName()}"
        if isinstance(each, QLabel):
            if each.textFormat() != each.textFormat().PlainText:
                yield f"{name}: guesses at markup"
            if each.buddy() is not None and not QKeySequence.mnemonic(each.text()).isEmpty():
                yield f"{name}: takes a letter for a key"
        if isinstance(each, QAbstractButton) and not each.shortcut().isEmpty():
            yield f"{name}: takes a letter for a key"
        if isinstance(each, QTextEdit):
            yield f"{name}: reads markup"
        if each.toolTip() and "<" in each.toolTip():
            yield f"{name}: its tooltip holds markup"


def in_record(plain: object) -> Iterator[str]:
    """Yield all strings of a record."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for value in plain.values():
            yield from in_record(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from in_record(value)


def open_main(qtbot: QtBot, make_window: Callable[..., Window], folder: Path) -> MainPage:
    window = make_window()
    window.start(folder)
    window.page.field.setText(PASSPHRASE)  # type: ignore[union-attr]
    window.page.field.returnPressed.emit()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    assert window.main is not None
    settled(qtbot, window.main)
    window.main.idle.stop()  # nobody types here, and the long run takes longer than the window waits
    return window.main


def places(qtbot: QtBot, main: MainPage, records: int) -> Iterator[tuple[str, QWidget, str]]:
    """Show every page and every record, all parts open; yield what it is, what shows it, and the record's id."""
    for key, letter in KINDS.items():
        main.show_section(key)
        settled(qtbot, main)
        page = main.pages[key]
        assert isinstance(page, SplitPage)
        yield f"{key} list", main, ""
        if isinstance(page, TimelinePage):
            for view in ("calendar", "months", "response", "list"):
                page.show_view(view)
                settled(qtbot, main)
                settled(qtbot, main)
                yield f"timeline {view}", main, ""
        for number in range(records):
            form = opened(qtbot, page, f"{letter}{number}")
            for part in form.findChildren(Section):
                part.open()
            for viewer in form.findChildren(FileViewer):
                viewer.cover.setChecked(True)
            settled(qtbot, main)
            settled(qtbot, main)
            yield f"{key} {number}", form, f"{letter}{number}"
            page.close_opened()
    for place in range(6):
        main.show_section("dossier")
        main.pages["dossier"].show_step(place)  # type: ignore[attr-defined]
        settled(qtbot, main)
        settled(qtbot, main)
        yield f"dossier step {place + 1}", main, ""
    for key in ("settings", "help"):
        main.show_section(key)
        yield key, main, ""
    for words in ("img", "&amp;", '"', "NEAR(", "'; DROP"):
        main.search.setText(words)
        main._search()
        settled(qtbot, main)
        yield f"found {words}", main, ""


def the_same(text: str) -> str:
    """Return a text as a field of one line shows it: what breaks a line there is a space."""
    return "".join(
        " " if letter.isspace() else letter for letter in text.replace("\r\n", "\n").replace("\0", "")
    ).strip()


@pytest.mark.parametrize("records", [1, pytest.param(len(hostile.TEMPLATES), marks=pytest.mark.full)])
def test_every_view_shows_words_and_opens_nothing(
    qtbot: QtBot, qapp: QApplication, make_window: Callable[..., Window], trap: Trap, tmp_path: Path, records: int
) -> None:
    folder, full = a_journal(tmp_path, trap, records), records > 2
    plain = hostile.document(trap.path, records)
    of_record = {each["id"]: each for kind in plain.values() if isinstance(kind, list) for each in kind if "id" in each}
    main = open_main(qtbot, make_window, folder)
    wrong: dict[str, list[str]] = {}
    views = 0
    strings = {the_same(each) for each in hostile.strings(trap.path)}
    for place, owner, identifier in places(qtbot, main, records):
        views += 1
        qapp.processEvents()
        main.grab()
        found = sorted(set(misread(main)))
        if main.window().windowTitle() != "Journal":
            found.append(f"the title says {main.window().windowTitle()!r}")
        if identifier:
            there = [the_same(text) for text in said(owner)]
            wanted = {the_same(each) for each in in_record(of_record[identifier])} & strings
            found += [
                f"not shown: {each!r:.100}" for each in wanted if each and not any(each in text for text in there)
            ]
        found += [f"opened {name}" for name in trap.opened()]
        if found:
            wrong[place] = found
    figures.tell("S6", "views of the window", full=full, ran=views, broken=len(wrong),
                 what=f"{len(hostile.TEMPLATES)} strings in every field of {records} records of each kind")  # fmt: skip
    assert wrong == {}


def drawn_tip(text: str) -> str:
    """Return what a tooltip shows."""
    widget = QWidget()
    tip(widget, text)
    QToolTip.showText(QPoint(1, 1), widget.toolTip())
    (label,) = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel")]
    assert isinstance(label, QLabel)
    label.grab()
    if not GuiQt.mightBeRichText(label.text()):
        return label.text()
    read = QTextDocument()
    read.setHtml(label.text())
    return read.toPlainText()


def test_a_tooltip_shows_words_letter_for_letter(qapp: QApplication, trap: Trap) -> None:
    wrong = [
        each for each in hostile.strings(trap.path) if "\0" not in each and drawn_tip(each).split() != each.split()
    ]
    assert (wrong, trap.opened()) == ([], [])
    assert drawn_tip('It\'s "theirs" & mine.') == 'It\'s "theirs" & mine.'


def test_boxes_dialogs_and_lines_show_words_letter_for_letter(
    qtbot: QtBot, make_window: Callable[..., Window], trap: Trap
) -> None:
    theme, wrong = make_window().theme, []
    for text in hostile.strings(trap.path):
        owner = QDialog()
        qtbot.addWidget(owner)
        error = ErrorDialog(theme, BadInput(text, text), owner)
        progress = ProgressBox(text, "Stop", owner)
        for each in (error, progress):
            each.show()
            each.grab()
        before = list(said(progress))
        progress.setLabelText(f"{text} again")
        progress.grab()
        parts = [Check("check", text), Radio("radio", text), Button(theme, "button", text), Label(theme, text)]
        parts.append(Label(theme, text, buddy=parts[0]))
        for part in parts:
            part.setParent(owner)
        owner.show()
        owner.grab()
        there = [*said(error), *said(owner)]
        wrong += [f"{text!r:.80}: {each}" for each in (*misread(error), *misread(progress), *misread(owner))]
        if there.count(text) < 7 or text not in before or f"{text} again" not in said(progress):
            wrong.append(f"{text!r:.80}: shown otherwise")
        for each in (error, progress, owner):
            each.close()
    assert (wrong, trap.opened()) == ([], [])


@pytest.mark.parametrize(
    "audience", ["self", *(pytest.param(each, marks=pytest.mark.full) for each in ("board", "lawyer"))]
)
def test_a_dossier_shows_words_and_opens_nothing(trap: Trap, tmp_path: Path, audience: str) -> None:
    folder, out = a_journal(tmp_path, trap, 4, hidden=False), tmp_path / ("out" if audience == "lawyer" else "out.pdf")
    with Journal.open(folder, PASSPHRASE) as journal:
        request = DossierRequest(audience=audience, complaint="" if audience == "self" else "c0", every=True)
        dossiers.build(journal, request, out)
    assert trap.opened() == []
    if audience != "self":
        return
    told = subprocess.run(["pdftotext", "-raw", out, "-"], capture_output=True, text=True, check=True).stdout
    words = "".join(told.split())
    ascii_ = [each for each in hostile.strings(trap.path) if each.isascii() and each.isprintable() and len(each) < 200]
    missing = [each for each in ascii_ if "".join(each.split()) not in words]
    assert len(ascii_) > 40
    assert missing == []


# ---- what the figure has to catch


@pytest.mark.parametrize("text", ["<img src='{trap}'>", "a <b>b</b> <img src={url}> c"])
def test_a_raw_label_is_caught(qtbot: QtBot, trap: Trap, text: str) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    label = QLabel(text.replace("{trap}", str(trap.path)).replace("{url}", trap.path.as_uri()), dialog)
    dialog.show()
    dialog.grab()
    opened_by_it = trap.opened()
    figures.caught("S6", "a label that guesses at markup", by=len(opened_by_it), part="views of the window")
    assert "trap.png" in opened_by_it
    assert list(misread(label)) == ["QLabel : guesses at markup"]


def test_a_raw_box_with_a_letter_for_a_key_is_caught(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    box = QCheckBox("Tom &Jerry", dialog)
    dialog.show()
    assert list(misread(box)) == ["QCheckBox : takes a letter for a key"]


@pytest.mark.full
def test_no_call_of_any_part_opens_the_file(tmp_path: Path) -> None:
    """The same seen from outside, with all children: by the system calls."""
    if calls.why_not():
        pytest.skip(calls.why_not())
    found = {}
    for chosen in ("every_view", "dossier_shows", "raw_label"):
        log, place = tmp_path / "log", tmp_path / chosen.partition(" ")[0]
        command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--basetemp", str(place)]
        done = subprocess.run(
            calls.watched(log, [*command, "-m", "not full", "-k", chosen, __file__]),
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:]
        reading = [each for each in calls.read(log) if not calls.is_writing(each)]
        found[chosen] = sum(place.endswith("/trap.png") for place in calls.opened(reading))
        log.unlink()
    figures.tell("S6", "files opened, by system calls", full=True, ran=3, broken=found["every_view"],
                 what=f"views and dossiers under strace; the control opens {found['raw_label']} files")  # fmt: skip
    assert (found["every_view"], found["dossier_shows"]) == (0, 0)
    assert found["raw_label"] > 0
