"""What is not protected is said in the same words wherever it is said: in Help, in the README, in SECURITY.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HELP, SPANISH = "resources/help/what-is-protected.md", "resources/help/es/what-is-protected.md"
PLACES = (HELP, "README.md", "SECURITY.md")
FIRST = "It cannot help against"
# What the threat model leaves out, in the words of Help, and in Spanish.
LEFT_OUT = {
    "programs that watch this computer or record its keys or its screen":
        "programas que vigilan este equipo o registran sus teclas o su pantalla",
    "an administrator of this computer": "quien administra este equipo",
    "cameras": "cámaras",
    "someone who knows your passphrase": "quien conoce su frase de acceso",
    "someone who makes you open it": "quien le obliga a abrirlo",
    "What the system writes to its own disk space while it runs or sleeps":
        "Lo que el sistema escribe en su propio espacio de disco mientras funciona o duerme",
    "old data on a solid-state disk": "los datos antiguos en un disco de estado sólido",
    "Copies made before a change of passphrase still open with the old one":
        "Las copias hechas antes de un cambio de frase de acceso se siguen abriendo con la anterior",
}  # fmt: skip

# What the folder shows without a passphrase, in the words of Help, and in Spanish.
SHOWN = (
    "that it is a journal, when it was made and last written in, when each file was added, how often what "
    "opens it was changed, whether a key file is needed, and about how many files of what size it holds"
)
SHOWN_SPANISH = (
    "que es un diario, cuándo se hizo y cuándo se escribió en él por última vez, cuándo se añadió cada "
    "archivo, cuántas veces se cambió lo que lo abre, si hace falta un archivo llave, y más o menos cuántos "
    "archivos hay en ella y de qué tamaño"
)


def read(name: str) -> str:
    return " ".join((ROOT / name).read_text(encoding="utf-8").split())


def sentences(text: str) -> list[str]:
    """Return what Help says of it: from its first words to the end, a sentence each."""
    return [each.strip(" .") for each in re.split(r"\.(?: |$)", text[text.index(FIRST) :]) if each.strip(" .")]


def unsaid(said: str, elsewhere: str) -> list[str]:
    """Return the sentences of Help that do not stand word for word in another text."""
    return [each for each in sentences(said) if each not in elsewhere]


@pytest.mark.parametrize("name", PLACES)
def test_it_is_said_in_the_same_words(name: str) -> None:
    assert len(sentences(read(HELP))) == 3
    assert unsaid(read(HELP), read(name)) == []


def test_nothing_is_left_out_in_either_language() -> None:
    english, spanish = read(HELP), read(SPANISH)
    assert [each for each in LEFT_OUT if each not in english] == []
    assert [each for each in LEFT_OUT.values() if each not in spanish] == []


def test_what_the_folder_shows_is_said_in_the_same_words() -> None:
    """When it was last written in, and when each file was added, was said nowhere."""
    assert [name for name in (HELP, "SECURITY.md") if SHOWN not in read(name)] == []
    assert SHOWN_SPANISH in read(SPANISH)


def test_the_page_before_a_new_journal_begins_with_the_same_words() -> None:
    page = (ROOT / "journal_app" / "ui" / "start_pages.py").read_text(encoding="utf-8")
    begun = re.findall(rf'"({FIRST} [^"]+)\."', page)
    assert [each for each in begun if read(HELP).find(each) < 0] == []
    assert begun


@pytest.mark.parametrize("item", LEFT_OUT)
def test_a_text_that_leaves_something_out_is_caught(item: str) -> None:
    said = read(HELP)
    assert len(unsaid(said, read("SECURITY.md").replace(item, "something"))) == 1
