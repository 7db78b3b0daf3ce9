"""The locked worker: the same pixels, no metadata, and an honest reason where a file cannot be shown."""

from __future__ import annotations

import contextlib
import io
import json
import os
import struct
import sys
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from journal_app.domain.readings import Note
from journal_app.errors import Cancelled
from journal_app.services import media
from journal_app.services.decoding import png, texts
from journal_app.services.media import Decoder, NoRendition, Rendition, media_type_of

from .keeping import Listens, Stops


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        if not made.available():
            pytest.skip("a layer of the worker's lock is missing on this system")
        yield made


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


WORKER = """
import json, struct, sys, time
out, HEAD = sys.stdout.buffer, struct.Struct(">IQ")
def say(head, data=b"", raw=None):
    text = raw if raw is not None else json.dumps(head).encode()
    out.write(HEAD.pack(len(text), len(data)) + text + data); out.flush()
def hear():
    first = sys.stdin.buffer.read(HEAD.size)
    if len(first) < HEAD.size: sys.exit()
    sizes = HEAD.unpack(first)
    return json.loads(sys.stdin.buffer.read(sizes[0])), sys.stdin.buffer.read(sizes[1])
"""


def worker(behaviour: str, **options: float) -> Decoder:
    """Return a decoder with a worker of its own that speaks the same language and does what it likes."""
    return Decoder([sys.executable, "-I", "-c", WORKER + behaviour], **options)


def page(**values: object) -> str:
    head = {"ok": True, "more": 0, "type": "image/png", "width": 4, "height": 3, "notes": ["note"], **values}
    return f"say({head!r}, DATA)"


