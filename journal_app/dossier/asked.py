"""What one field of a body's form asks for, by its own words alone: of the account, of the complaint, of a person.

The catalogue gives fields in English, in the body's words, and tags for the heading above them. A heading is wider than
its fields: under "Patient" stand a name and a date of birth, and each is answered apart. So the words of a field
decide, within what its heading can mean; a field whose words ask for nothing that is recorded asks for nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

ALL = frozenset({"all"})  # everything there is under a tag


OF_A_KIND = "of-a-kind"
ANOTHER = "another"


class Ask(NamedTuple):
    """A tag that is asked for, and the ``parts`` of it where it is a person or the professional relationship.

    Of attachments the one part is ``OF_A_KIND``: those that are bills, say, and not all there are. With ``ANOTHER``
    somebody is meant who does not complain themselves.
    """

    tag: str
    parts: frozenset[str] = ALL

    def wants(self, part: str) -> bool:
        """Say whether a part is asked for, by itself or with everything."""
        return part in self.parts or self.parts == ALL


# What a heading can be asked for beside its own tags: an account tells when and where, and who said what then.
_IMPLIED: dict[str, tuple[str, ...]] = {
    "narrative": ("issues", "incident_dates", "incident_location"),
    "incident_dates": ("narrative",),
    "prior_steps": ("responses",),
    "other_reports": ("told",),
    "relationship": ("relationship_to_client",),
    "practitioner": ("employer", "research_details"),
    "witnesses": ("people",),
}
# An account says by itself what kind of thing happened, when and where, so who asks for all of it gets it once; and
# how a day is recalled asks for no day.
_IN_ACCOUNT = frozenset({"issues", "incident_dates", "incident_location"})
_HOLDS: dict[str, frozenset[str]] = {"narrative": _IN_ACCOUNT, "recall_basis": frozenset({"incident_dates"})}

_ASKS: dict[str, str] = {
    "narrative": (
        r"what (happened|was done)(?! to resolve)|\bfacts\b|detail|account|description|activities|\bevents\b|offence"
        r"|circumstances(?!:)|narrative|(?<!type of )conduct\b|^complaint$|full presentation|violated"
        r"|broken and how|information as possible"
    ),
    "issues": r"\bissues\b|type of conduct|cause for complaint|complaint point",
    "incident_dates": r"\bdates?\b|\bdate\(s\)|\bwhen\b|\btimes?\b",
    "incident_location": r"\bplaces?\b|\blocations?\b|\bwhere (?!known|appropriate)|\bwhere$",
    "recall_basis": r"recall",
    "attachments": (
        r"document|copies|evidence|upload|annex|papers|attach|correspondence|photos|pictures|police report|^anything"
    ),
    "outcome_sought": r"outcome|\bwants?\b|hopes|put it right",
    "prior_steps": r"tried|raised|resolve|\bsteps\b|approached|local complaint|your complaint to them",
    "responses": r"response|their answer",
    "other_reports": (
        r"\bother (bod|organi|agenc)|another (body|organi)|police(?! report)|\bcourt\b|lawyer|agenc|anyone else"
    ),
    "told": r"anyone else",
    "people": r"\bwho$",
    "delay_explanation": r"why it took longer|delay",
    "rule_citations": r"\brules?\b|\bcodes?\b|\bsection|standard|\blaw\b|provision|cause for complaint",
    "summary": r"summary",
    "relationship_to_client": r"relationship|on whose behalf|filing for someone|who you are|been a client",
    "release": r"release|records|authori[sz]ation|permission|written authority|every provider|access|waiver",
    # And not whether somebody agreed for whom it is made: that is not recorded.
    "consent_to_share": r"\bshar(e|ing)\b|copy to|disclos",
    "signature": r"signature|^signed\b",
    "declaration": r"oath|notar|statement that|signature",
    "after_filing": r"answer",
}  # fmt: skip

_PEOPLE = ("complainant", "client", "practitioner", "employer", "witnesses", "subsequent_providers")
# The words by which a field says whom it means; without them it means the first that its heading has.
_WHOM: dict[str, str] = {
    "complainant": r"complainant|requester|notifier",
    "client": r"patient|client|other party|that person|person who received",
    "practitioner": r"psychologist|therapist|practitioner|licensee|registrant|member|^provider|^person and|person\(s\)",
    "employer": r"organisation|institution",
    "witnesses": r"witness|\bpeople\b|who saw|corroborat|supporting information|contacts|^names, dates",
    "subsequent_providers": r"\blater\b",
}
_ANYBODY = r"^(names|addresses)$"  # of everybody the heading has
# What is asked of a person. "Contact" and bare "details" are a name and everything by which somebody can be reached.
_REACHED = r"\bcontact|^details\b|your details|witness information|supporting information|^later treatment|subpoena"
_OF_PERSON: dict[str, str] = {
    "name": (
        r"\bnames?\b|\bname\(s\)|identify|search the|person\(s\)|institution|^names|"
        r"^(complainant|requester|notifier|psychologist|therapist|provider|person|people|witnesses)\b(?!'| is)|"
        + _REACHED
    ),
    "profession": r"\bprofession\b|licen[cs]e type|^later treatment",
    "address": r"address|\bplace\b|workplace|where seen|" + _REACHED,
    "email": r"e-mail|" + _REACHED,
    "phone": r"phone|" + _REACHED,
    "contact_note": r"best times|number for messages",
}
_REGISTERED = r"licen[cs]e|registration number|gmc number|membership"
_OF_PRACTITIONER: dict[str, str] = {
    "licence_number": _REGISTERED,
    "licence_body": _REGISTERED + r"|\bregister\b",
    "register_check": r"\bregister\b",
}
_OF_WITNESS: dict[str, str] = {"agreed": r"agreed to be contacted"}
_OF_LATER: dict[str, str] = {"treated": r"treatment dates|^later treatment"}
_OF_PARTY: dict[str, str] = {"birth": r"date of birth"}
_ANOTHER = r"that person's|other party|acting for someone|\(parent, representative"
_MORE = {"complainant": _OF_PARTY, "client": _OF_PARTY, "practitioner": _OF_PRACTITIONER, "witnesses": _OF_WITNESS,
         "subsequent_providers": _OF_LATER}  # fmt: skip
# What is asked of the professional relationship.
_OF_BOND: dict[str, str] = {
    "first_session": r"began|\bdates of treatment|of therapy|subpoena",
    "last_session": r"ended|\bdates of treatment|of therapy|subpoena",
    "setting": r"locations of therapy|locations of treatment",
    "frequency": r"times and \w+ of therapy|how often",
}
# What is asked of a study. Under another heading than that of the study only who carried it out is.
_OF_STUDY: dict[str, str] = {
    "title": r"^title$",
    "institution": r"conducting the research",
    "number": r"study number",
    "description": r"description|\bstudy\b(?! number)",
}
_OF_THERAPY = r"of (therapy|treatment)\b"  # its days and places are those of the sessions, not those of the incidents
# Attachments of one kind alone; where others are asked for beside them, as in "and similar papers", it is all of them.
_ONE_KIND = (
    r"^(copies of )?(bills|correspondence|court documents|police reports?)\b(?!.*\b(similar|other|photos|pictures)\b)"
)
# What a form has to tick under a heading for kinds of complaint; what the person chose tells of which kind it is.
_TO_TICK = r"^institution$|^irb$|informed consent|study problem|risks to subjects|failure to report|researcher or team"
_EVERYTHING = r"^mandatory sections$"


def asked(tags: Sequence[str], field: str) -> tuple[Ask, ...]:
    """Return what the words of a ``field`` ask for, in the order of the ``tags`` of its heading; none is nothing.

    An empty field stands for the heading itself, which asks for all of its tags.
    """
    words = field.casefold()
    if not words or re.search(_EVERYTHING, words):
        return tuple(Ask(tag) for tag in tags if "narrative" not in tags or tag not in _IN_ACCOUNT)
    can = list(dict.fromkeys(each for tag in tags for each in (tag, *_IMPLIED.get(tag, ()))))
    whom, found = _whom(can, words, told="narrative" in tags), list[Ask]()
    for tag in can:
        if tag in whom:
            parts = _parts_of_person(tag, words)
        elif tag == "relationship":
            parts = _matching(_OF_BOND, words)
        elif tag == "research_details":
            parts = _matching(_OF_STUDY, words) & (frozenset(_OF_STUDY) if tag in tags else {"institution"})
        elif tag == "attachments" and re.search(_ONE_KIND, words):
            parts = frozenset({OF_A_KIND})
        elif tag == "issues" and tag in tags and re.search(_TO_TICK, words):
            parts = ALL
        else:
            parts = ALL if tag in _ASKS and re.search(_ASKS[tag], words) else frozenset()
            if tag == "relationship_to_client" and parts and re.search(_ANOTHER, words):
                parts = frozenset({ANOTHER})
        if parts and not (tag in _IN_ACCOUNT and re.search(_OF_THERAPY, words)):
            found.append(Ask(tag, parts))
    holding = [ask.tag for ask in found if ask.tag in _HOLDS]
    return tuple(ask for ask in found if not any(ask.tag in _HOLDS[tag] for tag in holding))


def _whom(can: Sequence[str], words: str, *, told: bool) -> list[str]:
    """Return whom of a heading's people a field means; where an account is told too, only those it names."""
    there = [tag for tag in can if tag in _PEOPLE]
    if re.search(_ANYBODY, words):
        return [tag for tag in there if tag != "employer"]
    named = [tag for tag in there if re.search(_WHOM[tag], words)]
    if {"client", "practitioner"} & set(named):
        named = [tag for tag in named if tag != "complainant"]
    return named or ([] if told else there[:1])


def _parts_of_person(tag: str, words: str) -> frozenset[str]:
    found = _matching({**_OF_PERSON, **_MORE.get(tag, {})}, words)
    meant = tag == "client" and found and re.search(_ANOTHER, words)
    return found | {ANOTHER} if meant else found


def _matching(patterns: dict[str, str], words: str) -> frozenset[str]:
    return frozenset(part for part, pattern in patterns.items() if re.search(pattern, words))
