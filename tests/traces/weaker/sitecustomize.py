"""Makes a build of the program weaker when Python starts, as ``DAYBOOK_WEAKER`` says: a control has to catch it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path


def _plain_file(text: str) -> None:
    """Keep a plain temporary file."""
    with tempfile.NamedTemporaryFile("w", delete=False) as kept:
        kept.write(text)


def _packed_file(text: str) -> None:
    """Keep a temporary file whose words are deflated, after some other bytes."""
    with tempfile.NamedTemporaryFile(delete=False) as kept:
        kept.write(b"index" + zlib.compress(f"record {text} ".encode("utf-16-le")))


def _file_for_a_moment(text: str) -> None:
    """Keep nothing: the file is gone again when the program ends."""
    with tempfile.NamedTemporaryFile("w") as kept:
        kept.write(text)


def _recent_name(text: str) -> None:
    """Keep the words in the name of a file."""
    (Path.home() / ".cache" / f"recent {text}").touch(mode=0o600)


def _file_for_all(text: str) -> None:
    """Open a file as Python does it by itself."""
    with open(Path.home() / ".cache" / "index", "w") as kept:  # noqa: PTH123
        kept.write(str(len(text)))


def _internet(_: str) -> None:
    """Let a child ask for an internet socket; where the system refuses it, it was asked for nevertheless."""
    subprocess.run([sys.executable, "-c", "import socket; socket.socket(socket.AF_INET).close()"], check=False)


def _local(_: str) -> None:
    """Ask for a local socket, which is no weakness."""
    for each in socket.socketpair():
        each.close()


WEAKER = {
    "a plain temporary file": _plain_file,
    "a deflated temporary file": _packed_file,
    "a temporary file for a moment": _file_for_a_moment,
    "a recent name": _recent_name,
    "a file for all": _file_for_all,
    "an internet socket of a child": _internet,
    "none": _local,
}


def _weaken(weakness: str) -> None:
    from journal_app.services import incidents

    act, whole = WEAKER[weakness], incidents.record
    if weakness == "a file for all":
        os.umask(0)
        os.umask = lambda mask: mask

    def record(journal: object, entry: incidents.IncidentEntry, **more: object) -> str:
        act(entry.account)
        return whole(journal, entry, **more)

    incidents.record = record


if os.environ.get("DAYBOOK_WEAKER"):
    _weaken(os.environ["DAYBOOK_WEAKER"])
