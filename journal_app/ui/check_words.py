"""What a check of a journal or of a copy found, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from journal_app.domain.dates import parse_event_date
from journal_app.i18n import npgettext, pgettext
from journal_app.services.audit import CheckReport
from journal_app.services.findings import Finding
from journal_app.services.trials import Tried
from journal_app.ui import names
from journal_app.ui.cards import isolated

_MOST = 12  # things named one by one; the command line names all


def day(time: datetime) -> str:
    """Return the day of a time in words, in the time zone of this computer."""
    return names.date(parse_event_date(time.astimezone().date().isoformat()))


def counts(entries: int, files: int) -> dict[str, str]:
    """Return how many entries and files there are, in words, for a sentence with both."""
    return {
        "entries": npgettext("settings", "{count} entry", "{count} entries", entries).format(count=entries),
        "files": npgettext("entry", "{count} file", "{count} files", files).format(count=files),
    }


def looked_at(report: CheckReport) -> str:
    """Return what was looked at, a line for each kind of thing."""
    return "\n".join([*report.counts(), *report.beside()])


def damage(found: Sequence[Finding]) -> str:
    """Return what is damaged in the journal, each thing as the person calls it and where it still is."""
    return "\n".join([*(_sentence(each) for each in found[:_MOST]), *_more(len(found))])


def _sentence(each: Finding) -> str:
    if each.called:
        text = {
            "evidence": pgettext("check", "The file {name} could not be read as it was saved."),
            "person": pgettext("check", "What is kept of the person {name} is not as it was saved."),
        }.get(each.kind.removesuffix("-note"), pgettext("check", "The entry {name} is not as it was saved."))
        said = text.format(name=isolated(f"“{each.called}”"))
    else:
        said = f"{names.kinds().get(each.kind, each.where)}: {each.what}"
    if each.copied is None:
        return said
    copy = pgettext("check", "The copy made on {date} was checked, and had it whole.").format(date=day(each.copied))
    return f"{said} {copy}"


def problems(report: CheckReport) -> str:
    """Return what is not as it was made in a copy, or in a journal that cannot be opened: the whole of it then."""
    lines = [f"{each.where}: {each.what}" if report.checked else each.what for each in report.problems[:_MOST]]
    return "\n".join([*lines, *_more(len(report.problems))])


def lost(names_of: Sequence[str]) -> str:
    """Return what could not be saved, a line for each."""
    text = pgettext("check", "Not readable: {what}")
    lines = [text.format(what=isolated(each)) for each in names_of[:_MOST]]
    return "\n".join([*lines, *_more(len(names_of))])


def _more(count: int) -> list[str]:
    left = count - _MOST
    return [npgettext("check", "and {count} more", "and {count} more", left).format(count=left)] if left > 0 else []


def of_a_copy(tried: Tried, wanted: int) -> str:
    """Return what is said beside the counts of a copy: whose it is, and whether it holds what is damaged here."""
    said = []
    if not tried.same:
        said.append(pgettext("check", "It is a copy of another journal."))
    elif wanted and len(tried.whole) == wanted:
        said.append(pgettext("check", "It holds everything that is damaged in this journal, as it was saved."))
    elif wanted:
        text = pgettext("check", "Of what is damaged in this journal, it holds {count} of {all}.")
        said.append(text.format(count=len(tried.whole), all=wanted))
    return " ".join(said)
