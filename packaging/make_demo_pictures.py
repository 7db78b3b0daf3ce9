"""Draw the pictures of the sample journal from its own words; needs Pillow, run only when the story changes.

.venv/bin/python packaging/make_demo_pictures.py
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "resources" / "demo" / "evidence"
FONT = ROOT / "resources" / "fonts"
WIDTH, MARGIN = 1080, 48
CHATS: dict[str, tuple[str, str, tuple[tuple[str, str, str], ...]]] = {
    "messages-2023-09-14.png": ("M. Hale", "Thursday 14 September 2023", (
        ("them", "Hello Ana, I was thinking about what you said today.", "21:52"),
        ("them", "You can write to me in the evenings too, if it helps.", "21:53"),
        ("me", "Thank you. I will think about it.", "22:10"),
    )),
    "messages-2024-02-27.png": ("M. Hale", "Tuesday 27 February 2024", (
        ("them", "There is something I should not say to a client.", "23:31"),
        ("them", "I would like to know you outside of this room.", "23:33"),
        ("them", "Come by the office on Saturday. Nobody will be there.", "23:40"),
        ("me", "I do not know what to answer.", "23:58"),
    )),
    "messages-2024-03-05.png": ("M. Hale", "Tuesday 5 March 2024", (
        ("them", "I am sorry about last week. It was a mistake and it was mine.", "08:15"),
        ("them", "I have written down the name of a colleague for you.", "08:16"),
        ("me", "All right.", "09:02"),
    )),
    "messages-2024-05-20.png": ("M. Hale", "Monday 20 May 2024", (
        ("them", "I never wrote anything of that kind.", "19:20"),
        ("them", "You know how you can be about messages.", "19:22"),
    )),
    "followers-2024-06-02.png": ("Notifications", "Sunday 2 June 2024", (
        ("them", "quiet.harbour.77 started following you", "07:10"),
        ("them", "quiet.harbour.77 liked 14 of your photos", "07:24"),
    )),
    "podcast-page-2024-07-03.png": ("Slow Rooms, a podcast", "Wednesday 3 July 2024", (
        ("them", "Episode 41: The blue house. “Somebody once told me about a blue house by a canal…”", "00:12"),
    )),
}  # fmt: skip


def draw(name: str, title: str, day: str, lines: tuple[tuple[str, str, str], ...]) -> None:
    """Draw one screen: a bar with a title, the day, and bubbles."""
    text = ImageFont.truetype(str(FONT / "NotoSans-Regular.ttf"), 38)
    small = ImageFont.truetype(str(FONT / "NotoSans-Regular.ttf"), 26)
    picture = Image.new("RGB", (WIDTH, 1920), "#EEF0F2")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 150), fill="#35505C")
    pen.text((MARGIN, 50), title, font=text, fill="#FFFFFF")
    pen.text((WIDTH / 2, 200), day, font=small, fill="#5A666C", anchor="mm")
    y = 260
    for side, words, time in lines:
        rows = wrapped(words, text, 640)
        height = len(rows) * 52 + 70
        left = MARGIN if side == "them" else WIDTH - MARGIN - 720
        pen.rounded_rectangle((left, y, left + 720, y + height), 24, fill="#FFFFFF" if side == "them" else "#D7E8DF")
        for number, row in enumerate(rows):
            pen.text((left + 32, y + 20 + number * 52), row, font=text, fill="#1D2529")
        pen.text((left + 690, y + height - 24), time, font=small, fill="#6A757A", anchor="rm")
        y += height + 28
    picture.save(OUT / name, optimize=True)


def wrapped(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` pixels."""
    rows = [""]
    for word in words.split():
        longer = f"{rows[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for file, (heading, date, bubbles) in CHATS.items():
        draw(file, heading, date, bubbles)
