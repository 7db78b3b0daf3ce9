"""The open points about names that are hidden: what may still tell one, and where a picture shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from journal_app.dossier.case import Audience, Remaining, ShownPages
from journal_app.dossier.name_forms import Finder, Place
from journal_app.dossier.open_point import OpenPoint, Teller, sentence, way_to

_FEW = 10  # pages that are told one by one
_NOT_SOUGHT = {
    "number": sentence("a short number"),
    "place": sentence("a town, or a street without its number"),
    "licence": sentence("a short licence number"),
    "account": sentence("a user name"),
    "shared": sentence("what somebody who is not hidden has as well"),
}
_MOST_LEFT = 12  # words that may tell one name, told at once: those that are written among the places make room


class NamePoints(Teller):
    """Looks through a case for what tells a hidden name."""

    def hidden(self) -> list[OpenPoint]:
        """Return what may still tell a hidden name, one point for each, and that originals are whole."""
        found = []
        for shown in dict.fromkeys(each.shown for each in self._case.remaining):
            left = _longest([each for each in self._case.remaining if each.shown == shown])
            text = self._left(left[0]) if len(left) == 1 else self._all_left(left)
            found.append(self._point("name-left", text, *way_to(left[0].places[0])))
        found += [*self._shown_pages(), *self._described(), *self._telling_masks()]
        case = self._case
        masks = {shown for _, shown in case.pseudonyms}
        for identifier in case.left_out:
            if case.named(identifier) not in masks:
                text = self._text(
                    "Contact details of {name} are left out: they hold what is hidden.", name=case.named(identifier)
                )
                found.append(self._point("contact-left-out", text, "person", identifier, "address"))
        found += [*self._not_sought(), *self._zones()]
        if case.audience is Audience.LAWYER and case.exhibits and (case.pseudonyms or case.hidden_pages):
            text = self._text("The package holds the originals as they are: nothing is hidden in them.")
            found.append(self._point("originals-whole", text))
        return found

    def _not_sought(self) -> list[OpenPoint]:
        """Return a point for each hidden person of whose contact details something is looked for in no text."""
        message = sentence("Of {name}, this was not looked for in the words: {details}. Look for it in the pages.")
        found = []
        for person, kinds in self._case.not_sought.items():
            details = "; ".join(self._text(_NOT_SOUGHT[kind]) for kind in kinds)
            text = self._text(message, name=self._case.named(person), details=details)
            found.append(self._point("details-not-sought", text, "person", person, "address"))
        return found

    def _zones(self) -> list[OpenPoint]:
        """Return a point for each time zone the chain was signed in whose name tells what is hidden."""
        said = self._text("The pages say its difference from UTC instead, like UTC+01:00.")
        if self._case.audience is Audience.LAWYER:
            kept = self._text(
                "The package holds the name all the same, in the records and the states of the chain that were made "
                "there: what is signed cannot be changed."
            )
            said = f"{said} {kept}"
        named = [
            self._text("The name of this journal’s time zone, {zone}, tells what is hidden.", zone=zone)
            for zone in self._case.telling_zones
        ]
        return [self._point("zone-tells", f"{each} {said}") for each in named]

    def _shown_pages(self) -> list[OpenPoint]:
        """Return a point for each file with pages whose picture shows what is hidden in the text beside it."""
        found = []
        names = {each.evidence.id: each.evidence.file_name for each in self._case.exhibits}
        for each in self._case.shown_pages:
            count, few = len(each.pages), ", ".join(map(str, each.pages[:_FEW]))
            if count > _FEW:
                few = self._text("{pages} and {count} more", pages=few, count=count - _FEW)
            text = self._words.plural(
                "open point",
                "Page {pages} of {file} shows what is hidden: the text beside it says {shown} instead, the picture was "
                "not changed. Hide it in the picture, or decide that the page leaves as it is.",
                "Pages {pages} of {file} show what is hidden: the text beside them says {shown} instead, the pictures "
                "were not changed. Hide it in the pictures, or decide that the pages leave as they are.",
                count,
            )
            text = text.format(pages=few, file=names[each.evidence], shown=self._masks(each))
            found.append(self._point("shown-in-picture", text, "evidence", each.evidence))
        return found

    def _described(self) -> list[OpenPoint]:
        """Return a point for each picture that nothing was read from, and whose description tells what is hidden."""
        found = []
        names = {each.evidence.id: each.evidence.file_name for each in self._case.exhibits}
        for each in self._case.described:
            text = self._text(
                "What you wrote about {file} names what is hidden, and says {shown} instead. What its picture shows "
                "was not looked at. Check whether it shows this too, and hide that part of the picture if it does.",
                file=names[each.evidence], shown=self._masks(each),
            )  # fmt: skip
            found.append(self._point("picture-not-read", text, "evidence", each.evidence))
        return found

    def _masks(self, each: ShownPages) -> str:
        return ", ".join(self._text("“{mask}”", mask=mask) for mask in each.shown)

    def _telling_masks(self) -> list[OpenPoint]:
        """Return a point for each thing that stands for a name and holds another that is hidden: it is left whole."""
        ids = {name: identifier for identifier, name in self._case.names.items()}
        finder = Finder([Place(form, shown) for form, shown in self._case.pseudonyms])
        message = sentence("“{mask}” stands for a name and holds what “{shown}” stands for. Choose other words for it.")
        found = {
            (mask, shown): self._text(message, mask=mask, shown=shown)
            for mask in dict.fromkeys(shown for _, shown in self._case.pseudonyms)
            for _, _, shown in finder.spans(mask)
            if shown != mask
        }
        way = {mask: ("person", ids[mask], "pseudonym") if mask in ids else ("", "", "") for mask, _ in found}
        return [self._point("mask-tells", text, *way[mask]) for (mask, _), text in found.items()]

    def _left(self, each: Remaining) -> str:
        return self._words.plural(
            "open point",
            "“{word}” may tell who “{shown}” is and is left as it stands in {count} place, in: {place}. "
            "To hide it, write it among the places.",
            "“{word}” may tell who “{shown}” is and is left as it stands in {count} places, the first in: {place}. "
            "To hide it, write it among the places.",
            len(each.places),
        ).format(word=each.written, shown=each.shown, count=len(each.places), place=self._where(each.places[0]))

    def _all_left(self, left: Sequence[Remaining]) -> str:
        """Return the sentence that lists the words that may tell one name; only the first where they are many."""
        listed = [
            self._words.plural(
                "open point", "“{word}” ({count} place: {place})", "“{word}” ({count} places, the first: {place})",
                len(each.places),
            ).format(word=each.written, count=len(each.places), place=self._where(each.places[0]))
            for each in left[:_MOST_LEFT]
        ]  # fmt: skip
        listed += ["…"] if len(left) > _MOST_LEFT else []
        return self._text(
            "These may tell who “{shown}” is and are left as they stand: {words}. "
            "To hide them, write them among the places.",
            shown=left[0].shown, words=", ".join(listed),
        )  # fmt: skip


def _longest(left: Sequence[Remaining]) -> list[Remaining]:
    """Return what was left without what only stands inside a longer part of it: to hide that hides both."""
    kept: list[Remaining] = []
    for each in sorted(left, key=lambda each: -len(each.written)):
        said = each.written.casefold()
        around = (other for other in kept if said in other.written.casefold())
        if not any(not Counter(each.places) - Counter(other.places) for other in around):
            kept.append(each)
    return sorted(kept, key=left.index)
