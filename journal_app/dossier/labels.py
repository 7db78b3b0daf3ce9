"""The fixed neutral labels: every word of a dossier that is not the person's, a catalogue's or a number."""

from __future__ import annotations

from journal_app.catalogue_facts import IncidentType
from journal_app.domain.date_words import grouped
from journal_app.dossier.exhibit_labels import EXHIBIT_LABELS
from journal_app.dossier.file_kinds import KIND_LABELS
from journal_app.dossier.filing_labels import FILING_LABELS
from journal_app.dossier.part_labels import PART_LABELS
from journal_app.dossier.people_labels import PEOPLE_LABELS
from journal_app.dossier.reading_labels import READING_LABELS
from journal_app.dossier.research_labels import RESEARCH_LABELS
from journal_app.i18n import Words
from journal_app.integrity import claims

# Each label once; the key says where it stands. Values with {…} are filled with the person's words or numbers.
LABELS: dict[str, str] = {
    **READING_LABELS,
    **EXHIBIT_LABELS,
    **FILING_LABELS,
    **PEOPLE_LABELS,
    **KIND_LABELS,
    **PART_LABELS,
    **RESEARCH_LABELS,
    "title.board": "Complaint dossier",
    "title.lawyer": "Dossier for a lawyer or advocate",
    "title.self": "Copy for myself",
    "title.impact": "Impact statement",
    "mark": "Confidential",
    "mark.draft": "Draft – confidential",
    "mark.self": "For myself only – contains private notes",
    "page": "Page {n} of {total}",
    "initials": "Initials",
    "contents": "Contents",
    "none": "Nothing recorded.",
    "not-given": "Not given",
    "yes": "Yes",
    "no": "No",
    "not-confirmed": "Noted by this program, not confirmed. Check with the body before you rely on this.",
    "checked": (
        "Noted by this program. Read in an archived copy of a published source, possibly old, looked up on {date}. "
        "Check with the body before you rely on this."
    ),
    "heading.elsewhere": "Stands in this dossier under",
    # summary
    "summary.who": "Who this is about",
    "summary.when": "When",
    "summary.concerns": "Main concerns",
    "summary.done": "What was done so far",
    "summary.wanted": "Outcome sought",
    "summary.type": "Type (complainant’s choice)",
    "summary.count": "Count",
    "summary.incidents": "Incidents",
    "summary.first": "First",
    "summary.last": "Last",
    "summary.span": "First: {first}. Last: {last}.",
    "summary.span.open": "First: {first}. Last: {last}. No end noted: {since}.",
    "summary.open": "No end noted: {since}.",
    "summary.no-end": "No end noted",
    # relationship
    "relationship.first": "First session",
    "relationship.last": "Last session",
    "relationship.setting": "Setting",
    "relationship.frequency": "Frequency",
    "relationship.fees": "Fees",
    "relationship.consents": "Consent papers",
    "relationship.ended": "How it ended",
    # chronology
    "chronology.no": "No.",
    "chronology.page": "p.\u00a0",
    "chronology.date": "Date",
    "chronology.known": "How the date is known",
    "chronology.way": "Way, place",
    "chronology.what": "First line of the account",
    "chronology.exhibits": "Exhibits, witnesses, told",
    "chronology.recorded": "Recorded",
    "chronology.more": "and {count} more",
    # incidents
    "incident": "Incident {n}",
    "incident.known": "How the date is known",
    "incident.zone": "Time zone",
    "incident.way": "Way",
    "incident.place": "Place",
    "incident.people": "People",
    "incident.types": "Types (complainant’s choice)",
    "incident.exhibits": "Exhibits",
    "incident.account": "Account",
    "incident.exact": "Exact words",
    "incident.sense": "In substance",
    "incident.speaker.none": "Speaker not noted",
    "incident.own": "What I did or said then",
    "incident.afterwards": "What came after",
    "incident.unsure": "What I am not sure of",
    "incident.told": "Who was told",
    "incident.response": "The professional’s response",
    "incident.recorded": "Recorded",
    "incident.recorded.range": "{date} (about {least} to {most} days after the incident)",
    "incident.recorded.began.range": "{date} (about {least} to {most} days after it began)",
    "incident.recorded.plain": "{date}",
    "incident.revised": "Revised",
    "incident.revised.times": "{times} times, last on {date}",
    "incident.revised.once": "once, on {date}",
    "incident.elsewhere": "Written down earlier, according to the complainant",
    "incident.part": "{name} ({part})",
    "channel.in-session": "In session",
    "channel.in-person-elsewhere": "In person, elsewhere",
    "channel.phone": "Telephone",
    "channel.video": "Video call",
    "channel.text-message": "Text message",
    "channel.email": "E-mail",
    "channel.letter": "Letter",
    "channel.social-media": "Social media",
    "channel.public-post": "Public post",
    "channel.third-party": "Through a third person",
    "channel.other": "Other",
    "step.acknowledged": "Acknowledged",
    "step.apologised": "Apologised",
    "step.sought-supervision": "Sought supervision",
    "step.referred": "Referred to somebody else",
    "step.restored-boundaries": "Restored boundaries",
    "step.reviewed-regularly": "Came back to it regularly",
    "step.denied": "Denied",
    "step.blamed-client": "Said it was the client’s doing",
    "step.retaliated": "Acted against the client",
    "step.no-response": "No response",
    # matches and response over time
    "matches": "Private and public matches",
    "matches.private": "Told in private",
    "matches.public": "Seen in public",
    "matches.when": "When",
    "matches.first-seen": "First seen by me",
    "matches.way": "Way",
    "matches.told-to": "Told to",
    "matches.url": "Web address",
    "matches.account": "User account",
    "matches.text": "Words",
    "matches.gap": "Between the two dates",
    "matches.gap.range": "about {least} to {most} days",
    "matches.gap.unknown": "not known",
    "matches.gap.turned": "The public date is the earlier one.",
    "matches.gap.either": "Which of the two dates is the earlier one is not known.",
    "matches.could-know": "Who else could have known",
    "matches.exhibits": "Exhibits",
    "match": "Match {n}",
    "response": "The professional’s response over time",
    "response.step": "Step",
    "response.note": "Note",
    "response.incident": "Incident",
    # steps, standards
    "steps.taken": "Steps already taken",
    "steps.other": "Other bodies, police, insurers",
    "steps.delay": "Why this is filed now",
    "steps.limit": "What this program has noted of time limits",
    "steps.limit.none": "That no limit was found does not mean that there is none: ask the body.",
    "fields.note": "For you, not for the form",
    "fields.unconfirmed": "The headings below are not confirmed. Compare them with what the body asks for.",
    "fields.of-a-kind": "Exhibits: {labels}. Which of them are of this kind is not recorded.",
    "standards.note": "The complainant’s view. Provisions are given in other words, not quoted.",
    "standards.code": "Code and edition",
    "standards.ref": "Provision",
    "standards.text": "In other words",
    "standards.incidents": "Incidents",
    "standards.in-force": "In force on the dates of these incidents",
    "standards.in-force.some": "In force on the date of",
    "standards.not-in-force": "Not in force on the dates of these incidents",
    "standards.not-in-force.some": "Not in force on the date of",
    "standards.force-unknown": "Edition not checked: a date is not exact",
    "standards.force-unknown.some": "Edition not checked, as no exact date is noted",
    "standards.dates": "The dates of this edition are unconfirmed.",
    "standards.unconfirmed": "No wording is given: the one in this program was not compared with the published text.",
    "standards.unknown": "This provision is not in the catalogue of this program.",
    # method
    "method.how": "What was checked",
    "method.head": "Fingerprint (SHA-256) of the journal’s chain",
    "method.size": "Revisions in the chain",
    "method.time": "Time of that state, by the clock of that computer",
    "method.time.value": "{time}. Time zone of that computer: {zone}.",
    "method.key": "Key of the journal",
    "method.anchors": "Time stamps",
    "method.no-anchor": "None. The times of recording rest on the clock of the computer alone.",
    "method.program": "Program",
    "method.clock": "Times of recording are those of the computer’s clock; a day is that of the time zone it then had.",
    "method.exhibits": "The fingerprint (SHA-256) of each exhibit was noted when the file was added.",
    "method.later": "Later comparisons with it stand below.",
    "method.verify": (
        "To check an exhibit: compute the SHA-256 of the original file, where it was given to you, and compare it with "
        "the fingerprint printed here."
    ),
    "method.words": (
        "READ-ME-FIRST.txt says how many of the journal’s revisions are in the package. No check compares the words "
        "printed here with them."
    ),
    "method.delay": "Where it can be counted, each incident says how many days after it happened it was recorded.",
    "method.revised": "Incidents that were revised",
    "method.revised.none": "None of {total}.",
    "method.revised.value": "{count} of {total}. The earlier texts stay in the journal.",
    "method.hidden": "Hidden in this copy",
    "method.hidden.page": "Parts of {what}",
    "method.hidden.names": "People and places whose names are replaced: {count}",
    "method.hidden.left": "A name is replaced where it stands as a separate word. Words that may not be a name are "
                          "not replaced.",
    "method.hidden.contacts": "People whose contact details are left out: {count}",
    "method.hidden.originals": "Hidden in these pages alone: the originals, attached and in the package, are whole.",
    "method.no-hidden": "Nothing is hidden in this copy.",
    "custody": "Custody of the exhibits",
    "custody.time": "Time",
    "custody.event": "Event",
    "custody.detail": "Fingerprint (SHA-256)",
    "custody.program": "Program",
    "custody.none": "No exhibits, so no custody events.",
    "custody.added": "Added to the journal",
    "custody.checked": "Compared with its fingerprint",
    "custody.given-back": "Original given out",
    "custody.exported": "Taken into a dossier",
    # log and self
    "log.when": "When",
    "log.what": "What",
    "log.due": "Due, as told",
    "log.source": "Source of the dates",
    "log.done": "Done",
    "sent": "What was sent",
    "sent.to": "To, and by what way",
    "sent.files": "Files, each with its fingerprint (SHA-256)",
    "replies": "Replies received",
    "replies.from": "From",
    "reply": "Reply to the professional’s answer",
    "reply.point": "Point {n}",
    "reply.said": "Their words",
    "reply.date": "Date of their answer",
    "reply.letter": "Stands in",
    "reply.answer": "My reply",
    "self.section": "What is private",
    "self.impact": "How it affected me",
    "self.note": "Private note",
    "self.tags": "Tags",
    "self.complaint": "Another complaint",
    "self.person-notes": "Private notes about people",
    "impact.incidents": "Incidents it speaks of",
    "impact.belongs": "Belongs to",
    "impact.belongs.value": "{title}, {status}: {prefix}, its pages {prefix}-000001 and so on",
}  # fmt: skip

