from __future__ import annotations

from pathlib import Path

import pytest

from journal_app.errors import StorageTrouble
from journal_app.vault.blobs import stored_size
from journal_app.vault.synced import foreign, service_of, short_of

ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the names of a vault."""
    place = tmp_path / "vault"
    (place / "files").mkdir(parents=True)
    for name in ("header.json", "header.bak", "journal.db", "journal.db-journal", "lock", "reserve", "state",
                 "unfinished", "copy.json", f"files/{ID}", f"files/{ID}.part", "state.part"):  # fmt: skip
        (place / name).write_bytes(bytes(4096))
    return place


@pytest.mark.parametrize(
    ("place", "mark", "service"),
    [
        ("Dropbox", "", "Dropbox"), ("Dropbox (Old)/mine", "", "Dropbox"), ("any", ".dropbox", "Dropbox"),
        ("any", ".dropbox.cache/", "Dropbox"), ("sync/deep/er", ".stfolder/", "Syncthing"),
        ("OneDrive", "", "OneDrive"), ("OneDrive - Example/Documents", "", "OneDrive"),
        ("any", ".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"), ("Nextcloud", "", "Nextcloud"),
        ("Nextcloud2", "", "Nextcloud"), ("any", ".sync_1a2b3c.db", "Nextcloud"),
        ("any", "._sync_1a2b.db", "Nextcloud"),
        ("any", ".nextcloudsync.log", "Nextcloud"), ("ownCloud", "", "Nextcloud"), ("GoogleDrive-a@b.c/My Drive", "",
        "Google Drive"), ("Google Drive", "", "Google Drive"), ("any", ".tmp.drivedownload/", "Google Drive"),
        ("Library/Mobile Documents/x", "", "iCloud"), ("iCloudDrive", "", "iCloud"), ("iCloud Drive", "", "iCloud"),
        ("MEGAsync", "", "MEGA"), ("Box", "", "Box"), ("pCloud Drive", "", "pCloud"),
        ("any", ".seafile-data/", "Seafile"),
        ("Boxes", "", ""), ("My Dropbox notes", "", ""), ("any", "", ""), ("any", "sync_1a.db", ""),
    ],
)  # fmt: skip
def test_a_synced_folder_is_known_by_what_its_program_leaves(
    tmp_path: Path, place: str, mark: str, service: str
) -> None:
    folder = tmp_path / place / "journal"
    folder.mkdir(parents=True)
    if mark:
        marked = tmp_path / place.partition("/")[0] / mark
        marked.mkdir() if mark.endswith("/") else marked.touch()
    assert service_of(folder) == service
    assert service_of(tmp_path / place / "not there yet") == service


def test_a_folder_that_may_not_be_looked_into_tells_of_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "exists", refuse)
    assert service_of(tmp_path) == ""


def test_the_names_of_a_vault_are_not_foreign(folder: Path) -> None:
    assert foreign(folder) == ()


@pytest.mark.parametrize(
    "name",
    ["letter.txt", ".DS_Store", "desktop.ini", "Thumbs.db", "._.DS_Store", "notes.json", "journalist.txt", "README",
     "files.txt", "stateroom.jpg", "headers.csv", "lock (1)", "reserve (1)", "files/.DS_Store", "files/desktop.ini",
     "files/abc", ".stfolder", ".stignore", ".sync.ffs_lock"],
)  # fmt: skip
def test_what_has_nothing_of_the_vaults_own_is_left_out(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")
    assert foreign(folder) == ()


def test_a_second_folder_of_files_is_foreign(folder: Path) -> None:
    for name in ("files (1)", "files 2", "files-LAPTOP", "files (Ana's conflicted copy 2026-03-01)"):
        (folder / name).mkdir()
    assert len(foreign(folder)) == 4


def test_a_folder_that_is_gone(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StorageTrouble):
        foreign(tmp_path / "gone")
    (folder / "files").rename(folder / "elsewhere")
    assert foreign(folder) == ()
    assert short_of(folder, {ID: 1}) == (f"files/{ID}",)
    (folder / "files").write_bytes(b"a file")
    with pytest.raises(StorageTrouble):
        short_of(folder, {ID: 1})


def test_what_is_missing_or_short_is_named(folder: Path) -> None:
    other = "f" * 32
    sizes = {ID: stored_size(10), other: stored_size(10)}
    (folder / "files" / ID).write_bytes(bytes(stored_size(10)))
    assert short_of(folder, sizes) == (f"files/{other}",)
    (folder / "files" / other).write_bytes(bytes(stored_size(10) - 1))
    assert short_of(folder, sizes) == (f"files/{other}",)
    (folder / "files" / other).write_bytes(bytes(stored_size(10)))
    assert short_of(folder, sizes) == ()
    (folder / "journal.db").write_bytes(bytes(4097))
    assert short_of(folder, sizes) == ("journal.db",)


def test_what_macos_puts_beside_a_file_is_no_copy_in_conflict(folder: Path) -> None:
    """A journal on a stick that was once in a Mac was open for reading only from then on."""
    beside = [folder / "._journal.db", folder / "._header.json", folder / "files" / f"._{ID}"]
    for path in beside:
        path.write_bytes(b"\0\5\x16\7" + bytes(4092))
    assert foreign(folder) == ()
    beside[0].write_bytes(b"half of a database")
    beside[1].unlink()
    beside[1].mkdir()
    assert foreign(folder) == ("._header.json", "._journal.db")
    (folder / "._journal (Copy).db").write_bytes(b"\0\5\x16\7")
    assert "._journal (Copy).db" in foreign(folder)
