"""A whole journey leaves no trace: no word, no other file, no internet socket, nothing that others may read."""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.cli import parser
from journal_app.integrity.calendar_proof import MAGIC
from tests import figures
from tests.traces import calls, canaries, journey
from tests.traces.calls import LOCAL, TRACED
from tests.traces.journey import Journey
from tests.verifier_samples import Authority

_VAULT = (
    r"(?:header\.(?:json|bak|new)|(?:journal\.db|state|unfinished|files/[0-9a-f]{32})(?:\.new)?|lock|reserve"
    r"|copy\.json)(?:\.part)?|journal\.db(?:\.new)?-journal|files"
)
_NAME = r"[a-z0-9_]{8}"
_PRIVATE = rf"(?:temporary|runtime)/journal-(?:new-|window-)?{_NAME}"
ALWAYS = {
    "a journal": rf"home/(?:Notebook|new)(?:\.part-[0-9a-f]{{8}})?(?:/(?:{_VAULT}))?",
    "the settings": rf"home/\.config/journal(?:/(?:look\.json|\.part-{_NAME}))?",
    "the window's private folder": _PRIVATE,
    "what the script of the journey copies": r"seen/.*",
    "Python tries the temporary folder once": rf"temporary/{_NAME}",
    "what the person asked for": r"chosen/.*",
}
IN_FULL = {"a copy": rf"home/(?:copy|second copy|again|once more)(?:\.part-[0-9a-f]{{8}})?(?:/(?:{_VAULT}))?"}
AT_TIMES = {
    "what the file dialog remembers while the window is open":
        rf"{_PRIVATE}/(?:QtProject\.conf(?:\.lock|\.[A-Za-z]{{6}})?|#[0-9]+)",
    "nothing at all": r"/dev/null",
    "a nameless file that gets its name": r"/proc/self/fd/[0-9]+",
}  # fmt: skip


OF_ALL = {"-h", "--json", "--passphrase-file", "--key-file"}
# Which complaint, and for which body: a choice of what is written, and not another way to write it.
NOT_TAKEN = {"dossier": {"--complaint", "--board"}, "check": {"--slip"}, "anchor": {"-o"}}


def unlisted(traced: Journey, listed: dict[str, str]) -> list[str]:
    """Return what was written and stands on no list, and what stands on the list and was not written."""
    left, unused = [], dict(listed)
    for place in sorted(calls.written(traced.calls)):
        name = place.removeprefix(f"{traced.base}/")
        matching = [what for what, pattern in {**listed, **AT_TIMES}.items() if re.fullmatch(pattern, name)]
        for what in matching:
            unused.pop(what, None)
        if not matching:
            left.append(f"written: {name}")
    return [*left, *(f"never written: {what}" for what in unused)]


def readable_by_others(traced: Journey) -> list[str]:
    """Return what the program made and others may read; what stood there before is left out."""
    found = []
    for folder in (*traced.traces, traced.chosen):
        for path in (each for each in folder.rglob("*") if each not in traced.before):
            mode = stat.S_IMODE(path.lstat().st_mode)
            if mode != (0o700 if path.is_dir() else 0o600):
                found.append(f"{mode:o} {path.relative_to(traced.base)}")
    return found


def stray_words(traced: Journey) -> list[str]:
    """Return where a word stands that should stand nowhere.

    While the window is open, Qt's file dialog notes the folder it was in last, in the folder that goes when the
    window locks; it may not be there afterwards.
    """
    found = canaries.found_in(traced.traces, traced.words())
    return [line for line in found if not re.match(rf"seen/open/{_PRIVATE}/QtProject.conf: ", line)]


def judged(traced: Journey, listed: dict[str, str]) -> dict[str, list[str]]:
    """Return what each figure found that should not be."""
    sockets = sorted(calls.families(traced.calls) - LOCAL)
    return {
        "canaries on the disk": stray_words(traced),
        "files written": unlisted(traced, listed),
        "internet sockets": sockets,
        "modes": [*readable_by_others(traced), *traced.early],
    }


@pytest.fixture
def traced(tmp_path: Path) -> Journey:
    if calls.why_not():
        pytest.skip(calls.why_not())
    made = Journey(tmp_path)
    made.prepare()
    return made


def answers(traced: Journey, place: Path) -> tuple[Path, Path]:
    """Return the answer of an authority to the request of the journey, and a proof of its state."""
    answer, proof = place / "time.tsr", place / "state.ots"
    answer.write_bytes(Authority(place / "authority").answer((traced.chosen / "time.tsq").read_bytes()))
    digest = hashlib.sha256((traced.chosen / "state").read_bytes()).digest()
    proof.write_bytes(MAGIC + b"\x01\x08" + digest + b"\x00steps")
    return answer, proof


def test_the_journey_takes_every_command_and_option(traced: Journey, tmp_path: Path) -> None:
    traced.said["window create"] = "-" * 8
    steps = [*journey.create(traced), *journey.take_in(traced), *journey.commands(traced)]
    steps += journey.answered(traced, [], tmp_path / "a.tsr", tmp_path / "a.ots")
    taken: dict[str, set[str]] = {}
    for _, (program, *command), _ in steps:
        if program == journey.PROGRAM:
            taken.setdefault(command[0], set()).update(command[1:])
    left = {name: options - taken.get(name, set()) for name, options in ways().items()}
    assert taken.keys() == left.keys()
    assert {name: options for name, options in left.items() if options} == NOT_TAKEN


