"""Files that are made together and appear together: each takes its place at the end, or none does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from journal_app.durable import sync_folder
from journal_app.services import files


class Scratch:
    """Files being made in hidden folders beside the places they take at the end: a name goes to no other disk."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """Hide what is made in ``folder``; what is hidden goes with ``stack``. Raises what files.scratch raises."""
        self._first, self._stack = folder, stack
        self._hidden: dict[Path, Path] = {}
        self._parts: list[tuple[Path, Path]] = []
        self._beside(folder)

    @property
    def places(self) -> list[Path]:
        """The places that are taken at the end, in the order they were asked for."""
        return [place for _, place in self._parts]

    def part(self, place: Path, *, keep: bool = True) -> Path:
        """Return where to write what takes ``place`` at the end, or nothing where it is not to be kept.

        Raises BadInput where something is there already, or its folder is not, StorageTrouble.
        """
        if keep:
            files.refuse_existing(place)
            part = self._beside(place.parent) / f"{len(self._parts)}-{place.name}"
            self._parts.append((part, place))
            return part
        return self._beside(self._first) / f"document-{place.name}"

    def _beside(self, folder: Path) -> Path:
        if folder not in self._hidden:
            self._hidden[folder] = self._stack.enter_context(files.scratch(folder))
        return self._hidden[folder]

    def appear(self) -> None:
        """Let every part take its place, on the disk, or none."""
        done: list[Path] = []
        try:
            for part, place in self._parts:
                files.refuse_existing(place)
                part.rename(place)
                done.append(place)
            for folder in self._hidden:
                sync_folder(folder)
        except BaseException:
            for place in done:
                files.remove(place)
            raise


@contextmanager
def appearing(folder: Path) -> Iterator[Scratch]:
    """Give hidden folders beside the targets; what was made there takes its place when the block finishes.

    The one in ``folder`` is made at once: a place that cannot be written is found before anything is made.
    """
    with ExitStack() as stack:
        scratch = Scratch(folder, stack)
        yield scratch
        scratch.appear()
