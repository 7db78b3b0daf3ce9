"""Whatever is altered in a package is found; a package that nobody touched is never doubted."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verifier_alterations as changes
import verifier_samples as samples
from test_verifier_plain import BIG, without

from journal_app import verifier
from journal_app.errors import DamageFound, JournalError
from journal_app.integrity.chain import RevisionFacts, read_revision
from journal_app.integrity.manifest import ManifestFile
from journal_app.verification import chain_check, contents, document
from journal_app.verification import folder as folder_check
from journal_app.verification.document import Looked, not_looked_into
from journal_app.verification.folder import fingerprint
from tests.figures import Safety, share

GROUPS = 2  # so that they run beside each other
OF_A_PACKAGE = 50  # alterations of one package; then another is altered
STAMPED = 25  # of so many packages one has a trusted time: each is a run of openssl


FORMS = {"": (), " with cryptography alone": BIG}  # what the recipient has not installed
FOUND = "alterations of a package that the verifier{form} does not find"
DOUBTED = "honest packages that the verifier{form} doubts"


def verdict(package: Path, form: str = "") -> int:
    """Return the exit code that the recipient's tool ends with."""
    try:
        with without(*FORMS[form]):
            return verifier.verify(package).exit_code
    except JournalError as error:
        return error.exit_code


def packages(folder: Path, chance: random.Random, authority: samples.Authority | None, number: int) -> Path:
    answer = authority.answer if authority and number % STAMPED == 0 else None
    shutil.rmtree(folder, ignore_errors=True)
    return changes.honest(folder, chance, answer)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority | None:
    return samples.Authority(tmp_path_factory.mktemp("authority")) if shutil.which("openssl") else None


both = pytest.mark.parametrize("wanted", [16, pytest.param(10_000, marks=pytest.mark.full)])
forms = pytest.mark.parametrize("form", FORMS, ids=["all", "plain"])


