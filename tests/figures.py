"""One table of what was measured: tests say what they ran, found and caught, and the run keeps it in one file.

A figure travels with the report of its test, so it arrives from every process of a run. ``--figures FILE`` brings the
table in FILE up to date: lines of what was run are written anew, all others stay as they were measured. What only ran
as a sample is shown at the end of the run and never kept.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

Keep = Callable[[str, object], None]
Cells = tuple[str, ...]
SAFETY = ("id", "what", "figure", "control", "command", "date", "system")
SPEED = ("measured", "figure", "wanted", "holds", "command", "date", "system")
HEADINGS = {SAFETY: "Nothing is lost, nothing leaks", SPEED: "Speed and memory"}
INTRODUCTION = """# Figures

What was really run, and what was found. `python3 packaging/test.py --full`, or a part of it, writes each line anew
when it has run again. A control is a build that was weakened on purpose: the same test has to catch it.
"""
PERCENT = "DAYBOOK_FIGURES_PERCENT"  # how much of each full figure is run, of 100
QUOTED = ("id", "what is looked for", "found", "weakened builds")
BEGINS, ENDS = "<!-- figures of safety -->", "<!-- end of the figures -->"
FIGURES, README = (Path(__file__).resolve().parent / each for each in ("FIGURES.md", "../README.md"))
COMMAND = "DAYBOOK_COMMAND"  # what the person typed, set by packaging/test.py


def share(whole: int) -> int:
    """Return how many of a full figure are to be run here."""
    return max(1, whole * int(os.environ.get(PERCENT, "100")) // 100)


@dataclass(frozen=True, slots=True)
class Safety:
    """What a test tells of one safety figure."""

    keep: Keep
    id: str

    def found(self, what: str, *, full: bool, ran: int, broken: int, wanted: int, part: str = "") -> None:
        """Keep how many of ``what`` were looked at and broken; ``wanted`` is this test's part of the whole figure.

        ``part`` is what the controls of this figure name, where the others of its id have controls of their own.
        """
        told = {"id": self.id, "what": what, "full": full, "ran": ran, "broken": broken, "wanted": wanted}
        self.keep("safety", {**told, "part": part} if part else told)

    def control(self, weakness: str, *, caught: bool, part: str = "") -> None:
        """Keep whether a build with this weakness was caught; ``part`` is the only one it is a control of, if any."""
        self.keep("control", {"id": self.id, "part": part, "weakness": weakness, "caught": caught})


_RUNNING: list[Keep] = []  # where the test that runs keeps its figures


@pytest.fixture(autouse=True)
def keeps_figures(record_property: Keep) -> Iterator[None]:
    """Let :func:`tell` and :func:`caught` find the test that runs, however deep they are called."""
    _RUNNING.append(record_property)
    yield
    _RUNNING.pop()


def tell(
    identifier: str, part: str, *, full: bool, ran: int, broken: int, what: str, wanted: int | None = None
) -> None:
    """Keep how many of ``part`` were looked at and broken, and ``what`` they were; of the test that runs.

    ``wanted`` is how many the whole figure is to look at, where that is known before it runs. A test that tells of the
    same part again, as it gets on, has told what counts.
    """
    told = {"id": identifier, "part": part, "what": f"{part}: {what}", "full": full, "ran": ran, "broken": broken}
    _RUNNING[-1]("safety", {**told, "wanted": ran if wanted is None else wanted})


def caught(identifier: str, weakness: str, *, by: int, part: str = "") -> None:
    """Keep that a build with a weakness was caught by so many finds; of the test that runs.

    ``part`` is the only part of the figure it is a control of, if any: the others were not tried with it.
    """
    Safety(_RUNNING[-1], identifier).control(weakness, caught=by > 0, part=part)


@pytest.fixture
def safety(record_property: Keep) -> Callable[[str], Safety]:
    """Return what keeps the figure with an id, such as R3."""
    return lambda identifier: Safety(record_property, identifier)


@pytest.fixture
def figure(record_property: Keep) -> Callable[..., None]:
    """Keep one figure: what was measured, how it came out, and the most it may be where there is such a limit."""

    def keep(
        measured: str, figure: str, *, most: float | None = None, least: float | None = None, is_: float = 0
    ) -> None:
        limit = "" if most is None and least is None else f"≤ {most}" if most is not None else f"≥ {least}"
        holds = (most is None or is_ <= most) and (least is None or is_ >= least)
        said = "yes" if holds else "no"
        record_property("figure", (measured, figure, limit, limit and said))

    return keep


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", metavar="FILE", help="bring the table of figures in FILE up to date")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reports = [each for many in terminalreporter.stats.values() for each in many if isinstance(each, pytest.TestReport)]
    told = [pair for each in reports if each.when == "call" for pair in last_told(each.user_properties)]
    tables = {
        SAFETY: summed(told, full=True) + summed(told, full=False),
        SPEED: [tuple(value) for name, value in told if name == "figure"],
    }
    if not any(tables.values()):
        return
    terminalreporter.section("figures")
    for titles, rows in tables.items():
        for line in table(titles[:4], rows) if rows else ():
            terminalreporter.line(line)
    out = config.getoption("--figures")
    if out:
        measured = {SAFETY: summed(told, full=True), SPEED: tables[SPEED]}
        how = (command(config.invocation_params.args), f"{datetime.now(UTC):%Y-%m-%d}", system())
        place = Path(out)
        write(place, {titles: [(*row, *how) for row in rows] for titles, rows in measured.items()})
        if place.resolve() == FIGURES:
            README.write_text(with_quote(README.read_text(encoding="utf-8"), quoted(read(place))), encoding="utf-8")


def command(arguments: Iterable[str]) -> str:
    """Return the line that measures the same again."""
    typed = os.environ.get(COMMAND) or f"python -m pytest {' '.join(map(str, arguments))}"
    percent = os.environ.get(PERCENT)
    return f"`{PERCENT}={percent} {typed}`" if percent else f"`{typed}`"


def system() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def last_told(told: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return what one test told: of a part it told of several times, as it got on, only what it told last."""
    kept: dict[object, tuple[str, Any]] = {}
    for place, (name, each) in enumerate(told):
        so_far = name == "safety" and "part" in each
        kept[(each["id"], each["part"]) if so_far else place] = (name, each)
    return list(kept.values())


