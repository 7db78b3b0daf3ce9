"""A dossier in parts by the installed command."""

from __future__ import annotations

import hashlib
import io
import json
import random
from pathlib import Path

import pytest
from PIL import Image

from .conftest import Run, half_written, refused


@pytest.fixture
def scans(run: Run, journal: Path, tmp_path: Path) -> Path:
    """The journal with three pictures of about 600,000 bytes that no compression makes smaller."""
    for number in range(3):
        image = Image.frombytes("RGB", (500, 400), random.Random(number).randbytes(600_000))  # noqa: S311
        out = io.BytesIO()
        image.save(out, "PNG")
        (tmp_path / f"scan-{number}.png").write_bytes(out.getvalue())
    files = [tmp_path / f"scan-{number}.png" for number in range(3)]
    assert run("attach", journal, "first", *files).returncode == 0
    return journal


def test_parts_are_listed_with_their_fingerprints(run: Run, scans: Path, tmp_path: Path) -> None:
    done = run("dossier", scans, "--for", "board", "-o", tmp_path / "board.pdf", "--parts", "1.5 MB", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    names = [Path(file["path"]).name for file in told["files"]]
    assert names == ["board-part-1-of-2.pdf", "board-part-2-of-2.pdf", "board-parts.txt"]
    for file in told["files"]:
        data = Path(file["path"]).read_bytes()
        assert (file["sha256"], file["size"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert not (tmp_path / "board.pdf").exists()
    assert told["undivided"] == ""
    assert not half_written(tmp_path)


def test_one_file_is_enough_where_it_is_small(run: Run, journal: Path, tmp_path: Path) -> None:
    done = run("dossier", journal, "--for", "self", "-o", tmp_path / "mine.pdf", "--parts", "20mb", "--json")
    assert [Path(file["path"]).name for file in json.loads(done.stdout)["files"]] == ["mine.pdf"]
    assert "It takes no more than 20,000,000 bytes, so it is one file and not in parts." in done.stderr


@pytest.mark.parametrize("size", ["", "10", "MB", "-1MB", "900KB", "2GB", "1e3MB", "ten", "10 MiB", "9" * 400 + "MB"])
def test_a_size_that_is_none_is_wrong_usage(run: Run, unchanged: Path, tmp_path: Path, size: str) -> None:
    done = run("dossier", unchanged, "--for", "board", "-o", tmp_path / "board.pdf", f"--parts={size}")
    refused(done, 2)
    assert "a size from 1MB to 1GB is needed, such as 10MB" in done.stderr
    assert list(tmp_path.glob("board*")) == []


def test_a_package_stays_whole(run: Run, unchanged: Path, tmp_path: Path) -> None:
    done = run("dossier", unchanged, "--for", "lawyer", "-o", tmp_path / "package", "--parts", "10MB")
    refused(done, 2)
    assert "Use --parts together with --for board or --for self." in done.stderr
    assert list(tmp_path.glob("package*")) == []


def test_an_exhibit_that_is_larger_alone_is_named(run: Run, journal: Path, tmp_path: Path) -> None:
    image = Image.frombytes("RGB", (800, 600), random.Random(1).randbytes(1_440_000))  # noqa: S311
    image.save(tmp_path / "wide.png")
    assert run("attach", journal, "first", tmp_path / "wide.png").returncode == 0
    done = run("dossier", journal, "--for", "board", "-o", tmp_path / "board.pdf", "--parts", "1MB")
    refused(done, 5)
    assert "alone takes" in done.stderr
    assert "Choose parts of at least 2,000,000 bytes" in done.stderr
    assert list(tmp_path.glob("board*")) == []
