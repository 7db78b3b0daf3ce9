"""A dossier in parts: small enough, numbered on, nothing torn, and each part a whole document of its own."""

from __future__ import annotations

import hashlib
import io
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import sample_case as sample
from PIL import Image
from reading import bookmarks, drawn, links, made, shown

from journal_app.dossier import dividing, division
from journal_app.dossier.assemble import assemble
from journal_app.dossier.case import Audience, Case, ExhibitPage
from journal_app.dossier.content import FOREIGN, Heading, paragraphs_of, runs_of
from journal_app.dossier.dividing import Part, build_parts
from journal_app.dossier.labels import LABELS, Labels
from journal_app.dossier.opening import Book
from journal_app.dossier.plan import make_plan
from journal_app.errors import BadInput, Cancelled
from journal_app.i18n import words_for

SIZE = 1_500_000
WIDTH, HEIGHT = 500, 400  # whose noise takes 600,000 bytes: no compression makes it smaller


def noise(seed: int) -> ExhibitPage:
    image = Image.frombytes("RGB", (WIDTH, HEIGHT), random.Random(seed).randbytes(WIDTH * HEIGHT * 3))  # noqa: S311
    out = io.BytesIO()
    image.save(out, "PNG")
    data = out.getvalue()
    return ExhibitPage(media_type="image/png", width=WIDTH, height=HEIGHT, notes=(), text="", load=lambda: data)


def case_of(*pages: int, **values: Any) -> Case:
    """Return the case with a large exhibit more for each number, which is that of its pages."""
    more = tuple(
        sample.exhibit(
            f"large-{at}", f"scan-{at}.png", "image/png", ("i08",), tuple(noise(at * 9 + n) for n in range(count)),
            description=f"Scan {at}",
        )
        for at, count in enumerate(pages)
    )  # fmt: skip
    return sample.sample(**{"exhibits": (*sample.exhibits()[:2], *more), **values})


def built(case: Case, folder: Path, size: int = SIZE, **more: Any) -> tuple[Part, ...]:
    folder.mkdir(exist_ok=True)
    return build_parts(case, make_plan(case), folder, size, **more)[0]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Part, ...]:
    return built(case_of(1, 2, 1, 1), tmp_path_factory.mktemp("parts"))


@pytest.fixture(scope="module")
def pages(parts: tuple[Part, ...]) -> list[list[str]]:
    """The words of every page of every part."""
    return [shown(each.path.read_bytes()) for each in parts]


def opened(parts: tuple[Part, ...]) -> Iterator[pikepdf.Pdf]:
    for each in parts:
        with pikepdf.open(each.path) as pdf:
            yield pdf


