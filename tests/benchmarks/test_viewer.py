"""How soon a picture is there to be looked at, what the window's thread does for it, and how much memory it takes.

Nothing timed is asserted. What is beside: the same picture decoded by Qt in the window's thread, as it was once done.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from PySide6.QtGui import QImage, QPixmap

from journal_app.services.media import Decoder
from journal_app.ui import detail
from journal_app.ui.covered import pixmap
from journal_app.ui.detail import Detail

SCREEN = (1000, 700)
BLOCK, MEMORY = 50, 33  # ms of the window's thread; MiB of one picture: 8 million pixels and what rounding adds
LARGEST_OF_QT = 256 << 20  # bytes; it refuses larger pictures
TIMES = 5

Figure = Callable[..., None]


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        if not made.available():
            pytest.skip("a layer of the worker's lock is missing on this system")
        yield made


def photograph(width: int, height: int, kind: str) -> bytes:
    grain = Image.effect_noise((1000, 1000), 60).convert("RGB")
    image = Image.new("RGB", (width, height))
    for left in range(0, width, 1000):
        for top in range(0, height, 1000):
            image.paste(grain, (left, top))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def quickest(work: Callable[[], object]) -> float:
    """Return the shortest of several times in milliseconds: what else the machine does is no part of it."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took) * 1000


@pytest.mark.full
@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(("width", "height"), [(1_080, 2_400), (4_000, 3_000), (8_000, 6_000), (9_990, 9_990)])
def test_how_a_picture_is_shown(decoder: Decoder, figure: Figure, kind: str, width: int, height: int) -> None:
    (shown,) = decoder.renditions(photograph(width, height, kind), f"image/{kind.lower()}")
    name = f"{kind} of {width * height / 1e6:.1f} million pixels"
    views: dict[str, Detail] = {
        "fitted": detail.whole((width, height), SCREEN[0] / width),
        "pixel by pixel": detail.chosen((width, height), (width // 2 - 500, height // 2 - 350, *SCREEN), 1.0),
    }
    for view, wanted in views.items():
        pixels = decoder.pixels(shown, wanted.part, wanted.size)
        there = quickest(lambda wanted=wanted: decoder.pixels(shown, wanted.part, wanted.size))  # type: ignore[misc]
        block = quickest(lambda pixels=pixels: pixmap(pixels))  # type: ignore[misc]
        memory = pixmap(pixels).toImage().sizeInBytes() / 2**20
        figure(f"{name}, {view}: there after", f"{there:.0f} ms")
        figure(f"{name}, {view}: of the window's thread", f"{block:.1f} ms", most=BLOCK, is_=block)
        figure(f"{name}, {view}: memory", f"{memory:.1f} MiB", most=MEMORY, is_=memory)
    small = quickest(lambda: decoder.thumbnail(shown, 200))
    figure(f"{name}: a small copy", f"{small:.0f} ms")
    if width * height * 4 > LARGEST_OF_QT:
        figure(f"{name}: decoded by Qt in the window's thread", "not at all")
        return
    before = quickest(lambda: QPixmap.fromImage(QImage.fromData(shown.data)))
    figure(f"{name}: decoded by Qt in the window's thread", f"{before:.0f} ms, {width * height * 4 / 2**20:.0f} MiB")
