"""Reads what was printed of a recovery key as a person would: the sheet, or two of the three sheets with words."""

from __future__ import annotations

import re
import subprocess
from itertools import combinations
from pathlib import Path

from journal_app.vault import shares
from journal_app.vault.recovery import ALPHABET, GROUP, GROUPS, RecoveryKey

_GROUP = f"[{ALPHABET}]{{{GROUP}}}"
_KEY = re.compile(rf"\b((?:{_GROUP}\s+){{{GROUPS}}}[{ALPHABET}]{{2}})\b")
NAMES = tuple(f"sheet-{number}.pdf" for number in range(1, shares.COUNT + 1))


def words_of(pdf: Path) -> str:
    shown = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=False)
    return shown.stdout


def key_on(sheet: Path) -> str:
    """Return the recovery key on a sheet as it is typed; raises ValueError where there is no whole one on it."""
    found = _KEY.search(words_of(sheet))
    if found is None:
        raise ValueError("no whole key can be read on it")
    return RecoveryKey.parse(found[1]).text


def lines_in(folder: Path) -> list[str]:
    """Return the words on each of three sheets as one types them; raises ValueError where they are not all there."""
    names = sorted(path.name for path in folder.iterdir())
    if names != sorted(NAMES):
        raise ValueError(f"not three sheets: {names}")
    pages = [dict(re.findall(r"^(\d+) ([a-z]+)$", words_of(folder / name), re.MULTILINE)) for name in NAMES]
    return [" ".join(page.get(str(place), "") for place in range(1, shares.WORDS + 1)) for page in pages]


def key_divided(folder: Path) -> str:
    """Return the key that each two of three sheets stand for; raises ValueError where there is none."""
    lines = lines_in(folder)
    keys = {shares.read("\n".join(pair)).text for pair in combinations(lines, shares.NEEDED)}
    if len(keys) != 1:
        raise ValueError("the sheets do not belong together")
    return keys.pop()


def key_at(place: Path) -> str:
    """Return the recovery key that stands on a sheet, or on the sheets in a folder."""
    return key_divided(place) if place.is_dir() else key_on(place)