def test_every_part_is_small_enough_and_none_more_is_made_than_are_needed(parts: tuple[Part, ...]) -> None:
    assert len(parts) == 3
    for each in parts:
        data = each.path.read_bytes()
        assert (each.size, each.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert each.size <= SIZE
    assert sum(each.size for each in parts[:2]) > SIZE, "two of them would fit into one"


def test_page_numbers_run_on_and_readers_count_alike(parts: tuple[Part, ...], pages: list[list[str]]) -> None:
    total, number = parts[-1].last, 0
    for part, texts, pdf in zip(parts, pages, opened(parts), strict=True):
        assert part.first == number + 1
        for text in texts:
            number += 1
            assert f"Page {number} of {total}" in text
            assert re.search(rf"AK-[0-9A-F]{{6}}-{number:06d}", text)
        assert part.last == number
        if part.first > 1:
            assert int(pdf.Root.PageLabels.Nums[1].St) == part.first
        else:
            assert "/PageLabels" not in pdf.Root
    assert number == total


def test_every_part_lists_all_parts_with_their_pages(parts: tuple[Part, ...], pages: list[list[str]]) -> None:
    for at, texts in enumerate(pages):
        index = " ".join(texts[:2])
        assert f"Complaint dossier, part {at + 1} of 3" in texts[0]
        assert "All parts" in index
        for number, each in enumerate(parts, 1):
            assert re.search(rf"\b{number} {each.first}–{each.last} ", index), index
        assert index.count("A file cannot hold its own fingerprint. It stands in the list beside the parts.") == 1
        assert index.count("In the list beside the parts") == 2 - at
        said = index.replace(" ", "")
        assert [each.sha256 in said for each in parts] == [number < at for number in range(3)]


def test_the_list_of_parts_names_the_page_of_each_section(parts: tuple[Part, ...], pages: list[list[str]]) -> None:
    index = " ".join(pages[0][:2])
    for part, pdf in zip(parts, opened(parts), strict=True):
        sections = [(title, page) for level, title, page in bookmarks(pdf) if level == 1][1:]
        assert sections
        for title, page in sections:
            assert f"{title}, p. {page + part.first - 1}" in index


def test_no_exhibit_is_torn(pages: list[list[str]]) -> None:
    place = {name: at for at, texts in enumerate(pages) for text in texts
             for name in re.findall(r"Exhibit (EX-\d{3}) –", text)}  # fmt: skip
    assert set(place.values()) == {0, 1, 2}
    for at, texts in enumerate(pages):
        for name in re.findall(r"Exhibit (EX-\d{3}), page 2 of 2", " ".join(texts)):
            assert place[name] == at


def test_a_link_into_another_part_is_words_with_its_part_and_page(
    parts: tuple[Part, ...], pages: list[list[str]]
) -> None:
    where = {name: (at + 1, part.first + n) for at, part in enumerate(parts) for n, text in enumerate(pages[at])
             for name in re.findall(r"Exhibit (EX-\d{3}) –", text)}  # fmt: skip
    said = [found for texts in pages for text in texts
            for found in re.findall(r"(EX-\d{3}) \(part (\d), page (\d+)\)", text)]  # fmt: skip
    assert len(said) > 3
    assert {(name, (int(part), int(page))) for name, part, page in said} <= set(where.items())
    assert len({name for name, _, _ in said}) > 2


def test_every_link_that_is_left_leads_to_a_page_of_its_own_part(parts: tuple[Part, ...]) -> None:
    """Fails where the index of exhibits keeps a link to a page in another part."""
    for pdf in opened(parts):
        there = [page for number in range(1, len(pdf.pages) + 1) for page in links(pdf, number)]  # raises where lost
        assert there
        assert max(there) <= len(pdf.pages)


def test_a_page_of_the_index_in_another_part_is_named_with_it(parts: tuple[Part, ...], pages: list[list[str]]) -> None:
    index = next(text for text in pages[0] if "Index of exhibits" in text or "Exhibit index" in text)
    for name in re.findall(r"EX-\d{3}", index):
        assert f"{name} (part" not in index, "the page stands in the same row"
    assert re.search(r"\(part 2\)", index)
    assert re.search(r"\(part 3\)", index)


def test_a_section_that_goes_on_says_so(pages: list[list[str]]) -> None:
    assert "(continued)" in pages[1][0]
    assert "(continued)" in pages[1][1]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_nothing_is_said_but_what_the_whole_says_and_fixed_labels(language: str) -> None:
    """The content of each part, taken apart: the person's words of all parts are those of the whole, in its order."""
    case = case_of(1, 1, language=language)
    plan, whole = make_plan(case), made(case)
    cuts = division.units(whole)
    book = division.Book(case=case, plan=plan, labels=dividing.Labels(dividing.words_for(language)))
    divided = division.Divided(book, whole, (0, *(each.start for each in cuts if each.key.startswith("exhibit-EX-"))))
    fixed = [dividing.words_for(language).text("dossier", label) for label in LABELS.values()]
    patterns = [re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(label)), re.DOTALL) for label in fixed]
    theirs: list[str] = []
    for number in range(1, divided.count + 1):
        document = division.part(divided, number, 1)
        theirs += [run.text for run in runs_of(document) if run.origin in FOREIGN]
        known = {run.text for run in runs_of(whole)}
        for node in document.nodes:
            for run in (run for each in paragraphs_of(node) for run in each.runs):
                left = run.text.strip()
                said = run.text in known or not left or any(each.fullmatch(run.text) for each in patterns)
                halves = any(label.startswith(run.text) or label.endswith(run.text) for label in fixed)
                assert said or halves or left in {",", "–"} or re.fullmatch(r"\d+|0{64}", left), run
    again = {run.text for node in division.cover.cover(book, "") for each in paragraphs_of(node) for run in each.runs}
    assert [each for each in theirs if each not in again] == [
        run.text for run in runs_of(whole) if run.origin in FOREIGN and run.text not in again
    ]