GOOD = encoded(Image.new("RGB", (4, 3), "red"), "PNG")
PLAIN = png.encode(bytes(36), 4, 3, 3)
SERVES = "say({'ready': True})\nwhile True:\n    hear()\n    "


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1"])
def test_a_png_keeps_its_pixels(decoder: Decoder, mode: str) -> None:
    image = Image.effect_noise((61, 47), 60).convert("RGB").convert(mode)
    (page,) = decoder.renditions(encoded(image, "PNG"), "image/png")
    assert Image.open(io.BytesIO(page.data)).convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_a_jpeg_keeps_its_data_and_loses_what_tells_of_its_maker(decoder: Decoder) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Secret phone"
    exif[0x8825] = {1: "N", 2: (52.0, 1.0, 2.0)}
    data = encoded(Image.effect_noise((64, 48), 60).convert("RGB"), "JPEG", exif=exif)
    (page,) = decoder.renditions(data, "image/jpeg")
    assert page.media_type == "image/jpeg"
    assert b"Exif" not in page.data
    assert b"Secret phone" not in page.data
    assert Image.open(io.BytesIO(page.data)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    facts = decoder.facts(data, "image/jpeg")
    assert (facts.has_position, facts.device) == (True, "Secret phone")


def test_a_window_gets_pixels_and_no_file(decoder: Decoder) -> None:
    image = Image.effect_noise((61, 47), 60).convert("RGB")
    (page,) = decoder.renditions(encoded(image, "PNG"), "image/png")
    shown = decoder.pixels(page, (1, 2, 30, 20), (30, 20))
    assert (shown.width, shown.height, shown.channels) == (30, 20, 3)
    assert shown.data == image.crop((1, 2, 31, 22)).tobytes()
    small = decoder.thumbnail(page, 10)
    assert (small.width, small.height, len(small.data)) == (10, 8, 240)
    assert decoder.thumbnail(page, 100).width == 61
    with pytest.raises(NoRendition):
        decoder.pixels(page, (0, 0, 62, 47), (61, 47))


def test_pages_for_a_window_are_pixels_too(decoder: Decoder) -> None:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for size in ((30, 60), (14_400, 10)):
            made.add_blank_page(page_size=size)
        made.save(out)
    pages = decoder.page_pixels(out.getvalue(), first=0, count=4, scale=2.0)
    assert [(each.width, each.height) for each in pages] == [(60, 120), (2400, 2)]
    assert pages[0].data == b"\xff" * (60 * 120 * pages[0].channels)
    with pytest.raises(NoRendition) as refused:
        decoder.page_pixels(out.getvalue(), first=2, count=4, scale=2.0)
    assert refused.value.reason == "not-readable"


@pytest.mark.parametrize(
    ("kind", "side", "turn"),
    [  # Qt itself shows at most 64 million pixels; 100 million are the most that is accepted
        ("JPEG", 8_400, 1),
        ("JPEG", 8_400, 5),  # turned, and still a picture whose lower right corner is blue
        pytest.param("JPEG", 9_990, 1, marks=pytest.mark.full),
        pytest.param("JPEG", 9_990, 5, marks=pytest.mark.full),
        pytest.param("PNG", 9_990, 1, marks=pytest.mark.full),
        pytest.param("TIFF", 9_000, 1, marks=pytest.mark.full),
    ],
)
def test_the_largest_picture_is_shown_smaller_and_in_parts(decoder: Decoder, kind: str, side: int, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    image = Image.new("RGB", (side, side), "white")
    image.paste("blue", (side - 1_000, side - 1_000, side, side))
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    (page,) = decoder.renditions(encoded(image, kind, exif=exif, **options), f"image/{kind.lower()}")
    small = decoder.thumbnail(page, 999)
    assert (small.width, small.height) == (999, 999)
    assert small.data[:3] == b"\xff\xff\xff"
    assert small.data[-1] > 240
    assert small.data[-3] < 10
    part = decoder.pixels(page, (side - 1_010, side - 1_010, 1_000, 1_000), (1_000, 1_000))
    assert part.data[:3] == b"\xff\xff\xff"
    assert part.data[-3] < 10


SHOWS = "say({'ok': True, 'type': 'pixels', 'width': %s, 'height': %s}, %s)"


@pytest.mark.parametrize(
    "answer",
    [
        SHOWS % (4, 3, "bytes(4 * 3 * 4)"),  # an alpha channel was not agreed
        SHOWS % (4, 3, "bytes(4 * 3 * 2)"),
        SHOWS % (4, 3, "bytes(35)"),
        SHOWS % (4, 3, "bytes(37)"),
        SHOWS % (4, 3, "b''"),
        SHOWS % (3, 4, "bytes(36)"),  # as many pixels as were asked for, but not in that size
        SHOWS % (5, 3, "bytes(45)"),
        SHOWS % (0, 3, "b''"),
        SHOWS % (-4, -3, "bytes(36)"),
        SHOWS % (4, 3, "bytes(36)") + "; " + SHOWS % (4, 3, "bytes(36)"),
        page(more=1).replace("DATA", "bytes(36)"),
        page().replace("DATA", repr(b"a PNG perhaps")),
        page(type="image/jpeg").replace("DATA", "bytes(36)"),
        "say({'ok': True, 'type': 'pixels', 'width': 4}, bytes(36))",
        "say({'ok': False, 'reason': 'words of its own'})",
        "say({'ok': False, 'reason': ['not-readable']})",
    ],
)
def test_no_pixels_are_taken_that_were_not_asked_for(answer: str) -> None:
    shown = Rendition(media_type="image/png", width=4, height=3, data=PLAIN)
    with worker(SERVES + answer, wall_seconds=2.0) as made:
        if answer.count("say(") == 2:
            assert made.pixels(shown, (0, 0, 4, 3), (4, 3)).channels == 3  # and the second is no answer to anything
        with pytest.raises(NoRendition) as refused:
            made.pixels(shown, (0, 0, 4, 3), (4, 2) if answer.count("say(") == 2 else (4, 3))
    assert refused.value.reason in {"stopped", "too-slow"}


@pytest.mark.parametrize(
    "answer",
    [
        SHOWS % (2402, 1, "bytes(2402)"),
        SHOWS % (1, 2402, "bytes(2402)"),
        "for left in (2, 1, 0): say({'ok': True, 'more': left, 'type': 'pixels', 'width': 1, 'height': 1}, b'x')",
        "say({'ok': True, 'type': 'pixels', 'width': 2401, 'height': 2401}, bytes(2401 * 2401 * 3 * 2 + 1))",
    ],
)
def test_no_pages_are_taken_that_were_not_asked_for(answer: str) -> None:
    with worker(SERVES + answer) as made, pytest.raises(NoRendition) as refused:
        made.page_pixels(b"%PDF", first=0, count=2, scale=1.0)
    assert refused.value.reason == "stopped"


def test_a_worker_cannot_fill_the_memory_with_pages_that_never_end() -> None:
    endless = SERVES + "\n    while True: " + page(more=1).replace("DATA", repr(PLAIN))
    with worker(endless) as made, pytest.raises(NoRendition) as refused:
        made.renditions(GOOD, "image/png")
    assert refused.value.reason == "stopped"


def test_pages_that_are_too_much_together_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MOST_DATA", 3 * len(PLAIN))
    many = SERVES + "\n    for left in range(9, -1, -1): " + page().replace("'more': 0", "'more': left")
    with worker(many.replace("DATA", repr(PLAIN))) as made, pytest.raises(NoRendition) as refused:
        made.renditions(GOOD, "image/png")
    assert refused.value.reason == "too-large"


def test_hidden_parts_are_gone_from_the_pixels(decoder: Decoder) -> None:
    (page,) = decoder.renditions(encoded(Image.new("RGB", (40, 30), "red"), "PNG"), "image/png")
    hidden = Image.open(io.BytesIO(decoder.redact(page, [(5, 6, 10, 8)]).data))
    assert hidden.getpixel((5, 6)) == (0, 0, 0)
    assert hidden.getpixel((14, 13)) == (0, 0, 0)
    assert hidden.getpixel((15, 14)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\nbroken", "not-readable"),
        (b"%PDF-1.7 broken", "not-readable"),
        (b"ID3 sound", "not-a-picture"),
    ],
)
def test_a_file_that_cannot_be_shown_has_a_reason(decoder: Decoder, data: bytes, reason: str) -> None:
    with pytest.raises(NoRendition) as refused:
        decoder.renditions(data, media_type_of(data, "x"))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("say({'ready': False, 'layer': 'Landlock'})", "no-sandbox"),
        ("", "stopped"),
        ("out.write(b'not a frame at all, but words'); out.flush()", "stopped"),
        (SERVES + "say({'ok': False, 'reason': 'needs-password'})", "needs-password"),
        (SERVES + "say({'ok': False})", "stopped"),
        (SERVES + "sys.exit()", "stopped"),
        (SERVES + "say(None, raw=b'[1]')", "stopped"),
        (SERVES + "say(None, raw=b'{')", "stopped"),
        (SERVES + "say(None, raw=b'[' * 200_000)", "stopped"),
        ("say(None, raw=b'[' * 200_000)", "stopped"),
        (SERVES + "say({'ok': True, 'used': 'x'})", "stopped"),
        (SERVES + "say({'ok': True, 'more': float('inf')})", "stopped"),
        (SERVES + "say({'ok': True, 'width': float('inf'), 'height': 1})", "stopped"),
        (SERVES + "say({'ok': True, 'width': 1, 'height': 1, 'type': []})", "stopped"),
        (SERVES + "out.write(HEAD.pack(1 << 31, 0)); out.flush()", "stopped"),
        (SERVES + "out.write(HEAD.pack(2, 1 << 60)); out.flush()", "stopped"),
        (SERVES + "say({'ok': True})", "stopped"),
        (SERVES + "say({'ok': True, 'width': 'x', 'height': 1})", "stopped"),
        (SERVES + page().replace("DATA", repr(b"no picture")), "stopped"),
        (SERVES + page(width=5).replace("DATA", repr(PLAIN)), "stopped"),
        (SERVES + page(type="image/svg+xml").replace("DATA", repr(PLAIN)), "stopped"),
        (SERVES + page(type="image/jpeg").replace("DATA", repr(PLAIN)), "stopped"),
        (SERVES + page(type="image/jpeg").replace("DATA", repr(encoded(Image.new("RGB", (4, 3)), "JPEG"))), "stopped"),
    ],
)
def test_nothing_a_worker_says_is_taken_on_trust(behaviour: str, reason: str) -> None:
    with worker(behaviour) as made, pytest.raises(NoRendition) as refused:
        made.renditions(GOOD, "image/png")
    assert refused.value.reason == reason
    assert refused.value.message.endswith(".")


