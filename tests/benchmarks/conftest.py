"""Gathers the figures of a run into one table: at its end, and with ``--figures FILE`` as FILE.md and FILE.json."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path

import pytest

TITLES = ("measured", "figure", "wanted", "holds")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", metavar="FILE", help="write the figures of benchmarks to FILE.md and FILE.json")


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Keep one figure: what was measured, how it came out, and the most it may be where there is such a limit."""

    def keep(measured: str, figure: str, *, most: float | None = None, least: float | None = None, is_: float = 0):
        limit = "" if most is None and least is None else f"≤ {most}" if most is not None else f"≥ {least}"
        holds = (most is None or is_ <= most) and (least is None or is_ >= least)
        said = "yes" if holds else "no"
        record_property("figure", dict(zip(TITLES, (measured, figure, limit, limit and said), strict=True)))

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reports = [each for many in terminalreporter.stats.values() for each in many if isinstance(each, pytest.TestReport)]
    rows = [row for each in reports if each.when == "call" for name, row in each.user_properties if name == "figure"]
    if not rows:
        return
    lines = [f"| {' | '.join(TITLES)} |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row[title] for title in TITLES)} |" for row in rows]
    terminalreporter.section("figures")
    for line in lines:
        terminalreporter.line(line)
    out = config.getoption("--figures", default=None)
    if out:
        system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        Path(f"{out}.md").write_text(f"{system}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
        Path(f"{out}.json").write_text(json.dumps({"system": system, "figures": rows}, indent=1, ensure_ascii=False))
