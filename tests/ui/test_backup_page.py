"""Keeping the journal safe in the window: copies, checks, trials, bringing back, saving what is left, anchors."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import verifier_samples as samples
from pytestqt.qtbot import QtBot

from journal_app.domain.custody import Anchor
from journal_app.errors import Cancelled
from journal_app.integrity.calendar_proof import OVER_SHA256
from journal_app.services import anchors, dossiers, evidence, keys, trials
from journal_app.services.audit import Salvaged
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal
from journal_app.ui import file_dialog
from journal_app.ui.anchor_card import in_words
from journal_app.ui.app import Window
from journal_app.ui.backup_page import BackupPage, saved_in_words
from journal_app.ui.desk import Desk
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Section
from tests.ui.conftest import PASSPHRASE, WAIT, child, settled, unlock
from tests.ui.test_sections import labels, read
from tests.ui.test_start import click

WHOLE = "Everything that was checked is as it was saved."
Choose = Callable[..., None]


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> BackupPage:
    return shown(qtbot, main)


def shown(qtbot: QtBot, main: MainPage) -> BackupPage:
    """Show the page by its button, with every part open."""
    child(main, "nav.backup").click()  # type: ignore[attr-defined]  # a button
    page = main.page
    assert isinstance(page, BackupPage)
    for part in page.findChildren(Section):
        part.open()
    settled(qtbot, main)
    return page


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Return what answers the file dialogs, in the order they are shown; None is one that was closed."""

    def answers(*, folders: tuple[Path | None, ...] = (), places: tuple[Path | None, ...] = (),
                files: tuple[Path, ...] = ()) -> None:  # fmt: skip
        opened, saved, read_ = iter(folders), iter(places), iter([[each] for each in files] or [[]])
        monkeypatch.setattr(file_dialog, "folder_to_open", lambda *_: next(opened))
        monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: next(saved))
        monkeypatch.setattr(file_dialog, "files_to_open", lambda *_: next(read_))

    return answers


@pytest.fixture
def copy(qtbot: QtBot, main: MainPage, page: BackupPage, choose: Choose, tmp_path: Path) -> Path:
    """Return a copy that was made in the window."""
    choose(places=(tmp_path / "copy",))
    click(window_of(main), "backup.copy")
    says(qtbot, page, "Copied and checked: 4 entries, 6 files. If the copy is on a USB stick, you can unplug")
    assert "Plug it in again and use “Look through a copy” once" in labels(page)
    return tmp_path / "copy"


def window_of(main: MainPage) -> Window:
    window = main.window()
    assert isinstance(window, Window)
    return window


def says(qtbot: QtBot, page: BackupPage, words: str) -> None:
    """Wait until the page says something."""
    qtbot.waitUntil(lambda: words in labels(page), timeout=WAIT)