class Answers:
    """Stands for a worker that has answered already: whatever bytes are in its pipe."""

    def __init__(self, data: bytes) -> None:
        reads, writes = os.pipe()
        os.write(writes, data)
        os.close(writes)
        self.asked, asks = os.pipe()
        self.stdin, self.stdout = os.fdopen(asks, "wb", buffering=0), os.fdopen(reads, "rb", buffering=0)

    def poll(self) -> None:
        """Still there."""

    def kill(self) -> None:
        """Nothing to end."""

    def wait(self) -> None:
        """Let go of what was asked."""
        os.close(self.asked)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 70) | st.sampled_from([10**30, -1, 0.5, float("inf"), float("nan")])
    | st.sampled_from(["", "x", "pixels", "image/png", "image/jpeg", "not-readable", "\ud800"]),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.sampled_from(["pages", "width", "words"]), some),
    max_leaves=6,
)  # fmt: skip
NAMES = ["more", "used", "reason", "type", "width", "height", "notes", "text", "facts"]
HEADS = st.fixed_dictionaries({"ok": st.just(True)}, optional=dict.fromkeys(NAMES, VALUES)) | VALUES
DATA = st.sampled_from([b"", PLAIN, GOOD, bytes(36), b"{}", b"[1]", b'{"source": "text"}']) | st.binary(max_size=50)


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """Return what a worker may send: frames that are none, or that say anything at all."""
    sent = b""
    for head, data in draw(st.lists(st.tuples(HEADS, DATA), max_size=3)):
        text = json.dumps(head).encode()
        sent += struct.pack(">IQ", len(text) + draw(st.sampled_from([0, 0, 0, 1])), len(data)) + text + data
    return sent + draw(st.binary(max_size=20))


