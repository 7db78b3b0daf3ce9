"""The structure of a finished dossier, read from its objects: what a machine that judges conformance does not ask."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import sample_case as sample
from hard_cases import scripts, words_of_files
from reading import bookmarks, drawn, made
from test_dividing import built, case_of

from journal_app.domain.readings import Block, Kind, Reading, Source
from journal_app.dossier import fonts
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import Heading, NewPage, Picture, Role, paragraphs_of
from journal_app.dossier.content import Table as ContentTable
from journal_app.dossier.inspection import _mapped, _unicode_map
from journal_app.dossier.labels import LABELS

CASES = {
    "board": sample.sample,
    "lawyer": lambda: sample.sample(Audience.LAWYER),
    "every script": scripts,
    "words of files": words_of_files,
    "Arabic": lambda: scripts(language="ar"),
}


@pytest.fixture(scope="module", params=[*CASES, "a later part"])
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    if request.param in CASES:
        data = drawn(CASES[request.param]())
    else:
        data = built(case_of(1, 2, 1, 1), tmp_path_factory.mktemp("parts"))[1].path.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def kids(element: pikepdf.Object) -> list[pikepdf.Object | int]:
    found = element.get("/K", pikepdf.Array())
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found, waiting = [], [pdf.Root.StructTreeRoot.K]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += [kid for kid in reversed(kids(each)) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found


def parent_tree(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    found = {}
    for node in pdf.Root.StructTreeRoot.ParentTree.Kids:
        numbers = list(node.Nums)
        assert [int(each) for each in node.Limits] == [int(numbers[0]), int(numbers[-2])]
        found.update({int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)})
    assert list(found) == sorted(found)
    assert max(found) < int(pdf.Root.StructTreeRoot.ParentTreeNextKey)
    return found


def marks(page: pikepdf.Page) -> list[int]:
    """Return the numbers of a page's marked content, having checked that it is never nested and holds all text."""
    found, open_kinds = [], []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator in {"BDC", "BMC"}:
            kind, more = str(step.operands[0]), step.operands[1]
            if isinstance(more, pikepdf.Dictionary) and "/MCID" in more:
                assert not open_kinds, "numbered content inside other content"
                found.append(int(more.MCID))
            else:
                assert kind in {"/Artifact", "/Span"}
                assert kind == "/Span" or not open_kinds
            open_kinds.append(kind)
        elif operator == "EMC":
            open_kinds.pop()
        elif operator in {"TJ", "Tj", "Do", "S", "f", "B"}:
            assert open_kinds, f"{operator} outside all content"
    assert not open_kinds
    return found


def test_every_mark_has_one_parent_which_has_it(pdf: pikepdf.Pdf) -> None:
    tree = parent_tree(pdf)
    numbered: Counter[tuple[tuple[int, int], int]] = Counter()
    holders = {}
    for element in elements(pdf):
        for kid in kids(element):
            number = kid if isinstance(kid, int) else kid.get("/MCID") if isinstance(kid, pikepdf.Dictionary) else None
            if number is not None:
                page = element.Pg if isinstance(kid, int) else kid.Pg
                numbered[page.objgen, int(number)] += 1
                holders[page.objgen, int(number)] = element.objgen
    assert set(numbered.values()) == {1}
    for page in pdf.pages:
        found = marks(page)
        assert found == list(range(len(found)))
        listed = tree[int(page.obj.StructParents)]
        assert [each.objgen for each in listed] == [holders[page.obj.objgen, number] for number in found]
        assert page.obj.Tabs == "/S"


