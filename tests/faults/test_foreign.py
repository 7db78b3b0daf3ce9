"""Damaged files of every format through the real locked worker: the program goes on, and every original stays."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.services import evidence, media, renditions
from journal_app.services.decoding import sandbox
from journal_app.services.decoding.channel import NotAsAgreed
from journal_app.services.media import WALL_SECONDS, Decoder
from tests import figures
from tests.faults import mutated
from tests.faults.foreign import LONGEST, Judge
from tests.figures import Safety

pytestmark = pytest.mark.skipif(bool(sandbox.missing_layer()), reason="a layer of the worker's lock is missing here")
GROUPS = 2  # so that they run beside each other
SAMPLE, FULL, A_JOURNAL = 150, 200_000, 500
WHAT = (
    f"damaged files of 12 formats: the program ends at one, stands still for {LONGEST:.0f} s, or an original is not"
    " what was taken in"
)


@pytest.fixture(scope="module")
def whole() -> dict[str, bytes]:
    return mutated.seeds()


@pytest.mark.usefixtures("derived_once")
@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("wanted", [SAMPLE, pytest.param(FULL, marks=pytest.mark.full)])
def test_no_file_stops_the_program(
    room: Path, whole: dict[str, bytes], group: int, wanted: int, safety: Callable[[str], Safety]
) -> None:
    judge, full = Judge(), wanted == FULL
    mine = (figures.share(wanted) if full else wanted) // GROUPS
    for start in range(0, mine, A_JOURNAL):
        numbers = range(start, min(mine, start + A_JOURNAL))
        files = [mutated.file(number * GROUPS + group, whole) for number in numbers]
        judge.judge(room / "journal", files)
        shutil.rmtree(room / "journal")
        if judge.broken:
            break
    safety("S4").found(WHAT, full=full, ran=judge.ran, broken=len(judge.broken), wanted=FULL // GROUPS)
    assert judge.broken == []
    assert judge.ran == mine
    tried = {name.partition(":")[0] for name in judge.became}
    assert len(tried) > mutated.FORMATS
    shown = sum(count for name, count in judge.became.items() if name.endswith("shown"))
    assert 0 < shown < judge.ran  # some are decoded nevertheless, and some are not


def test_whole_files_are_shown(room: Path, whole: dict[str, bytes]) -> None:
    judge = Judge()
    judge.judge(room / "journal", list(whole.items()))
    assert judge.broken == []
    assert {name.partition(": ")[2] for name in judge.became} == {"shown"}


# ---- a weaker program is caught

HANGS = """
import json, struct, sys, time
text = json.dumps({"ready": True}).encode()
sys.stdout.buffer.write(struct.pack(">IQ", len(text), 0) + text)
sys.stdout.buffer.flush()
time.sleep(600)
"""
DIES = HANGS.replace("time.sleep(600)", "sys.stdin.buffer.read(9)")


def speaking(code: str, **options: float) -> Callable[[], Decoder]:
    return lambda: Decoder([sys.executable, "-I", "-c", code], **options)


def some(whole: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [("a.png", whole["a.png"])]


def caught(judge: Judge, room: Path, whole: dict[str, bytes], weakness: str) -> str:
    judge.judge(room / "journal", some(whole))
    figures.caught("S4", weakness, by=len(judge.broken))
    return " ".join(judge.broken)


def test_a_program_that_waits_twice_as_long_as_it_says_is_caught(room: Path, whole: dict[str, bytes]) -> None:
    judge = Judge(speaking(HANGS, wall_seconds=2 * WALL_SECONDS))
    assert "stands still" in caught(judge, room, whole, "waits twice as long as it says")


def test_a_program_that_waits_as_long_as_it_says_is_not_called_still(room: Path, whole: dict[str, bytes]) -> None:
    judge = Judge(speaking(HANGS))
    judge.judge(room / "journal", some(whole))
    assert judge.broken == []
    assert judge.slowest >= WALL_SECONDS


def test_a_worker_that_hangs_or_dies_is_an_ordinary_event(room: Path, whole: dict[str, bytes]) -> None:
    for number, (code, said) in enumerate(((HANGS, "too-slow"), (DIES, "stopped"))):
        judge = Judge(speaking(code, wall_seconds=0.2))
        judge.judge(room / str(number), some(whole))
        assert judge.broken == []
        assert dict(judge.became) == {f"png: {said}": 1}


def test_a_program_that_ends_with_its_worker_is_caught(
    room: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(Exception):
        pass

    monkeypatch.setattr(media, "NotAsAgreed", Other)  # so that the death of a worker is translated no more
    assert NotAsAgreed.__name__ in caught(Judge(speaking(DIES)), room, whole, "no translation")


def test_an_original_that_is_changed_is_caught(
    room: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = evidence.read_blob

    def other(*arguments: object) -> bytes:
        return read(*arguments)[:-1] + b"x"  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(evidence, "read_blob", other)
    assert "not what was taken in" in caught(Judge(), room, whole, "a changed original")


def test_a_file_damaged_on_the_disk_is_caught(
    room: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = renditions.draw

    def careless(blobs: object, *arguments: object) -> renditions.Drawn:
        done = draw(blobs, *arguments)  # type: ignore[arg-type]  # as it was called
        for path in blobs.folder.iterdir():  # type: ignore[attr-defined]  # the store of files
            data = bytearray(path.read_bytes())
            data[-1] ^= 1
            path.write_bytes(data)
        return done

    monkeypatch.setattr(renditions, "draw", careless)
    assert caught(Judge(), room, whole, "a damaged original")


def test_the_same_number_is_the_same_file(whole: dict[str, bytes]) -> None:
    first, again = ([mutated.file(number, whole) for number in range(50)] for _ in range(2))
    assert first == again
    changed = [name for name, data in first if data != whole[name]]
    assert len(changed) > 45
    assert len({hashlib.sha256(data).digest() for _, data in first}) > 45


def test_another_worker_is_there_at_once(whole: dict[str, bytes]) -> None:
    with Decoder() as decoder:
        assert decoder.available()
        for _ in range(3):
            assert decoder._process is not None
            decoder._process.kill()
            decoder._process.wait()
            assert decoder.renditions(whole["a.png"], "image/png")[0].width
