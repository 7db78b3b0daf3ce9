from __future__ import annotations

import gc
import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest
import sample_case as sample
from PIL import Image
from reading import bookmarks, drawn, drawn_text, links, made, named_links, rendered, shown, squeezed

from journal_app.domain.incident import Quote
from journal_app.dossier import build, styles
from journal_app.dossier.case import Audience
from journal_app.dossier.content import Heading, paragraphs_of
from journal_app.dossier.fields import field_texts
from journal_app.dossier.inspection import Finding, inspect
from journal_app.dossier.plan import make_plan
from journal_app.errors import Cancelled, DamageFound, StorageTrouble
from journal_app.progress import Progress
from journal_app.services.decoding.jpeg import without_metadata

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def board() -> bytes:
    return drawn(sample.sample())


def test_two_builds_in_other_processes_are_equal(board: bytes) -> None:
    program = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "import sample_case as s; from reading import drawn, page_text\n"
        "from journal_app.dossier.text import Paragraph, Style\n"
        "if sys.argv[2]: drawn(s.sample(s.Audience.SELF, **{'incidents': ()}))\n"  # something was made before it
        "print(hashlib.sha256(drawn(s.sample())).hexdigest())"
    )
    found = set()
    for seed, zone, language, before in (("1", "UTC", "C", ""), ("77", "Asia/Tokyo", "tr_TR.UTF-8", "yes")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        run = subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent), before],
            env=environment, capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        found.add(run.stdout.strip())
    assert found == {hashlib.sha256(board).hexdigest()}


def test_every_page_carries_its_number_the_mark_and_room_for_initials(board: bytes) -> None:
    pages = shown(board)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert re.search(rf"AK-[0-9A-F]{{6}}-{number:06d}\b", text)
        assert "Confidential" in text
        assert "Initials" in text
    assert "Initials" not in shown(drawn(sample.sample(Audience.LAWYER), **sample.parts_for(Audience.LAWYER)))[0]


def test_the_copy_for_oneself_says_so_on_every_page() -> None:
    pages = shown(drawn(sample.sample(Audience.SELF), **sample.parts_for(Audience.SELF)))
    assert all("For myself only – contains private notes" in text for text in pages)


def test_bookmarks_and_printed_pages_agree(board: bytes) -> None:
    document = made(sample.sample())
    headings = [node for node in document.nodes if isinstance(node, Heading)]
    sections = [squeezed(node.text) for node in headings if node.level == 1]
    texts = drawn_text(board)
    with pikepdf.open(io.BytesIO(board)) as pdf:
        marks = bookmarks(pdf)
    assert [title for level, title, _ in marks if level == 1] == [document.title, *sections]
    assert marks[:2] == [(1, document.title, 1), (2, "Contents", 1)]
    for level, title, page in marks[1:]:
        if level == 1:
            assert f"{title} {page} " in texts[0] + " "
            assert title in texts[page - 1]
    for number in range(1, 13):
        ((title, page),) = [(title, page) for _, title, page in marks if title.startswith(f"Incident {number}:")]
        assert f"Incident {number} – " in texts[page - 1]
        assert re.search(rf"(?:^| ){number} p\. {page} ", " ".join(texts[:8]))
        assert len(title) > 12


def test_every_link_leads_to_what_it_names(board: bytes) -> None:
    with pikepdf.open(io.BytesIO(board)) as pdf:
        marks = bookmarks(pdf)
        undated, unshown, *contents = links(pdf, 1)
    sections = {title: page for level, title, page in marks if level == 1}
    exhibits = {title.split()[0]: page for _, title, page in marks if title.startswith("EX-")}
    statements = {title.split(":")[0]: page for _, title, page in marks if re.match(r"Incident \d", title)}
    assert undated in statements.values()
    assert unshown in exhibits.values()
    assert contents == [page for level, _, page in marks if level == 1][1:]
    named = named_links(board)
    index = next(page for _, title, page in marks if title == "Exhibit index")
    for page, words, target in named:
        places = sections | exhibits | statements
        if words.isdecimal():  # of an entry in the summary and the chronology, of a page in the index of exhibits
            assert target == (int(words) if page == index else statements[f"Incident {words}"]), (page, words)
        else:
            assert target == places[words], (page, words)
    found = {(page, words) for page, words, _ in named}
    texts = drawn_text(board)
    for words, first in exhibits.items():
        assert (index, words) in found
        cited = {f"Incident {number}" for number in re.findall(r"Incident (\d+)", texts[first - 1])}
        assert cited == {each for page, each in found if page == first}  # there and back
        for each in cited & statements.keys():
            pages = range(statements[each], max(statements.values()) + 1)
            assert any((page, words) in found for page in pages), (each, words)


