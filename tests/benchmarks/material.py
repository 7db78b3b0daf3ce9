"""What the dossier's benchmark is made of: phone screenshots, accounts in made-up words, and a journal of both.

Run as a program it is one side of a comparison, in a process of its own: ``python material.py SIDE ARGUMENTS`` prints
its seconds and its greatest resident memory as JSON. Equal calls make equal material. Imports nothing foreign at the
top, for the peers' environments run this file too.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

WIDE, HIGH = 1080, 2400
NOISE = 420  # pixels of noise in a square: a screenshot then has about 0.57 MB, as telephones make them
PASSPHRASE = "a passphrase for benchmarks"  # noqa: S105 - opens nothing but these journals
KINDS = ("rgb", "rgba", "jpeg")
CAMERA = (4032, 3024)  # the 12 megapixels of a telephone's camera, for HEIC
ENDINGS = {"rgb": "png", "rgba": "png", "jpeg": "jpg", "heic": "heic"}
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
    picture.save(path, quality=95) if kind == "jpeg" else picture.save(path, compress_level=6)


def photograph(path: Path, chance: random.Random) -> None:
    """Draw what a telephone's camera takes: soft shades with grain, kept as HEIC."""
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    shades = Image.frombytes("RGB", (16, 12), chance.randbytes(16 * 12 * 3)).resize(CAMERA, Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", CAMERA, chance.randbytes(CAMERA[0] * CAMERA[1])).convert("RGB")
    Image.blend(shades, grain, 0.1).save(path, quality=60)


def draw(path: Path, kind: str, at: int) -> None:
    """Draw the picture of that number, the same each time, unless it was drawn before."""
    if path.exists():
        return
    part = path.with_name(f"part-{path.name}")  # an interrupted run leaves no half picture behind
    chance = random.Random(f"{kind} {at}")  # noqa: S311 - the same material each time
    photograph(part, chance) if kind == "heic" else screenshot(part, kind, chance)
    part.replace(path)


def named(kept: Path, count: int, kind: str) -> list[tuple[Path, str]]:
    """Return where so many pictures of a kind, or of all in turn, lie in the folder, and which kind each is."""
    kinds = [KINDS[at % 3] if kind == "mixed" else kind for at in range(count)]
    return [(kept / f"{each}-{at:05d}.{ENDINGS[each]}", each) for at, each in enumerate(kinds)]


def pictures(kept: Path, count: int, kind: str) -> list[Path]:
    """Return so many pictures; what the folder ``kept`` has already is not drawn again, the rest by all cores."""
    kept.mkdir(parents=True, exist_ok=True)
    paths = [path for path, _ in named(kept, count, kind)]
    if not all(path.exists() for path in paths):
        cores = os.cpu_count() or 1
        command = [sys.executable, __file__, "draw", str(kept), str(count), kind, str(cores)]
        drawing = [subprocess.Popen([*command, str(first)], stdout=subprocess.DEVNULL) for first in range(cores)]
        ended = [each.wait() for each in drawing]
        if any(ended):
            message = f"a picture could not be drawn: {ended}"
            raise RuntimeError(message)
    return paths


def drawn_in_turn(kept: str, count: str, kind: str, cores: str, first: str) -> Callable[[], object]:
    """Return one core's part of the drawing."""
    wanted = list(enumerate(named(Path(kept), int(count), kind)))[int(first) :: int(cores)]
    return lambda: [draw(path, each, at) for at, (path, each) in wanted]


def folder(root: Path, incidents: int, drawn: list[Path]) -> Path:
    """Make an interchange folder of accounts of 300 words, with the pictures in their order."""
    chance = random.Random(1)  # noqa: S311 - the same material each time
    (root / "evidence").mkdir(parents=True)
    told = [
        {"id": f"i{at}", "occurred": f"{2015 + at % 10}-{1 + at % 12:02d}-{1 + at % 28:02d}",
         "purpose": "for-a-complaint", "people": [{"person": "p2"}],
         "account": "\n".join(sentences(chance, 100) for _ in range(3))}
        for at in range(incidents)
    ]  # fmt: skip
    files = []
    for at, picture in enumerate(drawn):
        name = f"s{at:05d}{picture.suffix}"
        os.link(picture, root / "evidence" / name)
        files.append(
            {"id": f"e{at}", "file": name, "incidents": [f"i{at * incidents // len(drawn)}"], "description": "x"}
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
    import img2pdf  # the peer, in an environment of its own

    files = sorted(str(path) for path in (Path(source) / "evidence").iterdir())

    def work() -> None:
        with Path(out).open("wb") as stream:
            img2pdf.convert(files, outputstream=stream)

    return work


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


def told(source: str) -> list[tuple[str, list[str], list[str]]]:
    """Return what a folder tells, for a peer to lay out: a date, paragraphs and pictures of each entry."""
    plain = json.loads((Path(source) / "journal.json").read_text())
    beside: dict[str, list[str]] = {}
    for each in plain["evidence"]:
        beside.setdefault(each["incidents"][0], []).append(str(Path(source) / "evidence" / each["file"]))
    return [(each["occurred"], each["account"].split("\n"), beside.get(each["id"], [])) for each in plain["incidents"]]


def reportlab(source: str, out: str) -> Callable[[], object]:
    """Return the work of plain ReportLab on the same words and pictures."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Image, Paragraph, SimpleDocTemplate

    def work() -> None:
        styles, story = getSampleStyleSheet(), []
        for date, paragraphs, pictures_of in told(source):
            story.append(Paragraph(date, styles["Heading2"]))
            story.extend(Paragraph(each, styles["BodyText"]) for each in paragraphs)
            story.extend(Image(each, width=270, height=600, lazy=2) for each in pictures_of)
        SimpleDocTemplate(out, pagesize=A4).build(story)

    return work


def weasyprint(source: str, out: str) -> Callable[[], object]:
    """Return the work of WeasyPrint on the same words and pictures."""
    import weasyprint as peer

    def work() -> None:
        page = ["<style>img { width: 270pt; height: 600pt; display: block }</style>"]
        for date, paragraphs, pictures_of in told(source):
            page.append(f"<h2>{date}</h2>")
            page.extend(f"<p>{each}</p>" for each in paragraphs)
            page.extend(f'<img src="{each}">' for each in pictures_of)
        peer.HTML(string="".join(page), base_url="/").write_pdf(out)

    return work


def typst(source: str, out: str) -> Callable[[], object]:
    """Return the work of Typst on the same words and pictures."""
    import typst as peer

    def work() -> None:
        page = []
        for date, paragraphs, pictures_of in told(source):
            page.append(f"== {date}\n")
            page.extend(f"{each}\n" for each in paragraphs)
            page.extend(f'#image("/evidence/{Path(each).name}", width: 270pt, height: 600pt)\n' for each in pictures_of)
        written = Path(source) / "peer.typ"
        written.write_text("\n".join(page))
        peer.compile(str(written), output=out, root=source)

    return work


SIDES: dict[str, Callable[..., Callable[[], object]]] = {
    "draw": drawn_in_turn, "dossier": dossier, "img2pdf": pictures_alone, "hash": hashed, "ready": ready,
    "reportlab": reportlab, "weasyprint": weasyprint, "typst": typst,
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
