"""Collect every word the program says, bring the catalogues of other languages up to date, and compile them.

    python3 packaging/words.py           writes resources/locale/journal_app.pot, and each language's .po and .mo
    python3 packaging/words.py --check   changes nothing; ends with 1 where something is out of date

Needs the development environment (Babel). What is collected: calls of pgettext and npgettext, of ``text`` and
``plural`` of a language's words with a literal context, the sentences of the open points, a dossier's labels, the
catalogue's own types of entry, and its own words for a country, a way to file and those who listen.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "resources" / "locale"
NAME = "journal_app"
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # fixed: equal words give equal files
WITH_CONTEXT = {
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3), "text": ((1, "c"), 2), "plural": ((1, "c"), 2, 3),
}  # fmt: skip
POINTS = tuple(
    f"dossier/{name}.py"
    for name in ("points", "people_points", "name_points", "contact_points", "begun_points", "study_points")
)

Message = tuple[str, str | tuple[str, ...]]


def collected() -> list[Message]:
    """Return context and words of every message, the plural beside the singular, sorted."""
    sys.path.insert(0, str(ROOT))
    from journal_app.catalogue import Catalogue
    from journal_app.dossier.labels import LABELS, PLURALS, SECTION_TITLES

    found = set(_in_the_code())
    found |= {("dossier", text) for text in LABELS.values()}
    found |= {("dossier", forms) for forms in PLURALS.values()}
    found |= {("dossier section", text) for text in SECTION_TITLES.values()}
    catalogue = Catalogue.load()
    found |= {("incident type group", label) for _, label in catalogue.groups()}
    for kind in catalogue.incident_types():
        found.add(("incident type", kind.label))
        found.add(("incident type definition", kind.definition))
        if kind.safety_note:
            found.add(("incident type safety", kind.safety_note))
    for board in catalogue.boards():
        found |= {("country", board.country), ("region", board.region)}
        found |= {("way to file", way) for way in board.how_to_file}
        found |= {("way to file", each.route) for each in board.declaration.by_route}
    for country, region in catalogue.recording_places():
        found |= {("country", country), ("region", region)}
    for listed in catalogue.support():
        found.add(("country", listed.country))
        found |= {("support", text) for text in (listed.what, listed.for_whom, listed.contact, listed.cost)}
        if not listed.is_gone:
            found.add(("support", listed.staleness_note))
    found -= {each for each in found if isinstance(each[1], str) and not any(map(str.isalpha, each[1]))}
    return sorted(found, key=lambda each: (each[0], each[1] if isinstance(each[1], str) else each[1][0]))


def _in_the_code() -> Iterator[Message]:
    package = ROOT / "journal_app"
    for path in sorted(package.rglob("*.py")):
        for _, words, _, context in extract_from_file("python", path, keywords=WITH_CONTEXT):
            if context is not None:
                yield context, words
        if path.relative_to(package).as_posix() in POINTS:
            for _, words, _, _ in extract_from_file("python", path, keywords={"_text": (1,), "sentence": (1,)}):
                yield "open point", words


def template() -> Catalog:
    """Return the catalogue without a language."""
    catalog = _named(Catalog(creation_date=WRITTEN, revision_date=WRITTEN))
    for context, words in collected():
        catalog.add(words, context=context, flags=["python-brace-format"] if _has_places(words) else [])
    return catalog


def _named(catalog: Catalog) -> Catalog:
    catalog.copyright_holder, catalog.msgid_bugs_address = "the Daybook authors", ""
    catalog.last_translator, catalog.language_team = "", ""
    catalog.project, catalog.version, catalog.fuzzy = "Daybook", "0.1", False
    catalog.header_comment = "# Words of Daybook. GPL-3.0-or-later."
    return catalog


def _has_places(words: str | tuple[str, ...]) -> bool:
    return any("{" in text for text in ([words] if isinstance(words, str) else words))


def updated(path: Path) -> Catalog:
    """Return the catalogue of one language, with all words of now and no others; what was translated stays."""
    with path.open("rb") as file:
        catalog = pofile.read_po(file, locale=path.parts[-3], domain=NAME)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if _is_spelling(path):
        for each in [each for each in catalog if each.id and not any(each.string or ())]:
            catalog.delete(each.id, context=each.context)
    catalog.revision_date = catalog.creation_date = WRITTEN
    return _named(catalog)


def _is_spelling(path: Path) -> bool:
    """Say whether a catalogue holds English as a country spells it, and of that what is spelt otherwise there."""
    return path.parts[-3].startswith("en_")


def as_po(catalog: Catalog) -> bytes:
    """Return a catalogue as text."""
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=120, no_location=True, sort_output=False, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith('"Generated-By:')).encode()


def as_mo(catalog: Catalog) -> bytes:
    """Return a catalogue as it is read by the program; what is not translated is left out, and said in English."""
    out = io.BytesIO()
    mofile.write_mo(out, catalog)
    return out.getvalue()


def files() -> dict[Path, bytes]:
    """Return every file of the catalogues as it has to be now."""
    found = {LOCALE / f"{NAME}.pot": as_po(template())}
    for path in sorted(LOCALE.glob(f"*/LC_MESSAGES/{NAME}.po")):
        catalog = updated(path)
        found[path] = as_po(catalog)
        found[path.with_suffix(".mo")] = as_mo(catalog)
    return found


def main(arguments: list[str]) -> int:
    """Write or compare the files, and say how many words each language has."""
    wanted = files()
    stale = [path for path, data in wanted.items() if not path.exists() or path.read_bytes() != data]
    if "--check" not in arguments:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
    for path in wanted:
        if path.suffix == ".po" and not _is_spelling(path):
            with path.open("rb") as file:
                messages = [each for each in pofile.read_po(file) if each.id]
            done = sum(bool(each.string and all(_forms(each.string))) for each in messages)
            print(f"{path.parts[-3]}: {done} of {len(messages)}")
    for path in stale:
        print(f"{'out of date' if '--check' in arguments else 'written'}: {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in arguments else 0


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
