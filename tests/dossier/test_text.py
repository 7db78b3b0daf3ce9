from __future__ import annotations

import io
import re
import unicodedata

import pikepdf
import pytest
import sample_case as sample
import uharfbuzz  # type: ignore[import-untyped]  # the library has no types
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drawn_text, shown, squeezed
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4

from journal_app.dossier import fonts
from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.glyphs import Glyph, shaped
from journal_app.dossier.lines import levels_of, segments
from journal_app.dossier.text import Paragraph, Span, Style, draw_line, needs_saying
from journal_app.dossier.words import Atom, Memory, Word, in_visual_order, joined, of_one_look, words_of


def page_with(*texts: str | list[Span], width: float = 480, style: Style | None = None) -> bytes:
    out = io.BytesIO()
    canvas = PageCanvas(out, paper=A4, language="en", title="Page")
    y = A4[1] - 60
    for text in texts:
        paragraph = Paragraph(text, style or Style())
        _, height = paragraph.wrap(width, 700)
        y -= height + 4
        paragraph.drawOn(canvas, 50, y)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def in_display_order(text: str) -> str:
    """Apply rules L1 and L2 to one line; brackets are not mirrored, as in the library compared with."""
    levels, turned = levels_of(text)
    for at in range(len(text) - 1, -1, -1):
        if text[at] != " ":
            break
        levels[at] = int(turned[at])
    order = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at) + 1
    return "".join(text[at] for at in order)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="abאבגعرب12٣ .,:()[]-–“+%$", min_size=1, max_size=24))
def test_directions_are_those_of_the_unicode_algorithm(text: str) -> None:
    assert in_display_order(text) == get_display(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("שלום 10 30", "30 10 םולש"),
        ("בשעה 10 30, ואז 11 45 abc 12 30.", ".abc 12 30 45 11 זאו ,30 10 העשב"),
        ("عع ٣٠ ١٠", "١٠ ٣٠ عع"),
        ("(10 30) בבב", "בבב )30 10("),
        ("בא -5 % 7 8/9 10-11", "10-11 8/9 7 % 5- אב"),
        ("at אב 10 30 pm", "at 30 10 בא pm"),
        ("at 10 30 אב", "at 10 30 בא"),
    ],
)
def test_numbers_with_a_space_between_them_stand_in_the_order_of_their_line(text: str, told: str) -> None:
    """In Hebrew "10 30" was set as one number of the two, so that 30 was read first (UAX 9, N1)."""
    assert set_in_order(text) == told == get_display(text)


def set_in_order(text: str, *, rtl: bool = False) -> str:
    """Return what one line of a text shows from left to right; a pair of brackets is not mirrored."""
    paragraph = Paragraph(text, Style(), rtl=rtl)
    paragraph.wrap(5000, 700)
    atoms = in_visual_order(paragraph._lines[0].words, paragraph._blank)
    return "".join(each.text for atom in atoms for each in atom.shape.clusters)


words_apart = st.lists(st.text(alphabet="abאבג12٣.,:()/+%$", min_size=1, max_size=5), min_size=1, max_size=6)


@settings(max_examples=400, deadline=None)
@given(words_apart.map(" ".join), st.booleans())
def test_words_and_the_spaces_between_them_are_set_as_the_unicode_algorithm_has_it(text: str, rtl: bool) -> None:
    base = "R" if levels_of(text, rtl=rtl)[1][0] else "L"
    assert set_in_order(text, rtl=rtl) == get_display(text, base_dir=base)


spans = st.tuples(st.text(alphabet="aB1 -/.,\u2013", max_size=9), st.booleans(), st.booleans())


@settings(max_examples=400, deadline=None)
@given(st.lists(spans, max_size=4))
def test_words_that_need_no_shaping_are_set_as_all_others_are(given: list[tuple[str, bool, bool]]) -> None:
    made = [Span(text=text, bold=bold, mono=mono) for text, bold, mono in given]
    texts, style = [span.text for span in made], Style()
    with pytest.MonkeyPatch.context() as patch:
        quick = words_of(texts, made, style, Memory())
        patch.setattr(fonts, "is_simple", lambda _: False)
        slow = words_of(texts, made, style, Memory())
    assert list(map(told, quick)) == list(map(told, slow))


def told(word: Word) -> tuple[object, ...]:
    atoms = [(each.shape.font, each.shape.clusters, each.width, each.level, each.span) for each in word.atoms]
    return atoms, word.space, round(word.width, 6), word.forced, word.rtl


