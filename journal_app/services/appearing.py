"""Files that are made together and appear together: each takes its place at the end, or none does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from journal_app.services import files


class Scratch:
    """Files being made in a hidden folder, and the places they take at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: list[tuple[Path, Path]] = []

    @property
    def places(self) -> list[Path]:
        """The places that are taken at the end, in the order they were asked for."""
        return [place for _, place in self._parts]

    def part(self, place: Path, *, keep: bool = True) -> Path:
        """Return where to write what takes ``place`` at the end, or nothing where it is not to be kept.

        Raises BadInput where something is there already.
        """
        part = self._folder / f"{len(self._parts)}-{place.name}"
        if keep:
            files.refuse_existing(place)
            self._parts.append((part, place))
            return part
        return self._folder / f"document-{place.name}"

    def appear(self) -> None:
        """Let every part take its place, or none."""
        done: list[Path] = []
        try:
            for part, place in self._parts:
                files.refuse_existing(place)
                part.rename(place)
                done.append(place)
        except BaseException:
            for place in done:
                files.remove(place)
            raise


@contextmanager
def appearing(folder: Path) -> Iterator[Scratch]:
    """Give a hidden folder beside the target; what was made there takes its place when the block finishes."""
    with files.scratch(folder) as hidden:
        scratch = Scratch(hidden)
        yield scratch
        scratch.appear()
