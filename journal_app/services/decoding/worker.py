"""The decoding worker: loads its decoders, locks itself, then answers one request after the other."""

from __future__ import annotations

import gc
import json
import os
import time
from typing import Any

from journal_app.domain.readings import MOST_LETTERS, Reading
from journal_app.domain.records import to_plain
from journal_app.services.decoding import pages, pictures, sandbox, texts
from journal_app.services.decoding.kinds import PDF, PICTURES
from journal_app.services.decoding.pages import NeedsPassword
from journal_app.services.decoding.pictures import Page
from journal_app.services.decoding.protocol import HEAD, frame


def main() -> None:
    """Serve until the pipe closes. The first frame out says that the lock holds, or which layer is missing."""
    pictures.prepare()
    pages.prepare()
    texts.prepare()
    try:
        sandbox.lock()
    except sandbox.CannotLock as error:
        _write(frame({"ready": False, "layer": str(error)}))
        return
    _write(frame({"ready": True}))
    gc.freeze()  # what is loaded stays: only what a request left behind is looked for after it
    while True:
        head = _read(HEAD.size)
        json_length, data_length = HEAD.unpack(head)
        request = json.loads(_read(json_length))
        for answer in answers(request, _read(data_length)):
            _write(answer)
        gc.collect()


def answers(request: dict[str, Any], data: bytes) -> list[bytes]:
    """Return the frames that answer one request: one a page, each saying how many follow, or one with a reason."""
    try:
        found = _handle(request, data)
    except NeedsPassword:
        return [_refusal("needs-password")]
    except MemoryError:
        return [_refusal("too-large")]
    except Exception as error:  # whatever a decoder says of a foreign file is an ordinary answer
        large = type(error).__name__.startswith("Decompression")
        return [_refusal("too-large" if large else "not-readable")]
    if isinstance(found, dict):
        return [frame({"ok": True, "used": time.process_time(), "facts": found})]
    if isinstance(found, Reading):
        return [frame({"ok": True, "used": time.process_time()}, json.dumps(to_plain(found)).encode())]
    last = len(found) - 1
    return [_page_frame(page, last - number) for number, page in enumerate(found)] or [_refusal("not-readable")]


def _handle(request: dict[str, Any], data: bytes) -> dict[str, Any] | Reading | list[Page]:
    kind, work = request["type"], request["work"]
    if work == "pixels" and kind != PDF:
        return [pictures.pixels(data, tuple(request["part"]), tuple(request["size"]))]
    if work == "redact":
        return [pictures.redacted(data, request["boxes"])]
    if work == "reading":
        return texts.reading(data, kind)
    if kind == PDF:
        return _of_pdf(request, data)
    if kind not in PICTURES:
        raise ValueError(kind)
    return pictures.facts(data) if work == "facts" else pictures.renditions(data)


def _of_pdf(request: dict[str, Any], data: bytes) -> dict[str, Any] | list[Page]:
    if request["work"] == "facts":
        return {"pages": pages.page_count(data)}
    if request["work"] == "words":
        return {"words": pages.words(data, request["first"], request["count"])}
    if request["work"] == "pixels":
        return pages.pixels(data, request["first"], request["count"], request["scale"])
    span = {key: request[key] for key in ("first", "count", "scale") if key in request}
    return pages.renditions(data, **span)


def _page_frame(page: Page, more: int) -> bytes:
    head = {
        "ok": True, "used": time.process_time(), "more": more, "type": page.media_type, "width": page.width,
        "height": page.height, "notes": page.notes, "text": page.text[:MOST_LETTERS],
    }  # fmt: skip
    return frame(head, page.data)


def _refusal(reason: str) -> bytes:
    return frame({"ok": False, "used": time.process_time(), "reason": reason})


def _read(count: int) -> bytes:
    parts = []
    while count:
        part = os.read(0, min(count, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


if __name__ == "__main__":
    main()