def test_directions_with_joiners_marks_and_isolates() -> None:
    assert levels_of("a 👩\u200d👧 ב") == ([0, 0, 0, 0, 0, 0, 1], [False] * 7)
    assert levels_of("") == ([], [])
    assert not any(levels_of("a \u2067b ב\u2069 c")[1])
    assert not any(levels_of("\u2067ב\u2069 a")[1])
    assert all(levels_of("\u2066a\u2069 ב \u2066a")[1])
    assert levels_of("\u20681 a\u2069 ב")[0][1] % 2 == 0
    assert levels_of("\u2068ב\u2069 a")[0][1] % 2 == 1
    assert levels_of("\u2068a\u2069 ב")[0][1] % 2 == 0
    nested = "(" * 70 + "ב" + ")" * 70
    assert len(levels_of(nested)[0]) == len(nested)


TURNS = "שלום, מה שלומך?\nFine, thanks. And you?\n(123)\nمرحبا، أهلا.\n12:30, then."


def test_each_line_runs_as_its_own_first_strong_letter_does() -> None:
    """All lines below one of Hebrew or Arabic were set from the right too."""
    ends = [at for at, letter in enumerate(TURNS) if letter == "\n"]
    starts = [0, *(at + 1 for at in ends)]
    assert [levels_of(TURNS)[1][at] for at in starts] == [True, False, False, True, False]
    assert [levels_of(TURNS, rtl=True)[1][at] for at in starts] == [True, False, True, True, False]
    assert all(not any(levels_of(TURNS)[0][start:end]) for start, end in ((starts[1], ends[1]), (starts[2], ends[2])))
    assert levels_of("\u202eab\nab\u202c\n\u2067ab\nab")[0] == [0, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0]


def test_a_line_begins_on_the_side_from_which_it_runs() -> None:
    for text in (TURNS, TURNS.replace("\n", "\u2028"), TURNS.replace("\n", "\r\n")):
        places = first_places(page_with(text, style=Style(indent=14)))
        assert len(places) == 5
        assert [place == 64 for place in places] == [False, True, True, False, True]


