"""Times in what commands say to people: in words, with the zone; for programs they stay as they are kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import Run

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
ENTRY = {
    "id": "timed",
    "account": "It was said at the door.",
    "occurred": "2024-05-02T16:30:00+02:00",
    "professional_response": [{"step": "denied", "when": "2024-05-03", "note": "x"}],
}


@pytest.fixture
def timed(run: Run, journal: Path, tmp_path: Path) -> Path:
    """The journal with an entry that says when it was to the minute, with the zone."""
    (tmp_path / "timed.json").write_text(json.dumps(ENTRY))
    done = run("record", journal, tmp_path / "timed.json")
    assert done.returncode == 0, done.stderr
    return journal


def test_the_list_gives_dates_in_words(run: Run, timed: Path) -> None:
    said = run("list", timed).stdout
    assert re.search(r"^2 May 2024, 16:30(:00)? UTC\+0?2(:00)? +timed +It was said at the door\.$", said, re.MULTILINE)
    assert not ISO.search(said)
    kept = {row["id"]: row["occurred"] for row in json.loads(run("list", timed, "--json").stdout)}
    assert kept["timed"] == ENTRY["occurred"]


def test_an_entry_is_shown_with_dates_in_words(run: Run, timed: Path) -> None:
    said = run("show", timed, "timed").stdout
    assert re.search(r"^occurred: 2 May 2024, 16:30", said, re.MULTILINE)
    assert "when: 3 May 2024" in said
    assert re.search(r"^\d{1,2} \w+ 20\d\d, \d\d:\d\d UTC\S* incident 1 ", said, re.MULTILINE)
    assert not ISO.search(said)
    kept = json.loads(run("show", timed, "timed", "--json").stdout)
    assert kept["entry"]["occurred"] == ENTRY["occurred"]
    assert ISO.match(kept["versions"][0]["recorded_at"])