def ways() -> dict[str, set[str]]:
    """Return the options of each command, as they are spelt here, but those that every command has."""
    (commands,) = (each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return {name: {each.option_strings[0] for each in command._actions if each.option_strings} - OF_ALL
            for name, command in commands.choices.items()}  # fmt: skip


@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.full)])
def test_a_journey_leaves_no_trace(traced: Journey, full: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    traced.take(journey.create(traced))
    traced.take([*journey.take_in(traced), *journey.window("create")] if full else [])
    traced.take(journey.window("use" if full else "write"))
    if full:
        traced.take(journey.commands(traced))
        traced.take(journey.answered(traced, traced.share_texts(), *answers(traced, tmp_path_factory.mktemp("time"))))
    found = judged(traced, {**ALWAYS, **IN_FULL} if full else ALWAYS)
    looked = {
        "canaries on the disk": sum(path.is_file() for folder in traced.traces for path in folder.rglob("*")),
        "files written": len(calls.written(traced.calls)),
        "internet sockets": sum(call.name in {"socket", "socketpair"} for call in traced.calls),
        "modes": sum(1 for folder in (*traced.traces, traced.chosen) for _ in folder.rglob("*")),
    }
    for figure, broken in found.items():
        figures.tell("S2", figure, full=full, ran=looked[figure], broken=len(broken), what=f"{len(traced.said)} "
                     f"runs of the installed program, {len(traced.words())} words")  # fmt: skip
    assert found == {figure: [] for figure in found}
    assert min(looked.values()) > 0
    assert any(step.startswith("window") for step in traced.said)


@pytest.mark.parametrize(
    ("weakness", "catching"),
    [
        ("a plain temporary file", {"canaries on the disk", "files written"}),
        pytest.param("a deflated temporary file", {"canaries on the disk", "files written"}, marks=pytest.mark.full),
        ("a temporary file for a moment", {"files written"}),
        pytest.param("a recent name", {"canaries on the disk", "files written"}, marks=pytest.mark.full),
        ("a file for all", {"files written", "modes"}),
        ("an internet socket of a child", {"internet sockets"}),
        ("none", set()),
    ],
)
def test_a_weaker_build_is_caught(
    traced: Journey, kept_empty: Callable[[Path], None], weakness: str, catching: set[str]
) -> None:
    kept_empty(traced.journal)
    traced.take(journey.one_entry(traced), weaker=weakness)
    listed = {what: ALWAYS[what] for what in ("a journal",)}
    listed |= {"temporary": ALWAYS["Python tries the temporary folder once"]} if "temporary" in weakness else {}
    found = judged(traced, listed)
    by = {figure for figure, broken in found.items() if broken}
    for figure in sorted(catching):  # each figure has those builds for controls that are to show in it
        figures.caught("S2", weakness, by=len(found[figure]), part=figure)
    assert by == catching, found


def test_a_call_that_another_process_breaks_into_is_read_whole(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(
        '7  openat(AT_FDCWD</home>, "a\\303\\244", O_WRONLY|O_CREAT <unfinished ...>\n'
        "8  socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EPERM (Operation not permitted)\n"
        "7  <... openat resumed>, 0600) = 3</home/a\\303\\244>\n"
        '7  renameat2(AT_FDCWD</home>, "a\\303\\244", 5</kept>, "b", RENAME_NOREPLACE) = 0\n'
        '7  openat(AT_FDCWD</home>, "none", O_RDWR) = -1 ENOENT (No such file or directory)\n'
        '7  openat(AT_FDCWD</home>, "O_RDWR", O_RDONLY|O_CLOEXEC) = 4</home/O_RDWR>\n'
        '7  rename("/home/old", "/home/new") = 0\n'
    )
    read = calls.read(log)
    assert calls.written(read) == {"/home/aä", "/kept/b", "/home/old", "/home/new"}
    assert calls.families(read) == {"AF_INET"}
    assert calls.before_the_umask(read, Path("/home")) == ["/home/aä", "/home/aä", "/home/old", "/home/new"]
    assert "umask" in TRACED


def test_every_form_of_a_word_is_found(tmp_path: Path) -> None:
    word = "Zqwörd of it"
    forms = {
        "plain": word.encode(),
        "small": word.lower().encode(),
        "little": word.encode("utf-16-le"),
        "big": b"\0" + word.encode("utf-16-be"),
        "hex": word.encode().hex().upper().encode(),
        "base64": b"x: " + base64.b64encode(b"a" + word.encode()) + b"\n",
        "zlib": b"123" + zlib.compress(word.encode() * 3) + b"rest",
        "cut": zlib.compress(word.encode() + bytes(range(256)) * 40)[:60],
        "twice": zlib.compress(zlib.compress(b"1234567" + word.encode("utf-16-le"))),
        "gzip": zlib.compress(word.encode() * 2, wbits=31),
    }
    for name, data in forms.items():
        (tmp_path / name).write_bytes(data)
    with zipfile.ZipFile(tmp_path / "zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("part.xml", word * 3)
    (tmp_path / f"name {word}").touch()
    (tmp_path / "other").write_bytes(b"Zqw rd of it" + zlib.compress(b"another word " * 9))
    found = canaries.found_in([tmp_path], {"it": word})
    names = {line.split(":")[0].removeprefix(f"{tmp_path.name}/") for line in found}
    assert names == {*forms, "zip", f"name {word}"}
