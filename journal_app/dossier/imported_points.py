"""The open points about what an import puts in place of words: nobody may have looked at it yet."""

from __future__ import annotations

from journal_app.dossier.excerpts import shortened
from journal_app.dossier.open_point import OpenPoint, Teller

_MOST = 200


class ImportedPoints(Teller):
    """Tells of each that replaces words in this dossier."""

    def replaced(self) -> list[OpenPoint]:
        """Return a point for each, with how often it does."""
        found = []
        for each in self._case.imported:
            text = self._words.plural(
                "open point",
                "“{shown}” stands in place of “{words}” in {count} place: an import brought this. "
                "Look whether it is what you want; if not, write it anew or take it away where you hide things.",
                "“{shown}” stands in place of “{words}” in {count} places: an import brought this. "
                "Look whether it is what you want; if not, write it anew or take it away where you hide things.",
                each.count,
            ).format(shown=_in_a_line(each.shown), words=_in_a_line(each.words), count=each.count)
            found.append(self._point("imported-words", text))
        return found


def _in_a_line(text: str) -> str:
    return shortened(" ".join(text.split()), _MOST)
