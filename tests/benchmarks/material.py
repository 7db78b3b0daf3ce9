"""What the dossier's benchmark is made of: phone screenshots, accounts in made-up words, and a journal of both.

Run as a program it is one side of a comparison, in a process of its own: ``python material.py SIDE ARGUMENTS`` prints
its seconds and its greatest resident memory as JSON. Equal calls make equal material.
"""

from __future__ import annotations

import hashlib
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

WIDE, HIGH = 1080, 2400
NOISE = 420  # pixels of noise in a square: a screenshot then has about 0.57 MB, as telephones make them
PASSPHRASE = "a passphrase for benchmarks"  # noqa: S105 - opens nothing but these journals
KINDS = ("rgb", "rgba", "jpeg")
_PARTS = [first + last for first in "bcdfghjklmnprstvwz" for last in "aeiou"]


@lru_cache(maxsize=1)
def _vocabulary() -> list[str]:
    chance = random.Random(0)  # noqa: S311 - the same words each time
    return ["".join(chance.choices(_PARTS, k=1 + at % 4)) for at in range(3000)]


def sentences(chance: random.Random, words: int) -> str:
    """Return so many words; few of them stand very often, as in any account."""
    vocabulary, found = _vocabulary(), []
    while words > 0:
        count = min(words, chance.randint(6, 18))
        words -= count
        said = [vocabulary[min(int(chance.paretovariate(0.7)), 3000) - 1] for _ in range(count)]
        found.append(" ".join(said).capitalize() + ".")
    return " ".join(found)


def screenshot(path: Path, kind: str, chance: random.Random) -> None:
    """Draw one screenshot of messages."""
    from PIL import Image, ImageDraw

    mode = "RGBA" if kind == "rgba" else "RGB"
    alpha = (255,) if kind == "rgba" else ()
    picture = Image.new(mode, (WIDE, HIGH), (240, 240, 245, *alpha))
    pen, y = ImageDraw.Draw(picture), 20
    while y < HIGH - 100:
        tall, left = chance.randint(60, 240), chance.choice((20, 300))
        colour = tuple(chance.randint(150, 255) for _ in range(3))
        pen.rounded_rectangle((left, y, left + 740, y + tall), 20, fill=(*colour, *alpha))
        for line in range(y + 20, y + tall - 20, 36):
            pen.text((left + 20, line), f"{chance.random():.17f} " * 3, fill=(0, 0, 0, *alpha))
        y += tall + 16
    noise = Image.frombytes("L", (NOISE, NOISE), chance.randbytes(NOISE * NOISE)).convert(mode)
    picture.paste(noise, (200, chance.randint(100, 1600)))
    picture.save(path, quality=90) if kind == "jpeg" else picture.save(path, compress_level=6)


def folder(root: Path, incidents: int, pictures: int, kind: str) -> Path:
    """Make an interchange folder; ``kind`` is one of KINDS, or ``mixed``."""
    chance = random.Random(1)  # noqa: S311 - the same material each time
    (root / "evidence").mkdir(parents=True)
    told = [
        {"id": f"i{at}", "occurred": f"{2015 + at % 10}-{1 + at % 12:02d}-{1 + at % 28:02d}",
         "purpose": "for-a-complaint", "people": [{"person": "p2"}],
         "account": "\n".join(sentences(chance, 100) for _ in range(3))}
        for at in range(incidents)
    ]  # fmt: skip
    files = []
    for at in range(pictures):
        drawn = kind if kind in KINDS else KINDS[at % 3]
        name = f"s{at:05d}.{'jpg' if drawn == 'jpeg' else 'png'}"
        screenshot(root / "evidence" / name, drawn, chance)
        files.append(
            {"id": f"e{at}", "file": name, "incidents": [f"i{at * incidents // pictures}"], "description": "x"}
        )
    people = [
        {"id": "p1", "name": "Ana Beispiel", "roles": ["complainant", "client"]},
        {"id": "p2", "name": "Marcus Hale", "roles": ["professional"], "licence_number": "123"},
    ]
    complaint = {"id": "c1", "board": "us-ca-bbs", "professional": "p2", "incidents": [each["id"] for each in told]}
    plain = {"format": "journal-interchange", "version": 1, "people": people, "incidents": told, "evidence": files,
             "complaints": [complaint]}  # fmt: skip
    (root / "journal.json").write_text(json.dumps(plain))
    return root


def journal(place: Path, source: Path) -> None:
    """Make a journal of an interchange folder, with its pictures ready."""
    from journal_app.services import interchange, preparing
    from journal_app.services.journal import Journal
    from journal_app.vault.keyslots import FLOOR_COST

    made, _ = Journal.create(place, PASSPHRASE, cost=FLOOR_COST)
    with made:
        interchange.import_folder(made, source)
        preparing.prepare(made)


def peak() -> int:
    """Return the greatest resident memory of this process in MiB, since the last ``forget`` where there is /proc."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def forget() -> None:
    """Begin to count anew (proc(5), clear_refs): unlocking takes 256 MiB for a moment, whatever follows."""
    refs = Path("/proc/self/clear_refs")
    if refs.exists():
        refs.write_text("5")


def dossier(place: str, audience: str, out: str) -> Callable[[], object]:
    """Return the work of making a dossier of a journal."""
    from journal_app.services import dossiers
    from journal_app.services.journal import Journal

    opened = Journal.open(Path(place), PASSPHRASE)
    request = dossiers.DossierRequest(audience=audience)
    return lambda: dossiers.build(opened, request, Path(out))


def pictures_alone(source: str, out: str) -> Callable[[], object]:
    """Return the work of img2pdf on the same pictures."""
    import img2pdf  # type: ignore[import-not-found]  # the peer, in an environment of its own

    files = sorted(str(path) for path in (Path(source) / "evidence").iterdir())
    return lambda: Path(out).write_bytes(img2pdf.convert(files))


def hashed(source: str) -> Callable[[], object]:
    """Return the work of reading and hashing the same pictures."""
    files = sorted((Path(source) / "evidence").iterdir())
    return lambda: [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


def ready(place: str, source: str) -> Callable[[], object]:
    """Return the work of making pictures ready that were taken in."""
    from journal_app.services import interchange, preparing
    from journal_app.services.journal import Journal
    from journal_app.vault.keyslots import FLOOR_COST

    made, _ = Journal.create(Path(place), PASSPHRASE, cost=FLOOR_COST)
    interchange.import_folder(made, Path(source))
    return lambda: preparing.prepare(made)


SIDES: dict[str, Callable[..., Callable[[], object]]] = {
    "dossier": dossier, "img2pdf": pictures_alone, "hash": hashed, "ready": ready,
}  # fmt: skip


def main(side: str, *arguments: str) -> None:
    """Do one side, and print what it took."""
    work = SIDES[side](*arguments)
    forget()
    began = time.perf_counter()
    work()
    sys.stdout.write(json.dumps({"seconds": round(time.perf_counter() - began, 2), "mib": peak()}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
