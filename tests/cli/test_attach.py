"""Files that are added a second time: nothing of what is given with them is dropped without a word."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import Run


def test_a_card_that_is_not_taken_is_told_of(run: Run, journal: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words of its own")
    told = []
    for number, device in enumerate(["telephone", "telephone", "camera"]):  # the second time there is nothing to tell
        card = tmp_path / f"card-{number}.json"
        card.write_text(json.dumps({"device": device}))
        done = run("attach", journal, "first", tmp_path / "a.txt", "--card", card)
        assert done.returncode == 0
        told.append("a.txt was in the journal already" in done.stderr)
    assert told == [False, False, True]
