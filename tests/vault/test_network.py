from __future__ import annotations

import os
from pathlib import Path

import pytest

from journal_app.errors import StorageTrouble
from journal_app.vault.network import NETWORK_PREFIXES, NETWORK_TYPES, refuse_network_folder


def mounted(tmp_path: Path, *points: tuple[str, str]) -> Path:
    lines = [
        f"{40 + number} 23 0:{number} / {point} rw,nosuid shared:{number} - {kind} server:/share rw"
        for number, (point, kind) in enumerate((("/", "ext4"), *points))
    ]
    path = tmp_path / "mountinfo"
    path.write_bytes(os.fsencode("\n".join(lines) + "\n"))
    return path


@pytest.mark.parametrize("kind", sorted({*NETWORK_TYPES, *NETWORK_PREFIXES, "fuse.gvfsd-fuse", "fuse.ceph-fuse"}))
def test_network_folders_are_refused(tmp_path: Path, kind: str) -> None:
    mounts = mounted(tmp_path, (str(tmp_path), kind))
    for folder in (tmp_path, tmp_path / "not" / "there"):
        with pytest.raises(StorageTrouble, match="network"):
            refuse_network_folder(folder, mounts)
    refuse_network_folder(tmp_path.with_name(tmp_path.name + "2"), mounts)


@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "vfat", "exfat", "fuseblk", "tmpfs", "overlay", "fuse.ntfs-3g", "fuse"]
)
def test_folders_of_this_computer_are_taken(tmp_path: Path, kind: str) -> None:
    refuse_network_folder(tmp_path, mounted(tmp_path, (str(tmp_path), kind)))


def test_the_nearest_mount_counts_and_of_two_the_later(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    refuse_network_folder(inner, mounted(tmp_path, (str(inner), "ext4"), (str(tmp_path), "nfs4")))
    with pytest.raises(StorageTrouble):
        refuse_network_folder(inner, mounted(tmp_path, (str(tmp_path), "ext4"), (str(inner), "nfs4")))
    with pytest.raises(StorageTrouble):
        refuse_network_folder(inner, mounted(tmp_path, (str(inner), "autofs"), (str(inner), "nfs4")))
    with pytest.raises(StorageTrouble):
        refuse_network_folder(Path("/anything"), mounted(tmp_path, ("/", "9p")))


NOT_UTF8 = b"\xff\xfe".decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("name", ["two words", "tab\there", "new\nline", "back\\040slash", "#", NOT_UTF8])
def test_names_with_signs_the_list_writes_in_octal(tmp_path: Path, name: str) -> None:
    escaped = name
    for sign in "\\ \t\n#":
        escaped = escaped.replace(sign, f"\\{ord(sign):03o}")
    with pytest.raises(StorageTrouble):
        refuse_network_folder(tmp_path / name / "vault", mounted(tmp_path, (f"{tmp_path}/{escaped}", "cifs")))


def test_a_link_to_a_network_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to("share")
    with pytest.raises(StorageTrouble):
        refuse_network_folder(tmp_path / "link" / "vault", mounted(tmp_path, (str(tmp_path / "share"), "nfs")))


def test_the_form_windows_gives_network_paths() -> None:
    with pytest.raises(StorageTrouble):
        refuse_network_folder(Path("\\\\server\\share"))


def test_no_list_and_strange_lines_refuse_nothing(tmp_path: Path) -> None:
    refuse_network_folder(tmp_path, tmp_path / "gone")
    strange = tmp_path / "strange"
    strange.write_text("\nshort - nfs\n1 2 0:3 / / rw shared:1\n1 2 0:3 / / rw -\n")
    refuse_network_folder(tmp_path, strange)


def test_this_computer_is_asked_by_default(tmp_path: Path) -> None:
    refuse_network_folder(tmp_path)
