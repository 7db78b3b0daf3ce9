"""S12: a header somebody prepared is refused before anything is derived, or asks for no more than a header may."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from journal_app import resources
from journal_app.errors import JournalError, WrongSecret
from journal_app.vault import keyslots
from journal_app.vault.keyslots import KeyCost
from journal_app.vault.vault import Vault
from tests import figures

FIGURE = "S12"
VECTORS: dict[str, Any] = resources.read_json("formats/vectors/vault-header.json")
REFUSED = [*VECTORS["refused"], *VECTORS["another_vault_key"]["refused"]]
ALTERED = 50_000  # in full
NUMBERS = (b"0", b"1", b"4", b"5", b"16", b"17", b"65535", b"1048577", b"4294967296", b"-1", b"1e9", b"true")


class Derived:
    """Stands in the place of Argon2: notes what it was asked for, and spends neither memory nor time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[KeyCost] = []
        monkeypatch.setattr(keyslots, "hash_secret_raw", self)

    def __call__(self, _: bytes, salt: bytes, passes: int, memory: int, lanes: int, *__: object) -> bytes:
        assert len(salt) == 16
        self.asked.append(KeyCost(memory=memory, passes=passes, lanes=lanes))
        return bytes(32)


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> Derived:
    return Derived(monkeypatch)


def opened(folder: Path, data: bytes) -> type[JournalError]:
    """Put a header in the place of both copies and try to open; return what is said of it."""
    for name in ("header.json", "header.bak"):
        (folder / name).write_bytes(data)
    with pytest.raises(JournalError) as caught:
        Vault.open(folder, "words", key_file=bytes(32))
    return caught.type


def test_every_published_hostile_header_is_refused_before_deriving(folder: Path, derived: Derived) -> None:
    for case in REFUSED:
        assert opened(folder, case["header"].encode("utf-8", "surrogateescape")) is not WrongSecret, case["why"]
        assert derived.asked == [], case["why"]
    what = "published hostile headers: one is taken, or something is derived"
    figures.tell(FIGURE, "published", full=True, ran=len(REFUSED), broken=0, what=what)


def altered(data: bytes, chance: random.Random) -> bytes:
    """Change a header in one to three places: a byte, a cut, a repeat, or another number for a number."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
            case 1:
                data = data[:place] + data[place + chance.randint(1, 40) :] or b"{"
            case 2:
                data = data[:place] + data[place : place + 60] * 2 + data[place + 60 :]
            case _:
                name = chance.choice((b'"memory":', b'"passes":', b'"lanes":', b'"generation":', b'"version":'))
                before, found, after = data.partition(name)
                data = before + found + chance.choice(NUMBERS) + after.lstrip(b"0123456789") if found else data
    return data


def of_altered(folder: Path, derived: Derived, wanted: int) -> list[list[KeyCost]]:
    """Return what each of so many altered headers asked for."""
    chance, found = random.Random(12), list[list[KeyCost]]()  # noqa: S311 - places, no secrets
    sound = VECTORS["header"].encode()
    for _ in range(wanted):
        derived.asked.clear()
        opened(folder, altered(sound, chance))
        found.append(list(derived.asked))
    return found


@pytest.mark.parametrize("wanted", [200, pytest.param(ALTERED, marks=pytest.mark.full)])
def test_an_altered_header_never_asks_for_more_than_is_allowed(folder: Path, derived: Derived, wanted: int) -> None:
    each = of_altered(folder, derived, wanted)
    too_much = [asked for asked in each if len(asked) > 1 or not all(cost.is_allowed for cost in asked)]
    asking = sum(map(bool, each))
    what = f"altered headers: {asking} were read and asked for one derivation within the limits, all others for none"
    figures.tell(FIGURE, "altered", full=wanted == ALTERED, ran=wanted, broken=len(too_much), what=what, wanted=ALTERED)
    assert too_much == []
    assert 0 < asking < wanted


def test_a_build_without_limits_is_caught(folder: Path, derived: Derived, monkeypatch: pytest.MonkeyPatch) -> None:
    within = KeyCost.is_allowed
    monkeypatch.setattr(KeyCost, "is_allowed", property(lambda _: True))
    asked = []
    for case in REFUSED:
        derived.asked.clear()
        opened(folder, case["header"].encode("utf-8", "surrogateescape"))
        asked += [cost for cost in derived.asked if not within.__get__(cost)]
    figures.caught(FIGURE, "no limits", by=len(asked), part="published")
    assert len(asked) >= 5
    assert max(cost.memory for cost in asked) > 1 << 30
    beyond = [cost for each in of_altered(folder, derived, 200) for cost in each if not within.__get__(cost)]
    figures.caught(FIGURE, "no limits", by=len(beyond), part="altered")
    assert beyond


def test_a_hostile_header_beside_a_sound_one_costs_nothing(folder: Path, derived: Derived) -> None:
    sound = (folder / "header.json").read_bytes()
    hostile = next(case["header"] for case in REFUSED if case["why"] == "memory beyond all bounds")
    (folder / "header.bak").write_bytes(hostile.encode())
    with pytest.raises(WrongSecret):
        Vault.open(folder, "words")
    assert len(derived.asked) == 1
    assert (folder / "header.json").read_bytes() == sound
    shutil.rmtree(folder)