def first_places(data: bytes) -> list[float]:
    """Return where the first thing shown on each line of a page stands, from the first line to the last."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        places = [(float(step.operands[5]), float(step.operands[4]))
                  for step in pikepdf.parse_content_stream(pdf.pages[0]) if str(step.operator) == "Tm"]  # fmt: skip
    return [min(x for height, x in places if height == line) for line in sorted(dict(places), reverse=True)]


def test_a_line_without_letters_runs_as_the_document_does() -> None:
    for rtl in (False, True):
        paragraph = Paragraph("(123)\n12:30\nplain", Style(), rtl=rtl)
        paragraph.wrap(300, 500)
        assert [line.rtl for line in paragraph._lines] == [rtl, rtl, False]
    assert needs_saying("(1) 2", rtl=True)
    assert not needs_saying("(1) 2")
    assert not needs_saying("plain (1)", rtl=True)


def test_a_tab_is_a_bar_between_cells() -> None:
    """Cells of a table that was pasted into words stood together as the words of one sentence."""
    text = "Date\tWho\t\tAmount (EUR)\n3 May\tA. B."
    (found,) = shown(page_with(text))
    assert found == "Date | Who | | Amount (EUR) 3 May | A. B."
    assert drawn_text(page_with([Span(text="a\tb", bold=True)])) == ["a | b"]
    assert fonts.missing(text) == frozenset()
    assert _pieces("a\tb c\t") == ["a", "\t", "b", "c", "\t"]
    assert [each[2] for each in segments("a\tb c\t")] == [False, True, True, True, True]


def test_cells_stand_in_the_order_of_their_line() -> None:
    """Two cells of Latin letters in a row of Hebrew would change places (UAX 9, L1)."""
    assert levels_of("שם\tBerlin\tParis\t30")[0] == [1, 1, 1, *[2] * 6, 1, *[2] * 5, 1, 2, 2]
    assert levels_of("name\tברלין\tפריז")[0][4::6] == [0, 0]
    assert cells("שם\tBerlin\tParis") == ["Paris", "Berlin", "שם"]
    assert cells("name\tברלין\tפריז") == ["name", "ברלין", "פריז"]


def cells(text: str) -> list[str]:
    """Return the cells of a row from left to right."""
    paragraph = Paragraph(text, Style())
    paragraph.wrap(480, 700)
    atoms = in_visual_order(paragraph._lines[0].words, paragraph._blank)
    letters = [each.text for atom in atoms for each in atom.shape.clusters]
    found = "".join(letters).split(" | ")
    return [each if each.isascii() else each[::-1] for each in found]


def test_the_rule_stands_where_lines_begin() -> None:
    data = page_with(TURNS, width=400, style=Style(indent=14, rule=Color(0, 0, 0)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        steps = [step.operands for step in pikepdf.parse_content_stream(pdf.pages[0]) if str(step.operator) == "re"]
    assert [(float(x) > 200, round(float(height))) for x, _, _, height in steps] == [
        (True, 12), (False, 26), (True, 12), (False, 12),
    ]  # fmt: skip


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_set(text: str) -> None:
    paragraph = Paragraph(text, Style())
    paragraph.wrap(120, 1000)
    words = "".join(cluster.text for line in paragraph._lines for word in line.words for atom in word.atoms
                    for cluster in atom.shape.clusters)  # fmt: skip
    wanted = [each for each in fonts.clean(text) if each not in " \n" and not fonts.is_directional(each)]
    lost = len(fonts.missing(text)) + sum(1 for each in wanted if fonts._joins(each))
    assert len(words) >= len(wanted) - lost - sum(1 for each in wanted if not fonts.font_for(each, fonts.REGULAR))


SCRIPTS = {
    "arabic": sample.ARABIC,
    "hebrew": sample.HEBREW,
    "chinese": sample.CHINESE,
    "japanese": "彼は外で会いたいと言いました。カタカナ",
    "korean": "그는 밖에서 만나고 싶다고 말했다.",
    "hindi": "उसने कहा कि वह बाहर मिलना चाहता है।",
    "bengali": "সে বলল সে বাইরে দেখা করতে চায়।",
    "tamil": "அவர் வெளியே சந்திக்க விரும்பினார்",
    "thai": "เขาบอกว่าอยากเจอข้างนอก",
    "georgian": "მან თქვა",
    "armenian": "Նա ասաց",
    "amharic": "እሱ አለ",
    "cyrillic": "Он сказал: «приходи».",
    "greek": "Είπε να πάω.",
    "vietnamese": "Ông ấy nói rằng muốn gặp tôi.",
    "emoji": "😀 👩‍👩‍👧 👍🏽 🇫🇷 ❤️ 1️⃣",
    "symbols": "→ ☐ ✓ ∑ √2 ½ € ₿",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_script_turns_into_boxes(script: str) -> None:
    text = SCRIPTS[script]
    assert not fonts.missing(text)
    data = page_with(text)
    (found,) = drawn_text(data)
    assert fonts.REPLACEMENT not in found
    letters = {each for each in fonts.clean(text) if not each.isspace() and not fonts._joins(each)}
    assert letters <= set(found) | set("(){}[]„“”")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


@pytest.mark.parametrize("script", ["chinese", "cyrillic", "greek", "vietnamese", "korean", "georgian"])
def test_another_reader_gets_the_words_as_they_were_written(script: str) -> None:
    assert squeezed(shown(page_with(SCRIPTS[script]))[0]) == SCRIPTS[script]


@pytest.mark.parametrize("text", [sample.ARABIC, sample.HEBREW])
def test_right_to_left_words_are_read_back(text: str) -> None:
    (found,) = drawn_text(page_with(text))
    assert {word.strip("().:,„“") for word in text.split()} <= {word.strip("().:,„“") for word in found.split()}


def test_a_character_without_a_font_is_visibly_missing() -> None:
    assert fonts.missing("a\U000130ff b") == {"\U000130ff"}
    assert fonts.REPLACEMENT in drawn_text(page_with("a\U000130ff b"))[0]
    assert fonts.missing("plain") == frozenset()


def test_right_to_left_lines_begin_at_the_right() -> None:
    data = page_with(sample.HEBREW, style=Style(indent=14))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        places = [float(step.operands[4]) for step in pikepdf.parse_content_stream(pdf.pages[0])
                  if str(step.operator) == "Tm"]  # fmt: skip
    assert min(places) > 100  # a short line of Hebrew does not begin at the left edge


def test_long_words_are_cut_between_clusters_and_lose_nothing() -> None:
    for word in (sample.LONG_WORD, "ا" * 200, "👩‍👩‍👧" * 60, "é" * 300):
        paragraph = Paragraph(word, Style())
        paragraph.wrap(100, 1000)
        assert all(sum(each.width for each in line.words) <= 100.1 for line in paragraph._lines)
        atoms = [atom for line in paragraph._lines for each in line.words for atom in each.atoms]
        parts = [cluster.text for atom in atoms for cluster in atom.shape.clusters[:: 1 - atom.level % 2 * 2]]
        assert "".join(parts) == fonts.clean(word)
        assert "👩" not in parts


def test_a_paragraph_splits_without_single_lines() -> None:
    paragraph = Paragraph("word " * 120, Style())
    _, height = paragraph.wrap(200, 1000)
    count = round(height / 14)
    assert paragraph.split(200, 1000) == [paragraph]
    assert paragraph.split(200, 20) == []
    first, rest = paragraph.split(200, height - 14)
    assert (first.wrap(200, 1000)[1], rest.wrap(200, 1000)[1]) == ((count - 2) * 14, 28)
    assert first.getSpaceAfter() == 0
    assert rest.getSpaceBefore() == 0


def test_lines_break_where_readers_expect_it() -> None:
    assert _pieces("他说，想见我。") == ["他", "说，", "想", "见", "我。"]
    assert _pieces("and/or well-known") == ["and/", "or", "well-", "known"]
    assert _pieces("one\n\ntwo") == ["one", "two"]
    assert segments("one\ntwo")[1][3] is True


def _pieces(text: str) -> list[str]:
    return [text[start:end] for start, end, _, _ in segments(text)]


def test_spans_keep_their_look() -> None:
    data = page_with([Span(text="plain "), Span(text="bold ", bold=True), Span(text="set ", italic=True),
                      Span(text="mono", mono=True)])  # fmt: skip
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {str(font.BaseFont).split("+")[1] for font in pdf.pages[0].Resources.Font.values()}
    assert names == {fonts.REGULAR, fonts.BOLD, fonts.ITALIC, fonts.MONO}
    assert drawn_text(data) == ["plain bold set mono"]


def test_bold_is_kept_in_other_scripts() -> None:
    assert fonts.font_for("ע", fonts.BOLD) == "NotoSansHebrew-Bold"
    assert fonts.font_for("ע", fonts.MONO) == "NotoSansHebrew-Regular"


def test_a_letter_made_of_several_keeps_its_words() -> None:
    for text, font in (("क्षि", "NotoSansDevanagari-Regular"), ("لا", "NotoSansArabic-Regular")):
        clusters = shaped(text, font, rtl=font.startswith("NotoSansA")).clusters
        assert "".join(sorted("".join(each.text for each in clusters))) == "".join(sorted(text))


def test_a_line_may_end_at_a_place() -> None:
    out = io.BytesIO()
    canvas = PageCanvas(out, paper=A4, language="en", title="")
    draw_line(canvas, "to the right", Style(), 300, 300, ends=True)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        (step,) = [each for each in pikepdf.parse_content_stream(pdf.pages[0]) if str(each.operator) == "Tm"]
    assert 200 < float(step.operands[4]) < 300
    assert drawn_text(out.getvalue()) == ["to the right"]


def test_marks_stand_where_their_letters_want_them() -> None:
    text = "q\u0308\u0302 שָׁלוֹם"
    data = page_with(text)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        raised = [float(step.operands[0]) for step in pikepdf.parse_content_stream(pdf.pages[0])
                  if str(step.operator) == "Ts"]  # fmt: skip
    assert any(each > 0 for each in raised)
    assert raised[-1] == 0
    assert set(fonts.clean(text)) - {" "} <= set(drawn_text(data)[0])


@pytest.mark.parametrize("font", [fonts.REGULAR, fonts.BOLD, fonts.ITALIC, fonts.MONO])
def test_the_fonts_that_are_asked_for_have_every_printable_letter_of_ascii(font: str) -> None:
    assert all(fonts.has(font, chr(code)) for code in range(0x20, 0x7F))
    assert fonts.runs("Page 1-2.", font) == [(font, "Page 1-2.")]
    assert fonts.runs("", font) == []


def harfbuzz_alone(text: str, font: str) -> list[tuple[tuple[Glyph, ...], float]]:
    face = fonts.face(font)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(face.shaper, buffer)
    scale = 1000 / face.units
    found = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    glyphs = [
        Glyph(info.codepoint, place.x_advance * scale, place.x_offset * scale, place.y_offset * scale)
        for info, place in found
    ]
    return [((glyph,), glyph.advance) for glyph in glyphs]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=70))
def test_letters_of_one_width_are_shaped_one_by_one_as_they_are_together(text: str) -> None:
    quick = shaped(text, fonts.MONO, rtl=False)
    whole = harfbuzz_alone(text, fonts.MONO)
    assert [each.text for each in quick.clusters] == list(text)
    assert [(each.glyphs, each.advance) for each in quick.clusters] == whole
    assert quick.advance == sum(advance for _, advance in whole)


def test_a_text_is_broken_anew_where_its_room_or_its_look_is_another() -> None:
    memory, narrow = Memory(), Style(font=fonts.BOLD)
    text = "several words that need a few lines"
    wide = [Paragraph(text, Style(), memory=memory).wrap(width, 500)[1] for width in (500, 60, 500, 60)]
    assert wide == [Paragraph(text, Style()).wrap(width, 500)[1] for width in (500, 60, 500, 60)]
    wrapped = [Paragraph(text, style, memory=memory) for style in (narrow, Style())]
    for each in wrapped:
        each.wrap(60, 500)
    assert {atom.shape.font for line in wrapped[0]._lines for word in line.words for atom in word.atoms} == {fonts.BOLD}


def test_what_is_remembered_does_not_change_what_is_shown() -> None:
    texts = ["Page 3 of 7", "الاسم: Ann", "EX-0001", "Page 3 of 7", "الاسم: Ann", "مرحبا", "EX-0001"] * 2
    memory = Memory()
    assert drawn_with(texts, memory) == drawn_with(texts, None)


def drawn_with(texts: list[str], memory: Memory | None) -> bytes:
    out = io.BytesIO()
    canvas = PageCanvas(out, paper=A4, language="en", title="Page")
    for at, text in enumerate(texts):
        paragraph = Paragraph(text, Style(), memory=memory)
        paragraph.wrap(300, 700)
        paragraph.drawOn(canvas, 50, 60 + 20 * at)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@given(st.text(alphabet=st.characters(max_codepoint=0x7F), max_size=40))
def test_plain_text_is_clean_and_simple_as_it_is(text: str) -> None:
    if fonts.is_plain(text):
        assert fonts._DROPPED.sub("", unicodedata.normalize("NFC", text)) == fonts.clean(text) == text
        assert fonts.is_simple(text)
        assert not needs_saying(text)
    else:
        assert not text.isprintable()


_LOOKS = (Span(text=""), Span(text="", bold=True), Span(text="", mono=True), Span(text="", italic=True))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(_LOOKS), st.text(alphabet="abW-é  \n\tא1٣()中🙂", max_size=12)),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from((30.0, 60.0, 400.0)),
    st.booleans(),
)
def test_a_line_of_one_look_is_what_the_long_way_makes_of_it(
    parts: list[tuple[Span, str]], width: float, rtl: bool
) -> None:
    spans = [look._replace(text=fonts.clean(text)) for look, text in parts]
    style = Style()
    gap = shaped(" ", style.font, rtl=False)

    def blank(level: int, span: int) -> Atom:
        return Atom(gap, gap.width(style.size), level, span)

    words = words_of([span.text for span in spans], spans, style, Memory(), rtl=rtl)
    for start in range(0, len(words), 3):
        line = words[start : start + int(width / 10)]
        found = of_one_look(line, blank)
        if found is not None:
            assert [found] == joined(in_visual_order(line, blank))


def test_most_lines_are_of_one_look() -> None:
    style = Style()
    gap = shaped(" ", style.font, rtl=False)
    blank = Atom(gap, gap.width(style.size), 0, 0)
    words = words_of(["He said so."], [Span(text="He said so.")], style, Memory())
    found = of_one_look(words, lambda *_: blank)
    assert found is not None
    assert len(found.shapes) == 5
    assert of_one_look([], lambda *_: blank) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="ab -/é", max_size=9), min_size=1, max_size=4))
def test_words_are_set_alike_whether_they_are_remembered_or_not(texts: list[str]) -> None:
    apart = [f"{text} " for text in texts]
    spans = [Span(text=text, bold=at % 2 == 1) for at, text in enumerate(apart)]
    memory = Memory()
    first = words_of(apart, spans, Style(), memory)
    assert words_of(apart, spans, Style(), memory) == first
    said = "".join(" " * word.space + "".join(each.text for each in word.atoms[0].shape.clusters) for word in first)
    assert said == re.sub(" +", " ", "".join(apart)).removesuffix(" ")
