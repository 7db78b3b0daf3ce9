"""The fixed neutral labels of the cover, and of what may have to be signed."""

from __future__ import annotations

FILING_LABELS: dict[str, str] = {
    # cover
    "cover.body": "Body",
    "cover.no-body": "No body chosen",
    "cover.route": "Ways to file",
    "cover.professional": "Professional",
    "cover.register": "Licence or register number",
    "cover.reference": "Reference number",
    "cover.counts": "Contents of this dossier",
    "cover.counts.value": "Incidents: {incidents}. Exhibits: {exhibits}. Pages: ",
    "cover.document": "Number of this copy",
    "cover.document.value": "{prefix}, its pages {prefix}-000001 and so on",
    "cover.made": "Recorded up to",
    "cover.purpose": "Purpose",
    "cover.purpose.form": "This dossier accompanies the body’s own complaint form. It does not replace that form.",
    "cover.purpose.form-or-writing": (
        "This dossier accompanies the complaint, made on the body’s own form or in writing. It does not replace it."
    ),
    "cover.purpose.writing": "This dossier accompanies the complaint, made in writing. It does not replace it.",
    "cover.purpose.not-known": (
        "This dossier accompanies the complaint. It does not replace a form, where the body has one of its own."
    ),
    "cover.purpose.signpost": (
        "This body is a signpost and no regulator: complaints go to another one. This dossier accompanies no form of "
        "it."
    ),
    "cover.purpose.lawyer": "This dossier was made for legal advice.",
    "cover.purpose.self": "This copy is for the person who wrote the journal.",
    "cover.status": "This copy",
    "cover.status.draft": "Draft",
    "cover.status.final": "Final",
    "cover.undated": "Without a date",
    "cover.unshown": "Not shown as pages",
    "cover.complaint-status": "Status of the complaint",
    # consents, declaration
    "consents.item": "☐ {text}",
    "consents.share": "Consent to share this complaint with the professional: on the body’s own form.",
    "consents.share.asked": "Consent to share this complaint with the professional: in the way the body asks for.",
    "consents.share.unsure": "Consent to share this complaint with the professional, where the body asks for it.",
    "consents.release": "Release of records for {name}: on the body’s own form.",
    "consents.release.asked": "Release of records for {name}: in the way the body asks for.",
    "consents.release.unsure": "Release of records for {name}, where the body asks for it.",
    "consents.release.none": "Release of records: on the body’s own form.",
    "consents.release.none.asked": "Release of records: in the way the body asks for.",
    "consents.release.none.unsure": "Release of records, where the body asks for it.",
    "consents.body": "What this program has noted of releases",
    "consents.privacy": "What this program has noted of privacy",
    "declaration.kind": "Signature the body asks for",
    "declaration.signed": "A plain signature",
    "declaration.penalty-of-perjury": "Under penalty of perjury",
    "declaration.under-oath": "Under oath",
    "declaration.notarised": "Before a notary",
    "declaration.none": "None found",
    "declaration.note": "What is known of it",
    "declaration.text": "What I state in this dossier is true to the best of my knowledge and memory.",
    "declaration.whole": "Signed for all of this dossier: pages 1 to ",
    "declaration.unasked": (
        "No place for a signature is printed: none is known that the body asks for. "
        "The program that made this signs for nobody."
    ),
    "declaration.own": "This copy is for the person who wrote the journal, so it has no place for a signature.",
    "declaration.nobody": "The program that made this signs for nobody.",
    "declaration.electronic": (
        "The electronic signature in this file shows that the file was not changed since it was made. It does not show "
        "who made it. The time that PDF readers show for it is the time up to which this was recorded, not that of "
        "signing."
    ),
    "declaration.blank": (
        "To be signed by the complainant on the body’s own form. The program that made this signs for nobody."
    ),
    "declaration.blank.asked": (
        "To be signed by the complainant in the way the body asks for. The program that made this signs for nobody."
    ),
    "declaration.signature": "Signature",
    "declaration.name": "Name",
    "declaration.date": "Date",
}
