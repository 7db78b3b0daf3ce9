"""Foreign files: what they are, how they look, what they say; decoded only in a locked child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from journal_app.domain.readings import Reading, problem_of
from journal_app.domain.records import from_plain
from journal_app.errors import BadInput, JournalError
from journal_app.i18n import Words, language_in_use, pgettext, words_for
from journal_app.progress import SILENT, Progress
from journal_app.services.decoding import jpeg, png
from journal_app.services.decoding.channel import Channel, NotAsAgreed, TooSlow
from journal_app.services.decoding.kinds import PDF, PICTURES, TEXTS, is_recording, media_type_of, why_no_pages
from journal_app.services.decoding.protocol import LONGEST_PAGE, MOST_DATA, MOST_FRAMES, PIXELS, frame

__all__ = ["PDF", "PICTURES", "TEXTS", "Decoder", "Facts", "NoRendition", "Pixels", "Rendition", "is_recording",
           "media_type_of", "why_no_pages"]  # fmt: skip

WALL_SECONDS = 10.0
START_SECONDS = 20.0
LARGEST_FILE = 256 << 20
MOST_PIXELS = 100_000_000
_TIRED_SECONDS = 8.0  # a worker that has used this much processor time is replaced before its limit stops it
PAGES_AT_ONCE = 8
WORDS_AT_ONCE = 100
_MOST_CHANNELS = 3
LOCKED = "needs-password"  # why a document that opens only with a password has no pages
_REASONS = frozenset({LOCKED, "not-readable", "too-large"})  # the words a worker may give
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """What can be shown of one page: a PNG (8-bit gray or RGB) or a JPEG without metadata, checked on arrival.

    ``notes`` are fixed words for what was done to get it; ``text`` is what a machine read on the page.
    """

    media_type: str
    width: int
    height: int
    data: bytes
    notes: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """What a window shows: rows of 8-bit pixels without padding, gray (1 channel) or red, green and blue (3)."""

    width: int
    height: int
    channels: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file says of itself. ``taken_at`` is EDTF or empty; ``pages`` counts pages or frames."""

    media_type: str
    width: int = 0
    height: int = 0
    pages: int = 0
    taken_at: str = ""
    has_position: bool = False
    device: str = ""


class NoRendition(JournalError):
    """A file cannot be shown; ``reason`` is a fixed word, the message a sentence. The file itself is kept."""

    exit_code = 5

    def __init__(self, reason: str) -> None:
        super().__init__(why_not_shown(reason, words_for(language_in_use())), _what_then(reason))
        self.reason = reason


def _what_then(reason: str) -> str:
    """Return what a person can do about a file without pages."""
    if reason != LOCKED:
        return pgettext("no picture", "The original is kept and can be given out.")
    return pgettext(
        "no picture",
        "Open it in your PDF reader with its password, save or print a copy that needs none, and add that copy to the "
        "same entry; this original stays as it is.",
    )


def why_not_shown(reason: str, words: Words) -> str:
    """Return the sentence for the fixed word that says why a file has no pages."""
    sentences = {
        LOCKED: words.text("no picture", "This document opens only with a password."),
        "too-large": words.text("no picture", "This file is too large to be shown here."),
        "too-slow": words.text("no picture", "This file took too long to be shown."),
        "stopped": words.text("no picture", "This file could not be shown: reading it was stopped for safety."),
        "no-sandbox": words.text("no picture", "This computer cannot open files safely enough to show them."),
        "not-a-picture": words.text("no picture", "This kind of file has no pages to show."),
        "empty": words.text("no picture", "This file is empty."),
        "archive": words.text("no picture", "This is an archive; the files in it are not opened here."),
        "office": words.text("no picture", "This is a document of an office program; it is not opened here."),
        "recording": words.text("no picture", "Sound and moving pictures have no page to show."),
        "unknown": words.text("no picture", "What kind of file this is, is not known here."),
    }
    return sentences.get(reason, words.text("no picture", "This file could not be read as what it seems to be."))


