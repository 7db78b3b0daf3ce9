"""What --help of each command says, and what the README says, are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journal_app import cli
from tests.cli.conftest import Run

README = Path(__file__).resolve().parents[2] / "README.md"
EVERYWHERE = {"--help", "--json", "--passphrase-file", "--key-file"}  # told once, above the table


def rows() -> dict[str, str]:
    """Return the README's line for each command: what stands between the first two bars."""
    found = {}
    for line in README.read_text(encoding="utf-8").splitlines():
        cells = re.split(r"(?<!\\)\|", line)
        if len(cells) == 4 and cells[1].strip().startswith("`"):
            name = cells[1].strip(" `").split()[0].strip("`")
            if name.isalpha():
                found[name] = cells[1]
    return found


def shown() -> dict[str, str]:
    """Return the help of every command."""
    top = cli.parser()
    commands = next(action for action in top._actions if action.dest == "command")
    assert isinstance(commands.choices, dict)
    return {name: command.format_help() for name, command in commands.choices.items()}


HELP = shown()


def test_the_readme_has_every_command_and_no_other() -> None:
    assert set(rows()) == set(HELP)


@pytest.mark.parametrize("name", sorted(HELP))
def test_the_options_are_the_same(name: str) -> None:
    options = set(re.findall(r"--[a-z-]+", HELP[name])) - EVERYWHERE
    told = set(re.findall(r"--[a-z-]+", rows()[name]))
    assert told == options


@pytest.mark.parametrize("name", sorted(HELP))
def test_the_places_are_the_same(name: str) -> None:
    usage = HELP[name].partition("\n\n")[0]
    places = re.findall(r"(?<![-.\w])([A-Z]{2,}(?:\.json)?)\b", re.sub(r"\[[^\]]*\]", "", usage))
    for place in set(places):
        assert place in rows()[name], f"{name}: {place}"


def test_of_an_export_is_said_what_is_not_in_it(run: Run, journal: Path, tmp_path: Path) -> None:
    """It was said to write everything, and writes only what stands now."""
    assert "no earlier versions, no backup" in " ".join(cli.parser().format_help().split())
    cells = next(line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `export "))
    warning = run("export", journal, tmp_path / "out").stderr.splitlines()[0]
    for text in (cells, warning):
        for told in ("removed records", "drafts", "recording times", "custody and time stamps"):
            assert told in text


def test_what_every_command_takes_is_told() -> None:
    text = README.read_text(encoding="utf-8")
    assert all(option in text for option in ("--json", "--passphrase-file", "--key-file"))