def test_exhibit_pages_are_those_of_the_index(board: bytes) -> None:
    texts = drawn_text(board)
    with pikepdf.open(io.BytesIO(board)) as pdf:
        marks = bookmarks(pdf)
    (index,) = [texts[page - 1] for _, title, page in marks if title == "Exhibit index"]
    for number in range(1, 9):
        (at,) = [page for _, title, page in marks if title.startswith(f"EX-{number:03d}")]
        assert f"Exhibit EX-{number:03d}" in texts[at - 1]
        assert re.search(rf"EX-{number:03d} .*? {at}(?: |$)", index)
        assert sample.exhibits()[number - 1].evidence.sha256 in texts[at - 1]


def test_what_is_drawn_is_what_the_content_says(board: bytes) -> None:
    document = made(sample.sample())
    said = " ".join("".join(run.text for run in each.runs) for node in document.nodes for each in paragraphs_of(node))
    margins = "Complaint dossier Confidential Page of Initials AK part The strip between marks is shown on both parts"
    words = set(re.findall(r"[^\W\d_]+", f"{said} {margins}"))
    drawn_words = set(re.findall(r"[^\W\d_]+", " ".join(drawn_text(board))))
    whole = "".join(re.findall(r"[^\W\d_]+", said))
    for word in drawn_words - words:  # a long address is cut at the ends of lines
        assert word in whole, word
    missing = {word for word in words - drawn_words if word.isascii()} - set(margins.split())
    assert not {word for word in missing if len(word) < 20}


def test_all_fonts_are_embedded_subsets_with_a_map_to_unicode(board: bytes) -> None:
    with pikepdf.open(io.BytesIO(board)) as pdf:
        fonts = {name: font for page in pdf.pages for name, font in page.obj.Resources.Font.items()}
        assert len(fonts) >= 6
        for font in fonts.values():
            assert font.Subtype == "/Type0"
            assert re.fullmatch(r"/[A-Z]{6}\+Noto\w+(-\w+)?", str(font.BaseFont))
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert b"beginbfchar" in font.ToUnicode.read_bytes()
            assert b"<0000> <" not in re.sub(rb"<0000> <ffff>", b"", font.ToUnicode.read_bytes())
        used = {str(step.operands[0]) for page in pdf.pages for step in pikepdf.parse_content_stream(page)
                if str(step.operator) == "Tf"}  # fmt: skip
        assert used == set(fonts)


def test_metadata_are_neutral_and_nothing_is_active(board: bytes, tmp_path: Path) -> None:
    path = tmp_path / "board.pdf"
    path.write_bytes(board)
    own = [str(tmp_path), str(Path.home()), os.uname().nodename, os.environ.get("USER", "")]
    canaries = [text for text in own if len(text) > 6]  # shorter ones stand in compressed data by chance
    assert inspect(path, canaries) == ()
    with pikepdf.open(path) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert info["/Title"] == "Complaint dossier"
        assert info["/Creator"] == info["/Producer"] == "Daybook"
        assert not info.get("/Author", "").replace("anonymous", "")
        assert info["/CreationDate"].startswith("D:20240603093000")
        assert pdf.pdf_version == "1.7"
        assert pdf.Root.Lang == "en"
        assert "/AcroForm" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
    assert b"JavaScript" not in board


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_nothing_stands_outside_the_page(paper: str) -> None:
    data = drawn(sample.sample(paper=paper))
    width, height = styles.PAPERS[paper]
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            assert page.get_size() == pytest.approx((width, height), abs=0.1)
            for item in page.get_objects(filter=[1]):  # text
                left, bottom, right, top = item.get_bounds()
                assert left >= styles.MARGIN - 2
                assert right <= width - styles.MARGIN + 2
                assert bottom >= 18
                assert top <= height - styles.MARGIN + 20