def test_one_document_whose_headings_skip_no_level(pdf: pikepdf.Pdf) -> None:
    found = elements(pdf)
    roles = [str(each.S) for each in found]
    assert roles.count("/Document") == 1
    assert roles[0] == "/Document"
    levels = [int(role[2]) for role in roles if re.fullmatch("/H[1-6]", role)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    standard = {"/Document", "/Sect", "/H3", "/Div", "/P", "/BlockQuote", "/L", "/LI", "/Lbl", "/LBody",
                "/Table", "/TR", "/TH", "/TD", "/TOC", "/TOCI", "/Reference", "/Link", "/Span",
                "/Figure", "/H1", "/H2"}  # fmt: skip
    assert set(roles) <= standard
    assert "/RoleMap" not in pdf.Root.StructTreeRoot
    for each in found[1:]:
        assert any(isinstance(kid, pikepdf.Dictionary) and kid.objgen == each.objgen for kid in kids(each.P))


def test_links_are_annotations_with_a_description_and_a_place(pdf: pikepdf.Pdf) -> None:
    tree, listed = parent_tree(pdf), []
    for element in elements(pdf):
        objects = [kid.Obj for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
        assert bool(objects) == (element.S == "/Link")
        for annotation in objects:
            assert tree[int(annotation.StructParent)].objgen == element.objgen
            assert str(annotation.Contents).strip()
            assert int(annotation.F) == 4
            listed.append(annotation.objgen)
    assert sorted(listed) == sorted(each.objgen for page in pdf.pages for each in page.obj.get("/Annots", []))


def test_tables_are_regular_and_their_heads_say_what_they_head(pdf: pikepdf.Pdf) -> None:
    tables = [each for each in elements(pdf) if each.S == "/Table"]
    assert tables
    for table in tables:
        rows = [kids(row) for row in kids(table)]
        assert len({len(row) for row in rows}) == 1
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                head = number == 0 or column == 0
                assert str(cell.S) == ("/TH" if head else "/TD")
                if head:
                    assert cell.A.Scope == ("/Column" if number == 0 else "/Row")


def test_a_repeated_head_is_read_once() -> None:
    case = sample.sample()
    with pikepdf.open(io.BytesIO(drawn(case))) as opened:
        rows = [len(kids(each)) for each in elements(opened) if each.S == "/Table"]
        repeated = [each for each in elements(opened) if each.S == "/TH" and len(kids(each)) > 4]
    tables = [node for node in made(case).nodes if isinstance(node, ContentTable)]
    assert rows == [len(table.rows) + 1 for table in tables]
    assert not repeated


def test_pictures_have_words_and_a_place(pdf: pikepdf.Pdf) -> None:
    figures = [each for each in elements(pdf) if each.S == "/Figure"]
    assert figures
    for figure in figures:
        assert len(str(figure.Alt)) > 5
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        assert 0 < left < right < 620
        assert 0 < bottom < top < 850


def test_the_file_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    (intent,) = root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert int(intent.DestOutputProfile.N) == 3
    assert root.Metadata.get("/Filter") is None
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) in {("2", "A"), ("3", "A")}
        assert about["dc:title"] == str(pdf.docinfo["/Title"])
        assert about["xmp:CreatorTool"] == about["pdf:Producer"] == str(pdf.docinfo["/Producer"])
        digits = re.sub(r"\D", "", about["xmp:CreateDate"])
        assert digits in str(pdf.docinfo["/CreationDate"])
    assert not [page for page in pdf.pages if "/Trans" in page.obj or "/AA" in page.obj]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="the qpdf command is not installed")
def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "dossier.pdf"
    path.write_bytes(drawn(scripts()))
    ran = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "No syntax or stream encoding errors" in ran.stdout


def _said(case: Case, path: Path) -> str:
    path.write_bytes(drawn(case))
    ran = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True)
    lines = ran.stdout.decode("utf-8").splitlines()
    return _close(" ".join(line.strip()[1:-1] for line in lines if line.strip().startswith('"')))


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="the pdfinfo command is not installed")
def test_another_program_reads_everything_in_its_order(tmp_path: Path) -> None:
    case = sample.sample()
    case = replace(case, exhibits=(*case.exhibits, *sample.foreign()))
    said, at = _said(case, tmp_path / "dossier.pdf"), 0
    for node in made(case).nodes:
        if isinstance(node, NewPage):
            continue
        for each in paragraphs_of(node):
            text = _close("".join(run.text for run in each.runs))
            if not text.isascii() or any(run.page_of for run in each.runs) or '"' in text or each.role is Role.MONO:
                continue
            found = said.find(text, at)
            assert found >= 0, (type(node).__name__, text, said[at : at + 200])
            at = found + len(text)
        if isinstance(node, Picture):
            assert node.alternative