def test_the_same_case_and_size_give_the_same_bytes(parts: tuple[Part, ...], tmp_path: Path) -> None:
    again = built(case_of(1, 2, 1, 1), tmp_path)
    assert [each.sha256 for each in again] == [each.sha256 for each in parts]


def test_pages_of_parts_are_never_taken_for_those_of_the_whole() -> None:
    case = sample.sample()
    plan = make_plan(case)
    prefixes = {dividing.assemble(case, plan, divided=size).prefix for size in (0, 1_000_000, 2_000_000)}
    assert len(prefixes) == 3


def test_what_is_small_enough_is_not_divided(tmp_path: Path) -> None:
    assert built(case_of(1), tmp_path, 9_000_000) == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_said_to_be_small_enough_is_so_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weighed, the pages of the whole have other numbers than written undivided, and came out a little smaller."""
    monkeypatch.setattr(dividing, "SMALLEST", 1)
    case = sample.sample(incidents=sample.sample().incidents[1:2], exhibits=(), matches=(), points=())
    size = len(drawn(case))
    assert built(case, tmp_path, size - 1) != ()


def test_an_exhibit_that_is_too_large_alone_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        built(case_of(1, 3), tmp_path)
    assert "“EX-004 – Scan 1” alone takes 1," in str(caught.value)
    assert "Choose parts of at least 2,000,000 bytes" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert len(built(case_of(1, 3), tmp_path, 2_000_000)) > 1, "what is told is enough"


def test_a_wrong_guess_of_what_a_part_takes_makes_more_parts_and_never_one_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dividing, "_FRAME", -SIZE)
    found = built(case_of(1, 1, 1, 1), tmp_path)
    assert len(found) > 1
    assert max(each.size for each in found) <= SIZE


def test_what_only_turns_out_too_large_when_it_is_written_is_named(tmp_path: Path) -> None:
    """An exhibit whose pictures alone would fit, and with what a part takes beside them do not."""
    pictures = 2 * len(noise(9).load())
    with pytest.raises(BadInput, match=r"“EX-004 – Scan 1” alone takes 1,2\d\d,\d{3} bytes and is not torn"):
        built(case_of(1, 2), tmp_path, pictures + 20_000)


@pytest.mark.parametrize("size", [0, dividing.SMALLEST - 1, dividing.LARGEST + 1])
def test_sizes_out_of_reason_are_refused(size: int, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Choose a size from 1,000,000 bytes to 1,000,000,000 bytes"):
        built(case_of(), tmp_path, size)


def test_the_copy_for_oneself_is_divided_too(tmp_path: Path) -> None:
    case = case_of(1, 1, 1, audience=Audience.SELF)
    found = built(case, tmp_path, **sample.parts_for(Audience.SELF))
    assert len(found) > 1
    assert all("For myself only" in text for each in found for text in shown(each.path.read_bytes()))


def test_who_stops_it_stops_it(tmp_path: Path) -> None:
    class Stops:
        def report(self, stage: str, done: int, total: int) -> None:
            if stage == "Writing pages" and done > total // 2:
                raise Cancelled("Stopped.", "Start again when you like.")

    with pytest.raises(Cancelled):
        built(case_of(1, 2, 1, 1), tmp_path, progress=Stops())


def test_a_heading_is_never_the_last_of_a_part() -> None:
    whole = made(case_of(1, 1))
    starts = [each.start for each in division.units(whole)]
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    for start in starts[1:]:
        assert not isinstance(whole.nodes[start - 1], Heading)


def test_each_part_has_the_language_of_the_persons_words(tmp_path: Path) -> None:
    """Headings of a part lost it: a screen reader took the voice of the dossier for them."""
    case = case_of(1, 2, 1, 1, words_language="es")
    plan = make_plan(case)
    whole = assemble(case, plan, divided=SIZE)
    told = {each.key: each.language for each in whole.nodes if isinstance(each, Heading)}
    assert "es" in told.values()
    book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    starts = tuple(each.start for each in division.units(whole))
    divided = division.Divided(book, whole, (starts[0], starts[len(starts) // 2]))
    here = [division.part(divided, number, 1, ["0" * 64]) for number in (1, 2)]
    found = {each.key: each.language for part in here for each in part.nodes if isinstance(each, Heading)}
    assert {key: found[key] for key in told if key in found} == {key: told[key] for key in told if key in found}
    assert "es" in found.values()