@both
@forms
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_alteration_is_found(
    tmp_path: Path, authority: samples.Authority, group: int, form: str, wanted: int, safety: Callable[[str], Safety]
) -> None:
    full, chance, missed, ran = wanted > 1000, random.Random(group), list[str](), 0  # noqa: S311 - no secrets
    mine = (share(wanted) if full else wanted) // GROUPS
    package = tmp_path / "none"
    for ran in range(1, mine + 1):
        if (ran - 1) % OF_A_PACKAGE == 0:
            package = packages(tmp_path / "package", chance, authority, ran - 1)
        alteration = changes.ALTERATIONS[ran % len(changes.ALTERATIONS)]
        copy = changes.altered(package, tmp_path / "copy", chance, alteration)
        if verdict(copy, form) == 0:
            missed.append(f"{alteration.__name__} {ran}")
            shutil.copytree(copy, tmp_path / f"missed-{ran}", symlinks=True)
    told = FOUND.format(form=form)
    safety("S9").found(told, full=full, ran=ran, broken=len(missed), wanted=wanted // GROUPS, part=told)
    assert missed == []
    assert ran == mine


@both
@forms
@pytest.mark.parametrize("group", range(GROUPS))
def test_no_honest_package_is_doubted(
    tmp_path: Path, authority: samples.Authority, group: int, form: str, wanted: int, safety: Callable[[str], Safety]
) -> None:
    full, chance, doubted, ran = wanted > 1000, random.Random(-1 - group), list[int](), 0  # noqa: S311 - as above
    mine = (share(wanted) if full else wanted) // GROUPS
    for ran in range(1, mine + 1):
        if verdict(packages(tmp_path / "package", chance, authority, ran), form) != 0:
            doubted.append(ran)
    told = DOUBTED.format(form=form)
    safety("S9").found(told, full=full, ran=ran, broken=len(doubted), wanted=wanted // GROUPS, part=told)
    assert doubted == []
    assert ran == mine


def nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


WEAKNESSES: dict[str, tuple[Any, str, Any]] = {
    "list of digests": (contents, "_check_files", nothing),
    "manifest": (contents, "_check_manifest", nothing),
    "custody": (contents, "_check_custody", nothing),
    "head of the chain": (chain_check, "_check_head", nothing),
    "entries of the chain": (chain_check, "_check_entries", nothing),
    "exhibits in the chain": (chain_check, "_check_exhibits", nothing),
    "document": (verifier, "check_document", lambda *_: Looked(not_looked_into("dossier.pdf", listed=True))),
    "key that signed the document": (document, "check_document_key", nothing),
    "trusted time": (verifier, "check_trusted_time", nothing),
    "files attached inside the document": (document, "_check_attachments", nothing),
}


def _another_size(folder: Path) -> None:
    """Tell another size, with digests that fit: only the check of the manifest looks at sizes."""
    samples.edit_json(folder, lambda plain: plain["files"][0].update(size=1))  # type: ignore[index]  # plain JSON
    changes.fit_sums(folder)


def _another_exhibit(folder: Path) -> None:
    """Exchange an exhibit and make all fit, with a document that attaches none: only the chain knows the true one."""
    another = b"another letter"
    (folder / "exhibits" / "EX-002.txt").write_bytes(another)
    told, now = (samples.sha256_of(data).encode() for data in (samples.LETTER, another))
    samples.custody_lines(folder, lambda lines: [line.replace(told, now) for line in lines])
    samples.document(folder / "dossier.pdf", {})
    samples.relist(folder)


# For each check there is one that no other check finds.
SPOILED = {**{each.name: each.spoil for each in samples.DEFECTS}, "size": _another_size, "exhibit": _another_exhibit}


def _another_description(folder: Path) -> None:
    """Describe an exhibit otherwise, with digests that fit: only the manifest inside the document knows better."""
    samples.edit_json(folder, lambda plain: plain["exhibits"][0].update(description="Not so."))  # type: ignore[index]  # plain JSON
    changes.fit_sums(folder)


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that are spoiled each in another way; they are only read."""
    folder = tmp_path_factory.mktemp("spoiled")
    good = samples.good(tmp_path_factory.mktemp("sound") / "good")
    for name, spoil in SPOILED.items():
        spoil(Path(shutil.copytree(good, folder / name)))
    _another_description(changes.honest(folder / "description", random.Random(1)))  # noqa: S311 - no secrets
    return folder


@forms
@pytest.mark.parametrize("name", ["size", "exhibit", "description"])  # the others are looked at elsewhere
def test_what_is_spoiled_here_is_found_with_every_check(spoiled: Path, name: str, form: str) -> None:
    assert verdict(spoiled / name, form)


@forms
@pytest.mark.parametrize("weakness", WEAKNESSES)
def test_a_verifier_without_one_of_its_checks_misses_something(
    spoiled: Path, monkeypatch: pytest.MonkeyPatch, weakness: str, form: str, safety: Callable[[str], Safety]
) -> None:
    monkeypatch.setattr(*WEAKNESSES[weakness])
    missed = [each.name for each in sorted(spoiled.iterdir()) if verdict(each, form) == 0]
    part = FOUND.format(form=form)
    safety("S9").control(f"without the check of the {weakness}", caught=bool(missed), part=part)
    assert missed


def _only_ascii(body: bytes) -> RevisionFacts:
    if not body.isascii():
        raise DamageFound("it holds other signs", "Look at it.")
    return read_revision(body)


def _no_empty_file(path: Path, name: str) -> ManifestFile:
    found = fingerprint(path, name)
    return found if found.size else replace(found, sha256="")


DOUBTS: dict[str, tuple[Any, str, Any]] = {
    "revisions are read as ASCII": (chain_check, "read_revision", _only_ascii),
    "an empty file has no digest": (folder_check, "fingerprint", _no_empty_file),
}


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Packages in which nothing was altered; they are only read."""
    folder, chance = tmp_path_factory.mktemp("honest"), random.Random(1)  # noqa: S311 - no secrets
    return [changes.honest(folder / str(number), chance) for number in range(6)]


@forms
def test_the_honest_ones_here_are_not_doubted(honest: list[Path], form: str) -> None:
    assert not any(verdict(each, form) for each in honest)


@forms
@pytest.mark.parametrize("weakness", DOUBTS)
def test_a_verifier_that_takes_honest_packages_for_altered_ones_is_caught(
    honest: list[Path], monkeypatch: pytest.MonkeyPatch, weakness: str, form: str, safety: Callable[[str], Safety]
) -> None:
    monkeypatch.setattr(*DOUBTS[weakness])
    doubted = sum(verdict(each, form) != 0 for each in honest)
    safety("S9").control(weakness, caught=doubted > 0, part=DOUBTED.format(form=form))
    assert doubted
