"""What opens the journal is changed only by whoever shows a secret that opens it now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.errors import WrongSecret
from journal_app.services import keys
from journal_app.services.journal import Journal

from .keeping import PASSPHRASE, on_disk, refused

CHANGES: list[Callable[[Journal, str], object]] = [
    lambda journal, current: keys.change_passphrase(journal, current, "another one for tests"),
    keys.new_recovery_key,
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("secret", ["", "not this one", "0000-0000-0000-0000-0000-0000-0000-0000-00"])
def test_a_change_needs_a_secret_of_now(folder: Path, change: Callable[[Journal, str], object], secret: str) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        before = on_disk(folder)
        with refused(WrongSecret):
            change(opened, secret)
        assert on_disk(folder) == before
    Journal.open(folder, PASSPHRASE).close()


def test_the_passphrase_of_now_or_the_recovery_key_is_enough(made: tuple[Path, str], folder: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        keys.change_passphrase(opened, PASSPHRASE, "the second one")
        with refused(WrongSecret):
            keys.change_passphrase(opened, PASSPHRASE, "the third one")
        keys.change_passphrase(opened, made[1].lower(), "the fourth one")
        key = keys.new_recovery_key(opened, "the fourth one")
        with refused(WrongSecret):
            keys.new_recovery_key(opened, made[1])
    Journal.check_recovery_key(folder, key.text)
    Journal.open(folder, "the fourth one").close()