# Labels with a number before what it counts: for one, and for any other number.
PLURALS: dict[str, tuple[str, str]] = {
    "incident.recorded.days": ("{date} ({count} day after the incident)", "{date} ({count} days after the incident)"),
    "incident.recorded.about": (
        "{date} (about {count} day after the incident)", "{date} (about {count} days after the incident)"
    ),
    "incident.recorded.least": (
        "{date} (at least {count} day after the incident)", "{date} (at least {count} days after the incident)"
    ),
    "incident.recorded.began.days": (
        "{date} ({count} day after it began)", "{date} ({count} days after it began)"
    ),
    "incident.recorded.began.about": (
        "{date} (about {count} day after it began)", "{date} (about {count} days after it began)"
    ),
    "matches.gap.days": ("{count} day", "{count} days"),
    "matches.gap.about": ("about {count} day", "about {count} days"),
    "method.anchor": ("{time}, {authority}, {count} revision", "{time}, {authority}, {count} revisions"),
}  # fmt: skip

SECTION_TITLES: dict[str, str] = {
    "0": "Cover and routing",
    "1": "Summary",
    "2": "Complainant and client",
    "3": "Professional",
    "4": "Professional relationship",
    "5": "Chronology",
    "6": "Incident statements",
    "7": "Witnesses and people told",
    "8": "Later and other providers",
    "9": "Steps already taken",
    "10": "Standards that may be relevant",
    "11": "Exhibits",
    "12": "Research annex",
    "13": "Impact statement",
    "14": "Consents and releases checklist",
    "15": "Declaration and signature",
    "16": "Integrity and method",
    "17": "Log",
}


class Labels:
    """The labels in one language, filled where they have a place to fill."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, key: str, **values: object) -> str:
        """Return a label; raises KeyError for one that is not on the list."""
        text = self._words.text("dossier", LABELS[key])
        return text.format(**values) if values else text

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return a label with a number in it, as the language says it of that many; KeyError as for any other."""
        number = grouped(count, self._words.language)
        return self._words.plural("dossier", *PLURALS[key], count).format(count=number, **values)

    def section(self, number: str) -> str:
        """Return the title of a section by its canonical number."""
        return self._words.text("dossier section", SECTION_TITLES[number])

    def incident_type(self, kind: IncidentType) -> str:
        """Return the name of a type of incident: this project's own words, so they follow the dossier's language."""
        return self._words.text("incident type", kind.label)

    def way_to_file(self, way: str) -> str:
        """Return a way to file that the catalogue knows: its own word for it, and none of the body's."""
        return self._words.text("way to file", way)

    def claims(self, *, anchored: bool) -> tuple[str, ...]:
        """Return the four sentences of what a claim may say, with or without a time stamp."""
        return claims.all_claims(self._words.text, anchored=anchored)
