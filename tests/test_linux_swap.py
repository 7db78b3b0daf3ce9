"""Whether swap space is encrypted: the kernel's own files are read, laid out in a folder as it lays them out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journal_app import platform_guard
from journal_app.platform_guard.linux_swap import swap_is_encrypted

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


class Kernel:
    """The parts of proc and sysfs that tell of one swap file and the device below it."""

    def __init__(self, root: Path) -> None:
        self.swaps, self.sys = root / "swaps", root / "sys"
        self.file = root / "a swap file"
        self.file.write_bytes(b"")
        number = self.file.stat().st_dev
        self.device = self.sys / "devices" / "one"
        self.device.mkdir(parents=True)
        (self.sys / "dev" / "block").mkdir(parents=True)
        self.link = self.sys / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
        self.link.symlink_to(self.device)
        self.tell(str(self.file).replace(" ", "\\040"))

    def tell(self, *names: str) -> None:
        self.swaps.write_text(HEAD + "".join(f"{name} file 1 0 -2\n" for name in names))

    def named(self, uuid: str, device: Path | None = None) -> None:
        place = (device or self.device) / "dm"
        place.mkdir()
        (place / "uuid").write_text(uuid + "\n")

    def below(self, name: str) -> Path:
        place = self.sys / "devices" / name
        place.mkdir()
        (self.device / "slaves").mkdir(exist_ok=True)
        (self.device / "slaves" / name).symlink_to(place)
        return place

    def answer(self) -> bool | None:
        return swap_is_encrypted(self.swaps, self.sys)


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return Kernel(tmp_path)


def test_without_swap_nothing_is_written(kernel: Kernel) -> None:
    kernel.tell()
    assert kernel.answer() is True


def test_a_plain_disk_is_not_encrypted(kernel: Kernel) -> None:
    assert kernel.answer() is False


@pytest.mark.parametrize(
    ("kind", "answer"), [("LUKS2", True), ("PLAIN", True), ("INTEGRITY", False), ("VERITY", False)]
)
def test_an_encrypted_disk_is(kernel: Kernel, kind: str, answer: bool) -> None:
    """What only finds changes has a name that begins alike."""
    kernel.named(f"CRYPT-{kind}-0123-swap")
    assert kernel.answer() is answer


def test_a_volume_is_what_lies_below_it(kernel: Kernel) -> None:
    kernel.named("LVM-0123")
    kernel.named("CRYPT-LUKS2-0123-disk", kernel.below("dm-0"))
    assert kernel.answer() is True
    kernel.below("sda1")
    assert kernel.answer() is False


@pytest.mark.parametrize(("backing", "answer"), [("none", True), ("", True), ("/dev/sda2", False)])
def test_packed_memory_is_memory_unless_it_is_written_on(kernel: Kernel, backing: str, answer: bool) -> None:
    zram = kernel.sys / "devices" / "zram0"
    zram.mkdir()
    (zram / "backing_dev").write_text(backing)
    kernel.link.unlink()
    kernel.link.symlink_to(zram)
    assert kernel.answer() is answer


def test_what_the_kernel_does_not_tell_is_not_known(kernel: Kernel, tmp_path: Path) -> None:
    kernel.link.unlink()
    assert kernel.answer() is None
    kernel.tell(str(tmp_path / "gone"))
    assert kernel.answer() is None
    kernel.swaps.unlink()
    assert kernel.answer() is None


def test_a_volume_on_something_that_is_not_told_is_not_known(kernel: Kernel) -> None:
    (kernel.device / "slaves").mkdir()
    (kernel.device / "slaves" / "gone").symlink_to(kernel.sys / "nowhere")
    assert kernel.answer() is None


def test_one_open_disk_is_enough(kernel: Kernel, tmp_path: Path) -> None:
    kernel.tell(str(kernel.file).replace(" ", "\\040"), str(tmp_path / "gone"))
    assert kernel.answer() is False


def test_this_computer_answers() -> None:
    assert platform_guard.here().swap_is_encrypted() in {True, False, None}
