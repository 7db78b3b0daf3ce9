"""Dossiers of journals full of canaries: what must not leave is in no stream, string, name or picture of them."""

from __future__ import annotations

import functools
import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from journal_app.dossier import writing
from journal_app.vault import keyslots, vault
from tests.cli.conftest import contents
from tests.faults import leaving
from tests.faults.leaving import READERS, WEAKNESSES
from tests.figures import Safety, share

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the pages a second time")
HITS = "dossiers with seeded canaries: one of them is found, or one that belongs there is not"
SAME = "dossiers made twice, and originals in packages: not byte for byte the same"
GROUPS = 2  # so that they run beside each other
MOST_TRIES = 45  # for a control: not every journal has a picture of each kind


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "hash_secret_raw", functools.cache(keyslots.hash_secret_raw))
    monkeypatch.setattr(vault, "RESERVE_BYTES", 4096)
    monkeypatch.setenv("USER", "zquserofthiscomputer")
    monkeypatch.setenv("LOGNAME", "zquserofthiscomputer")


def looked_at(room: Path, seed: str) -> Iterator[tuple[list[str], bool]]:
    """Yield for each of many dossiers what was found in it, and whether it came out the same again."""
    for number in itertools.count():
        chance, place = random.Random(f"{seed} {number}"), room / f"journal-{number}"  # noqa: S311 - no secrets
        words, files = leaving.make(place, chance)
        for reader in READERS:
            again = chance.getstate()
            out = leaving.build(place, reader, chance, "first")
            found = leaving.hits(leaving.everything_shown(out, reader, files, room / "apart"), words, reader)
            found += leaving.hits_in_effects(leaving.effects_shown(out), words, reader)
            chance.setstate(again)
            same = contents(out) == contents(leaving.build(place, reader, chance, "second"))
            yield found, same
            shutil.rmtree(out)
            shutil.rmtree(place / "second")
        shutil.rmtree(place)


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("wanted", [6, pytest.param(300, marks=pytest.mark.full)])
def test_no_canary_leaves(room: Path, group: int, wanted: int, safety: Callable[[str], Safety]) -> None:
    full = wanted > 6
    mine = (share(wanted) if full else wanted) // GROUPS
    looks = list(itertools.islice(looked_at(room, str(group)), mine))
    found, other = [each for each, _ in looks if each], [same for _, same in looks if not same]
    told: dict[str, Any] = {"full": full, "ran": len(looks), "wanted": wanted // GROUPS}
    safety("S7").found(HITS, broken=len(found), **told, part=HITS)
    safety("S7").found(SAME, broken=len(other), **told, part=SAME)
    assert found == []
    assert other == []
    assert len(looks) == mine


LATE = "metadata of pictures passes"  # few journals have what it shows in, so it is caught late


@pytest.mark.parametrize(
    "weakness", [pytest.param(each, marks=pytest.mark.full) if each == LATE else each for each in WEAKNESSES]
)
def test_a_weaker_build_is_caught(
    room: Path, monkeypatch: pytest.MonkeyPatch, weakness: str, safety: Callable[[str], Safety]
) -> None:
    WEAKNESSES[weakness](monkeypatch)
    looks = itertools.islice(looked_at(room, "control"), MOST_TRIES)
    caught = any(not each.endswith("is not there") for found, _ in looks for each in found)
    safety("S7").control(weakness, caught=caught, part=HITS)
    assert caught


def test_a_build_that_never_makes_the_same_twice_is_caught(
    room: Path, monkeypatch: pytest.MonkeyPatch, safety: Callable[[str], Safety]
) -> None:
    real, made = writing.Writing.close, itertools.count()

    def close(self: writing.Writing, root: int, info: int) -> None:
        self._digest.update(str(next(made)).encode())  # as a moment, or chance, in the identifier would
        real(self, root, info)

    monkeypatch.setattr(writing.Writing, "close", close)
    other = [same for _, same in itertools.islice(looked_at(room, "control"), len(READERS)) if not same]
    safety("S7").control("an identifier that is never the same", caught=len(other) > 0, part=SAME)
    assert other
