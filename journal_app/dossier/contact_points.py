"""The open points about contact details that stand elsewhere than on the page made for them."""

from __future__ import annotations

from collections.abc import Iterable

from journal_app.dossier.case import Audience, Where
from journal_app.dossier.contact_details import details
from journal_app.dossier.name_forms import Detail, Finder
from journal_app.dossier.open_point import OpenPoint, Teller, way_to

_FEW = 12  # places that are told one by one


class ContactPoints(Teller):
    """Looks through the words of a copy for a body for how those who complain can be reached."""

    def elsewhere(self, texts: Iterable[tuple[Where, str]]) -> list[OpenPoint]:
        """Return a point for each of them whose contact details stand in any of ``texts`` but those of a person.

        Who takes out the page with contact details would take them for gone.
        """
        if self._case.audience is not Audience.BOARD:
            return []
        theirs = {each.id: details(each.address, each.email, each.phone, "") for each in self._case.complainants}
        # What stands for a detail is who it is of: a household has one address, so each is looked for apart.
        finders = {who: Finder([Detail(each, who) for each in found]) for who, found in theirs.items() if found}
        found: dict[str, dict[Where, None]] = {}
        for where, text in texts if finders else ():
            for who, finder in finders.items() if where.kind != "person" else ():
                if next(finder.spans(text), None) is not None:
                    found.setdefault(who, {})[where] = None
        return [self._stands_in(who, list(found[who])) for who in finders if who in found]

    def _stands_in(self, who: str, places: list[Where]) -> OpenPoint:
        words = list(dict.fromkeys(map(self._where, places)))
        said = ", ".join(words[:_FEW])
        if len(words) > _FEW:
            said = self._text("{pages} and {count} more", pages=said, count=len(words) - _FEW)
        text = self._text(
            "Contact details of {name} also stand in: {places}. They stay there where the page with contact details is "
            "taken out. What pictures show was not looked at.",
            name=self._case.named(who), places=said,
        )  # fmt: skip
        return self._point("contact-elsewhere", text, *way_to(places[0]))