def answering(sent: bytes) -> Decoder:
    """Return a decoder whose worker has answered, and after which there is no other."""
    made = Decoder(["/bin/false"], wall_seconds=5.0)
    made._process = Answers(sent)  # type: ignore[assignment]  # answers in its place
    return made


def test_an_answer_as_agreed_is_taken_from_a_pipe() -> None:
    text = b'{"ok": true, "type": "pixels", "width": 4, "height": 3}'
    shown = Rendition(media_type="image/png", width=4, height=3, data=PLAIN)
    with answering(struct.pack(">IQ", len(text), 12) + text + bytes(12)) as made:
        assert made.pixels(shown, (0, 0, 4, 3), (4, 3)).channels == 1


def sent(*frames: tuple[dict[str, object], bytes]) -> bytes:
    """Return frames as a worker sends them."""
    texts = [(json.dumps({"ok": True, **head}).encode(), data) for head, data in frames]
    return b"".join(struct.pack(">IQ", len(text), len(data)) + text + data for text, data in texts)


PICTURE: dict[str, object] = {"type": "image/png", "width": 4, "height": 3}
DRAWN: dict[str, object] = {**PICTURE, "type": "pixels"}
SHOWN = Rendition(media_type="image/png", width=4, height=3, data=PLAIN)


@pytest.mark.parametrize(
    ("asks", "answer", "given_back"),
    [
        (lambda made: made.renditions(GOOD, "image/png"), sent((PICTURE, PLAIN)), (SHOWN,)),
        (lambda made: made.redact(SHOWN, [(0, 0, 1, 1)]), sent((PICTURE, PLAIN)), SHOWN),
        (lambda made: made.facts(GOOD, "image/png").width, sent(({"facts": {"width": 7}}, b"")), 7),
        (lambda made: made.pixels(SHOWN, (0, 0, 4, 3), (4, 3)).data, sent((DRAWN, bytes(12))), bytes(12)),
        (lambda made: [len(each.data) for each in made.page_pixels(b"%PDF", first=0, count=2, scale=1.0)],
         sent(({**DRAWN, "more": 1}, bytes(12)), (DRAWN, bytes(36))), [12, 36]),
        (lambda made: made.reading(b"x", "text/plain").source, sent(({}, b'{"source": "text"}')), "text"),
        (lambda made: list(made.words_of_pages(b"%PDF")),
         sent(({"facts": {"pages": 1}}, b""), ({"facts": {"words": ["One page."]}}, b"")), ["One page."]),
    ],
)  # fmt: skip
def test_an_answer_as_agreed_is_taken_whatever_was_asked(
    asks: Callable[[Decoder], object], answer: bytes, given_back: object
) -> None:
    with answering(answer) as made:
        assert asks(made) == given_back
        assert made._process is not None  # it goes on working
    # One byte too few is no answer, and whoever gave it is not asked again.
    with answering(answer[:-1]) as made:
        with pytest.raises(NoRendition):
            asks(made)
        assert made._process is None


