"""The words for the parts and fields of records, as the list of versions names them."""

from __future__ import annotations

from journal_app.i18n import pgettext


def parts() -> dict[str, str]:
    """Return the words for the parts in which things are saved, by the kind of their record."""
    return {
        "incident": pgettext("part", "What happened"),
        "impact": pgettext("part", "Effects on you"),
        "private-note": pgettext("part", "Private note"),
        "evidence": pgettext("part", "What is known of the file"),
        "person": pgettext("kind", "Person"),
        "person-note": pgettext("part", "Private note"),
        "relationship": pgettext("people", "Your time as their client"),
        "match": pgettext("kind", "Match"),
        "study": pgettext("kind", "Study"),
        "complaint": pgettext("kind", "Filing"),
        "complaint-log": pgettext("filing", "Log"),
        "complaint-points": pgettext("filing", "Their answer, point by point"),
    }


def fields() -> dict[str, str]:
    """Return the words for the fields of every record; a field inside another stands behind it and a dot."""
    return {**_of_entries(), **_of_files(), **_of_people(), **_of_matches(), **_of_studies(), **_of_filings()}


def _of_entries() -> dict[str, str]:
    return {
        "account": pgettext("field", "What happened"),
        "occurred": pgettext("field", "When"),
        "timezone": pgettext("field", "Time zone"),
        "known_because": pgettext("field", "How the date is known"),
        "exact_words": pgettext("field", "Exact words"),
        "channel": pgettext("field", "By what way"),
        "place": pgettext("field", "Place"),
        "people": pgettext("field", "Who"),
        "types": pgettext("field", "Types"),
        "own_response": pgettext("field", "What you did then"),
        "afterwards": pgettext("field", "What came after"),
        "unsure": pgettext("field", "What you are unsure of"),
        "told": pgettext("field", "People you told"),
        "professional_response": pgettext("field", "What they did afterwards"),
        "purpose": pgettext("field", "Who this is for"),
        "recorded_elsewhere": pgettext("field", "Where you wrote it down before"),
        "text": pgettext("field", "Text"),
        "tags": pgettext("field", "Tags"),
    }


def _of_files() -> dict[str, str]:
    return {
        "file_name": pgettext("field", "Name of the file"),
        "description": pgettext("evidence", "What it shows, also for readers who cannot see it"),
        "incidents": pgettext("evidence", "Entries"),
        "recording": pgettext("evidence", "A recording of people"),
        "sensitive": pgettext("field", "Sensitive"),
        "card.captured_at": pgettext("card", "When the picture or file was made"),
        "card.captured_by": pgettext("card", "By whom"),
        "card.device": pgettext("card", "With which device"),
        "card.application": pgettext("card", "In which program"),
        "card.url": pgettext("card", "Address"),
        "card.account": pgettext("card", "User account"),
        "card.seen_by": pgettext("card", "Who saw it"),
    }


def _of_people() -> dict[str, str]:
    return {
        "name": pgettext("people", "Name or initial"),
        "roles": pgettext("people", "Their part in what happened"),
        "pseudonym": pgettext("people", "Name that stands for theirs in a dossier for a body"),
        "profession": pgettext("people", "Profession"),
        "licence_number": pgettext("people", "Licence or register number"),
        "licence_body": pgettext("people", "Given by"),
        "register_check.date": pgettext("people", "When you looked them up in the register"),
        "register_check.result": pgettext("people", "What the register said"),
        "address": pgettext("people", "Address"),
        "email": pgettext("people", "E-mail"),
        "phone": pgettext("people", "Telephone"),
        "contact_note": pgettext("people", "How and when to make contact"),
        "agreed_to_contact": pgettext("people", "Agreed to be contacted"),
        "treated_from": pgettext("people", "Treated you from"),
        "treated_until": pgettext("people", "Treated you until"),
        "notes": pgettext("people", "Notes. Only you. In no dossier for others"),
        "first_session": pgettext("people", "First session"),
        "last_session": pgettext("people", "Last session"),
        "setting": pgettext("people", "Where sessions were"),
        "frequency": pgettext("people", "How often"),
        "fees": pgettext("people", "Fees"),
        "consents": pgettext("people", "What you agreed to"),
        "how_it_ended": pgettext("people", "How it ended"),
    }


def _of_matches() -> dict[str, str]:
    private, public = pgettext("match", "What I said in private"), pgettext("match", "Where it turned up")
    inside = {
        "private.text": (private, pgettext("match", "Words")),
        "private.when": (private, pgettext("match", "When you said it")),
        "private.channel": (private, pgettext("match", "By what way")),
        "private.told_to": (private, pgettext("match", "To whom")),
        "private.incident": (private, pgettext("match", "Entry")),
        "public.text": (public, pgettext("match", "Words")),
        "public.when": (public, pgettext("match", "When it was published")),
        "public.first_seen": (public, pgettext("match", "When you first saw it")),
        "public.url": (public, pgettext("match", "Address")),
        "public.account": (public, pgettext("match", "User account")),
        "public.incident": (public, pgettext("match", "Entry")),
    }
    words = {key: " · ".join(said) for key, said in inside.items()}
    return {
        **words,
        "who_could_know": pgettext("match", "Who else could have known"),
        "evidence": pgettext("match", "Files"),
    }


def _of_studies() -> dict[str, str]:
    return {
        "title": pgettext("study", "Title of the study or publication"),
        "institution": pgettext("study", "Institution"),
        "committee": pgettext("study", "Ethics or review committee"),
        "committee_number": pgettext("study", "Number given by the committee, if you know it"),
        "published_in": pgettext("study", "Where it was published or shown"),
        "published": pgettext("study", "When it was published"),
        "url": pgettext("study", "Address"),
        "information": pgettext("study", "What you were told of it"),
        "consent": pgettext("study", "Were you asked whether you agree?"),
        "consent_words": pgettext("study", "What was asked, and what you answered"),
        "found": pgettext("study", "When you found it"),
        "learned": pgettext("study", "How you learned of it"),
        "recognisable": pgettext("study", "What of you can be recognised in it"),
    }


def _of_filings() -> dict[str, str]:
    return {
        "board": pgettext("body", "Body"),
        "board_name": pgettext("body", "Name of the body"),
        "professional": pgettext("filing", "About whom"),
        "matches_left_out": pgettext("filing", "Matches that stay here"),
        "status": pgettext("filing", "Status of the complaint"),
        "reference_number": pgettext("filing", "Reference number"),
        "outcome_sought": pgettext("filing", "What you hope for"),
        "steps_taken": pgettext("filing", "What you did about it so far"),
        "other_bodies": pgettext("filing", "Other bodies you turned to"),
        "delay_explanation": pgettext("filing", "Why it took the time it took, if you want to say"),
        "standards": pgettext("filing", "Rules you name"),
        "entries": pgettext("filing", "Log"),
        "sendings": pgettext("filing", "What you sent"),
        "replies": pgettext("filing", "Replies received"),
        "points": pgettext("filing", "Their answer, point by point"),
    }