def summed(told: Iterable[tuple[str, Any]], *, full: bool) -> list[Cells]:
    """Return one line for each figure: the parts of its tests together, and the controls of its id or its part."""
    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    controls: dict[tuple[str, str], dict[str, bool]] = {}
    for name, each in told:
        if name == "safety" and each["full"] is full:
            parts.setdefault((each["id"], each["what"]), []).append(each)
        elif name == "control":
            controls.setdefault((each["id"], each.get("part", "")), {})[each["weakness"]] = each["caught"]
    rows = []
    for (identifier, what), some in parts.items():
        ran, broken, wanted = (sum(part[name] for part in some) for name in ("ran", "broken", "wanted"))
        counted = f"{broken:,} of {ran:,}" + (f" ({wanted:,} wanted)" if ran != wanted else "")
        counted += "" if full else ", a sample"
        tried = {
            weakness: was
            for part in {"", *(each.get("part", "") for each in some)}
            for weakness, was in controls.get((identifier, part), {}).items()
        }
        rows.append((identifier, what, counted, _controls(tried)))
    return sorted(rows)


def _controls(caught: dict[str, bool]) -> str:
    if not caught:
        return "not run"
    missed = [weakness for weakness, was in caught.items() if not was]
    said = f"{sum(caught.values())} of {len(caught)} caught: {', '.join(sorted(caught))}"
    return said + (f"; NOT caught: {', '.join(missed)}" if missed else "")


def table(titles: Cells, rows: Iterable[Cells]) -> list[str]:
    """Return the lines of a table in Markdown."""
    lines = [titles, tuple("---" for _ in titles), *rows]
    return [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines]


def write(path: Path, measured: dict[Cells, list[Cells]]) -> None:
    """Bring the file up to date: what was measured replaces what is there of the same, everything else stays."""
    kept = read(path)
    text = [INTRODUCTION]
    for titles, heading in HEADINGS.items():
        rows = {_about(titles, row): row for row in (*kept.get(titles, ()), *measured.get(titles, ()))}
        if rows:
            text += [f"## {heading}\n", *table(titles, sorted(rows.values())), ""]
    path.write_text("\n".join(text), encoding="utf-8")


def _about(titles: Cells, row: Cells) -> Cells:
    """Return what says that two lines are about the same: of safety the part, without what was found out of it."""
    return (row[0], row[1].partition(": ")[0]) if titles is SAFETY else row[:1]


def quoted(kept: dict[Cells, list[Cells]]) -> str:
    """Return what the README quotes of safety: a line for each figure, and how many of its controls were caught."""
    rows = [(id_, what, figure, control.split(":", 1)[0]) for id_, what, figure, control, *_ in kept.get(SAFETY, ())]
    return "\n".join(table(QUOTED, rows))


def with_quote(text: str, quote: str) -> str:
    """Return the README's ``text`` with ``quote`` between its marks; raises ValueError where they are not there."""
    before, rest = text.split(BEGINS, 1)
    after = rest.split(ENDS, 1)[1]
    return f"{before}{BEGINS}\n{quote}\n{ENDS}{after}"


def read(path: Path) -> dict[Cells, list[Cells]]:
    """Return the lines of the tables in a file; none where there is no such file."""
    found: dict[Cells, list[Cells]] = {}
    titles: Cells = ()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if not line.startswith("| "):
            titles = ()
            continue
        cells = tuple(line.removeprefix("| ").removesuffix(" |").split(" | "))
        if cells in HEADINGS:
            titles = cells
        elif titles and len(cells) == len(titles) and set(cells) != {"---"}:
            found.setdefault(titles, []).append(cells)
    return found
