"""Printing: pages reach a printer, here one that writes a PDF; what it leaves is said, and nothing else is left."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from journal_app.services import anchors, safekeeping
from journal_app.services.journal import Journal
from journal_app.ui import file_dialog, help_page, printing
from journal_app.ui.app import Window
from journal_app.ui.key_cards import KeyCards
from journal_app.ui.main_window import MainPage
from journal_app.ui.printing import Printers, PrintRow
from journal_app.ui.private_folder import PrivateFolder
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.widgets import Section
from journal_app.vault import shares
from tests.test_no_network import LOCAL, families, why_not
from tests.ui.conftest import PASSPHRASE, WAIT, child, settled
from tests.ui.test_sections import labels, read
from tests.ui.test_start import click, created

LEAVES = "The printer and this computer keep a list of what was printed"


class ToAFile:
    """A printer that writes what it gets to a file, and remembers what it was told and where it was asked."""

    def __init__(self, place: Path) -> None:
        self.place, self.folders = place, list[str]()
        self.made: list[QPrinter] = []

    def names(self) -> list[str]:
        return ["Upstairs", "Downstairs"]

    def named(self, name: str) -> QPrinter:
        assert name == "Downstairs"
        self.folders.append(os.environ["TMPDIR"])
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.place))
        self.made.append(printer)
        return printer


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ToAFile:
    """The printer that every row finds."""
    there = ToAFile(tmp_path / "printed.pdf")
    monkeypatch.setattr(printing, "Printers", lambda: there)
    return there


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> object:
    folder = PrivateFolder()
    yield folder
    folder.remove()


def in_memory(window: Window, private: object) -> None:
    assert isinstance(private, PrivateFolder)
    assert private.is_in_memory
    window.runtime = private


def printed(qtbot: QtBot, window: Window, identifier: str, there: ToAFile) -> pikepdf.Pdf:
    """Print with the second printer, and return what came out."""
    click(window, identifier)
    choice = child(window, f"{identifier}.printer")
    choice.choose("Downstairs")  # type: ignore[attr-defined]  # a choice
    click(window, f"{identifier}.go-on")
    row = choice.parentWidget()
    while not isinstance(row, PrintRow):
        assert row is not None
        row = row.parentWidget()
    qtbot.waitUntil(lambda: "Handed to the printer." in labels(row), timeout=WAIT)
    assert LEAVES in labels(window)
    assert there.made[-1].docName() == "page"
    return pikepdf.open(there.place)


def show_help(main: MainPage) -> None:
    main.show_section("help")
    for part in main.pages["help"].findChildren(Section):
        part.open()


def test_a_help_page_is_printed_in_words(qtbot: QtBot, main: MainPage, printer: ToAFile, private: object) -> None:
    window = main.window()
    assert isinstance(window, Window)
    in_memory(window, private)
    show_help(main)
    with printed(qtbot, window, "help.dossier.print", printer) as made:
        assert len(made.pages) >= 1
        assert "/Author" not in made.docinfo or not str(made.docinfo["/Author"])
    text = subprocess.run(["pdftotext", printer.place, "-"], capture_output=True, text=True, check=True).stdout
    said = unicodedata.normalize("NFKC", " ".join(text.split()))
    shown = help_page._body("dossier")
    for word in set(re.findall(r"\w{4,}", shown)):
        assert word in said, word
    assert printer.folders == [str(private.path)]  # type: ignore[attr-defined]  # a private folder
    assert list(private.path.iterdir()) == []  # type: ignore[attr-defined]  # as above


def test_a_long_text_goes_on_on_another_page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = ToAFile(tmp_path / "long.pdf")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    body = "\n\n".join(
        f"Paragraph {number}. " + "Some words that fill a line and then more. " * 8 for number in range(60)
    )
    assert printing.words("A title", body)(place.named("Downstairs"))
    with pikepdf.open(place.place) as made:
        assert 3 <= len(made.pages) <= 12
    text = subprocess.run(["pdftotext", place.place, "-"], capture_output=True, text=True, check=True).stdout
    assert [f"Paragraph {number}." in text for number in range(60)] == [True] * 60


def test_where_there_is_no_printer_that_is_said(main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Printers, "names", lambda _: [])
    show_help(main)
    window = main.window()
    assert isinstance(window, Window)
    click(window, "help.writing.print")
    assert "No printer was found on this computer." in labels(main.pages["help"])


def test_without_room_in_memory_nothing_is_printed(main: MainPage, printer: ToAFile) -> None:
    window = main.window()
    assert isinstance(window, Window)
    assert window.runtime is None
    show_help(main)
    click(window, "help.writing.print")
    child(window, "help.writing.print.printer").choose("Downstairs")  # type: ignore[attr-defined]  # a choice
    click(window, "help.writing.print.go-on")
    assert "no private room in its memory" in labels(main.pages["help"])
    assert not printer.place.exists()


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false")
def test_a_printer_that_takes_nothing_is_told(
    main: MainPage, printer: ToAFile, private: object, tmp_path: Path
) -> None:
    window = main.window()
    assert isinstance(window, Window)
    in_memory(window, private)
    printer.place = tmp_path / "nowhere" / "printed.pdf"
    show_help(main)
    click(window, "help.writing.print")
    child(window, "help.writing.print.printer").choose("Downstairs")  # type: ignore[attr-defined]  # a choice
    click(window, "help.writing.print.go-on")
    assert "The printer did not take it." in labels(main.pages["help"])


def test_a_slip_is_printed_and_that_is_noted(
    qtbot: QtBot, main: MainPage, printer: ToAFile, private: object, tmp_path: Path
) -> None:
    window = main.window()
    assert isinstance(window, Window)
    in_memory(window, private)
    main.show_section("backup")
    settled(qtbot, main)
    assert read(qtbot, main, anchors.last_anchored) is None
    with printed(qtbot, window, "anchor.print", printer) as made:
        assert len(made.pages) == 1
        assert len(made.pages[0].get_images()) == 1  # drawn by the locked worker
    qtbot.waitUntil(lambda: read(qtbot, main, safekeeping.safekeeping).anchored is not None, timeout=WAIT)


def test_a_slip_that_no_printer_took_is_not_noted(qtbot: QtBot, main: MainPage, printer: ToAFile) -> None:
    window = main.window()
    assert isinstance(window, Window)
    main.show_section("backup")
    settled(qtbot, main)
    click(window, "anchor.print")
    child(window, "anchor.print.printer").choose("Downstairs")  # type: ignore[attr-defined]  # a choice
    click(window, "anchor.print.go-on")
    qtbot.waitUntil(lambda: "no private room in its memory" in labels(main.pages["backup"]), timeout=WAIT)
    settled(qtbot, main)
    assert not printer.place.exists()
    assert read(qtbot, main, anchors.last_anchored) is None
    assert read(qtbot, main, safekeeping.safekeeping).anchored is None


def test_the_sheets_are_printed_and_all_of_one_division(
    qtbot: QtBot, make_window: Callable[..., Window], printer: ToAFile, private: object, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = make_window()
    in_memory(window, private)
    journal, key = created(window, tmp_path / "new")
    window._journal, window._folder = journal, tmp_path / "new"
    window._show_sheet(key, lambda: None)
    page = window.page
    assert isinstance(page, RecoverySheetPage)
    with printed(qtbot, window, "recovery.print", printer) as made:
        assert len(made.pages) == 1
    for part in page.findChildren(Section):
        part.open()
    with printed(qtbot, window, "recovery.print-2", printer) as made:
        assert len(made.pages) == 1
    words = []
    for number in (1, 3):
        place = tmp_path / f"{number}.pdf"
        monkeypatch.setattr(file_dialog, "place_to_save", lambda *_, place=place: place)
        click(window, f"recovery.save-{number}")
        assert "Saved. Print it, then delete the file and empty the bin." in labels(page)
        assert place.read_bytes().startswith(b"%PDF")
        words.append(page._whole().shares[number - 1])
    assert shares.read("\n".join(words)).text == key.text
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: None)
    click(window, "recovery.save-1")


def test_who_has_which_sheet_is_the_persons_own_note(qtbot: QtBot, main: MainPage, folder: Path) -> None:
    main.show_section("settings")
    cards = main.pages["settings"].findChild(KeyCards)
    assert isinstance(cards, KeyCards)
    for part in cards.findChildren(Section):
        part.open()
    settled(qtbot, main)
    for number, name in ((1, "Ann"), (3, " my sister ")):
        field = child(cards, f"settings.holder-{number}")
        field.setText(name)  # type: ignore[attr-defined]  # a field
        field.textEdited.emit(name)  # type: ignore[attr-defined]  # as above
        field.editingFinished.emit()  # type: ignore[attr-defined]  # as above
    settled(qtbot, main)
    window = main.window()
    assert isinstance(window, Window)
    window.lock()
    from journal_app.services import preferences

    with Journal.open(folder, PASSPHRASE) as journal:
        assert preferences.sheet_holders(journal) == ("Ann", "", "my sister")
    assert b"Ann" not in (folder / "journal.db").read_bytes()


LOOKS = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from journal_app import platform_guard
if sys.argv[1] == "guarded":
    assert platform_guard.protect().network
from PySide6.QtWidgets import QApplication
application = QApplication([])
from journal_app.ui.printing import Printers, words
print(len(Printers().names()))
printer = Printers().named("none such")
printer.setOutputFormat(printer.OutputFormat.PdfFormat)
printer.setOutputFileName(sys.argv[2])
print(words("A page", "And words.")(printer))
"""


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
def test_looking_for_printers_opens_no_connection_and_leaves_no_file(tmp_path: Path) -> None:
    trace, home = tmp_path / "trace", tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket,socketpair", "-o", trace, sys.executable, "-c", LOOKS, "open",
         tmp_path / "out.pdf"],
        capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(home), "CUPS_SERVER": "192.0.2.1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == "True"
    assert families(trace.read_text()) <= LOCAL
    assert (tmp_path / "out.pdf").stat().st_size
    assert [each for each in home.rglob("*") if each.is_file()] == []


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
@pytest.mark.skipif(
    Path("/run/cups/cups.sock").exists() or find_library("cups") is None,
    reason="this computer has a CUPS of its own, or no library for it",
)
def test_without_naming_the_local_socket_the_trace_would_show_a_connection(tmp_path: Path) -> None:
    """The negative control: the same trace of the library left to itself."""
    weaker = LOOKS.replace("from journal_app.ui.printing import", "from journal_app.ui import printing\n"
                           "printing._LOCAL.clear()\nfrom journal_app.ui.printing import")  # fmt: skip
    trace = tmp_path / "trace"
    surroundings = {key: value for key, value in os.environ.items() if key != "CUPS_SERVER"}
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket,socketpair", "-o", trace, sys.executable, "-c", weaker, "open",
         tmp_path / "out.pdf"],
        capture_output=True, check=False, env=surroundings,
    )  # fmt: skip
    assert families(trace.read_text()) - LOCAL


def test_behind_the_filter_nothing_breaks(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOKS, "guarded", tmp_path / "out.pdf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == "True"