@settings(max_examples=150)
@given(sent=answers(), asked=st.integers(0, 5))
def test_whatever_a_worker_sends_is_an_answer_as_agreed_or_none(sent: bytes, asked: int) -> None:
    shown = Rendition(media_type="image/png", width=4, height=3, data=PLAIN)
    asking = [
        lambda made: made.renditions(GOOD, "image/png"),
        lambda made: made.facts(GOOD, "image/png"),
        lambda made: made.pixels(shown, (0, 0, 4, 3), (4, 3)),
        lambda made: made.page_pixels(b"%PDF", first=0, count=2, scale=1.0),
        lambda made: made.reading(b"x", "text/plain"),
        lambda made: tuple(made.words_of_pages(b"%PDF")),
    ][asked]
    made = answering(sent)
    with contextlib.suppress(NoRendition):
        found = asking(made)
        for each in found if isinstance(found, tuple) else (found,):
            if isinstance(each, media.Pixels):
                assert len(each.data) == each.width * each.height * each.channels
            if isinstance(each, Rendition):
                assert (each.width, each.height) == png.check(each.data, most_pixels=100)[:2]
    made.close()


JAPANESE = b"Subject: =?big5?b?pKSk5Q==?=\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$BC/\x1b(B"
CODED = (
    b"Content-Type: a/b; name*0*=utf-8''%c3%bc; name*1=x\nContent-Transfer-Encoding: x-uuencode\n\n"
    b"begin 644 a\n#86)C\n`\nend\n"
)
NESTED = b"Date: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nTo: a\n\nb"
RECORDINGS = ("audio/mpeg", "audio/mp4", "audio/wav", "audio/flac", "audio/ogg", "audio/amr", "video/mp4")
LOCKED = (
    ("text/html", "<meta charset='koi8-r'><p>Привет".encode("koi8-r")),
    ("text/html", "<meta charset='shift_jis'><p>誰にも".encode("shift_jis")),
    ("text/csv", b"a;b\nc;d"),
    ("text/plain", "Grüße".encode("cp1252")),
    *(("message/rfc822", data) for data in (JAPANESE, CODED, NESTED)),
    ("application/mbox", b"From a Tue Mar 12 23:40:00 2024\nSubject: a\n\nwords"),
    *((kind, b"ID3\x04\0\0\0\0\0\0 RIFF OggS fLaC") for kind in RECORDINGS),
)


@pytest.mark.parametrize(("kind", "data"), LOCKED)
def test_the_locked_worker_reads_what_one_without_a_lock_reads(decoder: Decoder, kind: str, data: bytes) -> None:
    assert decoder.reading(data, kind) == texts.reading(data, kind)


@pytest.mark.parametrize(
    "facts", ["{}", "{'facts': 5}", "{'facts': {'width': 'x'}}", "{'facts': {'pages': float('nan')}}"]
)
def test_no_fact_is_taken_that_is_none(facts: str) -> None:
    with worker(SERVES + f"say({{'ok': True, **{facts}}})") as made:
        if facts != "{'facts': {'width': 'x'}}":
            with pytest.raises(NoRendition):
                made.pages(b"%PDF")
        if "pages" not in facts:
            with pytest.raises(NoRendition):
                made.facts(GOOD, "image/png")
        if "{'facts': {" not in facts:
            with pytest.raises(NoRendition):
                made.reading(b"x", "text/plain")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"source": "other"}', b'{"source": "text", "more": 1}',
        b'{"source": "text", "blocks": [{"kind": "script", "text": "x"}]}',
        b'{"source": "text", "blocks": [{"kind": "paragraph", "text": "a\\u0007"}]}',
        b'{"source": "text", "blocks": [{"kind": "field", "name": "bcc", "text": "a"}]}',
        b'{"source": "text", "blocks": [{"kind": "attachment", "sha256": "x"}]}',
        b'{"source": "text", "blocks": [{"kind": "paragraph", "text": "' + b"x" * 4001 + b'"}]}',
    ],
)  # fmt: skip
def test_no_reading_is_taken_that_is_not_as_agreed(data: bytes) -> None:
    with worker(SERVES + f"say({{'ok': True}}, {data!r})") as made, pytest.raises(NoRendition) as refused:
        made.reading(b"x", "text/plain")
    assert refused.value.reason == "stopped"


