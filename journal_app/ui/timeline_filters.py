"""Which entries the timeline shows: what is chosen, and a chip for each choice that takes it back."""

from __future__ import annotations

from functools import partial

from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.domain.incident import Purpose
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.services.calendar import Sought
from journal_app.ui import chips, names
from journal_app.ui.desk import Desk
from journal_app.ui.filters import Filters, of_choice
from journal_app.ui.flow import flow
from journal_app.ui.when_field import PointField
from journal_app.ui.widgets import Choice, Label, column

_NO_DATE, _REMOVED = "no-date", "removed"
_YES, _NO = "yes", "no"


class TimelineFilters(Filters):
    """The choices of the timeline."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "timeline", pgettext("timeline", "With whom"))
        self._theme = desk.theme
        self._offer(desk)
        self.first = PointField("timeline.first", with_time=False)
        self.last = PointField("timeline.last", with_time=False)
        self._problem = Label(self._theme, "", "danger")
        space = self._theme.space(2)
        self.setLayout(column(
            flow(self.shown, self.person, self.type, self.files, self.complaint, self.words, spacing=space),
            column(Label(self._theme, pgettext("timeline", "From"), "small"), self.first, spacing=0),
            column(Label(self._theme, pgettext("timeline", "To"), "small"), self.last, spacing=0),
            self._problem, margins=space, spacing=space,
        ))  # fmt: skip
        for choice in self._choices():
            choice.activated.connect(lambda _: self.tell())
        for field in (self.first, self.last):
            field.changed.connect(self.tell)

    def _offer(self, desk: Desk) -> None:
        shown = [
            ("", pgettext("timeline", "All entries")),
            (Purpose.FOR_A_COMPLAINT.value, pgettext("timeline", "For the complaint")),
            (Purpose.FOR_MY_LAWYER.value, pgettext("timeline", "For your lawyer")),
            (Purpose.PRIVATE.value, pgettext("timeline", "Only you")),
            (_NO_DATE, pgettext("timeline", "No date yet")),
            (_REMOVED, pgettext("timeline", "Removed")),
        ]
        kinds = desk.catalogue.incident_types()
        types = [
            ("", pgettext("timeline", "Every type")),
            *((kind.id, pgettext("incident type", kind.label)) for kind in kinds),
        ]
        files = [
            ("", pgettext("timeline", "With or without files")),
            (_YES, pgettext("timeline", "With files")),
            (_NO, pgettext("timeline", "Without files")),
        ]
        complaint = [
            ("", pgettext("timeline", "In a filing or not")),
            (_YES, pgettext("timeline", "In a filing")),
            (_NO, pgettext("timeline", "In no filing")),
        ]
        self.shown = Choice("timeline.shown", pgettext("timeline", "Which entries"), shown)
        self.type = Choice("timeline.type", pgettext("timeline", "Type of entry"), types)
        self.files = Choice("timeline.files", pgettext("timeline", "Files"), files)
        self.complaint = Choice("timeline.complaint", pgettext("timeline", "In a filing"), complaint)

    def _choices(self) -> tuple[Choice, ...]:
        return (self.shown, self.person, self.type, self.files, self.complaint)

    def sought(self) -> Sought:
        """Return what is chosen; a date that is none yet counts as not given."""
        shown, first, last = self.shown.value(), _date(self.first), _date(self.last)
        return Sought(
            purpose="" if shown in {_NO_DATE, _REMOVED} else shown,
            dated=False if shown == _NO_DATE else None,
            removed=shown == _REMOVED,
            person=self.person.value(),
            type=self.type.value(),
            with_files=_yes_or_no(self.files),
            in_complaint=_yes_or_no(self.complaint),
            words=self.words.text().strip(),
            first=f"{first.earliest:%Y-%m-%d}".zfill(10) if first and first.earliest else "",
            last=f"{last.latest:%Y-%m-%d}".zfill(10) if last and last.latest else "",
        )

    @property
    def are_set(self) -> bool:
        """Whether anything is chosen that leaves entries out."""
        return self.sought() != Sought()

    def take_back(self) -> None:
        """Choose nothing."""
        self.chips.take_back()

    def tell(self) -> None:
        """Tell that something else is chosen, and of a date that is none yet."""
        whole = _date(self.first) is not None and _date(self.last) is not None
        self._problem.say("" if whole else pgettext("timeline", "This is not a date yet. Check day, month and year."))
        super().tell()

    def chosen(self) -> list[chips.Choice]:
        """Return what is chosen, each in words and with what takes it back."""
        found = [made for each in self._choices() for made in of_choice(each)]
        found += self.chosen_words()
        sides = ((self.first, pgettext("timeline", "From {date}")), (self.last, pgettext("timeline", "To {date}")))
        for field, text in sides:
            date = _date(field)
            if date is not None and not date.is_unknown:
                shown = names.date(date, inside=True)
                found.append((text.format(date=shown), partial(field.show_text, "")))
        return found


def _date(field: PointField) -> EventDate | None:
    """Return the date in a field, or None where what stands there makes none."""
    try:
        return parse_event_date(field.text())
    except BadInput:
        return None


def _yes_or_no(choice: Choice) -> bool | None:
    return {_YES: True, _NO: False}.get(choice.value())
