"""Draw the files of the sample journal from the words in resources/demo/pictures.json; run when the story changes.

.venv/bin/python packaging/make_demo_pictures.py

The same words give the same bytes. It stops where a text would be cut off or lie on another one.
"""

from __future__ import annotations

import io
import json
import math
import random
import struct
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "resources" / "demo"
FONT = ROOT / "resources" / "fonts"
PHONE, DESK = (1080, 1920), (1440, 1000)
INK, SOFT, LINE, BLUE = "#1D2529", "#66737A", "#DDE2E5", "#2C6C8C"
SHADES = ("#7A9E9F", "#B8A07E", "#8E8FB0", "#A58A8A", "#7F9A74", "#6E8CA8", "#B59BB0", "#94917F", "#C2A36B")
Words = dict[str, Any]
Box = tuple[float, float, float, float]


def font(size: int, style: str = "Regular") -> ImageFont.FreeTypeFont:
    """Return a face of the house; the basic layout is the same on every system."""
    return ImageFont.truetype(str(FONT / f"NotoSans-{style}.ttf"), size, layout_engine=ImageFont.Layout.BASIC)


def wrapped(words: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break a text into lines of at most ``width`` pixels; a line break in it stays one."""
    rows: list[str] = []
    for part in words.split("\n"):
        rows.append("")
        for word in part.split():
            longer = f"{rows[-1]} {word}".strip()
            if rows[-1] and face.getlength(longer) > width:
                rows.append(word)
            else:
                rows[-1] = longer
    return rows


class Screen:
    """A picture that is being drawn, and where its texts stand."""

    def __init__(self, size: tuple[int, int], ground: str = "#FFFFFF") -> None:
        self.picture = Image.new("RGB", size, ground)
        self.pen = ImageDraw.Draw(self.picture)
        self.width, self.height = size
        self.texts: list[tuple[Box, str]] = []

    def put(
        self,
        at: tuple[float, float],
        words: str,
        size: int,
        fill: str = INK,
        style: str = "Regular",
        anchor: str = "la",
    ) -> float:
        """Write one line and return its width; raises ValueError where it is cut off or lies on another."""
        face = font(size, style)
        box = self.pen.textbbox(at, words, font=face, anchor=anchor)
        if not (box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height):
            raise ValueError(f"cut off: {words!r} at {box}")
        for other, there in self.texts:
            if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]:
                raise ValueError(f"{words!r} lies on {there!r}")
        self.texts.append((box, words))
        self.pen.text(at, words, font=face, fill=fill, anchor=anchor)
        return box[2] - box[0]

    def lines(
        self, at: tuple[float, float], words: str, size: int, width: float, fill: str = INK, style: str = "Regular"
    ) -> float:
        """Write a text over as many lines as it needs; returns where the next one may begin."""
        left, top = at
        for row in wrapped(words, font(size, style), width):
            if row:
                self.put((left, top), row, size, fill, style)
            top += round(size * 1.42)
        return top

    def card(self, box: Box, fill: str, radius: int = 24, outline: str | None = None) -> None:
        """Draw a rounded rectangle."""
        self.pen.rounded_rectangle(box, radius, fill=fill, outline=outline, width=2)

    def disc(self, middle: tuple[float, float], radius: int, fill: str, letter: str = "") -> None:
        """Draw a round picture of a person, with a letter in it."""
        mask = Image.new("L", (radius * 8, radius * 8))
        ImageDraw.Draw(mask).ellipse((0, 0, radius * 8 - 1, radius * 8 - 1), fill=255)
        place = (round(middle[0] - radius), round(middle[1] - radius))
        self.picture.paste(fill, (*place, place[0] + radius * 2, place[1] + radius * 2), mask.resize((radius * 2,) * 2))
        if letter:
            self.put(middle, letter, round(radius * 0.9), "#FFFFFF", anchor="mm")

    def status(self, clock: str, fill: str) -> None:
        """Draw the line at the top of a telephone: the time, the signal, the battery."""
        self.put((48, 22), clock, 32, fill, "Bold")
        for bar in range(4):
            left = 880 + bar * 16
            self.pen.rectangle((left, 54 - bar * 7, left + 9, 60), fill=fill)
        self.pen.rounded_rectangle((968, 30, 1030, 60), 8, outline=fill, width=3)
        self.pen.rectangle((974, 36, 1012, 54), fill=fill)
        self.pen.rectangle((1032, 39, 1037, 51), fill=fill)

    def bar(self, title: str, under: str, clock: str, fill: str, on: str = "#FFFFFF") -> None:
        """Draw the head of an app: the status line, the way back, a title and a line under it."""
        self.pen.rectangle((0, 0, self.width, 200), fill=fill)
        self.status(clock, on)
        self.pen.line((76, 116, 52, 140, 76, 164), fill=on, width=6, joint="curve")
        self.put((112, 92 if under else 112), title, 42, on, "Bold")
        if under:
            self.put((112, 147), under, 28, on)


def tint(name: str) -> str:
    """Return the colour of a person's round picture."""
    return SHADES[sum(name.encode()) % len(SHADES)]


def chat(words: Words) -> Screen:
    """Draw a conversation: days, bubbles of both sides with their times, the field to write in."""
    text, rows = font(40), []
    y = 250
    for item in words["items"]:
        if "day" in item:
            rows.append((y + 16, item, [item["day"]]))
            y += 112
            continue
        broken = wrapped(item.get("them") or item["me"], text, 690)
        rows.append((y, item, broken))
        y += len(broken) * 57 + 110
    screen = Screen((PHONE[0], max(PHONE[1], y + 150)), "#ECEFF1")
    screen.bar(words["title"], words["under"], words["clock"], words.get("colour", "#35505C"))
    for top, item, broken in rows:
        bubble(screen, top, item, broken)
    base = screen.height - 130
    screen.pen.rectangle((0, base, PHONE[0], screen.height), fill="#F8F9FA")
    screen.card((40, base + 24, 900, base + 106), "#FFFFFF", 40, LINE)
    screen.put((80, base + 65), "Message", 34, "#8A959A", anchor="lm")
    screen.disc((985, base + 65), 42, words.get("colour", "#35505C"))
    screen.pen.polygon(((968, base + 45), (1008, base + 65), (968, base + 85), (976, base + 65)), fill="#FFFFFF")
    return screen


def bubble(screen: Screen, top: float, item: Words, rows: list[str]) -> None:
    """Draw one day or one bubble of a conversation."""
    if "day" in item:
        half = font(28).getlength(rows[0]) / 2 + 28
        screen.card((540 - half, top, 540 + half, top + 56), "#DCE3E6", 28)
        screen.put((540, top + 28), rows[0], 28, "#4B585E", anchor="mm")
        return
    mine = "me" in item
    width = max(font(40).getlength(row) for row in rows) + 68
    width = max(width, 260)
    left = 1036 - width if mine else 44
    bottom = top + len(rows) * 57 + 82
    screen.card((left, top, left + width, bottom), "#D5E8DC" if mine else "#FFFFFF", 30)
    for number, row in enumerate(rows):
        screen.put((left + 34, top + 18 + number * 57), row, 40)
    time = item["time"]
    screen.put((left + width - 30, bottom - 30), f"{time}   read" if item.get("read") else time, 26, SOFT, anchor="rm")


def rows(words: Words) -> Screen:
    """Draw a list of people, calls or appointments: a round picture, two lines, something at the right."""
    screen = Screen(PHONE, "#FFFFFF")
    screen.bar(
        words["title"], words.get("under", ""), words["clock"], words.get("colour", "#FFFFFF"), words.get("on", INK)
    )
    y = 200.0
    if words.get("tabs"):
        for number, name in enumerate(words["tabs"]):
            middle = PHONE[0] / len(words["tabs"]) * (number + 0.5)
            screen.put((middle, y + 45), name, 32, BLUE if not number else SOFT, "Bold", "mm")
        screen.pen.line((0, y + 90, PHONE[0], y + 90), fill=LINE, width=3)
        screen.pen.line((0, y + 90, PHONE[0] / len(words["tabs"]), y + 90), fill=BLUE, width=6)
        y += 100
    for item in words["rows"]:
        if "part" in item:
            screen.put((48, y + 34), item["part"], 30, SOFT, "Bold")
            y += 92
            continue
        colour = "#B3433B" if item.get("missed") else INK
        screen.disc((108, y + 76), 46, tint(item["name"]), item.get("letter", item["name"][0].upper()))
        screen.put((184, y + 26), item["name"], 38, colour, "Bold")
        under = screen.lines((184, y + 80), item["under"], 30, item.get("room", 610), SOFT)
        if item.get("right"):
            screen.put((1036, y + 48), item["right"], 28, SOFT, anchor="rm")
        if item.get("button"):
            screen.card((800, y + 44, 1036, y + 110), BLUE, 18)
            screen.put((918, y + 77), item["button"], 30, "#FFFFFF", "Bold", "mm")
        y = max(y + 152, under + 24)
        screen.pen.line((184, y, 1080, y), fill=LINE, width=2)
    if words.get("foot"):
        screen.lines((48, y + 40), words["foot"], 30, 980, SOFT)
    return screen


def post(words: Words) -> Screen:
    """Draw a public post with the answers under it."""
    screen = Screen(PHONE)
    screen.bar("Post", words["app"], words["clock"], "#FFFFFF", INK)
    screen.pen.line((0, 200, 1080, 200), fill=LINE, width=3)
    y = 240.0
    for number, item in enumerate(words["posts"]):
        size = 30 if number else 42
        screen.disc((110, y + 56), 54, tint(item["name"]), item["name"][0].upper())
        screen.put((190, y + 10), item["name"], 36, INK, "Bold")
        screen.put((190, y + 62), item["under"], 30, SOFT)
        y = screen.lines(
            (190 if number else 56, y + 140 if not number else y + 110), item["text"], size + 4, 830 if number else 960
        )
        y = screen.lines((190 if number else 56, y + 16), item["foot"], 28, 830, SOFT) + 30
        screen.pen.line((0, y, 1080, y), fill=LINE, width=3)
        y += 36
    return screen


def mail(words: Words) -> Screen:
    """Draw a letter in a mail program on a desk."""
    screen = Screen(DESK, "#FFFFFF")
    screen.pen.rectangle((0, 0, 300, DESK[1]), fill="#EEF1F2")
    screen.put((40, 44), words["program"], 32, BLUE, "Bold")
    for number, name in enumerate(words["folders"]):
        if not number:
            screen.card((20, 122, 280, 174), "#D8E3E8", 14)
        screen.put((48, 130 + number * 60), name, 26, INK, "Bold" if not number else "Regular")
    y = screen.lines((350, 44), words["subject"], 38, 1040, style="Bold") + 24
    screen.disc((386, y + 38), 36, tint(words["from"]), words["from"][0])
    width = screen.put((442, y + 6), words["from"], 28, INK, "Bold")
    screen.put((442 + width + 16, y + 9), f"<{words['address']}>", 24, SOFT)
    screen.put((442, y + 46), f"to {words['to']}", 24, SOFT)
    screen.put((1390, y + 60), words["date"], 24, SOFT, anchor="rm")
    screen.pen.line((350, y + 104, 1390, y + 104), fill=LINE, width=2)
    screen.lines((350, y + 136), words["text"], 28, 1020)
    return screen


def drawn(words: Words) -> Screen:
    """Draw a page step by step: each step names what is drawn, its values, and its named values."""
    screen = Screen(tuple(words["size"]), words.get("ground", "#FFFFFF"))
    for name, values, *named in words["steps"]:
        draw = getattr(screen if hasattr(screen, name) else screen.pen, name)
        draw(*values, **(named[0] if named else {}))
    return screen


def speckled(size: tuple[int, int], paper: tuple[int, int, int], seed: int, depth: int) -> Image.Image:
    """Return a sheet of paper with an uneven light on it."""
    noise = random.Random(seed)  # noqa: S311 - the grain of paper, nothing secret
    small = Image.new("L", (size[0] // 24, size[1] // 24))
    small.putdata([noise.randint(255 - depth, 255) for _ in range(small.width * small.height)])
    light = small.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(9))
    return Image.merge("RGB", [light.point([value * tone // 255 for value in range(256)]) for tone in paper])


def by_hand(picture: Image.Image, at: tuple[int, int], words: str, size: int, seed: int) -> None:
    """Write a line as a hand does: no two letters quite the same."""
    hand = random.Random(seed)  # noqa: S311 - a hand, nothing secret
    x = float(at[0])
    for letter in words:
        face = font(size + hand.randint(-2, 2), "Italic")
        stamp = Image.new("L", (size * 2, size * 2))
        ImageDraw.Draw(stamp).text((size // 2, size // 4), letter, font=face, fill=215)
        turned = stamp.rotate(hand.uniform(-5, 5), Image.Resampling.BICUBIC)
        picture.paste("#26365C", (round(x) - size // 2, at[1] - size // 4 + hand.randint(-2, 2)), turned)
        x += face.getlength(letter) + hand.uniform(-0.6, 1.6)
    if x > picture.width - 30:
        raise ValueError(f"cut off: {words!r}")


def photo(words: Words) -> bytes:
    """Return the JPEG of a sheet of paper on a table, with what a telephone writes into its photos."""
    sheet = speckled((1000, 1180), tuple(words["paper"]), 5, 18)
    pen = ImageDraw.Draw(sheet)
    for y in range(150, 1180, 74) if words["ruled"] else ():
        pen.line((0, y, 1000, y), fill="#B7C4D4", width=2)
    for number, row in enumerate(words["lines"]):
        by_hand(sheet, (90, 98 + number * 74), row, 44, number)
    table = speckled((1200, 1500), (122, 98, 78), 8, 40)
    shape = Image.new("L", sheet.size, 255).rotate(words["turn"], Image.Resampling.BICUBIC, expand=True)
    turned = sheet.rotate(words["turn"], Image.Resampling.BICUBIC, expand=True)
    shadow = shape.filter(ImageFilter.GaussianBlur(14)).point([value * 2 // 5 for value in range(256)])
    table.paste("#30241C", (92, 132), shadow)
    table.paste(turned, (78, 116), shape)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Invented", "Telephone 4", words["taken"]
    exif.get_ifd(0x8769)[0x9003] = words["taken"]
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 48.0, 12.0), 3: "W", 4: (122.0, 16.0, 5.0)})
    out = io.BytesIO()
    table.save(out, "JPEG", quality=72, exif=exif)
    return out.getvalue()


def scan(words: Words) -> bytes:
    """Return the PDF of a scanned letter: a picture of a sheet, no text to search."""
    screen = Screen((1240, 1754), "#FDFDFB")
    y = screen.lines((120, 110), words["head"], 28, 900, "#2F3E46", "Bold") + 40
    y = screen.lines((120, y), words["to"], 27, 900) + 34
    screen.put((120, y), words["date"], 27)
    y = screen.lines((120, y + 84), words["text"], 28, 1000) + 20
    if words.get("signed"):
        by_hand(screen.picture, (130, round(y)), words["signed"], 46, 3)
        screen.lines((120, y + 100), words["name"], 27, 900)
    sheet = screen.picture.rotate(0.5, Image.Resampling.BICUBIC, fillcolor="#F4F4F0").convert("L")
    picture = io.BytesIO()
    sheet.save(picture, "JPEG", quality=60)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.2, 841.92), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, 595.2, 841.92)
    canvas.save()
    return out.getvalue()


def paper(words: Words) -> bytes:
    """Return the PDF of the first page of an article, with text that can be searched."""
    for style in ("Regular", "Bold", "Italic"):
        pdfmetrics.registerFont(TTFont(style, str(FONT / f"NotoSans-{style}.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.2, 841.92), invariant=1)
    canvas.setTitle(words["title"])
    y = 770.0
    for style, size, text in words["parts"]:
        for row in wrapped(text, font(size * 10, style), 4550):
            y -= size * 1.45
            canvas.setFont(style, size)
            canvas.drawString(70, y, row)
        y -= size * 0.9
    if y < 50:
        raise ValueError("cut off: the article")
    canvas.save()
    return out.getvalue()


def tone(words: Words) -> bytes:
    """Return a short sound in place of a voice: a few soft notes, 16 bit at 8 kHz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        for note in words["notes"]:
            swell = [
                math.sin(math.pi * step / 4000) * math.sin(2 * math.pi * note * step / 8000) for step in range(4000)
            ]
            sound.writeframes(struct.pack("<4000h", *(round(6000 * each) for each in swell)))
    return out.getvalue()


SCREENS: dict[str, Callable[[Words], Screen]] = {"chat": chat, "rows": rows, "post": post, "mail": mail, "drawn": drawn}
FILES: dict[str, Callable[[Words], bytes]] = {
    "photo": photo, "scan": scan, "paper": paper, "tone": tone,
    "text": lambda words: "\n".join([*words["lines"], ""]).encode(),
}  # fmt: skip


def made(words: Words) -> bytes:
    """Return the bytes of one file of the sample."""
    if words["kind"] in FILES:
        return FILES[words["kind"]](words)
    out = io.BytesIO()
    if words["file"].endswith(".webp"):
        SCREENS[words["kind"]](words).picture.save(out, "WEBP", lossless=True, quality=80)
    else:
        SCREENS[words["kind"]](words).picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    """Make all files, and take away those that the story no longer has."""
    out = DEMO / "evidence"
    out.mkdir(parents=True, exist_ok=True)
    story: list[Words] = json.loads((DEMO / "pictures.json").read_text(encoding="utf-8"))
    for each in story:
        try:
            (out / each["file"]).write_bytes(made(each))
        except ValueError as error:
            print(f"{each['file']}: {error}", file=sys.stderr)
            return 1
    for left in {path.name for path in out.iterdir()} - {each["file"] for each in story}:
        (out / left).unlink()
    print(f"{len(story)} files, {sum(path.stat().st_size for path in out.iterdir())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