def _texts(page: pikepdf.Page) -> tuple[dict[int, str], list[str]]:
    """Return the text of each numbered mark of a page, and that of its artifacts."""
    maps = {name: _unicode_map(font) for name, font in dict(page.obj.Resources.Font).items()}
    marked: dict[int, str] = {}
    apart: list[str] = []
    into, instead, depth, known = -1, False, 0, {}
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        text = ""
        if operator == "BDC":
            depth += 1
            if depth == 1:
                into = int(step.operands[1].get("/MCID", -1))
            elif "/ActualText" in step.operands[1]:
                instead, text = True, str(step.operands[1].ActualText)
        elif operator == "EMC":
            depth, instead = depth - 1, False
        elif operator == "Tf":
            known = maps[str(step.operands[0])]
        elif operator == "TJ" and not instead:
            text = "".join("".join(_mapped(bytes(part), known)) for part in step.operands[0]
                           if isinstance(part, pikepdf.String))  # fmt: skip
        if into >= 0:
            marked[into] = marked.get(into, "") + text
        elif operator == "BT" or not apart:
            apart.append(text)
        else:
            apart[-1] += text
    return marked, apart


_BLOCKS = frozenset({"/P", "/H1", "/H2", "/H3", "/Lbl", "/LBody", "/TH", "/TD", "/Reference"})
_INLINE = frozenset({"/Link", "/Span"})


def _spoken(element: pikepdf.Object, texts: dict[tuple[int, int], dict[int, str]]) -> str:
    """Return what is read of an element: its own text and that of what stands in its line."""
    if "/ActualText" in element:
        return str(element.ActualText)
    found = []
    for kid in kids(element):
        if isinstance(kid, int):
            found.append(texts[element.Pg.objgen][kid])
        elif "/MCID" in kid:
            found.append(texts[kid.Pg.objgen][int(kid.MCID)])
        elif "/S" in kid and str(kid.S) in _INLINE:
            found.append(_spoken(kid, texts))
    return "".join(found)


TURNS = "שלום, מה שלומך?\nFine, thanks. And you?\n\n(123)\nمرحبا، أهلا."


def test_lines_that_run_another_way_are_each_said_by_themselves() -> None:
    """The direction of the first line was that of all of them, to the eye and to who listens."""
    blocks = tuple(Block(kind=Kind.PARAGRAPH, text=text) for text in (TURNS, "ראשון\nשני"))
    reading = Reading(source=Source.TEXT, blocks=blocks)
    chat = sample.exhibit("e1", "chat.txt", "text/plain", ("i08",), (), reading=reading)
    with pikepdf.open(io.BytesIO(drawn(sample.sample(exhibits=(chat,))))) as pdf:
        found = elements(pdf)
        said = [(str(each.S), str(each.ActualText), _direction(each)) for each in found if "/ActualText" in each]
        (whole,) = [each for each in found if each.get("/ActualText") == blocks[1].text]
        texts = {page.obj.objgen: _texts(page)[0] for page in pdf.pages}
        shown = {text: texts[each.Pg.objgen][kids(each)[0]] for each in found
                 if "/ActualText" in each and (text := str(each.ActualText)) in TURNS}  # fmt: skip
    lines = [
        ("שלום, מה שלומך?\n", "/RlTb"),
        ("Fine, thanks. And you?\n", ""),
        ("(123)\n", ""),
        ("مرحبا، أهلا.", "/RlTb"),
    ]
    at = said.index(("/Span", *lines[0]))
    assert said[at : at + 4] == [("/Span", *line) for line in lines]
    assert ("/P", blocks[1].text, "/RlTb") in said
    assert (shown["Fine, thanks. And you?\n"], shown["(123)\n"]) == ("Fine, thanks. And you? ", "(123) ")
    assert len(kids(whole)) == 1