def test_pictures_are_the_pixels_of_their_renditions(board: bytes) -> None:
    pages = [page for exhibit in sample.exhibits() for page in exhibit.pages]
    with pikepdf.open(io.BytesIO(board)) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
        assert len(found) == len(pages)
        by_size = sorted(found, key=lambda item: (int(item.Width), int(item.Height)))
        for item, page in zip(by_size, sorted(pages, key=lambda page: (page.width, page.height)), strict=True):
            shown_picture = pikepdf.PdfImage(item).as_pil_image()
            with Image.open(io.BytesIO(page.load())) as wanted:
                assert shown_picture.tobytes() == wanted.convert(shown_picture.mode).tobytes()
            if page.media_type == "image/jpeg":
                assert item.read_raw_bytes() == without_metadata(page.load())[0]


def test_long_and_awkward_content_is_laid_out() -> None:
    case = sample.sample()
    long = " ".join([sample.TWO_PAGES] * 2)
    incident = msgspec.structs.replace(
        sample.INCIDENTS[7], account=long.replace("\n", " "), known_because=long, place=long, afterwards=long,
        exact_words=(Quote(text=long, speaker="hale"),),
        told=(msgspec.structs.replace(sample.INCIDENTS[7].told[0], answer=long),),
    )  # fmt: skip
    evidence = msgspec.structs.replace(sample.exhibits()[0].evidence, description=long, file_name="x" * 250)
    case = replace(
        case,
        incidents=(sample.recorded(incident, 1),),
        exhibits=(replace(sample.exhibits()[0], evidence=evidence),),
        complaint=msgspec.structs.replace(sample.COMPLAINT, steps_taken=long, standards=()),
    )
    pages = drawn_text(drawn(case))
    words = " ".join(pages).count("twenty to six")
    assert words >= 7 * long.count("twenty to six")


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_other_languages_and_an_empty_case_are_drawn(language: str) -> None:
    case = sample.sample(
        complaint=None, people=(), relationships=(), incidents=(), exhibits=(), matches=(), head=None, anchors=(),
        names={}, language=language,
    )  # fmt: skip
    assert len(shown(drawn(case))) >= 5


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    case, out = sample.sample(), tmp_path / "out.pdf"
    pages = build.build(case, make_plan(case), out).pages
    assert pages == len(shown(out.read_bytes()))
    assert out.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]

    class Stopping(Progress):
        def report(self, stage: str, done: int, total: int) -> None:
            if done == 3:
                raise Cancelled("Stopped.", "Begin again.")

    before = out.read_bytes()
    with pytest.raises(Cancelled):
        build.build(case, make_plan(case), out, progress=Stopping())
    assert gc.isenabled()
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


@pytest.mark.parametrize("collecting", [True, False])
def test_python_looks_for_cycles_afterwards_as_it_did_before(tmp_path: Path, collecting: bool) -> None:
    seen: list[bool] = []

    class Looking(Progress):
        def report(self, stage: str, done: int, total: int) -> None:
            seen.append(gc.isenabled())

    case = sample.sample(exhibits=())
    if not collecting:
        gc.disable()
    try:
        build.build(case, make_plan(case), tmp_path / "out.pdf", progress=Looking())
        assert gc.isenabled() is collecting
    finally:
        gc.enable()
    assert seen
    assert not any(seen)


def test_a_mistake_while_drawing_comes_through_as_it_is() -> None:
    def broken() -> bytes:
        raise DamageFound("EX-001 is damaged.", "Restore a backup.")

    page = replace(sample.page(64, 64), load=broken)
    case = sample.sample(exhibits=(sample.exhibit("x", "x.png", "image/png", ("i01",), (page,)),))
    with pytest.raises(DamageFound, match="EX-001"):
        drawn(case)


