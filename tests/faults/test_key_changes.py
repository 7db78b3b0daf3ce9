"""What opens a journal is changed while the disk fails, the program is killed or the power goes: old or new opens."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests import figures
from tests.faults import key_changes
from tests.faults.conftest import needs_strace
from tests.faults.disk import Disk, Image
from tests.faults.key_changer import ERASING, EVERY
from tests.faults.key_changes import Fault, Judge, Made
from tests.figures import Safety

pytestmark = [needs_strace, pytest.mark.usefixtures("derived_once")]
FAULTS = (
    "calls that write while a secret changes, each with an error, a full disk and a kill: nothing opens it then, "
    "or a file to be erased is neither whole nor gone"
)
LASTING = "a disk that goes on failing"
POWER = (
    "states a power cut may leave while a secret changes: nothing opens it then, or a file to be erased is neither "
    "whole nor gone"
)
SAMPLE = 3  # of the faults of a change, in a normal run
SAMPLED = ("new key", "erasing", "recovered")
OF_THE_HEADER = tuple(each for each in EVERY if each != ERASING)
STATES = 6


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return key_changes.make(tmp_path_factory.mktemp("made") / "room")


@pytest.mark.full
@pytest.mark.parametrize("change", EVERY)
def test_every_call_that_writes_goes_wrong_once(
    made: Made, room: Path, change: str, safety: Callable[[str], Safety]
) -> None:
    faults = key_changes.faults(made, room / "room", change)
    told = [(each, key_changes.judged(made, room / "room", change, each)) for each in faults]
    broken = [f"{each}: {found}" for each, found in told if found]
    safety("S8").found(FAULTS, full=True, ran=len(faults), broken=len(broken), wanted=len(faults), part=FAULTS)
    assert broken == []
    assert len(faults) >= (18 if change == ERASING else 36)  # two copies of the header, six calls each, three ways


@pytest.mark.parametrize("change", SAMPLED)
def test_a_few_calls_that_write_go_wrong(made: Made, room: Path, change: str, safety: Callable[[str], Safety]) -> None:
    chance = random.Random(8)  # noqa: S311 - moments, no secrets
    chosen = chance.sample(key_changes.faults(made, room / "room", change), SAMPLE)
    told = [(each, key_changes.judged(made, room / "room", change, each)) for each in chosen]
    broken = [f"{each}: {found}" for each, found in told if found]
    safety("S8").found(FAULTS, full=False, ran=len(told), broken=len(broken), wanted=SAMPLE, part=FAULTS)
    assert broken == []


def tell_of_lasting(made: Made, room: Path, change: str, faults: Sequence[Fault], *, full: bool) -> None:
    told = [(each, key_changes.judged(made, room / "room", change, each)) for each in faults]
    broken = [f"{each}: {found}" for each, found in told if found]
    what = "calls that write while a secret changes; nothing opens it then, or what opens it is gone"
    figures.tell("S8", LASTING, full=full, ran=len(faults), broken=len(broken), what=what, wanted=len(faults))
    assert broken == []


def of_the_last_header(faults: tuple[Fault, ...]) -> list[Fault]:
    """Return what names the second copy of the header and puts it on the disk; a note is written after it."""
    at = [index for index, each in enumerate(faults) if (each.call, each.how) == ("rename", "EIO")][-2]
    return [faults[at], next(each for each in faults[at:] if (each.call, each.how) == ("fsync", "EIO"))]


@pytest.mark.full
@pytest.mark.parametrize("change", EVERY)
def test_every_call_that_writes_goes_wrong_for_good(made: Made, room: Path, change: str) -> None:
    faults = key_changes.lasting(key_changes.faults(made, room / "room", change))
    tell_of_lasting(made, room, change, faults, full=True)
    assert len(faults) >= (8 if change == ERASING else 16)  # two copies of the header, four calls each, two ways


@pytest.mark.parametrize("change", OF_THE_HEADER)
def test_the_last_copy_of_the_header_goes_wrong_for_good(made: Made, room: Path, change: str) -> None:
    """One copy is in place, or both, and the way back cannot be written."""
    faults = of_the_last_header(key_changes.lasting(key_changes.faults(made, room / "room", change)))
    tell_of_lasting(made, room, change, faults, full=False)


def test_a_build_that_calls_what_may_be_in_place_undone_is_caught(made: Made, room: Path) -> None:
    """It removed the key file that the journal opened with from then on."""
    faults = of_the_last_header(key_changes.lasting(key_changes.faults(made, room / "room", "key file")))
    found = [key_changes.judged(made, room / "room", "key file", each, "undone for sure") for each in faults]
    by = len([each for each in found if each])
    figures.caught("S8", "what may be in place is called undone", by=by, part=LASTING)
    assert by


def test_a_build_in_which_nothing_decides_is_caught(made: Made, room: Path, safety: Callable[[str], Safety]) -> None:
    """Killed between the database and the headers, neither secret opens what is left."""
    faults = key_changes.faults(made, room / "room", "new key")
    kills = [each for each in faults if each.how == "KILL" and each.call == "rename"]
    for each in reversed(kills):
        if key_changes.judged(made, room / "room", "new key", each, "nothing decides"):
            safety("S8").control("nothing decides", caught=True)
            return
    safety("S8").control("nothing decides", caught=False)
    pytest.fail(f"{len(kills)} kills, and something opened it each time")


# What each weaker build shows in, and the call at which a kill shows it.
EARLY_OR_LATE = {
    "the key file goes first": "another key file",
    "sheets after their key": "three sheets",
    "the file goes first": "erasing",
}


@pytest.mark.parametrize("weakness", EARLY_OR_LATE)
def test_a_build_that_does_things_in_another_order_is_caught(
    made: Made, room: Path, weakness: str, safety: Callable[[str], Safety]
) -> None:
    """What is needed by what stands on the disk has to be there before, and may go only after."""
    change = EARLY_OR_LATE[weakness]
    kills = [each for each in key_changes.faults(made, room / "room", change) if each.how == "KILL"]
    caught = any(key_changes.judged(made, room / "room", change, each, weakness) for each in kills)
    safety("S8").control(weakness, caught=caught, part=FAULTS)
    assert caught


def states(made: Made, room: Path, change: str, weakness: str, each: int) -> Iterator[tuple[Image, str]]:
    """Yield what a power cut may leave after each call of a change, and what was said by then."""
    calls = key_changes.recorded(made, room, change, weakness)
    disk, said, seen = Disk(room, key_changes.image(made.before(change))), "", set[int]()
    chance = random.Random(9)  # noqa: S311 - moments, no secrets
    for call in calls:
        if call.name == "ack":
            said = call.path
            seen = set()
        else:
            disk.do(call)
        for manner in ("least", "most", *["some"] * each):
            left = disk.some(chance) if manner == "some" else getattr(disk, manner)()
            shape = hash(tuple(sorted((path, data if data is None else hash(data)) for path, data in left.items())))
            if shape not in seen:
                seen.add(shape)
                yield left, said


def judged(made: Made, room: Path, change: str, left: Image, said: str) -> str:
    key_changes.put(room, left)
    return Judge(made, change).broken(room, said)


@pytest.mark.parametrize("change", EVERY)
@pytest.mark.parametrize("wanted", [STATES, pytest.param(4_000, marks=pytest.mark.full)])
def test_the_power_goes(made: Made, room: Path, change: str, wanted: int, safety: Callable[[str], Safety]) -> None:
    full = wanted > STATES
    every = list(states(made, room / "room", change, "", 40 if full else 1))
    chosen = every if len(every) <= wanted else random.Random(10).sample(every, wanted)  # noqa: S311 - no secrets
    found = [judged(made, room / "left", change, left, said) for left, said in chosen]
    broken = [each for each in found if each]
    safety("S8").found(POWER, full=full, ran=len(found), broken=len(broken), wanted=len(chosen))
    assert broken == []
    assert len(found) >= STATES


def test_a_build_that_writes_the_header_in_place_is_caught(
    made: Made, room: Path, safety: Callable[[str], Safety]
) -> None:
    ran = 0
    for left, said in states(made, room / "room", "passphrase", "header in place", 4):
        ran += 1
        if judged(made, room / "left", "passphrase", left, said):
            safety("S8").control("a header written over itself", caught=True)
            return
    safety("S8").control("a header written over itself", caught=False)
    pytest.fail(f"{ran} states, and something opened each")