def _direction(element: pikepdf.Object) -> str:
    return str(element.A.WritingMode) if "/A" in element and "/WritingMode" in element.A else ""


@pytest.mark.parametrize("audience", list(Audience))
def test_nothing_is_said_but_the_content_and_fixed_labels(audience: Audience) -> None:
    """Every text of the file is a paragraph of the content; whose words those are, another test holds."""
    case, parts = sample.sample(audience), sample.parts_for(audience)
    case = replace(case, exhibits=(*case.exhibits, *sample.foreign()))
    document = made(case, **parts)
    known = {"", *(str(number) for number in range(1, 100))}
    patterns = []
    for each in (each for node in document.nodes for each in paragraphs_of(node)):
        if any(run.page_of for run in each.runs):
            shapes = (r"\d+" if run.page_of else re.escape(_close(run.text)) for run in each.runs)
            patterns.append("".join(shapes))
        else:
            known.add(_close(fonts.clean("".join(run.text for run in each.runs))))
    pictures = [node for node in document.nodes if isinstance(node, Picture)]
    known |= {_close(node.alternative) for node in pictures}
    known |= {_close(node.outline) for node in document.nodes if isinstance(node, Heading)}
    known.add(_close(f"{document.title} – {' / '.join(document.parties)}"))
    known |= {_close(each) for each in (document.title, document.mark, document.initials, LABELS["exhibit.overlap"])}
    page, part, overlap = (
        re.sub(r"\\{\w+\\}", ".+", re.escape(_close(LABELS[key])))
        for key in ("page", "exhibit.part", "exhibit.overlap")
    )
    patterns += [page, rf"{document.prefix}-\d{{6}}", rf"{part}\.{overlap}"]
    patterns += [re.escape(_close(node.alternative)) + part for node in pictures]
    # A head drawn again on a table's next page is an artifact, line by line.
    heads = [_close(name) for node in document.nodes if isinstance(node, ContentTable) for name in node.header]
    allowed = re.compile("|".join(f"(?:{each})" for each in patterns))
    said: list[str] = []
    with pikepdf.open(io.BytesIO(drawn(case, **parts))) as opened:
        texts = {}
        for page in opened.pages:
            texts[page.obj.objgen], apart = _texts(page)
            said += [text for text in apart if not any(_close(text) in head for head in heads)]
        found = elements(opened)
        said += [_spoken(each, texts) for each in found if str(each.S) in _BLOCKS]
        said += [str(each.Alt) for each in found if "/Alt" in each]
        said += [str(each.Contents) for page in opened.pages for each in page.obj.get("/Annots", [])]
        said += [title for _, title, _ in bookmarks(opened)]
        said.append(str(opened.docinfo["/Title"]))
    assert len(said) > 500
    odd = {text for text in map(_close, said) if text not in known and not allowed.fullmatch(text)}
    assert not odd


def _close(text: str) -> str:
    return "".join(text.split())


def test_the_title_of_the_cover_is_the_first_heading(pdf: pikepdf.Pdf) -> None:
    order = [str(each.S) for each in elements(pdf)]
    headings = [role for role in order if re.fullmatch("/H[1-6]", role)]
    assert headings[:2] == ["/H1", "/H2"]
    assert order.index("/H1") == 2  # the document, its first section, and there it stands
    assert [level for level, _, page in bookmarks(pdf) if page == 1][:2] == [1, 2]


def test_headings_never_skip_a_level(pdf: pikepdf.Pdf) -> None:
    """As PDF/UA wants them (ISO 14289-1, 7.4.2); what size a heading has says nothing of its level."""
    levels = [int(str(each.S)[2:]) for each in elements(pdf) if re.fullmatch("/H[1-6]", str(each.S))]
    assert levels[0] == 1
    assert set(levels) >= {1, 2}
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