class Decoder:
    """Owns one worker process; starts it when first needed, replaces it when it dies or tires.

    Safe to share between threads: one request at a time.
    """

    def __init__(self, command: Sequence[str] | None = None, *, wall_seconds: float = WALL_SECONDS) -> None:
        """Use ``command`` for the worker (default: this Python, isolated)."""
        self._command = list(command or (sys.executable, "-I", "-m", "journal_app.services.decoding.worker"))
        self._wall = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._used = 0.0
        self._missing = ""
        self._turn = threading.Lock()

    def available(self) -> bool:
        """Say whether files can be decoded here: whether every layer of the worker's lock holds."""
        with self._turn:
            try:
                self._running()
            except NoRendition:
                return False
            return True

    def facts(self, data: bytes, media_type: str) -> Facts:
        """Return what a picture or PDF says of itself; raises NoRendition where it cannot be read."""
        if media_type not in PICTURES and media_type != PDF:
            return Facts(media_type=media_type)
        head, _ = self._ask({"work": "facts", "type": media_type}, data)[0]
        with self._taken_apart():
            found = head["facts"]
            return Facts(
                media_type=media_type,
                width=int(found.get("width", 0)),
                height=int(found.get("height", 0)),
                pages=int(found.get("pages", 1)),
                taken_at=_plain(found.get("taken_at"), 40),
                has_position=bool(found.get("has_position")),
                device=_plain(found.get("device"), 100),
            )

    def renditions(self, data: bytes, media_type: str, progress: Progress = SILENT) -> tuple[Rendition, ...]:
        """Return one rendition a page or frame; raises NoRendition, and Cancelled between pages."""
        if not data:
            raise NoRendition("empty")
        if media_type == PDF:
            return self.pages(data, progress=progress)
        if media_type not in PICTURES:
            raise NoRendition("not-a-picture")
        return self._pictures({"work": "renditions", "type": media_type}, data)

    def pages(
        self,
        data: bytes,
        *,
        first: int = 0,
        count: int | None = None,
        scale: float = 0.0,
        progress: Progress = SILENT,
    ) -> tuple[Rendition, ...]:
        """Draw the pages of a PDF from ``first`` (0 is the first); ``scale`` is pixels a point, 0 for 150 dpi."""
        total = self.facts(data, PDF).pages
        last = total if count is None else min(total, first + count)
        drawn: list[Rendition] = []
        for start in range(first, last, PAGES_AT_ONCE):
            progress.report(pgettext("progress", "Drawing pages"), start - first, last - first)
            wanted = {"first": start, "count": min(PAGES_AT_ONCE, last - start), "scale": scale}
            drawn += self._pictures({"work": "renditions", "type": PDF, **wanted}, data)
        return tuple(drawn)

    def pixels(self, rendition: Rendition, part: Box, size: tuple[int, int]) -> Pixels:
        """Return a part (x, y, width, height in pixels) of a rendition, drawn in ``size``, which is never larger."""
        request = {"work": "pixels", "type": rendition.media_type, "part": list(part), "size": list(size)}
        answers = self._ask(request, rendition.data, most=size[0] * size[1] * _MOST_CHANNELS)
        with self._taken_apart():
            ((head, body),) = answers
            shown = _pixels(head, body)
            if (shown.width, shown.height) != size:
                raise NoRendition("stopped")
            return shown

    def thumbnail(self, rendition: Rendition, longest: int) -> Pixels:
        """Return a smaller copy, at most ``longest`` pixels on its longer side."""
        full = (rendition.width, rendition.height)
        shrunk = min(1.0, longest / max(full))
        size = (max(1, round(full[0] * shrunk)), max(1, round(full[1] * shrunk)))
        return self.pixels(rendition, (0, 0, *full), size)

    def page_pixels(self, data: bytes, *, first: int, count: int, scale: float) -> tuple[Pixels, ...]:
        """Draw pages of a PDF (0 is the first) for a window; ``scale`` is pixels a point, less for very large ones."""
        wanted = {"work": "pixels", "type": PDF, "first": first, "count": count, "scale": scale}
        answers = self._ask(wanted, data, most=count * (LONGEST_PAGE + 1) ** 2 * _MOST_CHANNELS)
        with self._taken_apart():
            pages = tuple(_pixels(head, body) for head, body in answers)
            if len(pages) > count or any(max(each.width, each.height) > LONGEST_PAGE + 1 for each in pages):
                raise NoRendition("stopped")
            return pages

    def redact(self, rendition: Rendition, boxes: Sequence[Box]) -> Rendition:
        """Return the rendition with solid rectangles (x, y, width, height in pixels) instead of what was there."""
        request = {"work": "redact", "type": rendition.media_type, "boxes": [list(box) for box in boxes]}
        return self._pictures(request, rendition.data)[0]

    def reading(self, data: bytes, media_type: str) -> Reading:
        """Return what can be read of a mail, page, note, table or recording; raises NoRendition where it is none."""
        if not data:
            raise NoRendition("empty")
        if media_type not in TEXTS and not is_recording(media_type):
            raise NoRendition("not-a-picture")
        _, body = self._ask({"work": "reading", "type": media_type}, data)[0]
        with self._taken_apart():
            return _read(body)

    def words_of_pages(self, data: bytes) -> Iterator[str]:
        """Yield the text of each page of a PDF, as another program reads it; raises NoRendition."""
        for first in range(0, self.facts(data, PDF).pages, WORDS_AT_ONCE):
            wanted = {"work": "words", "type": PDF, "first": first, "count": WORDS_AT_ONCE}
            head, _ = self._ask(wanted, data)[0]
            with self._taken_apart():
                found = [str(each) for each in head["facts"]["words"]]
            yield from found

    def close(self) -> None:
        """End the worker; doing so twice does nothing, and a later request starts a new one."""
        with self._turn:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pictures(self, request: dict[str, Any], data: bytes) -> tuple[Rendition, ...]:
        answers = self._ask(request, data)
        with self._taken_apart():
            return tuple(_checked(head, body) for head, body in answers)

    @contextmanager
    def _taken_apart(self) -> Iterator[None]:
        """Take an answer apart; a worker that gives one that is not as agreed is ended."""
        try:
            yield
        except NoRendition:
            self.close()
            raise
        except (AttributeError, BadInput, KeyError, OverflowError, RecursionError, TypeError, ValueError):
            self.close()
            raise NoRendition("stopped") from None

    def _ask(
        self, request: dict[str, Any], data: bytes, *, most: int | None = None
    ) -> list[tuple[dict[str, Any], bytes]]:
        """Return the frames of an answer, which have at most ``most`` bytes of data together."""
        if len(data) > LARGEST_FILE:
            raise NoRendition("too-large")
        with self._turn:
            process = self._running()
            try:
                return self._exchange(process, request, data, MOST_DATA if most is None else most)
            except TooSlow:
                self._end()
                raise NoRendition("too-slow") from None
            except (NotAsAgreed, OSError, OverflowError, RecursionError, TypeError, ValueError):
                self._end()
                raise NoRendition("stopped") from None

    def _exchange(
        self, process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes, most: int
    ) -> list[tuple[dict[str, Any], bytes]]:
        channel = Channel(process, time.monotonic() + self._wall)
        channel.send(frame(request, data))
        found: list[tuple[dict[str, Any], bytes]] = []
        while len(found) < MOST_FRAMES:
            head, body = channel.receive(most)
            self._used = float(head.get("used", 0.0))
            if head.get("ok") is not True:
                if head.get("reason") not in _REASONS:
                    raise NotAsAgreed
                raise NoRendition(head["reason"])
            found.append((head, body))
            if int(head.get("more", 0)) <= 0:
                return found
            if sum(len(each) for _, each in found) > most:
                self._end()
                raise NoRendition("too-large")
        raise NotAsAgreed

    def _running(self) -> subprocess.Popen[bytes]:
        if self._missing:
            raise NoRendition("no-sandbox")
        if self._process is not None and self._process.poll() is None and self._used < _TIRED_SECONDS:
            return self._process
        self._end()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"}, close_fds=True, cwd="/" if os.name == "posix" else None,
        )  # fmt: skip
        try:
            ready, _ = Channel(self._process, time.monotonic() + START_SECONDS).receive(0)
        except (NotAsAgreed, OSError, RecursionError, TooSlow, ValueError):
            self._end()
            raise NoRendition("stopped") from None
        if ready.get("ready") is not True:
            self._missing = str(ready.get("layer"))
            self._end()
            raise NoRendition("no-sandbox")
        return self._process

    def _end(self) -> None:
        process, self._process, self._used = self._process, None, 0.0
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        process.wait()