def on_disk(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def spoil(folder: Path, qtbot: QtBot, main: MainPage) -> str:
    """Damage one file of a journal on the disk; returns what the person calls it."""
    (views,) = (read(qtbot, main, evidence.everything)[:1],)
    item = views[0].evidence
    place = folder / "files" / item.blob
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    return item.description or item.file_name


def test_the_page_says_what_was_done_and_what_was_not(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path
) -> None:
    settled(qtbot, main)
    said = labels(page)
    assert "A copy was last made on " in said
    assert "No copy was tried out yet. Trying one out every 90 days shows that it still opens." in said
    assert "No fingerprint of the journal was saved or printed yet." in said
    assert child(main, "nav.backup").text() == "Backup: today"  # type: ignore[attr-defined]  # a button
    assert copy.is_dir()


def test_a_whole_journal_is_told_so_with_what_was_looked_at(qtbot: QtBot, main: MainPage, page: BackupPage) -> None:
    before = on_disk(read(qtbot, main, lambda journal: journal.folder))
    click(window_of(main), "backup.check")
    says(qtbot, page, WHOLE)
    assert "Stored files, byte for byte: " in labels(page)
    assert on_disk(read(qtbot, main, lambda journal: journal.folder)) == before


def test_damage_is_named_and_a_copy_that_has_it_found(
    qtbot: QtBot, main: MainPage, page: BackupPage, folder: Path, copy: Path, choose: Choose
) -> None:
    called = spoil(folder, qtbot, main)
    click(window_of(main), "backup.check")
    says(qtbot, page, f"“{called}”")
    assert WHOLE not in labels(page)
    assert "The copy made on " in labels(page)
    assert "was checked, and had it whole." in labels(page)
    assert "look through a copy" in labels(page)
    before = on_disk(copy)
    choose(folders=(copy,))
    page.copies.secret.setText(PASSPHRASE)
    click(window_of(main), "backup.look")
    says(qtbot, page, "It holds everything that is damaged in this journal, as it was saved.")
    assert "Read whole: 4 entries, " in labels(page)
    assert on_disk(copy) == before
    assert page.copies.secret.text() == ""


def test_a_damaged_copy_is_told_and_not_changed(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path, choose: Choose
) -> None:
    called = spoil(copy, qtbot, main)
    before = on_disk(copy)
    assert called
    choose(folders=(copy,))
    page.copies.secret.setText(PASSPHRASE)
    click(window_of(main), "backup.look")
    says(qtbot, page, "This copy is not as it was made.")
    assert "Read whole" not in labels(page)
    assert on_disk(copy) == before


def test_a_wrong_passphrase_of_a_copy_takes_the_focus_from_nowhere_else(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path, choose: Choose
) -> None:
    for writes_elsewhere in (True, False):
        choose(folders=(copy,))
        page.copies.secret.setText("another passphrase")
        child(page, "backup.look").setFocus()
        click(window_of(main), "backup.look")
        if writes_elsewhere:
            main.search.setFocus()
        says(qtbot, page, "That did not open the journal; nothing was changed.")
        assert main.search.hasFocus() == writes_elsewhere
        assert page.copies.secret.hasFocus() != writes_elsewhere
        page.copies._say()


def test_a_copy_is_tried_out_and_that_is_noted(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path, choose: Choose, tmp_path: Path
) -> None:
    (tmp_path / "room").mkdir()
    choose(folders=(copy, tmp_path / "room"))
    page.copies.secret.setText(PASSPHRASE)
    click(window_of(main), "backup.drill")
    says(qtbot, page, "It opens. Brought back, read whole and removed again: 4 entries, ")
    assert list((tmp_path / "room").iterdir()) == []
    says(qtbot, page, "A copy was last tried out on ")
    assert "No copy was tried out yet" not in labels(page)


def test_a_copy_is_brought_back_and_never_over_anything(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path, folder: Path, choose: Choose, tmp_path: Path
) -> None:
    before = on_disk(folder)
    for place in (folder, folder / "inside", copy):
        choose(folders=(copy,), places=(place,))
        page.copies.secret.setText(PASSPHRASE)
        click(window_of(main), "backup.restore")
        qtbot.waitUntil(lambda: bool(page.copies._problem.text()), timeout=WAIT)
        page.copies._say()
    assert on_disk(folder).keys() == before.keys()
    choose(folders=(copy,), places=(tmp_path / "again",))
    page.copies.secret.setText(PASSPHRASE)
    click(window_of(main), "backup.restore")
    says(qtbot, page, "Brought back and read whole: 4 entries, ")
    Journal.open(tmp_path / "again", PASSPHRASE).close()


@pytest.mark.parametrize("what", ["look", "drill", "restore"])
def test_a_wrong_passphrase_or_none_does_nothing(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path, choose: Choose, tmp_path: Path, what: str
) -> None:
    click(window_of(main), f"backup.{what}")
    assert "First type the passphrase of the copy." in labels(page)
    (tmp_path / "room").mkdir()
    choose(folders=(copy, tmp_path / "room"), places=(tmp_path / "room" / "new",))
    page.copies.secret.setText("another")
    click(window_of(main), f"backup.{what}")
    qtbot.waitUntil(lambda: "did not open" in labels(page) or "does not open" in labels(page), timeout=WAIT)
    assert list((tmp_path / "room").iterdir()) == []


@pytest.mark.parametrize("what", ["look", "drill", "restore"])
def test_a_dialog_that_is_closed_does_nothing(
    main: MainPage, page: BackupPage, copy: Path, choose: Choose, what: str
) -> None:
    page.copies.secret.setText(PASSPHRASE)
    choose(folders=(None,))
    click(window_of(main), f"backup.{what}")
    if what != "look":
        choose(folders=(copy, None), places=(None,))
        click(window_of(main), f"backup.{what}")
    assert page.copies.secret.text() == PASSPHRASE


def test_the_key_file_of_a_copy_is_asked_for(
    qtbot: QtBot, main: MainPage, page: BackupPage, choose: Choose, tmp_path: Path
) -> None:
    read(qtbot, main, lambda journal: keys.add_key_file(journal, PASSPHRASE, tmp_path / "key"))
    choose(places=(tmp_path / "copy",))
    click(window_of(main), "backup.copy")
    says(qtbot, page, "Copied and checked")
    choose(folders=(tmp_path / "copy",))
    page.copies.secret.setText(PASSPHRASE)
    click(window_of(main), "backup.look")
    settled(qtbot, main)
    choose(folders=(tmp_path / "copy",), files=(tmp_path / "key",))
    page.copies.secret.setText(PASSPHRASE)
    click(window_of(main), "backup.look")
    says(qtbot, page, "Read whole: 4 entries, ")


def test_what_can_be_read_is_saved_with_what_cannot(
    qtbot: QtBot, main: MainPage, page: BackupPage, folder: Path, choose: Choose, tmp_path: Path
) -> None:
    assert "Earlier versions, when they were written, and removed entries are not in it." in labels(page)
    assert "That folder is not locked" in labels(page)
    spoil(folder, qtbot, main)
    choose(places=(None, tmp_path / "out"))
    click(window_of(main), "backup.salvage")
    assert not (tmp_path / "out").exists()
    click(window_of(main), "backup.salvage")
    says(qtbot, page, "The folder is not locked.")
    assert "Not readable: " in labels(page)
    assert len(json.loads((tmp_path / "out" / "journal.json").read_text("utf-8"))["incidents"]) == 4
    choose(places=(tmp_path / "out",))
    click(window_of(main), "backup.salvage")
    says(qtbot, page, "out is there already; it was left as it is.")


def test_where_what_was_begun_stands_is_said_with_what_is_saved() -> None:
    assert saved_in_words(Salvaged(saved=3, lost=())) == "Saved: 3 records and files. The folder is not locked."
    assert saved_in_words(Salvaged(saved=3, lost=(), drafts=1)).endswith(
        " What was begun and not finished is in drafts.json."
    )


@pytest.mark.parametrize("what", ["check", "look", "drill", "restore", "salvage"])
def test_work_that_is_stopped_leaves_nothing(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path, choose: Choose, tmp_path: Path, what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "room").mkdir()
    choose(folders=(copy, tmp_path / "room"), places=(tmp_path / "room" / "new",))
    page.copies.secret.setText(PASSPHRASE)
    long, is_stopped = Desk.long, threading.Event()

    def stopped(self: Desk, owner: Any, title: str, work: Any, *given: Any, **named: Any) -> object:
        def later(*known: Any) -> object:
            assert is_stopped.wait(60)  # the small work may be done before it is stopped
            return work(*known)

        job = long(self, owner, title, later, *given, **named)
        job.cancel()
        is_stopped.set()
        return job

    monkeypatch.setattr(Desk, "long", stopped)
    click(window_of(main), f"backup.{what}")
    says(qtbot, page, str(Cancelled("Stopped. Nothing half done was left behind.", "Start it again when you like.")))
    assert list((tmp_path / "room").iterdir()) == []
    assert read(qtbot, main, trials.last) == ""


# ---- anchors


def test_slips_requests_and_states_are_saved(
    qtbot: QtBot, main: MainPage, page: BackupPage, choose: Choose, tmp_path: Path
) -> None:
    for what, name, said in (
        ("slip", "slip.pdf", "Saved. Print it"), ("request", "a.tsq", "Bring its answer back"),
        ("state", "state", "Bring the proof back"),
    ):  # fmt: skip
        choose(places=(None,))
        click(window_of(main), f"anchor.{what}")
        choose(places=(tmp_path / name,))
        click(window_of(main), f"anchor.{what}")
        says(qtbot, page, said)
        assert (tmp_path / name).stat().st_size
    says(qtbot, page, "was last saved or printed on ")
    assert "asked for, not answered yet." in labels(page)


def test_a_proof_is_kept_and_said_to_be_unchecked(
    qtbot: QtBot, main: MainPage, page: BackupPage, choose: Choose, tmp_path: Path
) -> None:
    head = read(qtbot, main, anchors.current_head).head
    for name, data in (("other.ots", OVER_SHA256 + bytes(40)), ("bad.ots", b"no proof")):
        (tmp_path / name).write_bytes(data)
        choose(files=(tmp_path / name,))
        click(window_of(main), "anchor.proof")
        says(qtbot, page, f"{name} is ")
        page.anchors.say()
    (tmp_path / "a.ots").write_bytes(OVER_SHA256 + head.digest() + b"\x00")
    choose(files=(tmp_path / "a.ots",))
    click(window_of(main), "anchor.proof")
    says(qtbot, page, f"Proof over {head.size} revisions: kept, not checked here.")
    choose(files=(tmp_path / "a.ots",))
    click(window_of(main), "anchor.answer")
    says(qtbot, page, "No time stamp was asked for")
    choose()
    click(window_of(main), "anchor.answer")


def test_a_package_gets_its_time_in_a_new_one(
    qtbot: QtBot, main: MainPage, page: BackupPage, choose: Choose, tmp_path: Path
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    authority = samples.Authority(tmp_path / "authority")
    package = tmp_path / "package"
    read(qtbot, main, lambda journal: dossiers.build(journal, DossierRequest(audience="lawyer", every=True), package))
    before = on_disk(package)
    for folders in ((None,), (package,)):  # closed at once, and before a place was chosen
        choose(folders=folders, places=(None,))
        click(window_of(main), "anchor.package.request")
    choose(folders=(package,), places=(tmp_path / "a.tsq",))
    click(window_of(main), "anchor.package.request")
    says(qtbot, page, "and keep the package as it is")
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "a.tsq").read_bytes()))
    for folders, files in (((None,), ()), ((package,), ()), ((package,), (tmp_path / "a.tsr",))):
        choose(folders=folders, files=files, places=(None,))
        click(window_of(main), "anchor.package.answer")
    choose(folders=(package,), files=(tmp_path / "a.tsq",), places=(tmp_path / "new",))
    click(window_of(main), "anchor.package.answer")
    says(qtbot, page, "is not a time stamp answer")
    assert not (tmp_path / "new").exists()
    settled(qtbot, main)
    choose(folders=(package,), files=(tmp_path / "a.tsr",), places=(tmp_path / "new",))
    click(window_of(main), "anchor.package.answer")
    says(qtbot, page, "from CN=Test-Time")
    assert re.search(r"existed no later than \d+ \w+ \d{4}, \d\d:\d\d:\d\d UTC, from", labels(page))
    assert "Fingerprint of dossier.pdf: " in labels(page)
    assert on_disk(package) == before
    assert (tmp_path / "new" / "dossier.pdf").is_file()


def test_a_trusted_time_is_told_as_other_times_are() -> None:
    """It stood there as 2024-06-02T10:00:00Z."""
    anchor = Anchor(id="a", root="ab", size=50, head="", answer="AA==", time="2024-06-02T10:00:00Z", authority="TSA")
    assert in_words(anchor) == "Time stamp over 50 revisions: 2 June 2024, 10:00:00 UTC, from TSA."


def test_a_copy_that_is_open_can_be_checked_and_brought_back(
    qtbot: QtBot, main: MainPage, page: BackupPage, copy: Path, make_window: Callable[..., Window], choose: Choose,
    tmp_path: Path,
) -> None:  # fmt: skip
    assert page
    moved = Path(shutil.copytree(copy, tmp_path / "moved"))
    before = on_disk(moved)
    window = make_window()
    unlock(qtbot, window, moved)
    assert window.main is not None
    there = shown(qtbot, window.main)
    click(window, "backup.check")
    says(qtbot, there, WHOLE)
    choose(folders=(copy,), places=(tmp_path / "again",))
    there.copies.secret.setText(PASSPHRASE)
    click(window, "backup.restore")
    says(qtbot, there, "Brought back and read whole: 4 entries, ")
    assert on_disk(moved) == before