def test_progress_tells_every_page(board: bytes) -> None:
    told: list[tuple[int, int]] = []

    class Telling(Progress):
        def report(self, stage: str, done: int, total: int) -> None:
            told.append((done, total))

    case = sample.sample()
    pages = build.render(case, made(case), io.BytesIO(), progress=Telling())
    assert told[-1] == (pages, pages)


def test_a_file_with_something_forbidden_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "inspect", lambda path, **_: inspect(path, ["Complaint dossier"]))
    case = sample.sample(exhibits=())
    with pytest.raises(DamageFound, match="canary"):
        build.build(case, make_plan(case), tmp_path / "out.pdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("times", [1, 2])
def test_what_seems_to_be_lost_is_looked_for_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """A read that went wrong once hides pages; pages that are not there are told."""
    looked: list[object] = []

    def once_wrong(*given: object, **also: object) -> tuple[Finding, ...]:
        looked.append(given)
        return (Finding("lost", "pages"),) if len(looked) <= times else inspect(*given, **also)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "inspect", once_wrong)
    case = sample.sample(exhibits=())
    out = tmp_path / "out.pdf"
    if times == 1:
        assert build.build(case, make_plan(case), out).pages > 0
        assert inspect(out) == ()
    else:
        with pytest.raises(DamageFound):
            build.build(case, make_plan(case), out)
        assert list(tmp_path.iterdir()) == []
    assert len(looked) == 2


def test_page_numbers_that_do_not_settle_are_a_mistake_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(1, 50))
    monkeypatch.setattr(build, "write", lambda *_, **__: ({}, next(numbers)))
    with pytest.raises(RuntimeError, match="settle"):
        build.render(sample.sample(), made(sample.sample()), io.BytesIO())


def test_the_impact_statement_is_a_file_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "impact.pdf"
    case, impacts = sample.sample(), sample.PRIVATE.impacts
    assert build.build_impact(case, make_plan(case), impacts, out, dossier="AK-0") == (1, "AK-0-I")
    (text,) = shown(out.read_bytes())
    assert "I did not sleep for a week." in text
    assert "Impact statement" in text


def test_the_text_for_the_form_stands_under_the_bodys_own_headings() -> None:
    case = sample.sample()
    text = field_texts(case, make_plan(case))
    assert case.board is not None
    at = [text.index(section.heading) for section in case.board.sections]
    assert at == sorted(at)
    assert "[dates, times and locations of therapy where known]" in text
    assert sample.ARABIC in text
    assert "ana.keller@example.org" in text
    assert "What happened" not in text
    assert field_texts(sample.sample(board=""), make_plan(sample.sample(board=""))) == ""


def test_a_file_that_cannot_be_read_again_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise pikepdf.DataDecodingError("input/output error")

    monkeypatch.setattr(build, "prove", fail)
    case = sample.sample(exhibits=())
    with pytest.raises(StorageTrouble, match="could not be read again"):
        build.build(case, make_plan(case), tmp_path / "out.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("paper", list(styles.PAPERS))
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("audience", list(Audience))
def test_the_contents_stand_on_one_page(audience: Audience, language: str, paper: str) -> None:
    """Their last lines stood alone on the second page, which was nearly empty then."""
    plain = sample.sample(audience, language=language, paper=paper, exhibits=(), matches=(), points=())
    few = replace(plain, incidents=plain.incidents[:2])
    for lines in range(0, 26, 5):
        status = "\n".join(f"Line {number}" for number in range(lines))
        case = replace(few, complaint=msgspec.structs.replace(sample.COMPLAINT, status=status))
        document = made(case, **sample.parts_for(audience))
        titles = [squeezed(node.text) for node in document.nodes if isinstance(node, Heading) and node.level == 1]
        pages = shown(rendered(case, document))[:2]
        assert [page for page in pages if all(title in page for title in titles)], lines