def test_a_reading_as_agreed_is_taken() -> None:
    data = '{"source": "text", "blocks": [{"kind": "paragraph", "text": "Grüße 😀"}], "notes": ["cut"]}'.encode()
    with worker(SERVES + f"say({{'ok': True}}, {data!r})") as made:
        found = made.reading(b"x", "text/plain")
    assert (found.text, found.notes) == ("Grüße 😀", (Note.CUT,))


def test_a_worker_that_takes_too_long_is_ended_and_replaced() -> None:
    with worker(SERVES + "time.sleep(60)", wall_seconds=0.2) as made:
        for _ in range(2):
            with pytest.raises(NoRendition) as refused:
                made.renditions(GOOD, "image/png")
            assert refused.value.reason == "too-slow"


def test_a_missing_layer_is_not_asked_for_again() -> None:
    with worker("say({'ready': False, 'layer': 'Landlock'})") as made:
        assert not made.available()
        with pytest.raises(NoRendition) as refused:
            made.facts(GOOD, "image/png")
        assert refused.value.reason == "no-sandbox"


def test_a_good_answer_is_taken_without_signs_that_cannot_be_seen() -> None:
    behaviour = SERVES + page(notes=["fine\x07", 5], text="a\nb\x00").replace("DATA", repr(PLAIN))
    with worker(behaviour) as made:
        (shown,) = made.renditions(GOOD, "image/png")
    assert (shown.notes, shown.text, shown.data) == (("fine", ""), "a\nb", PLAIN)


def test_a_tired_worker_is_replaced_before_its_limit() -> None:
    behaviour = "import os\n" + SERVES + "say({'ok': True, 'used': 9.0, 'facts': {'device': str(os.getpid())}})"
    with worker(behaviour) as made:
        first, second = (made.facts(GOOD, "image/png").device for _ in range(2))
    assert first != second


def test_a_large_document_is_drawn_part_by_part_and_can_be_stopped(decoder: Decoder) -> None:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(11):
            made.add_blank_page(page_size=(30, 30))
        made.save(out)
    heard = Listens()
    assert len(decoder.renditions(out.getvalue(), "application/pdf", heard)) == 11
    assert [(done, total) for _, done, total in heard.reports] == [(0, 11), (8, 11)]
    assert len(decoder.pages(out.getvalue(), first=9, count=9, scale=1.0)) == 2
    with pytest.raises(Cancelled):
        decoder.renditions(out.getvalue(), "application/pdf", Stops(1))


def test_what_is_empty_or_no_picture_or_too_large_never_reaches_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    with worker("sys.exit(1)") as made:
        monkeypatch.setattr(media, "LARGEST_FILE", 10)
        for data, kind, reason in (
            (b"", "image/png", "empty"),
            (b"x", "text/plain", "not-a-picture"),
            (b"x" * 11, "image/png", "too-large"),
        ):
            with pytest.raises(NoRendition) as refused:
                made.renditions(data, kind)
            assert refused.value.reason == reason
        with pytest.raises(NoRendition):
            made.reading(b"x", "image/png")
        with pytest.raises(NoRendition, match="is empty"):
            made.reading(b"", "text/plain")
        assert made.facts(b"x", "text/plain").pages == 0


def test_a_worker_that_died_is_replaced(decoder: Decoder) -> None:
    assert decoder.available()
    process = decoder._process
    assert process is not None
    process.kill()
    process.wait()
    assert decoder.renditions(GOOD, "image/png")[0].width == 4