def _checked(head: dict[str, Any], data: bytes) -> Rendition:
    """Return a rendition from a worker's answer; nothing of it is taken on trust but the colours of its pixels."""
    width, height = int(head["width"]), int(head["height"])
    try:
        if head["type"] == "image/png":
            found = png.check(data, most_pixels=MOST_PIXELS)[:2]
        elif head["type"] == "image/jpeg":
            plain, *size = jpeg.without_metadata(data)
            found = (size[0], size[1])
            if plain != data:
                raise NoRendition("stopped")
        else:
            raise NoRendition("stopped")
    except (png.NotARendition, jpeg.NotPlain):
        raise NoRendition("stopped") from None
    if found != (width, height):
        raise NoRendition("stopped")
    notes = tuple(_plain(note, 40) for note in head.get("notes", ()))
    return Rendition(
        media_type=head["type"], width=width, height=height, data=data, notes=notes,
        text=_plain(head.get("text"), 2_000_000),
    )  # fmt: skip


def _pixels(head: dict[str, Any], data: bytes) -> Pixels:
    """Return raw pixels from a worker's answer, if there are as many as it says."""
    width, height = int(head["width"]), int(head["height"])
    if head["type"] != PIXELS or width < 1 or height < 1:
        raise NoRendition("stopped")
    channels, left = divmod(len(data), width * height)
    if left or channels not in {1, _MOST_CHANNELS}:
        raise NoRendition("stopped")
    return Pixels(width=width, height=height, channels=channels, data=data)


def _read(data: bytes) -> Reading:
    """Return a reading from a worker's answer, if it is one and no larger than agreed."""
    reading = from_plain(Reading, json.loads(data))
    if problem_of(reading):
        raise NoRendition("stopped")
    return reading


def _plain(value: object, longest: int) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(letter for letter in text[:longest] if letter in "\n\t" or letter.isprintable())
