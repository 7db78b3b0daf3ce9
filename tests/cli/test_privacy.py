"""What is private is in nothing that leaves: looked for by words that stand nowhere else, in every decoded stream."""

from __future__ import annotations

import io
import subprocess
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.cli.conftest import Run
from tests.cli.sample import HIDDEN_STRIPES, MARKS

NEVER = ("private_note", "tags", "person_notes", "private_account", "private_place", "private_quote", "hidden_name")
FROM_FILES = ("exif_artist", "exif_place", "png_text")


def everything_in(pdf: Path) -> str:
    """Return all decoded streams of a PDF, its metadata, its raw bytes, and the words two readers take from it."""
    parts = [pdf.read_bytes()]
    with pikepdf.open(pdf) as opened:
        parts.append(str(opened.docinfo).encode() if "/Info" in opened.trailer else b"")
        for item in opened.objects:
            if isinstance(item, pikepdf.Stream):
                parts.append(_decoded(item))
            elif not isinstance(item, pikepdf.Object):
                continue
            else:
                parts.append(_strings(item))
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout
    joined = b"\n".join([*parts, text])
    return joined.decode("latin-1") + joined.decode("utf-16-be", errors="ignore") + text.decode("utf-8")


def _decoded(stream: pikepdf.Stream) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:  # a picture in its own coding
        return bytes(stream.read_raw_bytes())


def _strings(item: pikepdf.Object) -> bytes:
    try:
        return item.unparse(resolved=True)
    except (pikepdf.PdfError, zlib.error):
        return b""


def everything_at(place: Path) -> str:
    """Return all that can be read in a file or folder, the names of the files too."""
    if place.is_dir():
        return "".join(str(path.name) + everything_at(path) for path in sorted(place.rglob("*")) if path.is_file())
    return everything_in(place) if place.suffix == ".pdf" else place.read_bytes().decode("latin-1")


def found(text: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if MARKS[name].casefold() in text.casefold()]


def test_the_finder_finds_what_is_there(run: Run, journal: Path, tmp_path: Path) -> None:
    assert run("dossier", journal, "--for", "self", "-o", tmp_path / "mine.pdf").returncode == 0
    names = (*NEVER, "impact", "log", "lawyer_account")
    assert found(everything_at(tmp_path / "mine.pdf"), names) == list(names)


@pytest.mark.parametrize("options", [(), ("--all",)])
def test_a_body_gets_nothing_private(run: Run, journal: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    done = run("dossier", journal, "--for", "board", "-o", out / "board.pdf", "--fields", out / "fields.txt", *options)
    assert done.returncode == 0, done.stderr
    text = everything_at(out)
    assert "He wrote late" in text
    assert found(text + done.stdout + done.stderr, (*NEVER, *FROM_FILES, "impact", "log", "lawyer_account")) == []


def test_a_lawyer_gets_nothing_private_but_the_log(run: Run, journal: Path, tmp_path: Path) -> None:
    done = run("dossier", journal, "--for", "lawyer", "-o", tmp_path / "package", "--all")
    assert done.returncode == 0, done.stderr
    package = tmp_path / "package"
    text = everything_at(package)
    assert found(text, (*NEVER, "impact")) == []
    assert found(text, ("log", "lawyer_account")) == ["log", "lawyer_account"]
    # The originals are in the package as they are; the document itself holds nothing that stood in their margins.
    with pikepdf.open(package / "dossier.pdf") as opened:
        attached = {key: bytes(value.get_file().read_bytes()) for key, value in opened.attachments.items()}
        for name in list(opened.attachments):
            del opened.attachments[name]
        opened.save(tmp_path / "alone.pdf")
    assert any(MARKS["exif_artist"].encode() in data for data in attached.values())
    assert found(_pages(tmp_path / "alone.pdf"), FROM_FILES) == []


def _pages(pdf: Path) -> str:
    with pikepdf.open(pdf) as opened:
        parts = [_decoded(image) for page in opened.pages for image in page.get_images().values()]
    return b"".join(parts).decode("latin-1")


def test_effects_are_a_file_of_their_own(run: Run, journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert run("dossier", journal, "--for", "board", "-o", out / "b.pdf", "--with-impact").returncode == 0
    holding = [path.name for path in sorted(out.iterdir()) if found(everything_at(path), ("impact",))]
    assert holding == ["b-impact.pdf"]
    assert found(everything_at(out), NEVER) == []


def test_what_is_covered_is_gone_from_the_pixels(run: Run, journal: Path, tmp_path: Path) -> None:
    assert run("dossier", journal, "--for", "board", "-o", tmp_path / "b.pdf").returncode == 0
    pictures = pictures_of(tmp_path / "b.pdf", (400, 300))
    assert len(pictures) == 1
    left, top, width, height = HIDDEN_STRIPES
    inside = pictures[0].crop((left, top, left + width, top + height))
    assert len(set(inside.get_flattened_data())) == 1
    around = pictures[0].crop((0, 0, 400, top))
    assert set(around.get_flattened_data()) == {(236, 229, 221)}


def test_what_is_not_covered_is_as_it_was(run: Run, journal: Path, tmp_path: Path) -> None:
    assert run("dossier", journal, "--for", "self", "-o", tmp_path / "mine.pdf").returncode == 0
    (shown,) = pictures_of(tmp_path / "mine.pdf", (400, 300))
    assert run("evidence", journal, "shot", tmp_path / "shot.png").returncode == 0
    with Image.open(tmp_path / "shot.png") as original:
        assert list(shown.get_flattened_data()) == list(original.convert("RGB").get_flattened_data())


def pictures_of(pdf: Path, size: tuple[int, int]) -> list[Image.Image]:
    """Return the pictures of a PDF that have this size, as RGB."""
    made = []
    with pikepdf.open(pdf) as opened:
        for page in opened.pages:
            for image in page.get_images().values():
                if (int(image.Width), int(image.Height)) == size:
                    picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
                    made.append(Image.open(io.BytesIO(_as_png(picture))))
    return made


def _as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
