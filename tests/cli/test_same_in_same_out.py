"""The same journal gives the same bytes: in another process, with another hash seed, time zone, language and mask."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import contents

SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C.UTF-8"},
    {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
)


def make(journal: Path, out: Path, reader: str, secret: Path, surroundings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "journal_app", "dossier", journal, "--for", reader, "-o", out, "--passphrase-file",
               secret]  # fmt: skip
    done = subprocess.run([*map(str, command)], env=os.environ | surroundings, cwd=out.parent, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_same_bytes_everywhere(journal: Path, tmp_path: Path) -> None:
    from tests.cli.conftest import PASSPHRASE

    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / f"out-{number}"
        folder.mkdir()
        make(journal, folder / "board.pdf", "board", secret, surroundings)
        make(journal, folder / "package", "lawyer", secret, surroundings)
        make(journal, folder / "mine.pdf", "self", secret, surroundings)
    assert contents(tmp_path / "out-0") == contents(tmp_path / "out-1")
